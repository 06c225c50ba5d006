"""Why, in a sentence: of a change, and of an import that is held."""

from __future__ import annotations

from engine.items import Cents
from engine.language import _, amount
from engine.plain import plain
from engine.posting.change import Change, Kind, Rule


def reason(change: Change) -> str:
    """Why `change` is made, in the user's language: one or more whole sentences."""
    sentences = [_WHY[change.rule](change)]
    before, after = change.before, change.after
    if change.rule != Rule.UNDO and before and after and before.dunning_level != after.dunning_level:
        sentences.append(
            _("Dunning level {before} becomes {after}.").format(before=before.dunning_level, after=after.dunning_level)
        )
    if change.rest:
        sentences.append(_("The rest of {rest} is within the tolerance.").format(rest=_money(change, change.rest)))
    if change.surplus:
        sentences.append(_("{surplus} beyond it are not booked.").format(surplus=_money(change, abs(change.surplus))))
    if change.listed_as:
        sentences.append(_("The list spells it {number}.").format(number=plain(change.listed_as)))
    return " ".join(sentences)


def _listed_open(change: Change) -> str:
    before, after = _sides(change)
    # What the list said: the rest was forgiven and the surplus not booked, so neither is in the open amount that resulted.
    listed = after + change.rest - change.surplus
    text = _("The list names {listed} as open, less than the {ours} here.")
    if change.kind == Kind.REOPENED:
        text = _("The list names {listed} as open, more than the {ours} here.")
    return text.format(listed=_money(change, listed), ours=_money(change, before))


def _listed_settled(_change: Change) -> str:
    return _("The list says that it is settled.")


def _payment(change: Change) -> str:
    before, after = _sides(change)
    paid = before - after + change.surplus - change.rest
    if change.more_lines:
        return _("{n} payments of together {paid}.").format(n=len(change.more_lines) + 1, paid=_money(change, paid))
    if change.kind == Kind.REOPENED:
        return _("A payment of {paid} was returned.").format(paid=_money(change, abs(paid)))
    return _("A payment of {paid}.").format(paid=_money(change, paid))


def _payment_of_rest(change: Change) -> str:
    before, _after = _sides(change)
    return _("A payment without an amount: the rest of {rest} is paid.").format(rest=_money(change, before))


def _unlisted(change: Change) -> str:
    if change.kind == Kind.DELETED:
        return _("Bookkeeping has it, and the list of open items no longer names it: it is deleted.")
    return _("Bookkeeping has it, and the list of open items no longer names it: it is paid.")


def _not_held(_change: Change) -> str:
    return _("The list names it as open, and it was not held here.")


def _details(_change: Change) -> str:
    return _("The list brings details that were missing or have changed.")


def _reset(change: Change) -> str:
    if change.kind == Kind.DELETED:
        return _("Open items are deleted before the import, and the list does not name it.")
    return _("Open items are deleted before the import and created anew from the list.")


def _loaded(_change: Change) -> str:
    return _("The billing program brought it.")


def _undo(_change: Change) -> str:
    return _("The import is taken back: it stands again as before.")


_WHY = {
    Rule.LISTED_OPEN: _listed_open,
    Rule.LISTED_SETTLED: _listed_settled,
    Rule.PAYMENT: _payment,
    Rule.PAYMENT_OF_REST: _payment_of_rest,
    Rule.UNLISTED: _unlisted,
    Rule.NOT_HELD: _not_held,
    Rule.DETAILS: _details,
    Rule.RESET: _reset,
    Rule.LOADED: _loaded,
    Rule.UNDO: _undo,
}


def _sides(change: Change) -> tuple[Cents, Cents]:
    """What was open before and after."""
    return (change.before.open if change.before else 0, change.after.open if change.after else 0)


def _money(change: Change, cents: Cents) -> str:
    return amount(cents, change.item.currency)
