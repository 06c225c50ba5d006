"""What each exit code means and what to do then, for people: the manual is made from it."""

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
    ExitCode.REPORT_FAILED: N_("imported, but a report or an export could not be sent"),
    ExitCode.INTERRUPTED: N_("stopped by Ctrl+C"),
    ExitCode.TERMINATED: N_("stopped by the system (SIGTERM)"),
}
"""In the order of the codes. Of several outcomes the severest counts."""

ADVICE = {
    ExitCode.OK: N_("Nothing."),
    ExitCode.BUG: N_(
        "Send the report `error-RUN.txt` to who maintains opos; it holds no amounts and no names."
        " The other interfaces have run."
    ),
    ExitCode.USAGE: N_("`opos COMMAND --help` says what can be typed."),
    ExitCode.WITH_WARNINGS: N_(
        "Look at the rejected rows: `opos show RUN`, or `e` in the app. All others count."
    ),
    ExitCode.NO_FILE: N_(
        "Ask whoever exports the list. `source.expect_file` and `source.expect_days` say when one"
        " is demanded."
    ),
    ExitCode.UNREACHABLE: N_(
        "Mostly nothing: the next run tries again. If it stays, `opos check` finds the step that"
        " fails."
    ),
    ExitCode.LOGIN_REFUSED: N_(
        "Compare user, password, certificate or host key with the server's operator; `opos check`"
        " shows what the server sent. A changed host key is never accepted unseen."
    ),
    ExitCode.LIST_REFUSED: N_(
        "The refusal names file, line and column, and what to ask for in bookkeeping. Nothing was"
        " changed; `opos read FILE` shows what the reader sees."
    ),
    ExitCode.HELD: N_(
        "Look at it and decide: `opos show RUN`, then `opos release RUN --reason TEXT`, or with"
        " `--reject`. Until then nothing was changed, and newer lists are imported."
    ),
    ExitCode.CONFIG: N_(
        "The messages name file, line, key and the nearest valid word, all at once. `opos check`"
        " looks again."
    ),
    ExitCode.LOCKED: N_(
        "Mostly nothing: the other run does it. `opos check` names one that hangs."
    ),
    ExitCode.STORE: N_(
        "Nothing was changed. Free some room, mount the folder, or set the owner right, as the"
        " message says; for a damaged store: `opos store repair`."
    ),
    ExitCode.REPORT_FAILED: N_(
        "The import counts. The mail is sent with the next run; `opos check --mail` tries the"
        " server."
    ),
    ExitCode.INTERRUPTED: N_(
        "Start it again when you like: what was not committed has changed nothing."
    ),
    ExitCode.TERMINATED: N_("Nothing: a stopped run that was due is made up for by the next tick."),
}
"""What to do then."""
