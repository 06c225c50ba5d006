"""A run that was written in one language is read in another, to the last word."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.factories import item
from tests.practice import HEADING, LIST_NAME, Answer, Practice, rewrite

CLOCK = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|^\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d", re.MULTILINE
)
RUN = re.compile(r"\d{8}T\d{6}Z-[a-z]+(-\d+)?")

Step = Callable[[Callable[..., Answer], Practice], None]


def rejected_rows(opos: Callable[..., Answer], practice: Practice) -> None:
    rows = ("RE-0;5x", "RE-1;250,00", "RE-2;-400,00", "RE-99;1,00", "re 3;100,00", ";7,00")
    practice.put("Zahlungen.csv", "\r\n".join(("Rechnungsnummer;Zahlbetrag", *rows, "")))
    assert opos("--headless", "-i", "payments").code == 8


def refused_lists(opos: Callable[..., Answer], practice: Practice) -> None:
    practice.put(LIST_NAME, "Guten Tag\r\nanbei die Liste\r\n")
    assert opos("--headless", "-i", "datev").code == 7
    practice.put(LIST_NAME, f"{HEADING};Mandant\r\n1;R;01.10.2026;;5,00;;5,00;8400;x;777\r\n")
    opos("--headless", "-i", "datev")
    (practice.uploads / LIST_NAME).unlink(missing_ok=True)


def held_import(opos: Callable[..., Answer], practice: Practice) -> None:
    practice.put_list(*(f"RE-{number} 100,00" for number in range(20)))
    assert opos("--headless", "-i", "datev").code == 8
    assert opos("--headless", "-i", "datev").code == 8
    (practice.uploads / LIST_NAME).unlink()


def import_and_undo(opos: Callable[..., Answer], practice: Practice) -> None:
    practice.put_list(*(f"RE-{number} {50 + number},00" for number in range(40)))
    run = opos("--headless", "-i", "datev", "--json").lines[0]["run"]
    practice.put("Zahlungen.csv", "Rechnungsnummer;Zahlbetrag\r\nRE-30;10,00\r\n")
    assert opos("--headless", "-i", "payments").code == 0
    assert opos("undo", run, "-n").code == 3
    assert opos("undo", run).code == 3


def unreachable_server(opos: Callable[..., Answer], practice: Practice) -> None:
    shutil.rmtree(practice.uploads)
    assert opos("--headless", "-i", "datev").code == 5


def missing_list(opos: Callable[..., Answer], practice: Practice) -> None:
    configure(practice, "stable_seconds = 0\n", "stable_seconds = 0\nexpect_file = true\n")
    assert opos("--headless", "-i", "datev").code == 4


def missing_password(opos: Callable[..., Answer], practice: Practice) -> None:
    server = 'protocol = "ftp"\nhost = "127.0.0.1"\nuser = "opos"\npassword_file = "/nowhere/pw"'
    configure(practice, 'protocol = "folder"', server)
    assert opos("--headless", "-i", "datev").code == 10


def configure(practice: Practice, before: str, after: str) -> None:
    """Change the first of the interfaces."""
    rewrite(practice.config, before, after, 1)


def story(practice: Practice, step: Step, *, written: str, read: str) -> str:
    """What `opos show` says of all runs of the step, without what differs from run to run."""
    practice.hold(
        *(item(f"RE-{number}", dunning_level=number % 3, export=False) for number in range(40))
    )
    step(lambda *arguments: practice.opos("--lang", written, *arguments), practice)
    runs = [line["run"] for line in reversed(practice.opos("runs", "--json").lines)]
    told = "".join(practice.opos("--lang", read, "show", run).out for run in runs)
    for number, run in enumerate(runs):
        told = re.sub(rf"{run}(?!-?\d)", f"RUN {number}", told)
    told = told.replace(str(practice.folder), "FOLDER")
    assert not RUN.search(told), "every run is told by its number"
    return CLOCK.sub("", told)


@pytest.mark.parametrize(
    "step",
    [
        rejected_rows,
        refused_lists,
        held_import,
        import_and_undo,
        unreachable_server,
        missing_list,
        missing_password,
    ],
)
@pytest.mark.parametrize(("written", "read"), [("de", "en"), ("en", "de")])
def test_it_reads_as_if_it_had_been_written_so(
    tmp_path: Path, step: Step, written: str, read: str
) -> None:
    translated = story(Practice(tmp_path / "one"), step, written=written, read=read)
    original = story(Practice(tmp_path / "two"), step, written=read, read=read)
    assert translated == original
    assert len(original.splitlines()) >= 2


def test_the_json_has_code_and_params_for_readers_and_words_of_the_writer(tmp_path: Path) -> None:
    practice = Practice(tmp_path / "practice")
    story(practice, rejected_rows, written="de", read="de")
    run = practice.opos("runs", "--json").lines[0]["run"]
    shown = practice.opos("--lang", "en", "show", run, "--json")
    (row,) = shown.events("row_rejected")
    assert (row["value"], row["code"].isidentifier()) == ("5x", True)
    assert row["reason"] == "das ist kein Betrag"
    surplus = next(line for line in shown.events("warning") if line["code"] == "surplus")
    assert surplus["params"] == {
        "line": 3, "surplus": "150.00", "currency": "EUR", "number": "RE-1",
    }  # fmt: skip
    assert "150,00 €" in surplus["text"]
