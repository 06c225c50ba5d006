"""What the fields are called on the screen. A new setting without a label is shown under its own
name.
"""

from __future__ import annotations

import re

from engine.common.i18n import _
from engine.model.message import N_
from tui_app.form.meanings import meanings

_SERVER = {
    "protocol": N_("Protocol"),
    "host": N_("Server"),
    "port": N_("Port"),
    "user": N_("User"),
    "password": N_("Password"),
    "password_file": N_("Password file"),
    "password_command": N_("Password command"),
    "tls": N_("TLS begins"),
    "ca_file": N_("Certificates"),
    "host_key": N_("Host key"),
    "key_file": N_("Key file"),
    "directory": N_("Folder"),
}
_LABELS = {
    "Interface": {
        "name": N_("Name"),
        "group": N_("Group"),
        "enabled": N_("Enabled"),
        "branches": N_("Branches"),
        "computer": N_("Workstation"),
        "use": N_("Used on"),
        "start": N_("Start"),
    },
    "SourceSettings": {
        **_SERVER,
        "filename": N_("Part of file name"),
        "exclude": N_("Not in file name"),
        "ignore_case": N_("Upper and lower case alike"),
        "days_back": N_("Days back"),
        "max_files": N_("Files per run"),
        "after_import": N_("After the import"),
        "move_to": N_("Move to"),
        "acknowledge": N_("Move refused files away"),
        "error_folder": N_("Folder for errors"),
        "stable_seconds": N_("Stable for seconds"),
        "min_age_seconds": N_("Seconds old at least"),
        "ready_file": N_("Ready file"),
        "expect_file": N_("File expected"),
        "expect_days": N_("Warn after days without list"),
    },
    "File": {
        "type": N_("Layout"),
        "content": N_("Content"),
        "encoding": N_("Encoding"),
        "consultant": N_("Consultant"),
        "client": N_("Client"),
        "debtors": N_("Debtors"),
        "money_accounts": N_("Money accounts"),
        "accounts": N_("Our accounts"),
    },
    "Posting": {
        "mandants": N_("Mandanten"),
        "paid_as_of": N_("Paid as of"),
        "unlisted": N_("Unlisted invoices"),
        "only_handed_over": N_("Only handed over"),
        "delete_before_import": N_("Delete before import"),
        "unknown": N_("Unknown invoices"),
        "tolerance": N_("Tolerance"),
        "require_handover": N_("Handover missing"),
    },
    "ScheduleSettings": {
        "interval": N_("Interval"),
        "time": N_("Time"),
        "every_minutes": N_("Every … minutes"),
        "weekdays": N_("Weekdays"),
        "day": N_("Day of month"),
        "retry": N_("Try again after minutes"),
    },
    "Guard": {
        "max_settled_percent": N_("Settled % at most"),
        "max_settled_amount": N_("Settled € at most"),
        "max_deleted_percent": N_("Deleted % at most"),
        "max_reopened_percent": N_("Reopened % at most"),
        "max_rejected_percent": N_("Rejected % at most"),
        "min_rows_percent": N_("Rows % at least"),
        "max_small": N_("Never too many up to"),
        "second_person": N_("Second person"),
    },
    "Report": {
        "email": N_("Mail to"),
        "email_de": N_("Mail in German to"),
        "email_en": N_("Mail in English to"),
        "on": N_("Tell when"),
    },
    "Settings": {
        "language": N_("Language"),
        "timezone": N_("Time zone"),
        "data_dir": N_("Data folder"),
    },
    "WindowSettings": {
        "earliest": N_("Earliest"),
        "latest": N_("Latest"),
        "run_minutes": N_("Minutes per run"),
    },
    "WorkerSettings": {
        "runs_at_once": N_("Runs at once"),
        "connections_per_host": N_("Runs on one server"),
    },
    "StoreSettings": {
        "url": N_("Address"),
        "password": N_("Password"),
        "password_file": N_("Password file"),
        "password_command": N_("Password command"),
        "remove_when": N_("Remove lists"),
    },
    "Smtp": {
        "host": N_("Server"),
        "port": N_("Port"),
        "security": N_("Protection"),
        "user": N_("User"),
        "password": N_("Password"),
        "password_file": N_("Password file"),
        "password_command": N_("Password command"),
        "sender": N_("Sender"),
    },
    "ListLimits": {
        "file_megabytes": N_("File, in MB"),
        "rows": N_("Rows"),
        "workbook_megabytes": N_("Memory, in MB"),
        "workbook_seconds": N_("Seconds"),
    },
    "RetentionSettings": {"days": N_("Days"), "runs": N_("Runs")},
    "Monitoring": {"prometheus_file": N_("Prometheus file"), "ping_url": N_("Ping address")},
    "Notify": {
        "webhook": N_("Webhook"),
        "secret": N_("Secret"),
        "apprise": N_("Phones and chats"),
        "on": N_("Tell when"),
    },
    "Security": {"reveal_passwords": N_("Reveal passwords")},
    "Mandant": {"name": N_("Name"), "future_postings": N_("Future postings")},
    "Branch": {"name": N_("Name"), "mandant": N_("Mandant")},
    "OwnLayout": {
        "base": N_("Kind of file"),
        "content": N_("Content"),
        "ignore": N_("Ignored columns"),
    },
    "Export": {
        "mandants": N_("Mandanten"),
        "on": N_("Changes told"),
        "format": N_("Format"),
        "filename": N_("File name"),
        "ready_file": N_("Ready file"),
        "encoding": N_("Encoding"),
        "delimiter": N_("Delimiter"),
        "decimal": N_("Before the cents"),
        "dates": N_("Days as"),
    },
    "TargetSettings": _SERVER,
    "ExportColumns": {
        "mandant": N_("Mandant"),
        "invoice_no": N_("Invoice number"),
        "account": N_("Debtor account"),
        "name": N_("Customer"),
        "branch": N_("Branch"),
        "invoice_date": N_("Invoice date"),
        "due_date": N_("Due date"),
        "amount": N_("Invoice amount"),
        "open": N_("Open amount"),
        "currency": N_("Currency"),
        "status": N_("Status"),
        "paid_on": N_("Paid on"),
        "dunning_level": N_("Dunning level"),
        "handed_over": N_("Handed over"),
        "export": N_("Goes back"),
        "updated_by": N_("Changed by run"),
        "updated_at": N_("Changed on"),
        "before_open": N_("Open before"),
        "change": N_("What"),
        "rule": N_("Rule"),
        "run": N_("Run"),
        "file": N_("File"),
        "line": N_("Row"),
    },
    "Columns": {
        "invoice_no": N_("Invoice number"),
        "account": N_("Debtor account"),
        "name": N_("Customer"),
        "mandant": N_("Mandant"),
        "branch": N_("Branch"),
        "doc_date": N_("Invoice date"),
        "due_date": N_("Due date"),
        "amount": N_("Invoice amount"),
        "debit": N_("Debit"),
        "credit": N_("Credit"),
        "open": N_("Open amount"),
        "sh": N_("Debit or credit"),
        "paid": N_("Paid amount"),
        "paid_on": N_("Paid on"),
        "cleared": N_("Settlement mark"),
        "currency": N_("Currency"),
        "entry_currency": N_("Entry currency"),
        "dunning_level": N_("Dunning level"),
        "posting_no": N_("Posting number"),
        "text": N_("Posting text"),
    },
}


def label(table: str, field: str) -> str:
    """Return what the field of a table (by the name of its class) is called, in the language in
    use.
    """
    return _(_LABELS.get(table, {}).get(field, field))


_NAMED = re.compile(r"""(`?)\b([a-z]+(?:_[a-z]+)*)\b`?(?: = "?([\w]+)"?)?""")


def by_labels(sentence: str, table: str) -> str:
    """Return the sentence with each setting that it names, as `this` or this_one = "so", by what it
    is called on the screen; those of the `table` first.
    """

    def called(found: re.Match[str]) -> str:
        quote, name, value = found.groups()
        tables = [each for each in (table, *_LABELS) if name in _LABELS.get(each, {})]
        if not tables or not (quote or value or "_" in name):
            return found[0]
        text = _("“{name}”").format(name=label(tables[0], name))
        if not value:
            return text
        words = {"true": _("yes"), "false": _("no")} | meanings(tables[0], name)
        return f"{text} = {words.get(value, value)}"

    return _NAMED.sub(called, sentence)
