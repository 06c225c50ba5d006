"""The ways in which bookkeeping writes a list that is right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests.lists.distortions.books import LISTED, Books, Dice, Fate, Invoice
from tests.lists.distortions.draft import SUMMED, Cell, Draft, Record, in_euro, sums_of

HEADINGS = {
    "number": ("Rechnungsnummer", "Rechnungs-Nr.", "Rechnung", "RE-Nr", "Belegfeld 1"),
    "account": ("Konto", "Kontonummer", "Debitor", "Kundennummer", "Personenkonto"),
    "name": ("Kunde", "Name", "Kontobezeichnung", "Firma"),
    "day": ("Rechnungsdatum", "Belegdatum", "Datum"),
    "due": ("Fällig am", "Fälligkeit", "Faelligkeit", "Fälligkeitsdatum"),
    "amount": ("Betrag", "Rechnungsbetrag", "Brutto", "Gesamtbetrag EUR"),
    "debit": ("Sollbetrag", "BetragSoll", "Umsatz Soll"),
    "credit": ("Habenbetrag", "BetragHaben", "Umsatz Haben"),
    "open": ("Saldo", "Offener Betrag", "Offen", "Restbetrag", "Offen_EUR"),
    "side": ("S/H", "SHSaldo", "Soll/Haben"),
    "paid": ("Zahlbetrag", "Betrag", "Gezahlt"),
    "paid_before": ("Gezahlt", "Zahlung", "Bezahlter Betrag"),
    "paid_on": ("Zahlungsdatum", "Valuta", "Bezahlt am"),
    "settled_on": ("Ausgeglichen am", "Bezahlt am", "Zahldatum"),
    "text": ("Verwendungszweck", "Buchungstext", "Text"),
}

SHAPES: dict[str, tuple[str, ...]] = {
    "datev_csv": (
        "account number day due debit credit open",
        "account number day due debit credit open_unsigned side",
        "account number day debit credit",
    ),
    "addison": (
        "number name day due amount open",
        "account name number day due amount open",
        "number name day amount paid_before",
        "number day open",
        "number name day amount open_unsigned side",
    ),
    "datev_online": (
        "account name number day due amount open",
        "account number day due debit credit open",
    ),
    "excel": (
        "number name day due amount open",
        "number name day amount paid_before",
        "account number day open",
    ),
}
"""The columns of lists of open items."""
OTHER_SHAPES = {
    "settled": ("number day amount settled_on", "number name settled_on", "number day amount"),
    "payments": ("number paid_on paid text", "number name paid_on paid", "account number paid"),
}
SETTLED_LAYOUTS = ("addison", "excel", "datev_online")

HARMLESS: dict[str, Callable[[Invoice], Cell]] = {
    "Telefon": lambda invoice: f"0711 {invoice.account}",
    "E-Mail": lambda invoice: f"kunde{invoice.account}@example.org",
    "PLZ": lambda invoice: f"7{invoice.account[:4]}",
    "Ort": lambda invoice: "Ulm",
    "Kundengruppe": lambda invoice: "Kasse",
    "Tage überfällig": lambda invoice: str(invoice.amount % 97),
    "MwSt": lambda invoice: in_euro(invoice.amount * 19 // 119),
    "Netto": lambda invoice: in_euro(invoice.amount - invoice.amount * 19 // 119),
    "Mahnstufe": lambda invoice: str(invoice.amount % 3),
    "Mahndatum": lambda invoice: invoice.due + timedelta(days=14),
    "IBAN": lambda invoice: f"DE02120300000000{invoice.account}7",
    "Sachbearbeiter": lambda invoice: "MM",
    "Währung": lambda invoice: "EUR",
    "Bemerkung": lambda invoice: "",
    "Kostenstelle": lambda invoice: "100",
}
OF_ANY_LIST = tuple(heading for heading in HARMLESS if not heading.startswith(("Mahn", "Tage")))
"""What does not show that the items are still open."""
STATUS = ("offen", "überfällig", "1. Mahnung", "in Klärung")
TITLES = {
    "open": (
        "Offene Posten zum {day:%d.%m.%Y}", "Stichtag: {day:%d.%m.%Y}", "OP-Liste, Stand {day}",
    ),
    "settled": ("Ausgeglichene Posten, Stand {day:%d.%m.%Y}", "Stichtag: {day:%d.%m.%Y}"),
    "payments": ("Zahlungen, Stand {day:%d.%m.%Y}", "Zahlungseingänge per {day:%d.%m.%Y}"),
}  # fmt: skip
NAMES = ("OPOS_{day:%Y%m%d}", "op_{day}", "Liste {day:%d.%m.%Y}", "OP_{day:%d%m%Y}")
TOTALS = ("Summe", "Gesamt", "Gesamtsumme", "Total")


def honest_draft(dice: Dice, books: Books) -> Draft:
    """A list that is right, and how an interface for such lists is set up."""
    content = dice.one_of(("open", "open", "settled", "payments"))
    if content == "open":
        layout = dice.one_of(tuple(SHAPES))
        shape = dice.one_of(SHAPES[layout])
    else:
        layout = "payments_csv" if content == "payments" else dice.one_of(SETTLED_LAYOUTS)
        shape = dice.one_of(OTHER_SHAPES[content])
    unsigned = "open_unsigned" in shape
    columns = shape.replace("open_unsigned", "open").split()
    draft = Draft(
        layout=layout, content=content,
        unlisted=dice.one_of(("mark_paid", "delete")) if content == "open" else "keep",
        name="liste", written=books.key_date, columns=columns,
        headings={column: dice.one_of(HEADINGS[column]) for column in columns},
        records=[
            Record(invoice, _cells(invoice, books, unsigned=unsigned))
            for invoice in listed(books, content)
        ],
    )  # fmt: skip
    _vary(dice, draft, books)
    return draft


def listed(books: Books, content: str) -> list[Invoice]:
    """The invoices that a right list of this content names."""
    if content == "open":
        return books.of(*LISTED)
    claims = [invoice for invoice in books.of(Fate.OPEN) if invoice.amount > 0]
    return [invoice for invoice in claims if invoice.open != invoice.before] or claims[:2]


def open_afterwards(invoice: Invoice, draft: Draft) -> int:
    """What is open in truth once this list is known: of settled items and payments only what it
    names.
    """
    if draft.content == "open":
        return invoice.open
    if not draft.names(invoice):
        return invoice.before
    return 0 if draft.content == "settled" else invoice.before - _payment(invoice)


def _payment(invoice: Invoice) -> int:
    """What a list of payments brings: half of the invoice where nothing changes in truth."""
    return invoice.before - invoice.open or invoice.before // 2


def _cells(invoice: Invoice, books: Books, *, unsigned: bool) -> dict[str, Cell]:
    paid = invoice.amount - invoice.open
    return {
        "number": invoice.number, "account": invoice.account, "name": invoice.name,
        "day": invoice.day, "due": invoice.due,
        "amount": in_euro(abs(invoice.amount) if unsigned else invoice.amount),
        "debit": in_euro(max(invoice.amount, 0) + max(-paid, 0)),
        "credit": in_euro(max(-invoice.amount, 0) + max(paid, 0)),
        "open": in_euro(abs(invoice.open) if unsigned else invoice.open),
        "side": "H" if invoice.open < 0 else "S",
        "paid_before": in_euro(paid),
        "paid": in_euro(_payment(invoice)), "paid_on": books.key_date,
        "settled_on": books.key_date,
        "text": f"Zahlung {invoice.number}",
    }  # fmt: skip


def _vary(dice: Dice, draft: Draft, books: Books) -> None:
    _vary_lines(dice, draft, books)
    _vary_columns(dice, draft)
    _vary_surroundings(dice, draft, books)


def _vary_lines(dice: Dice, draft: Draft, books: Books) -> None:
    if draft.content == "open" and "amount" in draft.columns and dice.in_percent(10):
        draft.records += [
            Record(invoice, _cells(invoice, books, unsigned="side" in draft.columns))
            for invoice in books.of(Fate.PAID)[:1]
        ]
    if dice.in_percent(10):
        record = dice.one_of(draft.records)
        record.cells["day"] = record.invoice.day + timedelta(days=1)


def _vary_columns(dice: Dice, draft: Draft) -> None:
    harmless = tuple(HARMLESS) if draft.content == "open" else OF_ANY_LIST
    for heading in dice.some_of(harmless, 3) if dice.in_percent(60) else ():
        draft.add_column(dice.number(0, len(draft.columns)), heading, heading)
        for record in draft.records:
            record.cells[heading] = HARMLESS[heading](record.invoice)
    if draft.content == "open" and "open" in draft.columns and dice.in_percent(15):
        draft.add_column(dice.number(0, len(draft.columns)), "status", "Status")
        for record in draft.records:
            record.cells["status"] = dice.one_of(STATUS) if record.invoice.open else "bezahlt"
    if dice.in_percent(30):
        draft.columns = dice.shuffled(draft.columns)


def _vary_surroundings(dice: Dice, draft: Draft, books: Books) -> None:
    day = books.key_date
    if dice.in_percent(50):
        draft.titles.append([dice.one_of(TITLES[draft.content]).format(day=day)])
    if dice.in_percent(50) or (books.of(Fate.NEWER) and not draft.titles):
        draft.name = dice.one_of(NAMES).format(day=day)
    if draft.titles or draft.name != "liste":
        draft.written = day + timedelta(days=dice.number(0, 30))
    if dice.in_percent(10):
        draft.titles.insert(0, ["Hörwelt Stuttgart GmbH"])
    by_account = {"account", "side"}.intersection(draft.columns) == {"account"}
    if by_account and draft.columns[0] != "number" and dice.in_percent(15):
        draft.by_account = True
        draft.records.sort(key=lambda record: record.invoice.account)
    if dice.in_percent(15):
        draft.page = dice.number(2, 5)
    if draft.layout in ("excel", "datev_online") and dice.in_percent(10):
        draft.legend = [["Hinweise"], ["Saldo", "was noch zu zahlen ist"], ["Konto", "der Kunde"]]
    summed = [column for column in draft.columns if column in SUMMED]
    if summed and "side" not in draft.columns and dice.in_percent(40):
        draft.total = dice.one_of(TOTALS)
        draft.figures = sums_of(summed, draft.records)
        if dice.in_percent(20):
            draft.rule = dice.one_of(("------", "======"))
