"""An error of our own: one sentence, a file without the values of variables, and no exit code 0."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.common.data_folder import DataFolder
from engine.settings.load import load_settings
from tests.tui.conftest import seen, wait_for
from tui_app.app import OposApp
from tui_app.platform.crash import write_report


class Broken(OposApp):
    def action_help(self) -> None:
        password = "hunter2"  # noqa: F841 - what must not be shown
        raise ZeroDivisionError("[/b] \x1b[2J")


async def press_help(app: OposApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("question_mark")
        await wait_for(lambda: app.return_code, "the crash")


async def test_a_crash_is_one_sentence(
    config: Path, data: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    app = Broken(load_settings(config))
    with pytest.raises(ZeroDivisionError):
        await press_help(app)
    app._print_error_renderables()
    (report,) = data.root.glob("error-*-tui.txt")
    assert app.return_code == 1
    said = capsys.readouterr().err
    assert "the app broke (ZeroDivisionError)" in said
    assert str(report) in said.replace("\n", "")
    assert "Traceback" not in said
    assert "hunter2" not in said + report.read_text()
    assert "action_help" in report.read_text()
    assert report.stat().st_mode & 0o777 == 0o600


async def test_what_a_worker_met_and_the_user_can_mend_is_told(
    app: OposApp, data: DataFolder
) -> None:
    data.store.write_text("{ broken")
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(lambda: "Problem" in seen(app), "what is wrong with the store")
        assert str(data.store) in seen(app).replace("│", "").replace("\n", "").replace(" ", "")
        await pilot.press("escape")
        await wait_for(lambda: "Problem" not in seen(app), "the list")
    assert app.return_code is None


class BrokenWorker(OposApp):
    def action_help(self) -> None:
        self.run_worker(self.break_down())

    async def break_down(self) -> None:
        raise ZeroDivisionError


async def test_what_broke_a_worker_is_reported(config: Path, data: DataFolder) -> None:
    with pytest.raises(ZeroDivisionError):
        await press_help(BrokenWorker(load_settings(config)))
    (report,) = data.root.glob("error-*-tui.txt")
    assert "break_down" in report.read_text()


def test_without_a_data_folder_the_report_goes_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    said = write_report(ValueError("x"), tmp_path / "missing")
    (report,) = tmp_path.glob("error-*-tui.txt")
    assert str(report) in said


def test_where_nothing_can_be_written_the_sentence_still_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    assert "the app broke (ValueError)" in write_report(ValueError("x"), tmp_path / "missing")
