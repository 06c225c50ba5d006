"""Two quotation marks that are both alone make one cell of all lines between them: the list is
refused, wherever they stand.
"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.lists.rows.rows import Content
from engine.messages.list_refusals import ListRefusal
from tests.lists.reading import opens, read_lines, refusal

HEADING = ["Kunde", "Belegnummer", "Belegdatum", "Betrag", "Offen", "Text"]
ROWS = [["Müller", f"RE-{n}", "01.09.2026", "100,00", f"{n}0,00", "Hörgerät"] for n in range(1, 9)]
TEXTS = (0, 5)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 6), st.integers(1, 7), st.sampled_from(TEXTS), st.sampled_from(TEXTS),
    st.sampled_from(";,\t|"),
)  # fmt: skip
def test_no_line_is_swallowed(first: int, n: int, left: int, right: int, delimiter: str) -> None:
    rows = [[cell.replace(",", ".") for cell in row] for row in ROWS]
    last = min(first + n, len(rows) - 1)
    rows[first][left] = '"' + rows[first][left]
    rows[last][right] += '"'
    found = refusal(delimiter.join(row) for row in [HEADING, *rows])
    if found is None:
        list_file = read_lines(delimiter.join(row) for row in [HEADING, *rows])
        assert len(list_file.rows) + len(list_file.rejected) == len(ROWS) or list_file.rejected
    else:
        assert found.message.code is ListRefusal.QUOTE_MISPLACED


def test_a_text_may_have_several_lines() -> None:
    lines = [";".join(HEADING), 'Müller;RE-1;01.09.2026;100,00;10,00;"links; rechts\r\nbeide"']
    assert opens(read_lines(lines)) == {"RE-1": 10_00}


def test_neither_are_payments() -> None:
    lines = ["Rechnungsnummer;Zahlbetrag;Referenz", 'RE-1;10,00;"Dank', 'RE-2;20,00;Gruß"']
    found = refusal(lines, "payments_csv", Content.PAYMENTS)
    assert found
    assert found.message.code is ListRefusal.QUOTE_MISPLACED
