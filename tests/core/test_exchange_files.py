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
            packed(**{"a.md": "---\nformat: prepsite/1\nstatus: [odd\n---\n## Task\nx"}),
            "two.zip, a.md, Line 4",
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


BODY = "\n## Situation\nIt was late.\n## Action\nI asked.\n"


def test_keys_of_others_refuse_no_notes_and_are_kept() -> None:
    text = f"---\nformat: blog\nfingerprint: abc\nid: 2023\nmood: calm\n---{BODY}"

    read = read_files([("late.md", text.encode())], {})

    (story,) = read.stories
    assert read.problems == ()
    assert story.record.texts["notes"] == "Format: blog\n\nFingerprint: abc\n\nId: 2023"
    assert (story.record.id, story.record.fingerprint, story.record.extra) == ("", "", {"mood": "calm"})


def test_what_cannot_be_read_of_a_story_file_is_left_out_and_named() -> None:
    long = "very " * 40
    tags = "tags:\n- {value: acme/candor}\n- {value: acme}\n- {value: acme/courage, strength: huge}\n"
    text = f"---\nformat: prepsite/1\nid: 12\nstatus: great\ntitle: {long}\nnotes: Mine.\n{tags}---{BODY}"

    (story,) = read_files([("late.md", text.encode())], {}).stories

    record = story.record
    assert (record.id, record.status, [tag.value for tag in record.tags]) == ("", "draft", ["acme/candor"])
    assert (record.texts["situation"], record.texts["action"]) == ("It was late.", "I asked.")
    assert record.texts["notes"] == f"Mine.\n\nTitle: {long.strip()}"
    assert story.remarks == (
        "Title is longer than 150 characters: cut, and kept whole in the notes.",
        "Id: “12” isn't an id of Prepsite. It was left out.",
        "Status: “great” isn't draft, ready or archived. It was left out.",
        "Tag 2, value: “acme” isn't a value such as “netflix-2024/candor”. It was left out.",
        "Tag 3, strength: “huge” isn't primary or supporting. It was left out.",
    )
    assert story.holds == frozenset({*record.texts, "extra"})


def test_unknown_key_that_is_too_long_is_left_out() -> None:
    text = f"---\nformat: prepsite/1\nmood: {'x' * 20_001}\nplace: Rome\n---{BODY}"

    (story,) = read_files([("late.md", text.encode())], {}).stories

    assert story.record.extra == {"place": "Rome"}
    assert story.holds == frozenset({*story.record.texts, "status", "tags"})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"---\nformat: prepsite/2\n---{BODY}", "late.md: The format is “prepsite/2”; this version reads prepsite/1."),
        (f"---\nformat: prepsite/1\ntitle: [a\n---{BODY}", "late.md, Line 4: The front matter isn't valid YAML"),
        (f"---\nformat: prepsite/1\n---\n# {'x' * 200}{BODY}", "late.md, Line 1: Title: This has 200 characters"),
        ("---\nformat: prepsite/1\n" + "".join(f"{'k' * 999}{n}: {'x' * 999}\n" for n in range(45)) + f"---{BODY}",
         "late.md: Too much of its front matter can't be read."),
    ],
)  # fmt: skip
def test_story_file_that_cannot_be_read_is_read_as_notes(text: str, reason: str) -> None:
    read = read_files([("late.md", text.encode())], {})

    assert str(read.problems[0]).startswith(reason)
    assert str(read.problems[0]).endswith(" So the file was read as notes.")
    assert [story.record.texts["action"] for story in read.stories] == (["I asked."] if "kkk" not in text else [])
    assert read.refused == (() if read.stories else ("late.md",))


def test_empty_headings_are_said() -> None:
    text = "## Situation\nIt was late.\n" + "".join(f"## Odd {n}\n" for n in range(6))

    (story,) = read_files([("late.md", text.encode())], {}).stories

    named = "“Odd 0”, “Odd 1”, “Odd 2”, “Odd 3”, “Odd 4” and “…”"
    assert story.remarks == (f"There is no text under {named}, so nothing was kept of it.".replace("“…”", "…"),)


@pytest.mark.parametrize("ending", ["apkg", "colpkg", "xls", "ods", "numbers", "doc", "odt", "pages"])
def test_file_that_must_be_converted_first_is_named_in_an_archive_too(ending: str) -> None:
    name = f"prep.{ending}"

    read = read_files([("a.zip", packed(**{name: "x" * 100, "late.md": BODY})), (name, b"\xd0\xcf\x11\xe0")], VALUES)

    assert len(read.stories) == 1
    assert [problem.place for problem in read.problems] == [f"a.zip, {name}", name]
    assert all("and import that" in problem.reason for problem in read.problems)


def test_table_that_is_only_called_xls_is_read() -> None:
    assert len(read_files([("prep.xls", b"Title,Situation,Action\nLate,It was late.,I asked.\n")], VALUES).stories) == 1


@pytest.mark.parametrize("line", ["company: Acme | Data engineer", "Company | Role: Acme | Data engineer"])
def test_organisation_and_role_in_one_line_of_the_front_matter_are_told_apart(line: str) -> None:
    (story,) = read_files([("late.md", f"---\n{line}\n---{BODY}".encode())], {}).stories

    assert (story.record.texts["organisation"], story.record.texts["role"]) == ("Acme", "Data engineer")
