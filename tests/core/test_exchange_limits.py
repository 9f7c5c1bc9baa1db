"""Whatever the library can hold can be imported, to the last character."""

import json
from typing import Any

import pytest
from django.db import models

from stories.core.exchange import LibraryRecord, SettingsRecord, read_document
from stories.core.fields import PROSE_LIMIT
from stories.models import Answer, Dismissal, Framework, Loop, Owner, Question, Round, Story, Tag, Value

ID = "3f0c9a52-0000-4000-8000-000000000000"
STORY = {"id": ID}
TAG = {"value": "a/b"}
QUESTION = {"slug": "q", "text": "Why?", "topic": "t"}
VALUE = {"slug": "v", "name": "V"}
ANSWER = {"question": "q", "story": ID}
DISMISSAL = {"story": ID, "code": "STAR001", "fingerprint": "0" * 16, "reason": "r"}


def document(**lists: Any) -> str:
    return json.dumps({"format": "prepsite/1"} | lists)


def limit(model: type[models.Model], name: str) -> int:
    field: Any = model._meta.get_field(name)
    longest: int = field.max_length or PROSE_LIMIT
    return longest


@pytest.mark.parametrize(
    ("model", "name", "lists"),
    [
        *((Story, name, lambda name, text: {"stories": [STORY | {name: text}]})
          for name in ("title", "headline", "organisation", "role", "when", "situation", "learning")),
        (Tag, "evidence", lambda name, text: {"stories": [STORY | {"tags": [TAG | {name: text}]}]}),
        *((Question, name, lambda name, text: {"questions": [QUESTION | {name: text}]})
          for name in ("slug", "text", "source", "evidence")),
        *((Framework, name, lambda name, text: {"frameworks": [{"slug": "f"} | {name: text}]})
          for name in ("slug", "company", "name")),
        *((Value, name, lambda name, text: {"frameworks": [{"slug": "f", "values": [VALUE | {name: text}]}]})
          for name in ("slug", "name", "concept", "signals")),
        *((Answer, name, lambda name, text: {"answers": [ANSWER | {name: text}]})
          for name in ("opening", "closing", "full", "short", "headline", "beats")),
        *((Dismissal, name, lambda name, text: {"dismissed": [DISMISSAL | {name: text}]})
          for name in ("code", "reason")),
        *((Loop, name, lambda name, text: {"loops": [{"name": "L"} | {name: text}]}) for name in ("name", "company")),
        (Round, "name", lambda name, text: {"loops": [{"name": "L", "rounds": [{name: text}]}]}),
    ],
)  # fmt: skip
def test_text_of_the_length_that_the_library_holds_is_read(model: type[models.Model], name: str, lists: Any) -> None:
    longest = limit(model, name)

    fits = read_document(document(**lists(name, "x" * longest)))
    exceeds = read_document(document(**lists(name, "x" * (longest + 1))))

    assert fits[0] != LibraryRecord() and not fits[1]
    assert exceeds[0] == LibraryRecord() and len(exceeds[1]) == 1


CHOSEN = ("framework", "work", "practice_minutes", "names_story_first")
"""Settings that are chosen, not counted."""


@pytest.mark.parametrize("name", [name for name in SettingsRecord.__dataclass_fields__ if name not in CHOSEN])
def test_setting_within_the_bounds_of_the_library_is_read(name: str) -> None:
    field: Any = Owner._meta.get_field(name)
    # The database's own bounds, for any whole number, come first.
    *_, lowest, highest = sorted(
        validator.limit_value for validator in field.validators if validator.limit_value < 2**15 - 1
    )

    refused = [
        number
        for number in (lowest - 1, lowest, highest, highest + 1)
        if f"settings.{name}" in {problem.place for problem in read_document(document(settings={name: number}))[1]}
    ]

    assert refused == [lowest - 1, highest + 1]


@pytest.mark.parametrize(("minutes", "problems"), [(5, 0), (90, 0), (7, 1), ("20", 1)])
def test_minutes_of_practice_are_among_those_offered(minutes: object, problems: int) -> None:
    read = read_document(document(settings={"practice_minutes": minutes}))

    assert len(read[1]) == problems


def test_record_has_the_defaults_of_the_library() -> None:
    owner = Owner()

    assert SettingsRecord() == SettingsRecord(
        **{name: getattr(owner, name) for name in SettingsRecord.__dataclass_fields__ if name != "framework"}
    )


@pytest.mark.parametrize(
    ("limit", "place", "lists"),
    [
        (500, "stories[0].tags", lambda rows: {"stories": [{"tags": [{"value": f"a/{row}"} for row in rows]}]}),
        (20, "questions[0].stages", lambda rows: {"questions": [QUESTION | {"stages": ["s" for _ in rows]}]}),
        (200, "questions[0].probes",
         lambda rows: {"questions": [QUESTION | {"probes": [{"value": f"a/{row}"} for row in rows]}]}),
        (100, "frameworks[0].values",
         lambda rows: {"frameworks": [{"slug": "f", "values": [{"slug": f"v{row}", "name": "V"} for row in rows]}]}),
        (40, "answers[0].follow_ups", lambda rows: {"answers": [ANSWER | {"follow_ups": [{} for _ in rows]}]}),
        (30, "loops[0].rounds", lambda rows: {"loops": [{"name": "L", "rounds": [{"name": "R"} for _ in rows]}]}),
        (50, "loops[0].rounds[0].questions",
         lambda rows: {"loops": [{"name": "L", "rounds": [
             {"name": "R", "questions": [{"question": f"q{row}"} for row in rows]}]}]}),
    ],
)  # fmt: skip
def test_list_inside_a_record_has_a_limit_of_its_own(limit: int, place: str, lists: Any) -> None:
    fits = read_document(document(**lists(range(limit))))
    exceeds = read_document(document(**lists(range(limit + 1))))

    assert fits[1] == ()
    assert [str(problem) for problem in exceeds[1]] == [f"{place}: There are {limit + 1}; the limit is {limit}."]
