"""What the demo is made of: two Mandanten, their invoices, and the lists their tax adviser has put
on the server.

Everything follows from one seed and today's date, so the demo tells the same story every time, and
never an old one.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec

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


class DemoLists(msgspec.Struct, frozen=True):
    """The invoices we hold at first, and the files on the server by name."""

    items: Sequence[Item]
    open_list_name: str
    open_list: bytes
    payments_name: str
    payments: bytes


def make_lists(today: date) -> DemoLists:
    """The demo as it stands on `today`."""
    chance = random.Random(20261120)  # noqa: S311 - a story, not a secret
    hearing = [
        _invoice(chance, HEARING, "RE", number, today, branch="stuttgart")
        for number in range(1, 311)
    ]
    optics = [
        _invoice(chance, OPTICS, "OP", number, today, branch="ulm") for number in range(1, 201)
    ]
    key_date = today - timedelta(days=1)
    return DemoLists(
        items=[*hearing, *optics],
        open_list_name=f"OPOS_Debitoren_{key_date:%d%m%Y}.csv",
        open_list=_open_list(chance, hearing, key_date),
        payments_name=f"Zahlungen_{today:%Y-%m-%d}.csv",
        payments=_payments(chance, optics, today),
    )


def _invoice(
    chance: random.Random, mandant: str, prefix: str, number: int, today: date, *, branch: str
) -> Item:
    """One invoice; the newest are not handed over to bookkeeping yet, a few old ones
    were dunned.
    """
    age = max(0, 120 - number * 120 // 300) + chance.randrange(4)
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


def _open_list(chance: random.Random, items: Iterable[Item], key_date: date) -> bytes:
    """The OPOS list of DATEV Rechnungswesen as saved from Excel: what is not in it was paid."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        "Konto;Rechnungsnummer;Datum;Fälligkeit;Sollbetrag;Habenbetrag;Saldo;Gegenkonto;Buchungstext".split(
            ";"
        )
    )
    total = 0
    for item in items:
        if (
            not item.handed_over
            or item.invoice_date is None
            or item.due_date is None
            or chance.random() < 0.14
        ):
            continue
        paid = item.amount // 2 if chance.random() < 0.04 else 0
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
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Rechnungsnummer", "Zahlbetrag", "Zahlungsdatum", "Referenz"])
    for number, item in enumerate(chance.sample([item for item in items if item.handed_over], 46)):
        amount = _german(item.open)
        if number % 9 == 4:
            amount = _german(item.open // 3)
        elif number == 20:
            amount = _german(item.open * 2)
        elif number == 33:
            amount = "12,3O"
        paid_on = today - timedelta(days=1 + chance.randrange(3))
        writer.writerow(
            [item.invoice_no, amount, f"{paid_on:%d.%m.%Y}", f"Überweisung {item.name}"]
        )
    return text.getvalue().encode("cp1252")


def _german(cents: Cents) -> str:
    return f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02d}"
