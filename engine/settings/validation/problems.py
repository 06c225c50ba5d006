"""Every mistake of the configuration at once: where it stands, what it is, and what to write
instead.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from engine.common.i18n import _, ngettext
from engine.common.sanitize import sanitize
from engine.model.errors import ConfigError
from engine.settings.layers import Layers, Origin, Places
from engine.settings.toml.document import NotToml
from engine.settings.toml.statements import KeyPath


class Mistake(msgspec.Struct, frozen=True):
    """Something wrong with a setting."""

    key: KeyPath
    text: str
    """What follows the key and a colon."""
    layer: Origin | None = None
    """Where it is wrong; None: where the value in force comes from."""


class ConfigProblem(msgspec.Struct, frozen=True):
    """A mistake as people see it."""

    place: str
    """`/etc/opos/config.toml:12`, `$OPOS_SMTP__PORT`, or a file."""
    key: str
    """`interfaces.datev.source.port`; empty where the whole file is meant."""
    text: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.place, self.key, self.text) if part)


class ConfigProblems(ConfigError):
    """The configuration cannot be used; `problems` holds every reason, to be shown beside its
    field.
    """

    def __init__(self, problems: list[ConfigProblem]) -> None:
        n = len(problems)
        heading = ngettext(
            "The configuration has {n} mistake:", "The configuration has {n} mistakes:", n
        ).format(n=n)
        super().__init__(
            "\n".join([heading, *(f"  {problem}" for problem in problems)]),
            _(
                "Correct it and try again. `opos config sample` shows every setting and"
                " explains it."
            ),
        )
        self.problems = problems


def dotted(key: KeyPath) -> str:
    """A key as people write it."""
    return sanitize(".".join(key))


def lies_below(key: KeyPath, others: Iterable[KeyPath]) -> bool:
    """Whether the key is one of the others or lies in a table that is."""
    return any(key[: len(other)] == other for other in others)


def problem_of(broken: NotToml) -> ConfigProblem:
    """A file that is no TOML."""
    return ConfigProblem(sanitize(f"{broken.path}:{broken.line}:{broken.column}"), "", broken.text)


def located(mistakes: Iterable[Mistake], layers: Layers) -> list[ConfigProblem]:
    """The mistakes with their places, in the order of the files."""
    places = Places(layers)
    problems = [
        ConfigProblem(sanitize(places.of(each.key, each.layer)), dotted(each.key), each.text)
        for each in mistakes
    ]
    return sorted(problems, key=_variables_last_then_file_and_line)


def _variables_last_then_file_and_line(problem: ConfigProblem) -> tuple[bool, str, int]:
    file, _colon, line = problem.place.rpartition(":")
    return (
        problem.place.startswith("$"),
        file or problem.place,
        int(line) if line.isdecimal() else 0,
    )
