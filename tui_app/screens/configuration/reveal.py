"""A stored password on the screen: after the admin password, for a short time, and gone with
whatever happens next.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from engine.common.i18n import _, advice_of, cause_of
from engine.common.sanitize import sanitize
from engine.common.secret import SecretStr
from engine.credentials import reveal
from engine.model.errors import LoginRefused, OposError
from engine.settings.toml.statements import KeyPath
from tui_app.platform.background import in_background
from tui_app.screens.base.screen import OposScreen
from tui_app.screens.dialogs.ask import Ask
from tui_app.screens.dialogs.note import ProblemNote

_LONGEST = 4096


class Revealed(ModalScreen[None]):
    """Any key, a click, another screen, a picture of the screen and time hide it."""

    ALLOW_SELECT = False
    SECONDS: ClassVar[float] = 20

    def __init__(self, whose: str, secret: SecretStr) -> None:
        super().__init__()
        self._whose = whose
        self._secret = Static(
            Content(sanitize(secret.get_secret_value(), limit=_LONGEST)), id="secret"
        )

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(sanitize(self._whose)), classes="question")
            yield self._secret
            yield Static(
                Content(
                    _("Any key hides it; after {n} seconds it hides itself.").format(n=self.SECONDS)
                ),
                classes="hint",
            )

    def on_mount(self) -> None:
        self.set_timer(self.SECONDS, self.hide)

    def hide(self) -> None:
        """Show the password no more, and end as soon as this is the screen on top."""
        self._secret.update("", layout=False)
        if self.is_active:
            self.dismiss()

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self.hide()

    def on_click(self) -> None:
        self.hide()

    def on_screen_suspend(self) -> None:
        self.hide()

    def on_screen_resume(self) -> None:
        if not self._secret.content:
            self.hide()


def ask_and_show(screen: OposScreen, key: KeyPath, whose: str) -> None:
    """Ask for the admin password and show the secret at `key`, or what is in the way."""
    configuration = screen.opos.configuration

    async def show(given: SecretStr) -> None:
        try:
            secret = await in_background(partial(reveal.reveal, configuration, key, given))
        except LoginRefused as error:
            if screen.is_active:
                screen.app.push_screen(_ask(f"{cause_of(error)} {advice_of(error)}"), asked)
        except OposError as error:
            screen.app.push_screen(ProblemNote.of(error))
        else:
            if screen.is_active:
                screen.app.push_screen(Revealed(whose, secret))

    def asked(typed: str | None) -> None:
        if typed is not None:
            screen.run_worker(show(SecretStr(typed)))

    try:
        reveal.require_revealable(configuration, key)
    except OposError as error:
        screen.app.push_screen(ProblemNote.of(error))
    else:
        screen.app.push_screen(_ask(), asked)


def _ask(refusal: str = "") -> Ask:
    """Return the question, after a refusal with why it is asked again."""
    explanation = _("It is shown for a short time. Who asked, and when, is noted in audit.jsonl.")
    return Ask(_("The admin password"), refusal or explanation, _("Enter shows it"), is_secret=True)
