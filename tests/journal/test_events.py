"""The events as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from engine.journal.events import AnyEvent, Event


def kinds(of: type[Event]) -> Iterator[type[Event]]:
    """Every event that has no kinds of its own below it."""
    below = of.__subclasses__()
    yield from (kind for sub in below for kind in kinds(sub)) if below else (of,)


def test_every_event_there_is_can_be_read_again() -> None:
    assert set(kinds(Event)) == set(AnyEvent.__args__)
