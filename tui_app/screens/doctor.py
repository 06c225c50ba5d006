"""The doctor: everything that runs depend on, looked at step by step, each with what to do where it
is not well.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from queue import SimpleQueue
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from engine.common.cancellation import CancelToken
from engine.common.i18n import _, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.doctor.examine import examine
from engine.doctor.finding import Finding
from engine.model.errors import Cancelled
from engine.reporting.monitoring import State
from engine.settings.load import Configuration
from tui_app.commands import by_screen
from tui_app.commands.command import bindings
from tui_app.screens.base.lines import LinesScreen
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.label import Label
from tui_app.widgets.line_list import Heading, LineList
from tui_app.wording.text import Sign, elapsed

_SIGNS = {
    State.OK: Sign("+", "good"),
    State.WARNING: Sign("!", "warning"),
    State.CRITICAL: Sign("x", "error"),
}


class FindingList(LineList):
    """What was found so far."""

    def __init__(self) -> None:
        super().__init__()
        self.all: list[Finding] = []
        self.shown: list[Finding] = []

    @property
    def columns(self) -> Sequence[Column]:
        return (
            Column("", 1),
            Column(_("What"), 13),
            Column(_("Interface"), 13, above=90),
            Column(_("Finding"), 20, grow=1),
        )

    @property
    def count(self) -> int:
        return len(self.shown)

    @property
    def chosen(self) -> Finding | None:
        """The finding the cursor is on."""
        return self.shown[self.cursor] if self.shown else None

    def cells(self, line: int) -> Sequence[StyledCell]:
        finding = self.shown[line]
        sign, style = _SIGNS[finding.state]
        return (
            StyledCell(sign, style),
            StyledCell(finding.check, "muted"),
            StyledCell(sanitize(finding.interface), "muted"),
            StyledCell(sanitize(finding.text), "" if style == "good" else style),
        )


class DoctorScreen(LinesScreen):
    """Looks in a thread of its own, which is told to stop when the screen is left, and never waited
    for.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.DOCTOR)
    FILE_NAME = "check"

    def __init__(
        self, configuration: Configuration, names: Sequence[str], *, only: str = ""
    ) -> None:
        """`names` are the interfaces that are looked at. `only` is the name of one check, such as
        `export`; of `mail` and `notify` who hears of runs gets a test.
        """
        super().__init__()
        self._configuration = configuration
        self._names = names
        self._only = only
        self._words: tuple[str, ...] = ()
        self._is_done = False
        self._began = datetime.now(UTC)

    @property
    def title_text(self) -> str:
        return _("Check")

    @property
    def news(self) -> str:
        if not self._is_done:
            return _("looking …") + " " + elapsed(datetime.now(UTC) - self._began)
        problems = sum(finding.state is not State.OK for finding in self._findings.all)
        return (
            ngettext("{n} problem", "{n} problems", problems).format(n=format_number(problems))
            if problems
            else _("all is well")
        )

    def searched_body(self) -> Iterable[Widget]:
        self._findings = FindingList()
        self._advice = Label(id="detail", classes="panel")
        yield Heading(self._findings)
        yield self._findings
        yield self._advice

    @property
    def list_searched(self) -> LineList:
        return self._findings

    def on_mount(self) -> None:
        self.action_look_again()

    def on_unmount(self) -> None:
        self._token.cancel()

    def action_look_again(self) -> None:
        """Look at everything from the beginning."""
        self._token = CancelToken()
        self._findings.all = []
        self._is_done = False
        self._began = datetime.now(UTC)
        self.run_worker(self._follow(), exclusive=True)
        self.show_title()

    async def _follow(self) -> None:
        results: SimpleQueue[Finding | BaseException | None] = SimpleQueue()
        threading.Thread(
            target=self._look, args=(results, self._token), name="doctor", daemon=True
        ).start()
        while not self._is_done:
            while not results.empty():
                result = results.get()
                if isinstance(result, BaseException):
                    raise result
                if result is None:
                    self._is_done = True
                else:
                    self._findings.all.append(result)
            self._show()
            await self.rest(self.opos.pace)

    def _look(
        self, results: SimpleQueue[Finding | BaseException | None], token: CancelToken
    ) -> None:
        try:
            for finding in examine(
                self._configuration,
                self._names,
                token,
                datetime.now(UTC),
                test_mail=self._only == "mail",
                test_notify=self._only == "notify",
                only=self._only,
            ):
                results.put(finding)
            results.put(None)
        except Cancelled:
            results.put(None)
        except Exception as error:
            results.put(error)

    def _show(self) -> None:
        self._findings.shown = [
            each
            for each in self._findings.all
            if all(word in _finding_text(each).casefold() for word in self._words)
        ]
        self._findings.lines_changed()
        self.show_title()
        self.refresh_bindings()

    def on_line_list_moved(self) -> None:
        finding = self._findings.chosen
        self._advice.say(f"{finding.text} {finding.advice}" if finding else "")

    def search_for(self, text: str) -> None:
        self._words = tuple(text.casefold().split())
        self._show()

    def line_text(self) -> str | None:
        return _finding_text(self._findings.chosen) if self._findings.chosen else None

    def lines_text(self) -> Iterable[str]:
        return map(_finding_text, self._findings.shown)

    def details_text(self) -> str:
        finding = self._findings.shown[self._findings.cursor]
        return "\n\n".join(part for part in (finding.text, finding.advice) if part)


def _finding_text(finding: Finding) -> str:
    place = f"{finding.check} {finding.interface}".strip()
    return sanitize(
        f"{_SIGNS[finding.state].sign} {place}: {finding.text} {finding.advice}".strip(), limit=2000
    )
