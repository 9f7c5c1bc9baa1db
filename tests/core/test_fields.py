"""The list of a story's fields, and what an export made before a field existed still means."""

import json
from pathlib import Path

import pytest

from stories.core.choices import Section, Status
from stories.core.exchange import (
    Change,
    Incoming,
    plan_stories,
    read_csv,
    read_document,
    read_rows,
    read_story,
    recognise,
    write_story,
)
from stories.core.exchange.encodings import decode
from stories.core.exchange.fingerprints import fingerprint_of, has_fingerprint, stamp
from stories.core.exchange.names import plain_name
from stories.core.exchange.story_records import StoryRecord, TagRecord
from stories.core.fields import FIELDS, NAMES
from tests.core.exchanging import a_story, retold

FIRST_EXPORT = Path(__file__).parents[1] / "cases" / "first-export.csv"
"""A spreadsheet from the time when stories had five details and five sections. One of its stories has unknown names."""
ID = "3f0c9a52-0000-4000-8000-000000000000"


def first_export() -> list[StoryRecord]:
    rows = read_csv(decode(FIRST_EXPORT.read_bytes()))
    values = {name: name for name in rows[0] if "/" in name}
    stories, problems = read_rows(rows, recognise(rows, values), values)
    assert problems == ()
    return [story.record for story in stories]


def test_sections_are_the_spoken_fields() -> None:
    assert [field.name for field in FIELDS if field.is_spoken] == list(Section)


def test_names_differ_from_those_of_a_record() -> None:
    """A story file holds both next to each other."""
    assert len(set(NAMES)) == len(NAMES)
    assert {"id", "fingerprint", "format", "status", "tags", "extra"}.isdisjoint(NAMES)


def test_columns_are_known_by_one_field_alone_and_by_its_label() -> None:
    known = [(name, field.name) for field in FIELDS for name in field.columns.split(", ")]

    assert [name for name, _ in known if plain_name(name) != name] == []
    assert len(dict(known)) == len(known)
    assert {field.name: dict(known).get(plain_name(field.label)) for field in FIELDS} == dict(
        zip(NAMES, NAMES, strict=True)
    )


def test_stories_of_the_first_exports_are_still_recognised() -> None:
    stories = first_export()

    recognised = [story.title for story in stories if has_fingerprint(story, story.fingerprint)]

    assert len(stories) == 14
    assert recognised == [story.title for story in stories if story.title != "T"]


def test_an_edit_of_a_first_export_is_a_change_and_not_a_conflict() -> None:
    story = first_export()[1]
    library = [stamp(story)]

    [entry] = plan_stories([Incoming(retold(story, result="Two services."), "")], library, ())

    assert (entry.change, entry.differing) == (Change.CHANGED, ("result",))


def test_a_first_export_does_not_take_away_what_was_written_in_a_later_field() -> None:
    story = first_export()[1]
    library = [stamp(retold(story, notes="Written since."))]

    [entry] = plan_stories([Incoming(retold(story, result="Two services."), "")], library, ())

    assert entry.change == Change.CONFLICT


@pytest.mark.parametrize(
    ("story", "fingerprint"),
    [
        (a_story(), "21e0489ee592c3ed"),
        (
            a_story(
                ID,
                status=Status.READY,
                tags=(TagRecord("a/b"),),
                extra={"mood": "calm"},
                title="Rollback",
                situation="Once.",
                notes="N",
            ),
            "492d99d1a1f0756d",
        ),
    ],
)
def test_fingerprints_stay_what_they_are(story: StoryRecord, fingerprint: str) -> None:
    """SHA-256 of what is not blank, as sorted JSON. If they change, every story exported so far looks edited."""
    assert fingerprint_of(story) == fingerprint


def test_no_story_without_a_fingerprint_is_recognised() -> None:
    assert not has_fingerprint(a_story(notes="N"), "")


def test_heading_of_a_later_field_stays_in_the_text_of_an_older_file() -> None:
    """Today “## Notes” in a text is escaped; files from before notes existed have it as it is."""
    story = a_story(task="A\n## Notes\nB", title="Rollback")
    escaped = write_story(stamp(story))
    assert "\\## Notes" in escaped

    older = escaped.replace("\\## Notes", "## Notes")

    assert read_story(older) == stamp(story)
    assert read_story(escaped) == stamp(story)


def test_edited_file_is_read_with_the_headings_of_today() -> None:
    written = write_story(stamp(a_story(task="A", title="Rollback")))

    edited = read_story(written.replace("## Task\nA", "## Task\nA\n\n## Notes\nB"))

    assert (edited.texts["task"], edited.texts["notes"]) == ("A", "B")


def test_first_export_with_an_unknown_name_that_became_a_field_is_still_recognised() -> None:
    """The first formula hashed it among the unknown names: {"notes": "N"}."""
    story = a_story(ID, title="Rollback", notes="N")

    assert has_fingerprint(story, "2a986c98674e751e")


def test_document_keeps_what_stood_under_the_name_of_a_later_field_whatever_its_shape() -> None:
    text = json.dumps({"format": "prepsite/1", "stories": [{"id": ID, "title": "A", "notes": ["x", {"y": "z"}]}]})

    library, problems = read_document(text)

    assert problems == ()
    assert library.stories[0].texts["notes"] == "- x\n- y: z"
