"""What a list says of itself in words: what it is, of which part, and that it broke off.

| says | where | what is in doubt |
| --- | --- | --- |
| it is of what is open, and is read as paid | title, name | what its rows mean |
| it is of what is paid, or was invoiced, and is read as open | also a sheet | what its rows mean |
| it is of suppliers | also a sheet | its silence |
| it is a part: by a filter, of some accounts, of what is overdue | title | its silence |
| `22 Datensätze`, and there are fewer | title, remark, total | its silence |
| the export broke off, or left rows out | any line of words | its silence |

A text that says one thing and its opposite, as *Offene und ausgeglichene Posten* does, says
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engine.common.sanitize import sanitize
from engine.lists.cells.headings import without_umlauts
from engine.lists.cells.money import is_amount
from engine.lists.cells.tables import Cell
from engine.lists.cells.word_cells import seen
from engine.lists.checks.reading import Reading
from engine.lists.rows.rows import Content, Doubt, Reach
from engine.messages.key_dates import KeyDate
from engine.messages.self_description import SaysOfItself
from engine.model.message import Message

_BALANCES = (Content.OPEN, Content.ALL)
_OPEN = re.compile(
    r"\b(?:offene[nr]? (?:posten|rechnung|forderung|debitor|beleg)|offenposten|unbezahlt|ungezahlt"
    r"|nicht (?:ausgeglichen|bezahlt|beglichen)|unausgeglichen|mahn(?:liste|vorschlag|lauf|ungen\b)"
    r"|(?:ueber)?faellige (?:posten|rechnung|forderung)|vorschlagsliste|lastschriftvorschlag"
    r"|open items|unpaid|overdue)"
)
_NOT_OPEN = re.compile(
    r"^[0-9 ]*(?:(?:liste|aufstellung|uebersicht|export)(?: der)? )?"
    r"(?:ausgeglichene|bezahlte|beglichene|erledigte|geschlossene posten|geschlossenen posten"
    r"|zahlungs(?:eing|liste|journal)|settled items|closed items|paid invoices|payments\b"
    r"|(?:ausgeglichen|bezahlt|erledigt)$"
    r"|rechnungsausgang|rechnungsjournal|faktura|umsatzliste|neue rechnungen|new invoices)"
)
_TAKEN_IN = re.compile(r"beruecksicht|enthalten|verbucht|gebucht|eingerechnet|included")
"""`Zahlungseingänge bis 29.09. berücksichtigt` stands above what is still open."""
_SUPPLIERS = re.compile(r"\b(?:kreditor|lieferant|verbindlichkeit|creditor|supplier|vendor)")
_CUSTOMERS = re.compile(r"\b(?:debitor|kunde|forderung|debtor|customer)")
_WHOLE = (
    r"(?:$|alle|kein|ohne|offene|debitor|kunde|standard|gesamt|op\b|opos|posten|nicht gesetzt|all\b"
    r"|none|[-–*])"
)
_PART = re.compile(
    rf"\b(?:auswahl|filter|selektion|selection)\w* ?:(?! ?{_WHOLE})"
    r"|\b(?:teilliste|teilmenge|ausschnitt)\b"
    r"|\bnur (?!(?:die )?offen)(?:\S+ ){0,2}(?:posten|rechnung|beleg|debitor|kunde|kont)"
    r"|\b(?:ueberfaellige|(?<!nicht )faellige)[nr]? (?:posten|rechnung|forderung)"
    r"|\bmahn(?:liste|vorschlag|lauf)"
    r"|\bmahnstufen? ?:? ?(?:[<>≥]|[1-9])|\baelter als [0-9]|\btop [0-9]|\bdie ersten [0-9]"
    r"|(?:\b(?:groesser|kleiner|mehr|weniger|mindestens|hoechstens|ueber|unter|ab)|[<>]=?)"
    r"(?: als)? ?[0-9][0-9.]*(?:,[0-9]{2}(?: ?(?:€|eur))?\b| ?(?:€|eur)\b)"
    r"|\b(?!a ?(?:-|–|bis) ?z\b)[a-z] ?(?:-|–|bis) ?[a-z]\b"
)
_ACCOUNTS = re.compile(r"\b([0-9]{4,9}) ?(?:-|–|bis) ?([0-9]{4,9})\b")
_ACCOUNT_WORD = re.compile(r"konto|konten|debitor|kunde|personenk|account|customer")
_FIRST, _LAST = re.compile("0{2,}1?"), re.compile("9{2,}")
"""How the ends of a range look that holds all accounts: 10000 to 69999."""
_BROKE_OFF = re.compile(
    r"\babgebrochen|\babbruch|\bfehler\b|\bfehlgeschlagen|\berror\b|exception\b|\btraceback\b"
    r"|\btime[d -]?out|\bora-[0-9]+|\bout ?of ?memory|gekuerzt|\btruncated"
    r"|unvollstaendig|incomplete|nicht angezeigt|nicht ausgegeben|not shown"
    r"|[0-9]+ (?:weitere|more)\b"
    r"|(?:nur die|only the) (?:ersten|first)|\bmaximale (?:zeilen|anzahl|datens)|demoversion"
    r"|-- ?(?:mehr|more) ?--"
)
_LINES = (
    r"posten|datens(?:aetze|atz)|zeilen?(?:\(n\))?|rechnungen|belege|eintraege|rows?|records?|items"
)
_COUNT = re.compile(
    rf"\banzahl (?:der )?(?:{_LINES}) ?[:=]? ?([0-9][0-9.]*)|\b([0-9][0-9.]*) (?:{_LINES})(?!\w)"
)
_NO_FAULT = re.compile(r"\b(?:0|keine|ohne|no) (?:fehler|errors?)|(?:fehler|errors?) ?: ?0\b")
_GOES_ON = re.compile(r"\b(?:fortsetzung|weiter auf|continued)")


def doubts_of_words(reading: Reading, name: str) -> Iterator[Doubt]:
    """A doubt for everything that a list says of itself against what it is read as. `name` is that
    of its file.
    """
    titles = _titles(reading)
    yield from _other_kind([*titles, name], _sheets(reading), reading.content)
    for text in filter(_says_part, titles if reading.content in _BALANCES else ()):
        yield Doubt(Message.of(KeyDate.PART_OF_LIST, text=_shown(text)), Reach.LIST)
    yield from _broken_off(reading)
    yield from _lines_missing(reading)


def says_suppliers(reading: Reading, name: str) -> bool:
    """Whether a list calls itself one of suppliers."""
    return any(map(_is_of_suppliers, (*_titles(reading), *_sheets(reading), name)))


def _titles(reading: Reading) -> list[str]:
    return [text for cells in reading.joined.titles if (text := _words(cells))]


def _sheets(reading: Reading) -> list[str]:
    """The names of the sheets that are read."""
    aside = {one.sheet.name for one in reading.joined.aside}
    return [sheet.name for sheet in reading.source.sheets if sheet.name not in aside]


def _other_kind(texts: Sequence[str], sheets: Sequence[str], content: Content) -> Iterator[Doubt]:
    """The list calls itself one of another content than it is read as. A sheet may be called by
    what it was made from, such as a template of open items.
    """
    if content is Content.OPEN:
        code, texts = SaysOfItself.NOT_OPEN, [*texts, *sheets]
    elif content in (Content.SETTLED, Content.PAYMENTS):
        code = SaysOfItself.OPEN
    else:
        return
    for text in texts:
        words = _plain(text)
        is_open = _OPEN.search(words) is not None
        is_other = _NOT_OPEN.search(words) is not None and not _TAKEN_IN.search(words)
        if is_open != is_other and is_other is (code is SaysOfItself.NOT_OPEN):
            yield Doubt(Message.of(code, text=_shown(text)), Reach.ROWS)
            return


def _is_of_suppliers(text: str) -> bool:
    words = _plain(text)
    return _SUPPLIERS.search(words) is not None and not _CUSTOMERS.search(words)


def _says_part(text: str) -> bool:
    words = _plain(text)
    if _PART.search(words):
        return True
    accounts = _ACCOUNTS.search(words) if _ACCOUNT_WORD.search(words) else None
    if accounts is None:
        return False
    first, last = (end[1:] for end in accounts.groups())
    return not (_FIRST.fullmatch(first) and _LAST.fullmatch(last))


def _broken_off(reading: Reading) -> Iterator[Doubt]:
    """Lines of words that say that more should have come."""
    filtered, sheet = reading.filtered, reading.match.sheet.name
    lines = [
        (number, text)
        for number, cells in [
            *filtered.remarks,
            *((line.line, line.cells) for line in filtered.unnumbered if not line.shows_money),
        ]
        if (text := _words(cells))
    ]
    for number, text in lines:
        words = _plain(text)
        breaks_off = _BROKE_OFF.search(words) and not _NO_FAULT.search(words)
        if breaks_off or (number == filtered.last_line and _GOES_ON.search(words)):
            message = Message.of(SaysOfItself.BROKE_OFF, line=number, text=_shown(text))
            yield Doubt(message, Reach.LIST, line=number, sheet=sheet)


def _lines_missing(reading: Reading) -> Iterator[Doubt]:
    """Counts that are printed of more lines than there are; fewer may be those of an account."""
    filtered, lines = reading.filtered, reading.lines
    places = [
        *reading.joined.above_headings,
        *filtered.remarks,
        *filtered.totals,
        *((line.line, line.cells) for line in filtered.unnumbered),
    ]
    rejected = len(lines.rejected) + len(filtered.rejected)
    read = reading.standing + len(lines.rows) + len(lines.drafts) + rejected
    for number, cells in places:
        found = _COUNT.search(_plain(" ".join(map(seen, cells))))
        if found and (said := int((found[1] or found[2]).replace(".", ""))) > read:
            message = Message.of(SaysOfItself.LINES_MISSING, line=number, said=said, read=read)
            yield Doubt(message, Reach.LIST, line=number, sheet=reading.match.sheet.name)


def _words(cells: Sequence[Cell]) -> str:
    """What a line of words says; empty for a line that holds an amount, which says what it is."""
    filled = [cell for cell in cells if seen(cell)]
    return "" if any(map(is_amount, filled)) else " ".join(map(seen, filled))


def _plain(text: str) -> str:
    return " ".join(without_umlauts(text).replace("_", " ").split())


def _shown(text: str) -> str:
    return sanitize(" ".join(text.split()), 80)
