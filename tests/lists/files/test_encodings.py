"""The encoding of a text is found out, and a wrong one is refused rather than read as something
else.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.common.i18n import cause_of
from engine.lists.files.encodings import find_encoding
from engine.messages.list_refusals import ListRefusal
from engine.model.errors import ListRefused

UMLAUTS = "Größe; Müller; ÄÖÜ\r\n"


@pytest.mark.parametrize(
    ("data", "encoding", "doubtful"),
    [
        (UMLAUTS.encode(), "utf-8", False),
        (UMLAUTS.encode("utf-8-sig"), "utf-8", False),
        (UMLAUTS.encode("utf-16"), "utf-16-le", False),
        (UMLAUTS.encode("utf-16-le"), "utf-16-le", False),
        (b"\xfe\xff" + UMLAUTS.encode("utf-16-be"), "utf-16-be", False),
        (UMLAUTS.encode("utf-16-be"), "utf-16-be", False),
        (UMLAUTS.encode("cp1252"), "cp1252", False),
        ("„Anführung“ – 5 €".encode("cp1252"), "cp1252", False),
        ("caf\u00e9".encode("cp1252"), "cp1252", True),
        (UMLAUTS.encode("cp850"), "cp850", True),
        (b"only ASCII", "utf-8", False),
        ("M\u00c3\u00bcller".encode(), "utf-8", True),
        (b"M\xc3\xbcller, dann M\xfcller", "cp1252", True),
        ("einmal M\u00fcller".encode("cp850"), "cp850", True),
        ("einmal M\u00fcller".encode("cp437"), "cp850", True),
        ("F\u00e4llig\r\n──────".encode("cp850"), "cp850", True),
    ],
)
def test_is_found(data: bytes, encoding: str, doubtful: bool) -> None:
    found = find_encoding(data)
    assert (found.encoding, found.doubtful) == (encoding, doubtful)


@pytest.mark.parametrize("encoding", ["cp850", "cp1252", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", ["\x1a", "\x1a\x1a\x1a", "\x1a\0\0\0", "\x1a\r\n"])
@pytest.mark.parametrize(("text", "whole"), [("RE-1\r\n", "RE-1\r\n"), ("RE-1", "RE-1\n")])
def test_the_mark_of_dos_is_the_end(text: str, whole: str, mark: str, encoding: str) -> None:
    found = find_encoding((text + mark).encode(encoding), encoding)
    assert found.data.decode(encoding) == whole


@given(
    st.text(st.characters(exclude_characters="\0\x1a", exclude_categories=["Cs"])),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_marked_and_unicode_text_reads_back(text: str, encoding: str) -> None:
    found = find_encoding(text.encode(encoding))
    if encoding != "utf-8" or not text.startswith("\ufeff"):
        assert found.data.decode(found.encoding) == text


@pytest.mark.parametrize(
    ("data", "encoding", "line"),
    [
        (b"a\nb\n\xff", "utf-8", 3),
        (b"a\n\x81", "cp1252", 2),
        (b"a\nb\0", "auto", 2),
        (b"a\nb\0", "cp1252", 2),
        (b"\xff\xfea\0b", "auto", 1),
        ("a\n\0".encode("utf-16"), "auto", 1),
    ],
)
def test_what_is_not_written_in_it_is_refused(data: bytes, encoding: str, line: int) -> None:
    with pytest.raises(ListRefused) as refused:
        find_encoding(data, encoding)
    assert cause_of(refused.value).startswith(f"Line {line}: this is no text")


@pytest.mark.parametrize("encoding", ["utf-9", "hex", "rot13", "undefined", ""])
def test_an_encoding_that_is_none_is_refused(encoding: str) -> None:
    with pytest.raises(ListRefused) as refused:
        find_encoding(b"a", encoding)
    assert refused.value.message.code is ListRefusal.ENCODING_UNKNOWN


@pytest.mark.parametrize("before", range(4090, 4100))
@pytest.mark.parametrize("letter", ["é", "€", "😀"])
def test_a_letter_across_the_end_of_the_beginning_is_of_utf_8(before: int, letter: str) -> None:
    data = ("x" * before + letter).encode()
    assert find_encoding(data).encoding == "utf-8"
    assert find_encoding(data + b"\xfc").encoding == "cp1252"
