"""Headings are compared without what differs from program to program."""

from __future__ import annotations

import pytest

from engine.lists.cells.headings import normal


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Fälligkeit", "faelligkeit"),
        ("FAELLIGKEIT ", "faelligkeit"),
        ("Fa\u0308lligkeit", "faelligkeit"),
        ("Rechnungs-Nr.", "rechnungsnr"),
        ("Offen_EUR", "offen"),
        ("Betrag (€)", "betrag"),
        ("Betrag in EUR", "betrag"),
        ("EUR", "eur"),
        ("Straße", "strasse"),
        ("Belegfeld 1", "belegfeld1"),
    ],
)
def test_headings_are_compared_without_their_dress(heading: str, expected: str) -> None:
    assert normal(heading) == expected
