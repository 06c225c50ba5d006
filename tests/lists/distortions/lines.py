"""What goes wrong with lines: lost, changed, repeated, about invoices that are not ours."""

from __future__ import annotations

from collections.abc import Callable

from tests.lists.distortions.books import Books, Dice, Fate
from tests.lists.distortions.draft import Draft, Record, in_cents, in_euro
from tests.lists.distortions.write import Dress

CHANGES: tuple[Callable[[str], str], ...] = (
    lambda number: number.removeprefix("RE-"),
    lambda number: number.removeprefix("RE-2026-"),
    lambda number: number.lstrip("0"),
    lambda number: f"{number}.0",
    lambda number: f"RE{number}",
    lambda number: number.split("/")[0],
    lambda number: f"{int(number):.2E}".replace(".", ",") if number.isdigit() else number,
)
KINDS_OF_PAYMENT = ("Rücklastschrift", "Retoure Lastschrift", "Storno", "Rückgabe mangels Deckung")


def number_lost(dice: Dice, draft: Draft, books: Books, dress: Dress) -> bool:
    """A line without its invoice number."""
    dice.one_of(draft.records).cells["number"] = dice.one_of(("", "-", "ohne", "?"))
    return True


def numbers_changed(dice: Dice, draft: Draft, books: Books, dress: Dress) -> bool:
    """Numbers lose a prefix or zeros, or gain something: in one line or in all."""
    change = dice.one_of(CHANGES)
    records = draft.records if dice.in_percent(50) else [dice.one_of(draft.records)]
    if not _has_day_and_amount(draft):
        return False
    for record in records:
        record.cells["number"] = change(str(record.cells["number"]))
        draft.spellings.append(str(record.cells["number"]))
        record.cells["day"] = record.invoice.day  # by which, and by the amount, it is still known
    return True


def line_repeated(dice: Dice, draft: Draft, books: Books, dress: Dress) -> bool:
    """A line stands twice, the second time perhaps with another amount."""
    if draft.content == "payments":
        return False
    record = dice.one_of(draft.records)
    cells = dict(record.cells)
    if "open" in draft.columns and dice.in_percent(50):
        cells["open"] = in_euro(in_cents(cells["open"]) // 2)
    draft.records.append(Record(record.invoice, cells))
    return True


def amount_unreadable(dice: Dice, draft: Draft, books: Books, dress: Dress) -> bool:
    """One amount is missing or no amount."""
    column = next((one for one in ("open", "paid", "debit") if one in draft.columns), None)
    if column is None:
        return False
    words = ["siehe Anlage", "k. A.", "#WERT!", "#####"]
    if column == "open":  # where nothing is a whole payment, or no debit
        words.append("")
    dice.one_of(draft.records).cells[column] = dice.one_of(words)
    return True


def same_number_of_another_year(dice: Dice, draft: Draft, books: Books, dress: Dress) -> bool:
    """An invoice that is not ours has a number of ours: another day, another amount."""
    unlisted = [one for one in books.of(Fate.OPEN) if not draft.names(one)]
    if not unlisted or not _has_day_and_amount(draft) or draft.content == "payments":
        return False
    invoice = dice.one_of(unlisted)
    record = Record(invoice, dict(dice.one_of(draft.records).cells))
    amount = in_euro(3_33)
    record.cells |= {
        "number": invoice.number, "day": invoice.day.replace(year=2025), "amount": amount,
        "account": "19999", "name": "Zorn", "side": "S",
        "debit": amount, "credit": in_euro(0), "open": amount, "paid_before": in_euro(0),
    }  # fmt: skip
    draft.records.append(record)
    return True


def payment_of_another_debtor(dice: Dice, draft: Draft, books: Books, dress: Dress) -> bool:
    """A payment or settled item whose account is not that of our invoice with its number."""
    if draft.content == "open":
        return False
    unlisted = [one for one in books.of(Fate.OPEN) if not draft.names(one)]
    if not unlisted or "account" not in draft.columns:
        return False
    invoice = dice.one_of(unlisted)
    cells = dict(draft.records[0].cells)
    draft.records.append(
        Record(invoice, cells | {"number": invoice.number, "account": "19999", "name": "Zorn"})
    )
    return True


def payment_went_back(dice: Dice, draft: Draft, books: Books, dress: Dress) -> bool:
    """A return without a sign, told by a side, by words, or by a column of kinds."""
    claims = [one for one in books.of(Fate.OPEN) if one.amount > 0]
    unlisted = [one for one in claims if not draft.names(one)]
    if draft.content != "payments" or not unlisted:
        return False
    invoice = dice.one_of(unlisted)
    draft.records.append(Record(invoice, dict(draft.records[0].cells)))
    draft.records[-1].cells |= {"number": invoice.number, "text": f"Zahlung {invoice.number}"}
    way = dice.one_of(("side", "text", "kind"))
    if way not in draft.columns:
        draft.add_column(
            len(draft.columns), way, {"side": "S/H", "kind": "Vorgang"}.get(way, "Text")
        )
    usual, back = {
        "side": ("H", "S"),
        "text": ("Überweisung", dice.one_of(KINDS_OF_PAYMENT)),
        "kind": ("Zahlung", dice.one_of(KINDS_OF_PAYMENT)),
    }[way]
    for record in draft.records:
        record.cells[way] = usual
    draft.records[-1].cells[way] = back
    draft.figures.clear()
    draft.total = ""
    return True


def list_of_another_company(dice: Dice, draft: Draft, books: Books, dress: Dress) -> bool:
    """No line is about an invoice of ours."""
    if draft.content != "open":
        return False
    for place, record in enumerate(draft.records):
        record.cells |= {"number": f"A{place + 900}", "account": "19999", "name": "Zorn"}
    return True


def _has_day_and_amount(draft: Draft) -> bool:
    return "day" in draft.columns and bool({"amount", "debit"} & set(draft.columns))
