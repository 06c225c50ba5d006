"""The pictures of the manual, made from the real interface over `opos demo`: every key is pressed,
every run is really run.

    python3 dev.py pictures      the picture and the recording in the README
"""

from __future__ import annotations

import asyncio
import os
import re
import socket
from collections.abc import Mapping, Sequence

from textual.pilot import Pilot

from distribution.environment import ROOT
from engine.cli.demo.demo import prepare_demo
from engine.settings.load import load_settings
from tui_app.app import OposApp

DOCS = ROOT / "docs"
SIZE = (120, 40)
SECONDS = 3
"""For each picture of the recording."""
SCREENS: Mapping[str, Sequence[str]] = {
    "interfaces": [],
    "desk": ["H"],
    "preview": ["H", "enter"],
    "log": ["enter"],
    "live": ["L"],
    "history": ["h"],
    "items": ["i"],
    "invoice": ["i", "enter"],
    "form": ["e"],
    "settings": ["S"],
    "exports": ["X"],
    "clearing": ["P"],
    "trends": ["T"],
    "versions": ["f6"],
    "doctor": ["c"],
    "help": ["question_mark"],
}
"""By which keys each is reached from the first screen."""
STORY = {
    "what is wrong?": [],
    "what is held, and why": ["H"],
    "a run, as it goes": ["escape", "slash", *"datev", "enter", "r"],
    "what it did": ["escape", "h", "enter"],
    "the invoices": ["escape", "escape", "i"],
    "why one stands as it does": ["slash", *"re-2026-0072", "enter", "enter"],
}
"""The recording: what each picture shows, and what is pressed before it."""
Pictures = dict[str, str]
"""SVG by the name of the scene."""
FONT_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def main() -> None:
    """Renew the picture and the recording in the README."""
    frames = [*taken("en", STORY).values()]
    (DOCS / "picture.svg").write_text(frames[0], encoding="utf-8")
    (DOCS / "recording.svg").write_text(animated(frames), encoding="utf-8")


def taken(language: str, scenes: Mapping[str, Sequence[str]], *, afresh: bool = False) -> Pictures:
    """A picture of each scene, after the keys that lead to it: from the scene before, or `afresh`
    from the first screen. Without names of this machine, and without fonts from the net.
    """
    os.environ["SUDO_USER"] = "anna"
    with prepare_demo(language) as demo:
        app = OposApp(load_settings(demo.config))
        pictures = asyncio.run(_taken(app, scenes, afresh=afresh))
    return {
        name: FONT_FACE.sub("", picture)
        .replace("Fira Code", "monospace")
        .replace(str(demo.folder), "/srv/opos")
        .replace(socket.gethostname(), "server")
        for name, picture in pictures.items()
    }


async def _taken(app: OposApp, scenes: Mapping[str, Sequence[str]], *, afresh: bool) -> Pictures:
    pictures = {}
    async with app.run_test(size=SIZE) as pilot:
        for name, keys in scenes.items():
            while afresh and len(app.screen_stack) > 2:
                await _press(pilot, ["escape"])
            await _press(pilot, keys)
            pictures[name] = app.export_screenshot()
    return pictures


async def _press(pilot: Pilot[str], keys: Sequence[str]) -> None:
    """Press the keys, and wait until the screen has stood still for a second."""
    await pilot.press(*keys)
    seen, still = "", 0
    while still < 5:
        await pilot.pause(0.2)
        now = pilot.app.export_screenshot()
        still = still + 1 if now == seen else 0
        seen = now


def animated(frames: list[str]) -> str:
    """The frames one after the other, for ever; where nothing may move, the first."""
    head, _end, _rest = frames[0].partition(">")
    share = 100 / len(frames)
    rules = "".join(
        f".frame{number} {{ animation-delay: {number * SECONDS}s }} "
        for number in range(1, len(frames))
    )
    style = (
        f"<style>.frame {{ visibility: hidden; animation: show {len(frames) * SECONDS}s step-end"
        f" infinite }} @keyframes show {{ 0% {{ visibility: visible }} {share:.3f}%"
        f" {{ visibility: hidden }} }} {rules}"
        "@media (prefers-reduced-motion) { .frame { animation: none } }</style>"
    )
    groups = "".join(
        f'<g class="{"frame " * bool(number)}frame{number}">{_inner(frame)}</g>'
        for number, frame in enumerate(frames)
    )
    return f"{head}>{style}{groups}</svg>\n"


def _inner(frame: str) -> str:
    return frame.partition(">")[2].rpartition("</svg>")[0]


if __name__ == "__main__":
    main()
