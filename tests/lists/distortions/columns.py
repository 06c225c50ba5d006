"""What goes wrong with columns: their headings, what stands under them, how it is told."""

from __future__ import annotations

from decimal import Decimal

from tests.lists.distortions.books import Books, Dice
from tests.lists.distortions.draft import Cell, Draft, in_cents, in_euro
from tests.lists.distortions.write import Dress

UNKNOWN = ("Noch da", "was bleibt", "Wert", "Position", "Forderung", "XYZ", "")
DRAFTS = ("Entwurf", "draft", "vorläufig")
MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"


def column_renamed(dice: Dice, draft: Draft, books: Books, dress: Dress) -> bool:
    """A column of meaning under a heading that nobody knows."""
    meaning = ("open", "paid", "paid_before", "amount", "side", "debit", "credit", "number", "day")
    column = dice.one_of([column for column in draft.columns if column in meaning])
    draft.headings[column] = dice.one_of(UNKNOWN)
    return True


def side_lost(dice: Dice, draft: Draft, books: Books, dress: Dress) -> bool:
    """Amounts without a sign, and the column of their sides is gone."""
    if draft.content != "open" or "side" not in draft.columns:
        return False
    draft.drop_column("side")
    return True


def flag_for_amount(dice: Dice, draft: Draft, books: Books, dress: Dress) -> bool:
    """What is open, or what is paid, is told by a flag beside the invoice's amount."""
    if "open" not in draft.columns or "amount" not in draft.columns or "side" in draft.columns:
        return False
    no, yes = dice.one_of((("0", "1"), ("nein", "ja"), ("N", "J"), ("", "x")))
    flag: str = dice.one_of(("Bezahlt", "Offen", "erledigt"))
    draft.headings["open"] = flag
    draft.figures.pop("open", None)
    for record in draft.records:
        record.cells["open"] = yes if flag == "Offen" else no
    return True


def other_currency(dice: Dice, draft: Draft, books: Books, dress: Dress) -> bool:
    """Amounts in another currency, told by the heading or in a column."""
    column = next((one for one in ("open", "paid") if one in draft.columns), None)
    if column is None:
        return False
    for record in draft.records:
        record.cells[column] = in_euro(in_cents(record.cells[column]) * 9 // 10)
    if dice.in_percent(50):
        draft.headings[column] += dice.one_of((" USD", " (CHF)", " in GBP"))
    else:
        if "Währung" not in draft.columns:
            draft.add_column(0, "Währung", "Währung")
        for record in draft.records:
            record.cells["Währung"] = "USD"
    draft.figures.pop(column, None)
    return True


def balance_runs_on(dice: Dice, draft: Draft, books: Books, dress: Dress) -> bool:
    """The balance is not the item's: it runs on from line to line."""
    whole = all(record.invoice.open == record.invoice.amount for record in draft.records)
    explained = {"debit", "amount"} & set(draft.columns)
    if "open" not in draft.columns or not whole or not explained or len(draft.records) < 3:
        return False
    balance = Decimal(0)
    for record in draft.records:
        balance += in_euro(record.invoice.open)
        record.cells["open"] = abs(balance) if "side" in draft.columns else balance
        record.cells["side"] = "H" if balance < 0 else "S"
    draft.figures.pop("open", None)
    return True


def days_in_other_words(dice: Dice, draft: Draft, books: Books, dress: Dress) -> bool:
    """The days of the invoices in some lines as nobody writes them, or missing."""
    if "day" not in draft.columns:
        return False
    for record in draft.records:
        day = record.invoice.day
        month = MONTHS.split()[day.month - 1]
        words: list[Cell] = [day, "", f"{day:%m-%Y}", f"{day.day}. {month}", "?"]
        record.cells["day"] = dice.one_of(words)
    return True


def draft_listed(dice: Dice, draft: Draft, books: Books, dress: Dress) -> bool:
    """An open invoice is in the list as a draft."""
    if draft.content != "open":
        return False
    if "status" not in draft.columns:
        draft.add_column(dice.number(0, len(draft.columns)), "status", "Status")
    chosen = dice.one_of(draft.records)
    for record in draft.records:
        record.cells["status"] = dice.one_of(DRAFTS) if record is chosen else "offen"
    return True
