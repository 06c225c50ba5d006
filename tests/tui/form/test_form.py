"""The form without a screen: what it shows, what it would write."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.lists.cells.headings import ListField as Column
from engine.lists.layouts.suggest import FoundColumn
from engine.settings.load import load_settings
from engine.settings.model_fields import effective_settings
from engine.settings.save import save
from engine.settings.toml.edit import TomlValue
from engine.settings.toml.statements import KeyPath
from tests.practice import rewrite
from tui_app.form.explanation import value_text
from tui_app.form.fields import FieldKind, FormField, joined, split, typed
from tui_app.form.form import Form
from tui_app.form.several import FormOfSeveral
from tui_app.form.timetable import schedule_text, window_text

KEY = ("interfaces", "datev")


@pytest.fixture
def form(config: Path) -> Form:
    return Form(load_settings(config), KEY)


def field(form: Form, name: str) -> FormField:
    key = (*form.key, *name.split("."))
    return next(field for section in form.sections for field in section.fields if field.key == key)


def write(form: Form, **texts: str) -> None:
    for name, text in texts.items():
        form.write(field(form, name.replace("__", ".")), text)


def shown(form: Form) -> set[str]:
    return {
        ".".join(f.key[2:]) for section in form.sections for f in section.fields if form.applies(f)
    }


def test_every_setting_of_an_interface_is_in_it(form: Form) -> None:
    settings = form.configuration.settings.interfaces["datev"]
    fields = {f.key[2:] for section in form.sections for f in section.fields}
    assert fields == {key for key, _value in effective_settings(settings)}


def test_nothing_changed_is_nothing_to_save(form: Form) -> None:
    assert form.changed == 0
    assert form.edit().diff == ""
    assert form.problems() == {}


def test_only_what_was_changed_is_written(form: Form) -> None:
    before = form.configuration.path.read_text(encoding="utf-8")
    write(form, group="Accounts", schedule__time="08:30", report__on="failure, warning")
    write(form, group="Bookkeeping")
    save(form.edit())
    after = load_settings(form.configuration.path)
    assert f"{after.settings.interfaces['datev'].schedule.time:%H:%M}" == "08:30"
    assert after.settings.interfaces["datev"].report.on == ("failure", "warning")
    assert "Accounts" not in after.path.read_text(encoding="utf-8")
    assert (
        before.partition("[interfaces.payments]")[2]
        == after.path.read_text(encoding="utf-8").partition("[interfaces.payments]")[2]
    )


def test_mistakes_stand_beside_their_fields(form: Form) -> None:
    write(
        form,
        source__filename="",
        schedule__time="7",
        guard__max_small="many",
        posting__mandants="001, 9",
    )
    assert set(form.problems()) == {
        (*KEY, "source", "filename"),
        (*KEY, "schedule", "time"),
        (*KEY, "guard", "max_small"),
        (*KEY, "posting", "mandants"),
    }
    form.put_back(field(form, "source.filename"))
    assert (*KEY, "source", "filename") not in form.problems()


def test_a_copy_is_checked_for_the_form_that_nobody_changed_meanwhile(config: Path) -> None:
    configuration = load_settings(config)
    for form in (
        Form(configuration, KEY),
        FormOfSeveral(configuration, [KEY, ("interfaces", "payments")]),
    ):
        write(form, group="Accounts")
        checked = form.copy()
        write(form, group="Payroll")
        assert "Accounts" in checked.edit().diff
        assert not form.learn(checked)
        assert "Payroll" in form.edit().diff
        again = form.copy()
        again.problems()
        assert form.learn(again)
        assert form.edit() is again.edit()


def test_fields_that_mean_nothing_are_not_shown(form: Form) -> None:
    assert {"schedule.time", "posting.unlisted"} <= shown(form)
    assert not {
        "source.host",
        "schedule.weekdays",
        "posting.only_handed_over",
        "source.move_to",
    } & shown(form)
    write(
        form,
        source__protocol="ftps",
        schedule__interval="weekly",
        posting__unlisted="mark_paid",
        source__after_import="move",
    )
    assert {
        "source.host",
        "source.tls",
        "schedule.weekdays",
        "posting.only_handed_over",
        "source.move_to",
    } <= shown(form)
    assert "source.host_key" not in shown(form)
    write(form, file__content="payments", schedule__interval="hourly")
    assert not {"posting.unlisted", "schedule.time", "schedule.weekdays"} & shown(form)


def test_what_no_longer_applies_is_taken_out_of_the_file(config: Path) -> None:
    rewrite(config, 'mandants = ["001"] }', 'mandants = ["001"], unlisted = "mark_paid" }')
    form = Form(load_settings(config), KEY)
    write(form, file__type="payments_csv", file__content="payments")
    assert form.problems() == {}
    save(form.edit())
    assert "unlisted" not in config.read_text(encoding="utf-8")


def test_a_password_is_written_only_when_typed_and_never_shown(config: Path) -> None:
    secrets = config.with_name("secrets.toml")
    secrets.touch(mode=0o600)
    secrets.write_text('[interfaces.payments.source]\npassword = "old"\n', encoding="utf-8")
    form = Form(load_settings(config), ("interfaces", "payments"))
    password = field(form, "source.password")
    assert password.kind is FieldKind.SECRET
    assert (form.text(password), form.has_secret(password)) == ("", True)
    write(form, group="Else")
    save(form.edit())
    assert '"old"' in secrets.read_text(encoding="utf-8")
    form = Form(load_settings(config), ("interfaces", "payments"))
    form.write(password, " new, with blanks ")
    assert "blanks" not in form.edit().diff
    save(form.edit())
    assert (
        load_settings(config).settings.interfaces["payments"].source.password.get_secret_value()
        == " new, with blanks "
    )
    assert "new" not in config.read_text(encoding="utf-8")
    form = Form(load_settings(config), ("interfaces", "payments"))
    form.write(password, "")
    save(form.edit())
    assert "password" not in secrets.read_text(encoding="utf-8")


def test_what_comes_from_the_environment_is_locked(config: Path) -> None:
    form = Form(load_settings(config, {"OPOS_INTERFACES__DATEV__GROUP": "Environment"}), KEY)
    assert form.is_locked(field(form, "group"))
    assert form.text(field(form, "group")) == "Environment"
    assert not form.is_locked(field(form, "name"))


def test_a_new_interface_begins_with_defaults_and_says_what_is_missing(config: Path) -> None:
    form = Form(load_settings(config), ("interfaces", "energy"), given={})
    assert {
        (*form.key, "name"),
        (*form.key, "source", "host"),
        (*form.key, "source", "user"),
        (*form.key, "source", "filename"),
        (*form.key, "posting", "mandants"),
    } == set(form.problems())
    write(form, name="Energy", source__host="h", source__filename="list", source__port="2222")
    write(form, source__user="opos", posting__mandants="001")
    save(form.edit())
    made = load_settings(config).settings.interfaces["energy"]
    assert (made.name, made.source.port, made.schedule.interval) == ("Energy", 2222, "daily")


def test_the_same_changes_are_made_to_what_someone_else_saved(form: Form) -> None:
    write(form, group="Mine")
    path = form.configuration.path
    path.write_text(
        path.read_text(encoding="utf-8").replace("Open items from DATEV", "Renamed meanwhile"),
        encoding="utf-8",
    )
    again = form.again(load_settings(path))
    save(again.edit())
    interface = load_settings(path).settings.interfaces["datev"]
    assert (interface.name, interface.group) == ("Renamed meanwhile", "Mine")


def test_choices_are_told_in_words(form: Form) -> None:
    told = {f.key[-1]: value_text(form, f) for section in form.sections for f in section.fields}
    assert told["type"] == "DATEV, text"
    assert told["mandants"] == "001 · Hörwelt Stuttgart GmbH"
    assert told["enabled"] == "yes"
    assert (told["branches"], told["start"], told["email"]) == ("all", "at once", "nobody")


def test_every_choice_of_the_model_has_a_meaning(form: Form, config: Path) -> None:
    others = [Form(load_settings(config), key) for key in ((), ("smtp",), ("window",))] + [
        own_layout(config)
    ]
    fields = [
        f
        for each in (form, *others)
        for section in each.sections
        for f in section.fields
        if f.choices
    ]
    assert len(fields) > 15
    days = [f for f in fields if f.key[-1] == "day"]
    assert [f.key for f in fields if f not in days and set(f.choices) != set(f.meanings)] == []


def test_the_usual_port_is_that_of_the_protocol(form: Form) -> None:
    for protocol, tls, port in (
        ("sftp", "explicit", "22"),
        ("ftps", "explicit", "21"),
        ("ftps", "implicit", "990"),
    ):
        write(form, source__protocol=protocol, source__tls=tls)
        assert form.empty_text(field(form, "source.port")).startswith(port)


def test_the_order_is_that_of_amparexs_mask(form: Form) -> None:
    assert [section.key[2:] for section in form.sections][:3] == [(), ("schedule",), ("source",)]
    assert [f.key[-1] for f in form.sections[0].fields] == [
        "name",
        "group",
        "branches",
        "computer",
        "use",
        "start",
        "enabled",
    ]


def test_a_layout_that_holds_one_thing_brings_its_content(form: Form) -> None:
    write(form, file__type="payments_csv")
    assert form.text(field(form, "file.content")) == "payments"
    assert form.problems() == {}


def own_layout(config: Path, *columns: FoundColumn) -> Form:
    given: dict[KeyPath, TomlValue] = {
        ("layouts", "energy", "columns", column.field): [column.heading]
        for column in columns
        if column.field
    }
    return Form(load_settings(config), ("layouts", "energy"), given=given, sample=columns)


def test_an_own_layout_has_a_field_for_each_column(config: Path) -> None:
    form = own_layout(config)
    assert form.problems().keys() == {("layouts", "energy", "columns", "invoice_no")}
    write(form, columns__invoice_no="Beleg", columns__open='"Rest, in EUR", Saldo')
    save(form.edit())
    assert load_settings(config).settings.layouts["energy"].columns == {
        "invoice_no": ("Beleg",),
        "open": ("Rest, in EUR", "Saldo"),
    }
    form = Form(load_settings(config), ("layouts", "energy"))
    assert form.text(field(form, "columns.open")) == '"Rest, in EUR", Saldo'
    write(form, columns__open="")
    save(form.edit())
    assert load_settings(config).settings.layouts["energy"].columns == {"invoice_no": ("Beleg",)}


def test_columns_are_chosen_from_those_of_a_sample_the_likeliest_first(config: Path) -> None:
    found = (
        FoundColumn("Beleg", "A-1", Column.INVOICE_NO, 100),
        FoundColumn("Wer", "Muster", None, 0),
        FoundColumn("Summe", "1,00", Column.OPEN, 40),
    )
    form = own_layout(config, *found)
    assert list(form.choices(field(form, "columns.open"))) == ["Summe", "Wer", "Beleg"]
    assert form.choices(field(form, "columns.open"))["Summe"] == "40 % sure: 1,00"
    assert form.choices(field(form, "columns.name"))["Summe"] == "1,00"


def test_when_it_runs_is_told_and_why_not(form: Form, config: Path) -> None:
    now = datetime(2026, 3, 27, 12, tzinfo=UTC)
    edited = form.as_edited()
    assert edited
    assert schedule_text(edited, "datev", now).startswith(
        "It runs daily at 07:00. Next: 28 Mar 07:00, 29 Mar 07:00"
    )
    write(form, schedule__time="02:30")
    assert form.as_edited() is None, "outside the window"
    config.write_text(
        config.read_text(encoding="utf-8") + '\n[window]\nearliest = "00:00"\n', encoding="utf-8"
    )
    edited = form.again(load_settings(config)).as_edited()
    assert edited
    assert "29 Mar 03:30" in schedule_text(edited, "datev", now)
    assert "summer time" in schedule_text(edited, "datev", now)
    for name, value, why in (
        ("enabled", "false", "switched off"),
        ("use", "client", "by hand"),
        ("computer", "else", "else"),
    ):
        form.write(field(form, name), value)
        form.put_back(field(form, "schedule.time"))
        edited = form.as_edited()
        assert edited
        assert schedule_text(edited, "datev", now).startswith("Nothing runs by itself:")
        assert why in schedule_text(edited, "datev", now)
        form.put_back(field(form, name))


def test_the_window_tells_the_next_run_of_each_interface(config: Path) -> None:
    told = window_text(load_settings(config), datetime(2026, 3, 27, 12, tzinfo=UTC))
    assert told == "Next: datev 28 Mar 07:00, payments 28 Mar 07:00."


@pytest.mark.parametrize("words", [[], ["a"], ["a", "b c"], ["a, b", "c"], ['say "x"', "y"]])
def test_several_words_are_one_text_and_back(words: list[str]) -> None:
    assert split(joined(words)) == words


@pytest.mark.parametrize("key", [(), ("window",), ("smtp",), ("mandants", "001")])
def test_other_tables_have_a_form_too(config: Path, key: tuple[str, ...]) -> None:
    form = Form(load_settings(config), key)
    assert form.sections
    assert all(f.help and f.label != f.key[-1] for section in form.sections for f in section.fields)
    assert form.problems() == {}


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (FieldKind.NUMBER, " 12 ", 12),
        (FieldKind.NUMBER, "-3", -3),
        (FieldKind.NUMBER, "last", "last"),
        (FieldKind.NUMBER, "", None),
        (FieldKind.SWITCH, "true", True),
        (FieldKind.SWITCH, "", False),
        (FieldKind.WORDS, " a@b , ,c", ["a@b", "c"]),
        (FieldKind.WORDS, "", []),
        (FieldKind.TEXT, " x ", "x"),
        (FieldKind.SECRET, " x ", " x "),
        (FieldKind.DATE, "tomorrow", "tomorrow"),
        (FieldKind.DATE, "", None),
    ],
)
def test_what_is_typed_becomes_a_value(kind: FieldKind, text: str, value: object) -> None:
    assert typed(kind, text) == value
