"""How things went lately: for each Mandant and each interface, day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo

import msgspec

from engine.common.data_folder import DataFolder
from engine.journal import journal
from engine.journal.journal import journal_path
from engine.model.item import Cents
from engine.store.ledger import Imported
from engine.store.protocol import Store

DAYS = 90


class Trend(msgspec.Struct):
    """The last days of a Mandant or an interface, the oldest first; today is the last one."""

    name: str
    is_mandant: bool
    settled: list[Cents]
    open: list[Cents]
    """What was open at the end of each day; empty for an interface."""
    rows: list[int]
    """Of the lists that were imported; of an interface only, as are the seconds."""
    seconds: list[float]
    """The longest run of each day."""
    last_list: date | None = None
    """The day of the newest list; None where there was none in these days."""


def trends(
    store: Store, data: DataFolder, interfaces: Sequence[str], now: datetime, zone: tzinfo
) -> list[Trend]:
    """Return the trend of every Mandant that has invoices, then of every interface. Raises
    `StoreError`.
    """
    first = now.astimezone(zone).date() - timedelta(days=DAYS - 1)
    mandants: dict[str, Trend] = {}
    for item in store.items().values():
        trend = mandants.setdefault(item.mandant, _empty(item.mandant, is_mandant=True))
        trend.open[-1] += item.open
    of_interfaces = {name: _empty(name, is_mandant=False) for name in interfaces}
    before: dict[str, list[Cents]] = {name: [0] * DAYS for name in mandants}
    for entry in store.ledger():
        day = entry.at.astimezone(zone).date()
        at = (day - first).days
        if at < 0:
            continue
        trend = of_interfaces.get(entry.interface, _empty("", is_mandant=False))
        if isinstance(entry, Imported):
            trend.rows[at] += entry.rows
            trend.seconds[at] = max(trend.seconds[at], _seconds(data, entry.run))
            trend.last_list = max(day, trend.last_list or day)
        for change in store.changes(entry):
            changed = change.after or change.before
            was = change.before.open if change.before else 0
            less = was - (change.after.open if change.after else 0)
            if changed is not None and changed.mandant in mandants:
                before[changed.mandant][at] += less
                if change.before and change.after and less > 0:
                    mandants[changed.mandant].settled[at] += less
                    trend.settled[at] += less
    _look_back(mandants, before)
    return [*sorted(mandants.values(), key=lambda trend: trend.name), *of_interfaces.values()]


def _empty(name: str, *, is_mandant: bool) -> Trend:
    days = [0] * DAYS
    return Trend(name, is_mandant, [*days], [*days] if is_mandant else [], [*days], [0.0] * DAYS)


def _look_back(mandants: Mapping[str, Trend], before: Mapping[str, Sequence[Cents]]) -> None:
    """Work out what was open at the end of each day from what is open now."""
    for name, trend in mandants.items():
        for at in range(DAYS - 1, 0, -1):
            trend.open[at - 1] = trend.open[at] + before[name][at]


def _seconds(data: DataFolder, run: str) -> float:
    """Return how long the run took; 0 where its journal is gone."""
    try:
        told = journal.glance(journal_path(data.journals, run))
    except OSError:
        return 0.0
    return told.finished.seconds if told and told.finished else 0.0
