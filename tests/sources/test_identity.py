"""What a server shows before anybody logs in."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.common.cancellation import CancelToken
from engine.model.errors import OposError
from engine.settings.server import ServerSettings
from engine.settings.validation.pydantic_models import validated
from engine.sources.identity import shown_identity
from engine.sources.tls import checking_context
from tests.servers.scripted_ftp import ScriptedFtp
from tests.servers.scripted_sftp import ScriptedSftp
from tests.servers.self_signed import make_certificate, server_context


def server(port: int, protocol: str) -> ServerSettings:
    return validated(ServerSettings, {"protocol": protocol, "host": "127.0.0.1", "port": port})


def test_a_host_key_is_shown_and_nothing_is_sent() -> None:
    with ScriptedSftp() as sftp:
        shown = shown_identity(server(sftp.port, "sftp"), CancelToken())
        assert sftp.tried == []
    assert (shown.setting, shown.fingerprint[:7]) == ("host_key", "SHA256:")


def test_a_certificate_is_shown_and_can_be_trusted_from_then_on(tmp_path: Path) -> None:
    with ScriptedFtp(tls=server_context(make_certificate(tmp_path))) as ftp:
        shown = shown_identity(server(ftp.port, "ftps"), CancelToken())
        assert ftp.asked("USER") == []
    assert (shown.setting, shown.kind) == ("ca_file", "127.0.0.1")
    kept = tmp_path / "kept.pem"
    kept.write_text(shown.certificate)
    assert len(checking_context(str(kept)).get_ca_certs()) == 1


def test_no_server_is_a_problem_with_words() -> None:
    for protocol in ("sftp", "ftps"):
        with pytest.raises(OposError):
            shown_identity(server(1, protocol), CancelToken())
