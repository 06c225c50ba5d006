"""Refused lists are known again, by whichever process."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.practice import Practice

_LAYOUT = """
[layouts.ours]
ignore = ["Kostenstelle", "Filiale", "Sachbearbeiter", "Mahnsperre", "Notiz"]
columns = {invoice_no = ["Beleg"], open = ["Offen"]}

[interfaces.datev.file]
type = "ours"
"""


def test_a_layout_is_the_same_in_every_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = Practice(tmp_path / "practice")
    with practice.config.open("a", encoding="utf-8") as config:
        config.write(_LAYOUT)
    practice.put_list("RE-1 60,00")
    refused = []
    for seed in ("1", "2", "3"):  # in each of them a set has another order
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        answer = practice.process("--headless", "-i", "datev", "--json")
        refused.append(len(answer.events("file_fetched")))
        assert answer.code == 7, (answer.out, answer.err)
    assert refused == [1, 0, 0]
