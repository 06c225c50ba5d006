"""One key changes; every other byte stays."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.settings.toml.edit import TomlValue, with_changes
from engine.settings.toml.statements import KeyPath, statements
from tests.settings.toml.toml_texts import TomlText, toml_texts


def with_value(text: str, key: KeyPath, value: TomlValue) -> str:
    return with_changes(text, {key: value})


def without(text: str, key: KeyPath) -> str:
    return with_changes(text, {key: None})


_VALUES: st.SearchStrategy[TomlValue] = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc"))),
    st.integers(-999, 999),
    st.booleans(),
    st.dates(),
    st.lists(st.text("a\"'\\#ü")),
)


@given(toml_texts(), _VALUES, st.data())
@settings(max_examples=150, deadline=None)
def test_a_changed_key_leaves_every_other_byte(
    written: TomlText, value: TomlValue, data: st.DataObject
) -> None:
    assume(written.lines)
    key = data.draw(st.sampled_from(sorted(written.lines)))
    changed = with_value(written.text, key, value)
    assert tomllib.loads(changed) == _with(tomllib.loads(written.text), key, value)
    before, statement, after = _around(written.text, key)
    assert changed.startswith(before)
    assert changed.endswith(after)
    assert _ends_in_a_comment(
        changed[len(before) : len(changed) - len(after)]
    ) == _ends_in_a_comment(statement)


@given(
    toml_texts(),
    _VALUES,
    st.sampled_from(
        [("new",), ("smtp", "new"), ("interfaces", "a", "source", "new"), ("more", "x", "new")]
    ),
)
@settings(max_examples=150, deadline=None)
def test_a_new_key_is_added_and_nothing_else_touched(
    written: TomlText, value: TomlValue, key: KeyPath
) -> None:
    changed = with_value(written.text, key, value)
    assert tomllib.loads(changed) == _with(tomllib.loads(written.text), key, value)
    assert _is_in_order(written.text.splitlines(), changed.splitlines())


@given(toml_texts(), st.data())
@settings(max_examples=150, deadline=None)
def test_a_removed_key_takes_only_its_own_lines(written: TomlText, data: st.DataObject) -> None:
    assume(written.lines)
    key = data.draw(st.sampled_from(sorted(written.lines)))
    before, _statement, after = _around(written.text, key)
    assert without(written.text, key) == before + after


@given(toml_texts())
@settings(max_examples=100, deadline=None)
def test_a_removed_table_leaves_all_others(written: TomlText) -> None:
    kept = without(written.text, ("interfaces", "a"))
    values = tomllib.loads(written.text)
    values.get("interfaces", {}).pop("a", None)
    left = tomllib.loads(kept)
    assert _without_empty(left) == _without_empty(values)
    assert _is_in_order(kept.splitlines(), written.text.splitlines())


@pytest.mark.parametrize(
    ("text", "key", "value", "changed"),
    [
        ("[a]\nx = 1\n\n# of b\n[b]\n", ("a", "y"), 2, "[a]\nx = 1\ny = 2\n\n# of b\n[b]\n"),
        (
            "[a.b]\nx = 1\n\n# of c\n[c]\n",
            ("a", "d", "y"),
            2,
            "[a.b]\nx = 1\n\n[a.d]\ny = 2\n\n# of c\n[c]\n",
        ),
        ("[t]\nx.a = 1 # c\ny = 2\n", ("t", "x", "b"), 2, "[t]\nx.a = 1 # c\nx.b = 2\ny = 2\n"),
        ("# about\n[t]\n", ("x",), 1, "x = 1\n# about\n[t]\n"),
        ("x = 1 # c", ("y",), "z", 'x = 1 # c\ny = "z"\n'),
        ("", ("a", "b c", "d"), [], '\n[a."b c"]\nd = []\n'),
        ("[a]\r\nx = 1\r\n", ("a", "y"), 2, "[a]\r\nx = 1\r\ny = 2\r\n"),
        ("[a]\n", ("a", "c"), {"open": ["Rest"]}, '[a]\nc = {open = ["Rest"]}\n'),
    ],
)
def test_where_a_new_key_goes(text: str, key: KeyPath, value: TomlValue, changed: str) -> None:
    assert with_value(text, key, value) == changed


@pytest.mark.parametrize(
    ("text", "key", "left"),
    [
        (
            "# of a\n[a]\n# in a\nx = 1\n\n[a.b]\ny = 2\n\n# of c\n[c]\nz = 3\n",
            ("a",),
            "# of a\n\n# of c\n[c]\nz = 3\n",
        ),
        ("[t]\nx.a = 1\nx.b = 2\ny = 3\n", ("t", "x"), "[t]\ny = 3\n"),
        ("[t]\nx = 1\n", ("t", "y"), "[t]\nx = 1\n"),
    ],
)
def test_what_goes_with_a_removed_key(text: str, key: KeyPath, left: str) -> None:
    assert without(text, key) == left


@pytest.mark.parametrize(("key", "value"), [(("x", "b"), 3), (("x", "c"), 3), (("x", "b"), None)])
def test_a_table_on_one_line_stays_on_one_line_with_its_comment(
    key: KeyPath, value: int | None
) -> None:
    text = "x = { a = 1, b = 2 } # c\ny = 1\n"
    changed = without(text, key) if value is None else with_value(text, key, value)
    values = {"a": 1, "b": 2, key[1]: value}
    assert tomllib.loads(changed) == {
        "x": {name: each for name, each in values.items() if each is not None},
        "y": 1,
    }
    assert changed.endswith("} # c\ny = 1\n")


def _around(text: str, key: KeyPath) -> tuple[str, str, str]:
    found = list(statements(text))
    index = next(index for index, statement in enumerate(found) if key in statement.keys)
    pieces = [statement.text for statement in found]
    return "".join(pieces[:index]), pieces[index], "".join(pieces[index + 1 :])


def _with(values: dict[str, Any], key: KeyPath, value: TomlValue) -> dict[str, Any]:
    name, *below = key
    return {**values, name: _with(values.get(name, {}), tuple(below), value) if below else value}


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    cleaned = {
        name: _without_empty(value) if isinstance(value, dict) else value
        for name, value in values.items()
    }
    return {name: value for name, value in cleaned.items() if value != {}}


def _ends_in_a_comment(text: str) -> bool:
    return text.rstrip("\r\n").endswith("# behind")


def _is_in_order(part: list[str], whole: list[str]) -> bool:
    """Whether all lines of `part` are in `whole`, in this order."""
    rest = iter(whole)
    return all(line in rest for line in part)


@given(toml_texts(), st.lists(st.tuples(st.integers(0, 99), st.one_of(st.none(), _VALUES))))
@settings(max_examples=100, deadline=None)
def test_many_changes_at_once_are_as_one_after_the_other(
    written: TomlText, drawn: list[tuple[int, TomlValue | None]]
) -> None:
    assume(written.lines)
    keys = sorted(written.lines)
    changes = {keys[at % len(keys)]: value for at, value in drawn}
    changes |= {("new", "table", "key"): "new", ("top",): 1}
    text = written.text
    for key, value in changes.items():
        text = with_changes(text, {key: value})
    assert with_changes(written.text, changes) == text
