"""Saving: what was changed and nothing else, only if it loads, never over somebody
else's change.
"""

from __future__ import annotations

import os
import resource
import threading
from pathlib import Path

import pytest

from engine.common.i18n import cause_of
from engine.model.errors import ConfigError, ExitCode
from engine.settings.load import Configuration, load_settings
from engine.settings.sample import sample_text
from engine.settings.save import Changes, ConfigChanged, edit, save
from engine.settings.toml.document import TomlFile
from engine.settings.validation.problems import ConfigProblems
from tests.refusals import refused
from tests.settings.factories import WORKING, load, write

SECRETS = '# of the mail\n[smtp]\npassword = "canary"\n'


def _save(configuration: Configuration, changes: Changes) -> str:
    proposed = edit(configuration, changes)
    save(proposed)
    return proposed.diff


def test_a_change_is_shown_as_a_diff_and_then_saved(tmp_path: Path) -> None:
    config = WORKING.replace(
        'host = "sftp.example.org"', 'host = "sftp.example.org"   # the new one'
    )
    configuration = load(tmp_path, config)
    proposed = edit(
        configuration,
        {"interfaces.datev.source.host": "other.example.org", "interfaces.datev.enabled": False},
    )
    assert (tmp_path / "config.toml").read_text() == config
    assert [line for line in proposed.diff.splitlines() if line.startswith(("+", "-"))] == [
        "--- config.toml",
        "+++ config.toml",
        "+enabled = false",
        '-host = "sftp.example.org"   # the new one',
        '+host = "other.example.org"   # the new one',
    ]
    save(proposed)
    saved = (tmp_path / "config.toml").read_text()
    assert saved == config.replace("sftp.example.org", "other.example.org").replace(
        '"DATEV"\n', '"DATEV"\nenabled = false\n'
    )
    datev = load_settings(tmp_path / "config.toml", {}).settings.interfaces["datev"]
    assert (datev.source.host, datev.enabled) == ("other.example.org", False)


def test_the_former_version_is_kept_beside_the_file(tmp_path: Path) -> None:
    configuration = load(tmp_path, WORKING, SECRETS)
    _save(configuration, {"language": "en", "smtp.password": "new canary"})
    assert (tmp_path / "config.toml.bak").read_text() == WORKING
    assert (tmp_path / "secrets.toml.bak").read_text() == SECRETS
    assert (tmp_path / "secrets.toml.bak").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [
        "config.toml",
        "config.toml.bak",
        "secrets.toml",
        "secrets.toml.bak",
    ]


def test_a_former_version_that_others_may_read_is_not_written_into(tmp_path: Path) -> None:
    configuration = load(tmp_path, WORKING, SECRETS)
    (tmp_path / "secrets.toml.bak").write_text("")
    (tmp_path / "secrets.toml.bak").chmod(0o644)
    _save(configuration, {"smtp.password": "new"})
    assert (tmp_path / "secrets.toml.bak").stat().st_mode & 0o777 == 0o600


def test_a_password_goes_into_secrets_and_is_never_shown(tmp_path: Path) -> None:
    configuration = load(tmp_path, WORKING)
    diff = _save(configuration, {"interfaces.datev.source.password": "canary"})
    assert "canary" not in diff
    assert '+password = "***"' in diff
    assert (tmp_path / "config.toml").read_text() == WORKING
    assert (tmp_path / "secrets.toml").stat().st_mode & 0o777 == 0o600
    configuration = load_settings(tmp_path / "config.toml", {})
    assert configuration.settings.interfaces["datev"].source.password.get_secret_value() == "canary"

    diff = _save(configuration, {"interfaces.datev.source.password": "canary 2"})
    assert "canary" not in diff
    assert '-password = "***"\n+password = "***" (new)' in diff
    diff = _save(
        load_settings(tmp_path / "config.toml", {}), {"interfaces.datev.source.password": None}
    )
    assert '-password = "***"' in diff
    assert "canary" not in (tmp_path / "secrets.toml").read_text()


def test_modes_and_links_stay(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    write(real, WORKING).chmod(0o640)
    (tmp_path / "config.toml").symlink_to(real / "config.toml")
    _save(load_settings(tmp_path / "config.toml", {}), {"language": "en"})
    assert (tmp_path / "config.toml").is_symlink()
    assert 'language = "en"' in (real / "config.toml").read_text()
    assert (real / "config.toml").stat().st_mode & 0o777 == 0o640
    assert (real / "config.toml.bak").stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can own files as somebody else")
def test_root_does_not_take_the_file_away_from_its_owner(tmp_path: Path) -> None:
    configuration = load(tmp_path, WORKING, SECRETS)
    for name in ("config.toml", "secrets.toml"):
        os.chown(tmp_path / name, 12345, 12346)
    _save(configuration, {"smtp.password": "new", "language": "en"})
    for name in ("config.toml", "secrets.toml"):
        found = (tmp_path / name).stat()
        assert (found.st_uid, found.st_gid) == (12345, 12346)


def test_what_would_not_load_is_never_saved(tmp_path: Path) -> None:
    configuration = load(tmp_path, WORKING)
    changes: Changes = {
        "interfaces.datev.schedule.time": "23:00",
        "interfaces.datev.source.prot": "x",
    }
    with pytest.raises(ConfigProblems) as refused:
        edit(configuration, changes)
    assert {problem.key for problem in refused.value.problems} == set(changes)
    assert (tmp_path / "config.toml").read_text() == WORKING


@pytest.mark.parametrize("name", ["config.toml", "secrets.toml"])
def test_a_file_that_somebody_else_changed_is_left_alone(tmp_path: Path, name: str) -> None:
    proposed = edit(load(tmp_path, WORKING, SECRETS), {"language": "en", "smtp.password": "mine"})
    with (tmp_path / name).open("a") as file:
        file.write("# theirs\n")
    theirs = (tmp_path / name).read_text()
    with pytest.raises(ConfigChanged) as refused:
        save(proposed)
    assert str(tmp_path / name) in cause_of(refused.value)
    assert refused.value.exit_code == ExitCode.CONFIG
    assert (tmp_path / name).read_text() == theirs
    assert not list(tmp_path.glob("*.bak"))

    _save(load_settings(tmp_path / "config.toml", {}), {"language": "en", "smtp.password": "mine"})
    assert "# theirs" in (tmp_path / name).read_text()
    assert 'language = "en"' in (tmp_path / "config.toml").read_text()


def test_secrets_that_somebody_else_made_meanwhile_are_left_alone(tmp_path: Path) -> None:
    proposed = edit(load(tmp_path, WORKING), {"smtp.password": "mine"})
    write(tmp_path, WORKING, SECRETS)
    with pytest.raises(ConfigChanged, match=r"secrets\.toml"):
        save(proposed)


def test_of_many_who_save_at_once_one_wins_and_the_others_hear_of_it(tmp_path: Path) -> None:
    configuration = load(tmp_path, WORKING)
    edits = [edit(configuration, {"smtp.port": 100 + number}) for number in range(8)]
    together = threading.Barrier(len(edits))
    refused: list[ConfigChanged] = []

    def try_it(number: int) -> None:
        together.wait()
        try:
            save(edits[number])
        except ConfigChanged as error:
            refused.append(error)

    threads = [threading.Thread(target=try_it, args=(number,)) for number in range(len(edits))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == len(edits) - 1
    assert load_settings(tmp_path / "config.toml", {}).settings.smtp.port in range(100, 108)


def test_a_new_interface_with_its_password_and_its_end(tmp_path: Path) -> None:
    configuration = load(tmp_path, WORKING)
    _save(
        configuration,
        {
            "interfaces.neu.name": "Neu",
            "interfaces.neu.source.host": "h.example.org",
            "interfaces.neu.source.filename": "Zahlungen",
            "interfaces.neu.source.password": "canary",
        },
    )
    assert (
        (tmp_path / "config.toml").read_text()
        == WORKING
        + '\n[interfaces.neu]\nname = "Neu"\n\n[interfaces.neu.source]\n'
        'host = "h.example.org"\nfilename = "Zahlungen"\n'
    )
    configuration = load_settings(tmp_path / "config.toml", {})
    assert configuration.settings.interfaces["neu"].source.password.get_secret_value() == "canary"
    _save(configuration, {"interfaces.neu": None})
    assert list(load_settings(tmp_path / "config.toml", {}).settings.interfaces) == ["datev"]
    assert "canary" not in (tmp_path / "secrets.toml").read_text()


@pytest.mark.parametrize("second_fails", [True, False])
def test_a_crash_between_the_two_files_leaves_what_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, second_fails: bool
) -> None:
    if second_fails:
        changes: Changes = {"interfaces.neu.name": "N", "interfaces.neu.source.password": "x"}
        changes = {
            **changes,
            "interfaces.neu.source.host": "h",
            "interfaces.neu.source.filename": "f",
        }
        configuration = load(tmp_path, WORKING)
    else:
        configuration = load(tmp_path, WORKING, '[interfaces.datev.source]\npassword = "x"\n')
        changes = {"interfaces.datev": None}
    proposed = edit(configuration, changes)

    class Killed(BaseException):
        pass

    written: list[str] = []

    def write_one_and_die(file: TomlFile, content: bytes, mode: int) -> None:
        if written:
            raise Killed
        written.append(file.path.name)
        file.path.write_bytes(content)
        file.path.chmod(mode)

    monkeypatch.setattr("engine.settings.save._write", write_one_and_die)
    with pytest.raises(Killed):
        save(proposed)
    assert written == (["config.toml"] if second_fails else ["secrets.toml"])
    assert load_settings(tmp_path / "config.toml", {})


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    proposed = edit(load(tmp_path, WORKING), {"language": "en"})
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16, hard))
    try:
        with refused(ConfigError, match="cannot be saved"):
            save(proposed)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (tmp_path / "config.toml").read_text() == WORKING
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.toml", "home"]


def test_a_byte_order_mark_and_windows_line_ends_stay(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    before = b"\xef\xbb\xbf" + WORKING.replace("\n", "\r\n").encode()
    path.write_bytes(before)
    _save(load_settings(path, {}), {"interfaces.datev.source.port": 2222})
    assert path.read_bytes() == before + b"port = 2222\r\n"


def test_what_cannot_be_changed_without_harm_is_refused(tmp_path: Path) -> None:
    configuration = load(tmp_path, WORKING)
    with refused(ConfigError, match="smtp cannot be changed here"):
        edit(configuration, {"smtp": "a text in the place of a table"})


def test_the_sample_is_edited_like_any_other_file(tmp_path: Path) -> None:
    text = sample_text("en")
    configuration = load(tmp_path, text)
    _save(
        configuration,
        {
            "interfaces.zahlungen.source.filename": "OP",
            "interfaces.zahlungen.posting.mandants": ["001"],
        },
    )
    assert (tmp_path / "config.toml").read_text() == text.replace(
        'filename = "Zahlungen"', 'filename = "OP"'
    )


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "etc"
    folder.mkdir()
    (folder / "config.toml").write_text('language = "en"\n', encoding="utf-8")
    change = edit(load_settings(folder / "config.toml"), {"language": "de"})
    folder.rename(tmp_path / "elsewhere")
    with refused(ConfigError, match="No such file or directory"):
        save(change)
