"""Addison, and what any list of open items may look like: titles, totals, dates, several rows."""

from __future__ import annotations

from tests.lists.cases import text

CASES = (
    text(
        "addison_open.csv",
        """
        Offene Posten Debitoren;;;;;;;
        Hörwelt Stuttgart GmbH;;;;;;;
        Stichtag: 30.04.2026;;;;;;;
        ;;;;;;;
        Konto;Kontobezeichnung;Belegnummer;Belegdatum;Fälligkeit;Betrag;Offener Betrag;S/H;Mahnstufe
        10001;Muster GmbH;RE-2026-0001;01.03.2026;15.03.2026;1.190,00;1.190,00;S;2
        10002;"Meyer; Hans";RE-2026-0002;02.03.2026;16.03.2026;595,00;95,00;S;0
        10003;Grün AG;GS-2026-0003;03.03.2026;;50,00;50,00;H;hoch
        Seite 1 von 2
        Konto;Kontobezeichnung;Belegnummer;Belegdatum;Fälligkeit;Betrag;Offener Betrag;S/H;Mahnstufe
        10004;Ärztehaus;RE-2026-0004;04.03.2026;18.03.2026;200,00;200,00;S;0
        Summe;;;;;;1.435,00;S;
        Anzahl Posten;4;;;;;;;
        Erstellt am 02.05.2026
        """,
        written="cp1252",
    ),
    # Total under a column of dates, an unquoted semicolon in the last text, a total with a cell
    # more than the headings.
    text(
        "open_remarks_30042026.csv",
        """
        Rechnungsnummer;Kunde;Rechnungsdatum;Faelligkeit;Betrag_brutto_EUR;Mahnstufe;Eingang_erwartet;Bemerkung
        RE-0084;Hotel Lützow;15.03.2026;14.04.2026;48500,00;1;25.05.2026;Anzahlung
        RE-0106;Privat: Bach/Wieland;18.04.2026;18.05.2026;38400,00;0;28.07.2026;Teilrechnung 4./5. OG; Zahlung nach Lieferung
        RE-0108;Bredow & Kollegen;22.04.2026;22.05.2026;14620,00;0;25.05.2026;
        Summe;;;;;;101520,00;;
        """,
    ),
    text(
        "suppliers_2026-04-30.csv",
        """
        Belegnummer;Lieferant;Belegdatum;Faelligkeit;Betrag_brutto_EUR;Bemerkung
        ER-0211;Holz GmbH;14.02.2026;14.03.2026;18450,00;gestundet
        ER-0349;Vermögen Korbach;01.04.2026;laufend;25000,00;Tilgung
        Summe;;;;;42450,00
        """,
    ),
    text(
        "addison_dates.csv",
        """
        Konto;Belegnummer;Belegdatum;Fälligkeit;Offener Betrag
        1;D-1;31.12.2025;31.12.25;1,00
        2;D-2;2025-12-31;2025-12-31 00:00:00;2,00
        3;D-3;20251231;1.2.2026;3,00
        4;D-4;31122025;1122025;4,00
        5;D-5;31-12-2025;31.12.2025 23:59;5,00
        6;D-6;29.02.2027;laufend;6,00
        7;D-7;3112;311225;7,00
        """,
    ),
    text(
        "addison_month_first.csv",
        """
        Konto;Belegnummer;Belegdatum;Fälligkeit;Offener Betrag
        1;D-1;03/04/2026;04/30/2026;1,00
        2;D-2;04/13/2026;04/04/2026;2,00
        """,
    ),
    text(
        "addison_day_or_month.csv",
        """
        Konto;Belegnummer;Belegdatum;Offener Betrag
        1;D-1;03/04/2026;1,00
        2;D-2;05/06/2026;2,00
        """,
    ),
    text(
        "addison_several_rows.csv",
        """
        Konto;Belegnummer;Belegdatum;Offener Betrag
        1;RE-1;01.07.2026;100,00
        1;RE-2;01.07.2026;100,00
        1;RE-1;01.07.2026;100,00
        1;RE-2;01.07.2026;60,00
        """,
    ),
    text(
        "addison_total_mismatch.csv",
        """
        Konto;Belegnummer;Belegdatum;Offener Betrag
        1;RE-1;01.07.2026;100,00
        1;RE-2;01.07.2026;abc
        Zwischensumme;;;200,00
        2;RE-3;01.07.2026;300,00
        Summe in EUR: 500,00;;;
        """,
    ),
    text(
        "addison_totals_wrong.csv",
        "Belegnummer;Offener Betrag\n"
        + "".join(f"RE-{n};1,00\nSumme;{n + 7},00\n" for n in range(5)),
        type="addison",
    ),
    text(
        "addison_total_or_item.csv",
        """
        Kunde;Belegnummer;Offener Betrag
        Muster;RE-1;100,00
        Gesamtschule Süd;RE-2;100,00
        Summe;2;200,00
        """,
    ),
    text(
        "addison_mandant.csv",
        """
        Mandant;Filiale;Konto;Belegnummer;Offener Betrag;Währung;Notiz
        001;Stuttgart;1;RE-1;100,00;EUR;x
        002;Ulm;1;RE-1;50,00;€;
        002;Ulm;1;RE-2;50,00;CHF;
        002;Ulm;1;RE-3;50,00;Euro?;
        """,
    ),
    text(
        "addison_status.csv",
        """
        Belegnummer;Kunde;Belegdatum;Betrag;Zahlungsstatus
        RE-1;Muster;01.07.2026;100,00;offen
        RE-2;Muster;01.07.2026;100,00;bezahlt
        RE-3;Muster;01.07.2026;100,00;teilbezahlt
        RE-4;Muster;01.07.2026;100,00;Entwurf
        RE-5;Muster;01.07.2026;100,00;unklar
        """,
        type="addison",
    ),
    text(
        "open_less_paid.csv",
        """
        Rechnungsnummer;Kunde;Rechnungsbetrag;Bezahlt
        RE-1;Muster;100,00;
        RE-2;Muster;100,00;40,00
        RE-3;Muster;100,00;100,00
        """,
    ),
    text("open_stand_25_09.csv", "Rechnungsnummer;Offener Betrag\nRE-1;100,00\n", type="addison"),
    text("open_20261231.csv", "Rechnungsnummer;Offener Betrag\nRE-1;100,00\n", type="addison"),
    text(
        "open_2026_08_31.csv",
        "Stand 30.08.2026\nRechnungsnummer;Offener Betrag\nRE-1;100,00\n",
        type="addison",
    ),
)
