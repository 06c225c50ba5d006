"""What opos does in a run up to the list lying whole in the spool; a contestant of
`bench_transfer`.

python -m bench.fetching SETTINGS SPOOL     settings as JSON; without a spool it only starts and
imports what it would need
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from engine.common.cancellation import CancelToken
from engine.common.secret import SecretStr
from engine.settings.interface import SourceSettings
from engine.sources.fetch import Fetched, fetch_lists
from engine.sources.source import open_source
from engine.sources.spool import sweep


def fetch(settings: SourceSettings, spool: Path) -> None:
    token = CancelToken()
    sweep(spool)
    with open_source(settings, lambda: SecretStr(""), token) as source:
        story = fetch_lists(
            source, settings, spool, token, now=datetime.now(UTC), known=lambda sha256: False
        )
        if not any(isinstance(found, Fetched) for found in story):
            raise SystemExit("nothing came")


def only_import(settings: SourceSettings) -> None:
    if settings.protocol == "sftp":
        import engine.sources.sftp.sftp_server
    else:
        import engine.sources.ftp.ftps  # noqa: F401 - its import is what is measured


if __name__ == "__main__":
    asked = SourceSettings(**json.loads(sys.argv[1]))
    if len(sys.argv) > 2:
        fetch(asked, Path(sys.argv[2]))
    else:
        only_import(asked)
