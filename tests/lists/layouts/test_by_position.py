"""Files without a heading line: invoice numbers alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.lists.read import read_list
from engine.lists.rows.rows import Content, ListFile
from engine.model.errors import ListRefused

TODAY = date(2026, 11, 20)
NUMBERS = st.lists(
    st.from_regex(r"(?:RE-|R |)[0-9]{2,8}(?:/26)?", fullmatch=True), min_size=2, unique=True
)
ABOVE = ("", "Rechnungsnummer\n", "Geschlossene Posten\n", "Geschlossene Posten am 30.09.2026\n\n")


def read(folder: Path, text: str, content: Content = Content.SETTLED) -> ListFile:
    path = folder / "closed.csv"
    path.write_text(text)
    return read_list(path, path.name, type="payments_csv", content=content, today=TODAY)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NUMBERS, st.sampled_from(ABOVE), st.sampled_from(["", ";", ";;"]))
def test_settled_numbers_alone_are_read(
    tmp_path: Path, numbers: list[str], above: str, behind: str
) -> None:
    found = read(tmp_path, above + "".join(f"{number}{behind}\n" for number in numbers))
    assert [row.invoice_no for row in found.rows] == numbers
    assert all(row.settled for row in found.rows)


@pytest.mark.parametrize(
    "text",
    [
        "RE-1;100,00\nRE-2;50,00\n",
        "Sehr geehrte Damen und Herren\nanbei die Liste vom 30.09.2026 wie besprochen\nGruß\n",
    ],
)
def test_what_is_no_list_of_numbers_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ListRefused):
        read(tmp_path, text)


def test_numbers_alone_are_no_payments_and_no_open_items(tmp_path: Path) -> None:
    for content in (Content.PAYMENTS, Content.OPEN, Content.ALL):
        with pytest.raises(ListRefused):
            read(tmp_path, "RE-1\nRE-2\n", content)
