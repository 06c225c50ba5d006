"""What the words of a choice mean, what an empty field means, and what the tables are called.

The words themselves stay as the file has them; what is missing here is shown without a meaning.
"""

from __future__ import annotations

from engine.common.i18n import _
from engine.model.message import N_

_CONTENT = {
    "open": N_("open items"),
    "settled": N_("settled items"),
    "all": N_("open and settled items"),
    "payments": N_("payments"),
}
_PROTOCOLS = {
    "ftp": N_("FTP, unprotected"),
    "ftps": N_("FTPS, FTP with TLS"),
    "sftp": N_("SFTP, over SSH"),
    "folder": N_("a folder of this machine"),
}
_TLS = {
    "explicit": N_("after the greeting (explicit)"),
    "implicit": N_("at once (implicit)"),
}
_OUTCOMES = {
    "failure": N_("failed, refused or held"),
    "warning": N_("imported with warnings"),
    "success": N_("imported without any"),
}
_MEANINGS = {
    "Interface.use": {
        "server": N_("on the server, by itself"),
        "client": N_("on the client, by hand at its workstation"),
    },
    "StoreSettings.remove_when": {
        "committed": N_("once they are imported"),
        "replicated": N_("once a standby has the import, too"),
    },
    "SourceSettings.protocol": _PROTOCOLS,
    "TargetSettings.protocol": _PROTOCOLS,
    "SourceSettings.tls": _TLS,
    "TargetSettings.tls": _TLS,
    "SourceSettings.after_import": {
        "delete": N_("delete the file"),
        "move": N_("move the file"),
        "keep": N_("leave the file"),
    },
    "File.type": {
        "datev_csv": N_("DATEV, text"),
        "datev_online": N_("DATEV Unternehmen online, .xls"),
        "addison": N_("Addison, text"),
        "excel": N_("any workbook, .xlsx"),
        "payments_csv": N_("payments, text"),
        "datev_batch": N_("payments of a DATEV posting batch"),
        "camt": N_("bank statement, XML"),
        "mt940": N_("bank statement, text"),
    },
    "File.content": _CONTENT,
    "File.encoding": {"auto": _("recognized in the file")},
    "Posting.paid_as_of": {
        "yesterday": N_("yesterday, the day before the import"),
        "today": N_("today, the day of the import"),
        "tomorrow": N_("tomorrow, the day after the import"),
    },
    "Posting.unlisted": {
        "keep": N_("silence means nothing"),
        "mark_paid": N_("silence means paid"),
        "delete": N_("silence means: delete"),
    },
    "Posting.unknown": {"create": N_("create the invoice"), "report": N_("only report it")},
    "Posting.require_handover": {
        "ignore": N_("do not look"),
        "warn": N_("import and warn"),
        "hold": N_("hold until released"),
    },
    "ScheduleSettings.interval": {
        "minutes": N_("every few minutes"),
        "hourly": N_("every hour"),
        "daily": N_("every day"),
        "weekly": N_("on weekdays"),
        "monthly": N_("once a month"),
    },
    "ScheduleSettings.day": {"last": N_("the last day")},
    "ScheduleSettings.weekdays": {
        "mon": N_("Monday"),
        "tue": N_("Tuesday"),
        "wed": N_("Wednesday"),
        "thu": N_("Thursday"),
        "fri": N_("Friday"),
        "sat": N_("Saturday"),
        "sun": N_("Sunday"),
    },
    "Report.on": _OUTCOMES,
    "Notify.on": _OUTCOMES,
    "Export.on": {
        "paid": N_("paid"),
        "part_paid": N_("part paid"),
        "reopened": N_("more is open than before"),
        "deleted": N_("deleted"),
        "created": N_("new"),
        "changed": N_("dunning level or master data"),
    },
    "Export.delimiter": {"semicolon": ";", "comma": ",", "tab": N_("tab"), "bar": "|"},
    "Export.decimal": {"point": "1190.00", "comma": "1190,00"},
    "Settings.language": {"de": N_("German"), "en": N_("English")},
    "Smtp.security": {
        "starttls": N_("TLS after the greeting (STARTTLS)"),
        "tls": N_("TLS at once"),
        "none": N_("unprotected"),
    },
    "OwnLayout.base": {
        "csv": N_("text (CSV)"),
        "xls": N_("workbook .xls"),
        "xlsx": N_("workbook .xlsx"),
    },
    "OwnLayout.content": _CONTENT,
}

_EMPTY = {
    "Interface.branches": N_("all"),
    "Interface.computer": N_("any"),
    "Interface.start": N_("at once"),
    "SourceSettings.password_file": N_("no file"),
    "SourceSettings.password_command": N_("no command"),
    "SourceSettings.directory": N_("where the login begins"),
    "SourceSettings.exclude": N_("nothing"),
    "SourceSettings.ca_file": N_("the system's"),
    "SourceSettings.host_key": N_("from known_hosts"),
    "SourceSettings.key_file": N_("no file"),
    "SourceSettings.ready_file": N_("no file"),
    "TargetSettings.password_file": N_("no file"),
    "TargetSettings.password_command": N_("no command"),
    "TargetSettings.directory": N_("where the login begins"),
    "TargetSettings.ca_file": N_("the system's"),
    "TargetSettings.host_key": N_("from known_hosts"),
    "TargetSettings.key_file": N_("no file"),
    "Export.mandants": N_("all"),
    "Export.ready_file": N_("no file"),
    "ExportColumns": N_("not written, unless all are empty"),
    "Notify.webhook": N_("no address"),
    "Notify.apprise": N_("no address"),
    "Posting.mandants": N_("all"),
    "Guard.max_settled_amount": N_("no limit"),
    "Report.email": N_("nobody"),
    "Report.email_de": N_("nobody"),
    "Report.email_en": N_("nobody"),
    "Settings.data_dir": N_("the user's state folder"),
    "StoreSettings.url": N_("the embedded store"),
    "StoreSettings.password_file": N_("no file"),
    "StoreSettings.password_command": N_("no command"),
    "Smtp.host": N_("no mail"),
    "Smtp.password_file": N_("no file"),
    "Smtp.password_command": N_("no command"),
    "Monitoring.prometheus_file": N_("no file"),
    "Monitoring.ping_url": N_("no address"),
    "Branch.mandant": N_("no Mandant"),
    "Columns": N_("not read"),
}

_TABLES = {
    "Settings": N_("General"),
    "Interface": N_("Configuration"),
    "SourceSettings": N_("Source"),
    "File": N_("List"),
    "Posting": N_("Posting"),
    "ScheduleSettings": N_("Execution"),
    "Guard": N_("Guard"),
    "Report": N_("Report"),
    "WindowSettings": N_("Window"),
    "WorkerSettings": N_("Worker"),
    "StoreSettings": N_("Store"),
    "Smtp": N_("Mail"),
    "ListLimits": N_("Limits"),
    "RetentionSettings": N_("Retention"),
    "Monitoring": N_("Monitoring"),
    "Notify": N_("Notifications"),
    "Security": N_("Security"),
    "Mandant": N_("Mandant"),
    "Branch": N_("Branch"),
    "OwnLayout": N_("Own layout"),
    "Columns": N_("Columns"),
    "Export": N_("Export"),
    "TargetSettings": N_("Target"),
    "ExportColumns": N_("Columns of the file"),
}

_HELP = {"File.type": N_("How the list is written: one of these layouts, or one of your own.")}
"""Instead of what the sample configuration says, which lists the words of the file."""


def meanings(table: str, field: str) -> dict[str, str]:
    """Return what each word of the choice means, in the language in use."""
    return {word: _(meaning) for word, meaning in _MEANINGS.get(f"{table}.{field}", {}).items()}


def empty_text(table: str, field: str) -> str:
    """Return what it means that the field is empty; empty where nothing special."""
    meaning = _EMPTY.get(f"{table}.{field}", _EMPTY.get(table, ""))
    return _(meaning) if meaning else ""


def help_text(table: str, field: str) -> str:
    """Return what the form says of the field; empty where it is what the sample says."""
    return _(_HELP[key]) if (key := f"{table}.{field}") in _HELP else ""


def table_name(table: str) -> str:
    """Return what a table (by the name of its class) is called."""
    return _(_TABLES.get(table, table))
