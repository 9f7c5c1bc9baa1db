"""Answers without a story: what is said to a question that no episode answers."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from functools import cached_property

from django.db import IntegrityError, transaction

from stories.answers.versions import PREPARED_FIELDS, recorded_prepared
from stories.base.rendering import Spoken, listed_text, speak
from stories.core.choices import Length
from stories.core.hold_ups import Weakness, weaknesses_of_prepared
from stories.core.proposals import shorten
from stories.models import Owner, PreparedAnswer, PreparedVersion, Question

AIMED_AT: Mapping[Length, int] = {Length.SHORT: 45, Length.HEADLINE: 15}
"""Seconds."""
_VERDICTS = {Weakness.TOO_LONG: "too long", Weakness.TOO_SHORT: "too short"}


class PreparedChangedError(Exception):
    """The answer was saved in another window after the form was opened."""


def prepared_for(*, owner: Owner, question: Question) -> PreparedAnswer:
    """The owner's answer to the question, or a new one that is not saved yet."""
    stored = owner.prepared_answers.filter(question=question).first()
    return stored or PreparedAnswer(owner=owner, question=question)


def save_prepared(*, prepared: PreparedAnswer, base: int) -> None:
    """Save it as it stands. Raises PreparedChangedError if what is stored is no longer at version `base`."""
    same = PreparedAnswer.objects.filter(owner=prepared.owner_id, question=prepared.question_id)
    try:
        with transaction.atomic():
            stored = same.select_for_update().first()
            if (stored.version if stored else 0) != base:
                raise PreparedChangedError
            with recorded_prepared(stored, prepared):
                prepared.version = base + 1
                prepared.save()
    except IntegrityError as error:  # Written for the first time in two windows at once.
        raise PreparedChangedError from error


@transaction.atomic
def restore_prepared(*, version: PreparedVersion) -> PreparedAnswer:
    """Make the answer what it was in a version. What it says now is kept as a version too."""
    stored = PreparedAnswer.objects.select_for_update().get(pk=version.prepared_id)
    prepared = copy(stored)
    with recorded_prepared(stored, prepared):
        for name in PREPARED_FIELDS:
            setattr(prepared, name, version.fields[name])
        prepared.version += 1
        prepared.save()
    return prepared


@dataclass(frozen=True, slots=True)
class ShorterText:
    """What is said where there is less time."""

    length: Length
    told: Spoken | None
    """As its owner wrote it."""
    proposal: Spoken | None
    """Where they wrote nothing: whole sentences of the full text."""


@dataclass(frozen=True)
class ShortAnswer:
    """What is said without a story, a prepared answer or an opinion, at its owner's pace."""

    text: str
    per_minute: int

    @cached_property
    def spoken(self) -> Spoken:
        return speak("", self.text, self.per_minute)

    @property
    def weakness(self) -> Weakness | None:
        """Why it can't be told as it is."""
        return next(iter(weaknesses_of_prepared(self.spoken.words, self.per_minute)), None)

    @property
    def verdict(self) -> str:
        return _VERDICTS[self.weakness] if self.weakness else "about right"

    def propose(self, length: Length) -> str:
        return shorten(listed_text(self.spoken.html), AIMED_AT[length], self.per_minute)

    def shorter(self, prepared: PreparedAnswer) -> list[ShorterText]:
        return [self._shorter(length, prepared.told_at(length)) for length in AIMED_AT]

    def _shorter(self, length: Length, written: str) -> ShorterText:
        if written:
            return ShorterText(length, speak("", written, self.per_minute), None)
        proposed = speak("", self.propose(length), self.per_minute)
        return ShorterText(length, None, proposed if 0 < proposed.words < self.spoken.words else None)
