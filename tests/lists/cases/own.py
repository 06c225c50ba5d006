"""Layouts of one's own: one file of each program in formats.md F of which the
headings are known.
"""

from __future__ import annotations

from engine.lists.layouts.built_in import own_layout
from tests.lists.cases import text

_ITEM = {"invoice_no": ("Rechnungsnummer",), "doc_date": ("Rechnungsdatum",)}

LAYOUTS = {
    "energypro": own_layout(
        "energypro",
        "csv",
        "open",
        {
            "account": ("Kundennummer", "Debitorennummer"),
            "invoice_no": ("Belegnummer", "Rechnungsnummer"),
            "doc_date": ("Belegdatum", "Rechnungsdatum"),
            "due_date": ("Belegfälligkeit", "Faellig"),
            "open": ("Offen", "Restbetrag"),
            "currency": ("Belegwaehrung", "Rechnungswährung"),
            "dunning_level": ("Mahnstufe",),
            "text": ("Belegtext", "Buchungstext", "Text"),
        },
    ),
    "helium": own_layout(
        "helium",
        "csv",
        "open",
        {
            "account": ("Kontonummer",),
            "invoice_no": ("Rechnungsnr",),
            "doc_date": ("Rechnungsdatum",),
            "due_date": ("Fälligkeit",),
            "debit": ("BetragSoll",),
            "credit": ("BetragHaben",),
            "open": ("Saldo",),
            "sh": ("SH-Saldo",),
        },
    ),
    "rzl": own_layout(
        "rzl",
        "csv",
        "open",
        {
            "doc_date": ("Datum",),
            "invoice_no": ("OP-Nummer",),
            "text": ("Text",),
            "open": ("Betrag",),
        },
    ),
    "bmd": own_layout(
        "bmd",
        "csv",
        "open",
        {
            "account": ("konto",),
            "invoice_no": ("extbelegnr",),
            "doc_date": ("belegdatum",),
            "sh": ("buchcode",),
            "open": ("betrag",),
            "text": ("text",),
        },
    ),
    "sage": own_layout(
        "sage",
        "csv",
        "payments",
        {
            "paid_on": ("Belegdatum",),
            "text": ("Buchungstext",),
            "paid": ("Betrag",),
            "invoice_no": ("OPNr",),
        },
    ),
    "kontolino": own_layout(
        "kontolino",
        "csv",
        "open",
        {
            **_ITEM,
            "name": ("Empfänger",),
            "account": ("Konto",),
            "amount": ("Gesamtbetrag",),
            "due_date": ("Fälligkeitsdatum",),
            "paid": ("Teilzahlung",),
            "open": ("offener Betrag",),
        },
    ),
    "cgm_maxx": own_layout(
        "cgm_maxx",
        "csv",
        "all",
        {
            **_ITEM,
            "amount": ("Rechnungsbetrag Brutto",),
            "cleared": ("Rechnungsstatus",),
            "name": ("Empfänger Zeile 0",),
        },
    ),
    "sme": own_layout(
        "sme",
        "csv",
        "open",
        {
            "invoice_no": ("Rechnungsnummer", "Rechnung"),
            "name": ("Kunde",),
            "doc_date": ("Rechnungsdatum",),
            "due_date": ("Fälligkeitsdatum", "Fällig"),
            "amount": ("Rechnungsbetrag", "Brutto"),
            "open": ("Offener Betrag", "Offen"),
            "currency": ("Währung",),
            "dunning_level": ("Mahnstufe",),
        },
    ),
    "dunning": own_layout(
        "dunning",
        "csv",
        "all",
        {
            **_ITEM,
            "name": ("Kunde",),
            "amount": ("Betrag",),
            "due_date": ("Faelligkeitsdatum",),
            "cleared": ("Zahlungsstatus",),
        },
    ),
    "configurable": own_layout(
        "configurable",
        "csv",
        "open",
        {
            "invoice_no": ("Rechnungsnummer", "Beleg", "Belegfeld 1", "Belegnummer"),
            "open": ("Offener Betrag", "Offen", "Saldo"),
            "name": ("Kunde", "Debitor", "Kontobezeichnung"),
            "due_date": ("Fälligkeit", "Fällig am", "Nettofällig"),
        },
    ),
    "workbook": own_layout(
        "workbook", "xlsx", "open", {"invoice_no": ("Nr",), "open": ("EUR offen",)}
    ),
}

CASES = (
    text(
        "own_energypro.csv",
        """
        Kundennummer;Vertragsnummer;Belegnummer;Belegdatum;Offen;Belegwaehrung;Faellig;Mahnstufe;MahnungAm;Buchungstext
        4711;V-1;2026-0815;01.07.2026;119,00;EUR;15.07.2026;1;01.08.2026;Strom Juni
        """,
        type="energypro",
    ),
    text(
        "own_helium.csv",
        """
        Kontonummer;Rechnungsnr;Rechnungsdatum;Fälligkeit;Gegenkonto;BetragSoll;BetragHaben;Saldo;SH-Saldo
        20001;26/0001;01.07.2026;15.07.2026;4000;119.00;0.00;119.00;S
        20001;26/0002;01.07.2026;15.07.2026;4000;0.00;19.00;19.00;H
        """,
        type="helium",
    ),
    text(
        "own_rzl.csv",
        """
        Datum;OP-Nummer;Belegnummer;Fremdbelegnummer;Text;Steuersatz;Betrag
        01.07.2026;26001;88;;Hörgerät;20;1.200,00
        """,
        type="rzl",
    ),
    text(
        "own_bmd.csv",
        """
        satzart;konto;gkonto;belegnr;extbelegnr;belegdatum;buchdatum;buchsymbol;buchcode;betrag;steuer;skonto;zziel;text
        0;200001;000008224;529;2020-00529-GRAZ;20260701;20260701;AR;1;119,00;19,00;0,00;14;Brille
        0;200001;000008224;530;2020-00530-GRAZ;20260701;20260701;GS;2;19,00;3,00;0,00;14;Gutschrift
        """,
        type="bmd",
    ),
    text(
        "own_sage.csv",
        """
        Belegdatum;BelegNr;Buchungstext;Soll;Haben;Betrag;OPNr;KSTSoll;KSTHaben
        01.07.2026;B1;Zahlung;063410;E012345;119,00;RE-1;;
        """,
        type="sage",
    ),
    text(
        "own_kontolino.csv",
        """
        Rechnungsdatum;Rechnungsnummer;Rechnungsdatei;Art;Empfänger;Konto;Gesamtbetrag;Fälligkeitsdatum;Teilzahlung;offener Betrag
        01.07.2026;RE-1;re1.pdf;Ausgang;Muster;10001;119,00;15.07.2026;19,00;100,00
        """,
        type="kontolino",
    ),
    text(
        "own_cgm_maxx.csv",
        """
        CGM MAXX;;;;;
        Rechnungsliste;;;;;
        Von;01.07.2026;;;;
        Bis;31.07.2026;;;;
        Ordination;1;;;;
        ;;;;;
        Rechnungsnummer;Rechnungsdatum;Rechnungsbetrag Brutto;Rechnungsstatus;Empfänger Zeile 0;Tage Offen
        H-1;01.07.2026;119,00;offen;Fr. Huber;19
        H-2;02.07.2026;50,00;bezahlt;Hr. Maier;
        """,
        type="cgm_maxx",
    ),
    text(
        "own_sme.csv",
        """
        Rechnung;Kunde;Kundennr.;Objekt;Rechnungsdatum;Fällig;Tage überfällig;Brutto;Offen;Mahnstufe;Letzte Mahnung;Mahnsperre
        RE-1;Muster;1;A;01.07.2026;15.07.2026;10;119,00;100,00;1;;
        """,
        type="sme",
    ),
    text(
        "own_dunning.csv",
        """
        Kunde;Rechnungsnummer;Rechnungsdatum;Betrag;Faelligkeitsdatum;Zahlungsstatus
        Muster;RE-1;2026-07-01;119.00;2026-07-15;offen
        Muster;RE-2;2026-07-01;19.00;2026-07-15;bezahlt
        """,
        type="dunning",
    ),
    text(
        "own_configurable.csv",
        """
        Debitor;Belegnr.;Beleg;Offen;Nettofällig
        Muster;1;RE-1;119,00;15.07.2026
        """,
        type="configurable",
    ),
    text("own_workbook_as_text.csv", "Nr;EUR offen\nRE-1;119,00\n", type="workbook"),
    text("own_claims_twice.csv", "Kunde;Rechnungsnummer;Offener Betrag\nMuster;RE-1;119,00\n"),
)
