"""One act on the store at a time, from plan to commit: whoever comes in between waits, and says for
whom.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import ExitStack
from typing import TypeVar

from engine.common.cancellation import CancelToken
from engine.common.file_lock import PATIENCE
from engine.journal.event_message import noted
from engine.journal.events import Event
from engine.messages.run import RunNotice
from engine.model.errors import Locked
from engine.model.message import Message
from engine.store.protocol import Store

Result = TypeVar("Result")

ALL_MANDANTS = frozenset[str]()
"""What stands for all of them."""
_SILENT = 1.0
"""Seconds of waiting that nobody needs to know of."""


def in_turn(
    store: Store,
    mandants: frozenset[str],
    token: CancelToken,
    act: Callable[[Store], Generator[Event, None, Result]],
) -> Generator[Event, None, Result]:
    """Do `act` on the store as it is, while nobody else changes it; yield the events it yields, and
    return what it returns. Nothing slow belongs in it. Raises `Locked`.
    """
    with ExitStack() as stack:
        try:
            held = stack.enter_context(store.exclusively(mandants, token, _SILENT))
        except Locked as busy:
            yield noted("", _waiting(busy))
            held = stack.enter_context(store.exclusively(mandants, token, PATIENCE - _SILENT))
        return (yield from act(held))


def _waiting(busy: Locked) -> Message:
    params = busy.message.params
    return Message(RunNotice.WAITING_FOR if params else RunNotice.WAITING, params)
