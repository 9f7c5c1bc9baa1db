"""A library that somebody filled before stories and answers had to be told in time, brought up to date."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from stories.library.derived import DERIVED
from tests.test_library import SQLITE_ONLY, manage

pytestmark = SQLITE_ONLY

BEFORE = "0015"
FILL = """
from stories.models import Framework, Loop, Owner, Question, Round, RoundQuestion, Value
from tests.factories import AnswerFactory, OwnerFactory, StoryFactory, TagFactory

owner = Owner.objects.local()
OwnerFactory.create(username="bob")
candor = Value.objects.get(framework__slug="netflix-2024", slug="candor")
kept, stubby, long = Question.objects.filter(owner=None, kind="episode", topic__category="behavioral-culture")[:3]
told = StoryFactory.create(owner=owner, title="Told")
stub = StoryFactory.create(
    owner=owner, title="Stub", situation="It was late.", task="Mine.", action="I went there.", result="We won."
)
draft = StoryFactory.create(owner=owner, title="Draft", status="draft", action="")
for story in (told, stub):
    TagFactory.create(story=story, value=candor)
AnswerFactory.create(story=told, question=kept, opening="It began with a log.")
AnswerFactory.create(story=stub, question=stubby)
AnswerFactory.create(story=told, question=long, fit="ok", full="All of it, word for word. " * 100)
loop = Loop.objects.create(owner=owner, name="Acme", date="2026-12-01")
part = Round.objects.create(owner=owner, loop=loop, name="Culture", minutes=60)
RoundQuestion.objects.create(owner=owner, round=part, question=kept, pinned=told)
"""
SAY = """
import json
from stories.coverage.losses import fallen_for
from stories.coverage.snapshot import snapshot_of
from stories.models import Owner, Question

owner = Owner.objects.local()
fallen = fallen_for(owner, snapshot_of(owner))
episodes = Question.objects.filter(owner=None, kind="episode", topic__category="behavioral-culture")[:3]
places = {question.pk: place for place, question in enumerate(episodes)}
print(json.dumps({
    "values": [value.name for value in fallen.values],
    "questions": {places[row.question.pk]: row.next.step.reason for row in fallen.questions},
    "stories": {story.title: story.why_not_counted(owner.pace) for story in fallen.stories},
    "others hear": Owner.objects.get(username="bob").hears_what_fell,
}))
"""
TABLES = ("owner", "story", "tag", "answer", "loop", "round", "roundquestion")
WORKED_OUT = {*DERIVED, "findings"}
Rows = dict[str, list[dict[str, Any]]]


def in_shell(data: Path, code: str) -> str:
    done = manage(data, "shell", "--no-imports", "-c", code)
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows(data: Path) -> Rows:
    """By table."""
    with closing(sqlite3.connect(data / "library.sqlite3")) as database:
        database.row_factory = sqlite3.Row
        return {name: [dict(row) for row in database.execute(f"SELECT * FROM stories_{name}")] for name in TABLES}


def in_columns_of(before: Rows, found: Rows) -> Rows:
    """What was found, in the columns from before, without those that are worked out from a story."""
    return {
        name: [{column: row[column] for column in before[name][0] if column not in WORKED_OUT} for row in table]
        for name, table in found.items()
    }


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """As the version before left it, filled."""
    in_shell(tmp_path, FILL)
    assert manage(tmp_path, "migrate", "stories", BEFORE).returncode == 0
    with closing(sqlite3.connect(tmp_path / "library.sqlite3")) as database:
        database.execute("UPDATE stories_story SET derived_by = 'older'")
        database.commit()
    return tmp_path


def test_filled_library_keeps_its_rows_and_is_told_what_fell(older: Path) -> None:
    before = rows(older)
    assert {"was_seen", "words"}.isdisjoint(before["answer"][0])

    said = json.loads(in_shell(older, SAY))

    after = rows(older)
    assert in_columns_of(before, after) == in_columns_of(before, before)
    assert [(row["was_seen"], row["words"] > 0) for row in after["answer"]] == [(1, True)] * 3
    assert [(row["work"], row["answer_least"]) for row in after["owner"]] == [("", 45)] * 2
    assert [(row["starts"], row["time_zone"]) for row in after["round"]] == [(None, "")]
    assert said == {
        "values": ["Candor"],
        "questions": {
            "1": "Answered only with a story that isn't ready.",
            "2": "Answered only at a length that loses the room.",
        },
        "stories": {"Stub": ["Situation has only 3 words.", "Action has only 3 words.", "Result has only 2 words."]},
        "others hear": False,
    }
