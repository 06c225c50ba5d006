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
