"""What others say in a field already is proposed there."""

from __future__ import annotations

from pathlib import Path

from engine.settings.load import load_settings
from tests.practice import rewrite
from tui_app.form.form import Form
from tui_app.form.known_values import known_values


def test_the_most_frequent_comes_first(config: Path) -> None:
    rewrite(config, "sftp.example.org", "ftp.example.org")
    form = Form(load_settings(config), ("interfaces", "datev"))
    assert known_values(form, form.field("source", "host")) == ["ftp.example.org"]
    assert known_values(form, form.field("group")) == ["Bookkeeping", "Optics"]


def test_names_secrets_and_what_there_is_once_are_not(config: Path) -> None:
    settings = load_settings(config)
    form = Form(settings, ("interfaces", "datev"))
    for key in (("name",), ("source", "password"), ("source", "port")):
        assert known_values(form, form.field(*key)) == []
    smtp = Form(settings, ("smtp",))
    assert known_values(smtp, smtp.field("host")) == []
