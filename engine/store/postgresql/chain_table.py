"""A hash chain whose lines are rows; see `engine.common.hash_chain` for what it promises."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from engine.common.hash_chain import HashChain, Link, chained_line
from engine.store.postgresql.database import Database

L = TypeVar("L", bound=Link)


class ChainTable(HashChain[L]):
    """The chain of this name. Whoever appends needs no lock."""

    def __init__(self, database: Database, chain: str, kind: type[L]) -> None:
        super().__init__(Path(f"{database.shown} ({chain})"), kind)
        self._database = database
        self._chain = chain

    def mentions(self, text: str) -> bool:
        statement = "select 1 from chains where chain = %s and position(%s in line) > 0 limit 1"
        return bool(self._database.run(statement, self._chain, text))

    def append_next(self, next_link: Callable[[], L | None]) -> None:
        """Add the line that is told after the last one, durable when this returns; None adds
        nothing. Whoever comes second adds theirs after that line, and whoever lost the answer finds
        their own line there.
        """
        statement = "insert into chains values (%s, %s, %s) on conflict do nothing returning number"
        mine = ""
        while True:
            rows = self._database.run(
                "select number, line from chains where chain = %s order by number desc limit 1",
                self._chain,
            )
            number, last = rows[0] if rows else (0, "")
            if (mine and last == mine) or (link := next_link()) is None:
                return
            mine = chained_line(link, number + 1, last.encode()).decode()
            if self._database.run(statement, self._chain, number + 1, mine):
                return

    def _lines(self) -> tuple[list[bytes], bytes]:
        statement = "select line from chains where chain = %s order by number"
        return [line.encode() for (line,) in self._database.run(statement, self._chain)], b""
