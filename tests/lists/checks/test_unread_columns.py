"""A column that is not understood is refused where it may change what the others mean, and only
there.
"""

from __future__ import annotations

import pytest

from engine.common.i18n import advice_of, cause_of
from engine.lists.layouts.built_in import own_layout
from engine.lists.rows.rows import Content
from engine.messages.list_refusals import ListRefusal
from tests.lists.reading import opens, read_lines, refusal, refused_for

UNCLEAR = ListRefusal.COLUMN_UNCLEAR
PAYMENTS = ("payments_csv", Content.PAYMENTS)


def column(heading: str, *cells: str, beside: str = "Betrag") -> list[str]:
    """A list with one column more, beside amounts of 100."""
    return [
        f"Rechnungsnummer;{beside};{heading}",
        *(f"RE-{place};100,00;{cell}" for place, cell in enumerate(cells)),
    ]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Wert", ("40,00", "100,00")),
        ("Wert", ("40.00", "100.00")),
        ("Wert", ("40", "100")),
        ("Wert", ("0", "100")),
        ("Wert", ("40,00 €", "-")),
        ("Gutschrift", ("10,00", "")),
        ("Einbehalt", ("", "-5,00")),
        ("Position", ("40,00", "100,00")),
        ("0-30 Tage", ("40,00", "100,00")),
        ("Krankenkassenanteil", ("40,00", "60,00")),
        ("Amount paid before", ("40.00", "60.00")),
        ("Fälliger Betrag", ("40,00", "60,00")),
        ("Offen netto", ("40,00", "100,00")),
        ("Vorgang", ("S", "H")),
        ("Art", ("Soll", "Haben")),
        ("Vorzeichen", ("+", "-")),
        ("Zahlung erfolgt", ("ja", "nein")),
        ("ist bezahlt", ("1", "0")),
        ("Zustand", ("bezahlt", "offen")),
        ("Geldeingang", ("01.09.2026", "")),
        ("Tag der Zahlung", ("2026-09-01", "2026-09-02")),
    ],
)
def test_beside_a_mere_amount_it_is_refused(heading: str, cells: tuple[str, ...]) -> None:
    assert refused_for(column(heading, *cells)) is UNCLEAR


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Netto", ("84,03", "84,03")),
        ("MwSt", ("15,97", "15,97")),
        ("USt-Satz", ("19,00", "19,00")),
        ("Skonto %", ("2,00", "3,00")),
        ("Kurs", ("1,0000", "1,0000")),
        ("Mahngebühr", ("5,00", "0,00")),
        ("Kreditlimit", ("5000,00", "100,00")),
        ("Tage überfällig", ("89", "12")),
        ("PLZ", ("53111", "89073")),
        ("Vertragsnummer", ("17", "18")),
        ("Menge", ("1", "2")),
        ("Gegenkonto", ("8400", "8400")),
        ("Mahnsperre", ("ja", "nein")),
        ("Newsletter", ("0", "1")),
        ("Geburtsdatum", ("01.02.1950", "03.04.1944")),
        ("Eingang erwartet", ("01.12.2026", "")),
        ("Wert", ("0,00", "")),
        ("Artikel", ("730", "9000")),
        ("Land", ("D", "CH")),
        ("Ort", ("Ulm", "Bonn")),
        ("", ("", "")),
    ],
)
def test_what_is_known_to_be_harmless_is_not(heading: str, cells: tuple[str, ...]) -> None:
    assert refused_for(column(heading, *cells)) is None


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Wert", ("40,00", "100,00")),
        ("Skonto", ("3,00", "2,00")),
        ("0-30 Tage", ("0,00", "100,00")),
        ("Vorzeichen", ("S", "S")),
        ("Zustand", ("bezahlt", "offen")),
        ("Letzte Zahlung", ("01.09.2026", "")),
        ("Auftrag", ("AU-1", "AU-2")),
    ],
)
def test_where_a_column_says_what_is_open_it_changes_nothing(
    heading: str, cells: tuple[str, ...]
) -> None:
    lines = column(heading, *cells, beside="Offener Betrag")
    assert refused_for(lines) is None
    assert opens(read_lines(lines)) == {"RE-0": 10000, "RE-1": 10000}


def test_a_side_changes_even_what_is_open() -> None:
    assert refused_for(column("Vorzeichen", "S", "H", beside="Offener Betrag")) is UNCLEAR


def test_amounts_with_a_sign_of_their_own_need_no_side() -> None:
    lines = ["Rechnungsnummer;Offen;Vorzeichen", "RE-1;100,00;S", "RE-2;-50,00;H"]
    assert refused_for(lines) is None


def test_one_of_soll_and_haben_alone_is_half_of_a_balance() -> None:
    lines = ["Konto;Rechnungsnummer;Soll;Gegenbuchung", "1;RE-1;100,00;", "1;RE-1;;40,00"]
    assert refused_for(lines, "datev_csv") is UNCLEAR


@pytest.mark.parametrize("heading", ["Überwiesen", "XYZ", "Wert"])
@pytest.mark.parametrize(
    "cells",
    [("40,00", "50,00"), ("40", "50"), ("40,00", "-"), ("0", "0"), ("40,00", "siehe Brief")],
)
def test_payments_without_an_amount_are_never_the_whole_rest(
    heading: str, cells: tuple[str, str]
) -> None:
    lines = [f"Rechnungsnummer;Zahlungsdatum;{heading}"]
    lines += [f"RE-{place};01.09.2026;{cell}" for place, cell in enumerate(cells)]
    assert refused_for(lines, *PAYMENTS) is UNCLEAR


def test_payments_without_an_amount_and_without_money_are() -> None:
    lines = ["Rechnungsnummer;Zahlungsdatum;Kundennummer;Ort", "RE-1;01.09.2026;10001;Ulm"]
    assert [row.paid for row in read_lines(lines, *PAYMENTS).rows] == [None]


def test_a_mere_amount_beside_another_may_not_be_the_payment() -> None:
    lines = ["Rechnungsnummer;Betrag;Eingang", "RE-1;100,00;40,00"]
    assert refused_for(lines, *PAYMENTS) is UNCLEAR
    assert (
        refused_for([lines[0].replace("Eingang", "Rechnungsbetrag"), lines[1]], *PAYMENTS) is None
    )


def test_the_side_of_a_payment_must_be_read() -> None:
    lines = ["Rechnungsnummer;Zahlbetrag;Seite", "RE-1;100,00;H", "RE-2;50,00;S"]
    assert refused_for(lines, *PAYMENTS) is UNCLEAR
    assert refused_for(lines[:2], *PAYMENTS) is None


@pytest.mark.parametrize("cells", [("40,00", "0,00"), ("offen", "bezahlt")])
def test_a_list_of_settled_items_may_say_what_is_left(cells: tuple[str, str]) -> None:
    lines = ["Rechnungsnummer;Ausgeglichen am;Stand"]
    lines += [f"RE-{place};01.09.2026;{cell}" for place, cell in enumerate(cells)]
    assert refused_for(lines, content=Content.SETTLED) is UNCLEAR


def test_the_invoice_s_number_may_be_another_than_the_document_s() -> None:
    lines = ["Beleg;Faktura;Offen", "1;RE-1;100,00", "2;RE-2;50,00"]
    assert refused_for(lines) is UNCLEAR
    lines[0] = "Rechnungsnummer;Faktura;Offen"
    assert list(opens(read_lines(lines))) == ["1", "2"]


def test_a_column_without_heading_is_one_too() -> None:
    refused = refusal(column("", "40,00", "100,00"))
    assert refused is not None
    assert refused.message.code is ListRefusal.COLUMN_NAMELESS
    assert "column 3" in cause_of(refused)
    assert "40,00 · 100,00" in cause_of(refused)


def test_the_refusal_says_what_stands_there_and_what_settles_it() -> None:
    refused = refusal(column('Noch "off\x1b"', "1,00", "2,00", "3,00", "4,00"))
    assert refused is not None
    assert "1,00 · 2,00 · 3,00." in cause_of(refused)
    assert "\x1b" not in cause_of(refused)
    assert 'ignore = ["Noch \\"off' in advice_of(refused)
    assert 'open = ["Noch' in advice_of(refused)


def test_what_a_layout_ignores_is_no_doubt() -> None:
    columns = {"invoice_no": ("Rechnungsnummer",), "amount": ("Betrag",)}
    mine = own_layout("mine", "csv", "open", columns)
    told = own_layout("mine", "csv", "open", columns, ("Wert",))
    lines = column("Wert", "40,00", "100,00")
    assert refusal(lines, "mine", layouts={"mine": mine}) is not None
    assert refusal(lines, "mine", layouts={"mine": told}) is None


@pytest.mark.parametrize("heading", ["Offen", "Saldo"])
@pytest.mark.parametrize("cells", [("ja", "nein"), ("0", "1"), ("x", "")])
def test_yes_and_no_are_no_amounts(heading: str, cells: tuple[str, str]) -> None:
    assert refused_for(column(heading, *cells)) is UNCLEAR


def test_yes_and_no_far_below_are_found_too() -> None:
    lines = column("Bezahlt", *["0"] * 300, "1")
    assert refused_for(lines) is UNCLEAR
