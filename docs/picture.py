#!/usr/bin/env python3
"""The picture in the README, made from the real interface: the two imports of `opos demo`, run and watched.

.venv/bin/python docs/picture.py docs/opos.svg
"""

from __future__ import annotations

import asyncio
import os
import re
import socket
import sys
from pathlib import Path

from engine.demo import prepare_demo
from engine.journal import newest
from engine.settings.files import load_settings
from tui_app.app import OposApp

SIZE = (110, 30)
LANGUAGE = "en"
FONT_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def main(target: Path) -> None:
    os.environ["SUDO_USER"] = "anna"
    with prepare_demo(LANGUAGE) as demo:
        svg = asyncio.run(picture(OposApp(load_settings(demo.config))))
    # Whoever looks at it needs neither this machine's name nor a font from the net.
    svg = FONT_FACE.sub("", svg).replace("Fira Code", "monospace").replace(f"on&#160;{socket.gethostname()}", "on&#160;server")
    target.write_text(svg, encoding="utf-8")


async def picture(app: OposApp) -> str:
    """Run every interface with the keys a person would press, and return the screen as SVG."""
    async with app.run_test(size=SIZE) as pilot:
        for interface in app.configuration.settings.interfaces:
            await pilot.press("r")
            while not any(run.finished for run in newest(app.data.journals, interface)):
                await pilot.pause(0.1)
            await pilot.press("j")
        await pilot.pause(2 * app.pace)
        return app.export_screenshot()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
