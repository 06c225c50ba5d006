"""Letters whose outbox is lost: the last run's journal tells who could not be written to."""

from __future__ import annotations

from pathlib import Path

import msgspec

from engine.common.plain_file import read_plain
from engine.journal import journal
from engine.journal.events import ReportFailed, ReportSent
from engine.reporting.outbox import Letter, Occasion, letters_about
from engine.settings.interface import Report


def lost_letters(journals: Path, interface: str, run: str, wishes: Report) -> tuple[Letter, ...]:
    """The letters about the run before this one that were not sent, to those they were meant for.
    Called where the interface has no outbox: as a rule it never needed one, and there are none.
    """
    for last in journal.newest(journals, interface):
        if last.run == run or last.started.dry_run or last.finished is None:
            continue
        unsent = _unsent(journal.journal_path(journals, last.run))
        imported = last.finished.outcome == "imported"
        occasion = Occasion.IMPORT if imported else Occasion.TROUBLE
        letters = letters_about(last.run, last.started_at, occasion, wishes)
        found = [
            msgspec.structs.replace(letter, to=to)
            for letter in letters
            if (to := tuple(each for each in letter.to if each in unsent))
        ]
        return tuple(found)
    return ()


def _unsent(path: Path) -> set[str]:
    if b'"report_failed"' not in read_plain(path):  # a story may be long
        return set()
    told = [entry.event for entry in journal.read_journal(path)]
    failed, sent = (
        {to for event in told if isinstance(event, kind) for to in event.to.split(", ")}
        for kind in (ReportFailed, ReportSent)
    )
    return failed - sent
