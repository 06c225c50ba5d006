"""`python -m tests.fuzz [TARGET ...] [--minutes N] [--seed N]`: changes at random whatever opos
reads, and tells the seed that broke something; `--seed` tries that one again.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.fuzz.targets import TARGETS, Target, target


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--minutes", type=float, default=1, help="for each target; default: 1")
    parser.add_argument("--seed", type=int, help="only this one")
    options = parser.parse_args(arguments)
    if unknown := set(options.targets) - set(TARGETS):
        parser.error(f"{', '.join(sorted(unknown))}: targets are {', '.join(TARGETS)}")
    wrong = 0
    for name in options.targets or TARGETS:
        with tempfile.TemporaryDirectory(prefix="opos-fuzz-") as folder:
            if options.seed is not None:
                wrong += not holds(target(name), name, options.seed, Path(folder))
            else:
                wrong += run(name, 60 * options.minutes, Path(folder))
    return 1 if wrong else 0


def run(name: str, seconds: float, folder: Path) -> int:
    """Try changed inputs for so long; how many broke something."""
    until, tried, wrong = time.monotonic() + seconds, 0, 0
    each = target(name)
    while time.monotonic() < until:
        wrong += not holds(each, name, random.randrange(2**48), folder)
        tried += 1
    print(f"{name}: {tried} inputs, {wrong} wrong", flush=True)
    return wrong


def holds(each: Target, name: str, seed: int, folder: Path) -> bool:
    """Whether this input ends as it may; else say how not."""
    try:
        each(seed, folder)
    except Exception:
        print(f"{name} --seed {seed}:", flush=True)
        traceback.print_exc(limit=-4, file=sys.stdout)
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
