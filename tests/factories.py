"""Rows for tests, created without the actions where only the rows matter."""

import uuid
from typing import Any

from django.contrib.auth.hashers import make_password
from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from stories.core.choices import Fit, Status, Strength
from stories.core.fields import NAMES
from stories.core.search import fold
from stories.core.terms import terms_of_story
from stories.models import Answer, Opinion, Owner, PreparedAnswer, Question, Story, Tag, Topic, Value


class OwnerFactory(DjangoModelFactory[Owner]):
    class Meta:
        model = Owner

    username = Sequence(lambda number: f"owner{number}")
    password = make_password(None)


class StoryFactory(DjangoModelFactory[Story]):
    """A ready story."""

    class Meta:
        model = Story

    owner = SubFactory(OwnerFactory)
    title = Sequence(lambda number: f"Rolled back launch {number}")
    headline = "I stopped my own launch"
    situation = "The launch was only a day away, and everybody knew it."
    task = "The decision was mine."
    action = (
        "I read the logs and called the director. I told her on the phone what I had seen: the two columns disagreed "
        "for one member in nine, and nobody could say which of them was right. I asked for nine days, wrote down what "
        "I would look at on each of them, and promised a page of results on the third evening, whatever it said. Then "
        "I joined the two tables by hand for a thousand members, found the clock that was an hour ahead, and had a "
        "colleague repeat it without my notes. On the third evening I sent the page to everybody who was waiting for "
        "the launch."
    )
    result = "The launch moved by nine days and lost no member."
    status = Status.READY
    words = 140
    terms = LazyAttribute(lambda story: terms_of_story(story.action, story.title).dump())
    search_text = LazyAttribute(lambda story: fold(f"{story.title} {story.situation} {story.action}"))


class TagFactory(DjangoModelFactory[Tag]):
    class Meta:
        model = Tag

    owner = LazyAttribute(lambda tag: tag.story.owner)
    strength = Strength.PRIMARY
    evidence = "called the director"


class AnswerFactory(DjangoModelFactory[Answer]):
    class Meta:
        model = Answer

    owner = LazyAttribute(lambda answer: answer.story.owner)
    fit = Fit.STRONG
    words = 250


class QuestionFactory(DjangoModelFactory[Question]):
    """An owner's own question."""

    class Meta:
        model = Question

    slug = Sequence(lambda number: f"own-{number}")
    text = Sequence(lambda number: f"What about own question {number}?")
    topic = LazyAttribute(lambda _: Topic.objects.get(slug="conflict"))


class ValueFactory(DjangoModelFactory[Value]):
    """An owner's own value."""

    class Meta:
        model = Value

    slug = Sequence(lambda number: f"own-{number}")
    name = Sequence(lambda number: f"Own value {number}")


class OpinionFactory(DjangoModelFactory[Opinion]):
    class Meta:
        model = Opinion


class PreparedAnswerFactory(DjangoModelFactory[PreparedAnswer]):
    """Told in forty seconds."""

    class Meta:
        model = PreparedAnswer

    full = "I want to work where people say what they think. " * 10
    version = 1


def story_post(values: list[Value], **typed: Any) -> dict[str, Any]:
    """What the browser sends for a filled story form; `typed` may include `tag_<pk>` and `evidence_<pk>`."""
    blank = dict.fromkeys(NAMES, "")
    tags = {f"tag_{value.pk}": "" for value in values} | {f"evidence_{value.pk}": "" for value in values}
    return {"id": str(uuid.uuid4()), "base": 0, "session": str(uuid.uuid4())} | blank | tags | typed
