"""Workbooks and their look-alikes become tables: .xls, .xlsx, HTML, SpreadsheetML."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec

from engine.common.cancellation import CancelToken
from engine.common.decoding import Damaged, MessagePackDecoder
from engine.common.garbage import collecting_no_garbage
from engine.common.message_json import message_from_json
from engine.common.sanitize import sanitize
from engine.lists.cells.tables import Table
from engine.lists.files.limits import FileLimits
from engine.lists.files.workbook.child import ChildAnswer, ChildJob
from engine.messages.run import RunFault
from engine.messages.workbook_refusals import WorkbookRefusal
from engine.model.errors import Cancelled, ListRefused, OposError


def read_workbook(
    path: Path, kind: str, limits: FileLimits, token: CancelToken | None = None
) -> list[Table]:
    """All sheets of a workbook of this kind (of `workbook_kind`, but `text`), without the blank
    rows at their ends.

    Read in a process of its own, bounded in memory and time, without our environment. Raises
    `ListRefused` in every bad case, `Cancelled` where that process or we were told to stop.
    """
    if (size := path.stat().st_size) > limits.file_bytes:
        raise ListRefused(WorkbookRefusal.FILE_TOO_LARGE, size=size)
    if kind == "ods":
        raise ListRefused(WorkbookRefusal.OPEN_DOCUMENT)
    job = msgspec.json.encode(ChildJob(kind, limits.for_workbook(size)))
    child = subprocess.Popen(  # noqa: S603 - our own program, the path is one argument
        [sys.executable, "-I", "-B", "-m", "engine.lists.files.workbook.child", path, job],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={},
        # Ctrl+C in the terminal is for us: we stop in order, and the child with us.
        start_new_session=True,
    )
    with child:
        try:
            if token is not None:
                token.when_cancelled(child.kill)
            answered, said = child.communicate(timeout=limits.workbook_wall_seconds)
        except subprocess.TimeoutExpired:
            raise ListRefused(WorkbookRefusal.TOOK_TOO_LONG) from None
        finally:
            child.kill()
    if token is not None:
        token.check()
    if child.returncode:
        raise _broken_off(child.returncode, said)
    answer = _decoded(answered)
    if answer.refusal is not None:
        raise _refused(answer.refusal, answer.params)
    return answer.tables


def _refused(refusal: WorkbookRefusal, params: Mapping[str, object]) -> ListRefused:
    message = message_from_json(refusal.value, params)
    if message is None:
        how = sanitize(f"{refusal.value}: {params}", 200)
        return ListRefused(WorkbookRefusal.DAMAGED, how=how)
    return ListRefused(refusal, **message.params)


def _broken_off(code: int, said: bytes) -> OposError:
    """Why there is no answer. A negative code is the signal that ended the process."""
    if code == -signal.SIGXCPU:
        return ListRefused(WorkbookRefusal.TOOK_TOO_LONG)
    if code == -signal.SIGTERM:
        # Whoever stops a service stops all its processes; the file is not at fault.
        return Cancelled(RunFault.STOPPED)
    if code < 0:
        return ListRefused(WorkbookRefusal.OUT_OF_MEMORY)
    last_line = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
    return ListRefused(WorkbookRefusal.READER_FAILED, error=sanitize(last_line))


def _decoded(message: bytes) -> ChildAnswer:
    """The child's answer, checked again: what has read a hostile file may itself have become
    hostile.
    """
    try:
        with collecting_no_garbage():
            return MessagePackDecoder(ChildAnswer)(message)
    except Damaged as error:
        raise ListRefused(WorkbookRefusal.DAMAGED, how=sanitize(str(error), 200)) from None
