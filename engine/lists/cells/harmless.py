"""Headings of columns that are not read and may look like money, a side or a mark, and why each is
no harm.

Marks: [V] a maker's documentation, [C] public code, [S] a public sample, [D] our default, not
evidenced.
"""

from __future__ import annotations

import re
from enum import Enum

from engine.lists.cells.headings import normal


class Harmless(Enum):
    """Why a column changes nothing of what the others mean, with the headings that say so: parts
    of them, after `normal`.
    """

    TAX = r"(mwst|ust|umsatzsteuer|vorsteuer|mehrwertsteuer|steuer|vat|tax)"
    """[V] steuer (BMD), USt (CGM MAXX), UstSatz (DATEV)."""
    NET = (
        r"(rechnungs|betrag|summe)?netto(betrag|summe|rechnungsbetrag|wert|umsatz)?$|net(amount)?$"
    )
    """[C] the invoice's amount without its tax."""
    RATE = r".*(prozent|percent|(?<!um)satz|kurs|rate?pct|exchangerate|faktor)$|(wechsel)?kurs"
    """[V] Kurs, Steuersatz, skontopz (BMD)."""
    FEE = r".*(gebuehr|spesen|zinsen|zins|verzugspauschale|mahnkosten)(betrag)?$"
    """[D] what is asked besides the invoice."""
    LIMIT = r".*(kreditlimit|kreditrahmen|kreditversicherung|limit)$"
    """[D] of a customer, not of an invoice."""
    DAYS = r".*(tage|days|(?<!be)tagen|wochen|monate|alter|dauer)$|(tage|days|zziel|alter)"
    """[V] zziel, skontotage (BMD), Tage Offen (CGM MAXX); [C] Tage überfällig."""
    TERM = (
        r"(zahlungs?|zahl)(bedingung|kondition|ziel|art|weg|mittel|frist|modalitaet|traeger|sperre)"
        r"|faellig|ueberfaellig|paymentterm|paymentmethod"
    )
    """[V] Zahlungsbedingung, Zahlungsträger, Faellig in days (DATEV); [C] Überfällig."""
    DUNNING = r"(letzte|naechste)?mahn|dunning|.*sperre$"
    """[V] Mahndatum, Mahnsperre, MahnungAm (DATEV, Energypro); [C] Mahnstufe."""
    NUMBER = (
        r".*(nummer|(?<!ei)nr|number|kennung|kennzahl|schluessel|code|barcode|ziffer)[0-9]*$"
        r"|.*(?<!b)(?<!g)id$|(lfd|pos|iknr|iban|bic|blz|swift|mandat|sepa)"
        r"|.*(?<!s)konto$|(fremd|ext|vertrags|auftrags)?(beleg|vertrag|auftrag|order)(nr|id)?$"
    )
    """[V] Gegenkonto, Fremdbelegnummer, Vertragsnummer, extbelegnr; [S] IBAN; [D] the others."""
    PLACE = r"plz|postleitzahl|zip|.*(ort|strasse|land|country|stadt|adresse|anschrift|region)$"
    """[D] of an address."""
    CALL = r"tel|fon|phone|mobil|handy|.*(telefon|telefax|telefonnr|fax|mail)$"
    """[D] how a customer is reached."""
    PERSON = (
        r"geburt|geschlecht|anrede|titel|vorname|nachname|ansprechpartner|sachbearbeiter|bearbeiter"
        r"|verkaeufer|vertreter|mitarbeiter|benutzer|user|arzt|krankenkasse|kostentraeger|name"
    )
    """[D] who is meant, or who deals with it."""
    GROUP = (
        r"(kunden)?(gruppe|klasse|kategorie)$|kunden(art|typ)|kst|ktr|kostenstelle"
        r"|kostenstell|abteilung|team|gebiet|bezirk|filiale|niederlassung|branche|standort|sprache"
    )
    """[V] KSTSoll, KTRHaben (Sage), Kostenstelle (DATEV); [D] the others."""
    COUNT = r"(an)?zahl$|anzahl(?!ung)|menge|stueck|quantity|qty"
    """[D] how many of something."""
    PERIOD = r".*(jahr|monat|quartal|periode|kw)$|vorlauf|stapel|jahrgang|geschaeftsjahr|wj"
    """[V] Vorlauf (DATEV)."""
    PRINTED = (
        r"gedruckt|versand|versendet|newsletter|privat|lastschrift$|einzug|abbuch|werbung|export"
    )
    """[D] yes and no about other things."""
    OF_DATEV = r"raffung|kz$|she?ingabebetrag|eingabebetrag"
    """[V] DATEV's: not evidenced as positions, and no part of the balance in euro."""

    def tells(self, heading: str) -> bool:
        """Whether `heading` says so."""
        return bool(re.match(self.value, normal(heading)))


_MEANS_OPEN = re.compile(
    r"offen|rest(?!aurant)|saldo|ausst|forderung|rueckstand|balance|outstanding|open|bezahlt|gezahlt"
)
"""Words that outweigh the rest of a heading: `Offen netto` is no tax."""


def harmless(heading: str) -> Harmless | None:
    """Why a column of this heading need not be understood; None: it says nothing that is known."""
    word = normal(heading)
    if _MEANS_OPEN.search(word) and not Harmless.DAYS.tells(heading):
        return None
    if "%" in heading:
        return Harmless.RATE
    return next((reason for reason in Harmless if reason.tells(heading)), None)


def may_be_doubtful(heading: str) -> bool:
    """Whether what stands below this heading must be looked at: also where it names a number, which
    may be the invoice's, or the way of a payment, which may have gone back.
    """
    return harmless(heading) in (None, Harmless.NUMBER, Harmless.TERM)
