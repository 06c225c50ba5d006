"""A proposed layout is ready to paste, and reads the file it was proposed for."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from engine.cli.layout_toml import layout_toml
from engine.lists.layouts.built_in import own_layout
from engine.lists.layouts.suggest import propose
from engine.lists.read import read_list
from tests.lists.make_lists import GOLDEN, TODAY


def proposed(path: Path) -> tuple[str, dict[str, dict[str, object]]]:
    text = layout_toml(propose(path, path.name))
    return text, tomllib.loads(text)["layouts"]


@pytest.mark.parametrize(
    ("file", "fields"),
    [
        (
            "own_energypro.csv",
            {
                "invoice_no": "Belegnummer",
                "open": "Offen",
                "due_date": "Faellig",
                "account": "Kundennummer",
            },
        ),
        (
            "own_kontolino.csv",
            {"invoice_no": "Rechnungsnummer", "open": "offener Betrag", "amount": "Gesamtbetrag"},
        ),
        (
            "own_dunning.csv",
            {"invoice_no": "Rechnungsnummer", "amount": "Betrag", "cleared": "Zahlungsstatus"},
        ),
        (
            "excel_column_b.xlsx",
            {"invoice_no": "Rechnungsnummer", "open": "Offener Betrag", "name": "Kunde"},
        ),
        (
            "payments_bank.csv",
            {"invoice_no": "Rechnung", "paid": "Zugeordnet_EUR", "paid_on": "Valuta"},
        ),
        ("html_named.xls", {"invoice_no": "Rechnungs-Nr.", "open": "Saldo"}),
    ],
)
def test_the_proposal_reads_the_file(file: str, fields: dict[str, str]) -> None:
    _text, layouts = proposed(GOLDEN / file)
    [(name, table)] = layouts.items()
    columns = table["columns"]
    assert isinstance(columns, dict)
    assert {field: columns.get(field) for field in fields} == {
        field: [heading] for field, heading in fields.items()
    }
    layout = own_layout(name, str(table["base"]), str(table["content"]), columns)
    found = read_list(GOLDEN / file, file, type=name, layouts={name: layout}, today=TODAY)
    assert found.rows
    assert not found.rejected


def test_what_is_not_certain_is_a_comment(tmp_path: Path) -> None:
    path = tmp_path / "Liste 2026.csv"
    path.write_text("Vorgang;Wer;Tage Offen;Summe\nA-1;Muster;19;119,00\nA-2;Bach;7;20,00\n")
    text, layouts = proposed(path)
    assert layouts == {"liste": {"base": "csv", "content": "open", "columns": {}}}
    assert '# invoice_no = ["Vorgang"]  # 40 % sure: A-1 · A-2' in text
    assert '# open = ["Summe"]  # 40 % sure: 119,00 · 20,00' in text
    assert "Say which column holds the invoice number." in text
    assert "Say which column holds the amount." in text
    assert '# "Wer": Muster · Bach' in text


def test_what_may_change_the_meaning_is_named_to_be_ignored(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        "Rechnungsnummer;Offen;Guthaben;Ort;Netto\nRE-1;1,00;5,00;Ulm;2,00\nRE-2;2,00;6,00;Ulm;2,00\n"
    )
    text, layouts = proposed(path)
    assert '# ignore = ["Guthaben"]' in text
    text = text.replace("# ignore", "ignore")
    ignoring = tomllib.loads(text)["layouts"]
    assert ignoring == {"x": {**layouts["x"], "ignore": ["Guthaben"]}}


def test_account_numbers_under_soll_and_haben_are_no_amounts() -> None:
    text, layouts = proposed(GOLDEN / "own_sage.csv")
    assert '# debit = ["Soll"]  # 70 % sure: 063410' in text
    assert "debit" not in str(layouts)


def test_a_hostile_heading_is_harmless(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text('Beleg"\x1b]nummer\\";Saldo\n"\x1b[31m";1,00\n')
    text, _layouts = proposed(path)
    assert "\x1b" not in text
