"""Settings that were checked once are those that a check would give, or are not used."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from engine.common import idle_cache
from engine.common.secret import SecretStr
from engine.model.errors import ConfigError
from engine.settings import kept_settings
from engine.settings.kept_settings import decoded, encoded, settings_in_force
from engine.settings.layers import Layers
from engine.settings.load import load_settings
from engine.settings.model import Settings
from engine.settings.model_fields import effective_settings
from engine.settings.sample import sample_text
from engine.settings.toml.document import TomlFile, TomlTable
from engine.settings.toml.statements import KeyPath
from engine.settings.validation.types import understand
from tests.factories import item
from tests.practice import Practice, rewrite
from tests.settings.test_any_configuration import ANY_SETTINGS

PATH = Path("/nowhere/config.toml")
TOKENS = """
[monitoring]
ping_url = "http://127.0.0.1:9/canary"
[notify]
webhook = "http://user:canary@127.0.0.1:9/canary"
apprise = ["ntfy://canary", "mailto://canary"]
"""
PASSWORDS = """
[smtp]
password = "canary"
[interfaces.datev.source]
password = "canary"
"""


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Practice:
    """Its settings are kept, an hour after its files were written; nobody checks any more."""
    practice = Practice(tmp_path / "practice")
    practice.hold(item("RE-1"))
    with practice.config.open("a", encoding="utf-8") as file:
        file.write(TOKENS)
    secrets = practice.folder / "secrets.toml"
    secrets.write_text(PASSWORDS)
    secrets.chmod(0o600)
    an_hour_on = practice.config.stat().st_ctime + 3600
    monkeypatch.setattr(idle_cache, "time", SimpleNamespace(time=lambda: an_hour_on))
    settings_in_force(practice.config, keep=True)
    assert kept(practice).stat().st_mode & 0o777 == 0o600
    monkeypatch.setattr(kept_settings, "load_settings", checked_anew)
    return practice


class CheckedAnew(Exception):
    pass


def checked_anew(_path: Path) -> Any:
    raise CheckedAnew


def kept(practice: Practice) -> Path:
    return practice.data.root / idle_cache.SETTINGS


def test_kept_settings_are_those_that_were_checked(practice: Practice) -> None:
    configuration = settings_in_force(practice.config, keep=True)
    checked = load_settings(practice.config)
    assert configuration.settings == checked.settings
    assert configuration.settings.smtp.password.get_secret_value() == "canary"
    assert configuration.settings.notify.apprise.each == ("ntfy://canary", "mailto://canary")
    assert configuration.fingerprint == checked.fingerprint
    assert configuration.data == checked.data
    for key in (("smtp", "password"), ("monitoring", "ping_url"), ("smtp", "host")):
        assert configuration.layers.origin(key) == checked.layers.origin(key)


def test_nothing_secret_is_kept(practice: Practice) -> None:
    assert b"canary" not in kept(practice).read_bytes()


def _secrets(of: Settings) -> TomlTable:
    values: TomlTable = {}
    for key, value in effective_settings(of):
        if isinstance(value, SecretStr) and value:
            _put(values, key, value.get_secret_value())
    return values


def _put(values: TomlTable, key: KeyPath, value: str) -> None:
    *above, name = key
    for step in above:
        values = values.setdefault(step, {})
    values[name] = value


@given(ANY_SETTINGS)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_settings_are_kept_as_they_are(values: dict[str, Any]) -> None:
    of = understand(values).settings
    layers = Layers(TomlFile(PATH, b"", {}), TomlFile(PATH, b"", _secrets(of)), {}, ())
    assert decoded(encoded(of), layers) == of


def test_the_sample_is_kept_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(sample_text("en"), encoding="utf-8")
    configuration = load_settings(path)
    assert decoded(encoded(configuration.settings), configuration.layers) == configuration.settings


def _write(place: Callable[[Practice], Path], content: bytes) -> Callable[[Practice], object]:
    return lambda practice: place(practice).write_bytes(content)


def _rotten(practice: Practice) -> None:
    content = kept(practice).read_bytes()
    kept(practice).write_bytes(content.replace(b'"run_minutes":20', b'"run_minutes":21'))


def _of_another_form(practice: Practice) -> None:
    seen, _checksum, text = kept(practice).read_bytes().split(b"\n", 2)
    text = text.replace(b'"run_minutes":', b'"run_hours":')
    kept(practice).write_bytes(b"\n".join((seen, kept_settings._checksum(text), text)))


def _of_a_link(practice: Practice) -> None:
    kept(practice).rename(practice.folder / "elsewhere")
    kept(practice).symlink_to(practice.folder / "elsewhere")


def _touched(name: str) -> Callable[[Practice], object]:
    def touch(practice: Practice) -> None:
        path = practice.folder / name
        path.write_bytes(path.read_bytes())

    return touch


CHANGES: dict[str, Callable[[Practice], object]] = {
    "config.toml was written": _touched("config.toml"),
    "secrets.toml was written": _touched("secrets.toml"),
    "secrets.toml is gone": lambda practice: (practice.folder / "secrets.toml").unlink(),
    "others could read it": lambda practice: kept(practice).chmod(0o640),
    "it is a link": _of_a_link,
    "a value is rotten": _rotten,
    "it is of another form": _of_another_form,
    "it is torn": lambda practice: kept(practice).write_bytes(kept(practice).read_bytes()[:-1]),
    "it is empty": _write(kept, b""),
    "it is something else": _write(kept, b"a\nb\nc"),
    "it is gone": lambda practice: kept(practice).unlink(),
    "others can change the folder": lambda practice: practice.folder.chmod(0o777),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_is_otherwise_is_checked_anew(practice: Practice, what: str) -> None:
    settings_in_force(practice.config, keep=False)
    CHANGES[what](practice)
    with pytest.raises(CheckedAnew):
        settings_in_force(practice.config, keep=False)


def test_another_version_checks_anew(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idle_cache, "_PROGRAM", str(practice.folder))
    with pytest.raises(CheckedAnew):
        settings_in_force(practice.config, keep=False)


def test_another_user_checks_anew(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = idle_cache.settings_fingerprint(str(practice.config))
    monkeypatch.setattr(kept_settings, "settings_fingerprint", lambda _named: seen)
    settings_in_force(practice.config, keep=False)
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    with pytest.raises(CheckedAnew):
        settings_in_force(practice.config, keep=False)


def test_settings_in_variables_are_checked_and_not_kept(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept(practice).read_bytes()
    monkeypatch.setenv("OPOS_SMTP__PASSWORD", "canary")
    with pytest.raises(CheckedAnew):
        settings_in_force(practice.config, keep=True)
    assert kept(practice).read_bytes() == before


def test_settings_that_changed_while_they_were_read_are_not_used(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(config: Path, secrets: Path) -> list[object]:
        secrets.write_text(PASSWORDS.replace("canary", "other"))
        return []

    monkeypatch.setattr(kept_settings, "too_open", changed)
    with pytest.raises(CheckedAnew):
        settings_in_force(practice.config, keep=False)


def test_they_are_kept_anew_after_a_change(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_settings, "load_settings", load_settings)
    rewrite(practice.config, 'language = "en"', 'language = "de"')
    before = kept(practice).read_bytes()
    settings_in_force(practice.config, keep=False)
    assert kept(practice).read_bytes() == before, "who only looks leaves nothing behind"
    settings_in_force(practice.config, keep=True)
    monkeypatch.setattr(kept_settings, "load_settings", checked_anew)
    assert settings_in_force(practice.config, keep=False).settings.language == "de"


def test_a_configuration_with_a_mistake_is_refused_and_not_kept(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_settings, "load_settings", load_settings)
    before = kept(practice).read_bytes()
    with practice.config.open("a", encoding="utf-8") as file:
        file.write("[smtp]\nport = 0\n")
    with pytest.raises(ConfigError):
        settings_in_force(practice.config, keep=True)
    assert kept(practice).read_bytes() == before


def test_nothing_is_kept_about_files_that_were_changed_just_now(tmp_path: Path) -> None:
    practice = Practice(tmp_path / "practice")
    practice.hold(item("RE-1"))
    assert practice.opos("--headless", "--all").code == 0
    assert not kept(practice).exists()


def test_nothing_is_kept_in_an_empty_folder(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no disk is mounted, the next run by the clock must see that."""
    practice.data.root.rename(practice.folder / "elsewhere")
    practice.data.root.mkdir()
    with pytest.raises(CheckedAnew):
        settings_in_force(practice.config, keep=True)
    monkeypatch.setattr(kept_settings, "load_settings", load_settings)
    settings_in_force(practice.config, keep=True)
    assert practice.data.is_empty()


def test_a_run_with_kept_settings_imports_no_pydantic(practice: Practice) -> None:
    practice.put_list("RE-1 60,00")
    assert _end(practice, "-i", "datev", "-q") == "3 []", "imported, and nobody heard of it"


def test_a_tick_with_nothing_due_imports_next_to_nothing(practice: Practice) -> None:
    assert _end(practice) == "0 []"
    assert _end(practice, slow=["engine.journal", "engine.lists.read"]) == "0 []"


def _end(
    practice: Practice,
    *arguments: str,
    slow: Sequence[str] = ("pydantic", "pydantic_core", "pydantic_settings"),
) -> str:
    """How `--headless` ends, and what it has imported of what is slow."""
    script = (
        "import sys; from tui_app.__main__ import main; code = main(sys.argv[1:]);"
        f" print(code, [name for name in {list(slow)} if name in sys.modules])"
    )
    command = ["-c", str(practice.config), "--headless", *arguments]
    run = subprocess.run(
        [sys.executable, "-I", "-c", script, *command], capture_output=True, text=True, check=False
    )
    return run.stdout.splitlines()[-1]
