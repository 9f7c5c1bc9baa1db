"""The list of a story's fields is complete, and everything follows it."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from django.db import models
from django.test import Client

from stories.core.exchange.files import read_files
from stories.core.fields import EXPORTED, FIELDS, LABELS, NAMES, SEARCHED, VERSIONED, Kind, StoryField
from stories.exchange.export import archive_of, document_of
from stories.exchange.spreadsheets import as_csv, story_table, workbook_of
from stories.library.actions import save_story
from stories.library.content import StoryContent
from stories.models import EditConflict, Framework, Owner, Story
from tests.factories import story_post

FORMATS = {
    "library.json": lambda owner: document_of(owner).encode(),
    "stories.zip": archive_of,
    "stories.csv": lambda owner: as_csv(story_table(owner)),
    "library.xlsx": workbook_of,
}
DOCUMENTATION = Path(__file__).parents[2] / "docs" / "story-format.md"

pytestmark = pytest.mark.django_db


def texts_of_the_model() -> dict[str, models.CharField[str, str] | models.TextField[str, str]]:
    """The columns that a person fills in."""
    return {
        field.name: field
        for field in Story._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and field.editable and not field.choices
    }


def distinct(field: StoryField) -> str:
    return f"Text of the {field.name}"


@pytest.fixture
def story(alice: Owner) -> Story:
    """Each of its fields has a different text."""
    saved = save_story(
        owner=alice,
        pk=uuid.uuid4(),
        base=0,
        session=uuid.uuid4(),
        content=StoryContent(texts={field.name: distinct(field) for field in FIELDS}),
    )
    assert not isinstance(saved, EditConflict)
    return saved.story


def test_every_text_of_the_model_is_in_the_list() -> None:
    columns = texts_of_the_model()

    for name in columns.keys() - set(NAMES):
        pytest.fail(f"Story.{name} is in no list: add it to FIELDS in stories/core/fields.py, or it is never exported.")
    for name in set(NAMES) - columns.keys():
        pytest.fail(f"FIELDS has {name!r}, which Story lacks: add it to stories/models/story.py and make a migration.")


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_column_is_as_the_list_says(field: StoryField) -> None:
    column = texts_of_the_model()[field.name]

    wanted = models.TextField if field.kind == Kind.PROSE else models.CharField
    assert isinstance(column, wanted), f"Story.{field.name} must be a {wanted.__name__}, as its kind in FIELDS says."
    if field.kind == Kind.LINE:
        assert column.max_length == field.limit, f"Story.{field.name} and its limit in FIELDS must be the same."


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_field_is_exported_and_read_back(story: Story, field: StoryField, name: str) -> None:
    if not field.is_exported:
        pytest.fail(f"{field.name} is kept out of exports: say in docs/story-format.md why, and drop this line for it.")

    read = read_files([(name, FORMATS[name](story.owner))], {})

    records = [
        *(story.record for story in read.stories),
        *(story for _, library in read.libraries for story in library.stories),
    ]
    texts = [record.texts[field.name] for record in records]
    assert texts == [distinct(field)], f"{field.name} does not come back from {name}: see stories/core/exchange/."


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_field_is_versioned_searched_and_shown(client: Client, story: Story, field: StoryField) -> None:
    [version] = story.versions.all()
    assert (field.name in version.texts) == field.is_versioned
    assert Story.objects.matching(distinct(field)).exists() == field.is_searched
    assert version.parts.get(field.label) == (distinct(field) if field.is_versioned else None)

    page = client.get(story.get_absolute_url()).content.decode()
    assert distinct(field) in page, (
        f"The page of a story does not show {field.name}: see templates/stories/detail.html."
    )


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_field_can_be_edited(client: Client, story: Story, field: StoryField, netflix: Framework) -> None:
    page = client.get(f"{story.get_absolute_url()}edit/").content.decode()
    assert f'name="{field.name}"' in page, f"The editor does not show {field.name}: see templates/stories/edit.html."
    typed = {name: getattr(story, name) for name in NAMES} | {field.name: "Typed again"}
    known = {"id": story.pk, "base": story.version}

    client.post(f"{story.get_absolute_url()}edit/", story_post(list(netflix.values.all()), **known, **typed))

    story.refresh_from_db()
    assert getattr(story, field.name) == "Typed again"


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_field_is_documented(field: StoryField) -> None:
    text = DOCUMENTATION.read_text()

    assert f"`{field.name}`" in text, f"docs/story-format.md does not say what `{field.name}` holds."
    assert f"| {LABELS[field.name]} |" in text, f"docs/story-format.md does not list the column “{field.label}”."


def test_lists_are_as_the_fields_say() -> None:
    assert tuple(field.name for field in FIELDS if field.is_exported) == EXPORTED
    assert tuple(field.name for field in FIELDS if field.is_searched) == SEARCHED
    assert tuple(field.name for field in FIELDS if field.is_versioned) == VERSIONED
