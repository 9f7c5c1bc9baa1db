"""Story files in a zip archive; nothing is ever written to disk under the names in it."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from stories.core.exchange.problems import FormatError, printable
from stories.core.grammar import join_words

PACKED_LIMIT = 10_000_000
"""Bytes."""
UNPACKED_LIMIT = 50_000_000
"""Bytes of all files together, counted while unpacking: the sizes that an archive states may be false."""
MOST_FILES = 5_000
ENDINGS = (".md", ".markdown", ".txt")

_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError)
_IS_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    name: str
    """Without its folders."""
    data: bytes


def read_archive(data: bytes) -> tuple[ArchivedFile, ...]:
    """The Markdown and text files, in the order of the archive; other files are skipped. Raises FormatError."""
    if len(data) > PACKED_LIMIT:
        raise FormatError(f"The archive has {len(data):,} bytes; the limit is {PACKED_LIMIT:,}.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = tuple(_unpack(archive))
    except _DAMAGE as error:
        raise FormatError("The archive is damaged or isn't a zip file.") from error
    if not files:
        raise FormatError(f"The archive contains no files that end in {join_words(list(ENDINGS), 'or')}.")
    return files


def _unpack(archive: zipfile.ZipFile) -> Iterator[ArchivedFile]:
    entries = [entry for entry in archive.infolist() if _is_wanted(entry)]
    if len(entries) > MOST_FILES:
        raise FormatError(f"The archive contains {len(entries):,} files; the limit is {MOST_FILES:,}.")
    room = UNPACKED_LIMIT
    for entry in entries:
        content = _read(archive, entry, room)
        room -= len(content)
        yield ArchivedFile(_name(entry), content)


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    """Whether it is a story file, not one that an operating system added for itself."""
    hidden = any(part.startswith((".", "__MACOSX")) for part in _path(entry).parts)
    return not hidden and not entry.filename.endswith("/") and _path(entry).suffix.lower() in ENDINGS


def _path(entry: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(entry.filename.replace("\\", "/"))


def _name(entry: zipfile.ZipInfo) -> str:
    return printable(_path(entry).name)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    """At most `room` bytes."""
    if entry.flag_bits & _IS_ENCRYPTED:
        raise FormatError("The file is encrypted; unpack it first.", _name(entry))
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise FormatError(
            "The file is compressed in a way that can't be read; repack it as an ordinary zip.", _name(entry)
        )
    with archive.open(entry) as file:
        content = file.read(room + 1)
    if len(content) > room:
        raise FormatError(f"Unpacked, the files have more than {UNPACKED_LIMIT:,} bytes.", _name(entry))
    return content
