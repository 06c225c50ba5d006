"""Payments (A.3.1), and files that only look like payments."""

from __future__ import annotations

from tests.lists.cases import text

CASES = (
    text(
        "payments_full.csv",
        """
        Rechnungsnummer;Zahlbetrag;Zahlungsdatum;Mandant;Währung;Referenz
        RE-12345-21;250,00;20260930;1;EUR;EB-0916A
        RE-12345-21;1.000,00;30.09.2026;1;EUR;EB-0917
        RE-2;-50,00;2026-09-30;1;;Storno
        RE-3;;;;;
        RE-4;12,00;gestern;1;EUR;
        """,
    ),
    text(
        "payments_english.csv",
        """
        InvoiceNumber;Amount;PaymentDate
        RE-1;2227.68;2026-09-30
        RE-2;100.00;2026-09-30
        """,
    ),
    text(
        "payments_bank.csv",
        """
        Bankreferenz;Valuta;Rechnung;Zugeordnet_EUR
        EB-0916A;2026-09-16;ST-260902;2.142,00
        EB-0916A;2026-09-16;ST-260911;714,00
        EB-0918B;2026-09-18;MR-260907;500,00
        """,
    ),
    text("payments_numbers_only.csv", "Rechnungsnummer\nRE-1\nRE-2\n0012\n", type="payments_csv", content="payments"),
    text(
        "payments_twice.csv",
        """
        Rechnungsnummer;Zahlbetrag;Zahlungsdatum
        RE-1;50,00;01.09.2026
        RE-1;50,00;01.09.2026
        RE-2;50,00;01.09.2026
        """,
    ),
    text(
        "payments_total.csv",
        """
        Rechnungsnummer;Zahlbetrag;Zahlungsdatum
        RE-1;50,00;01.09.2026
        RE-2;70,00;01.09.2026
        Summe;120,00;
        """,
    ),
    text(
        "payments_or_open.csv",
        """
        Rechnungsnummer;Betrag
        RE-1;50,00
        """,
    ),
    # Each of these would pay every invoice in full.
    text(
        "payments_given_open.csv",
        """
        Rechnungsnummer;Kunde;Rechnungsdatum;Faelligkeit;Betrag_brutto_EUR
        RE-1;Muster;01.07.2026;15.07.2026;50,00
        """,
        type="payments_csv",
        content="payments",
    ),
    text(
        "payments_unknown_amount.csv",
        """
        Rechnungsnummer;Überwiesen
        RE-1;50,00
        RE-2;20,00
        """,
        type="payments_csv",
        content="payments",
    ),
    text(
        "payments_short_line.csv",
        """
        Rechnungsnummer;Zahlungsdatum;Zahlbetrag
        RE-1;01.09.2026;50,00
        RE-2;01.09.2026
        """,
    ),
)
