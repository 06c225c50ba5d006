"""The process that reads one workbook, so that a hostile one can break or starve nothing but this
process.

Started by `workbooks.read_workbook` with two arguments, the path and the job as JSON; the answer is
msgpack on stdout.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
from defusedxml import DefusedXmlException

from engine.common.decoding import JsonDecoder
from engine.common.die_with_parent import die_with_parent
from engine.common.sanitize import sanitize
from engine.lists.cells.tables import Table
from engine.lists.files.limits import FileLimits
from engine.messages.workbook_refusals import WorkbookRefusal
from engine.model.errors import ListRefused


class ChildJob(msgspec.Struct, frozen=True):
    """How to read, and how much it may cost."""

    kind: str
    limits: FileLimits


class ChildAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """The tables, or why there are none."""

    tables: list[Table] = []
    refusal: WorkbookRefusal | None = None
    params: dict[str, str | int] = {}


def main() -> None:
    path, job = Path(sys.argv[1]), JsonDecoder(ChildJob)(sys.argv[2])
    die_with_parent(signal.SIGKILL, os.getppid())
    confine(job.limits)
    # Cells are many and form no circles: searching them for garbage costs a third of the time.
    gc.disable()
    try:
        answer = msgspec.msgpack.encode(ChildAnswer(read_in_child(path, job.kind, job.limits)))
    except ListRefused as refused:
        code, params = refused.message.code, refused.message.params
        answer = msgspec.msgpack.encode({"refusal": code, "params": params})
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    # Nothing is left to tidy, and taking a million cells apart takes time.
    os._exit(0)


def confine(limits: FileLimits) -> None:
    """Bound this process: memory, processor time, no files written, no core dump."""
    for kind, bound in (
        (resource.RLIMIT_AS, limits.workbook_memory_bytes),
        (resource.RLIMIT_CPU, limits.workbook_cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(kind)
        # macOS lets nobody bound the address space; processor and wall time are bounded there too.
        with suppress(ValueError):
            resource.setrlimit(
                kind, (bound if hard == resource.RLIM_INFINITY else min(bound, hard), hard)
            )


def read_in_child(path: Path, kind: str, limits: FileLimits) -> list[Table]:
    """All tables of a workbook of this kind. Raises `ListRefused`, and nothing else, whatever the
    file holds.
    """
    try:
        tables = _reader(kind)(path, limits)
    except ListRefused:
        raise
    except MemoryError:
        raise ListRefused(WorkbookRefusal.OUT_OF_MEMORY) from None
    except DefusedXmlException:
        raise ListRefused(WorkbookRefusal.OWN_ENTITIES) from None
    # A panic of calamine's Rust is a BaseException; xlrd alone raises eleven kinds of Exception for
    # damaged files.
    except BaseException as error:
        how = sanitize(f"{type(error).__name__}: {error}", 200)
        raise ListRefused(WorkbookRefusal.DAMAGED, how=how) from error
    if len(tables) > limits.sheets:
        raise ListRefused(WorkbookRefusal.TOO_MANY_SHEETS, sheets=len(tables))
    for table in tables:
        _cut_to_content(table, limits)
    return tables


def _cut_to_content(table: Table, limits: FileLimits) -> None:
    """Cut off blank cells and lines at the ends, which Excel keeps where they are formatted. Refuse
    what is too large then.
    """
    longest = limits.cell_length
    for row, cells in table.lines:
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > limits.columns:
            raise ListRefused(WorkbookRefusal.TOO_WIDE, sheet=table.name, columns=len(cells))
        for cell in cells:
            if type(cell) is str and len(cell) > longest:
                raise ListRefused(
                    WorkbookRefusal.CELL_TOO_LONG, sheet=table.name, row=row, length=len(cell)
                )
    while table.lines and not table.lines[-1][1]:
        table.lines.pop()
    if len(table.lines) > limits.rows:
        raise ListRefused(WorkbookRefusal.TOO_LONG, sheet=table.name, rows=len(table.lines))


def _reader(kind: str) -> Callable[[Path, FileLimits], list[Table]]:
    # Each library is loaded only where it is needed.
    match kind:
        case "xlsx":
            from engine.lists.files.workbook.xlsx import read_xlsx

            return read_xlsx
        case "xls":
            from engine.lists.files.workbook.xls import read_xls

            return read_xls
        case "html":
            from engine.lists.files.workbook.html import read_html

            return read_html
        case _:
            from engine.lists.files.workbook.spreadsheetml import read_spreadsheetml

            return read_spreadsheetml


if __name__ == "__main__":
    main()
