"""The worked examples of the manual work, word for word, in both languages."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.factories import item
from tests.practice import Practice

ROOT = Path(__file__).parents[2]
PAGES = {"en": ROOT / "docs" / "exports.md", "de": ROOT / "docs" / "de" / "exports.md"}


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest) -> str:
    return PAGES[request.param].read_text("utf-8")


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    practice = Practice(tmp_path / "practice")
    practice.hold(
        item("RE-2026-101", name="Jürgen Müller", amount=1_190_00, open=1_190_00),
        item("RE-2026-102", name="Optik am Münster", amount=80_00, open=80_00),
    )
    return practice


def blocks(page: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", page, flags=re.DOTALL)


def configure(practice: Practice, settings: str, inbox: Path) -> None:
    with practice.config.open("a", encoding="utf-8") as config:
        config.write("\n" + settings.replace("/srv/praxis/eingang/", f"{inbox}/"))


def imported(practice: Practice) -> int:
    """A list of payments of the day in the example."""
    practice.put(
        "Zahlungen.csv",
        "Rechnungsnummer;Betrag;Zahlungsdatum\r\n"
        "RE-2026-101;1190,00;20.11.2026\r\nRE-2026-102;50,00;20.11.2026\r\n",
    )
    return practice.opos("--headless", "-i", "payments").code


def test_every_example_is_a_configuration(page: str) -> None:
    examples = blocks(page, "toml")
    assert len(examples) == 6
    assert all(tomllib.loads(example) for example in examples)


def test_the_program_that_reads_semicolons(page: str, practice: Practice, tmp_path: Path) -> None:
    inbox = tmp_path / "eingang"
    inbox.mkdir()
    configure(practice, blocks(page, "toml")[1], inbox)
    assert imported(practice) == 0
    assert sorted(path.name for path in inbox.iterdir()) == [
        "zahlungen_000001.csv",
        "zahlungen_000001.fertig",
    ]
    [expected] = blocks(page, "csv")
    text = (inbox / "zahlungen_000001.csv").read_bytes().decode("cp1252")
    assert text.splitlines() == expected.splitlines()


def test_the_script_that_reads_json_lines(page: str, practice: Practice, tmp_path: Path) -> None:
    inbox, script = tmp_path / "eingang", tmp_path / "script.py"
    inbox.mkdir()
    configure(practice, blocks(page, "toml")[2], inbox)
    assert imported(practice) == 0
    script.write_text(blocks(page, "python")[0], encoding="utf-8")
    told = subprocess.run(
        [sys.executable, str(script), str(inbox)], capture_output=True, text=True, check=True
    )
    assert told.stdout.splitlines() == [
        "RE-2026-101 paid 1190.00",
        "RE-2026-102 part_paid 50.00",
    ]
    assert list(inbox.iterdir()) == []


def test_the_webhook_of_twenty_lines(page: str, practice: Practice, tmp_path: Path) -> None:
    program = blocks(page, "python")[1]
    assert len(program.splitlines()) < 30
    script = tmp_path / "receiver.py"
    script.write_text(program, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    secret = "a long text that only both sides know"
    receiver = subprocess.Popen(
        [sys.executable, str(script)],
        env={**os.environ, "OPOS_SECRET": secret, "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        _wait_until_it_listens(receiver, port)
        listening, hidden = blocks(page, "toml")[3:5]
        address = "https://praxis.example.org/opos"
        configure(practice, listening.replace(address, f"http://127.0.0.1:{port}/"), tmp_path)
        secrets = practice.folder / "secrets.toml"
        secrets.write_text(hidden, encoding="utf-8")
        secrets.chmod(0o600)
        assert imported(practice) == 0
        assert receiver.stdout is not None
        assert receiver.stdout.readline() == "payments imported 1 1240.00\n"
        secrets.write_text(hidden.replace("both", "one of the"), encoding="utf-8")
        practice.put("Zahlungen_2.csv", "Rechnungsnummer;Betrag\r\nRE-2026-102;30,00\r\n")
        ended = practice.opos("--headless", "-i", "payments")
        assert ended.code == 13, "whoever signs with another secret is refused"
    finally:
        receiver.terminate()
        receiver.communicate()


def _wait_until_it_listens(receiver: subprocess.Popen[str], port: int) -> None:
    while receiver.poll() is None:
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
    pytest.fail("the receiver ended")
