"""What a line is that is no item: a total, a heading, a title, a remark or a rule. By its cells
alone; whether a total holds is seen in `totals.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from engine.lists.cells.dates import is_date
from engine.lists.cells.headings import Headings, ListField, match_headings, normal
from engine.lists.cells.money import is_amount, shows_cents
from engine.lists.cells.tables import Cell
from engine.lists.cells.word_cells import seen
from engine.messages.list_refusals import ListRefusal
from engine.messages.row_reasons import IgnoreReason
from engine.model.errors import ListRefused

HeadingWords = Mapping[ListField, tuple[str, ...]]

TOTAL = (
    r"summen?|gesamt(?:summe|betrag|saldo|ergebnis)?|(?:zwischen|end)summe|saldo|total|teilergebnis"
    r"|(?:ü|ue)bertrag|(?:saldo)?vortrag"
)
REMARK = r"seite|erstellt|gedruckt|stand|stichtag|druckdatum|ende|anzahl"
_IS_TOTAL = re.compile(rf"(?:{TOTAL})(?=[\s:]|$)", re.IGNORECASE)
_IS_ONLY_TOTAL = re.compile(rf"(?:{TOTAL})[\s:]*(?:in\s+)?(?:€|EUR)?", re.IGNORECASE)
_LABELS_FIGURE = re.compile(
    rf"[0-9.]+\s+[^\W\d_]{{4,}}.*|.*(?:gesamt|summe|total|saldo|ergebnis).*|(?:{REMARK})(?=[\s:]).*",
    re.IGNORECASE,
)
"""What may stand beside a total besides those words: `2 Datensätze`, `Konto 10001 gesamt`."""
_IS_REMARK = re.compile(rf"(?:{REMARK})(?=[\s:]|$)", re.IGNORECASE)
_MAY_BE_LABEL = re.compile(
    rf"(?:{TOTAL}|{REMARK}|[0-9.]+\s)|.*(?:gesamt|summe|total|saldo|ergebnis)", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
_PAGE = re.compile(r"\b(?:seite|blatt|page)\s*:?\s*[0-9]+", re.IGNORECASE)
_RULE = re.compile(r"[-_=*#+~.:|─━═–—·\s]+")
_NO_LETTERS = re.compile(r"[\W\d_]+")
_ON_ACCOUNT = re.compile(r"\b(?:a?\s?-?conto|akonto|anzahl|vorausz|(?:ü|ue)berz|zahlung)", re.I)
_MONEY = (ListField.OPEN, ListField.AMOUNT, ListField.DEBIT, ListField.CREDIT, ListField.PAID)
_NOT_ZERO = re.compile("[1-9]")
_DAYS = (ListField.DOC_DATE, ListField.DUE_DATE, ListField.PAID_ON)
_WHOSE = (*_DAYS, ListField.ACCOUNT, ListField.NAME)
_MAY_DIFFER = {
    ListField.NAME, ListField.BRANCH, ListField.DUE_DATE, ListField.DUNNING_LEVEL, ListField.TEXT,
}  # fmt: skip
"""What a second list of the file may have or lack without meaning something else by the rest."""


class Unnumbered(msgspec.Struct, frozen=True):
    """A line that names no invoice."""

    line: int
    cells: Sequence[Cell]
    account: str
    is_dated: bool
    """It has a day, as an item has and the sum of an account has not."""
    shows_money: bool
    """It has an amount that is not zero."""
    is_on_account: bool
    """Money that came in and is of no invoice yet."""


class LineKinds:
    """Knows the lines of one table that are no items, by its headings and its titles."""

    def __init__(self, headings: Headings, synonyms: HeadingWords) -> None:
        self._headings = headings
        self._synonyms = synonyms
        self._known = {word for words in synonyms.values() for word in words}
        self._own = {index: normal(headings.names[index]) for index in headings.columns.values()}
        self._heading = headings.name(ListField.INVOICE_NO).casefold()
        self._titles: set[str] = set()

    def cell(self, cells: Sequence[Cell], field: ListField) -> str:
        """What is seen under a heading; empty where there is none."""
        index = self._headings.columns.get(field, len(cells))
        return seen(cells[index]) if index < len(cells) else ""

    def remember_title(self, cells: Sequence[Cell]) -> None:
        """Know this line above the headings again where it stands on the next page, too."""
        if title := _title(_filled(cells)):
            self._titles.add(title)

    def kind(self, cells: Sequence[Cell]) -> IgnoreReason | None:
        """Why a line is no item; None where it may be one."""
        filled = _filled(cells)
        if not filled:
            return IgnoreReason.BLANK
        number = self.cell(cells, ListField.INVOICE_NO)
        if (
            len(filled) > 3
            and has_digit(number)
            and number.casefold() != self._heading
            and not _MAY_BE_LABEL.match(number)
        ):
            return None
        if all(map(_RULE.fullmatch, filled)) and len(max(filled, key=len)) > 1:
            return IgnoreReason.RULE
        if self._is_heading_again(cells):
            return IgnoreReason.HEADING_AGAIN
        label = number or _label(filled)
        if is_total(label):
            return IgnoreReason.TOTAL
        if len(filled) <= 2 and _IS_REMARK.match(filled[0]) and not shows_cents(filled[-1]):
            return IgnoreReason.REMARK
        if self._labels_figure(cells, label):
            return IgnoreReason.TOTAL
        if _title(filled) in self._titles:
            return IgnoreReason.TITLE
        if len(filled) <= 3 and any(map(_PAGE.search, filled)) and not any(map(is_amount, filled)):
            return IgnoreReason.REMARK
        is_broken = number.startswith(("=", "#")) and len(number) > 1
        return None if has_digit(number) or is_broken else IgnoreReason.UNNUMBERED

    def unnumbered(self, number: int, cells: Sequence[Cell]) -> Unnumbered:
        """A line without an invoice number, with what tells an item from the sum of an account."""
        credit = self.cell(cells, ListField.SH) or self.cell(cells, ListField.CREDIT)
        texts = " ".join(
            self.cell(cells, field) for field in (ListField.TEXT, ListField.INVOICE_NO)
        )
        return Unnumbered(
            number,
            cells,
            account=self.cell(cells, ListField.ACCOUNT),
            is_dated=any(is_date(self.cell(cells, field)) for field in _DAYS),
            shows_money=any(
                _NOT_ZERO.search(text) and is_amount(text)
                for field in _MONEY
                if (text := self.cell(cells, field))
            ),
            is_on_account=_ON_ACCOUNT.search(texts) is not None
            and credit[:1] not in ("", "S", "s", "0"),
        )

    def may_be_total(self, cells: Sequence[Cell]) -> bool:
        """Whether nobody can say if a line is a total or an item: `Summe;2;200,00`."""
        first = next(filter(None, map(seen, cells)), "")
        is_labelled = _IS_ONLY_TOTAL.fullmatch(first) is not None
        return is_labelled and not self.cell(cells, ListField.DOC_DATE)

    def other_headings(self, number: int, cells: Sequence[Cell]) -> Headings | None:
        """The headings of a second list that begins with this line, in another order.

        Raises `ListRefused` where it has other columns: what stands below is none of this list.
        """
        at_number = self.cell(cells, ListField.INVOICE_NO)
        if has_digit(at_number) and normal(at_number) not in self._known:
            return None
        texts = [seen(cell) for cell in cells]
        normals = list(map(normal, texts))
        known = self._known.intersection(normals)
        of_data = has_digit if len(known) == 2 else _is_figure
        if (
            len(known) < 2
            or known.isdisjoint(self._synonyms[ListField.INVOICE_NO])
            or any(of_data(text) for text in texts if normal(text) not in known)
        ):
            return None
        headings = match_headings(number, cells, self._synonyms)
        if (headings.columns.keys() ^ self._headings.columns.keys()) - _MAY_DIFFER:
            raise ListRefused(
                ListRefusal.SECOND_LIST, line=number, names=" · ".join(filter(None, texts))
            )
        return headings

    def _is_heading_again(self, cells: Sequence[Cell]) -> bool:
        normals = {index: normal(cells[index]) if index < len(cells) else "" for index in self._own}
        own_number = self._headings.columns[ListField.INVOICE_NO]
        return normals[own_number] == self._own[own_number] and all(
            text in ("", self._own[index]) for index, text in normals.items()
        )

    def _labels_figure(self, cells: Sequence[Cell], label: str) -> bool:
        """Whether a line without date, customer and account may print a sum and what it is of."""
        return (
            _LABELS_FIGURE.fullmatch(label) is not None
            and not any(self.cell(cells, field) not in ("", label) for field in _WHOSE)
            and any(is_amount(cell) for cell in cells if seen(cell) != label)
        )


def is_total(label: str) -> bool:
    """Whether a text begins as the label of a total does."""
    return _IS_TOTAL.match(label) is not None


def has_digit(text: str) -> bool:
    """Whether there is a digit in a text: an invoice number has one."""
    return _DIGIT.search(text) is not None


def _is_figure(text: str) -> bool:
    return is_amount(text) or is_date(text)


def _filled(cells: Sequence[Cell]) -> list[str]:
    return [text for cell in cells if cell and (text := seen(cell))]


def _label(filled: Sequence[str]) -> str:
    """The first text of a line that is no amount: it may stand on either side of its figure."""
    return next((text for text in filled if not is_amount(text)), filled[0])


def _title(filled: Sequence[str]) -> str:
    """What makes two title lines one: their letters, since pages and times differ. Empty for what
    may be more than a title.
    """
    if len(filled) > 2 or any(map(is_amount, filled)):
        return ""
    letters = _NO_LETTERS.sub(" ", " ".join(filled)).strip().casefold()
    return letters if len(letters) > 3 else ""
