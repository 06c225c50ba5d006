"""What there is to say of reports: what could not be told to whom."""

from __future__ import annotations

from engine.model.message import N_, Code


class ReportNotice(Code):
    """What is worth a warning, and disturbs no import."""

    PROMETHEUS_FILE = (
        "prometheus_file",
        N_("The figures for Prometheus cannot be written to {path}: {why}."),
    )
    PING = "ping", N_("The watchdog at {host} could not be told: {why}.")
    UNPROTECTED_MAIL = (
        "unprotected_mail",
        N_("Mails to {host} go unprotected: anyone on the way can read them. Use starttls or tls."),
    )


_NEXT_RUN = N_("The next run tries again.")
_CHECK_ADDRESSES = N_("Check the addresses and the rights.")
_CHECK_LOGIN = N_(
    "Check smtp.user and the password; some providers want a password of its own for programs."
)


class MailFault(Code):
    """Why a mail could not be sent."""

    REFUSED = "mail_refused", "{what}: {reply} {said}.", _CHECK_ADDRESSES
    PUT_OFF = "mail_put_off", "{what}: {reply} {said}.", _NEXT_RUN
    LOGIN_REFUSED = "mail_login_refused", "{what}: {reply} {said}.", _CHECK_LOGIN
    NO_STARTTLS = (
        "mail_no_starttls",
        N_("The mail server {host} does not offer STARTTLS on port {port}."),
        N_('Most servers speak security = "tls" on port 465. Nothing was sent unprotected.'),
    )
    NO_LOGIN = (
        "mail_no_login",
        N_("The mail server {host} offers no login that opos knows (PLAIN or LOGIN)."),
        N_("Leave smtp.user empty if the server needs no login."),
    )
    CERTIFICATE = (
        "mail_certificate",
        N_("The certificate of the mail server {host} is not valid: {why}."),
        N_(
            "smtp.host must be the name in the certificate, and this machine must know the"
            " authority that signed it."
        ),
    )
    NO_TLS = (
        "mail_no_tls",
        N_("The mail server {host} does not speak TLS on port {port}."),
        N_(
            'Most servers speak security = "starttls" on port 587 and security = "tls" on port 465.'
        ),
    )
    NO_ANSWER = (
        "mail_no_answer",
        N_("The mail server {host} did not answer within {seconds} seconds."),
        N_(
            "Check smtp.port: a server that expects TLS says nothing without it, and a firewall"
            " answers nothing at all."
        ),
    )
    NOBODY_ANSWERS = (
        "mail_nobody_answers",
        N_("No mail server answers at {host}, port {port}."),
        N_("Check smtp.host and smtp.port."),
    )
    NAME_UNKNOWN = (
        "mail_name_unknown",
        N_("The name of the mail server {host} is not known."),
        N_("Check smtp.host."),
    )
    BROKE_OFF = (
        "mail_broke_off",
        N_("The mail server {host} broke off the connection."),
        _NEXT_RUN,
    )
    UNREACHABLE = (
        "mail_unreachable",
        N_("The mail server {host} cannot be reached: {why}."),
        _NEXT_RUN,
    )
    NO_ADDRESS = (
        "mail_no_address",
        N_("{address} is no mail address."),
        N_("Correct it in the configuration."),
    )


class NotifyFault(Code):
    """Why a webhook, a phone or a chat could not be told."""

    WEBHOOK = "webhook", N_("The webhook at {host} could not be told: {why}."), _NEXT_RUN
    WEBHOOK_REFUSED = (
        "webhook_refused",
        N_("The webhook at {host} refused: {why}."),
        N_("Check notify.webhook; an address that leads elsewhere is not followed."),
    )
    NO_APPRISE = (
        "no_apprise",
        N_("Apprise, which tells phones and chats, is not installed."),
        N_("Install it: pip install 'opos-import[apprise]'"),
    )
    NO_PHONE = (
        "no_phone",
        N_("{who} is no address that Apprise knows."),
        N_("Correct notify.apprise; https://github.com/caronc/apprise/wiki lists them."),
    )
    PHONE = "phone", N_("{who} could not be told."), _NEXT_RUN


class MailStep(Code):
    """What the mail server said no to: a part of `MailFault`."""

    RECIPIENT = "mail_step_recipient", N_("The recipient {who} was refused")
    LOGIN = "mail_step_login", N_("The mail server {host} refused the login of {user}")
    MAIL = "mail_step_mail", N_("The mail server {host} refused the mail")
