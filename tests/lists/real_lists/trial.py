"""A case tried as its practice would: through the command, with a folder for the server."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from engine.model.item import Item, to_decimal
from tests.factories import item
from tests.lists.real_lists.case import Case, Read
from tests.practice import Answer, Practice

CONFIG = """\
language = "en"
data_dir = "data"

[mandants.001]
name = "Hörwelt Stuttgart GmbH"

[interfaces.datev]
name = "A list of a real person"

[interfaces.datev.source]
protocol = "folder"
directory = "{uploads}/"
filename = "op"
stable_seconds = 0

[interfaces.datev.file]
type = "{type}"
content = "{content}"

[interfaces.datev.posting]
mandants = ["001"]
{posting}
"""
UPLOADED = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
REFUSED, HELD = 7, 8


class Trial(msgspec.Struct, frozen=True):
    """What came of a case."""

    faults: list[str]
    """What is wrong; empty if all is right."""
    story: str
    """What happened, in one line."""


def try_case(case: Case, folder: Path) -> Trial:
    """Import the case's list, and read it, in `folder`."""
    practice = Practice(folder)
    posting = "\n".join(f'{key} = "{value}"' for key, value in case.posting.items())
    practice.config.write_text(
        CONFIG.format(
            uploads=practice.uploads, type=case.type, content=case.content, posting=posting
        ),
        encoding="utf-8",
    )
    path = practice.uploads / case.name
    path.write_bytes(case.data)
    os.utime(path, (UPLOADED.timestamp(), UPLOADED.timestamp()))
    faults, story = [], []
    if case.read:
        read = practice.opos(
            "read", str(path), "--json", "--type", case.type, "--content", case.content
        )
        faults += _misread(case.read, read, safe=case.safe)
        story.append(f"read {read.code}")
    if case.after:
        practice.hold(*_items(case))
        before = practice.items
        answer = practice.run()
        faults += _misposted(case, answer, before, practice.items)
        story.append(_story(answer))
    return Trial(faults, "; ".join(story))


def _items(case: Case) -> list[Item]:
    return [
        item(
            held.invoice_no,
            amount=int(held.amount * 100),
            open=int(held.open * 100),
            invoice_date=held.invoice_date,
            **{"account": "", "due_date": None, **held.further},
        )
        for held in case.items
    ]


def _misread(expected: Read, answer: Answer, *, safe: bool) -> list[str]:
    if expected.refuse:
        missing = [word for word in expected.says if word.lower() not in answer.err.lower()]
        if answer.code != REFUSED or missing:
            return [f"read: should refuse and say {expected.says}, said {answer.err!r}"]
        return []
    if answer.code == REFUSED:
        return [] if safe and answer.err else [f"read: refused, {answer.err!r}"]
    _summary, *lines = answer.lines
    found = {line["row"]["invoice_no"]: line["row"]["open"] for line in lines if "row" in line}
    rejected = [line["rejected"]["reason"] for line in lines if "rejected" in line]
    faults = []
    if expected.rows is not None and found != expected.rows:
        faults.append(f"read: rows should be {expected.rows}, are {found}")
    if expected.rejected is not None and len(rejected) != expected.rejected:
        faults.append(f"read: {expected.rejected} rows should be rejected, are {rejected}")
    return faults


def _misposted(
    case: Case, answer: Answer, before: dict[str, Item], after: dict[str, Item]
) -> list[str]:
    if answer.code in (REFUSED, HELD):
        if not case.safe:
            return [f"should be imported, ends with {answer.code}"]
        says_why = answer.events("file_refused" if answer.code == REFUSED else "guard_held")
        return [] if before == after and says_why else ["stops with a change or without a reason"]
    if answer.code not in (0, 3):
        return [f"ends with {answer.code}"]
    faults = [f"should not end with {answer.code}"] * (answer.code in case.exit_not)
    faults += [f"{number} should not exist" for number in case.absent if number in after]
    for number, open_ in case.after.items():
        found = to_decimal(after[number].open) if number in after else "nothing"
        if found != open_:
            faults.append(f"{number}: {open_} should be open, is {found}")
    return faults


def _story(answer: Answer) -> str:
    told = [
        *(event["cause"] for event in answer.events("file_refused")),
        *(f"held by {event['rule']}" for event in answer.events("guard_held")),
        *(f"rejected: {event['reason']}" for event in answer.events("row_rejected")),
        *(event["code"] for event in answer.events("warning")),
    ]
    return f"exit {answer.code}: {' | '.join(told) or answer.err.strip() or 'not a word'}"
