"""Payments delivered to two interfaces under any names, kept on the server, interfaces renamed,
runs taken back, held ones released and dropped: nothing is booked again unless a person said so.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from engine.store.ledger import HeldImport
from engine.store.opening import open_store
from tests.factories import item
from tests.practice import Practice

CONTENTS = range(4)
"""Content n pays n + 1 euro of invoice RE-n."""
INTERFACE = """
[interfaces.KEY]
name = "KEY"
[interfaces.KEY.source]
protocol = "folder"
directory = "FOLDER/"
filename = "Zahlungen"
stable_seconds = 0
after_import = "keep"
[interfaces.KEY.file]
type = "payments_csv"
content = "payments"
[interfaces.KEY.posting]
mandants = ["001"]
"""

contents = st.sampled_from(CONTENTS)
places = st.integers(0, 1)


class OnceInAnyOrder(RuleBasedStateMachine):
    """The model is how often each content is booked, and whether anything was decided about it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.practice = Practice(Path(self.folder.name) / "practice")
        self.keys = ["one", "two"]
        self.delivered: list[set[int]] = [set(), set()]
        self.booked = dict.fromkeys(CONTENTS, 0)
        self.seen: set[int] = set()
        self.standing: dict[str, set[int]] = {}
        self.renamed = 0

    def teardown(self) -> None:
        self.folder.cleanup()

    @initialize()
    def invoices(self) -> None:
        for place in (0, 1):
            self.uploads(place).mkdir()
        self.configure()
        self.practice.hold(*(item(f"RE-{content}") for content in CONTENTS))

    @rule(content=contents, place=places, name=st.sampled_from("abc"))
    def comes(self, content: int, place: int, name: str) -> None:
        line_end = "\r\n" if name == "a" else "\n"  # the same payments in other bytes
        lines = [
            "Rechnungsnummer;Betrag;Zahlungsdatum",
            f"RE-{content};{content + 1},00;20.11.2026",
        ]
        path = self.uploads(place) / f"Zahlungen-{content}{name}.csv"
        path.write_bytes(line_end.join([*lines, ""]).encode())
        self.delivered[place].add(content)

    @rule(place=places)
    def run(self, place: int) -> None:
        answer = self.practice.opos("--headless", "-i", self.keys[place], "--json")
        assert answer.code in (0, 8), answer.out
        new = self.delivered[place] - self.seen
        for content in new:
            self.booked[content] += 1
        if new:
            self.standing[answer.lines[0]["run"]] = new
        self.seen |= new

    @rule(place=places)
    def renames(self, place: int) -> None:
        self.renamed += 1
        self.keys[place] = f"name{self.renamed}"
        self.configure()

    @precondition(lambda self: self.standing)
    @rule(chosen=st.integers(0, 100))
    def taken_back(self, chosen: int) -> None:
        run = [*self.standing][chosen % len(self.standing)]
        answer = self.practice.opos("undo", run, "--json")
        assert answer.code in (0, 3), answer.out + answer.err
        left_alone = " ".join(line["text"] for line in answer.events("warning"))
        for content in self.standing.pop(run):
            self.booked[content] -= f"RE-{content}" not in left_alone

    @precondition(lambda self: self.waiting())
    @rule(chosen=st.integers(0, 100), drop=st.booleans())
    def decided(self, chosen: int, drop: bool) -> None:
        held = self.waiting()[chosen % len(self.waiting())]
        if held.interface not in self.keys:
            return  # its interface has another name by now
        how = ["--reject"] if drop else []
        answer = self.practice.opos(
            "release", held.run, held.file, "--reason", "looked at", "--json", *how
        )
        assert answer.code in (0, 8), answer.out + answer.err
        if answer.code == 0 and not drop:
            content = int(held.file.removeprefix("Zahlungen-")[0])
            self.booked[content] += 1
            self.standing[answer.lines[0]["run"]] = {content}

    @invariant()
    def every_payment_is_booked_as_often_as_it_was_meant(self) -> None:
        paid = {number: (100_00 - one.open) // 100 for number, one in self.practice.items.items()}
        assert (
            paid
            == {f"RE-{content}": times * (content + 1) for content, times in self.booked.items()}
            or not paid
        )

    def uploads(self, place: int) -> Path:
        return self.practice.folder / f"uploads-{place}"

    def configure(self) -> None:
        interfaces = (
            INTERFACE.replace("KEY", key).replace("FOLDER", str(self.uploads(place)))
            for place, key in enumerate(self.keys)
        )
        head = 'language = "en"\ndata_dir = "data"\n[mandants.001]\n'
        self.practice.config.write_text(head + "".join(interfaces), encoding="utf-8")

    def waiting(self) -> list[HeldImport]:
        return list(open_store(self.practice.data).waiting())


OnceInAnyOrder.TestCase.settings = settings(
    max_examples=15, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
test_once_in_any_order = OnceInAnyOrder.TestCase
