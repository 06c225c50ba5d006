"""Random days of a practice: lists as programs write them and as they come out wrong, payments,
loads, acts taken back, released and dropped, other settings, damaged files.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from engine.store.ledger import Dropped, Undone
from tests.imports.both_ways import FIRST_DAY, BothWays, small_lists_count

_DAY = date(2026, 9, 1)


class Invoice(NamedTuple):
    """An invoice as bookkeeping has it."""

    number: str
    account: str
    amount: int
    open: int
    day: date
    mandant: str = "001"
    dunning: int = 0
    currency: str = "EUR"


def german(cents: int) -> str:
    sign, cents = ("-" if cents < 0 else ""), abs(cents)
    return f"{sign}{cents // 100:,}".replace(",", ".") + f",{cents % 100:02d}"


def plain(cents: int) -> str:
    return german(cents).replace(".", "")


def english(cents: int) -> str:
    return f"{cents / 100:,.2f}"


def _postings(one: Invoice, money: Callable[[int], str]) -> list[str]:
    paid = one.amount - one.open
    return [
        one.account, one.number, f"{one.day:%d.%m.%Y}", f"{one.day + timedelta(14):%d.%m.%Y}",
        money(one.amount), money(paid) if paid else "", money(one.open), "8400", "Hörgerät, neu",
    ]  # fmt: skip


def _balances(one: Invoice, money: Callable[[int], str]) -> list[str]:
    return [
        one.number, f"Müller {one.account}", one.account, f"{one.day:%d/%m/%Y}", money(one.amount),
        money(abs(one.open)), "H" if one.open < 0 else "S", str(one.dunning), "",
    ]  # fmt: skip


def _several(one: Invoice, money: Callable[[int], str]) -> list[str]:
    return [
        one.mandant.lstrip("0") if one.dunning else one.mandant, one.number, one.account,
        f"{one.day:%Y-%m-%d}", money(one.open), one.currency,
        "bezahlt" if not one.open else "offen",
    ]  # fmt: skip


WRITERS: dict[str, tuple[str, Callable[[Invoice, Callable[[int], str]], list[str]], int]] = {
    "postings": (
        "Konto;Rechnungsnummer;Datum;Fälligkeit;Sollbetrag;Habenbetrag;Saldo;Gegenkonto;"
        "Buchungstext", _postings, 6,
    ),
    "balances": (
        "Rechnungsnummer;Name;Konto;Rechnungsdatum;Rechnungsbetrag;Offen;S/H;Mahnstufe;Faellig",
        _balances, 5,
    ),
    "several": (
        "Mandant;Rechnungsnummer;Konto;Rechnungsdatum;Offen;Währung;Status", _several, 4,
    ),
}  # fmt: skip
"""Headings, cells, and where the open amount stands."""


class RandomPractice:
    """Lives day after day, as the random numbers want."""

    def __init__(self, practice: BothWays, dice: random.Random) -> None:
        self.both, self.dice = practice, dice
        self.layout = dice.choice([*WRITERS])
        self.delimiter = dice.choice(";;;\t|")
        self.encoding = dice.choice(("cp1252", "utf-8", "utf-8-sig", "cp850"))
        self.money = dice.choice((german, german, plain, english))
        self.line_end = dice.choice(("\r\n", "\n"))
        self.title = dice.random() < 0.3
        self.total = dice.random() < 0.3
        self.next = 1
        self.shape = dice.choice(("RE-{:04d}", "{}", "2026-{}", "{:012d}"))
        self.books = [self._new() for _ in range(dice.randrange(5, 40))]
        self.lists: list[bytes] = []
        practice.guard = "max_small = 1000"
        if self.layout == "several":
            practice.mandants = '["001", "002"]'
        if dice.random() < 0.1:
            practice.file = 'content = "all"'

    def a_day(self) -> None:
        """Something happens, and most often a list comes."""
        dice = self.dice
        if dice.random() < 0.3:
            dice.choice(
                (self._pay, self._pay, self._load, self._undo, self._release, self._settings,
                 self._damage, self._release)
            )()  # fmt: skip
        self._live()
        self._bring(self._text())
        if dice.random() < 0.1:
            self.both.run_list(dry_run=True)
        self.both.run_list()

    def _new(self) -> Invoice:
        dice = self.dice
        number = self.shape.format(self.next)
        self.next += dice.choice((1, 1, 1, 9, 90))
        amount = dice.choice((dice.randrange(100, 400_000), 119_00, 50, 1200_00))
        open_ = amount if dice.random() < 0.8 else amount // 2
        if dice.random() < 0.05:
            amount, open_ = -amount, -amount
        day = _DAY + timedelta(days=dice.randrange(0, 60 + self.both.day))
        several = self.layout == "several"
        return Invoice(
            number, str(10_000 + dice.randrange(20)), amount, open_, day,
            mandant=dice.choice(("001", "002")) if several else "001",
            dunning=dice.choice((0, 0, 0, 1, 2)),
            currency=dice.choice(("EUR", "EUR", "EUR", "CHF")) if several else "EUR",
        )  # fmt: skip

    def _live(self) -> None:
        """What happens in the books from one list to the next."""
        dice, books = self.dice, self.books
        for _ in range(dice.choice((0, 1, 1, 2, 3))):
            what, at = dice.randrange(7), dice.randrange(len(books) or 1)
            if what <= 1 or not books:
                books.append(self._new())
            elif what == 2:
                books.insert(at, self._new())
            elif what == 3:
                books.pop(at)
            elif what == 4:
                books[at] = books[at]._replace(open=books[at].open // 2)
            elif what == 5:
                books[at] = books[at]._replace(open=0, dunning=dice.randrange(4))
            else:
                books[at] = books[at]._replace(open=books[at].amount)

    def _text(self) -> bytes:
        """The list of the day: as usual, or distorted in a way or two."""
        self.is_odd = self.dice.random() < 0.5
        money, encoding = self.money, self.encoding
        if self._odd(0.08):
            money = self.dice.choice((german, english, lambda cents: str(cents // 100)))
        if self._odd(0.08):
            encoding = self.dice.choice(("utf-8", "cp1252", "utf-16", "cp850"))
        headings, cells_of, _open_at = WRITERS[self.layout]
        books = self._odd_books()
        lines = [headings.split(";"), *(cells_of(one, money) for one in books)]
        self._distort_cells(lines)
        self._add_lines(lines, books, money)
        text = self.line_end.join([*map(self.delimiter.join, lines), ""])
        data = text.encode(encoding, "replace")
        if self._odd(0.1):
            data = data[: self.dice.randrange(len(data) // 2, len(data) + 1)]
        if self._odd(0.08) and self.lists:
            data = self.dice.choice(self.lists)
        return data

    def _odd(self, chance: float) -> bool:
        return self.is_odd and self.dice.random() < chance

    def _odd_books(self) -> list[Invoice]:
        """The invoices, perhaps in another order, twice, or under another number."""
        dice, books = self.dice, [*self.books]
        if self._odd(0.12):
            dice.shuffle(books)
        if self._odd(0.12) and books:
            books.insert(dice.randrange(len(books)), dice.choice(books))
        if self._odd(0.12) and books:
            one = dice.choice(books)
            books.insert(dice.randrange(len(books)), one._replace(open=one.open // 3))
        if self._odd(0.1) and books:
            at = dice.randrange(len(books))
            number = books[at].number
            spelt = (number.lstrip("RE-0") or "1", f"{number}-1", f"X{at}", number.lower())
            books[at] = books[at]._replace(number=dice.choice(spelt))
        return books

    def _distort_cells(self, lines: list[list[str]]) -> None:
        dice = self.dice
        if self._odd(0.1) and len(lines) > 1:
            row = dice.choice(lines[1:])
            at = dice.randrange(len(row))
            row[at] = dice.choice(
                ("", "x", "1,5", "1.234", '"', "=1", "0", "31/12/2026", "12/31/2026", row[at] + " ",
                 f'"{row[at]}"', f'="{row[at]}"', "K", row[at] + "\xa0", "10.00", "1,50 H")
            )  # fmt: skip
        if self._odd(0.06):
            at = dice.randrange(len(lines[0]))
            lines[0][at] = dice.choice(("Offen", "Betrag", "Zusatz", "Bezahlt", "Datum"))
        if self._odd(0.08):
            for line in lines:
                line.append(dice.choice(("ja", "nein", "1,00")))
            lines[0][-1] = dice.choice(("Bemerkung", "Bezahlt", "Info", "Kurs"))

    def _add_lines(
        self, lines: list[list[str]], books: list[Invoice], money: Callable[[int], str]
    ) -> None:
        """A title, a total, right or wrong, and a line that is none."""
        headings, _cells_of, open_at = WRITERS[self.layout]
        if self.title:
            today = FIRST_DAY + timedelta(days=self.both.day)
            lines.insert(0, [f"Offene Posten per {today:%d.%m.%Y}"])
        if self.total or self._odd(0.08):
            total = sum(one.open for one in books) + self._odd(0.1) * 100
            line = ["Summe", *[""] * headings.count(";")]
            line[open_at] = money(abs(total) if self.layout == "balances" else total)
            lines.append(line)
        if self._odd(0.1):
            line = self.dice.choice(([], ["Seite 1"], ["Konto 10001"]))
            lines.insert(self.dice.randrange(len(lines)), line)

    def _bring(self, data: bytes) -> None:
        self.lists.append(data)
        today = FIRST_DAY + timedelta(days=self.both.day)
        name = self.dice.choice(
            (f"OPOS_{today:%d%m%Y}.csv",) * 6 + ("OPOS.csv", "OPOS_01102026.csv")
        )
        self.both.put(name, data)

    def _pay(self) -> None:
        dice = self.dice
        lines = ["Rechnungsnummer;Betrag;Datum"]
        for one in dice.sample(self.books, min(len(self.books), dice.randrange(1, 4))):
            paid = dice.choice((one.open, one.open // 2, 100))
            lines.append(f"{one.number};{german(paid)};{FIRST_DAY:%d.%m.%Y}")
        self.both.put("Zahlungen.csv", "\r\n".join([*lines, ""]).encode("cp1252"))
        self.both.run_list("payments")

    def _load(self) -> None:
        dice = self.dice
        lines = ["invoice_no,account,amount,open,invoice_date,handed_over"]
        for _ in range(dice.randrange(1, 5)):
            one = dice.choice(self.books) if self.books and dice.random() < 0.4 else self._new()
            handed = dice.choice(("true", "true", "false"))
            lines.append(
                f"{one.number},{one.account},{one.amount / 100:.2f},{one.open / 100:.2f},"
                f"{one.day:%Y-%m-%d},{handed}"
            )
            if dice.random() < 0.3 and one not in self.books:
                self.books.append(one)
        self.both.load("\n".join([*lines, ""]).encode())

    def _undo(self) -> None:
        ledger = self.both.store().ledger()
        runs = [one.run for one in ledger if not isinstance(one, Undone | Dropped)]
        if runs:
            self.both.undo(self.dice.choice(runs[-4:]))

    def _release(self) -> None:
        if waiting := self.both.store().waiting():
            held = self.dice.choice(waiting)
            act = self.both.release if self.dice.random() < 0.6 else self.both.reject
            act(held.run, held.interface)

    def _settings(self) -> None:
        dice = self.dice
        lines = [
            f'unlisted = "{dice.choice(("mark_paid", "mark_paid", "keep", "delete"))}"',
            f'unknown = "{dice.choice(("create", "create", "report"))}"',
            f"only_handed_over = {dice.choice(('true', 'false'))}",
            f"tolerance = {dice.choice(('0.00', '1.00'))}",
            f'require_handover = "{dice.choice(("ignore", "warn", "hold"))}"',
            f'paid_as_of = "{dice.choice(("today", "yesterday"))}"',
        ]
        if dice.random() < 0.05:
            lines.append("delete_before_import = true")
        self.both.posting = "\n".join(lines)
        self.both.guard = f"max_small = {dice.choice((0, 3, 1000, 1000))}"

    def _damage(self) -> None:
        dice = self.dice
        kept = [*(self.both.data / "lists").glob("*.json")]
        if kept and dice.random() < 0.5:
            path = dice.choice(kept)
            content = bytearray(path.read_bytes())
            content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
            path.write_bytes(content)
            return
        originals = [*(self.both.data / "archive").glob("??/*")]
        if originals:
            path = dice.choice(originals)
            path.chmod(0o600)
            path.write_bytes(path.read_bytes()[:-3] + b"1\r\n")


def live(practice: BothWays, dice: random.Random, days: int) -> None:
    """So many days of a random practice."""
    one = RandomPractice(practice, dice)
    for _ in range(days):
        one.a_day()


def try_ways(seed: int, folder: Path) -> None:
    """A fuzz target: one random practice, both ways."""
    with tempfile.TemporaryDirectory(dir=folder) as scratch, small_lists_count():
        live(BothWays(Path(scratch) / "practice"), random.Random(seed), 9)
