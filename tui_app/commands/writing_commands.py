"""The commands that start a run, decide on one, or change the configuration: with `--read-only`
none of them can be done.
"""

from __future__ import annotations

from tui_app.commands import commands, form_commands, payment_commands, plan_commands

WRITING = frozenset(
    command.name
    for command in (
        commands.RUN, commands.DRY_RUN, commands.STOP, commands.AGAIN, commands.SEND,
        commands.NEW, commands.DUPLICATE, commands.ENABLE, commands.DELETE,
        form_commands.CHANGE, form_commands.NEXT_CHOICE, form_commands.FORMER_CHOICE,
        form_commands.CLEAR, form_commands.PUT_BACK, form_commands.SAVE_FORM,
        form_commands.SET_KEY, form_commands.OWN_KEY, form_commands.RESTORE,
        form_commands.REVEAL, form_commands.TEST_MAIL, form_commands.MAKE_LAYOUT,
        payment_commands.ASSIGN, payment_commands.DROP_PAYMENT,
        plan_commands.IMPORT, plan_commands.TAKE_BACK, plan_commands.RELEASE,
        plan_commands.DROP, plan_commands.UNDO,
    )
)  # fmt: skip
