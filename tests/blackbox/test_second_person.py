"""Four eyes: with `second_person` nobody releases what they started or set up themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.common import accounts
from engine.settings.change_log import settings_chain
from engine.settings.load import load_settings
from engine.settings.save import edit, save
from tests.factories import item
from tests.practice import Answer, Practice


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Practice:
    """Who calls with sudo is who is at work; the files belong to the account of the test."""
    monkeypatch.setattr(accounts, "_LOGIN", tmp_path / "unknown")
    practice = Practice(tmp_path / "practice")
    text = practice.config.read_text(encoding="utf-8")
    guard = "[interfaces.datev.guard]\nsecond_person = true\n"
    practice.config.write_text(text + guard, encoding="utf-8")
    practice.hold(*(item(f"RE-{number}") for number in range(40)))
    return practice


@pytest.fixture
def at_work(monkeypatch: pytest.MonkeyPatch) -> AtWork:
    return AtWork(monkeypatch)


class AtWork:
    """Says who is at work."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def __call__(self, person: str) -> None:
        self._monkeypatch.setenv("SUDO_USER", person)


def held(practice: Practice) -> str:
    practice.put_list("RE-1 60,00")
    answer = practice.run()
    assert answer.code == 8, answer.out
    run: str = answer.lines[0]["run"]
    return run


def release(practice: Practice, run: str) -> Answer:
    return practice.opos("release", run, "--reason", "looked at", "--json")


def save_as(practice: Practice, key: str, value: int | bool) -> None:
    save(edit(load_settings(practice.config), {key: value}))


def test_who_started_it_cannot_release_it_and_another_person_can(
    practice: Practice, at_work: AtWork
) -> None:
    at_work("anna")
    run = held(practice)
    refused = release(practice, run)
    assert refused.code == 8
    assert "You (anna) started this import" in refused.lines[-1]["cause"]
    assert practice.items["RE-1"].open == 100_00
    assert "1 part paid" in practice.opos("release", run, "-n").out
    at_work("bert")
    assert release(practice, run).code == 0
    assert practice.items["RE-1"].open == 60_00


def test_who_changed_the_interface_last_cannot_release_it(
    practice: Practice, at_work: AtWork
) -> None:
    at_work("anna")
    run = held(practice)
    at_work("bert")
    save_as(practice, "interfaces.datev.guard.max_small", 5)
    refused = release(practice, run)
    assert (refused.code, refused.lines[-1]["code"]) == (8, "release_saved_by_you")
    save_as(practice, "interfaces.payments.guard.max_small", 5)
    at_work("carl")
    save_as(practice, "interfaces.payments.guard.max_small", 6)
    assert release(practice, run).code == 0


def test_switching_it_off_does_not_help(practice: Practice, at_work: AtWork) -> None:
    at_work("anna")
    run = held(practice)
    save_as(practice, "interfaces.datev.guard.second_person", False)
    assert release(practice, run).code == 8


def test_anyone_may_drop_it(practice: Practice, at_work: AtWork) -> None:
    at_work("anna")
    run = held(practice)
    assert practice.opos("release", run, "--reject", "--reason", "wrong list").code == 0


def test_a_change_with_a_text_editor_is_noted_for_the_owner_of_the_file(
    practice: Practice, at_work: AtWork
) -> None:
    at_work("anna")
    run = held(practice)
    text = practice.config.read_text(encoding="utf-8")
    practice.config.write_text(text + "max_small = 5\n", encoding="utf-8")
    at_work(accounts.account_name())
    refused = release(practice, run)
    assert (refused.code, refused.lines[-1]["code"]) == (8, "release_saved_by_you")
    last = [*settings_chain(practice.data).readable()][-1]
    assert (last.outside, [*last.interfaces]) == (True, ["datev"])


def test_every_change_is_noted_with_what_it_was_and_verify_looks_at_it(
    practice: Practice, at_work: AtWork
) -> None:
    at_work("anna")
    held(practice)
    save_as(practice, "interfaces.payments.guard.max_small", 5)
    first, second = settings_chain(practice.data).readable()
    assert (first.user, first.outside) == (accounts.account_name(), True)
    assert (second.user, second.outside, [*second.interfaces]) == ("anna", False, ["payments"])
    assert "+max_small = 5" in second.diff
    assert practice.opos("verify").code == 0
    log = practice.data.settings_log
    log.write_bytes(log.read_bytes().replace(b'"user":"anna"', b'"user":"bert"'))
    verified = practice.opos("verify")
    assert (verified.code, str(log) in verified.out + verified.err) == (12, True)


def test_who_logged_in_counts_whatever_the_environment_says(
    practice: Practice, at_work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "loginuid").write_text("4711")
    monkeypatch.setattr(accounts, "_LOGIN", tmp_path / "loginuid")
    at_work("anna")
    run = held(practice)
    at_work("bert")
    refused = release(practice, run)
    assert (refused.code, "4711" in refused.lines[-1]["cause"]) == (8, True)
