"""What the columns of an unknown file may be."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from engine.lists.layouts.suggest import propose
from engine.messages.foreign_files import ForeignFile
from engine.messages.list_refusals import ListRefusal
from engine.model.errors import ListRefused
from tests.lists.make_lists import GOLDEN
from tests.lists.payments.making import Entry, batch, camt, posting


def test_only_what_is_certain_is_given() -> None:
    path = GOLDEN / "own_sage.csv"
    found = propose(path, path.name)
    assert found.certain()["invoice_no"] == ["BelegNr"]
    assert "debit" not in found.certain()


@pytest.mark.parametrize("data", ["1;2\n3;4\n", "one column\nonly\n"])
def test_without_headings_there_is_no_proposal(data: str, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(data)
    with pytest.raises(ListRefused) as refused:
        propose(path, path.name)
    assert refused.value.message.code is ListRefusal.NO_HEADINGS


def test_a_payment_file_needs_no_layout(tmp_path: Path) -> None:
    for content, code in (
        (batch(posting()), ListRefusal.DATEV_BATCH),
        (camt(Entry()), ForeignFile.STATEMENT),
    ):
        path = tmp_path / "file"
        path.write_bytes(content)
        with pytest.raises(ListRefused) as refused:
            propose(path, path.name)
        assert refused.value.message.code is code


def test_the_list_may_be_packed(tmp_path: Path) -> None:
    path = tmp_path / "list.csv.gz"
    path.write_bytes(gzip.compress(b"Belegnr;Zahlbetrag\r\nRE-1;5,00\r\nRE-2;6,00\r\n"))
    assert propose(path, path.name).certain()["paid"] == ["Zahlbetrag"]
