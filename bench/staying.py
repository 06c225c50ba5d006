"""A worker that stays, as `opos --headless --watch` is one: whenever it is asked, it runs the
interface in a fork of itself, and says when that is done.

    python -m bench.staying CONFIG INTERFACE

Asked by a line, it answers with the megabytes that its runs took at most.
"""

from __future__ import annotations

import resource
import sys
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path

from engine.common.cancellation import CancelToken
from engine.settings.kept_settings import settings_in_force
from engine.worker.child import Child
from engine.worker.one_run import Ended
from engine.worker.preload import preload
from engine.worker.run_interfaces import run_now


def main(config: Path, interface: str) -> None:
    configuration, token = settings_in_force(config, keep=False), CancelToken()
    preload(configuration.settings)
    for _asked in sys.stdin:
        child = Child(
            interface, partial(run_now, configuration, [interface], trigger="watch", token=token)
        )
        child.start(token, [])
        while child.pipe is not None:
            wait([child.pipe])
            child.listen()
        [ended] = [step for step in child.take() if isinstance(step, Ended)]
        if ended.exit_code not in (0, 3):
            raise SystemExit(ended.exit_code)
        print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
