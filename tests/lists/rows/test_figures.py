"""The figure of a line that is no item is found as what is open is found."""

from __future__ import annotations

import pytest

from tests.lists.reading import read_lines


@pytest.mark.parametrize(("total", "doubts"), [("150,00;20,00", 0), ("150,00;10,00", 1)])
def test_an_amount_less_what_was_paid(total: str, doubts: int) -> None:
    lines = ["Rechnungsnummer;Betrag;Gezahlt", "RE-1;100,00;0,00", "RE-2;50,00;20,00"]
    assert len(read_lines([*lines, f"Summe;{total}"]).doubts) == doubts


@pytest.mark.parametrize(("total", "doubts"), [("150,00;20,00", 0), ("150,00;", 1)])
def test_soll_less_haben(total: str, doubts: int) -> None:
    lines = ["Konto;Rechnungsnummer;Soll;Haben", "1;RE-1;100,00;", "2;RE-2;50,00;20,00"]
    assert len(read_lines([*lines, f"Summe;;{total}"], "datev_csv").doubts) == doubts


@pytest.mark.parametrize("columns", ["Soll;Haben", "Soll;Haben;S/H"])
def test_a_line_without_a_number_has_a_figure_too(columns: str) -> None:
    lines = [f"Konto;Rechnungsnummer;{columns}", "1;;100,00;0,00;S", "1;RE-2;70,00;0,00;S"]
    lines = [line.removesuffix(";S") if "S/H" not in columns else line for line in lines]
    found = read_lines(lines, "datev_csv")
    assert [doubt.line for doubt in found.doubts] == [2]


def test_a_letter_behind_what_was_paid_is_a_sign_like_those_of_the_other_amounts() -> None:
    lines = ["Rechnungsnummer;Betrag;Gezahlt", "RE-1;100,00 S;0,00 S", "RE-2;50,00 S;20,00 S"]
    assert [row.open for row in read_lines(lines).rows] == [10000, 3000]
