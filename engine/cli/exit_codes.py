"""What each exit code means, for people: the manual pages are made from it."""

from __future__ import annotations

from engine.model.errors import ExitCode
from engine.model.message import N_

MEANINGS = {
    ExitCode.OK: N_("done; also: nothing was due, or no file came where none is demanded"),
    ExitCode.BUG: N_("an error of opos itself; its report lies in the data folder"),
    ExitCode.USAGE: N_("the command line is wrong"),
    ExitCode.WITH_WARNINGS: N_("imported, with rejected rows or warnings"),
    ExitCode.NO_FILE: N_("no file came though one is demanded"),
    ExitCode.UNREACHABLE: N_("the server was not reached or broke off; the next run tries again"),
    ExitCode.LOGIN_REFUSED: N_("login, certificate or host key refused"),
    ExitCode.LIST_REFUSED: N_("the list was refused: wrong format, incomplete, unreadable"),
    ExitCode.HELD: N_("held by the guard, waiting for `opos release`"),
    ExitCode.CONFIG: N_("the configuration is wrong"),
    ExitCode.LOCKED: N_("another run is at work on the same"),
    ExitCode.STORE: N_("the store cannot be read or written, or its disk is full"),
    ExitCode.REPORT_FAILED: N_("imported, but the report could not be sent"),
    ExitCode.INTERRUPTED: N_("stopped by Ctrl+C"),
    ExitCode.TERMINATED: N_("stopped by the system (SIGTERM)"),
}
"""In the order of the codes. Of several outcomes the severest counts."""
