"""The footer: as many keys as there is room for, ten at most, those that work here and now."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import RenderResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget

from engine.common.i18n import _
from tui_app.commands.by_screen import BY_NAME
from tui_app.commands.commands import BACK, HELP, QUIT
from tui_app.commands.form_commands import GIVE_UP

FOOTER_PLACES = 10
_WAYS_OUT = (GIVE_UP, BACK, QUIT, HELP)


class KeyBar(Widget):
    """Follows the bindings of its screen. A click on a key does what the key does, but for leaving
    opos: a mouse slips.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key"}

    class QuitClicked(Message):
        """A click on the key that leaves opos."""

    def __init__(self) -> None:
        super().__init__()
        self._drawn = Content("")

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._update)

    def _update(self, _screen: Screen[object]) -> None:
        if self._keys() != self._drawn:
            self.refresh()

    def render(self) -> RenderResult:
        self._drawn = self._keys()
        return self._drawn

    def _keys(self) -> Content:
        """Return the keys that work; below another screen those of before, since what is possible
        is asked of the screen on top.
        """
        if self._drawn and not self.screen.is_active:
            return self._drawn
        return Content("").join(map(self._label, self.shown()))

    def _label(self, binding: Binding) -> Content:
        key_style = Style.from_styles(self.get_component_styles("key-bar--key"))
        return Content.assemble(
            (f" {self.app.get_key_display(binding)} ", key_style), f"{_(binding.description)}  "
        )

    def on_click(self, event: events.Click) -> None:
        left = event.x
        for binding in self.shown():
            left -= self._label(binding).cell_length
            if left < 0:
                if binding.id == QUIT.name:
                    self.post_message(self.QuitClicked())
                else:
                    self.app.simulate_key(binding.key)
                return

    def shown(self) -> list[Binding]:
        """Return the bindings in the footer, each once: what is possible now, in the order of
        `BY_NAME`, and always the ways out; ten at most, and on a narrow screen
        those that fit.
        """
        possible: dict[str, Binding] = {}
        for active in self.screen.active_bindings.values():
            if active.binding.show and active.enabled:
                possible.setdefault(active.binding.id or "", active.binding)
        last = [possible[command.name] for command in _WAYS_OUT if command.name in possible]
        first = [
            possible[name] for name in BY_NAME if name in possible and possible[name] not in last
        ]
        room = self.size.width - sum(map(self._width, last))
        fitting: list[Binding] = []
        for binding in first:
            if len(fitting) + len(last) < FOOTER_PLACES and self._width(binding) <= room:
                room -= self._width(binding)
                fitting.append(binding)
        return fitting + last

    def _width(self, binding: Binding) -> int:
        return self._label(binding).cell_length
