"""The built-in layouts as data, and a user's own layout turned into the same thing.

Marks: [V] a maker's documentation, [C] public code, [S] a public sample, [D] our default, not
evidenced.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.common.sanitize import sanitize
from engine.lists.cells.headings import ListField, normal, spelled
from engine.lists.layouts.layout import TEXT, WORKBOOKS, Layout, Synonyms
from engine.lists.rows.rows import Content
from engine.messages.layout_faults import LayoutFault
from engine.model.errors import ConfigError


def _normalised(columns: Synonyms) -> Synonyms:
    return {field: tuple(dict.fromkeys(map(normal, words))) for field, words in columns.items()}


COLUMNS: Synonyms = _normalised(
    {
        ListField.INVOICE_NO: (
            "Rechnungsnummer", "Rechnungs-Nr.", "Rechnungsnr", "Rechnung Nr.", "RE-Nr", "RG-Nr",
            "RE-Nummer", "RG-Nummer",
            "InvoiceNumber", "Invoice No", "Rechnung", "Belegfeld 1", "OP-Nummer", "OP-Nr",
            "Belegnummer", "Belegnr.", "Beleg-Nr", "Beleg",
        ),
        ListField.ACCOUNT: (
            "Personenkontonummer", "Personenkonto", "Kontonummer", "Konto", "Konto-Nr.", "Kto",
            "Kto-Nr", "Debitorennummer",
            "Debitoren-Nr.", "Debitor", "Kundennummer", "Kundennr.", "Kreditorennummer", "Kreditor",
            "Lieferantennummer",
            "Account",
        ),
        ListField.NAME: (
            "Kontobezeichnung", "Kontobeschriftung", "Beschriftung", "Bezeichnung", "Kunde",
            "Kundenname", "Name", "Firma",
            "Schuldner", "Geschäftspartner", "Empfänger", "Lieferant", "Customer",
        ),
        ListField.MANDANT: ("Mandant", "Mandantennummer", "Mandanten-Nr", "Client"),
        ListField.BRANCH: ("Filiale", "Niederlassung", "Branch"),
        ListField.DOC_DATE: ("Rechnungsdatum", "RE-Datum", "RG-Datum", "Invoice Date", "Belegdatum",
            "Datum", "Buchungsdatum"),
        ListField.DUE_DATE: (
            "Fälligkeitsdatum", "Fälligkeit", "Nettofälligkeit", "Nettofällig", "Belegfälligkeit",
            "Fällig am", "Zahlungsziel",
            "Fällig", "Due Date",
        ),
        ListField.AMOUNT: (
            "Rechnungsbetrag Brutto", "Rechnungsbetrag", "Ursprungsbetrag", "Bruttobetrag",
            "Betrag_brutto_EUR", "Brutto",
            "Gesamtbetrag", "Belegbetrag", "Betrag Soll/Haben", "Umsatz", "Betrag", "Amount",
        ),
        ListField.DEBIT: ("BetragSoll", "Betrag Soll", "Sollbetrag", "Umsatz Soll", "Soll"),
        ListField.CREDIT: ("BetragHaben", "Betrag Haben", "Habenbetrag", "Umsatz Haben", "Haben"),
        ListField.OPEN: (
            "Offener Betrag", "Noch offener Betrag", "Betrag offen", "Noch offen", "Offener Posten",
            "Offene Forderung", "Offener Rest", "OP-Betrag", "OP-Saldo",
            "Restbetrag", "Restforderung", "Ausstehender Betrag", "Ausstehend", "Noch zu zahlen",
            "Offen", "Rest", "Saldo",
            "Saldo des Postens", "Open", "Open Amount", "Amount Due", "Balance Due", "Outstanding",
        ),
        ListField.SH: ("SHSaldo", "S/H Saldo", "Saldo S/H", "Soll/Haben-Kennzeichen", "Soll/Haben",
            "S/H", "SH-Kennzeichen"),
        ListField.PAID: ("Zahlbetrag", "Zahlungsbetrag", "Gezahlter Betrag", "Gezahlt",
            "Zugeordnet", "Zahlung", "Teilzahlung",
            "Bezahlter Betrag", "Bereits gezahlt", "Bereits bezahlt", "Bezahlt", "Paid"),
        ListField.PAID_ON: (
            "Bezahlt am", "Gezahlt am", "Ausgeglichen am", "Ausgleichsdatum", "Zahlungsdatum",
            "Zahldatum", "Zahlungseingang",
            "Zahlung vom", "Valuta", "PaymentDate", "Paid On",
        ),
        ListField.CLEARED: ("AusgleichsKZ", "Ausgleichskennzeichen", "Zahlungsstatus",
            "Rechnungsstatus", "Status", "Erledigt", "Beglichen", "Ausgeglichen", "Settled"),
        ListField.CURRENCY: ("Währung", "Währungskennung", "Belegwährung", "Rechnungswährung",
            "WKZ", "Currency"),
        ListField.ENTRY_CURRENCY: ("WKZ Eingabebetrag",),
        ListField.DUNNING_LEVEL: ("Mahnstufe", "Dunning Level"),
        ListField.POSTING_NO: ("BSNummer", "BSNr."),
        ListField.TEXT: ("Buchungstext", "Belegtext", "Text", "Bemerkung"),
    }
)  # fmt: skip
"""What the headings of lists of open and settled items mean: formats.md G, taken from all the
evidence there.
"""

_DOCUMENT_NUMBERS = frozenset(
    map(normal, ("Belegnummer", "Belegnr.", "Beleg-Nr", "Beleg", "OP-Nummer", "OP-Nr"))
)
_DATEV_COLUMNS: Synonyms = {
    **COLUMNS,
    ListField.INVOICE_NO: tuple(
        word for word in COLUMNS[ListField.INVOICE_NO] if word not in _DOCUMENT_NUMBERS
    ),
}
"""DATEV's Belegnummer is another number than the invoice's, which stands in Belegfeld 1 or under
Rechnungsnummer [V].
"""

_ADDISON_COLUMNS: Synonyms = {
    field: words
    for field, words in COLUMNS.items()
    if field
    not in (
        ListField.DEBIT,
        ListField.CREDIT,
        ListField.ENTRY_CURRENCY,
        ListField.POSTING_NO,
    )
}

PAYMENT_COLUMNS: Synonyms = {
    **{
        field: COLUMNS[field]
        for field in (
            ListField.INVOICE_NO, ListField.ACCOUNT, ListField.NAME, ListField.MANDANT,
            ListField.BRANCH, ListField.CURRENCY, ListField.POSTING_NO, ListField.DEBIT,
            ListField.CREDIT, ListField.SH,
        )
    },
    **_normalised(
        {
            ListField.PAID: (
                "Zahlbetrag", "Zahlungsbetrag", "Gezahlter Betrag", "Gezahlt", "Zugeordnet",
                "Zahlung", "Teilzahlung", "Bezahlter Betrag", "Bezahlt",
                "Betrag",
                "Amount", "Paid",
            ),
            ListField.PAID_ON: (
                "Zahlungsdatum", "Zahldatum", "PaymentDate", "Bezahlt am", "Gezahlt am",
                "Zahlungseingang", "Zahlung vom",
                "Ausgeglichen am", "Ausgleichsdatum", "Valuta", "Buchungsdatum", "Paid On",
            ),
            ListField.TEXT: ("Referenz", "Bankreferenz", "Verwendungszweck", "Buchungstext", "Text",
                "Bemerkung"),
        }
    ),
}  # fmt: skip
"""A.3.1 [D]: our default, not evidenced, but for AMPAREX's habit of `;` and a heading line [V].
Here "Betrag" is the payment.
"""

_SILENT = frozenset(
    map(normal, (
        "Gegenkonto", "Eingabebetrag", "SHEingabebetrag", "Kurs", "Raffung", "Faellig",
        "Belegnummer", "KZ", "UstSatz", "Vorlauf",
        "OP-Nummer", "Belegfeld 2", "Fällig seit (Tage)", "Ausgleichsart", "Tage überfällig",
        "Überfällig",
    ))
)  # fmt: skip

DATEV_CSV = Layout(
    name="datev_csv",
    containers=TEXT,
    columns=_DATEV_COLUMNS,
    payment_columns=PAYMENT_COLUMNS,
    needs=((ListField.INVOICE_NO,), (ListField.OPEN, ListField.DEBIT), (ListField.SH,
        ListField.DEBIT)),
    silent=_SILENT,
    positions=(
        ListField.ACCOUNT, ListField.INVOICE_NO, ListField.DOC_DATE, ListField.DUE_DATE, None,
        ListField.DEBIT, ListField.CREDIT, ListField.OPEN, ListField.SH,
    ),
)  # fmt: skip
"""DATEV Rechnungswesen: the ASCII export of 22 columns [V third party, C], and the OPOS list saved
from Excel [V third party].

The balance is printed without a sign, so it needs S/H or Soll and Haben beside it. Positions 1 to 9
are evidenced [C], 16 and 17 are not: the only public record has them swapped.
"""

DATEV_ONLINE = Layout(
    name="datev_online",
    containers=("xls", "html", "xml"),
    columns=COLUMNS,
    payment_columns=PAYMENT_COLUMNS,
    silent=_SILENT,
)
"""DATEV Unternehmen online, open and settled items as .xls [V]; the columns are our default, not
evidenced [D].
"""

ADDISON = Layout(
    name="addison",
    containers=TEXT,
    columns=_ADDISON_COLUMNS,
    payment_columns=PAYMENT_COLUMNS,
    silent=_SILENT,
)
"""Addison, a list of open items as .csv [V]; the columns are our default, not evidenced [D]."""

EXCEL = Layout(
    name="excel",
    containers=("xlsx",),
    columns=COLUMNS,
    payment_columns=PAYMENT_COLUMNS,
    silent=_SILENT,
)
"""Any workbook with the usual headings, such as the one `opos template` writes [D]."""

PAYMENTS_CSV = Layout(
    name="payments_csv",
    containers=TEXT,
    content=Content.PAYMENTS,
    numbers_alone=True,
    columns=COLUMNS,
    payment_columns=PAYMENT_COLUMNS,
    silent=_SILENT,
)
"""The 'CSV Zahlungsimport' in its three variants: payments (an invoice number, and where there are
such columns an amount and a date), settled items, open items. The columns are our default, not
evidenced [D]; a look-alike of the payments is public [S].
"""

BUILT_IN: Mapping[str, Layout] = {
    layout.name: layout for layout in (DATEV_CSV, DATEV_ONLINE, ADDISON, EXCEL, PAYMENTS_CSV)
}  # fmt: skip
"""Every built-in layout by its name."""


def own_layout(
    name: str,
    base: str,
    content: str,
    columns: Mapping[str, tuple[str, ...]],
    ignore: tuple[str, ...] = (),
) -> Layout:
    """A layout of `[layouts.NAME]`: only the columns named there are read, and those of `ignore`
    mean nothing.

    Raises `ConfigError` for an unknown field, a heading given twice, or a field that every list
    needs and that is missing.
    """
    where = f"[layouts.{sanitize(name)}] columns"
    fields = [field.value for field in ListField]
    synonyms: dict[ListField, tuple[str, ...]] = {}
    owner: dict[str, str] = {}
    for key, headings in columns.items():
        if key not in fields:
            from difflib import get_close_matches  # only for this mistake

            near = get_close_matches(key, fields, n=1)
            if near:
                raise ConfigError(LayoutFault.FIELD_MISSPELT, where=where, key=key, field=near[0])
            raise ConfigError(LayoutFault.FIELD_UNKNOWN, where=where, key=key, fields=fields)
        for heading in headings:
            if owner.setdefault(spelled(heading), key) != key:
                raise ConfigError(
                    LayoutFault.HEADING_FOR_TWO_FIELDS,
                    where=where,
                    heading=heading,
                    one=owner[spelled(heading)],
                    two=key,
                )
        synonyms[ListField(key)] = tuple(dict.fromkeys(map(spelled, headings)))
    for heading in ignore:
        if spelled(heading) in owner:
            raise ConfigError(
                LayoutFault.HEADING_FOR_TWO_FIELDS,
                where=f"[layouts.{sanitize(name)}]",
                heading=heading,
                one=owner[spelled(heading)],
                two="ignore",
            )
    if not synonyms.get(ListField.INVOICE_NO):
        raise ConfigError(LayoutFault.INVOICE_NO_MISSING, where=where)
    return Layout(
        name=name,
        containers=TEXT if base == "csv" else WORKBOOKS,
        content=Content(content),
        columns=synonyms,
        ignored=frozenset(map(spelled, ignore)),
        as_spelled=True,
    )
