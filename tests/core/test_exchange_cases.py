"""Files in shapes that people really use, each with what it must become (tests/cases/import)."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from stories.core.exchange import Incoming
from stories.core.exchange.files import Read, read_files

HERE = Path(__file__).parents[1]
CASES = HERE / "cases" / "import"
RIGHT: dict[str, Any] = json.loads((CASES / "right.json").read_text())
FRAMEWORKS = tomllib.loads((HERE.parent / "stories" / "bank" / "seeds" / "frameworks.toml").read_text())["framework"]
VALUES = {
    f"{framework['slug']}/{value['slug']}": value["name"] for framework in FRAMEWORKS for value in framework["value"]
}


def read(name: str) -> Read:
    return read_files([(name, (CASES / name).read_bytes())], VALUES)


def as_written(story: Incoming) -> dict[str, Any]:
    """What a story holds, without what is empty."""
    record = story.record
    tags = {tag.value: str(tag.strength) for tag in record.tags}
    texts = {name: text for name, text in record.texts.items() if text}
    asked = {"question": story.question} if story.question else {}
    return asked | texts | {"status": str(record.status), "tags": tags, "extra": dict(record.extra)}


def test_each_case_has_its_right_value() -> None:
    assert set(RIGHT) == {path.name for path in CASES.iterdir()} - {"right.json"}


@pytest.mark.parametrize("name", RIGHT)
def test_file_becomes_what_it_should(name: str) -> None:
    found = read(name)

    assert [as_written(story) for story in found.stories] == RIGHT[name]["stories"]
    assert [str(problem) for problem in found.problems] == RIGHT[name]["problems"]
