"""DATEV Rechnungswesen: the ASCII export (B.1), the OPOS list saved from Excel (B.2), batches that
are no lists (B.4).
"""

from __future__ import annotations

from tests.lists.cases import text

B1 = (
    "Kontonummer;Rechnungsnummer;Rechnungsdatum;Faelligkeit;Gegenkonto;BetragSoll;BetragHaben;Saldo;SHSaldo;"
    "WKZ Eingabebetrag;Eingabebetrag;SHEingabebetrag;Kurs;Raffung;Faellig;Belegnummer;KZ;Buchungstext;UstSatz;Vorlauf;BSNummer;"
    "AusgleichsKZ"
)
B2 = "Konto;Rechnungsnummer;Datum;Fälligkeit;Sollbetrag;Habenbetrag;Saldo;Gegenkonto;Buchungstext"


def b1(  # noqa: PLR0913 - one for each cell that the lists differ in
    no: str, soll: str, haben: str, saldo: str, sh: str, *, account: str = "10001",
    date: str = "01072026", due: str = "15072026",
    currency: str = "EUR", posting: str = "1", text: str = "Hörgeräteversorgung", mark: str = "",
) -> str:  # fmt: skip
    """One line of the ASCII export, its 22 cells quoted as DATEV quotes them."""
    return (
        f'{account};"{no}";{date};{due};8400;{soll};{haben};{saldo};"{sh}";"{currency}";0,00;" ";;"'
        f' ";0;"";"{no}";"{text}";19,00;"07-2026/0002";{posting};"{mark}"'
    )


def export(*lines: str) -> str:
    """A whole ASCII export."""
    return "\n".join((B1, *lines, ""))


CASES = (
    text(
        "datev_b1_open.csv",
        export(
            b1("RE-2026-0001", "1190,00", "0,00", "1190,00", "S"),
            b1("RE-2026-0002", "595,00", "295,00", "300,00", "S", date="1072026", due=""),
            b1(
                "GS-2026-0003",
                "0,00",
                "100,00",
                "100,00",
                "H",
                account="10002",
                text="Gutschrift Müller",
            ),
            b1("0012", "80,00", "80,00", "0,00", "S", account="10003"),
        ),
        written="cp1252",
    ),
    # The one public record: position 17 holds what the heading says of 16. Cleared, so it is a line
    # of an "Alle Posten" list.
    text(
        "datev_b1_record.csv",
        B1 + '\n12041;"RA1801345";21122018;;1200;0,00;107,40;0,00;"S";"";0,00;" ";;"'
        ' ";0;"";"RA1801345";"Zahlung";0,00;"12-2018/0002";379;"A"\n',
        type="datev_csv",
        content="all",
    ),
    text(
        "datev_b1_all.csv",
        export(
            # one item of three postings, each with the balance of all
            b1("RE-1", "1000,00", "0,00", "400,00", "S", posting="1"),
            b1("RE-1", "0,00", "300,00", "400,00", "S", posting="2", text="Zahlung"),
            b1("RE-1", "0,00", "300,00", "400,00", "S", posting="3", text="Zahlung"),
            # one item of two postings, each with its own balance
            b1("RE-2", "500,00", "0,00", "500,00", "S", posting="4"),
            b1("RE-2", "0,00", "200,00", "200,00", "H", posting="5", text="Zahlung"),
            # neither
            b1("RE-3", "500,00", "0,00", "500,00", "S", posting="6"),
            b1("RE-3", "0,00", "200,00", "100,00", "S", posting="7", text="Zahlung"),
            # settled: automatically, by hand, with a small difference, by the zero-balance run
            b1("RE-4", "100,00", "0,00", "0,00", "S", posting="8", mark="A"),
            b1("RE-4", "0,00", "100,00", "0,00", "S", posting="9", mark="A", text="Zahlung"),
            b1("RE-5", "100,00", "100,00", "0,00", "S", posting="10", mark="M"),
            b1("RE-6", "100,00", "99,98", "0,02", "S", posting="11", mark="K"),
            b1("RE-7", "100,00", "100,00", "0,00", "S", posting="12", mark="N"),
            # returned: the marks say settled, the balance is open again
            b1("RE-8", "100,00", "0,00", "100,00", "S", posting="13", mark="A"),
            b1("RE-8", "0,00", "100,00", "100,00", "S", posting="14", mark="A", text="Lastschrift"),
            b1("RE-8", "100,00", "0,00", "100,00", "S", posting="15", mark="A", text="RueckLs"),
            # marked as settled with no reason why it is not
            b1("RE-9", "100,00", "0,00", "100,00", "S", posting="16", mark="A"),
            # a payment on account names no invoice
            b1("", "0,00", "50,00", "50,00", "H", posting="17", text="Akontozahlung"),
        ),
        type="datev_csv",
        content="all",
        written="cp1252",
    ),
    text(
        "datev_b1_twice.csv",
        export(
            b1("RE-1", "100,00", "0,00", "100,00", "S", posting="1"),
            b1("RE-2", "100,00", "0,00", "40,00", "S", posting="2"),
            b1("RE-2", "0,00", "30,00", "40,00", "S", posting="3", text="Rate"),
            b1("RE-2", "0,00", "30,00", "40,00", "S", posting="3", text="Rate"),
            b1("RE-1", "100,00", "0,00", "100,00", "S", posting="1"),
            b1("RE-4", "100,00", "0,00", "100,00", "S", account="10004"),
            b1("RE-4", "100,00", "0,00", "100,00", "S", account="10005"),
        ),
        written="cp1252",
    ),
    # The balance stands beside the last posting of an item only.
    text(
        "datev_b1_blank_balances.csv",
        export(
            b1("RE-1", "100,00", "0,00", "", ""),
            b1("RE-1", "0,00", "30,00", "70,00", "S", posting="2"),
            b1("RE-2", "100,00", "0,00", "", "", posting="3"),
            b1("RE-3", "", "", "", "", posting="4"),
        ),
    ),
    # Soll and Haben alone, and the file ends where a mark may have followed.
    text(
        "datev_no_balances.csv",
        """
        Konto;Rechnungsnummer;Sollbetrag;Habenbetrag;AusgleichsKZ
        10001;RE-1;100,00;;
        10001;RE-1;;40,00;
        10002;GS-2;;20,00;
        10003;RE-3;50,00;50,00;A
        10004;RE-4;100,00;;\\
        """,
        type="datev_csv",
    ),
    text("datev_no_heading_nor_data.csv", "10001;RE-1;a;b;c;d;e;f;S\n", type="datev_csv"),
    text("datev_no_heading_too_short.csv", "10001;RE-1\n", type="datev_csv"),
    text("datev_no_cells.csv", "one\ntwo\n", type="datev_csv"),
    text(
        "datev_b1_signs.csv",
        export(
            b1("RE-1", "100,00", "0,00", "100,00", "S"),
            b1("RE-2", "100,00", "0,00", "100,00", ""),
            b1("RE-3", "100,00", "0,00", "-100,00", "S"),
            b1("RE-4", "100,00", "0,00", "100,00", "X"),
            b1("RE-5", "100,00", "100,00", "0,00", ""),
        ),
    ),
    text(
        "datev_b1_currency.csv",
        export(
            b1("RE-1", "100,00", "0,00", "100,00", "S"),
            b1("RE-2", "90,00", "0,00", "90,00", "S", currency="USD"),
        ),
    ),
    text(
        "datev_b1_no_heading.csv",
        "\n".join(
            (
                b1("RE-1", "100,00", "0,00", "100,00", "S"),
                b1("RE-2", "0,00", "20,00", "20,00", "H", mark="A"),
                "",
            )
        ),
        type="datev_csv",
        content="open",
    ),
    text(
        "datev_b2_30.04.2026.csv",
        f"""
        OPOS-Liste Debitoren;;;;;;;;
        ;;;;;;;;
        {B2}
        10001;RE-2026-0001;01.07.2026;15.07.2026;1.190,00;;1.190,00;8400;Hörgerät
        10001;RE-2026-0002;02.07.2026;16.07.2026;2.000,00;500,00;1.500,00;8400;Teilzahlung erhalten
        Summe Konto 10001;;;;3.190,00;500,00;2.690,00;;
        10002;GS-2026-0001;03.07.2026;;;100,00;100,00;8400;Gutschrift
        10002;RE-2026-0003;05.07.2026;19.07.2026;250,50;;250,50;8400;Batterien
        Summe Konto 10002;;;;250,50;100,00;150,50;;
        ;;;;;;;;
        Gesamtsumme;;;;3.440,50;600,00;2.840,50;;
        ;;;;;;;;
        """,
        written="cp1252",
    ),
    text(
        "datev_b2_comma.csv",
        """
        Konto,Rechnungsnummer,Datum,Fälligkeit,Sollbetrag,Habenbetrag,Saldo,Buchungstext
        10001,RE-1,2026-07-01,2026-07-15,"1,190.00",,"1,190.00","Gerät, links"
        10001,RE-2,2026-07-01,2026-07-15,2227.68,,2227.68,
        """,
    ),
    text(
        "datev_b2_letters.csv",
        """
        Konto;Rechnungsnummer;Datum;Saldo S/H;Saldo
        10001;RE-1;01.07.26;S;1.190,00
        10001;RE-2;01.07.26;Haben;90,00
        """,
        type="datev_csv",
    ),
    text(
        "datev_batch.csv",
        '"EXTF";700;21;"Buchungsstapel";13;20261101120000000;;"RE";"";"";29098;55003;20260101;4;20261001;20261031;"Oktober"\n"Umsatz'
        ' (ohne Soll/Haben-Kz)";"Soll/Haben-Kennzeichen";"WKZ Umsatz"\n1190,00;"S";"EUR"\n',
        type="datev_csv",
        written="utf-8-sig",
    ),
    text(
        "datev_debtors_batch.csv",
        '"DTVF";700;16;"Debitoren/Kreditoren";5\n"Konto";"Name"\n10001;"Muster"\n',
        written="cp1252",
    ),
    text(
        "datev_given_addison.csv",
        """
        Konto;Kontobezeichnung;Belegnummer;Belegdatum;Fälligkeit;Offener Betrag
        10001;Muster GmbH;RE-1;01.07.2026;15.07.2026;100,00
        """,
        type="datev_csv",
        content="open",
    ),
    text(
        "numbers_of_customers.csv",
        "Kundennummer;Rechnungsnummer;Offener Betrag\n70001;RE-1;100,00\n",
        type="addison",
    ),
    text(
        "datev_accounts_of_suppliers.csv",
        export(
            b1("RE-1", "100,00", "0,00", "100,00", "S"),
            b1("ER-77", "0,00", "90,00", "90,00", "H", account="70001"),
        ),
    ),
)
