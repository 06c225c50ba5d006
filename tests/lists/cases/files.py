"""The file itself: encodings, delimiters, quotes, line ends, cuts, headings."""

from __future__ import annotations

from tests.lists.cases import Case, text

_LIST = """
Konto;Kontobezeichnung;Belegnummer;Belegdatum;Offener Betrag
10001;Müller & Söhne;RE-1;01.07.2026;1.190,00
10002;Groß ÄÖÜ;RE-2;02.07.2026;50,00
"""

CASES = (
    text("encoding_utf8.csv", _LIST),
    text("encoding_utf8_mark.csv", _LIST, written="utf-8-sig"),
    text("encoding_utf16.csv", _LIST, written="utf-16"),
    text("encoding_utf16_be.csv", "\ufeff" + _LIST.removeprefix("\n"), written="utf-16-be"),
    text("encoding_utf16_no_mark.csv", _LIST, written="utf-16-le"),
    text("encoding_cp1252.csv", _LIST.replace("Groß", "„Groß“ – 5 €"), written="cp1252"),
    text("encoding_cp850.csv", _LIST, written="cp850"),
    text("encoding_named.csv", _LIST, written="cp437", encoding="cp437"),
    text("encoding_wrong.csv", _LIST, written="cp1252", encoding="utf-8"),
    text("encoding_unknown.csv", _LIST, encoding="utf-9"),
    text("encoding_garbled.csv", _LIST.replace("ü", "Ã¼")),
    text("delimiter_tab.csv", _LIST.replace(";", "\t")),
    text("line_ends_cr.csv", _LIST, newline="\r"),
    text("line_ends_mixed.csv", _LIST.replace("50,00\n", "50,00\r\n"), newline="\n"),
    text("empty.csv", ""),
    text("blank.csv", "\n \n\n"),
    text("heading_only.csv", "Konto;Belegnummer;Offener Betrag\n", type="addison", content="open"),
    text("heading_missing.csv", "10001;RE-1;100,00\n10002;RE-2;200,00\n", type="addison"),
    text(
        "heading_lacks_open.csv",
        "Konto;Belegnummer;Name\n10001;RE-1;Muster\n",
        type="addison",
        content="open",
    ),
    text("heading_twice.csv", "Belegnummer;Saldo;Saldo\nRE-1;100,00;200,00\n"),
    text("heading_unknown.csv", "Alpha;Beta\n1;2\n"),
    text(
        "heading_in_another_order.csv",
        "offener betrag ;FAELLIGKEIT;beleg-nr\n100,00;01.07.2026;RE-1\n",
    ),
    text(
        "quote_missing.csv",
        'Belegnummer;Kunde;Offener Betrag\nRE-1;"Muster;100,00\nRE-2;Muster;100,00\n',
    ),
    text(
        "quote_within.csv", 'Belegnummer;Kunde;Offener Betrag\nRE-1;"Firma "Muster" GmbH";100,00\n'
    ),
    text(
        "quote_line_break.csv",
        'Belegnummer;Kunde;Offener Betrag\nRE-1;"Firma\nMuster\n""Süd""";100,00\nRE-2;Bach;x\n',
    ),
    text(
        "cells_too_many.csv",
        "Belegnummer;Kunde;Offener Betrag\nRE-1;Meyer; Hans;100,00\nRE-2;Bach;100,00;;\n",
    ),
    text(
        "cells_shifted.csv",
        "Belegnummer;Kunde;Nr;Offener Betrag;Text\nRE-1;Meyer;"
        " Hans;100;50,00;x\nRE-2;Bach;1;20,00;y\n",
    ),
    text(
        "cells_too_few.csv", "Belegnummer;Kunde;Offener Betrag;Text\nRE-1;Meyer;100,00\nRE-2;Bach\n"
    ),
    text(
        "cut_in_amount.csv", "Belegnummer;Offener Betrag\nRE-1;100,00\nRE-2;1\\\n", type="addison"
    ),
    text(
        "cut_after_amount.csv",
        "Belegnummer;Offener Betrag\nRE-1;100,00\nRE-2;100,00\\\n",
        type="addison",
    ),
    text(
        "cut_before_unknown.csv",
        "Belegnummer;Offener Betrag;Notiz\nRE-1;100,00;x\nRE-2;1\\\n",
        type="addison",
    ),
    text(
        "unknown_last.csv",
        "Belegnummer;Offener Betrag;Notiz;Ort\nRE-1;100,00;x;Ulm\nRE-2;123,45;y;Ulm\n",
        type="addison",
    ),
    text(
        "cut_in_thousands.csv",
        "Belegnummer;Zahlbetrag\nRE-1;1.190,00\nRE-2;1.19\\\n",
        type="payments_csv",
    ),
    text("cut_in_only_amount.csv", "Belegnummer;Zahlbetrag\nRE-2;1.19\\\n", type="payments_csv"),
    text(
        "cut_in_year.csv",
        "Belegnummer;Zahlbetrag;Zahlungsdatum\nRE-1;1,00;01.12.2026\nRE-2;1,00;01.12.20\\\n",
        type="payments_csv",
    ),
    text(
        "cut_after_letter.csv",
        "Belegnummer;Saldo;S/H\nRE-1;1,00;S\nRE-2;2,00;S\\\n",
        type="addison",
    ),
    text(
        "cut_after_quote.csv",
        'Belegnummer;Saldo;Währung\nRE-1;1,00;"EUR"\nRE-2;2,00;""\\\n',
        type="addison",
    ),
    text(
        "cut_in_number.csv",
        "Offener Betrag;Belegnummer\n100,00;RE-1\n100,00;RE-2\\\n",
        type="addison",
    ),
    text(
        "not_cut_total.csv",
        "Belegnummer;Offener Betrag\nRE-1;100,00\nSumme;100,00\\\n",
        type="addison",
    ),
    Case(
        "zero_bytes.csv",
        b"Belegnummer;Offener Betrag\r\n" + b"RE-1;100,00\r\n" * 20 + b"RE-\x00;1,00\r\n",
    ),
    Case("noise.csv", bytes(range(1, 256)) * 3),
)
