"""Whatever is written into the files and variables: settings, or a list of mistakes; nothing
else.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engine.settings.layers import Layers, environment_layer
from engine.settings.load import checked
from engine.settings.model import Settings
from engine.settings.model_fields import fields_of, named_tables, table_of
from engine.settings.table import SettingsTable
from engine.settings.toml.document import TomlFile
from engine.settings.validation.problems import ConfigProblem, ConfigProblems

SCALARS: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(
        [
            "",
            "sftp",
            "ftps",
            "payments",
            "~not.a.user/x",
            "~/x",
            "/x/",
            "..",
            "undefined",
            "07:00",
            "{YYYY}/",
            "a@b.de",
            "ö\u202e",
        ]
    ),
    st.text(max_size=5),
    st.integers(-5, 100),
    st.booleans(),
    st.floats(allow_nan=True),
    st.just(dt.date(2026, 12, 1)),
    st.just(dt.datetime(2026, 12, 1, 7, 0, tzinfo=dt.UTC)),
    st.just(dt.time(7, 0)),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=4,
)
NAMES = st.sampled_from(
    [
        "a",
        "B",
        "001",
        "[key]",
        "",
        "a.b",
        "_env_file",
        "self",
        "__pydantic_self__",
        "passwort",
        "neu",
    ]
)


def _tables(model: type[SettingsTable]) -> st.SearchStrategy[dict[str, Any]]:
    """Tables as the model has them, with some of the values wrong and some of the names too."""
    fields: dict[str, st.SearchStrategy[Any]] = {}
    for name, field in fields_of(model).items():
        if below := table_of(field):
            fields[name] = VALUES | _tables(below)
        elif each := named_tables(field):
            fields[name] = VALUES | st.dictionaries(NAMES, VALUES | _tables(each), max_size=2)
        else:
            fields[name] = VALUES
    some = st.fixed_dictionaries({}, optional=fields)
    return st.builds(
        lambda known, other: {**known, **other}, some, st.dictionaries(NAMES, VALUES, max_size=1)
    )


ANY_SETTINGS = _tables(Settings)


@given(
    ANY_SETTINGS,
    VALUES | st.fixed_dictionaries({}, optional={"interfaces": VALUES, "smtp": VALUES}),
)
@example({"interfaces": 5}, {"interfaces": 5})
@example({"data_dir": "~not.a.user/data"}, {})
@example(
    {
        "interfaces": {
            "a": {"file": {"encoding": "undefined"}, "source": {"key_file": "~not.a.user/x"}}
        }
    },
    {},
)
@example({"_env_file": ".env", "__pydantic_self__": 1}, {})
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_values_make_settings_or_mistakes(config: dict[str, Any], secrets: Any) -> None:
    _mistakes(
        Layers(
            _file(config),
            _file(secrets if isinstance(secrets, dict) else {"smtp": secrets}),
            {},
            (),
        )
    )


VARIABLES = st.dictionaries(
    st.lists(
        st.sampled_from(
            ["SMTP", "PORT", "INTERFACES", "A", "SOURCE", "", "LANGUAGE", "POSTING", "MANDANTS"]
        ),
        max_size=4,
    ).map(lambda steps: "OPOS_" + "__".join(steps)),
    st.sampled_from(["", "x", "5", "true", "null", '{"port": 1}', '["a"]', "{", "1e400", '"x"']),
    max_size=4,
)


@given(VARIABLES)
@settings(max_examples=150, deadline=None)
def test_any_variables_make_settings_or_mistakes_of_theirs(variables: dict[str, str]) -> None:
    mistakes = _mistakes(
        Layers(_file({}), _file({}), environment_layer(variables), tuple(variables))
    )
    assert all(problem.place.startswith("$OPOS_") for problem in mistakes)


def _mistakes(layers: Layers) -> list[ConfigProblem]:
    try:
        checked(layers)
    except ConfigProblems as refused:
        return refused.problems
    return []


def _file(values: dict[str, Any]) -> TomlFile:
    return TomlFile(Path("/nowhere/config.toml"), b"", values)
