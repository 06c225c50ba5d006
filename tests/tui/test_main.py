"""Who gets what was typed: the app or the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui_app import __main__ as entry


@pytest.mark.parametrize(
    "typed",
    [
        [],
        ["-c", "x.toml"],
        ["--lang", "de", "--no-color"],
        ["--no-mouse"],
        ["demo"],
        ["-c", "x.toml", "demo"],
    ],
)
def test_the_interface_is_wanted(typed: list[str]) -> None:
    assert entry._interface_wanted(typed) is not None


@pytest.mark.parametrize(
    "typed",
    [
        ["--headless"],
        ["-n"],
        ["items"],
        ["--help"],
        ["demo", "--headless"],
        ["-c"],
        ["--lang", "fr"],
        ["runs", "-c", "x"],
        ["--json"],
    ],
)
def test_the_command_line_is_wanted(typed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[list[str]] = []

    def main(arguments: list[str]) -> int:
        given.append(arguments)
        return 7

    monkeypatch.setattr("engine.cli.main.main", main)
    assert entry.main(typed) == 7
    assert given == [typed]


def test_a_folder_of_configurations_is_no_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tui_app.platform.terminal.require_terminal", lambda: None)
    assert entry.main(["-c", str(tmp_path), "--lang", "en"]) == 2
    assert "is a folder" in capsys.readouterr().err
