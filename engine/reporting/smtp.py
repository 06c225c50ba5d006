"""Sending one mail: over a protected connection, to a server whose certificate was checked, with
every refusal in words.

What differs from `smtplib` as it comes: its `starttls()` accepts any certificate, its `login()`
tries a wrong password three times, which locks accounts, and stumbles over an umlaut in it, and it
asks the network for the name of this machine.
"""

from __future__ import annotations

import base64
import contextlib
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime
from typing import TYPE_CHECKING, TypeVar

from engine.common.cancellation import CancelToken
from engine.common.in_time import in_time
from engine.common.known_secrets import keep_secret, without_secrets
from engine.common.loopback import is_loopback
from engine.common.os_errors import system_reason
from engine.common.sanitize import sanitize
from engine.messages.reporting import MailFault, MailStep, ReportNotice
from engine.model.errors import SendFailed, SendRefused
from engine.model.message import Message

if TYPE_CHECKING:
    from engine.common.secret import SecretStr
    from engine.settings.model import Smtp

TIMEOUT = 15.0
"""Seconds that the server may take for one answer."""
_ALL_SECONDS = 60.0
"""That it may take for everything."""

Result = TypeVar("Result")


def new_mail(sender: str, to: tuple[str, ...], subject: str, text: str, name: str) -> EmailMessage:
    """A mail ready to send. `name` is its identity: a mail sent twice under one name is shown once
    by most programs.

    Raises `SendRefused` for an address that is none, so that nothing in it can add a recipient or a
    header.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(sender)
    message["To"] = [_address(recipient) for recipient in to]
    message["Subject"] = sanitize(subject, limit=200)
    message["Date"] = localtime()
    message["Message-ID"] = f"<opos.{name}@{_domain(sender)}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no absence note comes back
    message.set_content(text)
    return message


def send(
    smtp: Smtp,
    password: SecretStr,
    message: EmailMessage,
    token: CancelToken,
    timeout: float = TIMEOUT,
) -> dict[str, SendFailed]:
    """Send the mail; returns the recipients that the server did not take, each with the reason.

    Raises `SendFailed` where nobody got it and the next run may try again, `SendRefused` where that
    would not help, `Cancelled` as soon as the run is stopped.
    """
    recipients = [address.addr_spec for address in message["To"].addresses]

    def hand_over(client: smtplib.SMTP) -> dict[str, tuple[int, bytes]]:
        return _hand_over(client, message, recipients)

    refused = _in_session(hand_over, smtp, password, token, timeout)
    return {
        address: _refusal(Message.of(MailStep.RECIPIENT, who=address), *why)
        for address, why in refused.items()
    }


def log_in(smtp: Smtp, password: SecretStr, token: CancelToken, timeout: float = TIMEOUT) -> None:
    """Connect and log in as for a mail, and send none. Raises as `send` does."""
    _in_session(lambda _client: None, smtp, password, token, timeout)


def unprotected(smtp: Smtp) -> Message | None:
    """A warning where mails cross a network that anyone on the way can read."""
    if smtp.security != "none" or not smtp.host or is_loopback(smtp.host):
        return None
    return Message.of(ReportNotice.UNPROTECTED_MAIL, host=smtp.host)


def _in_session(
    action: Callable[[smtplib.SMTP], Result],
    smtp: Smtp,
    password: SecretStr,
    token: CancelToken,
    timeout: float,
) -> Result:
    """Connect, log in and do it, all within its time."""

    def act() -> Result:
        with _session(smtp, timeout) as client:
            if smtp.user:
                _log_in(client, smtp, password)
            return action(client)

    try:
        return in_time(act, token, _ALL_SECONDS)
    except (OSError, UnicodeError) as error:
        raise _in_words(error, smtp, timeout) from None


@contextlib.contextmanager
def _session(smtp: Smtp, timeout: float) -> Iterator[smtplib.SMTP]:
    """A connection after its greeting, protected as configured. It is closed without fail, and
    without a complaint of its own: a server that breaks off after it took the mail has taken it.
    """
    tls = ssl.create_default_context()
    me = _own_name()
    client: smtplib.SMTP
    if smtp.security == "tls":
        client = smtplib.SMTP_SSL(smtp.host, smtp.port, me, timeout=timeout, context=tls)
    else:
        client = smtplib.SMTP(smtp.host, smtp.port, me, timeout=timeout)
    try:
        client.ehlo_or_helo_if_needed()
        if smtp.security == "starttls":
            _start_tls(client, smtp, tls)
        yield client
        with contextlib.suppress(OSError):
            client.quit()
    finally:
        client.close()


def _start_tls(client: smtplib.SMTP, smtp: Smtp, tls: ssl.SSLContext) -> None:
    if not client.has_extn("starttls"):
        raise SendRefused(MailFault.NO_STARTTLS, host=smtp.host, port=smtp.port)
    client.starttls(context=tls)
    client.ehlo()


def _log_in(client: smtplib.SMTP, smtp: Smtp, password: SecretStr) -> None:
    """One attempt."""
    offered = client.esmtp_features.get("auth", "").split()
    if "PLAIN" in offered:
        identity = "\0".join(("", smtp.user, password.get_secret_value()))
        code, answer = client.docmd("AUTH", f"PLAIN {_base64(identity)}")
    elif "LOGIN" in offered:
        code, answer = client.docmd("AUTH", f"LOGIN {_base64(smtp.user)}")
        if code == 334:
            code, answer = client.docmd(_base64(password.get_secret_value()))
    else:
        raise SendRefused(MailFault.NO_LOGIN, host=smtp.host)
    if code != 235:
        step = Message.of(MailStep.LOGIN, host=smtp.host, user=smtp.user)
        raise _refusal(step, code, answer)


def _hand_over(
    client: smtplib.SMTP, message: EmailMessage, recipients: list[str]
) -> dict[str, tuple[int, bytes]]:
    try:
        return client.send_message(message, to_addrs=recipients)
    except smtplib.SMTPRecipientsRefused as error:
        return error.recipients


def _in_words(error: OSError | UnicodeError, smtp: Smtp, timeout: float) -> SendFailed:
    """What went wrong with the server, and what to do about it. The order matters: all of these are
    `OSError`s.
    """
    host, port = smtp.host, smtp.port
    if isinstance(error, ssl.SSLCertVerificationError):
        return SendRefused(MailFault.CERTIFICATE, host=host, why=error.verify_message)
    if isinstance(error, ssl.SSLError):
        return SendRefused(MailFault.NO_TLS, host=host, port=port)
    if isinstance(error, smtplib.SMTPResponseException):
        step = Message.of(MailStep.MAIL, host=host)
        return _refusal(step, error.smtp_code, error.smtp_error)
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return SendFailed(MailFault.NO_ANSWER, host=host, seconds=round(timeout))
    if isinstance(error, ConnectionRefusedError):
        return SendFailed(MailFault.NOBODY_ANSWERS, host=host, port=port)
    if isinstance(error, (socket.gaierror, UnicodeError)):
        return SendFailed(MailFault.NAME_UNKNOWN, host=host)
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return SendFailed(MailFault.BROKE_OFF, host=host)
    return SendFailed(MailFault.UNREACHABLE, host=host, why=system_reason(error))


def _refusal(step: Message, reply: int, answer: bytes | str) -> SendFailed:
    """A refusal of the server with its own words; what begins with 4 is only put off."""
    words = answer if isinstance(answer, str) else answer.decode("utf-8", "replace")
    words = without_secrets(words)
    kind = SendFailed if 400 <= reply < 500 else SendRefused
    if step.code is MailStep.LOGIN:
        fault = MailFault.LOGIN_REFUSED
    else:
        fault = MailFault.REFUSED if kind is SendRefused else MailFault.PUT_OFF
    return kind(fault, what=step, reply=reply, said=sanitize(words, limit=200).rstrip(". "))


def _address(text: str) -> Address:
    try:
        return Address(addr_spec=text)
    except (ValueError, IndexError, MessageError) as error:  # the library checks by stumbling
        raise SendRefused(MailFault.NO_ADDRESS, address=text) from error


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


def _own_name() -> str:
    """What we call ourselves to the server. Not by `getfqdn`, which a broken name server holds up
    for half a minute.
    """
    name = socket.gethostname()
    return name if "." in name else "[127.0.0.1]"


def _base64(text: str) -> str:
    """For a login; so it is as secret as what is in it."""
    encoded = base64.b64encode(text.encode()).decode()
    keep_secret(encoded)
    return encoded
