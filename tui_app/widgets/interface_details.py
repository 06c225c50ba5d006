"""All that is known of one interface: what it is, when it runs, how its runs went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from textwrap import wrap
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rich.table import Table
from rich.text import Text
from textual.content import Content
from textual.widgets import Static

from engine.common.i18n import _, format_date
from engine.common.sanitize import sanitize
from engine.journal.journal import Run
from engine.schedule.schedule import describe
from engine.settings.interface import Interface
from engine.settings.load import Configuration
from engine.store.ledger import HeldImport
from tui_app.form.ended_text import ended_text
from tui_app.wording.interface_text import branches_of, computer_of, next_run, purpose
from tui_app.wording.sparkline import run_line
from tui_app.wording.text import state_words, when

_LEAST_ROOM = 8
"""Columns, for a pane that was not laid out yet."""


class Fact(NamedTuple):
    label: str
    value: str


def facts(
    name: str, configuration: Configuration, runs: Sequence[Run], held: HeldImport | None
) -> Iterator[Fact]:
    """Return what there is to say, safe for a terminal, the most wanted first. `runs` are its last
    ones, the newest first; `held` is the oldest import that waits for a release.
    """
    interface = configuration.settings.interfaces[name]
    zone = ZoneInfo(configuration.settings.timezone)
    yield Fact(_("Name"), f"{sanitize(interface.name or name)} ({name})")
    if held is not None:
        since = when(held.at, zone, datetime.now(UTC))
        yield Fact(
            _("Held"),
            _("{file}, since {time}; p shows it").format(file=sanitize(held.file), time=since),
        )
    if runs:
        yield from _last_run(runs[0], zone)
        yield Fact(_("Last runs"), run_line(runs[::-1]))
    yield from _schedule(name, configuration, zone)
    yield Fact(_("Used for"), purpose(interface.file))
    yield from _source(interface)
    yield Fact(_("Mandanten"), ", ".join(map(sanitize, interface.posting.mandants)) or _("all"))
    yield Fact(_("Branches"), branches_of(interface, configuration))
    yield Fact(_("Group"), sanitize(interface.group))


def _last_run(run: Run, zone: ZoneInfo) -> Iterator[Fact]:
    now = datetime.now(UTC)
    who = f"{sanitize(run.started.user)}@{sanitize(run.started.host)}, {run.started.trigger}"
    yield Fact(_("Last run"), f"{state_words(run)}, {when(run.started_at, zone, now)}, {who}")
    if run.finished is not None:
        yield Fact("", sanitize(ended_text(run.finished), limit=2000))


def _schedule(name: str, configuration: Configuration, zone: ZoneInfo) -> Iterator[Fact]:
    interface = configuration.settings.interfaces[name]
    now = datetime.now(UTC)
    due = next_run(interface, configuration, now)
    yield Fact(_("Next run"), when(due, zone, now) if due else _("none by itself"))
    yield Fact(_("Runs"), describe(interface.schedule))
    yield Fact(_("Used on"), _used_on(interface))
    if interface.start:
        yield Fact(_("Start"), format_date(interface.start))


def _used_on(interface: Interface) -> str:
    if not interface.enabled:
        return _("disabled")
    if interface.use == "client":
        return _("only on its workstation, by hand: {computer}").format(
            computer=computer_of(interface)
        )
    if interface.computer:
        return _("on the server, workstation {computer}").format(computer=computer_of(interface))
    return _("on the server")


def _source(interface: Interface) -> Iterator[Fact]:
    source = interface.source
    port = f":{source.port}" if source.port else ""
    yield Fact(_("Source"), sanitize(f"{source.protocol} {source.host}{port} {source.directory}"))
    afterwards = {"delete": _("deleted"), "move": _("moved"), "keep": _("kept")}[
        source.after_import
    ]
    yield Fact(
        _("Files"),
        _("“{part}” in their name; {afterwards} afterwards").format(
            part=sanitize(source.filename), afterwards=afterwards
        ),
    )


def details_table(facts: Iterable[Fact]) -> Table:
    """Return the facts side by side with their labels, at any width."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for label, value in facts:
        table.add_row(Text(label), Text(value))
    return table


class InterfaceDetails(Static):
    """The pane beside the journal where there is room for it, of a size that its words do not
    change.
    """

    def show(self, facts: Sequence[Fact]) -> None:
        # Not as a table: this is drawn with every key, and a table takes as long as all the rest of
        # the screen.
        labels = max((len(label) for label, _value in facts), default=0) + 1
        room = max(self.scrollable_content_region.width - labels, _LEAST_ROOM)
        parts: list[str | tuple[str, str]] = []
        for label, value in facts:
            parts += (
                (f"{label:<{labels}}", "bold"),
                f"\n{'':<{labels}}".join(wrap(value, room)),
                "\n",
            )
        self.update(Content.assemble(*parts), layout=False)
