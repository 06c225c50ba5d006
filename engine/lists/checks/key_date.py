"""The day a list speaks of. An invoice younger than it says nothing by being absent, so a day too
late does harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from engine.lists.cells import dates
from engine.lists.cells.money import Unreadable
from engine.lists.cells.tables import Cell
from engine.lists.cells.word_cells import seen
from engine.messages.list_notices import ListNotice
from engine.model.message import Message

_IN_TITLE = re.compile(
    r"\b(?:stichtag|stand|zum|per|as of)\b\s*:?\s*(?:zum|vom|am|per)?\s*"
    r"(?P<day>[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})",
    re.IGNORECASE,
)
_IN_NAME = re.compile(
    r"(?<![0-9])(?:(?P<y>20[0-9]{2})(?P<s>[-_.]?)(?P<m>[01][0-9])(?P=s)(?P<d>[0-3][0-9])"
    r"|(?P<d2>[0-3][0-9])(?P<s2>[-_.]?)(?P<m2>[01][0-9])(?P=s2)(?P<y2>20[0-9]{2}))(?![0-9])"
)
_WITHOUT_YEAR = re.compile(r"(?<![0-9])[0-3][0-9][-_.][01][0-9](?![-_.]?[0-9])")


def key_date(
    titles: Iterable[Sequence[Cell]], name: str, today: date
) -> tuple[date | None, list[Message]]:
    """The key date from the lines above the heading ("Stichtag: 30.04.2026") or from the file's
    name, and what to tell of it.

    Of two that differ the earlier one: it lets fewer invoices be settled by their absence. A day in
    the future is none, since the list cannot know the invoices until then. A name that has only day
    and month tells no day.
    """
    in_title = _first(
        found["day"] for cells in titles for found in _IN_TITLE.finditer(" ".join(map(seen, cells)))
    )
    in_name = _first(
        f"{found['y'] or found['y2']}-{found['m'] or found['m2']}-{found['d'] or found['d2']}"
        for found in _IN_NAME.finditer(name)
    )
    notices = []
    if in_title and in_name and in_title != in_name:
        notices.append(Message.of(ListNotice.KEY_DATES_DIFFER, title=in_title, name=in_name))
    found = min(filter(None, (in_title, in_name)), default=None)
    if found and found > today:
        notices.append(Message.of(ListNotice.KEY_DATE_IN_FUTURE, day=found))
        return None, notices
    if found is None and (bare := _WITHOUT_YEAR.search(name)):
        notices.append(Message.of(ListNotice.KEY_DATE_WITHOUT_YEAR, day=bare[0]))
    return found, notices


def _first(texts: Iterable[str]) -> date | None:
    for text in texts:
        try:
            return dates.parse_date(text)
        except Unreadable:
            continue
    return None
