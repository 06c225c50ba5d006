"""Headings of columns that are not read and may look like money, a side or a mark, and why each is
no harm.

Marks: [V] a maker's documentation, [C] public code, [S] a public sample, [D] our default, not
evidenced.
"""

from __future__ import annotations

import re
from enum import Enum

from engine.lists.cells.headings import normal


class HarmlessColumn(Enum):
    """Why a column changes nothing of what the others mean, with the headings that say so: a
    pattern of `normal` ones.
    """

    TAX = r"(mwst|ust|umsatzsteuer|vorsteuer|mehrwertsteuer|steuer|vat|tax).*"
    """[V] steuer (BMD), USt (CGM MAXX), UstSatz (DATEV)."""
    NET = r"(rechnungs|betrag|summe)?netto(betrag|summe|wert|umsatz)?|net(amount)?"
    """[C] the invoice's amount without its tax."""
    FEE = r".*(gebuehr|gebuehren|spesen|zinsen|zins|pauschale|mahnkosten)(betrag)?"
    """[D] what is asked besides the invoice."""
    LIMIT = r".*(kredit|customer|credit)?(limit|rahmen|versicherung)"
    """[D] of a customer, not of an invoice."""
    RATE = r".*(prozent|percent|pct|pz|(?<!um)satz|kurs|faktor)|exchangerate"
    """[V] Kurs, Steuersatz, skontopz (BMD)."""
    COUNT = r"anzahl(?!ung).*|menge|stueck(zahl)?|quantity|qty"
    """[D] how many of something."""
    NUMBER = (
        r".*(nummer|nr|number|kennung|kennzahl|schluessel|code|ziffer)[0-9]*|.*(?<!s)konto"
        r"|(kunden|rechnungs|auftrags|beleg|customer|invoice|order|user)?id|iknr|ik"
        r"|(sepa)?mandat(sreferenz)?|iban|bic|blz|swift|lfd|pos"
        r"|(fremd|ext|vertrags|auftrags)?(beleg|vertrag|auftrag|order)"
    )
    """[V] Gegenkonto, Fremdbelegnummer, Vertragsnummer, extbelegnr; [D] the others."""
    PLACE = r"(plz|postleitzahl|zip).*|.*(ort|strasse|land|country|stadt|adresse|anschrift)"
    """[D] of an address."""
    CALL = r"(tel|fon|phone|mobil|handy|fax).*|.*(telefon|telefax|mail)"
    """[D] how a customer is reached."""
    OF_DATEV = r"raffung|kz|(she|e)ingabebetrag|vorlauf|ust"
    """[V] of the 22 columns: no part of the balance in euro."""
    DAYS = r".*(tage|days|tagen|wochen|monate|alter|dauer|zziel)|(tage|days).*"
    """[V] zziel, skontotage (BMD), Tage Offen (CGM MAXX); [C] Tage überfällig."""
    TERM = (
        r"(zahlungs?|zahl)(bedingung|kondition|ziel|art|weg|mittel|frist|modalitaet|traeger|sperre)"
        r".*|(ueber)?faellig.*|payment(term|method)s?"
    )
    """[V] Zahlungsbedingung, Zahlungsträger, Faellig in days (DATEV); [C] Überfällig."""
    DUNNING = r"(letzte|naechste)?mahn.*|dunning.*|.*sperre"
    """[V] Mahndatum, Mahnsperre, MahnungAm (DATEV, Energypro); [C] Letzte Mahnung."""
    PERSON = (
        r"(geburt|anrede|titel|vorname|nachname|ansprechpartner|sachbearbeit|bearbeiter|verkaeufer"
        r"|vertreter|mitarbeiter|benutzer|user|arzt|krankenkasse|kostentraeger|name).*|geschlecht"
    )
    """[D] who is meant, or who deals with it."""
    GROUP = (
        r"(kunden)?(gruppe|klasse|kategorie)|kunden(art|typ)|(kst|ktr|kostenst|abteilung|team"
        r"|gebiet|bezirk|filiale|niederlassung|branche|standort|sprache).*"
    )
    """[V] KSTSoll, KTRHaben (Sage), Kostenstelle (DATEV); [D] the others."""
    PERIOD = r".*(jahr|monat|quartal|periode|kw|stapel)|wj"
    """[D] of what time, or in which batch."""
    ELSEWHERE = (
        r"(gedruckt|versand|versendet|newsletter|privat|export|werbung).*|.*(einzug|lastschrift)"
    )
    """[D] yes and no about other things."""


NO_AMOUNTS = frozenset(
    (
        HarmlessColumn.DAYS, HarmlessColumn.TERM, HarmlessColumn.DUNNING, HarmlessColumn.PERSON,
        HarmlessColumn.GROUP, HarmlessColumn.PERIOD, HarmlessColumn.ELSEWHERE,
    )
)  # fmt: skip
"""Below such a heading no amounts stand: where some do, it is not what it seems. `0-30 Tage` may
be open so long.
"""
_HEADINGS = {reason: re.compile(reason.value) for reason in HarmlessColumn}
_AMOUNTS = (
    HarmlessColumn.TAX, HarmlessColumn.NET, HarmlessColumn.FEE, HarmlessColumn.LIMIT,
    HarmlessColumn.OF_DATEV,
)  # fmt: skip
_MEANS_OPEN = re.compile(
    r"offen|rest(?!aurant)|saldo|ausst|forderung|rueckstand|balance|outstanding|open|bezahlt|gezahlt"
    r"|paid"
)
"""Words that outweigh the rest of a heading: `Offen netto` is no tax."""
_MEANS_MONEY = re.compile(r"betrag|anteil|summe|amount")
"""Words by which a heading can only be one of amounts: `Mahnbetrag` is no day."""


def harmless(heading: str) -> HarmlessColumn | None:
    """Why a column of this heading need not be understood; None: it says nothing that is known."""
    word = normal(heading)
    if _HEADINGS[HarmlessColumn.DAYS].fullmatch(word):
        return HarmlessColumn.DAYS
    if _MEANS_OPEN.search(word):
        return None
    if "%" in heading:
        return HarmlessColumn.RATE
    possible = _AMOUNTS if _MEANS_MONEY.search(word) else HarmlessColumn
    return next((reason for reason in possible if _HEADINGS[reason].fullmatch(word)), None)


def may_be_doubtful(heading: str) -> bool:
    """Whether what stands below this heading must be looked at: also where it names a number, which
    may be the invoice's.
    """
    reason = harmless(heading)
    return reason is None or reason is HarmlessColumn.NUMBER or reason in NO_AMOUNTS
