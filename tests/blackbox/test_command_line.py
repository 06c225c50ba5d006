"""What can be typed and what is done about it are the same words."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from gettext import NullTranslations
from pathlib import Path
from pkgutil import iter_modules

import pytest

from engine.cli import commands
from engine.cli.arguments import build_parser, parse
from engine.common.i18n import advice_of, cause_of
from engine.model.errors import UsageError


def words() -> set[str]:
    """Every command that the parser knows."""
    (action,) = (
        action
        for action in build_parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    return set(action.choices)


def test_every_command_that_can_be_typed_is_done() -> None:
    there = {module.name.replace("_", "-") for module in iter_modules(commands.__path__)}
    assert words() | {"headless"} == there


def test_only_the_command_that_is_asked_for_is_imported() -> None:
    script = (
        "import sys; from engine.cli.arguments import parse; parse(['show', 'RUN'])\n"
        "print(*(name for name in sys.modules if name.startswith('engine.cli.commands.')))"
    )
    printed = subprocess.check_output([sys.executable, "-c", script], text=True)
    assert printed.split() == ["engine.cli.commands.show"]


def test_every_command_stands_in_the_readme() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert words() <= set(re.findall(r"opos (?:-c \S+ )?([a-z-]+)", readme)) | {"demo"}


@pytest.mark.parametrize(
    ("typed", "cause", "command"),
    [
        ("chekc", '"chekc" is not possible. Did you mean "check"?', "opos"),
        ("--dryrun", '"--dryrun" is not possible. Did you mean "--dry-run"?', "opos"),
        ("undo RUN --dryrun", '"--dryrun" is not possible. Did you mean "--dry-run"?', "opos undo"),
        ("check --dryrun", '"--dryrun" is not possible.', "opos check"),
        ("check datev", '"datev" is not possible.', "opos check"),
        (
            "service corn",
            '"corn" is not possible. Did you mean "cron"? Possible: systemd, cron.',
            "opos service",
        ),
        (
            "items --status opne",
            (
                '--status: "opne" is not possible. Did you mean "open"? Possible: open, part_paid,'
                " paid."
            ),
            "opos items",
        ),
        ("show", "Missing: RUN.", "opos show"),
        ("-i", "-i/--interface: a value is missing.", "opos"),
        ("next -n abc", "-n: 'abc' is no whole number.", "opos next"),
        ("check -q -v", "-v/--verbose: it cannot stand together with -q/--quiet.", "opos check"),
        ("--he", "--he is not clear: --help, --headless.", "opos"),
        ("read --suggest=3 x", "--suggest: it takes no value, and '3' is one.", "opos read"),
    ],
)
def test_mistakes_are_told_with_the_nearest_right_word(
    typed: str, cause: str, command: str
) -> None:
    with pytest.raises(UsageError) as refusal:
        parse(typed.split())
    assert cause_of(refusal.value) == cause
    assert advice_of(refusal.value) == f"`{command} --help` says what is possible."


@pytest.mark.parametrize(
    "typed",
    ["chekc", "--dryrun", "show", "-i", "next -n abc", "check -q -v", "--he", "read --suggest=3 x"],
)
def test_every_mistake_is_told_in_the_language_in_use(typed: str, foreign: None) -> None:
    with pytest.raises(UsageError) as refusal:
        parse(typed.split())
    assert re.search("«.*»", cause_of(refusal.value))


@pytest.mark.parametrize("command", [[], *([word] for word in sorted(words()))], ids=" ".join)
def test_help_is_in_the_language_in_use(
    command: list[str],
    foreign: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    with pytest.raises(SystemExit):
        parse([*command, "--help"])
    left = re.sub("«[^»]*»", "", capsys.readouterr().out)
    assert not re.search(r"(?m)^\w+:| [a-z]+ [a-z]+", left), left


@pytest.fixture
def foreign(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language in which everything that is translated stands in marks."""

    class Marked(NullTranslations):
        def gettext(self, message: str) -> str:
            return f"«{message}»"

    monkeypatch.setattr("engine.common.i18n._translations", Marked())
