"""The files of a data folder, changed at random, and read by the commands and the app."""

from __future__ import annotations

import contextlib
import io
import random
import shutil
from pathlib import Path

from tests.blackbox.rotten_bytes import (
    BY_THE_APP,
    COMMANDS,
    FILES,
    MORE,
    path_of,
    site,
    unharmed_by,
    unharmed_in_the_app,
)
from tests.fuzz.changes import changed_bytes, changed_json
from tests.practice import Practice


class OwnFiles:
    """A site that is made once; each try spoils one of its files."""

    def __init__(self) -> None:
        self._kept: Path | None = None

    def __call__(self, seed: int, folder: Path) -> None:
        """Raise `AssertionError` where a command or the app does not end in words."""
        chance = random.Random(seed)
        practice = self._site(folder)
        kind = chance.choice(list(FILES))
        path = path_of(practice, kind)
        change = chance.choice((changed_bytes, changed_json))
        rotten = change(chance, path.read_bytes())
        if kind in BY_THE_APP and chance.random() < 0.7:
            wrong = unharmed_in_the_app(practice, kind, rotten)
        else:
            show = ("show", max(each.stem for each in practice.data.journals.iterdir()))
            commands = chance.sample([*COMMANDS, *MORE, show], 3)
            with contextlib.redirect_stderr(io.StringIO()):
                wrong = unharmed_by(practice, path, rotten, commands)
        assert not wrong, f"{kind}: {wrong}"

    def _site(self, folder: Path) -> Practice:
        """The site as it was at first: what a try wrote in it is gone."""
        place = folder / "practice"
        if self._kept is None:
            self._kept = folder / "kept"
            practice = site(place)
            shutil.copytree(place, self._kept)
            return practice
        shutil.rmtree(place)
        shutil.copytree(self._kept, place)
        return Practice(place)
