"""Whether this terminal can show the app, and how calm it must be."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from engine.common.i18n import _
from engine.model.errors import UsageError


def require_terminal() -> None:
    """Raise `UsageError` where the app could not be seen: no terminal, one without a screen,
    or not UTF-8.

    The screen is drawn on stderr, so that is what must be a terminal that takes UTF-8.
    """
    if not all(
        stream is not None and stream.isatty()
        for stream in (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    ):
        raise UsageError(_("The app needs a terminal, and this is none."), _commands())
    term = os.environ.get("TERM", "")
    if term in ("", "dumb", "unknown"):
        cause = _("TERM is “{term}”: a terminal without a screen.").format(term=term)
        raise UsageError(
            cause,
            _("Type `export TERM=xterm-256color`, if that is what it is.") + " " + _commands(),
        )
    encoding = sys.__stderr__.encoding if sys.__stderr__ else ""
    if encoding.lower().replace("-", "") != "utf8":
        cause = _("The terminal's encoding is {encoding}; lines and umlauts need UTF-8.").format(
            encoding=encoding
        )
        raise UsageError(cause, _("Type `export LC_ALL=C.UTF-8` and try again."))


def is_calm(environ: Mapping[str, str]) -> bool:
    """Return whether the screen is to be drawn half as often, in the terminal's own colours: over
    SSH that is a quarter of the bytes.
    """
    return "SSH_CONNECTION" in environ


def _commands() -> str:
    return _(
        "`opos --headless` runs what is due; `opos runs` shows what ran, `opos --help` lists all"
        " commands."
    )
