"""The commands that change something, and why they cannot be done: opos was opened to look only,
the configuration has a mistake, or this user may not write.
"""

from __future__ import annotations

from tui_app.commands import commands, form_commands, payment_commands, plan_commands

CHANGING_CONFIGURATION = frozenset(
    command.name
    for command in (
        commands.NEW, commands.DUPLICATE, commands.ENABLE, commands.DELETE,
        form_commands.CHANGE, form_commands.NEXT_CHOICE, form_commands.FORMER_CHOICE,
        form_commands.CLEAR, form_commands.PUT_BACK, form_commands.SAVE_FORM,
        form_commands.SET_KEY, form_commands.OWN_KEY, form_commands.RESTORE,
        form_commands.MAKE_LAYOUT,
    )
)  # fmt: skip
CHANGING_STORE = frozenset(
    command.name
    for command in (
        commands.RUN, commands.DRY_RUN, commands.AGAIN, commands.SEND,
        payment_commands.ASSIGN, payment_commands.DROP_PAYMENT,
        plan_commands.IMPORT, plan_commands.TAKE_BACK, plan_commands.RELEASE,
        plan_commands.DROP, plan_commands.UNDO,
    )
)  # fmt: skip
WRITING = (
    CHANGING_CONFIGURATION
    | CHANGING_STORE
    | {commands.STOP.name, form_commands.REVEAL.name, form_commands.TEST_MAIL.name}
)
