"""Whatever stands between the rows of a list: what is harmless changes nothing, and what may be an
item keeps silence about it from counting.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.lists.read import read_list
from engine.lists.rows.rows import Content, ListFile, Reach
from engine.messages.list_refusals import ListRefusal
from engine.model.errors import ListRefused
from tests.lists.make_lists import TODAY

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
HEADINGS = ["Rechnungsnummer", "Kunde", "Konto", "Rechnungsdatum", "Betrag", "Offen"]
Line = list[str]


def euro(cents: int) -> str:
    return f"{cents / 100:.2f}".replace(".", ",")


@st.composite
def rows(draw: st.DrawFn) -> list[Line]:
    """Invoices of a few customers, those of each together."""
    found = draw(
        st.lists(
            st.tuples(st.integers(1, 3), st.integers(1, 99999)),
            min_size=2,
            max_size=8,
        )
    )
    return [
        [f"RE-{place}", f"Kunde {who}", f"1000{who}", "01.06.2026", euro(cents), euro(cents)]
        for place, (who, cents) in enumerate(sorted(found), 1)
    ]


def read(table: Sequence[Sequence[str]], folder: Path, content: Content | None = None) -> ListFile:
    path = folder / "list.csv"
    path.write_text("".join(";".join(line) + "\n" for line in table), encoding="utf-8")
    return read_list(path, path.name, type="addison", content=content, today=TODAY)


def opens(found: ListFile) -> dict[str, int | None]:
    return {row.invoice_no: row.open for row in found.rows}


HARMLESS = (
    [""] * 6,
    ["------"] * 6,
    ["======", "", "", "", "", ""],
    ["", "________", "", "", "___", "___"],
    [f"  {heading} " for heading in HEADINGS],
    [heading.upper() for heading in HEADINGS],
    ["\ufeff" + HEADINGS[0], *HEADINGS[1:]],
    ["Offene Posten zum 30.09.2026", "", "", "", "", ""],
    ["Offene Posten zum 1.10.2026", "", "", "", "", ""],
    ["Seite 3 von 7", "", "", "", "", ""],
    ["Hörwelt GmbH", "", "", "", "", "Seite 4"],
    ["", "", "10001 Arndt", "", "", ""],
    ["Gedruckt am 30.09.2026", "", "", "", "", ""],
    ["\x0c", "", "", "", "", ""],
)


@given(rows(), st.data())
@CALM
def test_a_harmless_line_anywhere_changes_nothing(
    tmp_path: Path, rows: list[Line], data: st.DataObject
) -> None:
    title = ["Offene Posten zum 30.09.2026", "", "", "", "", ""]
    lines = list(rows)
    for line in data.draw(st.lists(st.sampled_from(HARMLESS), min_size=1, max_size=4)):
        lines.insert(data.draw(st.integers(0, len(lines))), line)
    found = read([title, HEADINGS, *lines], tmp_path)
    assert opens(found) == opens(read([title, HEADINGS, *rows], tmp_path))
    assert (found.rejected, found.doubts, found.notices) == ([], [], [])


LABELS = st.sampled_from(
    ("Gesamtforderung", "Summe", "2 Datensätze", "Σ", "Insgesamt", "Alle Kunden", "Anzahl: 2",
     "Endsumme Debitoren", "Forderungen", "Übertrag", "31 offene Posten", "")
)  # fmt: skip


@given(rows(), LABELS, st.sampled_from([0, 1, 2, 3, 4]), st.booleans())
@CALM
def test_a_sum_in_any_words_is_no_item(
    tmp_path: Path, rows: list[Line], label: str, column: int, twice: bool
) -> None:
    cents = [round(float(row[5].replace(",", ".")) * 100) for row in rows]
    total = ["", "", "", "", "", euro(sum(cents))]
    total[column] = label
    lines = [*rows, total]
    if twice:
        lines.insert(1, [*total[:5], euro(cents[0])])
    found = read([HEADINGS, *lines], tmp_path)
    assert (len(found.rows), found.rejected, found.doubts) == (len(rows), [], [])


@given(rows(), LABELS.filter(bool))
@CALM
def test_a_sum_that_does_not_hold_is_told(tmp_path: Path, rows: list[Line], label: str) -> None:
    found = read([HEADINGS, *rows, [label, "", "", "", "", "123456,78"]], tmp_path)
    assert len(found.rows) == len(rows)
    assert [doubt.reach for doubt in found.doubts] == [Reach.LIST]


@given(rows(), st.sampled_from(["", "-", "?", "ohne", "k.A.", "–", "unbekannt"]), st.data())
@CALM
def test_an_item_without_a_number_keeps_its_account_from_silence(
    tmp_path: Path, rows: list[Line], number: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    account = data.draw(st.sampled_from([rows[place][2], ""]))
    nameless = [number, rows[place][1], account, *rows[place][3:]]
    found = read([HEADINGS, *rows[:place], nameless, *rows[place + 1 :]], tmp_path)
    assert len(found.rows) == len(rows) - 1
    (doubt,) = found.doubts
    assert (doubt.reach, doubt.about) == ((Reach.ACCOUNT, account) if account else (Reach.LIST, ""))


def test_an_item_without_a_number_shows_by_soll_and_haben_alone(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "Konto;Rechnungsnummer;Rechnungsdatum;Sollbetrag;Habenbetrag\n"
        "10001;;25.09.2026;100,00;0,00\n10001;RE-4;25.09.2026;100,00;40,00\n"
        "10001;;;100,00;40,00\n"
    )
    found = read_list(path, path.name, type="datev_csv", today=TODAY)
    assert [(doubt.reach, doubt.about, doubt.line) for doubt in found.doubts] == [
        (Reach.ACCOUNT, "10001", 2)
    ]


@given(rows(), st.sampled_from(["Entwurf", "draft", "Entwurf (neu)", "vorläufig"]), st.data())
@CALM
def test_a_draft_is_never_paid_by_silence(
    tmp_path: Path, rows: list[Line], word: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    lines = [[*row, word if row is rows[place] else "offen"] for row in rows]
    found = read([[*HEADINGS, "Status"], *lines], tmp_path, Content.OPEN)
    assert rows[place][0] not in opens(found)
    assert [(doubt.reach, doubt.about) for doubt in found.doubts] == [(Reach.ITEM, rows[place][0])]


@given(rows(), st.data())
@CALM
def test_a_second_list_in_another_order_reads_as_one(
    tmp_path: Path, rows: list[Line], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(rows)))
    order = data.draw(st.permutations(range(6)))
    second = [[line[place] for place in order] for line in [HEADINGS, *rows[cut:]]]
    found = read([HEADINGS, *rows[:cut], *second], tmp_path)
    assert opens(found) == opens(read([HEADINGS, *rows], tmp_path))
    assert (found.rejected, found.doubts) == ([], [])


def test_a_second_list_with_other_columns_is_refused(tmp_path: Path) -> None:
    row = ["RE-1", "Arndt", "10001", "01.06.2026", "100,00", "100,00"]
    other = ["Rechnungsnummer", "Kunde", "Konto", "Rechnungsdatum", "Betrag", "Gezahlt"]
    with pytest.raises(ListRefused) as refused:
        read([HEADINGS, row, other, row], tmp_path)
    assert refused.value.message.code is ListRefusal.SECOND_LIST


def test_an_item_above_the_headings_is_told(tmp_path: Path) -> None:
    row = ["RE-1", "Arndt", "10001", "01.06.2026", "100,00", "100,00"]
    found = read([row, HEADINGS, ["RE-2", *row[1:]]], tmp_path)
    assert [(doubt.reach, doubt.line) for doubt in found.doubts] == [(Reach.LIST, 1)]


@pytest.mark.parametrize(
    ("text", "is_told_as_doubt"), [("Akontozahlung", False), ("Hörgerät", True)]
)
def test_money_on_account_is_no_item(tmp_path: Path, text: str, is_told_as_doubt: bool) -> None:
    headings = ["Konto", "Rechnungsnummer", "Datum", "Offen", "S/H", "Text"]
    item = ["10001", "RE-1", "01.06.2026", "100,00", "S", "x"]
    nameless = ["10002", "", "01.06.2026", "50,00", "H", text]
    found = read([headings, item, nameless], tmp_path)
    assert bool(found.doubts) is is_told_as_doubt
    assert bool(found.notices) is not is_told_as_doubt


STATUS = ("1. Mahnung", "Inkasso", "gestundet", "rot", "beim Anwalt", "überfällig seit 3 Wochen")


@given(rows(), st.data())
@CALM
def test_a_status_in_words_leaves_what_is_open(
    tmp_path: Path, rows: list[Line], data: st.DataObject
) -> None:
    words = st.sampled_from([*STATUS, "offen", ""])
    lines = [[*row, data.draw(words)] for row in rows]
    found = read([[*HEADINGS, "Status"], *lines], tmp_path, Content.OPEN)
    assert opens(found) == opens(read([HEADINGS, *rows], tmp_path))
    assert (found.rejected, found.doubts) == ([], [])
    told = any(line[-1] in STATUS for line in lines)
    assert [notice.code.value for notice in found.notices] == ["status_in_words"] * told


def test_a_status_that_says_paid_beside_an_open_amount_is_no_row(tmp_path: Path) -> None:
    row = ["RE-1", "Arndt", "10001", "01.06.2026", "100,00", "100,00", "bezahlt am 12.09."]
    found = read([[*HEADINGS, "Status"], row], tmp_path, Content.ALL)
    assert (found.rows, len(found.rejected)) == ([], 1)
