"""The admin password: hashed, counted, noted, and nobody's but the owner's."""

from __future__ import annotations

import json
import multiprocessing
import time
from pathlib import Path

import pytest

from engine.common.data_folder import DataFolder
from engine.common.i18n import advice_of, cause_of
from engine.common.secret import SecretStr
from engine.credentials.admin_password import (
    PAUSE_SECONDS,
    TRIES,
    AdminPassword,
    _Tries,
    _write_tries,
)
from engine.model.errors import LoginRefused, StoreError, UsageError
from tests.refusals import refused

RIGHT = SecretStr("correct horse battery")
WRONG = SecretStr("wrong horse battery")


class Clock:
    """Seconds since the machine was started."""

    def __init__(self) -> None:
        self.now = 10_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing as it is would make up most of the time of these tests."""
    monkeypatch.setattr("engine.credentials.admin_password._SCRYPT_N", 2**4)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def admin(data: DataFolder, clock: Clock) -> AdminPassword:
    admin = AdminPassword(data, clock)
    admin.set(RIGHT)
    return admin


def audited(data: DataFolder) -> list[str]:
    return [json.loads(line)["act"] for line in data.audit.read_text(encoding="utf-8").splitlines()]


def use_up(admin: AdminPassword, tries: int = TRIES) -> None:
    for _try in range(tries):
        with refused(LoginRefused, match="not the admin password"):
            admin.admit(WRONG)


def test_the_right_one_is_taken_and_no_other(admin: AdminPassword) -> None:
    admin.admit(RIGHT)
    with pytest.raises(LoginRefused) as refused:
        admin.admit(WRONG)
    assert advice_of(refused.value) == "4 tries are left, then there is a pause."
    admin.admit(RIGHT)


def test_a_letter_is_the_same_however_a_keyboard_sends_it(admin: AdminPassword) -> None:
    admin.set(SecretStr("Zwölf Boxkämpfer"))
    admin.admit(SecretStr("Zwo\u0308lf Boxka\u0308mpfer"))


def test_after_five_wrong_tries_not_even_the_right_one_is_taken(
    admin: AdminPassword, clock: Clock, data: DataFolder
) -> None:
    use_up(admin)
    clock.now += PAUSE_SECONDS - 61
    with refused(LoginRefused, match="too many wrong tries") as caught:
        AdminPassword(data, clock).admit(RIGHT)
    assert advice_of(caught.value) == "The next one is taken in 2 minutes."
    clock.now += 61
    admin.admit(RIGHT)
    assert audited(data) == ["admin_password_set", *["refused"] * TRIES, "paused"]


def test_the_right_one_wipes_the_wrong_ones_out(admin: AdminPassword) -> None:
    use_up(admin, TRIES - 1)
    admin.admit(RIGHT)
    use_up(admin, TRIES - 1)
    admin.admit(RIGHT)


def test_after_a_start_of_the_machine_the_pause_is_no_longer_than_it_was(
    admin: AdminPassword, clock: Clock
) -> None:
    use_up(admin)
    clock.now = 10.0
    with refused(LoginRefused, match="too many"):
        admin.admit(RIGHT)
    clock.now = float(PAUSE_SECONDS)
    admin.admit(RIGHT)


def test_damaged_tries_are_taken_for_too_many(
    admin: AdminPassword, clock: Clock, data: DataFolder
) -> None:
    admin.admit(RIGHT)
    data.admin_tries.write_bytes(b"{ broken")
    with refused(LoginRefused, match="too many"):
        admin.admit(RIGHT)
    clock.now += PAUSE_SECONDS
    admin.admit(RIGHT)


def _try_wrong(data: DataFolder, outcomes: multiprocessing.Queue[str]) -> None:
    for _try in range(TRIES):
        try:
            AdminPassword(data).admit(WRONG)
        except LoginRefused as refused:
            outcomes.put(cause_of(refused))


def test_two_who_try_at_once_get_no_more_tries_than_one(
    admin: AdminPassword, data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_slowly(file: int, tries: _Tries) -> None:
        time.sleep(0.02)  # so that both would read before either writes
        write(file, tries)

    write = _write_tries
    monkeypatch.setattr("engine.credentials.admin_password._write_tries", write_slowly)
    apart = multiprocessing.get_context("fork")
    outcomes: multiprocessing.Queue[str] = apart.Queue()
    guessers = [apart.Process(target=_try_wrong, args=(data, outcomes)) for _guesser in range(2)]
    for guesser in guessers:
        guesser.start()
    said = [outcomes.get(timeout=60) for _outcome in range(2 * TRIES)]
    for guesser in guessers:
        guesser.join()
    assert said.count("That is not the admin password.") == TRIES
    assert said.count("There were too many wrong tries.") == TRIES


def test_it_is_for_its_owner_alone_and_no_password_is_in_it(
    admin: AdminPassword, data: DataFolder
) -> None:
    with pytest.raises(LoginRefused):
        admin.admit(WRONG, "smtp.password")
    for path in (data.admin_password, data.admin_tries, data.audit):
        assert path.stat().st_mode & 0o777 == 0o600
        assert "horse" not in path.read_text(encoding="utf-8")


def test_a_password_that_somebody_else_may_have_put_there_is_refused(
    admin: AdminPassword, data: DataFolder
) -> None:
    data.admin_password.chmod(0o640)
    with refused(StoreError, match="others may read it"):
        admin.admit(RIGHT)


@pytest.mark.parametrize(
    "content", [b"", b"{", b'{"salt":"","digest":"","n":3,"r":8,"p":1}', b"\xff"]
)
def test_a_damaged_file_is_told(admin: AdminPassword, data: DataFolder, content: bytes) -> None:
    data.admin_password.write_bytes(content)
    with refused(StoreError, match="is damaged"):
        admin.admit(RIGHT)


@pytest.mark.parametrize(
    ("old", "new"),
    [(b'"r":8', b'"r":-1'), (b'"p":1', b'"p":1152921504606846976'), (b'"p":1', b'"p":60000')],
)
def test_parameters_that_would_fail_or_take_hours_are_damage(
    admin: AdminPassword, data: DataFolder, old: bytes, new: bytes
) -> None:
    content = data.admin_password.read_bytes()
    assert old in content
    data.admin_password.write_bytes(content.replace(old, new))
    with refused(StoreError, match="is damaged"):
        admin.admit(RIGHT)


def test_a_short_one_is_refused_with_the_reason(data: DataFolder) -> None:
    with refused(UsageError, match="at least 12 characters") as caught:
        AdminPassword(data).set(SecretStr("elf Zeichen"))
    assert "backup" in advice_of(caught.value)
    assert not data.admin_password.exists()


def test_what_cannot_be_noted_does_not_happen(admin: AdminPassword, data: DataFolder) -> None:
    data.audit.unlink()
    data.audit.mkdir()
    before = data.admin_password.read_bytes()
    with refused(StoreError, match=r"audit\.jsonl cannot be written") as caught:
        admin.set(RIGHT)
    assert "without a trace nothing is revealed" in advice_of(caught.value)
    assert data.admin_password.read_bytes() == before


def test_the_clock_is_one_that_nobody_sets(admin: AdminPassword, data: DataFolder) -> None:
    before = time.monotonic()
    with pytest.raises(LoginRefused):
        AdminPassword(data).admit(WRONG)
    assert before <= json.loads(data.admin_tries.read_text())["at"] <= time.monotonic()


def test_a_folder_that_cannot_be_looked_into_is_told(tmp_path: Path) -> None:
    with refused(StoreError, match="cannot be used"):
        _ = AdminPassword(DataFolder(tmp_path / ("x" * 300))).is_set
