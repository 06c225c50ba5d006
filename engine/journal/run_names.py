"""Which run is meant by what somebody typed."""

from __future__ import annotations

from collections.abc import Iterable


def runs_meant(typed: str, runs: Iterable[str]) -> list[str]:
    """Of the names of `runs` the one that is `typed`, else each that begins so, once."""
    found = [run for run in dict.fromkeys(runs) if run.startswith(typed)]
    return [typed] if typed in found else found
