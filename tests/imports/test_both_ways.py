"""A list read and planned by what differs from the last one comes out as one that is read as a
whole: every event, every file, and what is remembered for the next. `python dev.py fuzz ways` goes
on with random practices.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.journal.event_level import Level, level
from engine.journal.events import Event, FileRefused, Noted
from tests.imports.both_ways import BothWays, small_lists_count
from tests.imports.random_practice import live

HEADING = (
    "Konto;Rechnungsnummer;Datum;Fälligkeit;Sollbetrag;Habenbetrag;Saldo;Gegenkonto;Buchungstext"
)
FOUND = (0, 54, 57, 111, 149, 173)
"""Seeds that once found something."""


@pytest.fixture
def practice(tmp_path: Path) -> BothWays:
    return BothWays(tmp_path / "practice")


@pytest.fixture(autouse=True)
def small() -> Iterator[None]:
    with small_lists_count():
        yield


def rows(*without: int, last: int = 20, **other: str) -> list[str]:
    """Invoices 1 to `last`; `RE_7="40,00"` has another balance than 100.00."""
    return [
        f"10001;RE-{n};01.10.2026;15.10.2026;{(saldo := other.get(f'RE_{n}', '100,00'))};;{saldo};"
        "8400;Hörgerät"
        for n in range(1, last + 1)
        if n not in without
    ]


def bring(practice: BothWays, lines: list[str], *, dry_run: bool = False) -> list[Event]:
    text = "\r\n".join([HEADING, *lines, ""])
    practice.put(f"OPOS_{practice.day + 2:02d}112026.csv", text.encode("cp1252"))
    return practice.run_list(dry_run=dry_run)


def opens(practice: BothWays) -> dict[str, int]:
    return {item.invoice_no: item.open for item in practice.store().items().values()}


@pytest.mark.parametrize("seed", [*FOUND, *range(1, 4)])
def test_random_days_of_a_practice(tmp_path: Path, seed: int) -> None:
    live(BothWays(tmp_path / "practice"), random.Random(seed), 4)


def test_the_usual_morning_is_read_by_what_differs(practice: BothWays) -> None:
    bring(practice, rows())
    events = bring(practice, rows(7, RE_12="40,00", last=21))
    assert practice.ways == ["whole_none_before", "changed"]
    assert {number: open_ for number, open_ in opens(practice).items() if open_ != 100_00} == {
        "RE-7": 0,
        "RE-12": 40_00,
    }
    [way] = [event for event in events if isinstance(event, Noted)]
    assert (way.code, level(way)) == ("changed_lines_read", Level.DETAIL)
    bring(practice, rows(7, 20, 21, RE_12="40,00"))
    bring(practice, rows(7, 1, RE_12="30,00"), dry_run=True)
    assert practice.ways[2:] == ["changed", "changed"]


def test_what_others_changed_since_is_looked_at_again(practice: BothWays) -> None:
    bring(practice, rows())
    practice.put("Zahlungen.csv", b"Rechnungsnummer;Betrag;Datum\r\nRE-9;100,00;02.11.2026\r\n")
    practice.run_list("payments")
    assert opens(practice)["RE-9"] == 0
    bring(practice, rows(7))
    assert practice.ways[-1] == "changed"
    assert (opens(practice)["RE-9"], opens(practice)["RE-7"]) == (100_00, 0)


def test_an_invoice_left_alone_yesterday_is_due_today(practice: BothWays) -> None:
    bring(practice, rows())
    practice.load(
        b"invoice_no,account,amount,open,invoice_date,handed_over\n"
        b"RE-99,10001,50.00,50.00,2026-11-06,true\n"
    )
    while practice.day < 5:
        assert opens(practice)["RE-99"] == 50_00
        bring(practice, rows(RE_3=f"{practice.day},00"))
        assert practice.ways[-1] == "changed"
    assert opens(practice)["RE-99"] == 0
    assert practice.store().items()["001", "RE-99"].updated_by == practice.runs[-1]


@pytest.mark.parametrize("doubled", [rows()[3], rows(RE_4="1,00")[3]])
def test_a_new_line_about_an_invoice_of_a_line_that_stands(
    practice: BothWays, doubled: str
) -> None:
    bring(practice, rows())
    bring(practice, [*rows()[:15], doubled, *rows()[15:]])
    assert practice.ways[-1] == "whole_not_plain"


def test_a_wrong_total_is_read_as_a_whole(practice: BothWays) -> None:
    total = "Summe;;;;;;{};;"
    bring(practice, [*rows(), total.format("2.000,00")])
    bring(practice, [*rows(7), total.format("1.900,00")])
    assert (practice.ways[-1], opens(practice)["RE-7"]) == ("changed", 0)
    bring(practice, [*rows(7, 8), total.format("1.900,00")])
    assert (practice.ways[-1], opens(practice)["RE-8"]) == ("whole_differs", 100_00)


def test_an_amount_in_another_notation_is_refused_as_ever(practice: BothWays) -> None:
    bring(practice, rows())
    events = bring(practice, rows(7, RE_12="1.23"))
    assert any(isinstance(event, FileRefused) for event in events)
    assert set(opens(practice).values()) == {100_00}


def remembered(practice: BothWays) -> Path:
    return practice.data / "lists" / "datev.json"


def lose(practice: BothWays) -> None:
    remembered(practice).unlink()


def rot(practice: BothWays) -> None:
    content = bytearray(remembered(practice).read_bytes())
    content[len(content) // 2] ^= 4
    remembered(practice).write_bytes(content)


def exchange_original(practice: BothWays) -> None:
    [original] = [*(practice.data / "archive").glob("??/*")]
    original.chmod(0o600)
    original.write_bytes(original.read_bytes().replace(b"RE-7", b"RE-8"))


def change_settings(practice: BothWays) -> None:
    practice.posting += "\ntolerance = 1.00"


def take_back(practice: BothWays) -> None:
    practice.undo(practice.runs[0])


def write_by_other_means(practice: BothWays) -> None:
    from tinydb import TinyDB

    from engine.store.tinydb_storage import AtomicStorage

    with TinyDB(practice.data / "store.json", storage=AtomicStorage) as store:
        store.table("items").update({"open_cents": 1}, doc_ids=[5])


def test_a_packed_list_is_read_as_a_whole(practice: BothWays) -> None:
    def bring_packed(lines: list[str]) -> None:
        text = "\r\n".join([HEADING, *lines, ""]).encode("cp1252")
        practice.put(f"OPOS_{practice.day + 2:02d}112026.csv.gz", gzip.compress(text))
        practice.run_list()

    bring_packed(rows())
    bring(practice, rows(7))
    assert practice.ways == ["whole_none_before", "whole_none_before"]
    bring_packed(rows(7, 8))
    assert practice.ways[-1] == "whole_differs"


def lose_history(practice: BothWays) -> None:
    practice.put("Zahlungen.csv", b"Rechnungsnummer;Betrag;Datum\r\nRE-9;100,00;02.11.2026\r\n")
    practice.run_list("payments")
    for path in (practice.data / "changes").glob("*-1.*.jsonl"):
        path.write_bytes(b"")


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (lose, "whole_none_before"),
        (rot, "whole_none_before"),
        (exchange_original, "whole_no_original"),
        (change_settings, "whole_settings_changed"),
        (take_back, "whole_another_since"),
        (write_by_other_means, "whole_store_written"),
        (lose_history, "whole_store_written"),
    ],
)
def test_all_is_read_where_the_last_list_proves_nothing(
    practice: BothWays, happens: Callable[[BothWays], None], why: str
) -> None:
    bring(practice, rows())
    happens(practice)
    bring(practice, rows(7))
    assert practice.ways[-1] == why
