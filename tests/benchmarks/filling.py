"""Libraries of any size, written in few statements and without the actions; pages read them as any other."""
# ruff: noqa: S311 - repeatable chance, not secrets

import random
from collections.abc import Sequence
from itertools import cycle

import numpy as np
from django.db import transaction

from stories.bank.seeding import Row, read
from stories.base.engine import edition
from stories.core.choices import Fit, Section, Status, Strength
from stories.core.meaning.recipe import dump_vector
from stories.core.search import fold
from stories.coverage.snapshot import snapshot_of
from stories.enums import Category
from stories.loops.actions import create_loop
from stories.models import Answer, Framework, Loop, Owner, Probe, Question, Story, StoryVector, Tag, Topic, Value

QUESTIONS = 500
"""Questions of every category, including the bank's."""
TAGS_A_STORY = 3
OTHERS_STORIES, OTHERS_QUESTIONS = 14, 10
"""What each of the others has: with tags, answers and probes, 100 rows."""
CANDIDATES_QUESTIONS = 10
"""Questions of their own that each of many candidates has."""
BATCH = 500


@transaction.atomic
def fill(owner: Owner, stories: int) -> Owner:
    """Give the owner `stories` stories with three tags and an answer each, 500 questions and a loop."""
    chance = random.Random(stories)
    values = list(Value.objects.filter(framework=Framework.objects.get(is_default=True), owner=None))
    bank = list(Question.objects.filter(owner=None))
    asked = bank + _questions([owner], QUESTIONS - len(bank), values, chance)
    written = _stories([owner], stories, values, chance)
    _answers(written, [question for question in asked if question.topic.category == bank[0].topic.category], chance)
    create_loop(loop=Loop(owner=owner, name="The loop", company="Acme"), snapshot=snapshot_of(owner))
    return owner


def fill_with_vectors(owner: Owner, stories: int) -> Owner:
    """The same, with vectors of nothing in particular: making the real ones would take minutes."""
    fill(owner, stories)
    rows = np.random.default_rng(1).normal(size=(stories, 384)).astype(np.float32)
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    StoryVector.objects.filter(owner=owner).delete()
    StoryVector.objects.bulk_create(
        StoryVector(story=story, owner=owner, numbers=dump_vector(vector), made_by=edition(), made_from=story.version)
        for story, vector in zip(owner.stories.all(), unit, strict=True)
    )
    return owner


def fill_others(count: int) -> int:
    """Create `count` owners with a hundred rows each; returns the number of rows."""
    chance = random.Random(count)
    values = list(Value.objects.filter(framework=Framework.objects.get(is_default=True), owner=None))
    rows = 0
    for start in range(0, count, BATCH):
        with transaction.atomic():
            names = [f"other-{number}" for number in range(start, min(start + BATCH, count))]
            owners = Owner.objects.bulk_create(Owner(username=name) for name in names)
            questions = _questions(owners, OTHERS_QUESTIONS, values, chance)
            stories = _stories(owners, OTHERS_STORIES, values, chance)
            answers = _answers(stories, questions, chance)
            rows += len(owners) + 3 * len(questions) + (1 + TAGS_A_STORY) * len(stories) + len(answers)
    return rows


@transaction.atomic
def fill_candidates(count: int, stories: int) -> list[Owner]:
    """So many owners with so many stories each, three tags and an answer a story, ten own questions and a loop."""
    chance = random.Random(count)
    values = list(Value.objects.filter(framework=Framework.objects.get(is_default=True), owner=None))
    bank = list(Question.objects.filter(owner=None, topic__category=Category.BEHAVIORAL))
    owners = Owner.objects.bulk_create(Owner(username=f"candidate-{number}") for number in range(count))
    questions = _questions(owners, CANDIDATES_QUESTIONS, values, chance)
    _answers(_stories(owners, stories, values, chance), bank + questions, chance)
    snapshot = snapshot_of(owners[0])  # The likely questions are the same for all: nobody's own ones have a stage.
    for owner in owners:
        create_loop(loop=Loop(owner=owner, name="The loop", company="Acme"), snapshot=snapshot)
    return owners


def _stories(owners: Sequence[Owner], count: int, values: Sequence[Value], chance: random.Random) -> list[Story]:
    """The demo's stories over and over; every third is a draft."""
    templates = [_story(entry) for entry in read("demo", "story")]
    stories = Story.objects.bulk_create(
        [
            _copy(template, owner, f"{template.title} {number}", is_ready=number % 3 > 0)
            for owner in owners
            for number, template in zip(range(count), cycle(templates), strict=False)
        ],
        batch_size=BATCH,
    )
    Tag.objects.bulk_create(
        [
            Tag(owner_id=story.owner_id, story=story, value=value, strength=strength, evidence="I asked him first.")
            for story in stories
            for value, strength in zip(chance.sample(values, TAGS_A_STORY), _strengths(chance), strict=True)
        ],
        batch_size=BATCH,
    )
    return stories


def _strengths(chance: random.Random) -> list[Strength]:
    return chance.choices(list(Strength), k=TAGS_A_STORY)


def _story(entry: Row) -> Story:
    texts = {section: entry.get(section, "").strip() or "Not much." for section in Section}
    story = Story(title=entry["title"], headline=entry["headline"], organisation="Acme", role="Engineer", **texts)
    story.words = sum(len(text.split()) for text in texts.values())
    story.terms = story.read_terms().dump()
    story.search_text = fold("\n".join([story.title, story.headline, *texts.values()]))
    return story


def _copy(story: Story, owner: Owner, title: str, *, is_ready: bool) -> Story:
    fields = ("headline", "organisation", "role", "words", "terms", "search_text", *Section)
    status = Status.READY if is_ready else Status.DRAFT
    return Story(owner=owner, title=title, status=status, **{name: getattr(story, name) for name in fields})


def _questions(owners: Sequence[Owner], count: int, values: Sequence[Value], chance: random.Random) -> list[Question]:
    """The owners' own questions on the topics of the bank, each probing two values."""
    topics = list(Topic.objects.all())
    questions = Question.objects.bulk_create(
        [
            Question(
                owner=owner,
                slug=f"own-{number}",
                text=f"Tell me about case {number} of {topics[number % len(topics)].name.lower()}.",
                topic=topics[number % len(topics)],
            )
            for owner in owners
            for number in range(count)
        ],
        batch_size=BATCH,
    )
    Probe.objects.bulk_create(
        [
            Probe(owner_id=question.owner_id, question=question, value=value, strength=strength)
            for question in questions
            for value, strength in zip(chance.sample(values, 2), Strength, strict=True)
        ],
        batch_size=BATCH,
    )
    return questions


def _answers(stories: Sequence[Story], questions: Sequence[Question], chance: random.Random) -> list[Answer]:
    """One answer for each story, to a question of the same owner or of the bank."""
    by_owner: dict[int | None, list[Question]] = {}
    for question in questions:
        by_owner.setdefault(question.owner_id, []).append(question)
    return Answer.objects.bulk_create(
        [
            Answer(
                owner_id=story.owner_id,
                story=story,
                question=chance.choice(by_owner.get(story.owner_id, []) + by_owner.get(None, [])),
                fit=chance.choice(list(Fit)),
                opening="This one is about a launch.",
            )
            for story in stories
        ],
        batch_size=BATCH,
    )
