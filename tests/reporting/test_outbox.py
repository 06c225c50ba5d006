"""Who hears of what: trouble told once, daily, and when it is over; letters that wait until they
can be sent.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.journal.event_message import report_failed
from engine.journal.events import Outcome, ReportFailed, ReportSent, RunFinished, Trigger
from engine.model.errors import SendFailed, SendRefused
from engine.model.message import said
from engine.reporting.outbox import Grade, Letter, Occasion, Outbox, after_run, deliver
from engine.settings.interface import Report

TO = ("buchhaltung@example.org", "inhaber@example.org")
BEGIN = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
GOOD: tuple[Outcome, int] = ("imported", 0)
IDLE: tuple[Outcome, int] = ("nothing_to_do", 0)
WARNED: tuple[Outcome, int] = ("imported", 3)
STAYS: tuple[Outcome, int] = ("nothing_to_do", 3)
UNREACHABLE: tuple[Outcome, int] = ("failed", 5)
LOGIN: tuple[Outcome, int] = ("failed", 6)
REFUSED: tuple[Outcome, int] = ("refused", 7)
HELD: tuple[Outcome, int] = ("held", 8)
BUSY: tuple[Outcome, int] = ("failed", 11)


class Practice:
    """Runs of one interface, a quarter of an hour apart, with the record kept as JSON as the caller
    keeps it.
    """

    def __init__(self, *on: Grade, email: tuple[str, ...] = TO) -> None:
        self.wishes = Report(email=email, on=on or ("failure",))
        self.outbox = Outbox()
        self.now = BEGIN
        self.sent: list[Letter] = []
        self.told: list[ReportSent | ReportFailed] = []
        self.attempts = 0
        self.unusable: SendFailed | None = None
        self.refused: dict[str, SendFailed] = {}

    def run(
        self, *ends: tuple[Outcome, int], trigger: Trigger = "cron", deliver: bool = True
    ) -> list[Letter]:
        """The letters that were sent after these runs."""
        before = len(self.sent)
        for outcome, code in ends:
            name = f"{self.now:%Y%m%dT%H%M%SZ}-datev"
            finished = RunFinished(outcome=outcome, exit_code=code)
            self.outbox = after_run(
                self.outbox, name, self.now, trigger, finished, self.wishes, self.now.date()
            )
            if deliver:
                self.deliver()
            self.now += QUARTER
        return self.sent[before:]

    def deliver(self) -> None:
        steps = deliver(self.outbox, self._send, self.now)
        while True:
            try:
                self.told.append(next(steps))
            except StopIteration as end:
                self.outbox = msgspec.json.decode(msgspec.json.encode(end.value), type=Outbox)
                return

    def _send(self, letter: Letter) -> dict[str, SendFailed]:
        self.attempts += 1
        if self.unusable:
            raise self.unusable
        self.sent.append(letter)
        return {address: error for address, error in self.refused.items() if address in letter.to}


def occasions(letters: list[Letter]) -> list[str]:
    return [letter.occasion.value for letter in letters]


# What is written
# ------------------------------------------------------------------------------------------------


def test_a_warning_that_stays_is_told_to_who_hears_of_failures() -> None:
    practice = Practice("failure")
    assert practice.run(WARNED, STAYS, STAYS) == []
    [letter] = practice.run(STAYS)
    assert (letter.occasion, letter.times) == (Occasion.TROUBLE, 3)
    assert practice.run(STAYS) == []
    assert [letter.occasion for letter in practice.run(IDLE, GOOD)] == [Occasion.WORKS_AGAIN]
    assert Practice("success").run(STAYS, STAYS, STAYS, STAYS) == []


def test_two_hundred_failing_runs_are_one_letter_a_day_with_their_number() -> None:
    practice = Practice()
    letters = practice.run(*[UNREACHABLE] * 200)  # two days and two hours
    assert occasions(letters) == ["trouble", "still", "still"]
    assert [letter.times for letter in letters] == [1, 65, 161]
    assert {letter.since for letter in letters} == {BEGIN}


def test_that_it_works_again_is_told_once_with_what_it_was() -> None:
    practice = Practice()
    practice.run(UNREACHABLE, UNREACHABLE, UNREACHABLE)
    (letter,) = practice.run(IDLE, IDLE, GOOD)
    assert (letter.occasion, letter.times, letter.since, letter.to) == (
        Occasion.WORKS_AGAIN,
        3,
        BEGIN,
        TO,
    )
    assert practice.outbox == Outbox()


def test_another_kind_of_trouble_is_news() -> None:
    practice = Practice()
    letters = practice.run(UNREACHABLE, LOGIN, LOGIN, REFUSED, HELD, HELD)
    assert occasions(letters) == ["trouble"] * 4
    assert [letter.times for letter in letters] == [1, 1, 1, 1]


def test_the_same_trouble_after_a_good_run_is_news() -> None:
    assert occasions(Practice().run(UNREACHABLE, GOOD, UNREACHABLE)) == [
        "trouble",
        "works_again",
        "trouble",
    ]


@pytest.mark.parametrize(
    ("on", "end", "expected"),
    [
        (("failure",), GOOD, []),
        (("failure",), WARNED, []),
        (("failure",), UNREACHABLE, ["trouble"]),
        (("warning",), UNREACHABLE, []),
        (("warning",), WARNED, ["import", "import"]),
        (("warning",), ("nothing_to_do", 3), ["trouble"]),
        (("success",), GOOD, ["import", "import"]),
        (("success",), IDLE, []),
        (("success",), WARNED, []),
        (("failure", "warning", "success"), ("dry_run", 7), []),
    ],
)
def test_each_hears_what_it_wants(
    on: tuple[Grade, ...], end: tuple[Outcome, int], expected: list[str]
) -> None:
    assert occasions(Practice(*on).run(end, end)) == expected


def test_who_was_not_told_of_trouble_is_not_told_that_it_is_over() -> None:
    assert Practice("warning").run(UNREACHABLE, GOOD) == []


def test_an_import_with_warnings_also_says_that_it_works_again() -> None:
    assert occasions(Practice("failure", "warning").run(UNREACHABLE, WARNED)) == [
        "trouble",
        "works_again",
    ]


def test_nobody_named_means_no_letter() -> None:
    practice = Practice("failure", "success", email=())
    assert practice.run(UNREACHABLE, GOOD) == []
    assert practice.attempts == 0


@pytest.mark.parametrize(
    ("trigger", "expected"),
    [("tui", []), ("cli", []), ("cron", ["trouble"]), ("watch", ["trouble"])],
)
def test_whoever_stopped_a_run_knows_it(trigger: Trigger, expected: list[str]) -> None:
    assert occasions(Practice().run(("cancelled", 143), trigger=trigger)) == expected


def test_a_run_that_only_found_another_one_at_work_is_told_once_that_stays() -> None:
    practice = Practice("failure", "warning", "success")
    assert practice.run(BUSY, IDLE, BUSY, BUSY) == []
    [letter] = practice.run(BUSY)
    assert letter.times == 3
    assert occasions(practice.run(BUSY, GOOD)) == ["works_again"]


def test_it_says_nothing_of_the_trouble_that_was_told() -> None:
    practice = Practice()
    assert occasions(practice.run(UNREACHABLE, BUSY, UNREACHABLE, BUSY, GOOD)) == [
        "trouble",
        "works_again",
    ]


# What is sent
# ------------------------------------------------------------------------------------------------


def test_what_could_not_be_sent_is_sent_with_the_next_run() -> None:
    practice = Practice("success")
    practice.unusable = SendFailed("No mail server answers.")
    practice.run(GOOD)
    assert practice.told == [report_failed(", ".join(TO), said("No mail server answers."))]
    practice.unusable = None
    letters = practice.run(IDLE)
    assert [letter.at for letter in letters] == [BEGIN]
    assert practice.told[-1] == ReportSent(to=", ".join(TO))
    assert practice.outbox.letters == ()


def test_a_letter_survives_a_crash_before_it_is_sent() -> None:
    practice = Practice()
    practice.run(UNREACHABLE, deliver=False)
    assert occasions(practice.run(UNREACHABLE)) == ["trouble"]


def test_a_refused_login_is_tried_once_an_hour() -> None:
    practice = Practice()
    practice.unusable = SendRefused("535 wrong password.")
    practice.run(*[UNREACHABLE] * 13)  # three hours and the moment after
    assert practice.attempts == 4


def test_a_good_run_does_not_shorten_that_hour() -> None:
    practice = Practice()
    practice.unusable = SendRefused("535 wrong password.")
    practice.run(UNREACHABLE, GOOD)
    assert practice.attempts == 1


def test_one_attempt_where_the_server_cannot_be_used_however_many_letters_wait() -> None:
    practice = Practice("success")
    practice.unusable = SendFailed("No mail server answers.")
    practice.run(GOOD, GOOD, GOOD)
    assert practice.attempts == 3


def test_a_waiting_letter_about_trouble_gives_way_to_the_newer_one() -> None:
    practice = Practice()
    practice.unusable = SendFailed("No mail server answers.")
    practice.run(*[UNREACHABLE] * 100)
    assert occasions(list(practice.outbox.letters)) == ["still"]
    practice.run(GOOD)
    assert [(letter.occasion, letter.times) for letter in practice.outbox.letters] == [
        (Occasion.WORKS_AGAIN, 100)
    ]


def test_neither_many_nor_old_letters_are_kept() -> None:
    practice = Practice("success")
    practice.unusable = SendFailed("No mail server answers.")
    practice.run(*[GOOD] * 25)
    assert [letter.at for letter in practice.outbox.letters] == [
        BEGIN + n * QUARTER for n in range(15, 25)
    ]
    practice.now += timedelta(days=8)
    practice.deliver()
    assert practice.outbox.letters == ()


def test_only_who_was_put_off_gets_it_again() -> None:
    practice = Practice()
    practice.refused = {TO[1]: SendFailed("451 later.")}
    practice.run(UNREACHABLE)
    assert practice.told == [ReportSent(to=TO[0]), report_failed(TO[1], said("451 later."))]
    practice.refused = {}
    assert [letter.to for letter in practice.run(UNREACHABLE)] == [(TO[1],)]


def test_who_is_unknown_is_not_tried_again() -> None:
    practice = Practice()
    practice.refused = {address: SendRefused("550 no such user.") for address in TO}
    practice.run(UNREACHABLE, UNREACHABLE)
    assert practice.told == [report_failed(address, said("550 no such user.")) for address in TO]


def test_a_clock_set_back_does_not_stop_the_mails() -> None:
    practice = Practice()
    practice.unusable = SendRefused("535 wrong password.")
    practice.run(UNREACHABLE)
    practice.unusable = None
    practice.now -= timedelta(days=400)
    practice.deliver()
    assert len(practice.sent) == 1


@given(st.lists(st.sampled_from([GOOD, IDLE, WARNED, UNREACHABLE, LOGIN]), max_size=150))
@settings(max_examples=100, deadline=None)
def test_whatever_happens_a_letter_is_a_change_or_a_new_day(
    ends: list[tuple[Outcome, int]],
) -> None:
    practice = Practice()
    letters = practice.run(*ends)
    changes = sum(
        1 for before, after in zip([GOOD, *ends], ends, strict=False) if before[1] != after[1]
    )
    days = (practice.now - BEGIN).days + 2
    assert len(letters) <= changes + days
    per_run = Counter(letter.run for letter in letters)
    assert set(per_run.values()) <= {1}
    told = [letter.occasion for letter in letters if letter.occasion is not Occasion.STILL]
    assert Occasion.IMPORT not in told
    if ends and ends[-1][1] in (5, 6):
        assert told[-1] is Occasion.TROUBLE
    elif told:
        assert told[-1] is Occasion.WORKS_AGAIN


def test_whoever_reads_another_language_gets_a_letter_in_it() -> None:
    practice = Practice()
    practice.wishes = Report(email=TO, email_de=("de@example.org",), email_en=("en@example.org",))
    letters = practice.run(UNREACHABLE)
    assert [(letter.language, letter.to) for letter in letters] == [
        ("", TO), ("de", ("de@example.org",)), ("en", ("en@example.org",)),
    ]  # fmt: skip
    assert [letter.language for letter in practice.run(IDLE)] == ["", "de", "en"]
