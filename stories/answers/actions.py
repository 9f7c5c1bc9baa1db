"""Saving answers, and restoring old versions."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from stories.answers.versions import ANSWER_FIELDS, recorded_answer
from stories.core.choices import Section
from stories.core.follow_ups import MOST_OWN_FOLLOW_UPS, read_follow_ups
from stories.library.derived import derive_answer
from stories.models import Answer, AnswerVersion, Owner, Question, Story
from stories.models.answer import FollowUp, Rewording


class AnswerChangedError(Exception):
    """The answer was saved in another window after the form was opened."""


@dataclass(frozen=True, slots=True)
class AnswerContent:
    """What a person types besides the answer's own fields."""

    rewordings: Mapping[Section, str]
    """Blank means the story's own words."""
    seen: frozenset[Section]
    """The sections that changed in the story and were looked at: their rewordings still hold."""
    follow_ups: Sequence[FollowUp]


def new_answer(*, owner: Owner, question: Question, story: Story) -> Answer:
    """An answer that is not saved yet; it starts from the follow-ups of its story."""
    expected = read_follow_ups(story.follow_ups)[:MOST_OWN_FOLLOW_UPS]
    follow_ups = [FollowUp(question=one.text, note=one.note) for one in expected]
    return Answer(owner=owner, question=question, story=story, follow_ups=follow_ups)


@transaction.atomic
def save_answer(*, answer: Answer, base: int, content: AnswerContent) -> None:
    """Save the answer's fields as they stand, with `content`.

    Raises AnswerChangedError if the stored answer is no longer at version `base`, and IntegrityError if the story
    already answers the question.
    """
    stored = Answer.objects.select_for_update().get(pk=answer.pk) if answer.pk else None
    if stored and stored.version != base:
        raise AnswerChangedError
    with recorded_answer(stored, answer):
        write(answer, content)
        answer.version = base + 1
        answer.was_seen = True
        derive_answer(answer)
        answer.save()
    if stored is None:
        end_refusal(owner=answer.owner, question=answer.question)


def end_refusal(*, owner: Owner, question: Question) -> None:
    """The question is answered, or asked again; that it was refused is kept."""
    owner.refusals.current().filter(question=question).update(ended=timezone.now())


def see_answer(*, answer: Answer) -> None:
    """Its owner has opened it."""
    Answer.objects.filter(pk=answer.pk, was_seen=False).update(was_seen=True)


@transaction.atomic
def restore_answer(*, version: AnswerVersion) -> Answer:
    """Make the answer what it was in a version. What it says now is kept as a version too."""
    stored = Answer.objects.select_for_update().get(pk=version.answer_id)
    answer = copy(stored)
    with recorded_answer(stored, answer):
        for name in ANSWER_FIELDS:
            setattr(answer, name, version.fields[name])
        answer.version += 1
        derive_answer(answer)
        answer.save()
    return answer


def write(answer: Answer, content: AnswerContent) -> None:
    """Put `content` into the answer without saving it."""
    reworded = {section: _reworded(answer, section, content) for section in Section}
    answer.rewordings = {section.value: rewording for section, rewording in reworded.items() if rewording}
    answer.follow_ups = list(content.follow_ups)


def _reworded(answer: Answer, section: Section, content: AnswerContent) -> Rewording | None:
    text, own = content.rewordings[section], answer.story.text_of(section)
    if not text or text == own:
        return None
    before = answer.rewordings.get(section)
    is_as_before = before and before["text"] == text and section not in content.seen
    return {"text": text, "was": before["was"] if is_as_before else own}
