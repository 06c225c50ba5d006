"""`opos template FILE.xlsx`: the Excel template that a bookkeeper can fill in."""

from __future__ import annotations

from pathlib import Path

from engine.cli.commands import Answer, Line
from engine.common.i18n import _
from engine.common.os_errors import describe_os_error
from engine.common.sanitize import sanitize
from engine.model.errors import ExitCode, StoreError, UsageError


def template(path: Path) -> Answer:
    """Write the template; never over a file that is there."""
    from engine.lists.layouts.template import write_template

    shown = sanitize(str(path))
    if path.exists():
        raise UsageError(
            _("{path} exists already.").format(path=shown),
            _("Name a file that does not exist yet."),
        )
    try:
        write_template(path)
    except OSError as error:
        raise StoreError(
            _("{path} cannot be written: {error}.").format(
                path=shown, error=describe_os_error(error)
            ),
            _("Choose another place."),
        ) from error
    yield Line(_("{path} written.").format(path=shown), {"written": str(path)})
    return ExitCode.OK
