"""What runs on other hosts write is brought to this one while the app is open."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from engine.common.data_folder import DataFolder
from engine.model.errors import OposError
from engine.store.opening import fetch_journals
from tui_app.platform.background import in_background

_SECONDS = 1.0
"""Between two looks."""


async def keep_fetching(data: Callable[[], DataFolder]) -> None:
    """Bring it again and again; where all is in the data folder there is nothing to bring."""
    while True:
        if data().shared:
            with suppress(OposError):  # what is here is shown; the doctor says what is wrong
                await in_background(lambda: fetch_journals(data()))
        await asyncio.sleep(_SECONDS)
