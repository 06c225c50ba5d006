"""`opos check`: the doctor, a line for each finding; with `--nagios` one line and the exit code of
a monitoring plugin.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from engine.cli.argparse_i18n import Parser
from engine.cli.asked import asked_configuration
from engine.cli.printer import Printer
from engine.cli.signals import stop_on_signals
from engine.common.cancellation import CancelToken
from engine.common.i18n import _, format_number, ngettext
from engine.doctor.examine import examine
from engine.doctor.finding import Finding, check_word
from engine.model.errors import ConfigError, ExitCode, StoreError, severest
from engine.reporting.monitoring import Standing, State, nagios_line
from engine.reporting.notifier import standings
from engine.worker.run_interfaces import enabled_interfaces, named_interfaces


def add_arguments(parser: Parser) -> None:
    parser.add_argument(
        "-i",
        "--interface",
        action="append",
        default=[],
        metavar="NAME",
        help=_("only this one; repeatable"),
    )
    parser.add_argument(
        "--mail", action="store_true", help=_("send a test mail to everyone who gets reports")
    )
    parser.add_argument(
        "--notify", action="store_true", help=_("test the webhook, and phones and chats")
    )
    parser.add_argument(
        "--nagios", action="store_true", help=_("one line and the exit code of a monitoring plugin")
    )


def run(options: Namespace, printer: Printer) -> ExitCode:
    """Examine the interfaces that were named, else all that are enabled."""
    now = datetime.now(UTC)
    stand: list[Standing] = []
    findings = _findings(options, stop_on_signals(), now, stand)
    if options.nagios:
        return _print_nagios(list(findings), stand, printer)
    found: list[Finding] = []
    for finding in findings:
        found.append(finding)
        _print(finding, printer)
    printer.line("\n" + _sum(found))
    return severest([finding.exit_code for finding in found])


def _findings(
    options: Namespace, token: CancelToken, now: datetime, stand: list[Standing]
) -> Iterator[Finding]:
    """What the doctor finds, mistakes of the configuration too; how the interfaces stand is added
    to `stand`.
    """
    try:
        configuration = asked_configuration(options)
    except ConfigError as error:
        yield Finding.of("configuration", error)
        return
    names = named_interfaces(configuration, options.interface) or enabled_interfaces(configuration)
    yield from examine(
        configuration,
        names,
        token,
        now,
        mail_to=() if options.mail else None,
        test_notify=options.notify,
    )
    try:
        stand += standings(configuration, now)
    except (StoreError, OSError):
        return  # a finding says so already


def _print_nagios(findings: list[Finding], stand: list[Standing], printer: Printer) -> ExitCode:
    """The exit code is a plugin's number, whatever it means in the contract."""
    problems = [
        (finding.state, f"{finding.interface}: {finding.text}".removeprefix(": "))
        for finding in findings
    ]
    state, text = nagios_line(problems, stand)
    printer.line(text, {"state": state.name, "text": text})
    return ExitCode(int(state))


def _print(finding: Finding, printer: Printer) -> None:
    words = {State.OK: _("well"), State.WARNING: _("warning"), State.CRITICAL: _("failure")}
    where = f"{check_word(finding.check)} {finding.interface}".strip()
    text = f"{words[finding.state]:<9} {where}: {finding.text}"
    if finding.advice:
        text += f"\n{'':<9} {finding.advice}"
    record = {"state": finding.state.name.lower(), **msgspec.structs.asdict(finding)}
    printer.line(text, record)


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
