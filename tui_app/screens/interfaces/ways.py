"""The ways from the first screen to the others."""

from __future__ import annotations

from tui_app.screens.configuration.config_screen import ConfigScreen


class Ways(ConfigScreen):
    """Each screen is imported when it is first asked for: so opos opens sooner."""

    def action_held(self) -> None:
        self.app.push_screen("held")

    def action_history(self) -> None:
        self.app.push_screen("history")

    def action_items(self) -> None:
        self.app.push_screen("items")

    def action_live_log(self) -> None:
        self.app.push_screen("live_log")

    def action_exports(self) -> None:
        from tui_app.screens.exports import ExportsScreen

        self.app.push_screen(ExportsScreen())

    def action_clearing(self) -> None:
        from tui_app.screens.clearing import ClearingScreen

        self.app.push_screen(ClearingScreen())

    def action_trends(self) -> None:
        from tui_app.screens.trends import TrendsScreen

        self.app.push_screen(TrendsScreen())

    def action_versions(self) -> None:
        from tui_app.screens.configuration.versions import VersionsScreen

        self.app.push_screen(VersionsScreen())

    def action_settings(self) -> None:
        from tui_app.screens.configuration.settings import SettingsScreen

        self.app.push_screen(SettingsScreen())
