"""Decisions about several held imports, carried out one after the other, and told at the end."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from engine.common.i18n import _, format_number, ngettext
from engine.journal.event_text import render_finished
from engine.model.errors import ExitCode, OposError
from tui_app.runs import runner
from tui_app.runs.run_watcher import run_of_process
from tui_app.screens.base.screen import OposScreen
from tui_app.screens.dialogs.note import ProblemNote

_DONE = {ExitCode.OK, ExitCode.WITH_WARNINGS, ExitCode.REPORT_FAILED}


class Decisions:
    """Each is a process of its own, as if typed; they go on when the screen is left."""

    def __init__(self, screen: OposScreen) -> None:
        self._opos = screen.opos

    def begin(self, commands: Sequence[tuple[str, ...]]) -> None:
        """Carry them out; each is a command line after `opos`."""
        self._opos.run_worker(self._carry_out(commands))

    async def _carry_out(self, commands: Sequence[tuple[str, ...]]) -> None:
        failed: list[str] = []
        for command in commands:
            try:
                started = runner.start(self._opos.configuration.path, *command)
            except OposError as error:
                self._opos.push_screen(ProblemNote.of(error))
                return
            try:
                while started.exit_code is None:
                    await asyncio.sleep(self._opos.pace / 4)
                if started.exit_code not in _DONE:
                    failed.append(f"{command[-1]}: {self._why(started)}")
            finally:
                started.let_go()
        done = len(commands) - len(failed)
        if failed:
            self._opos.push_screen(
                ProblemNote("\n\n".join(failed), _("The others are done.") if done else "")
            )
        else:
            text = ngettext("{n} import is decided.", "{n} imports are decided.", done)
            self._opos.notify(text.format(n=format_number(done)), markup=False, timeout=2)

    def _why(self, started: runner.StartedRun) -> str:
        """Return what its journal says went wrong, or its own words where it could not begin
        one.
        """
        run = run_of_process(self._opos.data.journals, started.pid, started.since)
        return render_finished(run.finished) if run and run.finished else started.words()
