"""A message as plain JSON values, and back: how journals keep it for readers of any language.

| the parameter | in JSON |
| --- | --- |
| money, `{x:money}` in the words | `"1190.00"` |
| a date | `"2026-09-30"` |
| another message | `{"code": …, "params": {…}}` |
| text from outside | sanitized, since JSON lines are printed as they are |
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from string import Formatter
from typing import Any

from engine.common.sanitize import sanitize
from engine.messages.registry import code_of
from engine.model.item import from_decimal, to_decimal
from engine.model.message import Code, Message, Param

_LONGEST = 2000
"""Characters of one text."""


def params_to_json(message: Message) -> dict[str, Any]:
    """The parameters as plain JSON values."""
    formats = _formats(message.code)
    return {name: _to_json(value, formats.get(name, "")) for name, value in message.params.items()}


def message_from_json(code: str, params: object) -> Message | None:
    """The message with this code and these parameters.

    None where this version does not know the code, or its words ask for something else: another
    version wrote it, and the words that stand beside it are what remains.
    """
    try:
        return _from_json(code, params)
    except (TypeError, ValueError):
        return None


def _from_json(value: object, params: object) -> Message:
    """Raise `TypeError` or `ValueError` where they make no message of ours."""
    code = code_of(value) if isinstance(value, str) else None
    if code is None or not isinstance(params, Mapping):
        raise ValueError(value)
    formats = _formats(code)
    if not formats.keys() <= params.keys() or (code.many and not isinstance(params["n"], int)):
        raise ValueError(value)
    return Message(
        code, {name: _param(each, formats.get(name, "")) for name, each in params.items()}
    )


@cache
def _formats(code: Code) -> dict[str, str]:
    """How each parameter is read by people, by the words of the code."""
    words = code.cause + code.many + code.advice
    return {name: spec or "" for _text, name, spec, _conversion in Formatter().parse(words) if name}


def _to_json(value: Param, spec: str) -> Any:
    match value:
        case Message():
            return {"code": value.code.value, "params": params_to_json(value)}
        case date():
            return value.isoformat()
        case int() if spec == "money":
            return to_decimal(value)
        case str():
            return sanitize(value, _LONGEST)
        case list() | tuple():
            return [_to_json(each, spec) for each in value]
        case _:
            return value


def _param(value: Any, spec: str) -> Param:
    match value, spec:
        case {"code": code, "params": params}, _:
            return _from_json(code, params)
        case list(), _:
            return [_of_list(each, spec) for each in value]
        case str(), "money":
            return from_decimal(value)
        case str(), "date":
            return date.fromisoformat(value)
        case None, "" | "date":
            return None
        case str(), "moment":
            return datetime.fromisoformat(value).isoformat(" ", "seconds")
        case str() as text, "":
            return text
        case int() as number, "" | "count":
            return number
    raise ValueError(value)


def _of_list(value: Any, spec: str) -> str | int | Message:
    param = _param(value, spec)
    if isinstance(param, str | Message) or (spec == "money" and isinstance(param, int)):
        return param
    raise ValueError(value)
