"""What a plan does to an invoice, in a few words."""

from __future__ import annotations

from engine.common.i18n import _, format_amount
from engine.common.sanitize import sanitize
from engine.model.item import from_decimal
from engine.posting.change import ChangeKind, Rule


def kind_word(kind: str) -> str:
    """What happens to an invoice, as the heading of its group."""
    words = {
        "paid": _("PAID"),
        "part_paid": _("PART PAID"),
        "reopened": _("REOPENED"),
        "deleted": _("DELETED"),
        "created": _("NEW"),
        "changed": _("CHANGED"),
    }
    return words.get(kind, sanitize(kind))


def short_reason(rule: str, kind: str) -> str:
    """Why, in two or three words."""
    more_is_open = kind == ChangeKind.REOPENED
    words: dict[str, str] = {
        Rule.LISTED_OPEN: _("more open") if more_is_open else _("less open"),
        Rule.LISTED_SETTLED: _("settled"),
        Rule.PAYMENT: _("payment returned") if more_is_open else _("payment"),
        Rule.PAYMENT_OF_REST: _("rest paid"),
        Rule.UNLISTED: _("not in the list"),
        Rule.NOT_HELD: _("new in the list"),
        Rule.DETAILS: _("details changed"),
        Rule.RESET: _("created anew"),
        Rule.LOADED: _("billing program"),
        Rule.UNDO: _("taken back"),
    }
    return words.get(rule, sanitize(rule))


def amount_or_dash(money: str | None) -> str:
    """An amount before or after; a dash where the invoice is not held."""
    return "–" if money is None else format_amount(from_decimal(money))
