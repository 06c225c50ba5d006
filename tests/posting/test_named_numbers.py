"""Which numbers a remittance text names."""

from __future__ import annotations

import pytest

from engine.posting.named_numbers import NamedNumbers

OURS = ["RE-2026-0001", "RE-2026-0002", "RE-2026-0012", "20045", "2026-17", "RE-7"]


def named(text: str, *more: str) -> dict[str, bool]:
    numbers = NamedNumbers([("001", number) for number in OURS], frozenset({"001"}))
    return {key[1]: is_sure for key, is_sure in numbers.in_texts([text, *more]).items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rechnung RE-2026-0001", ["RE-2026-0001"]),
        ("RE-2026-0001, RE-2026-0002", ["RE-2026-0001", "RE-2026-0002"]),
        ("RE-2026-0001/RE-2026-0002", ["RE-2026-0001", "RE-2026-0002"]),
        ("re 2026/0001 vom 20.11.2026", ["RE-2026-0001"]),
        ("RE20260001 vom 20.11.", ["RE-2026-0001"]),
        ("RE-2026-1 danke", ["RE-2026-0001"]),
        ("(RE-2026-0001).", ["RE-2026-0001"]),
        ("Rechnung 20045", ["20045"]),
        ("Rechnungsnummer: 20045", ["20045"]),
        ("RG-Nr. 20045 Kd. 10023", ["20045"]),
        ("2026-17", ["2026-17"]),
    ],
)
def test_a_whole_number_is_named_surely(text: str, expected: list[str]) -> None:
    assert named(text) == dict.fromkeys(expected, True)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("RE-2026-0001-2", "RE-2026-0001"),
        ("X-RE-2026-0001", "RE-2026-0001"),
        ("20045", "20045"),
        ("Kundennummer 20045", "20045"),
        ("Kd.Nr. 20045", "20045"),
        ("RE-7.5", "RE-7"),
    ],
)
def test_what_may_be_another_number_is_not_sure(text: str, number: str) -> None:
    assert named(text) == {number: False}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Miete November",
        "RE-2026-00011",
        "RE-2026-000",
        "XRE-2026-0001",
        "RE-2026-0001a",
        "RE-2026   and   0001",
        "vom 20.04.5",
        "200,45 EUR",
        "Datum 17.20.26",
        "2026-17-01",
    ],
)
def test_what_is_no_number_of_ours_is_not_named(text: str) -> None:
    assert not any(named(text).values())


def test_what_only_another_reading_names_is_not_sure() -> None:
    assert named("Danke RE-2026-00 12", "Danke RE-2026-0012") == {"RE-2026-0012": False}
    assert named("RE-2026-0012", "RE-2026-00 12") == {"RE-2026-0012": True}


def test_numbers_of_other_mandanten_are_not_named() -> None:
    numbers = NamedNumbers([("001", "RE-7"), ("002", "RE-8")], frozenset({"001"}))
    assert list(numbers.in_text("RE-7 RE-8")) == [("001", "RE-7")]
