"""What a list says of itself counts: it is held where that is something else than it is read as."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.lists.read import read_list
from engine.lists.rows.rows import Content, ListFile, Reach
from tests.lists.make_lists import TODAY
from tests.lists.reading import read_lines

HEADING = "Konto;Kunde;Belegnummer;Belegdatum;Fälligkeit;Betrag;Offener Betrag"
ROWS = [f"1000{n};Kunde {n};RE-{n};0{n}.09.2026;0{n}.10.2026;100,00;{n}0,00" for n in range(1, 6)]
NUMBERS = ["Rechnungsnummer;Zahlbetrag", *(f"RE-{n};10,00" for n in range(1, 6))]

OF_OPEN = [
    "Offene Posten",
    "Unbezahlte Rechnungen",
    "Mahnvorschlag 1. Stufe",
    "OPEN ITEMS",
    "Überfällige Rechnungen per 30.09.2026",
    "nicht ausgeglichene Posten",
]
OF_PAID = [
    "Ausgeglichene Posten per 30.09.2026",
    "Bezahlte Rechnungen",
    "Zahlungseingänge September 2026",
]
INVOICED = ["Rechnungsausgangsbuch 09/2026", "Umsatzliste September 2026"]
OF_SUPPLIERS = ["Offene Posten Kreditoren", "Verbindlichkeiten", "LIEFERANTEN"]
PARTS = [
    "Konten von 10001 bis 10003",
    "Nur fällige Posten",
    "Filter: Mahnstufe > 0",
    "Teilliste",
    "Kunden A - K",
    "Posten über 100,00 EUR",
    "Die ersten 100 Posten",
    "Auswahl: Meier",
]
BROKEN = [
    "Export abgebrochen",
    "ORA-01555: snapshot too old",
    "12 Posten nicht angezeigt",
    "Es werden nur die ersten 10 Datensätze angezeigt.",
    "#FEHLER",
    "... gekürzt ...",
    "Traceback (most recent call last):",
    "-- mehr --",
    "22 Datensätze",
    "Anzahl Posten: 22",
]
HARMLESS = [
    "OP-Liste Debitoren per 30.09.2026",
    "Konten: 10000 - 69999",
    "Filter: keine",
    "A - Z",
    "Auswahl: alle Konten",
    "Mahnstufe 0-3",
    "Nur zur internen Verwendung",
    "0 Fehler",
    "Offene und ausgeglichene Posten",
    "Postenumfang: nur offene Posten",
    "5 Datensätze",
    "Zahlungseingänge bis 29.09.2026 berücksichtigt",
    "Debitoren- und Kreditorenliste",
    "Forderungen aus Lieferungen und Leistungen",
    "Berater 29098 Mandant 10023",
    "Sachbearbeiter: Meier",
    "Seite 1 von 1",
]


def doubts(found: ListFile) -> dict[str, Reach]:
    return {doubt.message.code.value: doubt.reach for doubt in found.doubts}


@pytest.mark.parametrize("title", OF_OPEN)
@pytest.mark.parametrize("content", [Content.PAYMENTS, Content.SETTLED])
def test_a_list_of_what_is_open_pays_nothing(title: str, content: Content) -> None:
    found = read_lines([title, *NUMBERS], "payments_csv", content)
    assert doubts(found) == {"says_it_is_open": Reach.ROWS}


@pytest.mark.parametrize("title", [*OF_PAID, *INVOICED])
def test_a_list_of_something_else_is_not_open(title: str) -> None:
    assert doubts(read_lines([title, HEADING, *ROWS])) == {"says_it_is_not_open": Reach.ROWS}


@pytest.mark.parametrize("title", OF_PAID)
def test_a_list_may_call_itself_what_it_is(title: str) -> None:
    assert not doubts(read_lines([title, *NUMBERS], "payments_csv", Content.PAYMENTS))


@pytest.mark.parametrize(
    ("texts", "code"),
    [(OF_SUPPLIERS, "creditors"), (PARTS, "part_of_list")],
    ids=["suppliers", "a part"],
)
def test_a_title_keeps_silence_from_counting(texts: list[str], code: str) -> None:
    for text in texts:
        assert doubts(read_lines([text, HEADING, *ROWS])).get(code) is Reach.LIST, text


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(BROKEN), st.integers(0, len(ROWS)))
def test_a_line_that_speaks_of_missing_ones(line: str, place: int) -> None:
    lines = [HEADING, *ROWS[:place], line, *ROWS[place:]]
    assert Reach.LIST in doubts(read_lines(lines)).values()


def test_what_goes_on_elsewhere_is_not_whole() -> None:
    assert not doubts(read_lines([HEADING, *ROWS[:2], "Fortsetzung auf Seite 2", *ROWS[2:]]))
    assert doubts(read_lines([HEADING, *ROWS, "Fortsetzung auf Seite 2"]))


@pytest.mark.parametrize("title", HARMLESS)
def test_what_many_lists_say_is_no_doubt(title: str) -> None:
    assert not doubts(read_lines([title, HEADING, *ROWS]))
    assert not doubts(read_lines([HEADING, *ROWS, title]))


def test_the_name_of_the_file_says_what_it_is() -> None:
    names = {
        "Kreditoren_2026-09-30.csv": {"creditors"},
        "ausgeglichene_Posten.csv": {"says_it_is_not_open"},
        "OPOS_Debitoren_30092026.csv": set(),
    }
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_text("".join(f"{line}\r\n" for line in [HEADING, *ROWS]), encoding="utf-8")
        for name, expected in names.items():
            found = read_list(path, name, type="addison", content=Content.OPEN, today=TODAY)
            assert set(doubts(found)) == expected
