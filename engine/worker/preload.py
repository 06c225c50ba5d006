"""What a run imports, imported by the process that stays and forks: then it costs no run
anything, and lies in memory once for all of them.

Nothing is opened here, and no thread begun: neither survives a fork.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from importlib import import_module

from engine.lists.payments.kinds import PAYMENT_FILES
from engine.settings.model import Settings

_EVERY_RUN = (
    "engine.imports.import_run",
    "engine.imports.job",
    "engine.imports.make_ready",
    "engine.lists.read",
    "engine.reporting.notifier",
    "engine.settings.change_log",
    "engine.store.opening",
    "engine.store.run_chain",
    "engine.worker.killed_runs",
    "engine.worker.last_word",
    "engine.worker.retention",
)
_BY_PROTOCOL = {
    "folder": ("engine.sources.folder",),
    "ftp": ("engine.sources.ftp.ftp_server",),
    "ftps": ("engine.sources.ftp.ftp_server", "engine.sources.ftp.ftps"),
    "sftp": ("engine.sources.sftp.sftp_server",),
}


def preload(settings: Settings) -> None:
    """Import what runs with these settings will; what is there already is left alone by the garbage
    collector of every fork, which would otherwise copy the memory it looks at.
    """
    for name in modules(settings):
        import_module(name)
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def modules(settings: Settings) -> Iterator[str]:
    """The names of these modules."""
    yield from _EVERY_RUN
    interfaces = [each for each in settings.interfaces.values() if each.enabled]
    servers = [each.source for each in interfaces] + [
        each.target for each in settings.exports.values()
    ]
    for protocol in dict.fromkeys(server.protocol for server in servers):
        yield from _BY_PROTOCOL[protocol]
    if settings.exports:
        yield "engine.exports.delivery"
    if any(each.source.acknowledge for each in interfaces):
        yield "engine.imports.acknowledgement"
    if any(each.file.type in PAYMENT_FILES for each in interfaces):
        yield "engine.lists.payments.read_payments"
    if any(each.report.everyone for each in interfaces):
        yield from ("engine.reporting.run_mail", "engine.reporting.smtp")
