"""Checks of what is reached over the network: the servers of the lists, and mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from engine.common.cancellation import CancelToken
from engine.common.decoding import Damaged
from engine.common.i18n import _, format_number, ngettext, render
from engine.common.sanitize import sanitize
from engine.doctor.checkup import Checkup
from engine.doctor.finding import Finding
from engine.model.errors import ExitCode
from engine.reporting.outboxes import Outboxes
from engine.settings.secrets import password_of


def check_servers(checkup: Checkup) -> Iterator[Finding]:
    """Walk through the source of each interface, step by step."""
    from engine.sources.diagnose import diagnose

    for name in checkup.names:
        source = checkup.settings.interfaces[name].source
        here = checkup.now.astimezone(checkup.zone)
        for step in diagnose(source, partial(password_of, name, source), checkup.token, now=here):
            failure = (
                ExitCode.LOGIN_REFUSED
                if step.step in ("tls", "host_key", "login")
                else ExitCode.UNREACHABLE
            )
            code = {"ok": ExitCode.OK, "warn": ExitCode.WITH_WARNINGS, "fail": failure}[
                step.verdict
            ]
            yield Finding(
                check="server",
                interface=name,
                exit_code=code,
                text=step.text,
                advice=step.advice,
                is_of_identity=step.step in ("tls", "host_key") and step.verdict == "fail",
            )


def check_mail(checkup: Checkup, *, mail_to: Sequence[str] | None) -> Iterator[Finding]:
    """Log in to the mail server, and send a test mail to `mail_to`: where that is empty to everyone
    who gets reports, where it is None to nobody.
    """
    from engine.reporting.smtp import log_in, unprotected

    smtp = checkup.settings.smtp
    if not smtp.host:
        advice = _(
            "Set smtp.host, smtp.sender and report.email of the interfaces, and someone hears"
            " of what goes wrong."
        )
        yield Finding(check="mail", text=_("No mail is configured."), advice=advice)
        return
    if notice := unprotected(smtp):
        yield Finding(check="mail", exit_code=ExitCode.WITH_WARNINGS, text=render(notice))
    log_in(smtp, password_of("smtp", smtp), CancelToken())
    text = _("The mail server {host} takes mails from us.")
    yield Finding(check="mail", text=text.format(host=sanitize(smtp.host)))
    if mail_to is not None:
        yield from _send_test_mail(checkup, mail_to)


def _send_test_mail(checkup: Checkup, mail_to: Sequence[str]) -> Iterator[Finding]:
    from engine.reporting.run_mail import write_test_mail
    from engine.reporting.smtp import send

    smtp = checkup.settings.smtp
    reports = (checkup.settings.interfaces[name].report for name in checkup.names)
    everyone = (address for report in reports for address in report.everyone)
    to = tuple(mail_to) or tuple(dict.fromkeys(everyone))
    if not to:
        text = _("There is nobody to send a test mail to: no interface has report.email.")
        yield Finding(check="mail", exit_code=ExitCode.WITH_WARNINGS, text=text)
        return
    mail = write_test_mail(smtp.sender, to, checkup.now, checkup.configuration.path)
    refused = send(smtp, password_of("smtp", smtp), mail, CancelToken())
    if sent := [address for address in to if address not in refused]:
        yield Finding(
            check="mail",
            text=_("A test mail was sent to {addresses}.").format(
                addresses=sanitize(", ".join(sent))
            ),
        )
    for refusal in refused.values():
        yield Finding.of("mail", refusal)


def check_outbox(checkup: Checkup) -> Iterator[Finding]:
    """Count the mails that still wait to be sent."""
    try:
        boxes = Outboxes(checkup.data).read()
    except FileNotFoundError:
        return
    except Damaged:
        yield Finding(
            check="outbox",
            exit_code=ExitCode.REPORT_FAILED,
            text=_("{path} is damaged: mails that could not be sent yet are lost.").format(
                path=sanitize(str(checkup.data.outboxes))
            ),
            advice=_(
                "What still fails is mailed anew with the next run; look through `opos runs`."
            ),
        )
        return
    for name, box in boxes.items():
        n = len(box.letters)
        if n:
            text = ngettext(
                "{n} mail could not be sent yet.", "{n} mails could not be sent yet.", n
            ).format(n=format_number(n))
            advice = _("The next run of this interface tries again.")
            yield Finding(
                check="outbox",
                interface=name,
                exit_code=ExitCode.REPORT_FAILED,
                text=text,
                advice=advice,
            )
