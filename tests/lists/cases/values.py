"""Amounts and invoice numbers in every dress, and what only looks like one."""

from __future__ import annotations

from tests.lists.cases import text


def _open(*amounts: str) -> str:
    return "Belegnummer;Kunde;Offener Betrag\n" + "".join(
        f"RE-{place};Muster;{amount}\n" for place, amount in enumerate(amounts, 1)
    )


CASES = (
    text(
        "amounts_german.csv",
        _open(
            "1.190,00",
            "1190,00",
            "1.200",
            "500",
            "12,5",
            "1.234.567,89",
            "1 190,00",
            "1'190,00",
            "1\u00a0190,00",
            "€ 5,00",
            "5,00 EUR",
            "-5,00",
            "5,00-",
            "−5,00",
            "(5,00)",
            "5,00 S",
            "5,00 H",
            "5,00H",
            "+5,00",
            "0,00",
        ),
    ),
    text(
        "amounts_english.csv", _open("1,190.00", "2227.68", "1,200", "500", "-5.00", "1,234,567.89")
    ),
    text("amounts_whole.csv", _open("1190", "500", "0")),
    text("amounts_ambiguous.csv", _open("1.200", "500")),
    text("amounts_ambiguous_late.csv", _open(*["1.200"] * 600, "1.200,00")),
    text("amounts_mixed.csv", _open("1.190,00", "1,190.00")),
    text("amounts_mixed_late.csv", _open(*["190,00"] * 600, "1190.00")),
    text(
        "amounts_refused.csv",
        _open(
            "1,00",
            "0,005",
            "1,234",
            "NaN",
            "1e9",
            "1_000",
            "١٢٣",
            "--5,00",
            "(5,00",
            "-5,00 H",
            "12,3,4",
            "1.23,00",
            "",
            "=1500-200",
            "9999999999999,00",
            "5,00 USD",
            "Inf",
            "01.234,00",
            "1..000,00",
        ),
    ),
    text(
        "numbers.csv",
        """
        Belegnummer;Kunde;Offener Betrag
        0012;führende Nullen;1,00
        12;andere Rechnung;1,00
         RE 1 ;Leerzeichen;1,00
        RE–2026–1;Halbgeviert;1,00
        10023.0;wie gelesen;1,00
        1,23457E+11;Ziffern verloren;1,00
        1E+05;Ziffern verloren;1,00
        =cmd|'/c calc'!A1;Formel;1,00
        #REF!;Fehler;1,00
        RE-123456789-123456789-123456789-123456789-123456789;zu lang;1,00
        "RE-
        7";Umbruch;1,00
        RE-8\x1b[31m;Steuerzeichen;1,00
        RE-9;\x1b]52;1,00
        RE-10;[bold]=1+1[/];1,00
        """,
    ),
)
