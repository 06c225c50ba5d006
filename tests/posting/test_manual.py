"""The tables of docs/posting.md are examples that hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from engine.lists.rows.rows import Content, Row
from engine.model.item import Item, Key
from engine.posting.plan import Plan
from engine.posting.plan_import import plan_import
from engine.posting.policy import Policy
from tests.posting.factories import carried_out, held, item, listing, policy, row

MANUAL = Path(__file__).parents[2] / "docs" / "posting.md"
CONTENTS = {
    "Open list": Content.OPEN,
    "Settled list": Content.SETTLED,
    "Open and settled list": Content.ALL,
    "Payments": Content.PAYMENTS,
}
CAPTION = re.compile(
    r"\*(?P<list>[^*,`]+?)(?: of (?P<key_date>[0-9-]+))?(?:, `(?P<key>\w+) = (?P<value>[^`]+)`)?\*"
)
NOTHING = "–"


class Example(NamedTuple):
    """A caption and the table below it."""

    caption: str
    lines: list[dict[str, str]]


def examples() -> Iterator[Example]:
    caption = ""
    table: list[list[str]] = []
    for line in [*MANUAL.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("|"):
            table.append([cell.strip() for cell in line.strip("|").split("|")])
        elif line:
            caption = line
        elif table:
            heading, _rule, *lines = table
            if CAPTION.fullmatch(caption):
                yield Example(caption, [dict(zip(heading, cells, strict=True)) for cells in lines])
            table = []


EXAMPLES = list(examples())


def cents(text: str) -> int:
    return round(float(text) * 100)


def policy_of(key: str | None, value: str) -> Policy:
    if key is None:
        return policy()
    word = value.strip('"')
    values: dict[str, Any] = {"true": True, "false": False}
    return policy(**{key: cents(word) if key == "tolerance" else values.get(word, word)})


def item_of(line: dict[str, str]) -> Item:
    dated = line.get("date", "2026-10-01")
    return item(
        line["invoice"],
        amount=cents(line["amount"]),
        open=cents(line["open here"]),
        invoice_date=None if dated == NOTHING else date.fromisoformat(dated),
        handed_over=line.get("handed over", "yes") == "yes",
        dunning_level=int(line.get("dunning level", "0")),
    )


def rows_of(line: dict[str, str], place: int) -> Iterator[Row]:
    says = line["the list says"]
    if says == NOTHING:
        return
    for part in says.split(", "):
        said = re.fullmatch(
            r"(?:`(?P<number>[^`]+)` )?(?P<what>open|paid|settled)(?: (?P<amount>[0-9.-]+))?", part
        )
        assert said is not None, part
        fields: dict[str, Any] = {"settled": True} if said["what"] == "settled" else {}
        if said["amount"]:
            fields[said["what"]] = cents(said["amount"])
        yield row(said["number"] or line["invoice"], line=place, **fields)


def what_happened(plan: Plan, key: Key, place: int) -> str:
    for change in plan.changes:
        if change.key == key:
            return change.kind.replace("_", " ")
    if any(rejected.line == place for rejected in plan.rejected):
        return "rejected"
    return "unknown" if any(unknown.line == place for unknown in plan.unknown) else "unchanged"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.caption.strip("*"))
def test_the_manual_holds(example: Example) -> None:
    caption = CAPTION.fullmatch(example.caption)
    assert caption is not None
    items = held(*(item_of(line) for line in example.lines if line["open here"] != NOTHING))
    rows = [
        row for place, line in enumerate(example.lines, start=2) for row in rows_of(line, place)
    ]
    plan = plan_import(
        items,
        listing(CONTENTS[caption["list"]], *rows),
        policy_of(caption["key"], caption["value"] or ""),
    )
    after = carried_out(items, plan.changes)
    for place, line in enumerate(example.lines, start=2):
        key = ("001", line["invoice"])
        expected = {
            "open": line["open after"],
            "change": line["change"],
            "level": line.get("level after", NOTHING),
        }
        changed = what_happened(plan, key, place)
        if line["the list says"] == NOTHING and changed == "unchanged":
            changed = NOTHING
        found = {
            "open": f"{after[key].open / 100:.2f}" if key in after else NOTHING,
            "change": changed,
            "level": str(after[key].dunning_level)
            if key in after and "level after" in line
            else NOTHING,
        }
        assert found == expected, line


def test_the_manual_has_an_example_of_every_list() -> None:
    shown = {
        CONTENTS[match["list"]]
        for example in EXAMPLES
        if (match := CAPTION.fullmatch(example.caption))
    }
    assert shown == set(Content)
    assert len(EXAMPLES) >= 10
