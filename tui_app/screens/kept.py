"""The screens that are made when first asked for, and then kept: cursor, search and filters are
where one left them.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.screen import Screen


def _history() -> Screen[None]:
    from tui_app.screens.runs.history import HistoryScreen

    return HistoryScreen()


def _held() -> Screen[None]:
    from tui_app.screens.plans.held_imports import HeldImportsScreen

    return HeldImportsScreen()


def _items() -> Screen[None]:
    from tui_app.screens.invoices.items import ItemsScreen

    return ItemsScreen()


def _live_log() -> Screen[None]:
    from tui_app.screens.runs.live import LiveScreen

    return LiveScreen()


KEPT_SCREENS: dict[str, Callable[[], Screen[None]]] = {
    "held": _held,
    "history": _history,
    "items": _items,
    "live_log": _live_log,
}
