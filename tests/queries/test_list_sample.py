"""What `opos read` says of a list: columns, rejected rows with their remedy, and its silence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from engine.lists.read import read_list
from engine.lists.rows.rows import Content, ListFile
from engine.messages.row_reasons import RejectReason
from engine.queries.list_sample import columns_text, file_fields, sample_lines, silence_text

HEADING = "Rechnungsnummer;Kunde;Rechnungsdatum;Telefon;Offen;Status\n"


def read(folder: Path, lines: str, content: Content = Content.OPEN) -> ListFile:
    path = folder / "op.csv"
    path.write_text(HEADING + lines)
    return read_list(path, path.name, type="addison", content=content, today=date(2026, 11, 20))


def test_columns_that_are_not_read_are_named(tmp_path: Path) -> None:
    found = read(tmp_path, "RE-1;Arndt;01.06.2026;0711 123;100,00;offen\n")
    assert columns_text(found).endswith("not read: Telefon")
    assert file_fields("op.csv", found)["unread"] == ["Telefon"]


def test_a_rejected_row_says_what_to_do(tmp_path: Path) -> None:
    found = read(tmp_path, "RE-1;A;01.06.2026;;100,00;offen\nRE-2;B;01.06.2026;;zwölf;offen\n")
    [line] = [one for one in sample_lines("op.csv", found, ignored=False) if one.kind == "rejected"]
    assert line.text.endswith(". Export the amounts with two decimals, such as 1.200,00.")
    assert line.fields["advice"] == "Export the amounts with two decimals, such as 1.200,00."


@pytest.mark.parametrize("reason", list(RejectReason))
def test_every_reason_tells_what_to_do(reason: RejectReason) -> None:
    assert reason.advice or ": " in reason.cause


def test_it_says_for_what_silence_would_not_count(tmp_path: Path) -> None:
    item = "RE-1;Arndt;01.06.2026;;100,00;offen\n"
    assert not silence_text(read(tmp_path, item))
    draft = read(tmp_path, item + "RE-2;Busch;01.06.2026;;100,00;Entwurf\n")
    assert silence_text(draft) == "Silence would not count for RE-2."
    total = read(tmp_path, item + "Summe;;;;300,00;\n")
    assert silence_text(total).startswith(
        "Silence would not count, because the list was not understood as a whole: Line 3: the total"
    )
