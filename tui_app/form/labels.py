"""What the fields are called on the screen. A new setting without a label is shown under its own
name.
"""

from __future__ import annotations

import re

from engine.common.i18n import _ as translated
from tui_app.form.meanings import meanings


def _(message: str) -> str:
    """Mark a text for the catalogue; it is translated when shown, once the language is known."""
    return message


_SERVER = {
    "protocol": _("Protocol"),
    "host": _("Server"),
    "port": _("Port"),
    "user": _("User"),
    "password": _("Password"),
    "password_file": _("Password file"),
    "password_command": _("Password command"),
    "tls": _("TLS begins"),
    "ca_file": _("Certificates"),
    "host_key": _("Host key"),
    "key_file": _("Key file"),
    "directory": _("Folder"),
}
_LABELS = {
    "Interface": {
        "name": _("Name"),
        "group": _("Group"),
        "enabled": _("Enabled"),
        "branches": _("Branches"),
        "computer": _("Workstation"),
        "use": _("Used on"),
        "start": _("Start"),
    },
    "SourceSettings": {
        **_SERVER,
        "filename": _("Part of file name"),
        "exclude": _("Not in file name"),
        "ignore_case": _("Upper and lower case alike"),
        "days_back": _("Days back"),
        "max_files": _("Files per run"),
        "after_import": _("After the import"),
        "move_to": _("Move to"),
        "acknowledge": _("Move refused files away"),
        "error_folder": _("Folder for errors"),
        "stable_seconds": _("Stable for seconds"),
        "min_age_seconds": _("Seconds old at least"),
        "ready_file": _("Ready file"),
        "expect_file": _("File expected"),
        "expect_days": _("Warn after … days without a new list"),
    },
    "File": {
        "type": _("Layout"),
        "content": _("Content"),
        "encoding": _("Encoding"),
        "consultant": _("Consultant"),
        "client": _("Client"),
        "debtors": _("Debtors"),
        "money_accounts": _("Money accounts"),
        "accounts": _("Our accounts"),
    },
    "Posting": {
        "mandants": _("Mandanten"),
        "paid_as_of": _("Paid as of"),
        "unlisted": _("Unlisted invoices"),
        "only_handed_over": _("Only handed over"),
        "delete_before_import": _("Delete before import"),
        "unknown": _("Unknown invoices"),
        "tolerance": _("Tolerance"),
        "require_handover": _("Handover missing"),
    },
    "ScheduleSettings": {
        "interval": _("Interval"),
        "time": _("Time"),
        "every_minutes": _("Every … minutes"),
        "weekdays": _("Weekdays"),
        "day": _("Day of month"),
        "retry": _("Try again after minutes"),
    },
    "Guard": {
        "max_settled_percent": _("Settled % at most"),
        "max_settled_amount": _("Settled € at most"),
        "max_deleted_percent": _("Deleted % at most"),
        "max_reopened_percent": _("Reopened % at most"),
        "max_rejected_percent": _("Rejected % at most"),
        "min_rows_percent": _("Rows % at least"),
        "max_small": _("Never too many up to"),
        "second_person": _("Second person"),
    },
    "Report": {
        "email": _("Mail to"),
        "email_de": _("Mail in German to"),
        "email_en": _("Mail in English to"),
        "on": _("Tell when"),
    },
    "Settings": {
        "language": _("Language"),
        "timezone": _("Time zone"),
        "data_dir": _("Data folder"),
    },
    "WindowSettings": {
        "earliest": _("Earliest"),
        "latest": _("Latest"),
        "run_minutes": _("Minutes per run"),
    },
    "WorkerSettings": {
        "runs_at_once": _("Runs at once"),
        "connections_per_host": _("Runs on one server"),
    },
    "StoreSettings": {
        "url": _("Address"),
        "password": _("Password"),
        "password_file": _("Password file"),
        "password_command": _("Password command"),
        "remove_when": _("Remove lists"),
    },
    "Smtp": {
        "host": _("Server"),
        "port": _("Port"),
        "security": _("Protection"),
        "user": _("User"),
        "password": _("Password"),
        "password_file": _("Password file"),
        "password_command": _("Password command"),
        "sender": _("Sender"),
    },
    "ListLimits": {
        "file_megabytes": _("File, in MB"),
        "rows": _("Rows"),
        "workbook_megabytes": _("Memory, in MB"),
        "workbook_seconds": _("Seconds"),
    },
    "RetentionSettings": {"days": _("Days"), "runs": _("Runs")},
    "Monitoring": {"prometheus_file": _("Prometheus file"), "ping_url": _("Ping address")},
    "Notify": {
        "webhook": _("Webhook"),
        "secret": _("Secret"),
        "apprise": _("Phones and chats"),
        "on": _("On"),
    },
    "Security": {"reveal_passwords": _("Reveal passwords")},
    "Mandant": {"name": _("Name"), "future_postings": _("Future postings")},
    "Branch": {"name": _("Name"), "mandant": _("Mandant")},
    "OwnLayout": {
        "base": _("Kind of file"),
        "content": _("Content"),
        "ignore": _("Ignored columns"),
    },
    "Export": {
        "mandants": _("Mandanten"),
        "on": _("Changes told"),
        "format": _("Format"),
        "filename": _("File name"),
        "ready_file": _("Ready file"),
        "encoding": _("Encoding"),
        "delimiter": _("Delimiter"),
        "decimal": _("Before the cents"),
        "dates": _("Days as"),
    },
    "TargetSettings": _SERVER,
    "ExportColumns": {
        "mandant": _("Mandant"),
        "invoice_no": _("Invoice number"),
        "account": _("Debtor account"),
        "name": _("Customer"),
        "branch": _("Branch"),
        "invoice_date": _("Invoice date"),
        "due_date": _("Due date"),
        "amount": _("Invoice amount"),
        "open": _("Open amount"),
        "currency": _("Currency"),
        "status": _("Status"),
        "paid_on": _("Paid on"),
        "dunning_level": _("Dunning level"),
        "handed_over": _("Handed over"),
        "export": _("Goes back"),
        "updated_by": _("Changed by run"),
        "updated_at": _("Changed on"),
        "before_open": _("Open before"),
        "change": _("What"),
        "rule": _("Rule"),
        "run": _("Run"),
        "file": _("File"),
        "line": _("Row"),
    },
    "Columns": {
        "invoice_no": _("Invoice number"),
        "account": _("Debtor account"),
        "name": _("Customer"),
        "mandant": _("Mandant"),
        "branch": _("Branch"),
        "doc_date": _("Invoice date"),
        "due_date": _("Due date"),
        "amount": _("Invoice amount"),
        "debit": _("Debit"),
        "credit": _("Credit"),
        "open": _("Open amount"),
        "sh": _("Debit or credit"),
        "paid": _("Paid amount"),
        "paid_on": _("Paid on"),
        "cleared": _("Settlement mark"),
        "currency": _("Currency"),
        "entry_currency": _("Entry currency"),
        "dunning_level": _("Dunning level"),
        "posting_no": _("Posting number"),
        "text": _("Posting text"),
    },
}


def label(table: str, field: str) -> str:
    """Return what the field of a table (by the name of its class) is called, in the language in
    use.
    """
    return translated(_LABELS.get(table, {}).get(field, field))


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
        text = translated(_("“{name}”")).format(name=label(tables[0], name))
        if not value:
            return text
        words = {"true": translated(_("yes")), "false": translated(_("no"))} | meanings(
            tables[0], name
        )
        return f"{text} = {words.get(value, value)}"

    return _NAMED.sub(called, sentence)
