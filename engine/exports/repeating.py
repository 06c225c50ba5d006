"""Files of an export made again, and put on its target once more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from engine.common.cancellation import CancelToken
from engine.common.sanitize import sanitize
from engine.exports.export_file import ExportFile
from engine.exports.publishing import publish
from engine.exports.records import Underway
from engine.journal.events import Exported
from engine.settings.load import Configuration
from engine.settings.secrets import password_of
from engine.sources.connection import ServerConnection
from engine.sources.server import Server, Timeouts


def send_again(
    configuration: Configuration, export: str, files: Iterable[ExportFile], token: CancelToken
) -> Iterator[Exported]:
    """Put these files on the target; one that lies there as it is, is left. Raises `OposError` at
    the first that cannot be put there.
    """
    settings = configuration.settings.exports[export]
    password = partial(password_of, export, settings.target)
    with ServerConnection(settings.target, password, token, Timeouts()) as connection:
        for file in files:

            def put_there(server: Server, file: ExportFile = file) -> None:
                publish(server, settings.target, file, settings.ready_file, None, _forget)

            connection.with_retries(put_there)
            yield Exported(
                export=export, number=file.number, file=sanitize(file.name), changes=file.changes
            )


def _forget(_underway: Underway) -> None:
    """Whoever asks for a file again sees whether it arrived."""
