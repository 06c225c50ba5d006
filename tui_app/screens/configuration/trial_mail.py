"""A mail to one address, to see whether it arrives; never to everybody at once."""

from __future__ import annotations

from engine.common.i18n import _
from engine.settings.load import Configuration
from tui_app.platform.remembered import last_address, remember_address
from tui_app.screens.base.screen import OposScreen
from tui_app.screens.dialogs.ask import Ask
from tui_app.screens.doctor import DoctorScreen

_ADDRESS = r"[^\s,;:<>()\"@]+@[^\s,;:<>()\"@]+"


def ask_and_send(screen: OposScreen, configuration: Configuration, proposed: str = "") -> None:
    """Ask for the address, at first the `proposed` one, that of last time, or the sender's, and
    show what becomes of the mail.
    """

    def send(address: str | None) -> None:
        if address:
            remember_address(address)
            doctor = DoctorScreen(configuration, [], only="mail", mail_to=[address])
            screen.app.push_screen(doctor)

    question = Ask(
        _("Test mail to which address?"),
        _("One address. Nobody else gets it."),
        _("Enter sends"),
        value=proposed or last_address() or configuration.settings.smtp.sender,
        pattern=_ADDRESS,
    )
    screen.app.push_screen(question, send)
