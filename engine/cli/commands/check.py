"""`opos check`: the doctor, a line for each finding; with `--nagios` one line and the exit code of
a monitoring plugin.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from engine.cli.commands import Answer, Line
from engine.common.cancellation import CancelToken
from engine.common.i18n import _, advice_of, cause_of, format_number, ngettext
from engine.doctor.examine import examine
from engine.doctor.finding import Finding
from engine.model.errors import ConfigError, ExitCode, StoreError, severest
from engine.reporting.monitoring import Standing, State, nagios_line
from engine.reporting.notifier import standings
from engine.settings.load import Configuration
from engine.worker.run_interfaces import enabled, named


def check(load: Callable[[], Configuration], options: Namespace, token: CancelToken) -> Answer:
    """The interfaces that were named, else all that are enabled; `load` reads the configuration,
    whose mistakes are a finding.
    """
    now = datetime.now(UTC)
    found: list[Finding] = []
    stand: list[Standing] = []
    for finding in _findings(load, options, token, now, stand):
        found.append(finding)
        if not options.nagios:
            yield _line(finding)
    if options.nagios:
        told = [
            (finding.state, f"{finding.interface}: {finding.text}".removeprefix(": "))
            for finding in found
        ]
        state, text = nagios_line(told, stand)
        yield Line(text, {"state": state.name, "text": text})
        return ExitCode(int(state))  # a plugin's numbers, whatever they mean in the contract
    yield Line("\n" + _sum(found))
    return severest([finding.exit_code for finding in found])


def _findings(
    load: Callable[[], Configuration],
    options: Namespace,
    token: CancelToken,
    now: datetime,
    stand: list[Standing],
) -> Iterator[Finding]:
    try:
        configuration = load()
    except ConfigError as error:
        yield Finding(
            check="configuration",
            exit_code=ExitCode.CONFIG,
            text=cause_of(error),
            advice=advice_of(error),
        )
        return
    names = named(configuration, options.interface) or enabled(configuration)
    yield from examine(configuration, names, token, now, test_mail=options.mail)
    try:
        stand += standings(configuration, now)
    except (StoreError, OSError):
        return  # a finding says so already


def _line(finding: Finding) -> Line:
    words = {State.OK: _("well"), State.WARNING: _("warning"), State.CRITICAL: _("failure")}
    where = f"{finding.check} {finding.interface}".strip()
    text = f"{words[finding.state]:<9} {where}: {finding.text}"
    if finding.advice:
        text += f"\n{'':<9} {finding.advice}"
    return Line(text, {"state": finding.state.name.lower(), **_fields(finding)})


def _fields(finding: Finding) -> dict[str, object]:
    return {name: getattr(finding, name) for name in finding.__struct_fields__}


def _sum(found: list[Finding]) -> str:
    warnings = sum(finding.state is State.WARNING for finding in found)
    failures = sum(finding.state is State.CRITICAL for finding in found)
    if not warnings and not failures:
        return _("All is well.")
    return ", ".join(
        [
            ngettext("{n} failure", "{n} failures", failures).format(n=format_number(failures)),
            ngettext("{n} warning", "{n} warnings", warnings).format(n=format_number(warnings)),
        ]
    )
