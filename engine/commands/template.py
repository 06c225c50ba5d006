"""`opos template FILE.xlsx`: the Excel template that a bookkeeper can fill in."""

from __future__ import annotations

from pathlib import Path

from engine.commands import Answer, Line
from engine.errors import ExitCode, StoreError, UsageError
from engine.language import _
from engine.plain import plain
from engine.system_errors import why


def template(path: Path) -> Answer:
    """Write the template; never over a file that is there."""
    from engine.lists.template import write_template

    shown = plain(str(path))
    if path.exists():
        raise UsageError(_("{path} exists already.").format(path=shown), _("Name a file that does not exist yet."))
    try:
        write_template(path)
    except OSError as error:
        raise StoreError(
            _("{path} cannot be written: {error}.").format(path=shown, error=why(error)), _("Choose another place.")
        ) from error
    yield Line(_("{path} written.").format(path=shown), {"written": str(path)})
    return ExitCode.OK
