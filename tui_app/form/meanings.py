"""What the words of a choice mean, what an empty field means, and what the tables are called.

The words themselves stay as the file has them; what is missing here is shown without a meaning.
"""

from __future__ import annotations

from engine.common.i18n import _ as translated


def _(message: str) -> str:
    """Mark a text for the catalogue; it is translated when shown, once the language is known."""
    return message


_CONTENT = {
    "open": _("open items"),
    "settled": _("settled items"),
    "all": _("open and settled items"),
    "payments": _("payments"),
}
_PROTOCOLS = {
    "ftp": _("FTP, unprotected"),
    "ftps": _("FTPS, FTP with TLS"),
    "sftp": _("SFTP, over SSH"),
    "folder": _("a folder of this machine"),
}
_TLS = {
    "explicit": _("after the greeting (explicit)"),
    "implicit": _("at once (implicit)"),
}
_OUTCOMES = {
    "failure": _("failed, refused or held"),
    "warning": _("imported with warnings"),
    "success": _("imported without any"),
}
_MEANINGS = {
    "Interface.use": {
        "server": _("on the server, by itself"),
        "client": _("on the client, by hand at its workstation"),
    },
    "StoreSettings.remove_when": {
        "committed": _("once they are imported"),
        "replicated": _("once a standby has the import, too"),
    },
    "SourceSettings.protocol": _PROTOCOLS,
    "TargetSettings.protocol": _PROTOCOLS,
    "SourceSettings.tls": _TLS,
    "TargetSettings.tls": _TLS,
    "SourceSettings.after_import": {
        "delete": _("delete the file"),
        "move": _("move the file"),
        "keep": _("leave the file"),
    },
    "File.type": {
        "datev_csv": _("DATEV, text"),
        "datev_online": _("DATEV Unternehmen online, .xls"),
        "addison": _("Addison, text"),
        "excel": _("any workbook, .xlsx"),
        "payments_csv": _("payments, text"),
        "datev_batch": _("payments of a DATEV posting batch"),
        "camt": _("bank statement, XML"),
        "mt940": _("bank statement, text"),
    },
    "File.content": _CONTENT,
    "Posting.paid_as_of": {
        "yesterday": _("yesterday, the day before the import"),
        "today": _("today, the day of the import"),
        "tomorrow": _("tomorrow, the day after the import"),
    },
    "Posting.unlisted": {
        "keep": _("silence means nothing"),
        "mark_paid": _("silence means paid"),
        "delete": _("silence means: delete"),
    },
    "Posting.unknown": {"create": _("create the invoice"), "report": _("only report it")},
    "Posting.require_handover": {
        "ignore": _("do not look"),
        "warn": _("import and warn"),
        "hold": _("hold until released"),
    },
    "ScheduleSettings.interval": {
        "minutes": _("every few minutes"),
        "hourly": _("every hour"),
        "daily": _("every day"),
        "weekly": _("on weekdays"),
        "monthly": _("once a month"),
    },
    "ScheduleSettings.day": {"last": _("the last day")},
    "ScheduleSettings.weekdays": {
        "mon": _("Monday"),
        "tue": _("Tuesday"),
        "wed": _("Wednesday"),
        "thu": _("Thursday"),
        "fri": _("Friday"),
        "sat": _("Saturday"),
        "sun": _("Sunday"),
    },
    "Report.on": _OUTCOMES,
    "Notify.on": _OUTCOMES,
    "Export.on": {
        "paid": _("paid"),
        "part_paid": _("part paid"),
        "reopened": _("more is open than before"),
        "deleted": _("deleted"),
        "created": _("new"),
        "changed": _("dunning level or master data"),
    },
    "Export.delimiter": {"semicolon": ";", "comma": ",", "tab": _("tab"), "bar": "|"},
    "Export.decimal": {"point": "1190.00", "comma": "1190,00"},
    "Settings.language": {"de": _("German"), "en": _("English")},
    "Smtp.security": {
        "starttls": _("TLS after the greeting (STARTTLS)"),
        "tls": _("TLS at once"),
        "none": _("unprotected"),
    },
    "OwnLayout.base": {
        "csv": _("text (CSV)"),
        "xls": _("workbook .xls"),
        "xlsx": _("workbook .xlsx"),
    },
    "OwnLayout.content": _CONTENT,
}

_EMPTY = {
    "Interface.branches": _("all"),
    "Interface.computer": _("any"),
    "Interface.start": _("at once"),
    "SourceSettings.password_file": _("no file"),
    "SourceSettings.password_command": _("no command"),
    "SourceSettings.directory": _("where the login begins"),
    "SourceSettings.exclude": _("nothing"),
    "SourceSettings.ca_file": _("the system's"),
    "SourceSettings.host_key": _("from known_hosts"),
    "SourceSettings.key_file": _("no file"),
    "SourceSettings.ready_file": _("no file"),
    "TargetSettings.password_file": _("no file"),
    "TargetSettings.password_command": _("no command"),
    "TargetSettings.directory": _("where the login begins"),
    "TargetSettings.ca_file": _("the system's"),
    "TargetSettings.host_key": _("from known_hosts"),
    "TargetSettings.key_file": _("no file"),
    "Export.mandants": _("all"),
    "Export.ready_file": _("no file"),
    "ExportColumns": _("not written, unless all are empty"),
    "Notify.webhook": _("no address"),
    "Notify.apprise": _("no address"),
    "Posting.mandants": _("all"),
    "Guard.max_settled_amount": _("no limit"),
    "Report.email": _("nobody"),
    "Report.email_de": _("nobody"),
    "Report.email_en": _("nobody"),
    "Settings.data_dir": _("the user's state folder"),
    "StoreSettings.url": _("the embedded store"),
    "StoreSettings.password_file": _("no file"),
    "StoreSettings.password_command": _("no command"),
    "Smtp.host": _("no mail"),
    "Smtp.password_file": _("no file"),
    "Smtp.password_command": _("no command"),
    "Monitoring.prometheus_file": _("no file"),
    "Monitoring.ping_url": _("no address"),
    "Branch.mandant": _("no Mandant"),
    "Columns": _("not read"),
}

_TABLES = {
    "Settings": _("General"),
    "Interface": _("Configuration"),
    "SourceSettings": _("Source"),
    "File": _("List"),
    "Posting": _("Posting"),
    "ScheduleSettings": _("Execution"),
    "Guard": _("Guard"),
    "Report": _("Report"),
    "WindowSettings": _("Window"),
    "WorkerSettings": _("Worker"),
    "StoreSettings": _("Store"),
    "Smtp": _("Mail"),
    "ListLimits": _("Limits"),
    "RetentionSettings": _("Retention"),
    "Monitoring": _("Monitoring"),
    "Notify": _("Notifications"),
    "Security": _("Security"),
    "Mandant": _("Mandant"),
    "Branch": _("Branch"),
    "OwnLayout": _("Own layout"),
    "Columns": _("Columns"),
    "Export": _("Export"),
    "TargetSettings": _("Target"),
    "ExportColumns": _("Columns of the file"),
}


def meanings(table: str, field: str) -> dict[str, str]:
    """Return what each word of the choice means, in the language in use."""
    return {
        word: translated(meaning) for word, meaning in _MEANINGS.get(f"{table}.{field}", {}).items()
    }


def empty_text(table: str, field: str) -> str:
    """Return what it means that the field is empty; empty where nothing special."""
    meaning = _EMPTY.get(f"{table}.{field}", _EMPTY.get(table, ""))
    return translated(meaning) if meaning else ""


def table_name(table: str) -> str:
    """Return what a table (by the name of its class) is called."""
    return translated(_TABLES.get(table, table))
