#!/usr/bin/env python3
"""Writes the golden lists and what must be read from them: `python -m tests.lists.make_lists`, then
read the difference.

Each case of `tests/lists/cases` becomes a file in `golden/`, and beside it NAME.json: how it was
read, and the whole result.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from engine.common.i18n import advice_of, cause_of, render
from engine.lists.layouts.built_in import BUILT_IN
from engine.lists.read import read_list
from engine.lists.rows.rows import Content
from engine.model.errors import ListRefused
from tests.lists.cases import (
    Case,
    addison,
    containers,
    datev,
    files,
    own,
    payments,
    settled,
    values,
)

GOLDEN = Path(__file__).with_name("golden")
TODAY = date(2026, 11, 20)
CASES: tuple[Case, ...] = tuple(
    case
    for module in (addison, containers, datev, files, own, payments, settled, values)
    for case in module.CASES
)


def result(case: Case, folder: Path = GOLDEN) -> dict[str, Any]:
    """What is read from the case's file in `folder`, as plain data without what is empty."""
    try:
        found = read_list(
            folder / case.name,
            case.name,
            type=case.type,
            content=Content(case.content) if case.content else None,
            encoding=case.encoding,
            layouts={**BUILT_IN, **own.LAYOUTS} if case in own.CASES else BUILT_IN,
            today=TODAY,
        )
    except ListRefused as refused:
        return {"refused": cause_of(refused), "advice": advice_of(refused)}
    plain = msgspec.to_builtins(found)
    for kind in ("rejected", "ignored"):
        for one, told in zip(plain[kind], getattr(found, kind), strict=True):
            one["reason"] = render(told.reason)
    told = [*(doubt.message for doubt in found.doubts), *found.notices]
    plain["notices"] = [{"code": notice.code.value, "text": render(notice)} for notice in told]
    del plain["doubts"]
    del plain["unread"]  # the rest of the headings
    del plain["standing"], plain["written"]  # for the next list
    for kind in ("rows", "rejected", "ignored", "notices"):
        plain[kind] = [_filled(one) for one in plain[kind]]
    return _filled(plain)


def _filled(record: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value
        for key, value in record.items()
        if value is not None and value is not False and value not in ("", [])
    }


def golden(case: Case) -> Path:
    """Where the expected result of a case lies."""
    return GOLDEN / f"{case.name}.json"


def main() -> None:
    GOLDEN.mkdir(exist_ok=True)
    for old in GOLDEN.iterdir():
        if old.name.removesuffix(".json") not in {case.name for case in CASES}:
            old.unlink()
    for case in CASES:
        path = GOLDEN / case.name
        # A workbook holds the time of its making: it is made anew only where it is missing.
        if not (case.name.endswith((".xls", ".xlsx")) and path.exists()):
            path.write_bytes(case.data)
        golden(case).write_bytes(
            msgspec.json.format(msgspec.json.encode(result(case)), indent=1) + b"\n"
        )


if __name__ == "__main__":
    main()
