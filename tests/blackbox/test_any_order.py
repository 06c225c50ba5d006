"""Imports, payments, loads, undos, releases and crashes in any order, against a model that is too
simple to be wrong.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from engine.doctor.verify import verify_problems
from engine.store.opening import open_store
from engine.store.protocol import Store
from tests.practice import Answer, Practice

NUMBERS = [f"RE-{number}" for number in range(8)]
"""Odd ones are handed over to bookkeeping."""

numbers = st.sampled_from(NUMBERS)
cents = st.integers(1, 300_00)
Before = int | None


class Crash(BaseException):
    """Stands for SIGKILL: nothing that catches errors may catch it."""


class PracticeInAnyOrder(RuleBasedStateMachine):
    """The model is what is open of each invoice, and for each run what it changed from what to
    what.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.practice = Practice(Path(self.folder.name) / "practice")
        generous = (
            "[interfaces.datev.guard]\nmax_small = 1000\n[interfaces.payments.guard]\nmax_small ="
            " 1000\n"
        )
        self.practice.config.write_text(
            self.practice.config.read_text(encoding="utf-8") + generous, encoding="utf-8"
        )
        self.open: dict[str, int] = {}
        self.known_to_bookkeeping: set[str] = set()
        self.changed: dict[str, dict[str, tuple[Before, Before]]] = {}
        self.undone: set[str] = set()
        self.files = 0
        self.day = date(2026, 10, 1)

    def teardown(self) -> None:
        self.folder.cleanup()

    @initialize()
    def invoices(self) -> None:
        self.load(dict.fromkeys(NUMBERS[:6], 100_00))

    @rule(amounts=st.dictionaries(numbers, cents, min_size=1, max_size=3))
    def loaded(self, amounts: dict[str, int]) -> None:
        self.load({number: amount for number, amount in amounts.items() if number not in self.open})

    @rule(
        listed=st.dictionaries(numbers, cents, max_size=8),
        crash=st.sampled_from(["", "before", "after"]),
    )
    def open_list(self, listed: dict[str, int], crash: str) -> None:
        self.files += 1
        self.day += timedelta(days=1)
        rows = (f"{number} {amount // 100},{amount % 100:02d}" for number, amount in listed.items())
        path = self.practice.put_list(*rows, name=f"OPOS_{self.day:%d%m%Y}.csv")
        path.write_bytes(
            path.read_bytes() + b"\r\n" * self.files
        )  # the very bytes of an earlier list would be passed over
        foreign = self.is_foreign(2 * len(listed.keys() - self.open.keys()) > len(listed))
        if crash and not foreign:
            self.crashing(crash)
        answer = self.practice.run()
        if not listed and any(self.open.values()):
            assert answer.code == 8
            path.unlink()
            return
        if foreign:
            self.drop(path, answer)
            return
        assert answer.code in (0, 3), answer.out
        self.apply_list(listed)

    @rule(paid=st.dictionaries(numbers, st.integers(1, 40_00), min_size=1, max_size=4))
    def payments(self, paid: dict[str, int]) -> None:
        self.files += 1
        rows = [f"{number};{amount // 100},{amount % 100:02d}" for number, amount in paid.items()]
        path = self.practice.put(
            "Zahlungen.csv",
            "\r\n".join(["Rechnungsnummer;Zahlbetrag", *rows, f"nobody-{self.files};1,00", ""]),
        )
        answer = self.practice.opos("--headless", "-i", "payments", "--json")
        if self.is_foreign(not paid.keys() & self.open.keys()) or (
            answer.code == 8 and '"rule":"repeated_payments"' in answer.out
        ):
            self.drop(path, answer)
            return
        assert answer.code in (0, 3), answer.out
        self.apply(
            {
                number: max(0, self.open[number] - amount)
                for number, amount in paid.items()
                if number in self.open
            }
        )

    @precondition(lambda self: bool(open_store(self.practice.data).waiting()))
    @rule(drop=st.booleans())
    def an_empty_list_released(self, drop: bool) -> None:
        held = open_store(self.practice.data).waiting()[-1]
        answer = self.practice.opos(
            "release", held.run, "--reason", "looked at", "--json", *(["--reject"] if drop else [])
        )
        assert answer.code in (0, 3), answer.err
        if not drop:
            self.apply_list({})

    @precondition(lambda self: set(self.changed) - self.undone)
    @rule(chosen=st.integers(0, 100))
    def taken_back(self, chosen: int) -> None:
        standing = [run for run in self.changed if run not in self.undone]
        run = standing[chosen % len(standing)]
        answer = self.practice.opos("undo", run, "--json")
        assert answer.code in (0, 3), answer.err
        self.undone.add(run)
        left_alone = {
            word
            for line in answer.events("warning")
            for word in line["text"].split()
            if word in NUMBERS
        }
        for number, (before, after) in self.changed[run].items():
            if number in left_alone:
                continue
            assert self.open.get(number) == after
            if before is None:
                del self.open[number]
                self.known_to_bookkeeping.discard(number)
            else:
                self.open[number] = before

    @invariant()
    def the_store_stands_as_the_model(self) -> None:
        assert {number: one.open for number, one in self.practice.items.items()} == self.open

    @invariant()
    def nothing_is_left_on_the_server(self) -> None:
        assert list(self.practice.uploads.iterdir()) == []

    @invariant()
    def history_and_archive_agree(self) -> None:
        if self.practice.data.store.exists():
            assert list(verify_problems(self.practice.data)) == []

    def load(self, amounts: dict[str, int]) -> None:
        if not amounts:
            return
        path = self.practice.folder / "invoices.jsonl"
        handed_over = {number: NUMBERS.index(number) % 2 == 1 for number in amounts}
        lines = (
            f'{{"mandant":"001","invoice_no":"{number}","account":"10001",'
            f'"amount":"{amount / 100:.2f}","invoice_date":"2026-10-01",'
            f'"due_date":"2026-10-15","handed_over":{str(handed_over[number]).lower()}}}\n'
            for number, amount in amounts.items()
        )
        path.write_text("".join(lines), encoding="utf-8")
        answer = self.practice.opos("items", "load", str(path), "--json")
        assert answer.code == 0, answer.out + answer.err
        self.known_to_bookkeeping |= {number for number in amounts if handed_over[number]}
        self.apply(amounts)

    def apply_list(self, listed: dict[str, int]) -> None:
        """A listed invoice stands as listed, an unlisted one that bookkeeping has is paid, an
        unknown one is created.
        """
        paid = {
            number: 0
            for number in self.open
            if number not in listed and number in self.known_to_bookkeeping
        }
        self.known_to_bookkeeping |= listed.keys() - self.open.keys()
        self.apply({**listed, **paid})

    def is_foreign(self, hardly_any_is_ours: bool) -> bool:
        """Whether a list is another company's: of any, as long as something is open here."""
        return hardly_any_is_ours and any(self.open.values())

    def drop(self, path: Path, held: Answer) -> None:
        """A list that is another company's, or brings payments again, is held, and dropped."""
        assert held.code == 8, held.out
        (rule,) = (line["rule"] for line in held.events("guard_held"))
        assert rule in ("foreign_list", "repeated_payments")
        path.unlink()
        run = open_store(self.practice.data).waiting()[-1].run
        dropped = self.practice.opos("release", run, "--reject", "--reason", "not ours", "--json")
        assert dropped.code in (0, 3), dropped.err

    def apply(self, after: dict[str, int]) -> None:
        """The run that the ledger names last made it so."""
        changes: dict[str, tuple[int | None, int | None]] = {
            number: (self.open.get(number), now)
            for number, now in after.items()
            if self.open.get(number) != now
        }
        self.open.update(after)
        if changes:
            self.changed[open_store(self.practice.data).ledger()[-1].run] = changes

    def crashing(self, when: str) -> None:
        """A run that dies right before or right after its commit."""
        opened = type(open_store(self.practice.data))
        commit = opened.commit

        def dying(store: Store, *arguments: Any) -> object:
            if when == "after":
                commit(store, *arguments)
            raise Crash

        with patch.object(opened, "commit", dying), suppress(Crash):
            self.practice.run()


PracticeInAnyOrder.TestCase.settings = settings(
    max_examples=20, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
)
test_any_order = PracticeInAnyOrder.TestCase
