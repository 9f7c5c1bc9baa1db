"""Which rows of a backup would make pages fail, told before they get into a library."""

from typing import Any

import pytest
from django.apps import apps
from django.db.models import JSONField, Model

from prepsite.sound_rows import KINDS, UnsoundError, check_row
from stories.bank import demo
from stories.library.derived import edition
from stories.library.upkeep import refresh
from stories.models import (
    Answer,
    AnswerConflict,
    AnswerVersion,
    EditConflict,
    Framework,
    Owner,
    PreparedVersion,
    Question,
    Round,
    Story,
    StoryVector,
    Tag,
)
from stories.models.version import StoryVersion
from tests.factories import StoryFactory

FINDING = {
    "code": "STAR001",
    "severity": "error",
    "section": None,
    "message": "m",
    "hint": "h",
    "denial": "",
    "fingerprint": "f",
}
FIELDS = {"fit": "ok", "opening": "", "closing": "", "rewordings": {}, "full": "", "short": "", "headline": ""}
DEEP: Any = "x"
for _ in range(30):
    DEEP = {"a": DEEP}


NOT_RESTORED = {f"stories.PendingImport.{name}" for name in ("choices", "columns", "labels")}


def found(*findings: object) -> dict[str, object]:
    return {"edition": f"{edition()}/150/1", "found": list(findings)}


@pytest.mark.parametrize(
    ("model", "field", "value"),
    [
        (Story, "status", "zzz"),
        (Story, "status", ""),
        (Story, "title", "x" * 151),
        (Story, "version", -1),
        (Story, "extra", ["x"]),
        (Story, "extra", "x"),
        (Story, "extra", DEEP),
        (Story, "findings", [1]),
        (Story, "findings", found({})),
        (Story, "findings", found(FINDING | {"code": "zzz"})),
        (Story, "findings", found(FINDING | {"section": "zzz"})),
        (Story, "terms", f"{StoryFactory.build().terms.split('|')[0]}|x"),
        (Tag, "strength", "zz"),
        (Answer, "fit", "zz"),
        (Answer, "rewordings", [1]),
        (Answer, "rewordings", None),
        (Answer, "rewordings", {"zzz": {"text": "x", "was": ""}}),
        (Answer, "rewordings", {"task": {"text": "x"}}),
        (Answer, "rewordings", {"task": {"text": 5, "was": None}}),
        (Answer, "rewordings", {"task": {"text": "\ud800", "was": ""}}),
        (Answer, "follow_ups", {"a": 1}),
        (Answer, "follow_ups", [1]),
        (Answer, "follow_ups", [{"question": [1], "note": {}}]),
        (AnswerConflict, "content", FIELDS),
        (AnswerVersion, "fields", FIELDS),
        (PreparedVersion, "fields", {"full": 5, "short": "", "headline": "", "follow_ups": ""}),
        (PreparedVersion, "fields", {"full": "Yes."}),
        (StoryVersion, "texts", [1]),
        (StoryVersion, "tags", [{"value": 1}]),
        (EditConflict, "content", {"texts": {}, "tags": [{}], "values": []}),
        (Question, "evidence", "zz"),
        (Question, "slug", "a b"),
        (Question, "stages", 5),
        (Question, "stages", ["zzz"]),
        (Question, "stages", [None]),
        (Round, "minutes", 0),
        (Round, "id", 0),
        (Round, "id", 2**63 - 1),
        (Round, "stage", "zz"),
        (Owner, "words_per_minute", 0),
        (Owner, "task_share", 0),
        (Framework, "source", "javascript:alert(1)"),
        (StoryVector, "numbers", b"\0"),
    ],
)
def test_field_that_pages_cannot_show_is_named(model: type[Model], field: str, value: object) -> None:
    needed: dict[str, object] = {"texts": {}, "tags": []} if model is StoryVersion else {}
    row = model(**needed | {field: value})

    with pytest.raises(UnsoundError, match=f"^{field}$"):
        check_row(row)


@pytest.mark.parametrize(
    ("model", "field", "value"),
    [
        (Story, "extra", {"mood": "proud", "links": ["a", None, {"b": "c"}]}),
        (Story, "findings", {}),
        (Story, "findings", {"edition": "an older one", "found": "in another form"}),
        (Story, "findings", found(FINDING, FINDING | {"section": "task"})),
        (Story, "terms", "an older one"),
        (Framework, "source", "https://a/x"),
        (StoryVector, "numbers", bytes(768)),
    ],
)
def test_what_is_written_or_made_again_is_sound(model: type[Model], field: str, value: object) -> None:
    check_row(model(**{field: value}))


@pytest.mark.django_db
def test_every_row_of_the_bank_and_of_the_demo_is_sound(alice: Owner) -> None:
    demo.fill(alice)
    for story in alice.stories.all():
        refresh(story)

    rows = [row for model in apps.get_models() for row in model._base_manager.all()]

    for row in rows:
        check_row(row)
    assert {type(row) for row in rows} >= {Answer, Question, Round, Story, StoryVersion, Tag}


def test_of_everything_stored_as_json_it_is_written_down_what_it_is() -> None:
    stored = {str(field) for model in apps.get_models() for field in model._meta.fields if isinstance(field, JSONField)}

    assert stored - set(KINDS) == NOT_RESTORED
