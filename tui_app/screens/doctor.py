"""The doctor: everything that runs depend on, looked at step by step, each with what to do where it
is not well.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from queue import SimpleQueue
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from engine.common.cancellation import CancelToken
from engine.common.i18n import _, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.doctor.examine import examine
from engine.doctor.finding import Finding, check_word
from engine.model.errors import Cancelled
from engine.reporting.monitoring import State
from engine.settings.load import Configuration
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when
from tui_app.screens.base.lines import LinesScreen
from tui_app.widgets.finding_list import FINDING_SIGNS, FindingGroup, FindingList
from tui_app.widgets.label import Label
from tui_app.widgets.line_list import Heading, LineList
from tui_app.wording.text import elapsed
from tui_app.wording.wanted import Wanted


class DoctorScreen(LinesScreen):
    """Looks in a thread of its own, which is told to stop when the screen is left, and never waited
    for.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.DOCTOR)
    FILE_NAME = "check"

    def __init__(
        self,
        configuration: Configuration,
        names: Sequence[str],
        *,
        only: str = "",
        mail_to: Sequence[str] = (),
        trust: Callable[[], None] | None = None,
    ) -> None:
        """`names` are the interfaces that are looked at. `only` is the name of one check, such as
        `export`; of `notify` who hears of runs gets a test, and of `mail` who is in `mail_to`.
        `trust` asks whether to trust the key or certificate that a server shows.
        """
        super().__init__()
        self._configuration = configuration
        self._names = names
        self._only = only
        self._mail_to = mail_to
        self._trust = trust
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
        self._findings = FindingList(self.opos.called)
        self._advice = Label(id="detail", classes="panel")
        yield Heading(self._findings)
        yield self._findings
        yield self._advice

    @property
    def list_searched(self) -> LineList:
        return self._findings

    def on_mount(self) -> None:
        self.action_look_again()

    def _can_trust(self) -> bool:
        found = self._findings.chosen
        return self._trust is not None and isinstance(found, Finding) and found.is_of_identity

    @enabled_when(_can_trust)
    def action_trust(self) -> None:
        """Back to the form, which asks whether the server is the right one."""
        self.dismiss()
        if self._trust:
            self._trust()

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
            if self._is_done and self._findings.cursor == 0:
                self._findings.next_problem()
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
                mail_to=self._mail_to or None,
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
        found, wanted = self._findings.all, self.wanted
        self._findings.show(
            (each for each in found if wanted.is_in(self._text(each).casefold())),
            fold_what_is_well=self._is_done and not any(wanted) and len(self._names) > 1,
        )
        self.show_title()
        self.refresh_bindings()

    def on_line_list_moved(self) -> None:
        chosen = self._findings.chosen
        self._advice.head(self._findings.group_name(chosen) if chosen else "")
        self._advice.say(f"{chosen.text} {chosen.advice}" if isinstance(chosen, Finding) else "")

    def action_problem(self) -> None:
        self._findings.next_problem()

    def choose(self) -> None:
        self.action_details()

    def _has_any(self) -> bool:
        return self._findings.chosen is not None

    @enabled_when(_has_any)
    def action_details(self) -> None:
        """Fold or unfold a group; show a finding in full."""
        chosen = self._findings.chosen
        if isinstance(chosen, FindingGroup):
            self._findings.fold(chosen)
            self._show()
        else:
            super().action_details()

    def search_for(self, _wanted: Wanted) -> None:
        self._show()

    def line_text(self) -> str | None:
        chosen = self._findings.chosen
        return self._text(chosen) if isinstance(chosen, Finding) else None

    def lines_text(self) -> Iterable[str]:
        return (self._text(line) for line in self._findings.lines if isinstance(line, Finding))

    def details_text(self) -> str:
        finding = self._findings.chosen
        assert isinstance(finding, Finding)  # noqa: S101 - `line_text` is None for all else
        place = f"{self._findings.group_name(finding)}: {check_word(finding.check)}"
        return "\n\n".join(part for part in (place, finding.text, finding.advice) if part)

    def _text(self, finding: Finding) -> str:
        interface = self.opos.called(finding.interface) if finding.interface else ""
        place = f"{check_word(finding.check)} {interface}".strip()
        sign = FINDING_SIGNS[finding.state].sign
        text = f"{sign} {place} {finding.interface}: {finding.text} {finding.advice}"
        return sanitize(text.strip(), limit=2000)
