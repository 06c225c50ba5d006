"""Where the configuration is looked for, and which of its sources wins."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from engine.common.i18n import advice_of, cause_of
from engine.model.errors import ConfigError, ExitCode
from engine.settings.load import load_settings
from engine.settings.validation.problems import ConfigProblem, ConfigProblems
from tests.refusals import refused
from tests.settings.factories import WORKING, load, only_problem, write


def _config(folder: Path, group: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return write(folder, WORKING.replace('name = "DATEV"', f'name = "DATEV"\ngroup = "{group}"'))


def test_the_nearest_configuration_is_found_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, users = tmp_path / "here", tmp_path / "home" / ".config" / "opos"
    given, named = _config(tmp_path / "a", "given"), _config(tmp_path / "b", "named")
    _config(here, "here")
    _config(users, "user's")
    monkeypatch.chdir(here)

    def group(path: Path | None, **environ: str) -> str:
        return load_settings(path, environ).settings.interfaces["datev"].group

    assert group(given, OPOS_CONFIG=str(named)) == "given"
    assert group(None, OPOS_CONFIG=str(named)) == "named"
    assert group(None) == "here"
    (here / "config.toml").unlink()
    assert group(None) == "user's"


def test_no_configuration_says_where_it_was_looked_for_and_how_to_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError) as refused:
        load_settings(None, {})
    for place in (
        tmp_path / "config.toml",
        tmp_path / "home" / ".config" / "opos" / "config.toml",
        "/etc/opos/config.toml",
    ):
        assert str(place) in cause_of(refused.value)
    assert "opos config sample > config.toml" in advice_of(refused.value)
    assert "opos demo" in advice_of(refused.value)
    assert refused.value.exit_code == ExitCode.CONFIG


def test_a_named_configuration_that_is_missing_is_never_replaced_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, WORKING)
    monkeypatch.chdir(tmp_path)
    for path, environ in ((tmp_path / "typo.toml", {}), (None, {"OPOS_CONFIG": "typo.toml"})):
        with refused(ConfigError, match=r"typo\.toml does not exist"):
            load_settings(path, environ)


def test_what_cannot_be_read_is_said_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    with refused(ConfigError, match=r"config\.toml cannot be read: Is a directory"):
        load_settings(tmp_path / "config.toml", {})


def test_the_environment_wins_over_secrets_and_these_over_the_config(tmp_path: Path) -> None:
    secrets = (
        '[interfaces.datev.source]\npassword = "from the file"\n[smtp]\npassword = "of the mail"\n'
    )
    environ = {
        "OPOS_INTERFACES__DATEV__SOURCE__PASSWORD": "from outside",
        "OPOS_SMTP__PORT": "25",
        "OPOS_INTERFACES__DATEV__SOURCE__EXPECT_FILE": "true",
        "OPOS_INTERFACES__DATEV__POSTING__MANDANTS": '["001"]',
        "OPOS_INTERFACES__DATEV__START": "",
        "OPOS_CONFIG": "elsewhere.toml",
        "OPOS_TRIGGER": "cron",
    }
    configuration = load(tmp_path, WORKING, secrets, environ)
    settings, datev = configuration.settings, configuration.settings.interfaces["datev"]
    assert datev.source.password.get_secret_value() == "from outside"
    assert settings.smtp.password.get_secret_value() == "of the mail"
    assert settings.smtp.port == 25
    assert datev.source.expect_file is True
    assert datev.posting.mandants == ("001",)
    assert datev.start is None
    assert {
        key: configuration.layers.origin(tuple(key.split(".")))
        for key in (
            "interfaces.datev.source.password",
            "smtp.password",
            "smtp.port",
            "smtp.host",
            "smtp.user",
            "language",
        )
    } == {
        "interfaces.datev.source.password": "environment",
        "smtp.password": "secrets.toml",
        "smtp.port": "environment",
        "smtp.host": "config.toml",
        "smtp.user": "default",
        "language": "default",
    }


def test_relative_paths_begin_at_the_configuration_not_where_cron_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = write(tmp_path, 'data_dir = "data"\n')
    monkeypatch.chdir("/")
    assert load_settings(config, {}).data_dir == tmp_path / "data"
    monkeypatch.chdir(tmp_path)
    assert load_settings(Path("config.toml"), {}).data_dir == tmp_path / "data"
    assert load(tmp_path, 'data_dir = "~/data"').data_dir == tmp_path / "home" / "data"
    assert load(tmp_path, "").data_dir == tmp_path / "home" / ".local" / "state" / "opos"


def test_paths_of_keys_and_passwords_know_the_home_folder(tmp_path: Path) -> None:
    configuration = load(tmp_path, WORKING + 'key_file = "~/.ssh/opos"\n')
    assert configuration.settings.interfaces["datev"].source.key_file == str(
        tmp_path / "home" / ".ssh" / "opos"
    )


def test_a_byte_order_mark_and_windows_line_ends_are_no_hindrance(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf" + WORKING.replace("\n", "\r\n").encode())
    assert load_settings(path, {}).settings.mandants["001"].name == "Hörwelt"


def only_problem_of_files(folder: Path) -> ConfigProblem:
    """What is wrong with the files as they lie there."""
    with pytest.raises(ConfigProblems) as refused:
        load_settings(folder / "config.toml", {})
    [problem] = refused.value.problems
    return problem


def test_secrets_that_others_can_read_are_refused_with_the_command_that_helps(
    tmp_path: Path,
) -> None:
    write(tmp_path, WORKING, '[smtp]\npassword = "canary"\n')
    for mode in (0o640, 0o604):
        (tmp_path / "secrets.toml").chmod(mode)
        problem = only_problem_of_files(tmp_path)
        assert problem.place == str(tmp_path / "secrets.toml")
        assert f"`chmod 600 {tmp_path / 'secrets.toml'}`" in problem.text


def test_a_configuration_that_everyone_can_change_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, WORKING)
    path.chmod(0o666)
    assert f"`chmod o-w {path}`" in only_problem_of_files(tmp_path).text
    path.chmod(0o640)
    tmp_path.chmod(0o777)
    assert f"`chmod o-w {tmp_path}`" in only_problem_of_files(tmp_path).text
    tmp_path.chmod(0o1777)
    assert load_settings(path, {})


def test_neither_configuration_nor_layers_show_a_password(tmp_path: Path) -> None:
    environ = {
        "OPOS_INTERFACES__DATEV__SOURCE__PASSWORD": "canary",
        "OPOS_SMTP": '{"password": "canary"}',
    }
    configuration = load(tmp_path, WORKING, '[smtp]\npassword = "canary"\n', environ)
    assert configuration.settings.smtp.password.get_secret_value() == "canary"
    for value in (
        configuration,
        configuration.layers,
        configuration.layers.secrets,
        configuration.settings,
    ):
        assert "canary" not in f"{value!r} {value}"


def test_loading_imports_nothing_slow(tmp_path: Path) -> None:
    path = write(tmp_path, WORKING)
    program = f"""
import sys
from pathlib import Path
from engine.settings.load import load_settings
load_settings(Path({str(path)!r}), {{}})
slow = {{"tomlkit", "textual", "rich", "paramiko", "openpyxl", "xlrd", "difflib"}}
print(*sorted(slow & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def test_a_config_of_no_interfaces_is_a_beginning(tmp_path: Path) -> None:
    assert load(tmp_path, "").settings.interfaces == {}


def test_an_unknown_key_is_refused_where_it_stands(tmp_path: Path) -> None:
    problem = only_problem(tmp_path, "# first line\nlangauge = 'de'\n")
    assert (problem.place, problem.key) == (f"{tmp_path / 'config.toml'}:2", "langauge")
    assert 'Did you mean "language"?' in problem.text
