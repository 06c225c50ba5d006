"""What can be fuzzed: every reader, every server's answers, every file of ours."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

Target = Callable[[int, Path], object]
"""Tries the input of one seed in a folder of its own; raises what should not have been."""

SERVERS = ("ftp", "sftp")
WORKBOOKS = ("xls", "xlsx", "html", "xml")
TARGETS = (
    "lists",
    "payments",
    *WORKBOOKS,
    "cells",
    "listings",
    *SERVERS,
    "configuration",
    "own",
    "ways",
)


def target(name: str) -> Target:
    """The target of this name. Imports nothing for the others: workbooks are read in forks, which
    shall be small.
    """
    match name:
        case "lists":
            from tests.lists.fuzz import try_one

            return try_one
        case "payments":
            from tests.fuzz.payment_files import try_payment_file

            return try_payment_file
        case "xls" | "xlsx" | "html" | "xml":
            from tests.lists.files.workbook.fuzz_workbooks import try_workbook

            return partial(try_workbook, name)
        case "cells":
            from tests.fuzz.words import try_cell

            return try_cell
        case "listings":
            from tests.fuzz.words import try_listing

            return try_listing
        case "ftp" | "sftp":
            from tests.sources.fuzz_servers import run_session

            return partial(run_session, name)
        case "configuration":
            from tests.fuzz.configurations import try_configuration

            return try_configuration
        case "ways":
            from tests.imports.random_practice import try_ways

            return try_ways
        case _:
            from tests.fuzz.own_files import OwnFiles

            return OwnFiles()
