"""More files of the kinds that people publish, each with what it must become (tests/cases/published)."""

import json
from typing import Any

import pytest

from stories.core.exchange import Incoming
from stories.core.exchange.files import read_files
from tests.core.test_exchange_cases import HERE, VALUES

PUBLISHED = HERE / "cases" / "published"
RIGHT: dict[str, Any] = json.loads((PUBLISHED / "right.json").read_text())


def texts(story: Incoming) -> dict[str, str]:
    """All but the notes, without what is empty."""
    return {name: text for name, text in story.record.texts.items() if text and name != "notes"}


def test_each_file_has_its_right_value() -> None:
    assert set(RIGHT) == {path.name for path in PUBLISHED.iterdir()} - {"right.json"}


@pytest.mark.parametrize("name", RIGHT)
def test_published_file_becomes_what_it_should(name: str) -> None:
    """The notes hold what is listed, in any form; where nothing is listed, there are none."""
    right = RIGHT[name]

    found = read_files([(name, (PUBLISHED / name).read_bytes())], VALUES)

    assert [texts(story) for story in found.stories] == [
        {key: text for key, text in story.items() if key not in ("notes", "tags", "status", "question")}
        for story in right["stories"]
    ]
    for story, expected in zip(found.stories, right["stories"], strict=True):
        notes = story.record.texts["notes"]
        assert [text for text in expected.get("notes", ()) if text not in notes] == []
        assert bool(notes) == ("notes" in expected)
        assert {tag.value for tag in story.record.tags} == set(expected.get("tags", ()))
        assert story.question == expected.get("question", "")
        assert story.record.status == expected.get("status", "draft")
    assert {label.name for labels in found.unknown.values() for label in labels} >= set(right.get("unknown", ()))
    assert [any(text in str(problem) for problem in found.problems) for text in right.get("problems", ())] == [
        True for _ in right.get("problems", ())
    ]
    assert bool(found.problems) == ("problems" in right)
