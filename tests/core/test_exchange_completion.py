"""A table never empties what it has no room for."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import pytest

from stories.core.choices import Status, Strength
from stories.core.exchange import (
    Change,
    Decision,
    Entry,
    StoryRecord,
    TagRecord,
    decided,
    plan_stories,
    stamp,
    storable,
    write_rows,
)
from stories.core.exchange.files import read_files
from tests.core.exchanging import a_story, retold

ID = "3f0c9a52-0000-4000-8000-000000000000"
CANDOR, COURAGE = "netflix-2024/candor", "netflix-2024/courage"
VALUES = {CANDOR: "Candor", COURAGE: "Courage"}
STORY = stamp(
    a_story(
        ID,
        status=Status.READY,
        tags=(TagRecord(CANDOR, evidence="I told him."), TagRecord(COURAGE, Strength.SUPPORTING)),
        extra={"skills": ["a", "b"]},
        title="Rollback",
        situation="\n  The launch\r\nwas a day away.\x0b ",
        task="Mine.",
        action="I asked.",
        result="Nine.",
        notes="Not the name.",
    )
)


def planned(*rows: list[str], library: StoryRecord = STORY) -> Entry:
    """What a table with these rows would do to a library that has the story."""
    table = io.StringIO()
    csv.writer(table).writerows(rows)
    [entry] = plan_stories(read_files([("a.csv", table.getvalue().encode())], VALUES).stories, [library], VALUES)
    return entry


def test_table_that_was_not_edited_changes_nothing() -> None:
    assert planned(*write_rows([STORY])).change == Change.SAME


@pytest.mark.parametrize("evidence", [" a ", "\xa0a\u2028", "a\rb", "a\x0bb", "\x0ba", "a\x1c", " ", "\x1f"])
@pytest.mark.parametrize("written", [str, storable])
def test_evidence_is_compared_as_a_cell_holds_it(evidence: str, written: Callable[[str], str]) -> None:
    story = stamp(replace(STORY, tags=(TagRecord(CANDOR, evidence=evidence),)))
    rows = [[written(cell) for cell in row] for row in write_rows([story])]

    assert planned(*rows, library=story).change == Change.SAME


def test_edited_row_changes_what_was_edited_and_nothing_else() -> None:
    header, row = write_rows([STORY])
    row[header.index("Action")] = "I told him."

    entry = planned(header, row)

    assert (entry.change, entry.differing) == (Change.CHANGED, ("action",))
    assert entry.record == retold(STORY, action="I told him.")


@pytest.mark.parametrize("removed", ["Title", "Situation", "Notes", "Status", CANDOR])
def test_removed_column_empties_nothing(removed: str) -> None:
    header, row = write_rows([STORY])
    at = header.index(removed)

    assert planned(header[:at] + header[at + 1 :], row[:at] + row[at + 1 :]).change == Change.SAME


def test_emptied_cell_is_emptied() -> None:
    header, row = write_rows([STORY])
    for name in ("Notes", COURAGE):
        row[header.index(name)] = ""

    assert planned(header, row).differing == ("notes", "tags")


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ("Candor, Courage (supporting)", STORY.tags),
        ("Candor", STORY.tags[:1]),
    ],
)
def test_list_of_values_says_which_there_are_but_has_no_room_for_evidence(
    cell: str, tags: tuple[TagRecord, ...]
) -> None:
    entry = planned(["Id", "Fingerprint", "Title", "Tags"], [ID, STORY.fingerprint, "Rollback", cell])

    assert entry.record.tags == tags


def test_conflict_that_is_taken_keeps_what_the_table_has_no_room_for() -> None:
    entry = planned(["Title", "Situation", "Action"], ["Rollback", STORY.texts["situation"], "I told him."])

    taken, both = decided(entry, Decision.TAKE), decided(entry, Decision.BOTH)

    assert (entry.change, entry.differing) == (Change.CONFLICT, ("action",))
    assert taken.record.texts == retold(STORY, action="I told him.").texts
    assert (taken.record.tags, taken.record.extra, taken.record.status) == (STORY.tags, STORY.extra, Status.READY)
    assert (both.record.texts["notes"], both.record.extra) == ("", {})


def test_new_story_has_only_what_the_table_says() -> None:
    assert planned(["Title"], ["Another"]) == Entry(
        "stories", Change.NEW, a_story(title="Another"), origin="a.csv, row 2"
    )


def test_stories_that_begin_alike_are_compared_with_a_limited_number_of_others() -> None:
    library = [a_story(str(number), title="a", action=str(number)) for number in range(300)]
    read = read_files([("a.csv", b"Title,Action\na,99\na,299\n")], VALUES)

    entries = plan_stories(read.stories, library, VALUES)

    assert [entry.change for entry in entries] == [Change.SAME, Change.CONFLICT]
