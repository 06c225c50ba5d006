"""A TOML text in its statements, and the lines of its keys."""

from __future__ import annotations

import tomllib

from hypothesis import given, settings

from engine.settings.toml.statements import key_lines, statements
from tests.settings.toml.toml_texts import TomlText, toml_texts


@given(toml_texts())
@settings(max_examples=100, deadline=None)
def test_the_statements_make_the_text_again_and_know_every_key(written: TomlText) -> None:
    found = list(statements(written.text))
    assert "".join(statement.text for statement in found) == written.text
    lines = key_lines(written.text)
    assert {key: lines[key] for key in written.lines} == written.lines
    assert all(_says(tomllib.loads(written.text), key) for key in lines)


def _says(values: object, key: tuple[str, ...]) -> bool:
    for name in key:
        if not isinstance(values, dict) or name not in values:
            return False
        values = values[name]
    return True


def test_values_over_several_lines_and_brackets_in_texts_confuse_nobody() -> None:
    text = '''\
a = """
[not.a.heading]
b = 1
"""
[real] # [no]
list = [
  "]", # [
  2,
]
'quo.ted' = {in.line = 1}
[[many]]
x = 1
[[many]]
x = 2
'''
    assert key_lines(text) == {
        ("a",): 1,
        ("real",): 5,
        ("real", "list"): 6,
        ("real", "quo.ted"): 10,
        ("real", "quo.ted", "in"): 10,
        ("real", "quo.ted", "in", "line"): 10,
        ("many",): 11,
        ("many", "x"): 12,
    }
