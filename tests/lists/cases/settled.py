"""Lists of settled items and of all items, and contents that the file refutes."""

from __future__ import annotations

from tests.lists.cases import text

CASES = (
    text(
        "settled_numbers.csv",
        "Rechnungsnummer;Kunde\nRE-1;Muster\nRE-2;Muster\n",
        type="payments_csv",
        content="settled",
    ),
    text(
        "settled_days.csv",
        """
        Konto;Rechnungs-Nr.;Rechnungsdatum;Betrag;Saldo;Ausgeglichen am
        10001;RE-1;01.07.2026;100,00;0,00;15.07.2026
        10002;RE-2;01.07.2026;200,00;;16.07.2026
        """,
        type="addison",
        content="settled",
    ),
    text(
        "settled_given_open.csv",
        """
        Konto;Rechnungs-Nr.;Rechnungsdatum;Saldo
        10001;RE-1;01.07.2026;100,00
        10002;RE-2;01.07.2026;200,00
        """,
        type="addison",
        content="settled",
    ),
    # Without the check on the open amounts each of these would be paid.
    text(
        "settled_given_open_payments.csv",
        """
        Rechnungs-Nr.;Offener Betrag
        RE-1;100,00
        """,
        type="payments_csv",
        content="settled",
    ),
    text(
        "open_given_days_of_payment.csv",
        """
        Konto;Rechnungs-Nr.;Betrag;Ausgeglichen am
        10001;RE-1;100,00;15.07.2026
        10002;RE-2;100,00;16.07.2026
        """,
        type="addison",
        content="open",
    ),
    text(
        "open_given_settled.csv",
        """
        Konto;Rechnungs-Nr.;Saldo;Ausgeglichen am
        10001;RE-1;0,00;15.07.2026
        10002;RE-2;0,00;16.07.2026
        """,
        type="addison",
        content="open",
    ),
    text(
        "settled_shown.csv",
        """
        Konto;Rechnungs-Nr.;Saldo;Ausgeglichen am
        10001;RE-1;0,00;15.07.2026
        10002;RE-2;0,00;16.07.2026
        """,
    ),
    text(
        "all_shown.csv",
        """
        Konto;Rechnungs-Nr.;Saldo;AusgleichsKZ
        10001;RE-1;0,00;A
        10002;RE-2;50,00;
        10003;RE-3;50,00;O
        """,
    ),
)
