"""`opos admin-password`, as it is typed and as a script sends it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tests.practice import Answer, Practice
from tests.tui.terminal import Terminal

FIRST, SECOND = "correct horse battery", "staple und Zwölf"


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    return Practice(tmp_path / "practice")


def send(practice: Practice, monkeypatch: pytest.MonkeyPatch, *lines: str) -> Answer:
    """What a script sends on stdin, and what it is answered."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    return practice.opos("admin-password")


def test_a_script_sets_it_with_one_line(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = send(practice, monkeypatch, FIRST)
    assert (answer.code, answer.out) == (0, "The admin password is set.\n")
    assert "security.reveal_passwords" in answer.err
    stored = json.loads(practice.data.admin_password.read_text(encoding="utf-8"))
    assert (stored["n"], stored["r"], stored["p"]) == (2**16, 8, 1)


def test_changing_it_asks_for_the_one_there_is(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(practice, monkeypatch, FIRST)
    before = practice.data.admin_password.read_bytes()
    refused = send(practice, monkeypatch, SECOND, SECOND)
    assert (refused.code, refused.out) == (6, "")
    assert "not the admin password" in refused.err
    assert practice.data.admin_password.read_bytes() == before
    assert send(practice, monkeypatch, FIRST, SECOND).code == 0
    assert send(practice, monkeypatch, SECOND, FIRST).code == 0
    acts = [
        json.loads(line)["act"]
        for line in practice.data.audit.read_text(encoding="utf-8").splitlines()
    ]
    assert acts == [
        "admin_password_set",
        "refused",
        "admin_password_changed",
        "admin_password_changed",
    ]


@pytest.mark.parametrize(
    ("sent", "says"), [((), "No password came"), (("short",), "at least 12 characters")]
)
def test_what_cannot_be_taken_is_refused(
    practice: Practice, monkeypatch: pytest.MonkeyPatch, sent: tuple[str, ...], says: str
) -> None:
    answer = send(practice, monkeypatch, *sent)
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err
    assert not practice.data.admin_password.exists()


def test_on_a_terminal_it_is_asked_for_twice_and_never_shown(practice: Practice) -> None:
    with Terminal("-c", str(practice.config), "admin-password") as terminal:
        terminal.wait_for("The new admin password: ")
        terminal.type(f"{FIRST}\r")
        terminal.wait_for("Once more: ")
        terminal.type(f"{SECOND}\r")
        assert terminal.end() == 2
        assert b"The two were not the same" in terminal.sent
        assert b"horse" not in terminal.sent
    assert not practice.data.admin_password.exists()
    with Terminal("-c", str(practice.config), "admin-password") as terminal:
        terminal.wait_for("The new admin password: ")
        terminal.type(f"{FIRST}\r")
        terminal.wait_for("Once more: ")
        terminal.type(f"{FIRST}\r")
        assert terminal.end() == 0
    assert practice.data.admin_password.exists()
