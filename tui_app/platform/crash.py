"""What is left of an error of our own: a file with the traceback, without the values of variables,
and a sentence.
"""

from __future__ import annotations

import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from engine.common.i18n import _


def write_report(error: BaseException | None, folder: Path) -> str:
    """Write the traceback to a file in `folder`, or where that cannot be, in the system's temporary
    folder; say where it is.
    """
    text = "".join(traceback.format_exception(error)) if error is not None else ""
    name = f"error-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-tui.txt"
    for place in (folder, Path(tempfile.gettempdir())):
        path = place / name
        try:
            path.touch(mode=0o600, exist_ok=False)
            path.write_text(text, encoding="utf-8")
        except OSError:
            continue
        return _(
            "opos: the app broke ({kind}). Runs go on. Please report it with the file {path}."
        ).format(kind=type(error).__name__, path=path)
    return _("opos: the app broke ({kind}). Runs go on. Please report it.").format(
        kind=type(error).__name__
    )
