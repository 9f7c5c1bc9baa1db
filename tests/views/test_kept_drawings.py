"""The parts of the matrices that are kept as they were drawn: they are what would be drawn now, whatever changes."""

import re

import pytest
from django.test import Client

from stories.core.choices import Fit, Status, Strength
from stories.models import Answer, Owner, Question, Story, Tag, Value
from stories.templatetags import cells, tallies
from tests.factories import AnswerFactory, QuestionFactory, StoryFactory, TagFactory

PAGES = ("/coverage/", "/coverage/?view=questions")
TOKEN = re.compile(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"')


@pytest.fixture
def told(alice: Owner, candor: Value) -> None:
    """An answer to a question of Alice's, from a story that shows a value of hers; both have company."""
    own = Value.objects.create(owner=alice, framework=candor.framework, slug="ours", name="Our value", position=9)
    story = StoryFactory.create(owner=alice, title="A story")
    for each in (story, StoryFactory.create(owner=alice, title="Another")):
        TagFactory.create(story=each, value=own)
        TagFactory.create(story=each, value=candor, strength=Strength.SUPPORTING)
    AnswerFactory.create(story=story, question=QuestionFactory.create(owner=alice, text="A question?"))


def pages(client: Client) -> list[str]:
    return [TOKEN.sub(r"\1", client.get(page).text) for page in PAGES]


def forget() -> None:
    for module in (cells, tallies):
        for kept in vars(module).values():
            if hasattr(kept, "cache_clear"):
                kept.cache_clear()


CHANGES = (
    lambda: Story.objects.filter(title="A story").update(faults="The result is empty."),
    lambda: Story.objects.filter(title="A story").update(faults=""),
    lambda: Story.objects.filter(title="A story").update(status=Status.DRAFT),
    lambda: Story.objects.filter(title="Another").update(title="Another & its <b>name</b>"),
    lambda: Tag.objects.filter(story__title="A story").update(strength=Strength.SUPPORTING),
    lambda: Value.objects.filter(slug="ours").update(name="Theirs & ours"),
    lambda: Question.objects.filter(text="A question?").update(text="Which “question” & why?"),
    lambda: Answer.objects.update(fit=Fit.STRETCH),
    lambda: Owner.objects.update(coverage_target=1),
    lambda: Tag.objects.filter(story__title="A story").delete(),
    lambda: Story.objects.filter(title="A story").update(status=Status.ARCHIVED),
)
"""One after the other."""


@pytest.mark.usefixtures("told")
def test_kept_parts_follow_every_change(client: Client) -> None:
    for change in CHANGES:
        before = pages(client)
        change()

        kept = pages(client)

        forget()
        assert kept == pages(client)
        assert kept != before
