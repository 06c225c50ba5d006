"""Settings that are right by themselves and wrong together."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from engine.lists.layouts.built_in import BUILT_IN
from engine.lists.payments.kinds import PAYMENT_FILES
from engine.settings.interface import LayoutName
from engine.settings.model import Settings
from engine.settings.validation.checks import combination_mistakes
from tests.settings.factories import WORKING, load, only_problem, problems

FOLDER = """\
[interfaces.{name}]
name = "{name}"
enabled = {enabled}
[interfaces.{name}.source]
protocol = "folder"
directory = "{directory}"
filename = "{filename}"
exclude = "{exclude}"
"""


def _datev(**tables: str) -> str:
    """The working configuration, with more lines for tables of its interface."""
    return WORKING + "".join(
        f"[interfaces.datev.{table}]\n{lines}\n" for table, lines in tables.items()
    )


def test_the_working_configuration_works(tmp_path: Path) -> None:
    assert load(tmp_path, WORKING)


def test_a_list_of_payments_may_be_one_of_settled_numbers(tmp_path: Path) -> None:
    assert load(tmp_path, _datev(file="type = 'payments_csv'\ncontent = 'settled'"))


@pytest.mark.parametrize(
    ("config", "key", "words"),
    [
        (
            "[window]\nearliest = '10:00'\nlatest = '09:00'",
            "window.latest",
            "later than earliest, 10:00",
        ),
        (
            "[branches.a]\nmandant = '7'\n[mandants.8]",
            "branches.a.mandant",
            "no [mandants.7]. Possible: 8",
        ),
        ("[store]\nurl = 'mysql://db/opos'", "store.url", "postgresql://"),
        ("[store]\nurl = 'postgresql://me:x@db/opos'", "store.url", "secrets.toml"),
        ("[store]\nurl = 'postgresql://db/opos?password=x'", "store.url", "secrets.toml"),
        ("[store]\nurl = 'postgresql://db/opos?schema=A-b'", "store.url", "schema"),
        ("[store]\nremove_when = 'replicated'", "store.remove_when", "no standby"),
        ("[layouts.excel]\ncolumns = {invoice_no = ['Nr']}", "layouts.excel", "built-in"),
        (
            "[layouts.own]\ncolumns = {invoice_no = ['Nr'], opne = ['Rest']}",
            "layouts.own.columns",
            "Did you mean open?",
        ),
        (
            "[smtp]\nhost = 'x.org'\nuser = 'u'\nsecurity = 'none'",
            "smtp.security",
            "starttls or tls",
        ),
        (
            "[smtp]\npassword_file = '/a'\npassword_command = 'b'",
            "smtp.password_command",
            "password_file already",
        ),
        (
            WORKING.replace('host = "sftp.example.org"\n', ""),
            "interfaces.datev.source.host",
            "is missing",
        ),
        (WORKING + "exclude = 'PO'", "interfaces.datev.source.exclude", "no file could ever match"),
        (_datev(file="type = 'datev'"), "interfaces.datev.file.type", 'Did you mean "datev_csv"?'),
        (
            _datev(file="type = 'payments_csv'"),
            "interfaces.datev.file.content",
            'must be "payments"',
        ),
        (
            _datev(file="type = 'o'") + "[layouts.o]\ncolumns={invoice_no=['Nr']}\ncontent='all'",
            "interfaces.datev.file.content",
            'must be "all"',
        ),
        (
            _datev(posting="mandants = ['002']"),
            "interfaces.datev.posting.mandants",
            'Did you mean "001"?',
        ),
        (
            WORKING.replace('"DATEV"', '"DATEV"\nbranches = ["ulm"]'),
            "interfaces.datev.branches",
            "no [branches.ulm]",
        ),
        (
            WORKING.replace('"DATEV"', '"DATEV"\nbranches = ["stuttgart"]')
            + "[interfaces.datev.posting]\nmandants = ['2']\n[mandants.2]",
            "interfaces.datev.branches",
            "belongs to Mandant 001",
        ),
        (
            _datev(posting="paid_as_of = 'tomorrow'"),
            "interfaces.datev.posting.paid_as_of",
            "below [mandants.001]",
        ),
        (
            _datev(file="content = 'settled'", posting="unlisted = 'delete'"),
            "interfaces.datev.posting.unlisted",
            '"keep"',
        ),
        (
            _datev(file="content = 'payments'", posting="delete_before_import = true"),
            "interfaces.datev.posting.delete_before_import",
            "must be false",
        ),
        (
            _datev(schedule="time = '22:01'"),
            "interfaces.datev.schedule.time",
            "22:01 is outside the window from 06:00 to 22:00",
        ),
        (
            _datev(schedule="interval = 'weekly'\nweekdays = []"),
            "interfaces.datev.schedule.weekdays",
            "name a day",
        ),
        (
            _datev(report="email = ['a@b.de']\non = []"),
            "interfaces.datev.report.on",
            "name an outcome",
        ),
        (
            _datev(report="email = ['a@b.de']").replace('host = "mail.example.org"', ""),
            "interfaces.datev.report.email",
            "needs host below [smtp]",
        ),
        (
            _datev(report="email = ['a@b.de']").replace('sender = "opos@example.org"', ""),
            "interfaces.datev.report.email",
            "needs sender below [smtp]",
        ),
    ],
)
def test_a_contradiction_is_refused(tmp_path: Path, config: str, key: str, words: str) -> None:
    problem = only_problem(tmp_path, config)
    assert problem.key == key
    assert words in problem.text


@pytest.mark.parametrize(
    "config",
    [
        "[smtp]\nhost = '127.0.0.1'\nuser = 'u'\nsecurity = 'none'",
        _datev(schedule="interval = 'hourly'\ntime = '23:00'"),
        _datev(schedule="time = '22:00'"),
        _datev(schedule="time = '06:00'"),
        _datev(posting="unlisted = 'delete'\ndelete_before_import = true"),
        _datev(file="content = 'all'", posting="unlisted = 'mark_paid'"),
        _datev(posting="paid_as_of = 'tomorrow'").replace(
            'name = "Hörwelt"', "future_postings = true"
        ),
        _datev(file="type = 'own'") + "[layouts.own]\ncolumns = {invoice_no = ['Nr']}",
        "[smtp]\npassword_command = 'b'",
    ],
)
def test_what_only_looks_like_a_contradiction_is_not(tmp_path: Path, config: str) -> None:
    assert load(tmp_path, config)


@pytest.mark.parametrize(
    ("second", "overlaps"),
    [
        ({"filename": "Zahlungen_Nord"}, True),
        ({"filename": "ZAHL"}, True),
        ({"filename": "OPOS"}, False),
        ({"directory": "/other/"}, False),
        ({"enabled": "false"}, False),
        ({"filename": "Zahl", "exclude": "ungen"}, False),
    ],
)
def test_two_interfaces_must_not_take_each_others_lists(
    tmp_path: Path, second: dict[str, str], overlaps: bool
) -> None:
    usual = {"directory": "/in/", "filename": "Zahlungen", "exclude": "", "enabled": "true"}
    config = FOLDER.format(name="one", **usual) + FOLDER.format(name="two", **{**usual, **second})
    if overlaps:
        problem = only_problem(tmp_path, config)
        assert problem.key == "interfaces.two.source.filename"
        assert "interfaces.one" in problem.text
    else:
        assert load(tmp_path, config)


def test_one_server_is_the_same_by_its_usual_port_and_in_any_case(tmp_path: Path) -> None:
    source = (
        '[interfaces.{0}]\nname = "x"\n[interfaces.{0}.source]\nhost = "{1}"\nfilename = "f"\n{2}\n'
    )
    assert problems(
        tmp_path, source.format("a", "h.org", "port = 22") + source.format("b", "H.ORG", "")
    )
    assert load(
        tmp_path, source.format("a", "h.org", "port = 23") + source.format("b", "h.org", "")
    )
    assert load(
        tmp_path, source.format("a", "h.org", "user = 'x'") + source.format("b", "h.org", "")
    )


def test_a_folder_is_a_whole_path(tmp_path: Path) -> None:
    config = FOLDER.format(name="one", directory="lists/", filename="f", exclude="", enabled="true")
    assert only_problem(tmp_path, config).key == "interfaces.one.source.directory"


def test_defaults_contradict_nothing() -> None:
    assert list(combination_mistakes(Settings())) == []


def test_the_names_of_layouts_are_those_that_lists_are_read_with() -> None:
    assert set(get_args(LayoutName)) == {*BUILT_IN, *PAYMENT_FILES}
