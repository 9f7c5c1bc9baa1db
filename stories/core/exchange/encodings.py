"""The text in the bytes of a file."""

from stories.core.exchange.problems import FormatError

LIMIT = 10_000_000
"""Bytes."""

_KINDS = {
    b"PK\x03\x04": "a zip archive or a spreadsheet",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an Office file that is old or has a password",
    b"\x1f\x8b": "a compressed file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def is_zip(data: bytes) -> bool:
    """Whether it begins like a zip archive or an XLSX file."""
    return data.startswith(b"PK\x03\x04")


def decode(data: bytes) -> str:
    """Read as UTF-8, as UTF-16 if a mark or zero bytes point to it, or else as Windows-1252. Raises FormatError."""
    if len(data) > LIMIT:
        raise FormatError(f"The file has {len(data):,} bytes; the limit is {LIMIT:,}.")
    for beginning, kind in _KINDS.items():
        if data.startswith(beginning):
            raise FormatError(f"This is {kind}, not text.")
    encoding = _encoding(data)
    name = encoding.removesuffix("-sig").upper()
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FormatError(f"The file starts as {name} text, but isn't valid {name}.") from error
    if "\0" in text:
        raise FormatError("This isn't text: it contains zero bytes.")
    return text


def _encoding(data: bytes) -> str:
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return encoding
    by_zeros = _by_zeros(data)
    if by_zeros or _is(data, "utf-8"):
        return by_zeros or "utf-8"
    return "cp1252" if _is(data, "cp1252") else "latin-1"


def _by_zeros(data: bytes) -> str:
    """UTF-16 without a mark: in most scripts one byte of a pair is often zero, and the other rarely is."""
    first, second = data[::2].count(0), data[1::2].count(0)
    if 4 * second > len(data) // 2 > 50 * first:
        return "utf-16-le"
    return "utf-16-be" if 4 * first > len(data) // 2 > 50 * second else ""


def _is(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
