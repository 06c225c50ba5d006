"""What a plan does to an invoice, in a few words."""

from __future__ import annotations

from typing import assert_never

from engine.common.i18n import _, format_amount
from engine.model.item import Cents
from engine.posting.change import ChangeKind, Rule


def kind_word(kind: ChangeKind) -> str:
    """Return what happens to an invoice, as the heading of its group."""
    match kind:
        case ChangeKind.PAID:
            return _("PAID")
        case ChangeKind.PART_PAID:
            return _("PART PAID")
        case ChangeKind.REOPENED:
            return _("REOPENED")
        case ChangeKind.DELETED:
            return _("DELETED")
        case ChangeKind.CREATED:
            return _("NEW")
        case ChangeKind.CHANGED:
            return _("CHANGED")
        case _:
            assert_never(kind)


def short_reason(rule: Rule, kind: ChangeKind) -> str:
    """Return why, in two or three words."""
    more_is_open = kind == ChangeKind.REOPENED
    match rule:
        case Rule.LISTED_OPEN:
            return _("more open") if more_is_open else _("less open")
        case Rule.LISTED_SETTLED:
            return _("settled")
        case Rule.PAYMENT:
            return _("payment returned") if more_is_open else _("payment")
        case Rule.PAYMENT_OF_REST:
            return _("rest paid")
        case Rule.ASSIGNED:
            return _("assigned")
        case Rule.UNLISTED:
            return _("not in the list")
        case Rule.NOT_HELD:
            return _("new in the list")
        case Rule.DETAILS:
            return _("details changed")
        case Rule.RESET:
            return _("created anew")
        case Rule.LOADED:
            return _("billing program")
        case Rule.UNDO:
            return _("taken back")
        case _:
            assert_never(rule)


def amount_or_dash(cents: Cents | None) -> str:
    """Return an amount before or after; a dash where the invoice is not held."""
    return "–" if cents is None else format_amount(cents)
