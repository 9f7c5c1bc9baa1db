"""Text is read in the encodings that spreadsheets and editors write; anything else is refused with a sentence."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.exchange import FormatError, decode, is_zip
from stories.core.exchange.encodings import LIMIT
from tests.core.exchanging import unhurried

TEXT = "Title;Élan “one”\r\nA story about a launch;€ 5\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_is_read_in_its_encoding(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"\xff\xfeA\0", "A"),
        (b"\xfe\xff\0A", "A"),
        (b"A\0", "A"),
        (b"\0A", "A"),
        ("日本".encode(), "日本"),
        ("日本".encode("utf-16"), "日本"),
        (b"caf\xe9 \x93yes\x94", "café “yes”"),
        (b"caf\xe9 \x81", "café \x81"),
        (b"a" * LIMIT, "a" * LIMIT),
    ],
)
def test_bytes_are_read(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04rest", "This is a zip archive or a spreadsheet, not text."),
        (b"%PDF-1.7", "This is a PDF, not text."),
        (b"\xd0\xcf\x11\xe0", "This is an Office file that is old or has a password, not text."),
        (b"\x1f\x8b", "This is a compressed file, not text."),
        (b"\x89PNG\r\n", "This is a picture, not text."),
        (b"\xff\xd8\xff\xe0", "This is a picture, not text."),
        (b"ab\0cdefghijkl", "This isn't text: it contains zero bytes."),
        (b"\0\0", "This isn't text: it contains zero bytes."),
        (b"\xff\xfeA", "The file starts as UTF-16 text, but isn't valid UTF-16."),
        (b"\xff\xfe\0\xd8", "The file starts as UTF-16 text, but isn't valid UTF-16."),
        (b"\xef\xbb\xbf\xff", "The file starts as UTF-8 text, but isn't valid UTF-8."),
        (b"a" * (LIMIT + 1), "The file has 10,000,001 bytes; the limit is 10,000,000."),
    ],
)
def test_data_that_is_not_text_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=rf"\A{re.escape(message)}\Z"):
        decode(data)


@unhurried
@given(st.text(st.characters(exclude_characters="\0\ufeff", exclude_categories=["Cs"]), max_size=50))
def test_marked_text_is_read_whatever_it_holds(text: str) -> None:
    assert decode(text.encode("utf-8-sig")) == text
    assert decode(text.encode("utf-16")) == text


@unhurried
@given(st.binary() | st.text().map(lambda text: text.encode("utf-16-le", "surrogatepass")))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        assert "\0" not in decode(data)
    except FormatError as error:
        assert str(error)


def test_zip_is_told_from_text() -> None:
    assert is_zip(b"PK\x03\x04")
    assert not is_zip(b"PK is a name")
