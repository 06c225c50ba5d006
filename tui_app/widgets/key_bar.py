"""The footer: at most six keys, those that work here and now."""

from __future__ import annotations

from typing import ClassVar

from textual.app import RenderResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget

from engine.language import _
from tui_app.commands import BY_NAME, FOOTER_PLACES, HELP


class KeyBar(Widget):
    """Follows the bindings of its screen. A click on a key does what the key does."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key"}

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._update)

    def _update(self, _screen: Screen[object]) -> None:
        self.refresh()

    def render(self) -> RenderResult:
        key_style = Style.from_styles(self.get_component_styles("key-bar--key"))
        parts = []
        for binding in self.shown():
            meta = Style.from_meta({"@click": f"app.simulate_key({binding.key!r})"})
            label = Content.assemble((f" {self.app.get_key_display(binding)} ", key_style), f" {_(binding.description)}  ")
            parts.append(label.stylize(meta))
        return Content("").join(parts)

    def shown(self) -> list[Binding]:
        """The bindings in the footer, in the order of `commands`: each once, those that are possible now, and help."""
        shown: dict[str, Binding] = {}
        for active in self.screen.active_bindings.values():
            if active.binding.show and active.enabled:
                shown.setdefault(active.binding.id or "", active.binding)
        first = [shown[name] for name in BY_NAME if name in shown and name != HELP.name]
        return first[: FOOTER_PLACES - 1] + [shown[HELP.name]] * (HELP.name in shown)
