"""What the demo is made of: two Mandanten, their invoices, and the lists that their tax adviser
puts on the server, today and in the month before.

Everything follows from one seed and today's date, so the demo tells the same story every time, and
never an old one.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from engine.cli.demo.demo_statement import statement
from engine.model.item import Cents, Item

HEARING, OPTICS = "001", "002"
"""The demo's Mandanten."""

_FIRST = (
    "Anna Bärbel Çelik Dörte Emil Fritz Günter Heike Ines Jürgen Käthe Lukas Märta Nils Özlem Paul"
    " Renate Sören Thea Uwe".split()
)
_LAST = (
    "Albrecht Böhm Çetin Dürr Engel Faßbender Groß Häußler Jäger Köhler Löffler Müller Nußbaum"
    " Öztürk Rößler Schäfer".split()
)
_PRICES = (49_00, 89_50, 119_00, 245_80, 390_00, 749_00, 1_190_00, 1_890_00, 2_450_00, 3_780_00)


_SILENTLY = 0.5
"""So much of what is paid at Ulm no list of payments tells of."""


class _Settled(NamedTuple):
    """An invoice that was paid in the month before."""

    item: Item
    on: date
    by: str
    """What the list that says so is called; empty: one of open items, by its silence."""


class Practice:
    """The demo as it stands on `today`, and as it stood on the days before."""

    def __init__(self, today: date) -> None:
        chance = random.Random(20261120)  # noqa: S311 - a story, not a secret
        self._today = today
        self._hearing = [
            _invoice(chance, HEARING, "RE", number, today, branch="stuttgart")
            for number in range(1, 311)
        ]
        self._optics = [
            _invoice(chance, OPTICS, "OP", number, today, branch="ulm") for number in range(1, 201)
        ]
        key_date = today - timedelta(days=1)
        listed = _as_listed_today(chance, self._hearing)
        self.todays_lists = {
            f"OPOS_Debitoren_{key_date:%d%m%Y}.csv": _open_list(listed),
            f"Zahlungen_{today:%Y-%m-%d}.csv": _payments(chance, self._optics, today),
            f"camt053_{today:%Y-%m-%d}.xml": statement(
                [item for item, paid in listed if not paid][:6], today
            ),
        }
        self._settled = [
            *(_settled(chance, HEARING, "RE", n, today, branch="stuttgart") for n in range(120)),
            *(_settled(chance, OPTICS, "OP", n, today, branch="ulm") for n in range(160)),
        ]

    @property
    def items(self) -> Sequence[Item]:
        """All invoices, as they were when they were written."""
        return [*(settled.item for settled in self._settled), *self._hearing, *self._optics]

    def written(self, after: date, until: date) -> list[Item]:
        """Return the invoices written after one day and up to another."""
        return [
            item for item in self.items if item.invoice_date and after < item.invoice_date <= until
        ]

    def open_list(self, day: date) -> dict[str, bytes]:
        """Return the list of Stuttgart's open items on this day, by its name."""
        rows = [(item, 0) for item in self._open_on(day, self._hearing)]
        return {f"OPOS_Debitoren_{day:%d%m%Y}.csv": _open_list(rows)}

    def whole_list(self, day: date) -> dict[str, bytes]:
        """Return the list of Ulm's open items on this day, by its name."""
        rows = [(item, 0) for item in self._open_on(day, self._optics)]
        return {f"Ulm_{day:%d%m%Y}.csv": _open_list(rows)}

    def half_list(self, day: date) -> dict[str, bytes]:
        """Return one in which every second item is missing."""
        rows = [(item, 0) for item in self._open_on(day, self._optics)[::2]]
        return {f"Ulm_{day:%d%m%Y}.csv": _open_list(rows)}

    def payments(self, by: str, day: date) -> dict[str, bytes]:
        """Return the list of the payments of this day, by its name; none where nothing came in."""
        paid = [each.item for each in self._settled if each.by == by and each.on == day]
        rows = [(item.invoice_no, _german(item.amount), day, item.name) for item in paid]
        return {f"{by}_{day:%Y-%m-%d}.csv": _payment_list(rows)} if rows else {}

    def _open_on(self, day: date, items: Sequence[Item]) -> list[Item]:
        """Return what bookkeeping has as open: of these, as far as they were loaded by then, and of
        what was settled later.
        """
        mandant = items[0].mandant
        weeks = -(-(self._today - day).days // 7)
        loaded = self._today - timedelta(weeks=weeks)
        still_open = [
            each.item for each in self._settled if each.on > day and each.item.mandant == mandant
        ]
        known = [
            item
            for item in items
            if item.handed_over and item.invoice_date and item.invoice_date <= loaded
        ]
        return [*still_open, *known]


def _settled(
    chance: random.Random, mandant: str, prefix: str, number: int, today: date, *, branch: str
) -> _Settled:
    """Return an older invoice, paid on a working day of the last four weeks."""
    day = today - timedelta(days=chance.randrange(1, 28))
    while day.weekday() > 4:
        day -= timedelta(days=1)
    item = _invoice(chance, mandant, f"{prefix}-A", number, today, branch=branch, older=40)
    by = "" if mandant == HEARING or chance.random() < _SILENTLY else "Zahlungen"
    if by and day.weekday() in (0, 3):
        by = "Aachen"
    return _Settled(item, day, by)


def _invoice(
    chance: random.Random,
    mandant: str,
    prefix: str,
    number: int,
    today: date,
    *,
    branch: str,
    older: int = 0,
) -> Item:
    """One invoice, `older` days older than its number tells; the newest are not handed over to
    bookkeeping yet, a few old ones were dunned.
    """
    age = max(0, 120 - number * 120 // 300) + chance.randrange(4) + older
    written = today - timedelta(days=age)
    due = written + timedelta(days=14)
    price: Cents = chance.choice(_PRICES)
    return Item(
        mandant=mandant,
        invoice_no=f"{prefix}-{written:%Y}-{number:04d}",
        account=str(10_000 + chance.randrange(900)),
        name=f"{chance.choice(_FIRST)} {chance.choice(_LAST)}",
        branch=branch,
        invoice_date=written,
        due_date=due,
        amount=price,
        open=price,
        dunning_level=min(3, max(0, (today - due).days // 30)) if chance.random() < 0.5 else 0,
        handed_over=age > 5,
    )


def _as_listed_today(chance: random.Random, items: Iterable[Item]) -> list[tuple[Item, Cents]]:
    """The invoices that are still open, each with what of it was paid: some are missing, since they
    were paid.
    """
    handed_over = [item for item in items if item.handed_over]
    still_open = [item for item in handed_over if chance.random() >= 0.14]
    return [(item, item.amount // 2 if chance.random() < 0.04 else 0) for item in still_open]


def _open_list(rows: Iterable[tuple[Item, Cents]]) -> bytes:
    """The OPOS list of DATEV Rechnungswesen as saved from Excel: what is not in it was paid."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        "Konto;Rechnungsnummer;Datum;Fälligkeit;Sollbetrag;Habenbetrag;Saldo;Gegenkonto;Buchungstext".split(
            ";"
        )
    )
    total = 0
    for item, paid in rows:
        assert item.invoice_date is not None  # noqa: S101 - as made here
        assert item.due_date is not None  # noqa: S101 - as made here
        total += item.amount - paid
        writer.writerow(
            [
                item.account,
                item.invoice_no,
                f"{item.invoice_date:%d.%m.%Y}",
                f"{item.due_date:%d.%m.%Y}",
                _german(item.amount),
                _german(paid) if paid else "",
                _german(item.amount - paid),
                "8400",
                f"Hörgerät {item.name}",
            ]
        )
    writer.writerow(["Summe", "", "", "", "", "", _german(total), "", ""])
    return text.getvalue().encode("cp1252")


def _payments(chance: random.Random, items: Sequence[Item], today: date) -> bytes:
    """A payment list with what such lists bring: part payments, one paid twice over, one amount
    unreadable.
    """
    rows = []
    for number, item in enumerate(chance.sample([item for item in items if item.handed_over], 46)):
        amount = _german(item.open)
        if number % 9 == 4:
            amount = _german(item.open // 3)
        elif number == 20:
            amount = _german(item.open * 2)
        elif number == 33:
            amount = "12,3O"
        paid_on = today - timedelta(days=1 + chance.randrange(3))
        rows.append((item.invoice_no, amount, paid_on, item.name))
    return _payment_list(rows)


def _payment_list(rows: Iterable[tuple[str, str, date, str]]) -> bytes:
    """Number, amount, day and name of each payment, as a list."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Rechnungsnummer", "Zahlbetrag", "Zahlungsdatum", "Referenz"])
    for number, amount, paid_on, name in rows:
        writer.writerow([number, amount, f"{paid_on:%d.%m.%Y}", f"Überweisung {name}"])
    return text.getvalue().encode("cp1252")


def _german(cents: Cents) -> str:
    return f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02d}"
