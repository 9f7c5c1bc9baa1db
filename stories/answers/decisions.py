"""An owner's decisions: which story answers a question, or that none does."""

import uuid
from collections.abc import Mapping

from django.db import IntegrityError, transaction

from stories.answers.actions import end_refusal, new_answer
from stories.answers.versions import recorded_answer
from stories.core.refusals import About
from stories.coverage.snapshot import Snapshot
from stories.coverage.suggestions import suggestions_for
from stories.library.derived import derive_answer
from stories.models import Answer, Owner, Question, Refusal, Story
from stories.models.refusal import SeenStory


def choose_story(*, owner: Owner, question: Question, story: Story) -> Answer:
    """The answer to the question from the story: a new one that nobody has looked at, unless there is one."""
    try:
        with transaction.atomic():
            return _stored(owner, question, story) or _chosen(owner, question, story)
    except IntegrityError:  # Chosen at the same time in another window.
        return owner.answers.get(question=question, story=story)


def _stored(owner: Owner, question: Question, story: Story) -> Answer | None:
    return owner.answers.filter(question=question, story=story).first()


def _chosen(owner: Owner, question: Question, story: Story) -> Answer:
    answer = new_answer(owner=owner, question=question, story=story)
    with recorded_answer(None, answer):
        answer.version, answer.was_seen = 1, False
        derive_answer(answer)
        answer.save()
    end_refusal(owner=owner, question=question)
    return answer


@transaction.atomic
def refuse(*, question: Question, owner: Owner, snapshot: Snapshot) -> Refusal:
    """None of the stories answers it; what was seen before counts as seen."""
    Owner.objects.select_for_update().get(pk=owner.pk)
    earlier = (each for refusal in owner.refusals.filter(question=question) for each in refusal.seen)
    before = {each["story"]: each for each in earlier if uuid.UUID(each["story"]) in snapshot.stories}
    end_refusal(owner=owner, question=question)
    seen = before | {each["story"]: each for each in _seen(question, snapshot)}
    return Refusal.objects.create(owner=owner, question=question, seen=list(seen.values()))


def _seen(question: Question, snapshot: Snapshot) -> list[SeenStory]:
    about: Mapping[object, About] = snapshot.ranked_stories.about
    closest = suggestions_for(snapshot, question).closest
    return [SeenStory(story=str(each.story.pk), about=" ".join(sorted(about[each.story.pk]))) for each in closest]


@transaction.atomic
def undo(*, owner: Owner, question: Question, story: uuid.UUID | None) -> bool:
    """Take back that the story was chosen, or that none was; False if the answer was opened since, and stays."""
    if story is None:
        owner.refusals.current().filter(question=question).delete()
        return True
    deleted, _ = owner.answers.filter(question=question, story=story, version=1, was_seen=False).delete()
    return bool(deleted)
