"""Which fields of a form mean anything beside what the others say."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.lists.payments.kinds import DATEV_BATCH, STATEMENTS

Texts = Mapping[str, str]
"""The texts of a form by their keys below its table, such as `source.protocol`."""


def _with_protocol(table: str, *protocols: str) -> Callable[[Texts], bool]:
    return lambda texts: texts[f"{table}.protocol"] in protocols


_NETWORK = ("ftp", "ftps", "sftp")
_SERVER = {
    "host": _NETWORK,
    "port": _NETWORK,
    "user": _NETWORK,
    "password": _NETWORK,
    "password_file": _NETWORK,
    "password_command": _NETWORK,
    "tls": ("ftps",),
    "ca_file": ("ftps",),
    "host_key": ("sftp",),
    "key_file": ("sftp",),
}
_APPLIES: dict[str, Callable[[Texts], bool]] = {
    f"{table}.{name}": _with_protocol(table, *protocols)
    for table in ("source", "target")
    for name, protocols in _SERVER.items()
} | {
    "encoding": lambda texts: texts["format"] not in ("jsonl", "xlsx"),
    "delimiter": lambda texts: texts["format"] not in ("jsonl", "xlsx"),
    "decimal": lambda texts: texts["format"] not in ("jsonl", "xlsx"),
    "dates": lambda texts: texts["format"] not in ("jsonl", "xlsx"),
    "file.consultant": lambda texts: texts["file.type"] == DATEV_BATCH,
    "file.client": lambda texts: texts["file.type"] == DATEV_BATCH,
    "file.debtors": lambda texts: texts["file.type"] == DATEV_BATCH,
    "file.money_accounts": lambda texts: texts["file.type"] == DATEV_BATCH,
    "file.accounts": lambda texts: texts["file.type"] in STATEMENTS,
    "source.move_to": lambda texts: texts["source.after_import"] == "move",
    "source.error_folder": lambda texts: texts["source.acknowledge"] == "true",
    "source.days_back": lambda texts: "{" in texts["source.directory"],
    "posting.unlisted": lambda texts: texts["file.content"] in ("open", "all"),
    "posting.delete_before_import": lambda texts: texts["file.content"] in ("open", "all"),
    "posting.unknown": lambda texts: texts["file.content"] in ("open", "all"),
    "posting.only_handed_over": lambda texts: _silence_counts(texts),
    "posting.require_handover": lambda texts: _silence_counts(texts),
    "guard.max_deleted_percent": lambda texts: texts["file.content"] in ("open", "all"),
    "guard.max_rejected_percent": lambda texts: not _silence_counts(texts),
    "schedule.time": lambda texts: texts["schedule.interval"] in ("daily", "weekly", "monthly"),
    "schedule.every_minutes": lambda texts: texts["schedule.interval"] == "minutes",
    "schedule.weekdays": lambda texts: texts["schedule.interval"] == "weekly",
    "schedule.day": lambda texts: texts["schedule.interval"] == "monthly",
    "schedule.retry": lambda texts: texts["schedule.interval"] in ("daily", "weekly", "monthly"),
}
"""Fields that are not shown where they mean nothing; all others always are."""


def _silence_counts(texts: Texts) -> bool:
    return texts["file.content"] in ("open", "all") and texts["posting.unlisted"] != "keep"


def applies(below: str, texts: Texts) -> bool:
    """Return whether the field (its key below the table of an interface) means anything beside the
    others.
    """
    rule = _APPLIES.get(below)
    return rule is None or rule(texts)
