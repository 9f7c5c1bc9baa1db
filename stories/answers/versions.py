"""The versions of an answer, kept at every save."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone

from stories.enums import LENGTHS
from stories.models import Answer, AnswerVersion

ANSWER_FIELDS = ("fit", "opening", "closing", "rewordings", *LENGTHS, "beats", "follow_ups")


@contextmanager
def recorded_answer(stored: Answer | None, answer: Answer) -> Iterator[None]:
    """Keep a version of the answer that the block saves, and first of the `stored` one if it has none yet."""
    if stored and not stored.versions.exists():
        version_of_answer(stored, stored.updated).save()
    yield
    version_of_answer(answer, timezone.now()).save()


def version_of_answer(answer: Answer, saved: datetime) -> AnswerVersion:
    """A version with what the answer says now, not saved yet."""
    fields = {name: getattr(answer, name) for name in ANSWER_FIELDS}
    return AnswerVersion(owner_id=answer.owner_id, answer=answer, number=answer.version, saved=saved, fields=fields)
