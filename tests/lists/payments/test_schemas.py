"""What these tests and the demo write is what the standards describe: the schemas of ISO 20022 are
not ours to hand on, so their tables of elements stand here; and DATEV's own expressions for the
fields of a posting.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from engine.cli.demo.demo_statement import statement as demo_statement
from tests.factories import item
from tests.lists.payments.making import HEADINGS, Entry, camt, posting

_ENTRY = (
    "NtryRef? Amt CdtDbtInd RvslInd? Sts BookgDt? ValDt? AcctSvcrRef? Avlbty? BkTxCd ComssnWvrInd?"
    " AddtlInfInd? AmtDtls? Chrgs? TechInptChanl? Intrst? CardTx? NtryDtls? AddtlNtryInf?"
)
_REST_OF_DETAILS = (
    "AmtDtls? Avlbty? BkTxCd? Chrgs? Intrst? RltdPties? RltdAgts? LclInstrm? Purp? RltdRmtInf?"
    " RmtInf? RltdDts? RltdPric? RltdQties? FinInstrmId? Tax? RtrInf? CorpActn? SfkpgAcct?"
    " AddtlTxInf?"
)
_ELEMENTS = {
    "Stmt": "Id StmtPgntn? ElctrncSeqNb? RptgSeq? LglSeqNb? CreDtTm FrToDt? CpyDplctInd? RptgSrc?"
    " Acct RltdAcct? Intrst? Bal TxsSummry? Ntry? AddtlStmtInf?",
    "Ntfctn": "Id NtfctnPgntn? ElctrncSeqNb? RptgSeq? LglSeqNb? CreDtTm FrToDt? CpyDplctInd?"
    " RptgSrc? Acct RltdAcct? Intrst? TxsSummry? Ntry? AddtlNtfctnInf?",
    "Bal": "Tp CdtLine? Amt CdtDbtInd Dt Avlbty?",
    "Ntry": _ENTRY,
    "NtryDtls": "Btch? TxDtls?",
    "RltdPties": "InitgPty? Dbtr? DbtrAcct? UltmtDbtr? Cdtr? CdtrAcct? UltmtCdtr? TradgPty? Prtry?",
}
"""Each element's children in their order [V: ISO 20022]; a question mark: it may be missing."""
_DETAILS = {"02": f"Refs? {_REST_OF_DETAILS}", "08": f"Refs? Amt CdtDbtInd {_REST_OF_DETAILS}"}


def departures(root: Element, version: str) -> list[str]:
    """Where this file is not what the tables say."""
    found = []
    tables = {**_ELEMENTS, "TxDtls": _DETAILS[version]}
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        if name not in tables:
            continue
        table = tables[name].split()
        order = [child.rstrip("?") for child in table]
        children = [child.tag.rpartition("}")[2] for child in element]
        found += [f"{name}: {child} is unknown" for child in children if child not in order]
        found += [
            f"{name}: {later} after {earlier}"
            for earlier, later in pairwise(children)
            if order.index(later) < order.index(earlier)
        ]
        found += [
            f"{name}: {child} is missing"
            for child in table
            if not child.endswith("?") and child not in children
        ]
    return found


ENTRIES = (
    Entry(reference="R1"),
    Entry(paid=-119_00, charges=3_00, is_return=True),
    Entry(batch=((100_00, "RE-1"), (19_00, "RE-2"))),
    Entry(status="PDNG"),
)


@pytest.mark.parametrize("message", ["053", "054"])
@pytest.mark.parametrize("version", ["02", "08"])
def test_statements_are_as_iso_20022_describes_them(message: str, version: str) -> None:
    assert departures(fromstring(camt(*ENTRIES, message=message, version=version)), version) == []


def test_so_is_the_statement_of_the_demo() -> None:
    content = demo_statement([item(f"RE-{number}") for number in range(6)], date(2026, 11, 27))
    assert departures(fromstring(content), "08") == []


_FIELDS = {
    0: r"[0-9]{1,10},[0-9]{2}", 1: '"[SH]"', 2: '"[A-Z]{3}"', 6: "[0-9]{1,9}", 7: "[0-9]{1,9}",
    9: "[0-9]{4}", 10: r'"[a-zA-Z0-9$%&*+/-]{0,36}"', 12: "([0-9]{1,8},[0-9]{2})?",
    13: '"[^"]{0,60}"',
}  # fmt: skip
"""The expressions of DATEV for the fields of a posting that are read [V]."""


@pytest.mark.parametrize(
    "line", [posting(), posting(side="H", skonto="2,38"), posting(text="RückLs", reversal="1")]
)
def test_postings_are_as_datev_describes_them(line: str) -> None:
    fields = line.split(";")
    assert len(fields) == len(HEADINGS.split(";"))
    for place, expression in _FIELDS.items():
        assert re.fullmatch(expression, fields[place]), (place, fields[place])
