"""The scoreboard: `python -m tests.lists.real_lists [ID …]` tries the cases, or those whose ids
begin so, and prints a line for each.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.lists.real_lists.case import all_cases
from tests.lists.real_lists.trial import try_case


def main(wanted: list[str]) -> int:
    cases = [case for case in all_cases() if not wanted or case.id.startswith(tuple(wanted))]
    right = 0
    for case in cases:
        with tempfile.TemporaryDirectory() as folder:
            trial = try_case(case, Path(folder))
        right += not trial.faults
        sys.stdout.write(
            f"{'WRONG' if trial.faults else 'right'}  {case.id:<8} {case.gist}\n"
            f"       {'':<8} {trial.story}\n"
        )
        for fault in trial.faults:
            sys.stdout.write(f"       {'':<8} ! {fault}\n")
    sys.stdout.write(f"{right} of {len(cases)} right\n")
    return int(right < len(cases))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
