"""`opos config sample|show|schema|history`."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from engine.cli.commands import config
from engine.model.errors import ConfigError
from engine.settings.load import load_settings
from engine.settings.model_fields import effective_settings
from engine.settings.sample import sample_text
from engine.settings.save import edit, save
from tests.practice import Practice
from tests.recorded_printer import Line, RecordedPrinter
from tests.settings.factories import WORKING, write


def _lines(what: str, path: Path | None = None) -> list[Line]:
    printer = RecordedPrinter()
    config.run(Namespace(what=what, config=path, lang="en"), printer)
    return printer.lines


def test_sample_is_the_sample() -> None:
    [line] = _lines("sample")
    assert line.text is not None
    assert line.text + "\n" == sample_text("en")


def test_show_has_every_value_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, WORKING, '[interfaces.datev.source]\npassword = "canary"\n')
    monkeypatch.setenv("OPOS_SMTP__PORT", "25")
    lines = _lines("show", path)
    shown = {
        line.record["key"]: (line.record["value"], line.record["origin"], line.record["place"])
        for line in lines
    }
    assert set(shown) == {
        ".".join(key) for key, _value in effective_settings(load_settings(path).settings)
    }
    assert shown["smtp.host"] == ("mail.example.org", "config.toml", f"{path}:2")
    assert shown["smtp.port"] == (25, "environment", "$OPOS_SMTP__PORT")
    assert shown["smtp.password"] == ("", "default", "default")
    assert shown["interfaces.datev.source.password"] == (
        "***",
        "secrets.toml",
        f"{tmp_path / 'secrets.toml'}:2",
    )
    assert shown["interfaces.datev.schedule.time"][0] == "07:00"
    assert shown["interfaces.datev.start"][0] is None
    assert any(
        str(line.text).split() == ["smtp.port", "=", "25", "$OPOS_SMTP__PORT"] for line in lines
    )
    assert "canary" not in str(lines)


def test_of_an_address_with_a_token_only_the_host_is_shown(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        WORKING
        + '\n[monitoring]\nping_url = "https://me:canary@hc-ping.com/canary?canary#canary"\n',
    )
    configuration = load_settings(path)
    shown = {line.record["key"]: line.record["value"] for line in _lines("show", path)}
    assert shown["monitoring.ping_url"] == "https://hc-ping.com/…"
    assert "canary" not in str(_lines("show", path)) + repr(configuration.settings)
    changed = edit(configuration, {"monitoring.ping_url": "https://hc-ping.com/other"})
    assert "ping_url" in changed.diff
    assert "other" not in changed.diff + str(changed)
    assert "canary" not in changed.diff
    save(changed)
    assert (
        load_settings(path).settings.monitoring.ping_url.get_secret_value()
        == "https://hc-ping.com/other"
    )


def test_show_refuses_a_wrong_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        _lines("show", write(tmp_path, "x = 1"))


def test_schema_explains_every_setting_and_is_json() -> None:
    [line] = _lines("schema")
    form = json.loads(str(line.text))
    assert form == line.record
    assert form["properties"]["language"] == {
        "default": "de",
        "description": "The language of all texts.",
        "enum": ["de", "en"],
        "title": "Language",
        "type": "string",
    }
    source = form["$defs"]["SourceSettings"]
    assert source["required"] == ["filename"]
    assert source["properties"]["password"]["writeOnly"] is True
    assert all(
        "description" in setting
        for name, table in form["$defs"].items()
        for setting in _scalars(table)
    )


def test_history_lists_compares_and_restores(tmp_path: Path) -> None:
    practice = Practice(tmp_path)
    first = practice.config.read_text(encoding="utf-8")
    assert "No change is noted yet" in practice.opos("config", "history").out
    practice.run()
    save(edit(load_settings(practice.config), {"interfaces.payments.name": "Money"}))
    history = practice.opos("config", "history", "--json").lines
    assert [(line["number"], line["outside"], line["interfaces"]) for line in history] == [
        (2, False, ["payments"]),
        (1, True, ["datev", "payments"]),
    ]
    about_datev = practice.opos("config", "history", "-i", "datev").out
    assert about_datev.splitlines()[0].endswith("(in a text editor)  datev, payments")
    for numbers in (["2"], ["1", "2"]):
        assert '+name = "Money"' in practice.opos("config", "history", "--diff", *numbers).out
    payments = ["config", "history", "-i", "payments", "--restore", "1"]
    assert '-name = "Money"' in practice.opos(*payments, "-n").out
    assert practice.config.read_text(encoding="utf-8") != first
    restored = practice.opos(*payments)
    assert (restored.code, "Saved as version 3." in restored.err) == (0, True)
    assert practice.config.read_text(encoding="utf-8") == first


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        pytest.param('name = "Payments"', 'name = "Payments', id="no TOML"),
        pytest.param('name = "Payments"', "name = 7", id="no name"),
    ],
)
def test_a_version_takes_the_place_of_what_does_not_load(
    tmp_path: Path, good: str, bad: str
) -> None:
    practice = Practice(tmp_path)
    first = practice.config.read_text(encoding="utf-8")
    practice.run()
    assert good in first
    practice.config.write_text(first.replace(good, bad, 1), encoding="utf-8")
    listed = practice.opos("config", "history")
    assert (listed.code, "1 mistake" in listed.err, "datev" in listed.out) == (0, True, True)
    restored = practice.opos("config", "history", "--restore", "1")
    assert restored.code == 0, restored.err
    assert f"+{good}" in restored.out
    assert practice.config.read_text(encoding="utf-8") == first
    former = practice.config.with_name(f"{practice.config.name}.bak")
    assert bad in former.read_text(encoding="utf-8")
    assert practice.run().code == 0


@pytest.mark.parametrize("typed", [["--diff", "1", "2", "3"], ["--diff", "9"], ["--restore", "9"]])
def test_history_refuses_what_is_not_there(tmp_path: Path, typed: list[str]) -> None:
    practice = Practice(tmp_path)
    practice.run()
    assert practice.opos("config", "history", *typed).code == 2


def _scalars(table: dict[str, Any]) -> list[dict[str, Any]]:
    return [setting for setting in table["properties"].values() if "$ref" not in setting]
