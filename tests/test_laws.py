"""The laws of the house, checked on the running program and on its text."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import engine
from tests.practice import Practice

ENGINE = Path(engine.__file__).parent
ROOT = ENGINE.parent
SCREEN = {"textual", "rich"}
SLOW = {
    "pydantic_settings",
    "paramiko",
    "openpyxl",
    "xlrd",
    "python_calamine",
    "pyftpdlib",
    "tomlkit",
    "tinydb",
    "multiprocessing",
}


def modules_after(*arguments: str) -> set[str]:
    """What Python has imported when this command has ended."""
    script = (
        "import sys\nfrom tui_app.__main__ import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print('\\nMODULES', *sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return set(ended.stdout.rpartition("MODULES")[2].split())


def test_the_headless_program_knows_no_screen() -> None:
    assert modules_after("--headless", "--help").isdisjoint(SCREEN)


def test_a_tick_with_nothing_due_imports_nothing_slow(tmp_path: Path) -> None:
    practice = Practice(tmp_path / "practice")
    loaded = modules_after("-c", str(practice.config), "--headless")
    if "$coverage" in loaded:
        loaded -= {"multiprocessing"}  # which coverage itself brings
    assert loaded.isdisjoint(SCREEN | SLOW)
    assert not practice.data.store.exists()


def test_the_first_screen_loads_no_other() -> None:
    """What is opened later is loaded later: every start waits for what is imported here."""
    listing = "import sys, tui_app.app; print(*sys.modules)"
    loaded = set(
        subprocess.run(
            [sys.executable, "-c", listing], capture_output=True, text=True, check=True
        ).stdout.split()
    )
    assert "tui_app.screens.interfaces.interfaces" in loaded
    later = (
        "doctor",
        "configuration.editor",
        "runs.history",
        "invoices.items",
        "runs.live",
        "configuration.settings",
    )
    assert loaded.isdisjoint(f"tui_app.screens.{name}" for name in later)
    assert loaded.isdisjoint(
        [
            "engine.doctor.examine",
            "engine.worker.run_interfaces",
            "engine.imports.planning",
            "paramiko",
            "openpyxl",
            "tomlkit",
        ]
    )


MODULES = sorted(
    path for package in ("engine", "tui_app") for path in (ROOT / package).rglob("*.py")
)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_printer_prints(path: Path) -> None:
    if path == ENGINE / "cli" / "printer.py":
        return
    calls = [
        node.func
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]
    assert not [call for call in calls if isinstance(call, ast.Name) and call.id == "print"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_one_idea_of_at_most_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if path.is_relative_to(ROOT / "tui_app")],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_a_function_of_the_app_has_at_most_40_lines(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert not [node.name for node in functions if (node.end_lineno or 0) - node.lineno + 1 > 40]


def test_every_exception_from_a_rule_has_its_reason_beside_it() -> None:
    exceptions = [
        f"{path}: {line.strip()}"
        for folder in ("engine", "tui_app", "tests", "bench", "docs")
        for path in (ROOT / folder).rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"# no[q]a(?!: [A-Z0-9, ]+ - \S)", line)
    ]
    assert exceptions == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_decoder_decodes(path: Path) -> None:
    """One rotten byte makes msgspec raise what nobody thought of; `engine.common.decoding` did."""
    if path != ENGINE / "common" / "decoding.py":
        source = path.read_text(encoding="utf-8")
        assert not re.search(
            r"msgspec\.(json|msgpack)\.(decode|Decoder)|msgspec\.DecodeError", source
        )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_whoever_commits_numbers_the_exports(path: Path) -> None:
    """A change that no export hears of would never reach the practice's own program."""
    may = (ENGINE / "imports" / "committing.py", ENGINE / "store" / "rebuild.py")
    if path not in may:
        assert "store.commit(" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_lies_in_the_data_folder_is_opened_by_one_function(path: Path) -> None:
    """A pipe that somebody put there would hold a run up without end; `plain_file` opens none."""
    rooms = ("exports", "imports", "journal", "reporting", "schedule", "store", "worker")
    of_a_person = ENGINE / "imports" / "invoice_load.py"  # whoever typed its name may wait for it
    if path.is_relative_to(ENGINE) and path.parts[len(ENGINE.parts)] in rooms:
        opened = re.search(r"(path|path_of\(.*\))\.read_|\.open\(\"r", path.read_text("utf-8"))
        assert opened is None or path == of_a_person
