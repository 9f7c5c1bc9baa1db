"""The questions that imported stories answer: recognised among those that are there, or made the owner's own."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.text import slugify

from stories.bank.actions import save_question
from stories.core.choices import Strength
from stories.core.exchange import Incoming, LibraryRecord
from stories.core.exchange.story_records import Asked
from stories.core.search import bare
from stories.coverage.snapshot import Snapshot
from stories.coverage.suggestions import infer_question
from stories.models import Owner, Question, Topic

_GENERAL = "project-deep-dive"
"""The topic of a question that nothing points to another for."""


def asked_by(
    stories: Sequence[Incoming], existing: LibraryRecord, owner: Owner
) -> tuple[list[Incoming], list[Asked | None]]:
    """The stories, and what each answers; a question that takes no story is kept in the notes of its own."""
    if not any(story.question for story in stories):
        return list(stories), [None] * len(stories)
    questions = list(Question.objects.of(owner))
    takes_none = {bare(question.text) for question in questions if not question.takes_story}
    known = {bare(question.text): Asked(question.slug, question.text) for question in existing.questions}
    for question in sorted(questions, key=lambda question: question.owner_id is None):  # The bank's count for more.
        known[bare(question.text)] = Asked(question.slug, question.text)
    settled = [_noted(story) if bare(story.question) in takes_none else story for story in stories]
    asked = [_asked(story.question, known) if story.question else None for story in settled]
    return settled, asked


def _noted(story: Incoming) -> Incoming:
    texts = story.record.texts
    notes = "\n\n".join(filter(None, (texts["notes"], f"Question: {story.question}")))
    return replace(story, record=replace(story.record, texts={**texts, "notes": notes}), question="")


def _asked(text: str, known: Mapping[str, Asked]) -> Asked:
    return known.get(bare(text)) or Asked(_slug(text), text, is_new=True)


def _slug(text: str) -> str:
    """The same whenever the plan is worked out again."""
    return f"own-{slugify(text)[:60]}-{hashlib.sha256(bare(text).encode()).hexdigest()[:8]}"


def make_question(*, asked: Asked, owner: Owner, snapshot: Snapshot) -> Question:
    """Save it as the owner's own, with the topic and values that are inferred."""
    inferred = infer_question(asked.text, snapshot)
    chosen = {
        strength: [snapshot.values[pk] for pk, given in inferred.values.items() if given == strength]
        for strength in Strength
    }
    topic = Topic.objects.get(slug=inferred.topic or _GENERAL)
    return save_question(
        question=Question(owner=owner, slug=asked.slug, text=asked.text, topic=topic),
        offered=snapshot.values.values(),
        primary=chosen[Strength.PRIMARY],
        secondary=chosen[Strength.SUPPORTING],
    )
