"""A printed balance is the invoice's own, or the list says so: never the account's for the
invoice's.
"""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engine.lists.read import read_list
from engine.lists.rows.rows import ListFile
from engine.messages.list_refusals import ListRefusal
from engine.messages.row_reasons import RejectReason
from engine.model.errors import ListRefused
from tests.lists.make_lists import TODAY

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
DATEV = "Konto;Rechnungsnummer;Datum;Sollbetrag;Habenbetrag;Saldo"
ADDISON = "Kunde;Rechnungsnummer;Rechnungsdatum;Betrag;Saldo"

Line = tuple[int, str, int]
"""An account, an invoice number, and cents: in Soll if they are positive, else in Haben."""

cents = st.integers(-99999, 99999).filter(bool)


@st.composite
def postings(draw: st.DrawFn) -> list[Line]:
    """One posting of each invoice, those of an account together."""
    found = draw(st.lists(st.tuples(st.integers(1, 3), cents), min_size=2, max_size=8))
    return [(who, f"RE-{place}", own) for place, (who, own) in enumerate(sorted(found), 1)]


def euro(amount: int) -> str:
    return f"{amount / 100:.2f}".replace(".", ",")


def read(lines: list[Line], balances: list[int], folder: Path, layout: str) -> ListFile:
    rows = [ADDISON if layout == "addison" else DATEV]
    for (account, number, own), balance in zip(lines, balances, strict=True):
        sides = [euro(own)]
        if layout == "datev_csv":
            sides = [euro(own), ""] if own > 0 else ["", euro(-own)]
        rows.append(";".join([f"1000{account}", number, "01.06.2026", *sides, euro(balance)]))
    path = folder / "list.csv"
    path.write_text("\n".join([*rows, ""]))
    return read_list(path, path.name, type=layout, today=TODAY)


def read_or_refused(
    lines: list[Line], balances: list[int], folder: Path, layout: str
) -> ListFile | None:
    """The list; None where it is refused for its running balance."""
    try:
        return read(lines, balances, folder, layout)
    except ListRefused as refused:
        if refused.message.code is not ListRefusal.RUNNING_BALANCE:
            raise
        return None


def running(lines: list[Line], *, by_account: bool) -> list[int]:
    if not by_account:
        return list(accumulate(own for _account, _number, own in lines))
    return [
        sum(own for who, _number, own in lines[: place + 1] if who == account)
        for place, (account, _no, _own) in enumerate(lines)
    ]


@given(postings(), st.booleans())
@CALM
def test_a_balance_of_its_own_is_read_with_or_without_its_sign(
    tmp_path: Path, lines: list[Line], signed: bool
) -> None:
    balances = [own if signed else abs(own) for _account, _number, own in lines]
    found = read(lines, balances, tmp_path, "datev_csv")
    assert [row.open for row in found.rows] == [own for _account, _number, own in lines]


@pytest.mark.parametrize("layout", ["datev_csv", "addison"])
@given(postings(), st.sampled_from(["list", "account", "whole account"]))
@CALM
def test_a_running_balance_is_never_taken_for_an_invoice(
    layout: str, tmp_path: Path, lines: list[Line], way: str
) -> None:
    if way == "whole account":
        balances = [sum(line[2] for line in lines if line[0] == account) for account, _, _ in lines]
    else:
        balances = running(lines, by_account=way == "account")
    if layout == "addison":
        lines = [(account, number, abs(own)) for account, number, own in lines]
        balances = running(lines, by_account=way != "list")
    own = {number: amount for _account, number, amount in lines}
    found = read_or_refused(lines, balances, tmp_path, layout)
    assert found is None or all(row.open == own[row.invoice_no] for row in found.rows)


@given(postings(), st.data())
@CALM
def test_a_balance_that_nothing_explains_rejects_its_line(
    tmp_path: Path, lines: list[Line], data: st.DataObject
) -> None:
    balances = [own for _account, _number, own in lines]
    place = data.draw(st.integers(0, len(lines) - 1))
    wrong = data.draw(cents)
    assume(abs(wrong) != abs(balances[place]))
    balances[place] = wrong
    if found := read_or_refused(lines, balances, tmp_path, "datev_csv"):
        assert [(one.value, one.reason.code) for one in found.rejected] == [
            (lines[place][1], RejectReason.BALANCE_DIFFERS)
        ]


@given(st.lists(cents, min_size=2, max_size=4), st.booleans())
@CALM
def test_several_postings_give_their_balance_its_sign(
    tmp_path: Path, amounts: list[int], signed: bool
) -> None:
    total = sum(amounts)
    lines = [(1, "GS-1", own) for own in amounts]
    assume(len(set(lines)) == len(lines) and total)
    balance = total if signed else abs(total)
    found = read([*lines, (2, "RE-9", 100)], [*[balance] * len(lines), 100], tmp_path, "datev_csv")
    assert [(row.invoice_no, row.open) for row in found.rows] == [("GS-1", total), ("RE-9", 100)]
