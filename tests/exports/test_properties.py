"""Whoever begins with all invoices and reads every later file knows what the store knows."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder
from engine.exports.export_file import export_file, full_file
from engine.exports.numbering import Exporting
from engine.imports.committing import commit
from engine.imports.undo_run import undo
from engine.model.item import Item, Key, from_decimal
from engine.posting.change import Change, Rule, change_kind
from engine.settings.exports import ChangeName, Export, TargetSettings
from engine.settings.interface import Interface, SourceSettings
from engine.settings.model import Settings
from engine.store.ledger import LedgerEntry, Loaded
from engine.store.opening import begin_store, open_store
from tests.exports.practice_program import rebuilt
from tests.factories import NOW, entry, item

EVERYTHING: tuple[ChangeName, ...] = get_args(ChangeName)
TARGET = TargetSettings(protocol="folder", directory="/srv/")
NUMBERS = st.sampled_from(["RE-1", "RE-2", "RE-3", "0012", "12"])
MANDANTS = st.sampled_from(["001", "002"])
CENTS = st.integers(-500, 500)


class ExportedStore(RuleBasedStateMachine):
    """A store that changes, and the files of an export of everything."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory(prefix="opos-export-")
        self.data = DataFolder(Path(self._folder.name) / "data")
        self.data.make()
        begin_store(self.data)
        export = Export(target=TARGET, format="jsonl", on=EVERYTHING)
        source = SourceSettings(protocol="folder", directory="/srv/", filename="x")
        self.settings = Settings(
            exports={"praxis": export}, interfaces={"datev": Interface(name="d", source=source)}
        )
        self.exporting = Exporting(self.settings.exports, self.data)
        self.acts = 0
        self.runs: list[str] = []
        self.known: dict[Key, Item] = {}
        """What whoever reads the files knows; begun anew at each `full`."""
        self.number = 0
        self.balance = 0

    def teardown(self) -> None:
        self._folder.cleanup()

    def _next_run(self) -> str:
        self.acts += 1
        return f"run-{self.acts:04}"

    def _commit(self, changes: list[Change], act: LedgerEntry) -> None:
        commit(open_store(self.data), changes, act, self.exporting)

    @rule(mandant=MANDANTS, number=NUMBERS, open_=CENTS, amount=CENTS, load=st.booleans())
    def change(self, mandant: str, number: str, open_: int, amount: int, load: bool) -> None:
        run = self._next_run()
        before = open_store(self.data).items().get((mandant, number))
        after = item(
            number, mandant=mandant, open=open_, amount=amount, updated_by=run, updated_at=run
        )
        change = Change(
            kind=change_kind(before, after), rule=Rule.LISTED_OPEN, before=before, after=after
        )
        at = NOW + timedelta(minutes=self.acts)
        act: Any = (
            Loaded(run=run, at=at, interface="load", file="x.csv")
            if load
            else entry(run, at=at, sha256=run)
        )
        self._commit([change], act)
        self.runs.append(run)

    @rule(mandant=MANDANTS, number=NUMBERS)
    def delete(self, mandant: str, number: str) -> None:
        run = self._next_run()
        if before := open_store(self.data).items().get((mandant, number)):
            change = Change(
                kind=change_kind(before, None), rule=Rule.UNLISTED, before=before, after=None
            )
            self._commit([change], entry(run, sha256=run))
            self.runs.append(run)

    @precondition(lambda self: self.runs)
    @rule(place=st.integers(0, 30))
    def undo_one(self, place: int) -> None:
        store, run = open_store(self.data), self._next_run()
        standing = [each for each in self.runs if each not in store.undone_runs()]
        if standing:
            taken_back = standing[place % len(standing)]
            for _event in undo(
                store, taken_back, run, self.exporting, CancelToken(), now=NOW, dry_run=False
            ):
                pass

    @rule()
    def begin_anew(self) -> None:
        file = full_file(self.settings, "praxis", open_store(self.data))
        self.known = rebuilt(_lines(file.content))
        self.number = file.number
        self.balance = sum(each.open for each in self.known.values())

    @invariant()
    def whoever_reads_knows_the_store(self) -> None:
        store = open_store(self.data)
        for number, act in enumerate(store.acts_for("praxis", self.number), self.number + 1):
            file = export_file(self.settings, "praxis", act, store)
            assert file.number == number, "no gap"
            assert file == export_file(self.settings, "praxis", act, store)
            lines = _lines(file.content)
            self.known = rebuilt(lines, self.known)
            self.balance += sum(
                from_decimal(line["open"]) - from_decimal(line["before_open"] or "0.00")
                for line in lines
            )
            self.number = number
        assert self.known == dict(store.items())
        assert self.balance == sum(each.open for each in store.items().values())


def _lines(content: bytes) -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in content.splitlines()]


TestExportedStore = ExportedStore.TestCase
TestExportedStore.settings = settings(
    max_examples=25,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
