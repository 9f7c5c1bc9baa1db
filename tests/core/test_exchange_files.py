"""Files to import, by name and content."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.exchange import LibraryRecord, Problem, write_document, write_story
from stories.core.exchange.files import Read, read_files
from tests.core.exchanging import a_story, packed, unhurried

STORY = a_story(title="Rollback", situation="The launch was a day away.")
VALUES = {"netflix-2024/candor": "Candor"}


def told(read: Read) -> list[tuple[str, str]]:
    return [(story.record.title, story.origin) for story in read.stories]


def test_each_kind_of_file_is_read_as_what_it_is() -> None:
    library = LibraryRecord(stories=(STORY,))

    read = read_files(
        [
            ("one.md", write_story(STORY).encode()),
            ("two.zip", packed(**{"a.md": write_story(STORY), "picture.png": "x"})),
            ("three.CSV", b"Title,Situation\nFrom a table,x\n"),
            ("four.json", write_document(library).encode("utf-16")),
        ],
        VALUES,
    )

    assert told(read) == [("Rollback", "one.md"), ("Rollback", "two.zip, a.md"), ("From a table", "three.CSV, row 2")]
    assert read.libraries == (("four.json", library),)
    assert read.problems == ()


@pytest.mark.parametrize(
    ("name", "data", "place"),
    [
        ("one.md", b"---\nstatus: odd\n---\n", "one.md"),
        ("one.md", b"\x00\x01\x02", "one.md"),
        ("two.zip", b"PK\x03\x04broken", "two.zip"),
        (
            "two.zip",
            packed(**{"a.md": "---\nformat: prepsite/1\nstatus: odd\n---\n## Task\nx"}),
            "two.zip, a.md, Line 3",
        ),
        ("three.json", b"{", "three.json, Line 1"),
        ("three.json", b'{"format": "prepsite/1", "stories": [{"status": "odd"}]}', "three.json, Story 1, status"),
        ("two.zip", packed(**{"a.md": "An index"}), "two.zip"),
        ("four.csv", b"Title,Status\nTotal,7\n", "four.csv, Row 2"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_file(name: str, data: bytes, place: str) -> None:
    read = read_files([(name, data)], VALUES)

    assert [problem.place for problem in read.problems] == [place]


def test_bad_file_does_not_keep_others_from_being_read() -> None:
    read = read_files([("bad.json", b"{"), ("one.md", write_story(STORY).encode())], VALUES)

    assert told(read) == [("Rollback", "one.md")]
    assert isinstance(read.problems[0], Problem)


@unhurried
@given(name=st.sampled_from(["a.md", "a.json", "a.csv", "a.zip"]), data=st.binary(max_size=200))
def test_any_bytes_are_read_or_named(name: str, data: bytes) -> None:
    read = read_files([(name, data)], VALUES)

    assert all(problem.place.startswith(name) and problem.reason for problem in read.problems)
