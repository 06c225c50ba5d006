"""Events that say why: made from a message, and said in the language of whoever reads.

The words beside code and parameters are the writer's. They are for readers that know no codes, and
for this one where the journal is of another version.
"""

from __future__ import annotations

from typing import Any, assert_never

from engine.common.i18n import render, render_advice, render_in_full
from engine.common.message_json import message_from_json, params_to_json
from engine.journal.events import (
    ExportFailed,
    FileRefused,
    ItemPlanned,
    Noted,
    ReportFailed,
    RowRejected,
    RunFinished,
    Warned,
)
from engine.model.message import Message

AnyExplained = (
    ExportFailed
    | FileRefused
    | ItemPlanned
    | Noted
    | ReportFailed
    | RowRejected
    | RunFinished
    | Warned
)
"""Every event that carries a message."""


def code_and_params(message: Message) -> dict[str, Any]:
    """What every such event holds of its message, as keywords."""
    return {"code": message.code.value, "params": params_to_json(message)}


def warned(name: str, message: Message) -> Warned:
    """A warning about the file called `name`; empty where it is about none."""
    return Warned(name=name, text=render_in_full(message), **code_and_params(message))


def noted(name: str, message: Message) -> Noted:
    """Something to know of the file called `name`."""
    return Noted(name=name, text=render_in_full(message), **code_and_params(message))


def file_refused(name: str, message: Message) -> FileRefused:
    """The refusal of a whole file."""
    return FileRefused(
        name=name,
        cause=render(message),
        advice=render_advice(message),
        **code_and_params(message),
    )


def report_failed(to: str, message: Message) -> ReportFailed:
    """A report that did not reach its recipients."""
    return ReportFailed(to=to, cause=render(message), **code_and_params(message))


def export_failed(export: str, number: int, message: Message) -> ExportFailed:
    """A file of an export that waits."""
    return ExportFailed(
        export=export,
        number=number,
        cause=render(message),
        advice=render_advice(message),
        **code_and_params(message),
    )


def event_cause(event: AnyExplained) -> str:
    """Why, in the language in use; empty where the run ended well."""
    message = _message_of(event)
    match event:
        case Warned() | Noted():
            return event.text if message is None else render_in_full(message)
        case RowRejected() | ItemPlanned():
            return event.reason if message is None else render(message)
        case ExportFailed() | FileRefused() | ReportFailed() | RunFinished():
            return event.cause if message is None else render(message)
        case _:
            assert_never(event)


def event_advice(event: ExportFailed | FileRefused | RowRejected | RunFinished) -> str:
    """What to do about it, in the language in use; empty where nothing need be done."""
    message = _message_of(event)
    if message is not None:
        return render_advice(message)
    return "" if isinstance(event, RowRejected) else event.advice


def row_reason(event: RowRejected) -> str:
    """Why a row was rejected, and what to do about it."""
    cause, advice = event_cause(event), event_advice(event)
    return f"{cause.removesuffix('.')}. {advice}" if advice else cause


def _message_of(event: AnyExplained) -> Message | None:
    return None if event.params is None else message_from_json(event.code, event.params)
