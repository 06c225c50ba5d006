"""`opos template FILE.xlsx`: the Excel template that a bookkeeper can fill in."""

from __future__ import annotations

from pathlib import Path

from engine.cli.commands import Answer, Line
from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.model.errors import ExitCode


def template(path: Path) -> Answer:
    """Write the template; never over a file that is there. Raises `UsageError`."""
    from engine.cli.template_workbook import write_template

    write_template(path)
    yield Line(_("{path} written.").format(path=sanitize(str(path))), {"written": str(path)})
    return ExitCode.OK
