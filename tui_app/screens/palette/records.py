"""The runs and invoices that can be found: of many only what was typed about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

from engine.common.i18n import _, format_amount
from engine.common.sanitize import sanitize
from engine.queries.invoices import status_word
from tui_app.runs.run_names import began, in_order, interfaces_of, run_names
from tui_app.runs.stored_items import StoredItems
from tui_app.screens.palette.destinations import open_invoice, open_run
from tui_app.screens.palette.hit import Hit
from tui_app.wording.wanted import Wanted

if TYPE_CHECKING:
    from tui_app.app import OposApp

_NEWEST = 2000
"""Runs that are searched by day and interface; an older one is found by its whole name."""
_AT_MOST = 12
_SHORTEST = 2
"""Letters from which on invoices are searched: one would find them all."""


def runs(app: OposApp, typed: str) -> Iterator[Hit]:
    """Return the newest runs that have all the words in name, interface or time."""
    wanted = Wanted.typed(typed)
    names = sorted(run_names(app.data.journals), key=in_order, reverse=True)
    shown = 0
    for at, name in enumerate(names):
        if at >= _NEWEST and typed.strip() != name:
            continue
        started = began(name)
        local = started.astimezone(app.zone) if started else datetime.now(UTC)
        label = f"{_called(app, name)}, {local:%d.%m.%Y %H:%M}"
        if wanted.is_in(f"{name} {label} {local:%Y-%m-%d}".casefold()):
            yield Hit(label, _("Run"), sanitize(name), partial(open_run, app, name))
            shown += 1
            if shown == _AT_MOST:
                return


def invoices(app: OposApp, items: StoredItems, typed: str) -> Iterator[Hit]:
    """Return the invoices that have all the words in number, name, account, Mandant or branch,
    first those with the words in the number; if none has, those whose number has its letters in
    this order.
    """
    if len(typed.strip()) < _SHORTEST:
        return
    wanted = Wanted.typed(typed)
    found = items.find(wanted) or items.like_number(typed)
    by_number = (at for at in found if wanted.is_in(items.number_of(at)))
    first = list(islice(by_number, _AT_MOST))
    others = (at for at in found if at not in first)
    for at in islice(chain(first, others), _AT_MOST):
        item = items[at]
        said = (
            item.name,
            _("{amount} open").format(amount=format_amount(item.open, item.currency)),
            status_word(item.status),
            item.mandant,
        )
        yield Hit(
            sanitize(item.invoice_no),
            _("Invoice"),
            sanitize(", ".join(filter(None, said))),
            partial(open_invoice, app, item.mandant, item.invoice_no),
        )


def _called(app: OposApp, run: str) -> str:
    """Return what people call the interface of a run: `a-2` is the second run of `a` within a
    second, or one of `a-2`.
    """
    names = interfaces_of(run)
    known = app.configuration.settings.interfaces
    return app.called(next((name for name in names if name in known), names[0]))
