"""A zip of story files is unpacked in memory, within limits that it can't evade, or refused with a sentence."""

import io
import re
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.exchange import ArchivedFile, FormatError, archives
from stories.core.exchange.archives import MOST_ENTRIES, MOST_FILES, PACKED_LIMIT, opened_archive
from stories.core.exchange.budget import MOST_CHARACTERS, Budget
from tests.core.exchanging import unhurried


def read_archive(data: bytes) -> tuple[ArchivedFile, ...]:
    with opened_archive(data) as archive:
        return archives.read_archive(archive, Budget())


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return target.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_files_are_unpacked_without_their_folders(method: int) -> None:
    data = packed(
        {
            "b.md": b"B",
            "stories/": b"",
            "stories/a.md": b"A",
            "stories/2025/A.MARKDOWN": b"C",
            "../../etc/a.txt": b"D",
            "/root/x.md": b"E",
            "C:\\notes\\ö.md": b"F",
            "\x1b[2J.md": b"G",
            "picture.png": b"",
            "md": b"",
            "folder.md/": b"",
            "__MACOSX/._a.md": b"",
            ".git/x.md": b"",
            "stories/.x.md": b"",
        },
        method,
    )

    assert read_archive(data) == (
        ArchivedFile("b.md", b"B"),
        ArchivedFile("a.md", b"A"),
        ArchivedFile("A.MARKDOWN", b"C"),
        ArchivedFile("x.md", b"E"),
        ArchivedFile("ö.md", b"F"),
        ArchivedFile("�[2J.md", b"G"),
    )


def with_field(data: bytes, offset: int, value: int) -> bytes:
    """`value` in a field of the first entry, in both the local header and the directory."""
    local, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    changed = bytearray(data)
    for place in (local + offset, central + offset + 2):
        changed[place : place + 2] = struct.pack("<H", value)
    return bytes(changed)


VERSION, FLAGS, METHOD = 4, 6, 8
STORY = packed({"a.md": b"## Task\nMine."})
DAMAGED = "The archive is damaged or isn't a zip file."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", DAMAGED),
        (b"PK\x03\x04", DAMAGED),
        (STORY[:-10], DAMAGED),
        (STORY.replace(b"PK\x03\x04", b"PK\x03\x05"), DAMAGED),
        (packed({"a.md": b"Mine"}, zipfile.ZIP_STORED).replace(b"Mine", b"Ours"), DAMAGED),
        (STORY[:40] + b"\xff\xff" + STORY[42:], DAMAGED),
        (packed({}), "The archive contains no file that can be read, such as .md, .docx, .csv or .xlsx."),
        (packed({"a.png": b"x"}), "The archive contains no file that can be read, such as .md, .docx, .csv or .xlsx."),
        (with_field(STORY, FLAGS, 1), "a.md: The file is encrypted; unpack it first."),
        (with_field(STORY, METHOD, 12),
         "a.md: The file is compressed in a way that can't be read; repack it as an ordinary zip."),
        (packed({f"{number}.md": b"" for number in range(MOST_FILES + 1)}),
         "The archive contains 5,001 files; the limit is 5,000."),
        (packed({f"{number}.png": b"" for number in range(MOST_ENTRIES + 1)}),
         "The archive contains more than 20,000 files."),
        (with_field(STORY, VERSION, 64), DAMAGED),
        (b"x" * (PACKED_LIMIT + 1), "The archive has 10,000,001 bytes; the limit is 10,000,000."),
    ],
)  # fmt: skip
def test_archive_is_refused_with_its_reason(data: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=rf"\A{re.escape(message)}\Z"):
        read_archive(data)


def test_archive_with_the_most_files_is_read() -> None:
    data = packed({f"{number}.md": b"" for number in range(MOST_FILES)} | {"one more.png": b""})

    assert len(read_archive(data)) == MOST_FILES


def test_archive_that_grows_huge_is_refused() -> None:
    half = MOST_CHARACTERS // 2
    whole = packed({"a.md": b"a" * half, "b.md": b"b" * half})
    more = packed({"a.md": b"a" * half, "b.md": b"b" * half, "c.txt": b"c"})

    assert sum(len(file.data) for file in read_archive(whole)) == MOST_CHARACTERS
    with pytest.raises(FormatError, match="the files hold more than 20,000,000 characters"):
        read_archive(more)


def test_archive_that_lies_about_its_size_is_not_believed() -> None:
    data = bytearray(packed({"a.md": b"a" * (MOST_CHARACTERS + 1)}))
    central = data.index(b"PK\x01\x02")
    data[central + 24 : central + 28] = struct.pack("<L", 1)

    with pytest.raises(FormatError, match=DAMAGED):
        read_archive(bytes(data))


def test_file_without_a_name_is_skipped() -> None:
    data = bytearray(packed({"b.md": b"B", "a": b"A"}))
    central = data.rindex(b"PK\x01\x02")
    data[central + 28 : central + 32] = struct.pack("<HH", 0, 1)

    assert read_archive(bytes(data)) == (ArchivedFile("b.md", b"B"),)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    method = draw(st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]))
    data = bytearray(packed({"a.md": b"Mine. " * 9, "é/b.txt": b"Yours."}, method))
    for place, value in draw(st.lists(st.tuples(st.integers(0, len(data) - 1), st.integers(0, 255)), max_size=6)):
        data[place] = value
    return bytes(data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data)


@unhurried
@given(st.binary() | damaged())
def test_any_bytes_are_unpacked_or_refused(data: bytes) -> None:
    try:
        assert read_archive(data)
    except FormatError as error:
        assert str(error).encode()


def test_anki_deck_is_named_with_the_way_to_export_it() -> None:
    with pytest.raises(FormatError, match="This is an Anki deck"):
        read_archive(packed({"collection.anki21": b"SQLite", "media": b"{}"}))
