"""The versions of an answer, with a story or without: one for each sitting with a form."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any, TypeVar

from django.utils import timezone

from stories.enums import LENGTHS
from stories.library.history import keep_version
from stories.models import Answer, AnswerVersion, PreparedAnswer, PreparedVersion
from stories.models.version import Version

ANSWER_FIELDS = ("fit", "opening", "closing", "rewordings", *LENGTHS, "beats", "follow_ups")
PREPARED_FIELDS = (*LENGTHS, "follow_ups")

T = TypeVar("T", Answer, PreparedAnswer)


def recorded_answer(stored: Answer | None, answer: Answer) -> AbstractContextManager[None]:
    """Keep a version of the answer that the block saves, and first of the `stored` one if it has none yet."""
    return _recorded(stored, answer, version_of_answer)


def recorded_prepared(stored: PreparedAnswer | None, prepared: PreparedAnswer) -> AbstractContextManager[None]:
    """The same for an answer without a story."""
    return _recorded(stored, prepared, version_of_prepared)


@contextmanager
def _recorded(
    stored: T | None, saved: T, version_of: Callable[[T, datetime], AnswerVersion | PreparedVersion]
) -> Iterator[None]:
    last: Version | None = stored.versions.first() if stored else None
    if stored and not last:
        last = version_of(stored, stored.updated)
        last.save()
    yield
    keep_version(version_of(saved, timezone.now()), last)


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


def version_of_prepared(prepared: PreparedAnswer, saved: datetime) -> PreparedVersion:
    fields = {name: getattr(prepared, name) for name in PREPARED_FIELDS}
    return PreparedVersion(
        owner_id=prepared.owner_id, prepared=prepared, number=prepared.version, saved=saved, fields=fields
    )


def fields_of(answer: Answer) -> dict[str, Any]:
    """What the answer says, as its versions and conflicts keep it."""
    return {name: getattr(answer, name) for name in ANSWER_FIELDS}
