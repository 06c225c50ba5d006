"""What orders and narrows the list of the first screen."""

from __future__ import annotations

from engine.model.message import N_
from tui_app.commands.command import Command

TRENDS = Command(
    "trends", "T", N_("Trends"), N_("What was open and settled in the last 90 days, as bars.")
)
ONLY_NEEDING = Command(
    "only_needing",
    "exclamation_mark",
    N_("Needs you"),
    N_("List only what needs you: failed, refused, held; again: all."),
    footer=True,
)
SORT_BY = Command(
    "sort_by",
    "greater_than_sign",
    N_("Sort by"),
    N_("Sort by the next column, after the last one by group again."),
)
REVERSE = Command("reverse", "less_than_sign", N_("Reverse"), N_("Sort the other way round."))
FOLD_GROUP = Command(
    "fold_group", "z", N_("Fold"), N_("Fold this group, or unfold it; Enter on its heading, too.")
)
FOLD_ALL = Command("fold_all", "Z", N_("Fold all"), N_("Fold all groups, or unfold them."))
