"""What a command is, and when it can be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from textual.binding import Binding, BindingType

Owner = TypeVar("Owner")
Result = TypeVar("Result")
_PREDICATE = "enabled_when"


class Command(NamedTuple):
    """Its name is also that of its handler (`action_NAME`), and its name under `[keys]`."""

    name: str
    keys: str
    """As Textual names them, with commas between."""
    label: str
    """A word or two for the footer."""
    help: str
    """A sentence for help and palette."""
    footer: bool = False
    """Whether it is worth one of the six places in the footer."""
    needs: str = ""
    """A sentence for where it cannot be done: what is not there."""


def bindings(commands: Iterable[Command], on: str = "") -> list[BindingType]:
    """Return the commands as a `BINDINGS` of Textual; with `on="screen."` those of a widget whose
    screen handles them.
    """
    return [
        Binding(
            command.keys,
            on + command.name,
            command.label,
            show=command.footer,
            id=command.name,
            tooltip=command.help,
        )
        for command in commands
    ]


def enabled_when(
    predicate: Callable[[Owner], bool],
) -> Callable[[Callable[[Owner], Result]], Callable[[Owner], Result]]:
    """Decorate a handler: its command can be done only while the predicate holds; otherwise its key
    is not shown and does nothing. A handler that overrides this one keeps the predicate, unless it
    is given its own.
    """

    def decorate(handler: Callable[[Owner], Result]) -> Callable[[Owner], Result]:
        vars(handler)[_PREDICATE] = predicate
        return handler

    return decorate


def is_enabled(owner: object, name: str) -> bool:
    """Return whether the owner's command of this name can be done now."""
    for cls in type(owner).__mro__:
        predicate = getattr(vars(cls).get(f"action_{name}"), _PREDICATE, None)
        if predicate is not None:
            return bool(predicate(owner))
    return True
