"""The versions of an answer: one for each sitting with a form."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.utils import timezone

from stories.enums import LENGTHS
from stories.library.history import keep_version
from stories.models import Answer, AnswerVersion

ANSWER_FIELDS = ("fit", "opening", "closing", "rewordings", *LENGTHS, "beats", "follow_ups")


@contextmanager
def recorded_answer(stored: Answer | None, answer: Answer) -> Iterator[None]:
    """Keep a version of the answer that the block saves, and first of the `stored` one if it has none yet."""
    last = stored.versions.first() if stored else None
    if stored and not last:
        last = version_of_answer(stored, stored.updated)
        last.save()
    yield
    keep_version(version_of_answer(answer, timezone.now()), last)


def version_of_answer(answer: Answer, saved: datetime) -> AnswerVersion:
    """A version with what the answer says now, not saved yet."""
    return AnswerVersion(
        owner_id=answer.owner_id,
        answer=answer,
        number=answer.version,
        session=answer.edit_session,
        saved=saved,
        fields=fields_of(answer),
    )


def fields_of(answer: Answer) -> dict[str, Any]:
    """What the answer says, as its versions and conflicts keep it."""
    return {name: getattr(answer, name) for name in ANSWER_FIELDS}
