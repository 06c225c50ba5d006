"""What is worth remembering of an import, so that the next list is read where it differs: how the
list is written, and how the store stands once the import is carried out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from operator import attrgetter

from engine.common.plain_file import read_plain
from engine.imports.changed_import import ChangedImport, governed_after
from engine.imports.job import ImportJob
from engine.imports.planning import policy_of_file
from engine.imports.remembered_list import RememberedList, decided_by
from engine.lists.changed_list import LastRead
from engine.lists.files.encodings import without_marks
from engine.lists.rows.rows import ListFile, Row, Written
from engine.model.item import Item, Key
from engine.posting.listed_items import BALANCES, is_told_of
from engine.posting.mandants import mandant_meant
from engine.posting.plan import Plan
from engine.sources.fetch import Fetched

FEWEST_ROWS = 1000
"""A shorter list is read as a whole in no time."""
_MOST_TOLD_OF = 1000
"""Where more rows than this must be looked at each day, little is gained."""


def is_long(list_file: ListFile) -> bool:
    """Whether it is worth while to read the next such list only where it differs."""
    return list_file.content in BALANCES and list_file.row_count >= FEWEST_ROWS


def worth_remembering(
    job: ImportJob,
    fetched: Fetched,
    list_file: ListFile,
    changed: ChangedImport | None,
    plan: Plan,
    items: Mapping[Key, Item],
    written_before: tuple[int, int],
) -> RememberedList | None:
    """What the next import may begin with, once this `plan` is committed; None where it must read
    all of its list. `items` are those that the list was planned for, as they are before;
    `written_before` is how much was written in the store.
    """
    acts, commits = written_before
    written, policy = list_file.written, policy_of_file(job, fetched)
    if (
        written is None
        or not plan.is_plain
        or policy.resets(list_file.content)
        or not is_long(list_file)
    ):
        return None
    read = _whole(fetched, list_file, written) if changed is None else _changed(list_file, changed)
    if None in (mandant_meant(text, job.mandants) for text in read.mandants):
        return None
    told_of = {*plan.told_of}
    if not {"currency", "paid_on"}.isdisjoint(written.columns):
        told_of |= {row.line for row in list_file.rows if is_told_of(row)}
    if len(told_of) > _MOST_TOLD_OF:
        return None
    after = {change.key: change.after for change in plan.changes if change.before}
    unnamed = [item for key in plan.unnamed if (item := after.get(key, items.get(key))) is not None]
    paid_before = () if changed is None else changed.last.unnamed_paid
    return RememberedList(
        decided_by=decided_by(job) if changed is None else changed.last.decided_by,
        run=job.run,
        sha256=fetched.sha256,
        acts=acts + 1,
        commits=commits + 1,
        read=read,
        told_of=(
            _places(_data(fetched, written), sorted(told_of))
            if changed is None
            else [changed.compared.place_of(line) for line in sorted(told_of)]
        ),
        governed=governed_after(
            plan.governed,
            (change.before for change in plan.changes),
            (change.after for change in plan.changes),
            policy,
        ),
        unnamed_open=[item.key for item in unnamed if item.open],
        unnamed_paid=[
            *(key for key in paid_before if key not in items),
            *(item.key for item in unnamed if not item.open),
        ],
    )


def _whole(fetched: Fetched, list_file: ListFile, written: Written) -> LastRead:
    rows = list_file.rows
    data = _data(fetched, written)
    last_row = len(data) - (not data.endswith(b"\n"))
    for _line in range(list_file.lines - rows[-1].line + 1):
        last_row = data.rfind(b"\n", 0, last_row - 1) + 1
    return LastRead(
        written=written,
        rows=len(rows),
        total=list_file.total,
        days=_days(rows),
        mandants=Counter(map(attrgetter("mandant"), rows)),
        last_row=last_row,
    )


def _changed(list_file: ListFile, changed: ChangedImport) -> LastRead:
    last, compared = changed.last.read, changed.compared
    new = [row for row in list_file.rows if row.line in compared.new_lines]
    days, mandants = Counter(last.days), Counter(last.mandants)
    days.update(_days(new))
    days.subtract(_days(compared.gone))
    mandants.update(row.mandant for row in new)
    mandants.subtract(row.mandant for row in compared.gone)
    assert list_file.written is not None  # noqa: S101 - else it was not read by what differs
    return LastRead(
        written=list_file.written,
        rows=list_file.row_count,
        total=list_file.total,
        days=+days,
        mandants=+mandants,
        last_row=compared.place_of(list_file.rows[-1].line),
    )


def _days(rows: Sequence[Row]) -> Counter[date]:
    days = Counter(map(attrgetter("doc_date"), rows))
    days.pop(None, None)
    return days


def _data(fetched: Fetched, written: Written) -> bytes:
    return without_marks(read_plain(fetched.path), written.encoding)


def _places(data: bytes, lines: Sequence[int]) -> list[int]:
    """The bytes at which these lines of a text begin."""
    places, line, place = [], 1, 0
    for wanted in lines:
        while line < wanted:
            place, line = data.index(b"\n", place) + 1, line + 1
        places.append(place)
    return places
