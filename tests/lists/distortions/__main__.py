"""Try distorted lists for long: `python -m tests.lists.distortions SECONDS [SEED]`.

Prints how many came to what, and each failure, shrunk, once for each kind of it; its list is kept
in `tests/lists/distorted/`, where the test finds it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings

from tests.lists.distortions.corpus import keep
from tests.lists.distortions.trial import Outcome, Trial, outcome, trials

LISTS_A_ROUND = 1000


class WentWrong(Exception):
    """A list that paid more than is true, or an honest one that was not understood."""

    def __init__(self, trial: Trial, found: Outcome) -> None:
        super().__init__(found.faults)
        self.trial = trial
        self.found = found


class Search:
    """Rounds of random lists, each until something goes wrong that has not been seen before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tally: Counter[str] = Counter()
        self.seen: set[str] = set()

    def round(self, number: int) -> None:
        """Raises `WentWrong` with the smallest list that shows it."""

        @seed(number)
        @settings(
            max_examples=LISTS_A_ROUND, deadline=None, database=None, verbosity=Verbosity.quiet,
            phases=(Phase.generate, Phase.shrink), report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(trials())
        def try_one(trial: Trial) -> None:
            self.judge(trial)

        try_one()

    def judge(self, trial: Trial) -> None:
        """Raises `WentWrong` where none of what is wrong with the list has been seen to fail."""
        try:
            found = outcome(trial, self.folder)
        except Exception as error:
            found = Outcome("crashed", faults=[repr(error)])
        self.tally[f"{'distorted' if trial.distortions else 'honest'}, {found.kind}"] += 1
        if found.faults and not self.seen.intersection(kinds(trial, found)):
            raise WentWrong(trial, found)


def kinds(trial: Trial, found: Outcome) -> list[str]:
    """What may be to blame: each distortion, or with an honest list the way it ended."""
    ways = trial.distortions or [f"honest, {trial.layout}, {found.kind}"]
    return [f"{trial.content}: {way}" for way in ways]


def main(seconds: float, first: int) -> int:
    until = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        search, number = Search(Path(folder)), first
        while time.monotonic() < until:
            try:
                search.round(number)
            except WentWrong as wrong:
                search.seen.update(kinds(wrong.trial, wrong.found))
                path = keep(wrong.trial)
                sys.stdout.write(f"{path.name}: {'; '.join(wrong.found.faults)}\n")
                sys.stdout.flush()
            number += 1
    for way, times in sorted(search.tally.items()):
        sys.stdout.write(f"{times:>8} {way}\n")
    sys.stdout.write(f"{search.tally.total():>8} lists tried, {len(search.seen)} kinds failed\n")
    return int(bool(search.seen))


if __name__ == "__main__":
    sys.exit(
        main(
            float(sys.argv[1]) if len(sys.argv) > 1 else 60,
            int(sys.argv[2]) if len(sys.argv) > 2 else 0,
        )
    )
