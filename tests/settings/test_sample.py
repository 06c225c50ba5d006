"""The sample names every setting once, explains it, and loads."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from itertools import pairwise
from pathlib import Path

from engine.settings.model_fields import effective_settings, is_password
from engine.settings.sample import sample_text
from engine.settings.toml.document import settings_in
from engine.settings.toml.statements import KeyPath
from tests.settings.factories import load

COMMITTED = Path(__file__).parents[2] / "config.sample.toml"


def test_the_committed_sample_is_the_one_that_opos_writes() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == sample_text("de"), (
        "write it anew: opos --lang de config sample > config.sample.toml"
    )


def test_it_loads_as_it_stands(tmp_path: Path) -> None:
    configuration = load(tmp_path, sample_text("en"))
    assert list(configuration.settings.interfaces) == ["zahlungen"]


def test_it_loads_with_what_is_only_hinted_at(tmp_path: Path) -> None:
    text = re.sub(r"^# (\w+ = .*)$", r"\1", sample_text("en"), flags=re.MULTILINE)
    assert load(tmp_path, text).settings.interfaces["zahlungen"].source.port == 22


def test_every_setting_is_there_once_with_a_sentence(tmp_path: Path) -> None:
    text = sample_text("en")
    shown = Counter(re.findall(r"^(?:# )?(\w+) = ", text, flags=re.MULTILINE))
    shown += Counter(re.findall(r"^# (\w+): in secrets\.toml$", text, flags=re.MULTILINE))
    expected = Counter(key[-1] for key, _value in effective_settings(load(tmp_path, text).settings))
    assert shown == expected
    lines = text.splitlines()
    for before, line in pairwise(lines):
        if re.match(r"^(# )?\w+( = |: in )", line):
            assert before.startswith("# "), f"nothing explains {line}"
        if line.startswith("["):
            assert before.startswith("# "), f"nothing explains {line}"


def test_its_values_are_the_defaults_or_the_example(tmp_path: Path) -> None:
    values = dict(settings_in(tomllib.loads(sample_text("en"))))
    configuration = load(tmp_path, sample_text("en"))
    effective = {
        key
        for key, value in effective_settings(configuration.settings)
        if value is not None and not is_password(key)
    }
    free = {"columns", "keys"}
    assert {key for key in values if free.isdisjoint(key)} == {
        key for key in effective if free.isdisjoint(key)
    }


CONTRACT = """
language timezone data_dir window.earliest window.latest store.url smtp.host smtp.port smtp.security smtp.user smtp.sender
security.reveal_passwords mandants.001.name mandants.001.future_postings branches.stuttgart.name branches.stuttgart.mandant
interfaces.zahlungen: name group enabled branches computer use start source.protocol source.host source.port source.user
source.directory source.filename source.exclude source.tls source.host_key source.key_file source.after_import
source.stable_seconds source.expect_file file.type file.content file.encoding posting.mandants posting.paid_as_of
posting.unlisted posting.only_handed_over posting.delete_before_import posting.unknown posting.tolerance schedule.interval
schedule.time schedule.every_minutes schedule.weekdays schedule.day guard.max_settled_percent guard.max_deleted_percent
guard.max_reopened_percent guard.max_rejected_percent guard.min_rows_percent guard.max_small report.email report.on
layouts.energypro: base content columns
"""  # noqa: E501 - many words, in the order of the contract


def _promised() -> set[KeyPath]:
    keys: set[KeyPath] = set()
    below = ""
    for word in CONTRACT.split():
        if word.endswith(":"):
            below = word.removesuffix(":") + "."
        else:
            keys.add(tuple((below + word).split(".")))
    return keys


def test_every_key_that_was_promised_is_there(tmp_path: Path) -> None:
    assert _promised() <= {
        key for key, _value in effective_settings(load(tmp_path, sample_text("en")).settings)
    }
