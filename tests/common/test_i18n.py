"""A message is said in the reader's language."""

from __future__ import annotations

from engine.common import i18n
from engine.common.i18n import render
from engine.messages.row_reasons import RejectReason
from engine.messages.run import RunFault
from engine.model.message import Message


def test_several_amounts_stand_apart() -> None:
    reason = Message.of(RejectReason.SEVERAL_TIMES, figures=[1190_00, -50])
    assert render(reason).endswith("several times, with €1,190.00 · -€0.50")
    i18n.use_language("de")
    assert render(reason).endswith("mehrmals in der Liste, mit 1.190,00 € · -0,50 €")


def test_a_lock_tells_the_time_as_people_read_it() -> None:
    held = Message(RunFault.LOCKED_BY, {"pid": 7, "host": "h", "since": "2026-11-20 07:00:00"})
    assert render(held).endswith("process 7 on h, since 2026-11-20 07:00:00.")
    i18n.use_language("de")
    assert render(held).endswith("Prozess 7 auf h, seit 20.11.2026 07:00:00.")
