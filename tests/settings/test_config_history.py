"""The configuration as it was: every version kept without secrets, compared, put back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.common.data_folder import DataFolder
from engine.doctor.verify import verify_problems
from engine.model.errors import ConfigError, UsageError
from engine.settings.change_log import note_outside_changes
from engine.settings.config_history import difference, restored, text_at, versions, what_changed
from engine.settings.last_good import last_good, over_the_files
from engine.settings.load import Configuration, load_settings
from engine.settings.save import Changes, edit, save
from engine.store.opening import begin_store
from tests.practice import rewrite
from tests.settings.factories import write

FIRST = """\
data_dir = "data"  # of the practice

[monitoring]
ping_url = "https://hc-ping.com/canary"

[interfaces.datev]
name = "DATEV"
enabled = true   # since May

[interfaces.datev.source]
host = "sftp.example.org"
filename = "OPOS"

[interfaces.payments]
name = "Payments"

[interfaces.payments.source]
host = "sftp.example.org"
filename = "Zahlungen"
"""
PASSWORDS = """\
[interfaces.datev.source]
password = "canary datev"

[interfaces.payments.source]
password = "canary payments"
"""


class Site:
    """A configuration and its data folder."""

    def __init__(self, folder: Path) -> None:
        self.path = write(folder, FIRST, PASSWORDS)
        self.data = DataFolder(folder / "data")
        self.data.make()
        note_outside_changes(load_settings(self.path, {}))

    def save(self, changes: Changes) -> None:
        save(edit(load_settings(self.path, {}), changes))

    def restore(self, number: int, *table: str) -> None:
        save(restored(load_settings(self.path, {}), number, table))

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_each_change_is_a_version_with_its_text(site: Site) -> None:
    site.save({"interfaces.datev.enabled": False})
    first, second = versions(site.data)
    assert (first.outside, second.outside) == (True, False)
    assert versions(site.data, "payments") == [first]
    assert text_at(site.data, 1) == FIRST.replace("https://hc-ping.com/canary", "***")
    assert "enabled = false" in text_at(site.data, 2)


def test_what_is_secret_is_kept_nowhere(site: Site) -> None:
    site.save({"monitoring.ping_url": "https://hc-ping.com/canary2"})
    site.save({"interfaces.datev.source.password": "canary3"})
    kept = [file for file in site.data.root.rglob("*") if file.is_file()]
    assert len(kept) >= 2
    assert not [file for file in kept if b"canary" in file.read_bytes()]


def test_a_password_alone_is_a_change_of_its_interface(site: Site) -> None:
    site.save({"interfaces.datev.source.password": "another"})
    last = versions(site.data)[-1]
    assert ([*last.interfaces], last.number) == (["datev"], 2)
    assert '+password = "***" (new)' in what_changed(site.data, 2)


def test_any_two_versions_can_be_compared_in_all_or_in_one_table(site: Site) -> None:
    site.save({"interfaces.datev.enabled": False})
    site.save({"interfaces.payments.name": "Money", "language": "en"})
    changed = difference(site.data, 1, 3)
    assert "-enabled = true   # since May" in changed
    assert '+language = "en"' in changed
    lines = what_changed(site.data, 3, ("interfaces", "payments"))
    assert [line for line in lines if line[0] in "+-"][2:] == [
        '-name = "Payments"',
        '+name = "Money"',
    ]
    assert difference(site.data, 2, 3, ("interfaces", "datev")) == []
    assert f"+{FIRST.splitlines()[0]}" in what_changed(site.data, 1)


def test_a_whole_version_comes_back_to_the_byte_and_secrets_stay(site: Site) -> None:
    site.save({"interfaces.datev.enabled": False})
    site.save({"interfaces.datev": None, "monitoring.ping_url": "https://hc-ping.com/new"})
    site.restore(1)
    assert site.text == FIRST.replace("hc-ping.com/canary", "hc-ping.com/new")
    assert versions(site.data)[-1].number == 4
    assert "canary payments" in site.path.with_name("secrets.toml").read_text(encoding="utf-8")


def test_one_interface_comes_back_and_the_others_stay(site: Site) -> None:
    site.save({"interfaces.datev.enabled": False, "interfaces.datev.group": "Books"})
    site.save({"interfaces.payments.name": "Money"})
    site.restore(1, "interfaces", "datev")
    assert site.text == FIRST.replace('"Payments"', '"Money"')
    site.save({"interfaces.datev": None})
    site.restore(1, "interfaces", "datev")
    datev = load_settings(site.path, {}).settings.interfaces["datev"]
    assert (datev.name, datev.source.host) == ("DATEV", "sftp.example.org")


def test_an_interface_that_was_not_there_goes_with_its_password(site: Site) -> None:
    site.save(
        {
            "interfaces.new.name": "New",
            "interfaces.new.source.host": "h",
            "interfaces.new.source.filename": "n",
            "interfaces.new.source.password": "x",
        }
    )
    site.restore(1)
    assert site.text == FIRST
    assert "new" not in site.path.with_name("secrets.toml").read_text(encoding="utf-8")


def _unknown(site: Site) -> None:
    site.restore(9)


def _in_force(site: Site) -> None:
    site.restore(1)


def _damaged(site: Site) -> None:
    [kept] = site.data.kept_configuration("x").parent.iterdir()
    kept.write_bytes(kept.read_bytes().replace(b"OPOS", b"OPAS"))
    begin_store(site.data)
    assert str(kept) in "\n".join(verify_problems(site.data))
    site.save({"language": "en"})
    site.restore(1)


def _lost(site: Site) -> None:
    site.save({"language": "en"})
    site.data.kept_configuration(versions(site.data)[0].text).unlink()
    site.restore(1)


@pytest.mark.parametrize(
    ("spoil", "error", "words"),
    [
        (_unknown, UsageError, "config_version_unknown"),
        (_in_force, UsageError, "config_version_same"),
        (_damaged, ConfigError, "config_version_changed"),
        (_lost, ConfigError, "config_version_unreadable"),
    ],
)
def test_what_cannot_be_put_back_is_refused_and_the_file_stays(
    site: Site, spoil: Callable[[Site], None], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as refused:
        spoil(site)
    assert words in str(refused.value)
    assert site.text.replace('language = "en"\n', "") == FIRST


def broken(site: Site, good: str, bad: str) -> Configuration:
    """What there is to restore over, after a mistake was made in config.toml."""
    rewrite(site.path, good, bad, 1)
    former = last_good(site.path, {})
    assert former is not None
    return over_the_files(former)


def test_no_secret_of_a_file_that_is_no_toml_is_shown(tmp_path: Path) -> None:
    site = Site(tmp_path)
    over = broken(site, "# since May", '"')
    edited = restored(over, 1)
    assert "+enabled = true   # since May" in edited.diff
    assert "canary" not in edited.diff
    assert "-(line 4 of the file)" in edited.diff
    save(edited)
    assert load_settings(site.path, {}).settings.interfaces["datev"].source.filename == "OPOS"
    assert [each.number for each in versions(site.data)] == [1, 2]
    assert not list(verify_problems(load_settings(site.path, {}).data))


def test_one_table_is_put_back_where_the_rest_can_be_read(tmp_path: Path) -> None:
    site = Site(tmp_path)
    over = broken(site, "enabled = true ", "enabled = 3 ")
    save(restored(over, 1, ("interfaces", "datev")))
    assert site.path.read_text(encoding="utf-8").count("enabled = true") == 1


def test_of_a_file_that_is_no_toml_nothing_can_stay(tmp_path: Path) -> None:
    site = Site(tmp_path)
    over = broken(site, "enabled = true ", "enabled = yes ")
    with pytest.raises(ConfigError, match="config_rest_unreadable"):
        restored(over, 1, ("interfaces", "datev"))
    secrets = site.path.with_name("secrets.toml")
    secrets.write_text(PASSWORDS.replace('"', "", 1), encoding="utf-8")
    former = last_good(site.path, {})
    assert former is not None
    with pytest.raises(ConfigError, match="config_passwords_unreadable"):
        restored(over_the_files(former), 1)
