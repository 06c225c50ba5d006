"""Lists that were refused stand in nobody's way, and are not read again while nothing changed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.factories import item
from tests.practice import Answer, Practice, rewrite

PAYMENTS = "Rechnungsnummer;Betrag\r\nRE-1;10,00\r\n"


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    practice = Practice(tmp_path / "practice")
    practice.hold(item("RE-1"), item("RE-2"))
    return practice


def garbage(practice: Practice, n: int) -> list[Path]:
    """The oldest files there are."""
    paths = [practice.put(f"Zahlungen-{number}.csv", f"garbage {number}") for number in range(n)]
    for number, path in enumerate(paths):
        os.utime(path, (1_600_000_000 + number,) * 2)
    return paths


def pay(practice: Practice, *more: str) -> Answer:
    return practice.opos("--headless", "-i", "payments", "--json", *more)


def told(answer: Answer) -> dict[str, int]:
    return {kind: len(answer.events(kind)) for kind in ("file_fetched", "file_refused")}


def test_fifty_refused_lists_do_not_starve_the_right_one(practice: Practice) -> None:
    garbage(practice, 50)
    practice.put("Zahlungen-right.csv", PAYMENTS)
    answer = pay(practice)
    assert answer.code == 7
    assert practice.items["RE-1"].open == 90_00
    assert told(answer) == {"file_fetched": 51, "file_refused": 50}
    practice.put("Zahlungen-next.csv", PAYMENTS.replace("RE-1", "RE-2"))
    again = pay(practice)
    assert again.code == 7
    assert told(again) == {"file_fetched": 1, "file_refused": 50}
    assert practice.items["RE-2"].open == 90_00
    first, second = (run.events("file_refused")[0] for run in (answer, again))
    for line in (first, second):
        del line["at"], line["run"]
    assert first == second


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('type = "payments_csv"', 'type = "addison"'),
        ('content = "payments"', 'content = "payments"\nencoding = "cp1252"'),
        ("[interfaces.payments]", "[limits]\nrows = 100\n[interfaces.payments]"),
        ("[interfaces.payments]", "[mandants.002]\n[interfaces.payments]"),
    ],
    ids=["layout", "encoding", "limits", "another Mandant"],
)
def test_it_is_read_again_once_what_decides_about_it_changes(
    practice: Practice, old: str, new: str
) -> None:
    garbage(practice, 1)
    pay(practice)
    assert told(pay(practice)) == {"file_fetched": 0, "file_refused": 1}
    rewrite(practice.config, old, new)
    matters = 0 if "mandants" in new else 1  # this interface names its own Mandanten
    assert told(pay(practice)) == {"file_fetched": matters, "file_refused": 1}


def test_a_list_that_is_too_large_is_not_even_fetched(practice: Practice) -> None:
    with practice.config.open("a", encoding="utf-8") as file:
        file.write("\n[limits]\nfile_megabytes = 1\n")
    practice.put("Zahlungen-large.csv", "1" * 1_000_001)
    practice.put("Zahlungen-right.csv", PAYMENTS)
    for number_fetched in (1, 0):
        answer = pay(practice)
        assert answer.code == 7
        assert told(answer) == {"file_fetched": number_fetched, "file_refused": 1}
        (refused,) = answer.events("file_refused")
        assert "1,000,001 bytes" in refused["cause"]
        assert "limits.file_megabytes" in refused["advice"]
    assert practice.items["RE-1"].open == 90_00


def test_a_file_that_changed_is_read_again(practice: Practice) -> None:
    garbage(practice, 1)
    pay(practice)
    practice.put("Zahlungen-0.csv", PAYMENTS)
    assert pay(practice).code == 0
    assert practice.items["RE-1"].open == 90_00
    assert "refused" not in practice.opos("check", "-i", "payments").out


def test_the_doctor_shows_what_lies_refused_on_the_server(practice: Practice) -> None:
    paths = garbage(practice, 7)
    run = pay(practice).lines[0]["run"]
    (finding,) = refused_findings(practice)
    assert finding["text"].startswith("7 refused lists lie on the server: Zahlungen-0.csv, ")
    assert finding["text"].endswith(" ….")
    assert run in finding["advice"]
    for path in paths:
        path.unlink()
    assert pay(practice).code == 0
    assert refused_findings(practice) == []


def refused_findings(practice: Practice) -> list[dict[str, Any]]:
    lines = practice.opos("check", "-i", "payments", "--json").lines
    return [line for line in lines if line.get("check") == "refused"]


def test_a_run_that_is_broken_off_forgets_nothing(practice: Practice) -> None:
    garbage(practice, 2)
    pay(practice)
    away = practice.uploads.rename(practice.folder / "away")
    assert pay(practice).code == 5
    away.rename(practice.uploads)
    assert told(pay(practice)) == {"file_fetched": 0, "file_refused": 2}


def test_a_dry_run_remembers_nothing(practice: Practice) -> None:
    garbage(practice, 1)
    assert told(pay(practice, "-n")) == {"file_fetched": 1, "file_refused": 1}
    assert told(pay(practice)) == {"file_fetched": 1, "file_refused": 1}


def test_a_lost_or_damaged_record_costs_only_reading_them_again(practice: Practice) -> None:
    garbage(practice, 1)
    pay(practice)
    (record,) = practice.data.refused.iterdir()
    record.write_bytes(b"\xff" + record.read_bytes())
    assert told(pay(practice)) == {"file_fetched": 1, "file_refused": 1}
    record.unlink()
    assert told(pay(practice)) == {"file_fetched": 1, "file_refused": 1}
    assert told(pay(practice)) == {"file_fetched": 0, "file_refused": 1}
