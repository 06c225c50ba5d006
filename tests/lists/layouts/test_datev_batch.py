"""DATEV batches are refused by their name, with and without their first line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.common.i18n import cause_of
from engine.lists.read import read_list
from engine.model.errors import ListRefused

POSTINGS = (
    "Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "WKZ Umsatz", "Kurs", "Basis-Umsatz",
    "WKZ Basis-Umsatz", "Konto", "Gegenkonto (ohne BU-Schlüssel)", "BU-Schlüssel", "Belegdatum",
    "Belegfeld 1", "Belegfeld 2", "Skonto", "Buchungstext",
)  # fmt: skip
DEBTORS = ("Konto", "Name (Adressattyp Unternehmen)", "Unternehmensgegenstand")
LABELS = ("Konto", "Kontenbeschriftung", "Sprach-ID")


def refusal(folder: Path, *lines: list[str] | tuple[str, ...]) -> str:
    path = folder / "op.csv"
    path.write_text("".join(";".join(f'"{cell}"' for cell in line) + "\r\n" for line in lines))
    with pytest.raises(ListRefused) as refused:
        read_list(path, path.name, type="addison", today=date(2026, 11, 20))
    return cause_of(refused.value)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from([("21", "Buchungsstapel"), ("16", "Debitoren/Kreditoren"), ("99", "99")]),
    st.sampled_from(["EXTF", "DTVF"]),
    st.integers(3, 254),
)
def test_a_batch_of_any_width_is_named_by_its_first_line(
    tmp_path: Path, category: tuple[str, str], mark: str, width: int
) -> None:
    number, name = category
    said = refusal(
        tmp_path,
        [mark, "700", number, name],
        [f"Feld {n}" for n in range(width)],
        ["1"] * width,
    )
    assert f"a DATEV batch ({mark}, " in said
    assert name in said


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(
        [
            (POSTINGS, "Buchungsstapel"),
            (DEBTORS, "Debitoren/Kreditoren"),
            (LABELS, "Sachkontenbeschriftungen"),
        ]
    ),
    st.integers(0, 230),
)
def test_a_batch_without_its_first_line_is_named_by_its_headings(
    tmp_path: Path, batch: tuple[tuple[str, ...], str], more: int
) -> None:
    headings, name = batch
    width = len(headings) + more
    further = [f"Zusatzinformation {n}" for n in range(more)]
    said = refusal(tmp_path, [*headings, *further], ["1"] * width)
    assert f"those of a DATEV batch ({name})" in said
