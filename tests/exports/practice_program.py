"""The practice's own program: a folder that files arrive in, and what it makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from engine.model.item import Item, Key, from_decimal

EVERYTHING = '["paid", "part_paid", "reopened", "deleted", "created", "changed"]'


class PracticeProgram:
    """Its inbox, and the configuration of the export that fills it."""

    def __init__(self, folder: Path, name: str = "praxis") -> None:
        self.inbox = folder / f"{name}_eingang"
        self.inbox.mkdir()
        self.name = name

    def export(self, settings: str = "", *, target: str = "", on: str = EVERYTHING) -> str:
        """The tables of `config.toml`."""
        place = target or f'protocol = "folder"\ndirectory = "{self.inbox}/"\n'
        return (
            f'\n[exports.{self.name}]\nformat = "jsonl"\nfilename = "opos_{{number:08}}.jsonl"\n'
            f"on = {on}\n{settings}\n[exports.{self.name}.target]\n{place}"
        )

    @property
    def arrived(self) -> list[str]:
        """The names of the files in the inbox, in their order."""
        return sorted(path.name for path in self.inbox.iterdir())

    def lines(self, *names: str) -> list[dict[str, Any]]:
        """What the files say; of all, where none is named."""
        return [
            msgspec.json.decode(line)
            for name in names or self.arrived
            for line in (self.inbox / name).read_bytes().splitlines()
        ]

    def balance(self) -> int:
        """What the files say has changed, in cents."""
        return sum(
            from_decimal(line["open"]) - from_decimal(line["before_open"] or "0.00")
            for line in self.lines()
        )


def rebuilt(
    lines: Iterable[dict[str, Any]], known: Mapping[Key, Item] = MappingProxyType({})
) -> dict[Key, Item]:
    """The items that somebody holds who read these lines one after the other, after what was known
    before.
    """
    items = dict(known)
    for line in lines:
        key = (line["mandant"], line["invoice_no"])
        items.pop(key, None)
        if line["change"] != "deleted":
            items[key] = _item(line)
    return items


def _item(line: dict[str, Any]) -> Item:
    told = {name: line[name] for name in Item.__struct_fields__ if name not in ("amount", "open")}
    cents = {f"{name}_cents": from_decimal(line[name]) for name in ("amount", "open")}
    return msgspec.convert(told | cents, Item)
