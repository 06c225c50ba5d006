"""Every mistake is named with its place, its key and what to write instead; all at once, and never
with a password.
"""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

from engine.common.i18n import advice_of, cause_of
from engine.model.errors import ConfigError, ExitCode
from engine.settings.load import load_settings
from engine.settings.validation.problems import ConfigProblems
from tests.settings.factories import WORKING, only_problem, problems, write

NEW_SOURCE = '[interfaces.new]\nname = "New"\n[interfaces.new.source]\nhost = "h"\nfilename = "f"\n'


@pytest.mark.parametrize(
    ("line", "key", "words"),
    [
        ("passwort = 'canary'", "passwort", 'Did you mean "password"?'),
        ("nonsense = 1", "nonsense", "Possible: protocol, host, port"),
        ("port = '22'", "port", "whole number"),
        ("port = true", "port", "whole number"),
        ("port = 0", "port", "at least 1"),
        ("port = 70000", "port", "at most 65535"),
        ("expect_file = 'yes'", "expect_file", "true or false"),
        ("user = 5", "user", "text in quotes"),
        (
            "tls = 'implizit'",
            "tls",
            '"implizit" is not possible. Did you mean "implicit"? Possible: explicit, implicit.',
        ),
        ("directory = 'A/B'", "directory", 'write "A/B/"'),
        ("directory = 'A/{JJJJ}/'", "directory", "{YYYY}, {MM} and {DD}, but not {JJJJ}"),
        ("host_key = 'ssh-rsa AAAA'", "host_key", "SHA256:"),
        ("key_file = 'id_rsa'", "key_file", "whole path"),
        ('user = "a\\nb"', "user", "line breaks"),
    ],
)
def test_a_wrong_line_of_a_source(tmp_path: Path, line: str, key: str, words: str) -> None:
    problem = only_problem(tmp_path, NEW_SOURCE + line + "\n")
    assert problem.place == f"{tmp_path / 'config.toml'}:6"
    assert problem.key == f"interfaces.new.source.{key}"
    assert words in problem.text


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("sftp://user:canary@sftp.example.org/in", 'write "sftp.example.org"'),
        ("sftp.example.org:2222", 'write host = "sftp.example.org" and port = 2222'),
        ("two words", "the name alone"),
    ],
)
def test_a_host_that_is_more_than_a_host(tmp_path: Path, host: str, words: str) -> None:
    text = only_problem(tmp_path, NEW_SOURCE.replace('"h"', f'"{host}"')).text
    assert words in text
    assert "canary" not in text


@pytest.mark.parametrize(
    ("filename", "words"),
    [("", "every file"), ("  ", "every file"), ("*.csv", "no * or ?"), ("in/Zahl", "folder")],
)
def test_a_filename_that_does_not_tell_lists_apart(
    tmp_path: Path, filename: str, words: str
) -> None:
    assert words in only_problem(tmp_path, NEW_SOURCE.replace('"f"', f'"{filename}"')).text


@pytest.mark.parametrize(
    ("config", "line", "key", "words"),
    [
        ("timezone = 'Europe/Berln'", 1, "timezone", 'Did you mean "Europe/Berlin"?'),
        ("timezone = '../etc'", 1, "timezone", "name of a time zone"),
        ("language = 'fr'", 1, "language", "Possible: de, en."),
        ("[window]\nearliest = '6:00'", 2, "window.earliest", '"07:00"'),
        ("[window]\nlatest = 22:00:30", 2, "window.latest", '"07:00"'),
        ("smtp = 5", 1, "smtp", "a table"),
        ("[mandants]\n001 = 'A'", 2, "mandants.001", "a table"),
        ("[mandants.'a.b']", 1, "mandants.a.b", "letters, digits"),
        ("[interface.a]", 1, "interface", 'Did you mean "interfaces"?'),
        ("[branches.Stuttgart]", 1, "branches.Stuttgart", "lower case"),
        ("[layouts.own]\nbase = 'csv'", 1, "layouts.own.columns", "is missing: For each field"),
        (
            "[layouts.own]\ncolumns = { open = 'Rest' }",
            2,
            "layouts.own.columns.open",
            "list in brackets",
        ),
        (
            NEW_SOURCE + "[interfaces.new.schedule]\nday = 31",
            7,
            "interfaces.new.schedule.day",
            '1 to 28, or "last"',
        ),
        (
            NEW_SOURCE + "[interfaces.new.schedule]\ntime = 7",
            7,
            "interfaces.new.schedule.time",
            '"07:00"',
        ),
        (
            NEW_SOURCE + "[interfaces.new.posting]\ntolerance = '0,05'",
            7,
            "interfaces.new.posting.tolerance",
            '"0.05"',
        ),
        (
            NEW_SOURCE + "[interfaces.new.posting]\ntolerance = '-1'",
            7,
            "interfaces.new.posting.tolerance",
            "at least 0",
        ),
        (
            NEW_SOURCE + "[interfaces.new.posting]\nmandants = '001'",
            7,
            "interfaces.new.posting.mandants",
            "list in brackets",
        ),
        (
            NEW_SOURCE + "[interfaces.new.file]\nencoding = 'cp1525'",
            7,
            "interfaces.new.file.encoding",
            'Did you mean "cp1252"?',
        ),
        (
            NEW_SOURCE.replace('name = "New"', 'name = "New"\nstart = "1.12.2026"'),
            3,
            "interfaces.new.start",
            "such as 2026-12-01",
        ),
        (
            NEW_SOURCE.replace('filename = "f"', ""),
            3,
            "interfaces.new.source.filename",
            "is missing: Any file whose name",
        ),
        (
            NEW_SOURCE.replace("filename", "filname"),
            5,
            "interfaces.new.source.filname",
            'Did you mean "filename"?',
        ),
        (
            NEW_SOURCE + "[interfaces.new.report]\non = ['succes']",
            7,
            "interfaces.new.report.on",
            'entry 1: "succes" is not possible.',
        ),
    ],
)
def test_a_wrong_setting(tmp_path: Path, config: str, line: int, key: str, words: str) -> None:
    problem = only_problem(tmp_path, config)
    assert (problem.place, problem.key) == (f"{tmp_path / 'config.toml'}:{line}", key)
    assert words in problem.text


@pytest.mark.parametrize(
    "address", ["a@b.de, c@d.de", "a@b.de\\nBcc: c@d.de", "Name <a@b.de>", "nobody", ""]
)
def test_a_mail_address_is_one_address(tmp_path: Path, address: str) -> None:
    problem = only_problem(
        tmp_path, WORKING + f'[interfaces.datev.report]\nemail = ["x@y.de", "{address}"]\n'
    )
    assert problem.key == "interfaces.datev.report.email"
    assert problem.text.startswith("entry 2: must")


@pytest.mark.parametrize(
    ("config", "line", "column", "words"),
    [
        ("a = 1\na = 2\n", 2, 6, "second time"),
        ("a = 1\na = 2", 2, 1, "second time"),
        ("[smtp]\n[window]\n[smtp]\n", 3, 6, "second time"),
        ("host = mail.example.org\n", 1, 8, "quotes"),
        ("start = 1.12.2026\n", 1, 13, "quotes"),
        ("tolerance = 0,05\n", 1, 14, "point before decimals"),
        ('password = "canary\n', 1, 19, "closing quote"),
        ("x = 1\npassword = 'canary\n", 2, 1, "closing quote"),
        ("\nx = [1,\n2\n", 2, 1, "closing bracket"),
        ('folder = "C:\\Users"\n', 1, 15, "backslash"),
        ("[smtp\n", 1, 6, "bracket"),
        ("größe = 1\n", 1, 3, "a to z"),
        ("port 5\n", 1, 6, "="),
        ("on = yes\n", 1, 6, "true or false"),
    ],
)
def test_what_is_not_toml(tmp_path: Path, config: str, line: int, column: int, words: str) -> None:
    problem = only_problem(tmp_path, config)
    assert problem.place == f"{tmp_path / 'config.toml'}:{line}:{column}"
    assert words in problem.text
    assert "canary" not in str(problem)


def test_what_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b'[smtp]\nuser = "M\xfcller"\n')
    with pytest.raises(ConfigProblems) as refused:
        load_settings(path, {})
    assert refused.value.problems[0].place == f"{path}:2:10"
    assert "UTF-8" in refused.value.problems[0].text


def test_both_files_are_looked_at_even_if_neither_is_toml(tmp_path: Path) -> None:
    places = [problem.place for problem in problems(tmp_path, "a", "[smtp]\nb")]
    assert places == [f"{tmp_path / 'config.toml'}:1:1", f"{tmp_path / 'secrets.toml'}:2:1"]


def test_a_password_in_the_config_is_shown_its_place(tmp_path: Path) -> None:
    problem = only_problem(tmp_path, WORKING + 'password = "canary"\n')
    assert (problem.place, problem.key) == (
        f"{tmp_path / 'config.toml'}:17",
        "interfaces.datev.source.password",
    )
    assert "secrets.toml, below [interfaces.datev.source]" in problem.text


def test_secrets_hold_passwords_alone_and_of_interfaces_that_exist(tmp_path: Path) -> None:
    secrets = '[smtp]\nhost = "x"\n[interfaces.datve.source]\npassword = "canary"\n'
    host, misspelt = problems(tmp_path, WORKING, secrets)
    assert (host.place, host.key) == (f"{tmp_path / 'secrets.toml'}:2", "smtp.host")
    assert "config.toml" in host.text
    assert (misspelt.place, misspelt.key) == (f"{tmp_path / 'secrets.toml'}:3", "interfaces.datve")
    assert 'Did you mean "datev"?' in misspelt.text


def test_a_mistake_in_the_environment_names_the_variable(tmp_path: Path) -> None:
    environ = {
        "OPOS_SMTP__PORT": "many",
        "OPOS_SMPT__HOST": "x",
        "OPOS_WINDOW__EARLY": "06:00",
        "OPOS_INTERFACES__DATEV__BRANCHES": "stuttgart",
        "OPOS_SECURITY": "canary",
    }
    found = {
        problem.place: problem.text for problem in problems(tmp_path, WORKING, environ=environ)
    }
    assert set(found) == {f"${name}" for name in environ}
    assert "whole number" in found["$OPOS_SMTP__PORT"]
    assert 'Did you mean "smtp"?' in found["$OPOS_SMPT__HOST"]
    assert 'Did you mean "earliest"?' in found["$OPOS_WINDOW__EARLY"]
    assert "list" in found["$OPOS_INTERFACES__DATEV__BRANCHES"]


def test_all_mistakes_come_at_once_in_the_order_of_the_files(tmp_path: Path) -> None:
    config = (
        "langauge = 'de'\n"
        "[window]\nearliest = '6'\n"
        + WORKING.replace('name = "DATEV"', 'name = "DATEV"\nbranches = ["stutgart"]').replace(
            'host = "sftp.example.org"', "port = 0"
        )
        + "[interfaces.datev.posting]\npaid_as_of = 'tomorrow'\n"
    )
    found = problems(tmp_path, config, '[smtp]\npasword = "canary"\n', {"OPOS_SMTP__PORT": "x"})
    assert [problem.key for problem in found] == [
        "langauge",
        "window.earliest",
        "interfaces.datev.branches",
        "interfaces.datev.source.host",
        "interfaces.datev.source.port",
        "interfaces.datev.posting.paid_as_of",
        "smtp.pasword",
        "smtp.port",
    ]


def test_the_error_reads_as_a_list_with_a_count(tmp_path: Path) -> None:
    write(tmp_path, "a = 1\nb = 2\n")
    with pytest.raises(ConfigError) as refused:
        load_settings(tmp_path / "config.toml", {})
    heading, *lines = cause_of(refused.value).splitlines()
    assert heading == "The configuration has 2 mistakes:"
    assert lines[0].startswith(f"  {tmp_path / 'config.toml'}:1: a: there is no such setting.")
    assert len(lines) == 2
    assert refused.value.exit_code == ExitCode.CONFIG


@pytest.mark.parametrize(
    ("config", "secrets", "environ"),
    [
        ('[smtp]\npasswort = "canary"\n', "", {}),
        ('[smtp]\npassword = "canary"\n', "", {}),
        ('[smtp]\npassword = "canary\n', "", {}),
        ("[smtp]\npassword = ['canary']\n", "", {}),
        ("", '[smtp]\npassword = ["canary"]\n', {}),
        ("", '[smtp]\npasswort = "canary"\n', {}),
        ("", 'smtp = "canary"\n', {}),
        ("", "[smtp]\npassword = canary\n", {}),
        ("", "", {"OPOS_SMTP__PASSWORT": "canary"}),
        ("", "", {"OPOS_SMTP": "canary"}),
        ("", "", {"OPOS_SMTP": '{"password": ["canary"]}'}),
        ("", "", {"OPOS_SMPT__PASSWORD": "canary"}),
    ],
)
def test_no_mistake_shows_a_password(
    tmp_path: Path, config: str, secrets: str, environ: dict[str, str]
) -> None:
    write(tmp_path, config, secrets)
    with pytest.raises(ConfigProblems) as refused:
        load_settings(tmp_path / "config.toml", environ)
    shown = (
        "".join(traceback.format_exception(refused.value))
        + cause_of(refused.value)
        + advice_of(refused.value)
    )
    assert "canary" not in shown


def test_names_from_the_file_cannot_drive_a_terminal(tmp_path: Path) -> None:
    problem = only_problem(tmp_path, '"a\\u001b]52;c;x\\u0007" = 1\n')
    assert "\x1b" not in str(problem)
    assert "\\x1b" in str(problem)


def test_a_misspelt_word_causes_no_further_complaints(tmp_path: Path) -> None:
    config = NEW_SOURCE.replace('host = "h"', 'protocol = "foldr"\ndirectory = "/lists/"')
    assert only_problem(tmp_path, config).key == "interfaces.new.source.protocol"
