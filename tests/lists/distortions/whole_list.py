"""What goes wrong with the list as a whole."""

from __future__ import annotations

import calendar
from datetime import timedelta

from tests.lists.distortions.books import Books, Dice
from tests.lists.distortions.draft import Draft, in_cents
from tests.lists.distortions.write import Dress

TOTALS = ("Gesamtforderung", "==", "{n} Datensätze", "Insgesamt", "Alle Kunden", "")
MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
DAYS_IN_TITLES = (
    "Stichtag: {day:%d.%m.%y}", "Offene Posten bis {day:%d.%m.%Y}",
    "Stand {day.day}. {month} {day:%Y}", "{month} {day:%Y}",
    "Zeitraum 01.{day:%m.} - {day:%d.%m.%Y}", "Periode {day:%m/%Y}",
    "Stichtag {day:%d/%m/%Y}", "Auswertung {day:%Y-%m}",
)  # fmt: skip
DAYS_IN_NAMES = (
    "op_{day:%Y-%m}", "op_{day:%d_%m}", "op {month} {day:%Y}", "op_{day:%y%m%d}",
    "op_{day:%d.%m.%y}", "op_20261115_Stichtag_{day:%Y%m%d}", "op_{day:%m-%Y}",
)  # fmt: skip


def list_in_parts(dice: Dice, draft: Draft, books: Books, dress: Dress) -> bool:
    """The list goes on below, beside, or on another sheet, perhaps with its columns in another
    order.
    """
    for _ in range(dice.number(1, 2)):
        draft.parts.append(
            dice.shuffled(draft.columns) if dice.in_percent(50) else list(draft.columns)
        )
    ways = ["below", "beside"]
    if dress.container != "csv":
        ways.insert(0, "sheets")
    if dress.container == "xlsx":
        ways.append("hidden")
    draft.apart = dice.one_of(ways)
    draft.by_account = False
    return True


def key_date_in_other_words(dice: Dice, draft: Draft, books: Books, dress: Dress) -> bool:
    """The key date is written so that a person knows it; the file is of a later day."""
    day = books.key_date
    month = MONTHS.split()[day.month - 1]
    draft.titles, draft.below, draft.name = [], [], "op"
    draft.written = day + timedelta(days=dice.number(1, 30))
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    titles = DAYS_IN_TITLES if is_last else DAYS_IN_TITLES[:3]
    names = DAYS_IN_NAMES if is_last else DAYS_IN_NAMES[3:6]
    match dice.one_of(("title", "name", "below", "column", "printed")):
        case "title":
            draft.titles.append([dice.one_of(titles).format(day=day, month=month)])
        case "name":
            draft.name = dice.one_of(names).format(day=day, month=month)
        case "below":
            draft.below.append([f"Stichtag: {day:%d.%m.%Y}"])
        case "column":
            draft.add_column(len(draft.columns), "key date", "Stichtag")
            for record in draft.records:
                record.cells["key date"] = day
        case _:
            draft.titles.append([f"Gedruckt am {draft.written:%d.%m.%Y}"])
            draft.titles.append([f"Stichtag {day:%d.%m.%Y}"])
    return True


def total_in_other_words(dice: Dice, draft: Draft, books: Books, dress: Dress) -> bool:
    """The line of totals under a label that nobody knows, or where nobody awaits it."""
    if not draft.total:
        return False
    draft.total_is_first = dice.in_percent(30)
    draft.total = dice.one_of(TOTALS).format(n=len(draft.records))
    return True


def lines_missing(dice: Dice, draft: Draft, books: Books, dress: Dress) -> bool:
    """Lines are gone, and the total tells."""
    if not draft.figures or draft.content == "payments" or len(draft.records) < 2:
        return False
    kept = dice.number(1, len(draft.records) - 1)
    gone = draft.records[kept:]
    lacking = [sum(in_cents(record.cells[column]) for record in gone) for column in draft.figures]
    if not any(lacking) or draft.by_account:
        return False
    del draft.records[kept:]
    return True


def end_torn_off(dice: Dice, draft: Draft, books: Books, dress: Dress) -> bool:
    """The last line is cut within."""
    if dress.container != "csv" or draft.total or draft.by_account or draft.below:
        return False
    dress.cut = dice.number(1, 20)
    dress.ends_with_ctrl_z = False
    return True


def cells_not_quoted(dice: Dice, draft: Draft, books: Books, dress: Dress) -> bool:
    """Delimiters within cells move all that follows."""
    if dress.container != "csv":
        return False
    dress.unquoted, dress.quote_all, dress.delimiter = True, False, dice.one_of((",", ";"))
    for record in draft.records:
        if "name" in record.cells:
            record.cells["name"] = f"Arndt{dress.delimiter} Anna"
    return True


def line_numbers_unheaded(dice: Dice, draft: Draft, books: Books, dress: Dress) -> bool:
    """A running number before each line has no heading, so all stands under the wrong one."""
    draft.unheaded = True
    return True


def open_list_where_another_is_awaited(
    dice: Dice, draft: Draft, books: Books, dress: Dress
) -> bool:
    """A list of open items comes to an interface for payments or settled items."""
    if draft.content != "open" or "amount" not in draft.columns or "open" not in draft.columns:
        return False
    if draft.layout != "addison":
        return False
    draft.content = dice.one_of(("settled", "payments"))
    draft.layout = "payments_csv" if draft.content == "payments" else draft.layout
    draft.unlisted = "keep"
    return True
