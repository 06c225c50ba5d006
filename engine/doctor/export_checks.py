"""Checks of the exports: whether files can be put on their targets, and whether some wait."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from engine.common.i18n import _, format_number, ngettext, render_in_full
from engine.common.sanitize import sanitize
from engine.doctor.checkup import Checkup
from engine.doctor.finding import Finding
from engine.model.errors import ExitCode
from engine.queries.export_rows import export_rows
from engine.settings.secrets import password_of


def check_exports(checkup: Checkup) -> Iterator[Finding]:
    """Walk to the target of each export, step by step; then count what waits."""
    from engine.sources.diagnose import diagnose_target

    codes = {"ok": ExitCode.OK, "warn": ExitCode.WITH_WARNINGS, "fail": ExitCode.UNREACHABLE}
    for name, export in checkup.settings.exports.items():
        password = partial(password_of, name, export.target)
        for step in diagnose_target(export.target, password, checkup.token):
            yield Finding(
                check="export",
                exit_code=codes[step.verdict],
                text=f"{name}: {step.text}",
                advice=step.advice,
            )
    waiting = [row for row in export_rows(checkup.configuration) if row.state == "waiting"]
    for name in dict.fromkeys(row.export for row in waiting):
        files = [row for row in waiting if row.export == name]
        text = ngettext("{n} file waits.", "{n} files wait.", len(files))
        why = files[0].why
        yield Finding(
            check="export",
            exit_code=ExitCode.REPORT_FAILED,
            text=f"{name}: {text.format(n=format_number(len(files)))}"
            + (f" {sanitize(render_in_full(why), 2000)}" if why else ""),
            advice=_("The next run sends them; `opos export {name}` does so now.").format(
                name=name
            ),
        )
