"""Killed at any moment of a transfer, the next run starts clean and brings the whole list."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine.sources.spool import sweep
from tests.servers.ftp import PASSWORD
from tests.servers.ftp_conversation import Conversation
from tests.servers.scripted_ftp import Deed, ScriptedFtp, and_then, hang, obey
from tests.sources.conftest import Fetch, ftp_settings

CONTENT = b"1;2,00\n" * 100_000
LIST = {"/Zahlungen.csv": CONTENT}

RUN = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from engine.common.secret import SecretStr
from engine.common.cancellation import CancelToken
from engine.sources.fetch import Fetched, fetch_lists
from engine.settings.interface import SourceSettings
from engine.sources.source import open_source

settings, token = SourceSettings(**json.loads(sys.argv[1])), CancelToken()
with open_source(settings, lambda: SecretStr(sys.argv[3]), token) as source:
    now, spool = datetime.now(UTC), Path(sys.argv[2])
    for found in fetch_lists(source, settings, spool, token, now=now, known=lambda _sha256: False):
        if isinstance(found, Fetched):
            source.dispose(found.file, "run-0")
"""


def half(conversation: Conversation, _argument: str) -> None:
    """Send half of it, and then nothing."""
    conversation.say("150 Here it comes.")
    with conversation.data() as data:
        data.sendall(CONTENT[: len(CONTENT) // 2])
        conversation.server.hang()


MOMENTS: dict[str, tuple[str, Deed]] = {
    "before the transfer": ("MLST", hang),
    "in mid-transfer": ("RETR", half),
    "after the transfer": ("MLST", and_then(obey("MLST"), hang)),
    "before the removal": ("MLST", and_then(obey("MLST"), and_then(obey("MLST"), hang))),
    "during the removal": ("DELE", hang),
}


@pytest.mark.parametrize(("command", "deed"), MOMENTS.values(), ids=MOMENTS.keys())
def test_killed_and_run_again(fetch: Fetch, spool: Path, command: str, deed: Deed) -> None:
    with ScriptedFtp(LIST) as server:
        server.instead[command] = deed
        settings = {
            "protocol": "ftp",
            "host": "127.0.0.1",
            "port": server.port,
            "user": "praxis",
            "filename": "Zahlungen",
        }
        arguments = [json.dumps({**settings, "stable_seconds": 0}), str(spool), PASSWORD]
        program = [sys.executable, "-c", RUN, *arguments]
        with subprocess.Popen(program, cwd=Path(__file__).parents[2]) as run:
            try:
                assert server.hanging.wait(60)
            finally:
                run.kill()
        assert run.returncode == -signal.SIGKILL
        assert server.files == LIST
        server.instead.clear()
        sweep(spool)
        assert list(spool.iterdir()) == []
        assert fetch(ftp_settings(server.port), remove=True).lists == {"Zahlungen.csv": CONTENT}
        assert server.files == {}
