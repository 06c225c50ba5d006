"""An export that could not work is refused before it is tried."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.settings.factories import WORKING, load, problems

FOLDER = 'protocol = "folder"\ndirectory = "/srv/out/"\n'


def export(settings: str = "", target: str = FOLDER, name: str = "praxis") -> str:
    return f"{WORKING}\n[exports.{name}]\n{settings}\n[exports.{name}.target]\n{target}"


@pytest.mark.parametrize(
    "settings",
    [
        "",
        'mandants = ["001"]\non = ["created"]\nformat = "xlsx"',
        'filename = "{date}_{mandant}_{interface}_{run}_{number}.csv"',
        'columns = { invoice_no = "Rechnung", before_open = "Vorher" }',
        'ready_file = "{stem}.ok"\nencoding = "cp1252"\ndelimiter = "tab"\ndecimal = "comma"',
    ],
)
def test_what_works(tmp_path: Path, settings: str) -> None:
    assert load(tmp_path, export(settings)).settings.exports["praxis"]


@pytest.mark.parametrize(
    ("settings", "key", "words"),
    [
        ('mandants = ["002"]', "mandants", "there is no [mandants.002]"),
        ("on = []", "on", "must name a change"),
        ('on = ["payed"]', "on", 'Did you mean "paid"?'),
        ('format = "cvs"', "format", 'Did you mean "csv"?'),
        ('filename = "opos.csv"', "filename", "must hold {number}"),
        ('filename = "{number}{when}.csv"', "filename", "may hold"),
        ('filename = "{number:x}.csv"', "filename", "may hold"),
        ('filename = "{number!r}.csv"', "filename", "may hold"),
        ('filename = "{number.real}.csv"', "filename", "may hold"),
        ('filename = "{run:5}{number}.csv"', "filename", "may hold"),
        ('filename = "{number"', "filename", "may hold"),
        ('filename = "a/{number}.csv"', "filename", "a name alone"),
        ('filename = ".{number}.csv"', "filename", "a name alone"),
        ('encoding = "auto"', "encoding", "name of an encoding"),
        ('columns = { invoice = "Rechnung" }', "columns", 'Did you mean "invoice_no"?'),
        ('ready_file = "ready"', "ready_file", "the list's own name"),
    ],
)
def test_what_cannot_work(tmp_path: Path, settings: str, key: str, words: str) -> None:
    [problem] = problems(tmp_path, export(settings))
    assert problem.key == f"exports.praxis.{key}"
    assert words in problem.text


@pytest.mark.parametrize(
    ("target", "key"),
    [
        ('protocol = "folder"\ndirectory = "out/"\n', "directory"),
        ('directory = "{YYYY}/"\nhost = "h"\n', "directory"),
        ("", "host"),
        ('host = "h"\npassword_file = "/a"\npassword_command = "b"\n', "password_command"),
    ],
)
def test_a_target_is_checked_as_a_source_is(tmp_path: Path, target: str, key: str) -> None:
    [problem] = problems(tmp_path, export(target=target))
    assert problem.key == f"exports.praxis.target.{key}"


def test_two_exports_must_not_write_the_same_names(tmp_path: Path) -> None:
    second = export(name="zwei").removeprefix(WORKING)
    [problem] = problems(tmp_path, export() + second)
    assert problem.key == "exports.zwei.filename"
    assert load(tmp_path, export() + second.replace("/srv/out/", "/srv/other/"))


LAYOUT = """
[layouts.energypro]
base = "{base}"
columns = {{ invoice_no = ["Belegnummer"], open = ["Rest"]{more} }}
"""


def test_a_layout_of_ones_own_may_be_written(tmp_path: Path) -> None:
    own = LAYOUT.format(base="csv", more="")
    assert load(tmp_path, export('format = "energypro"') + own)
    [problem] = problems(
        tmp_path, export('format = "energypro"\ncolumns = { open = "Offen" }') + own
    )
    assert problem.key == "exports.praxis.columns"


@pytest.mark.parametrize(
    ("layout", "words"),
    [
        (LAYOUT.format(base="xls", more=""), "does not write"),
        (LAYOUT.format(base="csv", more=', sh = ["S/H"]'), "there is no column sh"),
    ],
)
def test_a_layout_that_cannot_be_written(tmp_path: Path, layout: str, words: str) -> None:
    [problem] = problems(tmp_path, export('format = "energypro"') + layout)
    assert problem.key == "exports.praxis.format"
    assert words in problem.text


@pytest.mark.parametrize("value", ['"ntfy://opos"', '["ntfy://opos", "tgram://token/chat"]', "[]"])
def test_addresses_of_phones_are_a_list_or_a_line(tmp_path: Path, value: str) -> None:
    notify = load(tmp_path, f"{WORKING}[notify]\napprise = {value}\n").settings.notify
    assert len(notify.apprise.each) == value.count("://")
    assert "opos" not in str(notify.apprise)


@pytest.mark.parametrize("value", ['"opos"', '["ntfy:/opos"]', '"ntfy://a\\nx"', "7"])
def test_what_is_no_address_of_a_phone(tmp_path: Path, value: str) -> None:
    [problem] = problems(tmp_path, f"{WORKING}[notify]\napprise = {value}\n")
    assert problem.key == "notify.apprise"
