"""What the reader makes of a file, in the words of the forms: the settings' own are for files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.common.i18n import _, format_amount, format_date
from engine.common.sanitize import sanitize
from engine.lists.rows.rows import ListFile
from engine.model.item import from_decimal
from engine.model.message import N_
from engine.queries.list_sample import SampleLine, columns_text, totals_text
from tui_app.form.labels import label
from tui_app.form.meanings import meanings
from tui_app.wording.event_details import LABELS

_LABELS = {
    **LABELS,
    "booked": N_("Booked"),
    "day": N_("Paid on"),
    "end_to_end": N_("Customer reference"),
    "iban": "IBAN",
    "is_return": N_("Returned"),
    "reference": N_("Bank reference"),
    "settled": N_("Settled"),
    "source": N_("Kind"),
    "statement": N_("Statement"),
    "texts": N_("Posting text"),
}
_MONEY = ("amount", "booked", "open", "paid")
_PLACE = ("line", "sheet", "column", "value", "advice")
"""What is said of a line that is none of an invoice, besides its sentence."""


def about_file(name: str, found: ListFile) -> Iterator[str]:
    """Return how the file is written, what it adds up to, and which column is taken for what."""
    layout = meanings("File", "type").get(found.layout, sanitize(found.layout))
    content = meanings("File", "content").get(found.content, found.content)
    yield f"{sanitize(name)}: {layout}; {content}; {found.format} {found.encoding}"
    yield totals_text(found)
    yield columns_text(found, called=_called)


def sample_details(line: SampleLine) -> Iterator[str]:
    """Return all that is known of a line of the file."""
    is_read = line.kind in ("row", "payment")
    currency = str(line.fields.get("currency") or "EUR")
    if not is_read:
        yield sanitize(line.text.strip(), limit=2000)
    for name, value in line.fields.items():
        if (is_read or name in _PLACE) and value not in (None, "", (), False):
            yield f"{_called(name) + ':':<20} {sanitize(_said(name, value, currency))}"


def _called(name: str) -> str:
    named = label("Columns", name)
    return named if named != name else _(_LABELS.get(name, name))


def _said(name: str, value: object, currency: str) -> str:
    match value:
        case True:
            return _("yes")
        case date():
            return format_date(value)
        case tuple():
            return " ".join(map(str, value))
        case str() if name in _MONEY:
            return format_amount(from_decimal(value), currency)
    return str(value)
