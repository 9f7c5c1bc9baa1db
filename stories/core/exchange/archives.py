"""Files in a zip archive; nothing is ever written to disk under the names in it."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from stories.core.exchange.budget import Budget
from stories.core.exchange.problems import FormatError, printable

PACKED_LIMIT = 10_000_000
"""Bytes."""
MOST_ENTRIES = 20_000
"""Of any kind, before the archive's directory is read."""
MOST_FILES = 5_000
ENDINGS = (
    *(".md", ".markdown", ".txt", ".org", ".html", ".htm", ".docx", ".pdf"),
    *(".csv", ".tsv", ".xlsx", ".json", ".zip", ".rtf", ".enex"),
)

_ANKI = "This is an Anki deck. Export it from Anki as text (“Notes in Plain Text”), and import that."
_AS_TABLE = "This kind of file can't be read. Save it as .xlsx or .csv, and import that."
_AS_TEXT = "This kind of file can't be read. Save it as .docx, and import that."
CONVERTIBLE = {
    **dict.fromkeys((".apkg", ".colpkg"), _ANKI),
    **dict.fromkeys((".xls", ".ods", ".numbers"), _AS_TABLE),
    **dict.fromkeys((".doc", ".odt", ".pages"), _AS_TEXT),
}
"""What is said of files that may hold stories, but can't be read, by how they end."""

_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, ArithmeticError, LookupError)
"""And RuntimeError, which NotImplementedError is too: zipfile raises it for what it doesn't support."""
_IS_ENCRYPTED = 0x1
_ENTRY = b"PK\x01\x02"
"""What each entry of the directory begins with."""


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    name: str
    """Without its folders."""
    data: bytes


@contextmanager
def opened_archive(data: bytes) -> Iterator[zipfile.ZipFile]:
    """A zip archive in memory. Whatever is wrong with it, here or while it is being read, raises FormatError."""
    if len(data) > PACKED_LIMIT:
        raise FormatError(f"The archive has {len(data):,} bytes; the limit is {PACKED_LIMIT:,}.")
    if data.count(_ENTRY) > MOST_ENTRIES:
        raise FormatError(f"The archive contains more than {MOST_ENTRIES:,} files.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive
    except (*_DAMAGE, RuntimeError) as error:
        raise FormatError("The archive is damaged or isn't a zip file.") from error


def read_archive(archive: zipfile.ZipFile, budget: Budget) -> tuple[ArchivedFile, ...]:
    """The files that may hold stories, in the order of the archive; others are skipped. Raises FormatError."""
    files = tuple(_unpack(archive, budget))
    if not files:
        raise FormatError(_without_files(archive))
    return files


def _without_files(archive: zipfile.ZipFile) -> str:
    if any(entry.filename.startswith("collection.anki") for entry in archive.infolist()):
        return _ANKI
    return "The archive contains no file that can be read, such as .md, .docx, .csv or .xlsx."


def open_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> IO[bytes]:
    """A file of the archive, to be read piece by piece.

    Raises FormatError if it is encrypted, or neither stored nor deflated: others unpack to more than was asked for.
    """
    name = printable(_path(entry).name)
    if entry.flag_bits & _IS_ENCRYPTED:
        raise FormatError("The file is encrypted; unpack it first.", name)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise FormatError("The file is compressed in a way that can't be read; repack it as an ordinary zip.", name)
    return archive.open(entry)


def _unpack(archive: zipfile.ZipFile, budget: Budget) -> Iterator[ArchivedFile]:
    entries = [entry for entry in archive.infolist() if _is_wanted(entry)]
    if len(entries) > MOST_FILES:
        raise FormatError(f"The archive contains {len(entries):,} files; the limit is {MOST_FILES:,}.")
    for entry in entries:
        if _path(entry).suffix.lower() in CONVERTIBLE:
            yield ArchivedFile(printable(_path(entry).name), b"")
            continue
        with open_entry(archive, entry) as file:
            content = file.read(budget.characters + 1)  # The size that an archive states may be false.
        budget.take("characters", len(content))
        yield ArchivedFile(printable(_path(entry).name), content)


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    """Whether it may hold stories, and isn't one that an operating system added for itself."""
    hidden = any(part.startswith((".", "__MACOSX")) for part in _path(entry).parts)
    return not hidden and not entry.filename.endswith("/") and _path(entry).suffix.lower() in (*ENDINGS, *CONVERTIBLE)


def _path(entry: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(entry.filename.replace("\\", "/"))
