"""The values that a story might also show: asked about on its page and in its editor, and never set."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from stories.base.engine import Engine, load_engine
from stories.core.choices import Status
from stories.library.possible_values import possible_values
from stories.library.vectors import make_vectors
from stories.models import Framework, Owner, Story, StoryVector, Tag, Value
from tests.factories import StoryFactory, TagFactory

FRANK = (
    "I told my manager in plain words what nobody else had said. I gave her honest feedback about her plan, and I "
    "asked her to tell me directly what I should do better. I admitted my own mistake openly to the whole team."
)
DULL = (
    "I planted tomatoes and watered them in the evening.",
    "I painted the fence and put the brushes away.",
    "I moved the tables of the canteen to another hall.",
    "I cooked soup for forty guests on a Sunday.",
    "I drove the van to the depot and back again.",
)
EMPTY = dict.fromkeys(("title", "headline", "situation", "task", "result", "learning"), "")


@pytest.fixture
def story(alice: Owner) -> Story:
    """Among dull ones, with their vectors."""
    engine = load_engine()
    assert isinstance(engine, Engine)
    told = [StoryFactory.create(owner=alice, status=Status.DRAFT, action=text, **EMPTY) for text in (*DULL, FRANK)]
    make_vectors(engine, lambda done, total: None)
    return told[-1]


def slugs(story: Story, owner: Owner) -> list[str]:
    return [value.slug for value in possible_values(story, owner)]


def test_frank_story_may_show_candor(alice: Owner, story: Story) -> None:
    assert "candor" in slugs(story, alice)


def test_value_is_asked_for_with_a_link_to_its_evidence_and_not_set(
    client: Client, story: Story, candor: Value
) -> None:
    page, editor = client.get(story.get_absolute_url()), client.get(f"/stories/{story.pk}/edit/")

    assertContains(page, f'href="/stories/{story.pk}/edit/#value-{candor.pk}"')
    assertContains(editor, f'href="#value-{candor.pk}"')
    assertContains(editor, f'id="value-{candor.pk}"')
    assert not Tag.objects.exists()


def test_value_that_it_is_tagged_with_is_not_asked_for(
    client: Client, alice: Owner, story: Story, candor: Value
) -> None:
    TagFactory.create(story=story, value=candor)

    assert "candor" not in slugs(story, alice)
    assertNotContains(client.get(story.get_absolute_url()), f"#value-{candor.pk}")


def test_nothing_is_asked_in_another_framework_or_of_archived_stories(alice: Owner, story: Story) -> None:
    alice.framework = Framework.objects.exclude(is_default=True).first()
    assert slugs(story, alice) == []

    alice.framework = None
    Story.objects.filter(pk=story.pk).update(status=Status.ARCHIVED)
    assert slugs(story, alice) == []


def test_nothing_is_asked_without_vectors_or_in_a_small_library(alice: Owner, story: Story) -> None:
    StoryVector.objects.exclude(story=story).first().delete()  # type: ignore[union-attr]
    assert slugs(story, alice) == []

    StoryVector.objects.all().delete()
    assert slugs(story, alice) == []


@pytest.mark.usefixtures("transactional_db")
def test_vectors_are_read_again_only_after_a_change(alice: Owner, story: Story) -> None:
    first = slugs(story, alice)

    with CaptureQueriesContext(connection) as queries:
        assert slugs(story, alice) == first
    assert [query["sql"] for query in queries if StoryVector._meta.db_table in query["sql"]] == []

    Story.objects.filter(pk=story.pk).update(status=Status.ARCHIVED)
    assert slugs(story, alice) == []
    Story.objects.filter(pk=story.pk).update(status=Status.DRAFT)
    assert slugs(story, alice) == first
    StoryVector.objects.filter(story=story).delete()
    assert slugs(story, alice) == []
