"""What orders and narrows the list of the first screen."""

from __future__ import annotations

from tui_app.commands.command import Command


def _(message: str) -> str:
    """Mark a text for the catalogue; it is translated when shown, once the language is known."""
    return message


TRENDS = Command(
    "trends", "T", _("Trends"), _("What was open and settled in the last 90 days, as bars.")
)
ONLY_NEEDING = Command(
    "only_needing",
    "exclamation_mark",
    _("Needs you"),
    _("List only what needs you: failed, refused, held; again: all."),
    footer=True,
)
SORT_BY = Command(
    "sort_by",
    "greater_than_sign",
    _("Sort by"),
    _("Sort by the next column, after the last one by group again."),
)
REVERSE = Command("reverse", "less_than_sign", _("Reverse"), _("Sort the other way round."))
FOLD_GROUP = Command(
    "fold_group", "z", _("Fold"), _("Fold this group, or unfold it; Enter on its heading, too.")
)
FOLD_ALL = Command("fold_all", "Z", _("Fold all"), _("Fold all groups, or unfold them."))
