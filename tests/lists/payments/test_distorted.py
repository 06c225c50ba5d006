"""Whatever happens to a statement or a batch on the way: no invoice is more paid than in truth
without the file having been held or refused, or the payment put on the clearing list. And a file to
which nothing happened gives exactly the truth.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.model.errors import ListRefused
from engine.model.item import Item, Key, to_decimal
from engine.posting.guard import hold_reasons
from engine.posting.plan_import import plan_import
from tests.lists.payments.making import Entry, batch, camt, mt940, posting, read
from tests.lists.payments.random_books import GUARD, Books, books
from tests.posting.factories import carried_out, policy

Bytes = Callable[[bytes, int], bytes]


def posted(entries: list[Entry]) -> bytes:
    """The same as a posting batch."""
    lines = []
    for entry in entries:
        number = entry.text.removeprefix("Rechnung ")
        if not number.startswith("RE-"):
            continue
        amount = to_decimal(abs(entry.paid)).replace(".", ",")
        side = "S" if entry.paid > 0 else "H"
        lines.append(
            posting(
                amount=amount, side=side, contra=f"1000{int(number[-4:])}", number=number,
                text="RückLs" if entry.is_return else "Zahlung",
            )
        )  # fmt: skip
    return batch(*lines)


MAKERS: dict[str, Callable[[list[Entry]], bytes]] = {
    "camt": lambda entries: camt(*entries),
    "mt940": lambda entries: mt940(*entries),
    "datev_batch": posted,
}


def cut(content: bytes, place: int) -> bytes:
    """Broken off, but not where a line of a batch ends: nothing could show that."""
    end = max(1, place % len(content))
    return content[: end - 1 if content[:end].endswith(b"\n") else end]


def _nth(pattern: bytes, new: Callable[[re.Match[bytes]], bytes]) -> Bytes:
    """Change one of the places that look so, if there is any."""

    def change(content: bytes, place: int) -> bytes:
        found = [*re.finditer(pattern, content, re.DOTALL)]
        if not found:
            return content
        one = found[place % len(found)]
        return content[: one.start()] + new(one) + content[one.end() :]

    return change


def _swapped(content: bytes, one: bytes, other: bytes) -> bytes:
    return other.join(part.replace(other, one) for part in content.split(one))


DISTORTIONS: dict[str, dict[str, Bytes]] = {
    "camt": {
        "cut": cut,
        "entry lost": _nth(rb"<Ntry>.*?</Ntry>", lambda _one: b""),
        "entry twice": _nth(rb"<Ntry>.*?</Ntry>", lambda one: one[0] * 2),
        "side lost": _nth(rb"<CdtDbtInd>\w+</CdtDbtInd>", lambda _one: b""),
        "side turned": _nth(
            rb"CRDT|DBIT", lambda one: b"DBIT" if one[0] == b"CRDT" else b"CRDT"
        ),
        "amount changed": _nth(rb"[0-9](?=[0-9]*\.[0-9]{2}<)", lambda _one: b"9"),
        "amount in other notation": _nth(
            rb"[0-9]+\.[0-9]{2}(?=<)", lambda one: one[0].replace(b".", b",")
        ),
        "return mark lost": _nth(
            rb"<RtrInf>.*?</RtrInf>", lambda _one: b""
        ),
        "code lost": _nth(rb"<BkTxCd>.*?</BkTxCd>", lambda _one: b""),
        "text lost": _nth(rb"<RmtInf>.*?</RmtInf>", lambda _one: b""),
        "text cut": _nth(rb"(?<=<Ustrd>)[^<]*", lambda one: one[0][:-1]),
        "number goes on": _nth(rb"(?<=<Ustrd>)[^<]*", lambda one: one[0] + b"7"),
        "status changed": _nth(rb"BOOK", lambda _one: b"PDNG"),
        "currency changed": _nth(rb'Ccy="EUR"', lambda _one: b'Ccy="USD"'),
        "balance lost": _nth(rb"<Bal>.*?</Bal>", lambda _one: b""),
        "reference lost": _nth(rb"<AcctSvcrRef>.*?</AcctSvcrRef>", lambda _one: b""),
        "details lost": _nth(rb"<NtryDtls>.*?</NtryDtls>", lambda _one: b""),
        "marked as reversed": _nth(
            rb"</CdtDbtInd>(?=<Sts>)", lambda one: one[0] + b"<RvslInd>true</RvslInd>"
        ),
        "all sides turned": lambda content, _place: _swapped(content, b">CRDT<", b">DBIT<"),
        "amount below zero": _nth(rb"[0-9]+\.[0-9]{2}(?=<)", lambda one: b"-" + one[0]),
        "in other money": lambda content, _place: content.replace(b"EUR", b"USD"),
        "statement twice": _nth(rb"<Stmt>.*</Stmt>", lambda one: one[0] * 2),
        "payments of a sum lost": _nth(
            rb"<NtryDtls>.*?</NtryDtls>",
            lambda _one: b"<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch></NtryDtls>",
        ),
        "namespace lost": _nth(rb' xmlns="[^"]*"', lambda _one: b""),
        "another prefix": _nth(rb"<(/?)(?=[A-Z])", lambda one: b"<" + one[1] + b"x:"),
        "prefix of returns": lambda content, _place: content.replace(b"RtrInf>", b"x:RtrInf>"),
        "day beyond": _nth(rb"2026-11-20(?=</Dt></Bo)", lambda _one: b"2026-13-45"),
        "a hundred years": _nth(rb"2026-11-20(?=</Dt></Bo)", lambda _one: b"2126-11-20"),
        "written by windows": lambda content, _place: content.decode().encode("cp1252"),
    },
    "mt940": {
        "cut": cut,
        "entry lost": _nth(rb":61:.*?(?=:6[12])", lambda _one: b""),
        "entry twice": _nth(rb":61:.*?(?=:6[12])", lambda one: one[0] * 2),
        "side turned": _nth(rb"(?<=[0-9])[CD](?=R[0-9])",
                            lambda one: b"D" if one[0] == b"C" else b"C"),
        "amount changed": _nth(rb"[0-9](?=[0-9]*,[0-9]{2}N)", lambda _one: b"9"),
        "amount in other notation": _nth(rb",(?=[0-9]{2}N)", lambda _one: b"."),
        "marked as reversed": _nth(rb"(?<=[0-9])[CD](?=R[0-9])", lambda one: b"R" + one[0]),
        "statement twice": lambda content, _place: content * 2,
        "in other money": _nth(rb"EUR", lambda _one: b"USD"),
        "day beyond": _nth(rb"(?<=:61:)[0-9]{6}", lambda _one: b"261345"),
        "another year": _nth(rb"(?<=:61:)26", lambda _one: b"25"),
        "written as utf-8": lambda content, _place: content.decode("cp1252").encode(),
        "key changed": _nth(rb":86:109", lambda _one: b":86:177"),
        "line end lost": _nth(rb"\r\n", lambda _one: b""),
        "text cut": _nth(rb"(?<=RE-)2026-0*", lambda one: one[0][:-1]),
        "balance lost": _nth(rb":6[02]F:[^\r]*\r\n", lambda _one: b""),
    },
    "datev_batch": {
        "cut": cut,
        "side lost": _nth(rb'"[SH]"(?=;"EUR")', lambda _one: b'""'),
        "sides turned": lambda content, _place: _swapped(content, b'"S";"EUR"', b'"H";"EUR"'),
        "accounts turned": _nth(
            rb"(?<=;)(1200);(1000[0-9])(?=;)", lambda one: one[2] + b";" + one[1]
        ),
        "Generalumkehr": _nth(rb";0(?=\r\n)", lambda _one: b";1"),
        "Generalumkehr of a word": _nth(rb";0(?=\r\n)", lambda _one: b";X"),
        "amount below zero": _nth(rb"\n(?=[0-9]+,)", lambda one: one[0] + b"-"),
        "in other money": _nth(rb'"EUR"', lambda _one: b'"USD"'),
        "another fiscal year": _nth(rb";20260101;", lambda _one: b";20250101;"),
        "another period": _nth(rb"20261101;20261130", lambda _one: b"20261001;20261031"),
        "another category": _nth(rb";21;", lambda _one: b";16;"),
        "amount in other notation": _nth(rb"[0-9]+,[0-9]{2}(?=;\"[SH])",
                                         lambda one: one[0].replace(b",", b".")),
        "zeros and quotes lost": lambda content, _place: content.replace(b'"', b"")
        .replace(b",00;", b";"),
        "column moved": _nth(rb"\r\n[^;\r]+;", lambda _one: b"\r\n"),
        "account lost": _nth(rb";1000[0-9];", lambda _one: b";;"),
        "number lost": _nth(rb'"RE-2026-[0-9]*"', lambda _one: b'""'),
        "key changed": _nth(rb';"";2011', lambda _one: b';"40";2011'),
        "twice": lambda content, _place: content * 2,
        "written as utf-8": lambda content, _place: content.decode("cp1252").encode(),
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", MAKERS)
@given(books=books())
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
def test_an_honest_file_gives_the_truth(
    tmp_path_factory: pytest.TempPathFactory, kind: str, books: Books
) -> None:
    after = outcome(tmp_path_factory.getbasetemp(), kind, MAKERS[kind](books.entries), books)
    assert after is not None
    assert {key: one.open for key, one in after.items()} == books.true


@pytest.mark.parametrize(
    ("kind", "distortion"),
    [(kind, name) for kind, some in DISTORTIONS.items() for name in some],
)
@given(books=books(), place=st.integers(0, 10**6))
@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
def test_no_file_pays_silently(
    tmp_path_factory: pytest.TempPathFactory, kind: str, distortion: str, books: Books, place: int
) -> None:
    content = DISTORTIONS[kind][distortion](MAKERS[kind](books.entries), place)
    after = outcome(tmp_path_factory.getbasetemp(), kind, content, books)
    for key, one in (after or {}).items():
        assert one.open >= min(books.items[key].open, books.true[key]), (key, content)


def test_a_return_that_names_nothing_waits(tmp_path: Path) -> None:
    content = camt(Entry(paid=-5_00, is_return=True, text="?"))
    plan = plan_import({}, read(tmp_path, content, "camt"), policy())
    assert [entry.paid for entry in plan.clearing] == [-5_00]


def outcome(folder: Path, kind: str, content: bytes, books: Books) -> dict[Key, Item] | None:
    """The invoices after the import, but for those that a waiting payment may mean: a return that
    names none may mean any. None where the file is held or refused.
    """
    try:
        found = read(folder, content, kind)
        plan = plan_import(books.items, found, policy())
    except ListRefused:
        return None
    if hold_reasons(plan, found, policy(), GUARD, None):
        return None
    if any(entry.paid < 0 and not entry.numbers for entry in plan.clearing):
        return {}
    waiting = {number for entry in plan.clearing for number in entry.numbers}
    after = carried_out(books.items, plan.changes)
    return {key: one for key, one in after.items() if key[1] not in waiting}
