"""A message survives its way through JSON, and what is no message of ours is none."""

from __future__ import annotations

import string
from collections import Counter
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given

from engine.common.i18n import render_in_full
from engine.common.message_json import message_from_json, params_to_json
from engine.messages.posting import Place, PlanNotice, RowConflict
from engine.messages.registry import all_codes, code_of
from engine.model.message import Code, Message
from tests.messages import messages


@given(messages())
def test_a_message_survives(message: Message) -> None:
    plain = msgspec.json.decode(msgspec.json.encode(params_to_json(message)))
    assert message_from_json(message.code.value, plain) == message


@given(messages())
def test_every_message_can_be_said(message: Message) -> None:
    assert isinstance(render_in_full(message), str)


def test_values_are_what_the_contract_says() -> None:
    number = Message.of(Place.NUMBER_IN_LINE, number="RE\x1b[2J1", line=2)
    assert params_to_json(
        Message.of(PlanNotice.SURPLUS, line=3, surplus=1190_00, currency="CHF", number="RE-1")
    ) == {"line": 3, "surplus": "1190.00", "currency": "CHF", "number": "RE-1"}
    assert params_to_json(Message.of(PlanNotice.UNKNOWN, n=1, examples=[number])) == {
        "n": 1,
        "examples": [
            {"code": "number_in_line", "params": {"number": "RE\\x1b[2J1", "line": 2}},
        ],
    }
    differ = Message.of(
        RowConflict.DATES_DIFFER, ours="A", theirs_date=date(2026, 9, 30), ours_date=None
    )
    assert params_to_json(differ) == {
        "ours": "A",
        "theirs_date": "2026-09-30",
        "ours_date": None,
    }


@pytest.mark.parametrize(
    ("code", "params"),
    [
        ("of_tomorrow", {}),
        ("surplus", None),
        ("surplus", {"line": 3, "surplus": "1190.00"}),
        ("surplus", {"line": 3, "surplus": "viel", "number": "RE-1"}),
        ("surplus", {"line": 3, "surplus": 1.5, "number": "RE-1"}),
        ("reopened", {"n": "3"}),
        ("unknown", {"n": 1, "examples": [{"code": "of_tomorrow", "params": {}}]}),
        ("unknown", {"n": 1, "examples": [1]}),
        ("unknown", {"n": 1, "examples": {"code": 1}}),
        ("not_handed_over", {"n": 1, "key_date": "gestern"}),
        ("store_locked_by", {"pid": "1", "host": "h", "since": "gestern"}),
    ],
)
def test_what_another_version_wrote_is_no_message(code: str, params: Any) -> None:
    assert message_from_json(code, params) is None


def test_a_value_means_one_code() -> None:
    values = Counter(code.value for code in all_codes())
    assert [value for value, times in values.items() if times > 1] == []
    assert code_of("surplus") is PlanNotice.SURPLUS
    assert code_of("of_tomorrow") is None


@pytest.mark.parametrize("code", list(all_codes()), ids=lambda code: code.value)
def test_a_code_is_a_word_for_programs(code: Code) -> None:
    assert code.value.isidentifier()
    assert code.value == code.value.lower()


@pytest.mark.parametrize("code", list(all_codes()), ids=lambda code: code.value)
def test_no_words_use_the_name_under_which_further_messages_go(code: Code) -> None:
    words = code.cause + code.many + code.advice
    names = [name for _literal, name, _spec, _conversion in string.Formatter().parse(words)]
    assert "more" not in names
