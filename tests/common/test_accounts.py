"""Who is at work, as the history and the audit name it."""

from __future__ import annotations

import os
import pwd

import pytest

from engine.common.accounts import account_name, user_name


def test_the_account_is_asked_of_the_system_and_not_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOGNAME", "somebody-else")
    assert account_name() == pwd.getpwuid(os.geteuid()).pw_name


def test_in_a_container_the_account_may_have_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 424_242)
    monkeypatch.delenv("SUDO_USER", raising=False)
    assert user_name() == account_name() == "424242"


def test_behind_sudo_it_is_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUDO_USER", "anna")
    assert user_name() == "anna"
