"""Saving answers, and restoring old versions."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from stories.answers.merging import merge
from stories.answers.versions import ANSWER_FIELDS, fields_of, recorded_answer
from stories.core.choices import Section
from stories.core.follow_ups import MOST_OWN_FOLLOW_UPS, read_follow_ups
from stories.library.derived import derive_answer
from stories.models import Answer, AnswerConflict, AnswerVersion, Owner, Question, Story
from stories.models.answer import FollowUp, Rewording


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
def save_answer(*, answer: Answer, base: int, session: uuid.UUID, content: AnswerContent) -> Answer | AnswerConflict:
    """Save the answer's fields as they stand, with `content`, if it is still as the form knew it.

    `base` is the version that the form knew, 0 for a new answer. The form that saved last may always save again. If
    something else changed the answer in between, what was typed is set aside, unmerged, and returned as a conflict.
    """
    stored = _locked(answer)
    write(answer, content)
    if stored and fields_of(stored) == fields_of(answer):
        return stored
    if stored and base != stored.version and session != stored.edit_session:
        return _keep_aside(stored, session, answer)
    return _write_over(stored, answer, session)


def _locked(answer: Answer) -> Answer | None:
    """What is stored of the answer; a form for a new one may have saved it before, or another window has."""
    if answer.pk:
        return Answer.objects.select_for_update().get(pk=answer.pk)
    Owner.objects.select_for_update().get(pk=answer.owner_id)
    same = Answer.objects.filter(owner=answer.owner_id, question=answer.question_id, story=answer.story_id)
    return same.select_for_update().first()


def _keep_aside(stored: Answer, session: uuid.UUID, answer: Answer) -> AnswerConflict:
    defaults = {"owner_id": stored.owner_id, "content": fields_of(answer)}
    conflict, _ = AnswerConflict.objects.update_or_create(session=session, answer=stored, defaults=defaults)
    return conflict


def _write_over(stored: Answer | None, answer: Answer, session: uuid.UUID) -> Answer:
    saved = copy(stored) if stored else answer
    saved.was_seen = True
    _record(stored, saved, fields_of(answer), session)
    if stored is None:
        end_refusal(owner=saved.owner, question=saved.question)
    return saved


def _record(stored: Answer | None, saved: Answer, fields: Mapping[str, Any], session: uuid.UUID) -> None:
    """Save these fields as the next version."""
    with recorded_answer(stored, saved):
        for name in ANSWER_FIELDS:
            setattr(saved, name, fields[name])
        saved.edit_session = session
        saved.version += 1
        derive_answer(saved)
        saved.save()


@transaction.atomic
def resolve_answer_conflict(*, conflict: AnswerConflict, base: int, chosen: Collection[str]) -> Answer | AnswerConflict:
    """Save what the person chose and drop the conflict; if the answer is no longer at `base`, return it untouched."""
    stored = Answer.objects.select_for_update().get(pk=conflict.answer_id)
    if stored.version != base:
        return conflict
    answer = copy(stored)
    answer.was_seen = True
    _record(stored, answer, merge(fields_of(stored), conflict.content, chosen), uuid.uuid4())
    conflict.delete()
    return answer


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
    _record(stored, answer, version.fields, uuid.uuid4())
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
