"""Where a heading leaves it open what a column is, its cells decide."""

from __future__ import annotations

from datetime import date

import pytest

from engine.lists.rows.rows import Content
from engine.messages.list_refusals import ListRefusal
from tests.lists.reading import opens, read_lines, refused_for


@pytest.mark.parametrize(
    "cells",
    [
        ("110,00", "70,00"),
        ("1.110,00 €", "70,00 €"),
        ("110", "70"),
        ("01.06.2026", "02.06.2026"),
        ("Hörgerät", "Batterien"),
    ],
)
@pytest.mark.parametrize("order", [("Beleg", "Rechnung"), ("Rechnung", "Beleg")])
def test_the_number_is_in_the_column_that_holds_numbers(
    order: tuple[str, str], cells: tuple[str, str]
) -> None:
    lines = [";".join((*order, "Offen"))]
    for place, cell in enumerate(cells):
        values = {"Beleg": f"RE-{place}", "Rechnung": cell}
        lines.append(";".join((values[order[0]], values[order[1]], "70,00")))
    assert list(opens(read_lines(lines))) == ["RE-0", "RE-1"]


def test_whole_numbers_that_are_not_what_was_open_are_numbers() -> None:
    lines = ["Beleg;Rechnung;Offen", "1;1001;60,00", "2;1002;1002,50", "3;1003;100,00"]
    assert list(opens(read_lines(lines))) == ["1001", "1002", "1003"]


def test_an_empty_column_holds_no_numbers() -> None:
    lines = ["Rechnungsnummer;Beleg;Offen", ";RE-1;60,00", ";RE-2;70,00"]
    assert list(opens(read_lines(lines))) == ["RE-1", "RE-2"]


def test_amounts_are_never_invoice_numbers() -> None:
    lines = ["Rechnung;Kunde;Offen", "110,00;A;60,00", "70,00;B;70,00"]
    assert refused_for(lines) is ListRefusal.COLUMNS_MISSING


@pytest.mark.parametrize(
    ("no", "yes"),
    [("0", "1"), ("nein", "ja"), ("N", "J"), ("", "x"), ("false", "true"), ("FALSCH", "WAHR")],
)
@pytest.mark.parametrize("heading", ["Bezahlt", "Erledigt", "Ausgeglichen", "Paid", "bezahlt?"])
def test_yes_and_no_under_paid_are_marks(heading: str, no: str, yes: str) -> None:
    lines = [f"Rechnungsnummer;Betrag;{heading}", f"RE-1;100,00;{no}", f"RE-2;50,00;{yes}"]
    assert opens(read_lines(lines)) == {"RE-1": 10000, "RE-2": 0}


def test_an_amount_under_paid_is_taken_off() -> None:
    lines = ["Rechnungsnummer;Betrag;Bezahlt", "RE-1;100,00;0", "RE-2;100,00;40"]
    assert opens(read_lines(lines)) == {"RE-1": 10000, "RE-2": 6000}


def test_yes_and_no_beside_payments_are_not_read_as_payments() -> None:
    lines = ["Rechnungsnummer;Bezahlt", "RE-1;ja", "RE-2;nein"]
    found = refused_for(lines, "payments_csv", Content.PAYMENTS)
    assert found is ListRefusal.COLUMN_UNCLEAR


def test_a_day_under_paid_is_the_day() -> None:
    lines = ["Rechnungsnummer;Betrag;Bezahlt", "RE-1;100,00;01.09.2026"]
    (row,) = read_lines(lines, content=Content.SETTLED).rows
    assert row.paid_on == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("headings", "amounts"),
    [
        (("Offener Betrag", "Offener Betrag EUR"), ("54,00", "50,00")),
        (("Offener Betrag in EUR", "Offener Betrag"), ("50,00", "54,00")),
        (("Offen (€)", "Offen"), ("50,00", "54,00")),
        (("Saldo USD", "Saldo EUR"), ("54,00", "50,00")),
        (("Saldo (CHF)", "Saldo"), ("54,00", "50,00")),
    ],
)
def test_of_two_currencies_the_euro_counts(
    headings: tuple[str, str], amounts: tuple[str, str]
) -> None:
    lines = [f"Rechnungsnummer;{';'.join(headings)}", f"RE-1;{';'.join(amounts)}"]
    assert opens(read_lines(lines)) == {"RE-1": 5000}


def test_two_columns_of_one_name_are_refused() -> None:
    lines = ["Rechnungsnummer;Offen EUR;Offen_EUR", "RE-1;1,00;2,00"]
    assert refused_for(lines) is ListRefusal.HEADING_TWICE
