"""Answers: how they are saved, and how they sound at each length."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.utils.safestring import SafeString

from stories.core.differences import Piece, word_differences
from stories.core.speaking import Pace, Timing, seconds, time_answer
from stories.core.telling import CLOSING, OPENING, Part, figures, parts_of, propose, propose_beats
from stories.core.words import Length, Section
from stories.enums import SECTIONS
from stories.history import ANSWER_FIELDS, recorded_answer
from stories.models import Answer, AnswerVersion
from stories.models.answer import FollowUp, Rewording
from stories.rendering import Spoken, render_markdown, speak


class AnswerChangedError(Exception):
    """The answer was saved by another window since the form was opened."""


@dataclass(frozen=True, slots=True)
class AnswerContent:
    """What a person types beside the answer's own fields."""

    rewordings: Mapping[Section, str]
    """Blank: the story's own words."""
    seen: frozenset[Section]
    """The sections whose change in the story was looked at: the rewording still holds."""
    follow_ups: Sequence[FollowUp]


@transaction.atomic
def save_answer(*, answer: Answer, base: int, content: AnswerContent) -> None:
    """Save the answer's fields as they stand, with `content`.

    Raises AnswerChangedError where the stored answer is not at version `base` any more, and IntegrityError where the
    story answers the question already.
    """
    stored = Answer.objects.select_for_update().get(pk=answer.pk) if answer.pk else None
    if stored and stored.version != base:
        raise AnswerChangedError
    with recorded_answer(stored, answer):
        write(answer, content)
        answer.version = base + 1
        answer.save()


@transaction.atomic
def restore_answer(*, version: AnswerVersion) -> Answer:
    """Make the answer what it was. What it is now stays among its versions."""
    stored = Answer.objects.select_for_update().get(pk=version.answer_id)
    answer = copy(stored)
    with recorded_answer(stored, answer):
        for name in ANSWER_FIELDS:
            setattr(answer, name, version.fields[name])
        answer.version += 1
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


@dataclass(frozen=True, slots=True)
class OwnSection:
    """A section of the story beside what the answer makes of it."""

    section: Section
    html: SafeString
    is_reworded: bool
    differences: tuple[Piece, ...]
    """What changed in the story since the section was reworded."""


def sections_of(answer: Answer) -> list[OwnSection]:
    outdated = answer.outdated
    return [
        OwnSection(
            section,
            render_markdown(answer.story.text_of(section)),
            bool(answer.rewording_of(section)),
            _differences(answer, section) if section in outdated else (),
        )
        for section in Section
    ]


def _differences(answer: Answer, section: Section) -> tuple[Piece, ...]:
    return word_differences(answer.rewordings[section]["was"], answer.story.text_of(section))


@dataclass(frozen=True, slots=True)
class Told:
    """An answer at one length."""

    length: Length
    parts: tuple[Spoken, ...]
    words: int
    seconds: int
    is_proposal: bool


@dataclass(frozen=True)
class Telling:
    """An answer as it is told at its owner's pace. The whole is rendered once, whatever is asked of it."""

    answer: Answer
    pace: Pace

    @cached_property
    def whole(self) -> tuple[Spoken, ...]:
        """Opening line, the sections in the answer's own words or the story's, closing line."""
        sections = [Part(label, self.answer.told(section)) for section, label in SECTIONS.items()]
        parts = [Part(OPENING, self.answer.opening), *sections, Part(CLOSING, self.answer.closing)]
        return self._speak(part for part in parts if part.text)

    @cached_property
    def spoken(self) -> list[Part]:
        """The whole without any markup."""
        return [Part(part.name, part.text) for part in self.whole]

    @property
    def timing(self) -> Timing:
        """The time of the whole, section by section."""
        words = {part.name: part.words for part in self.whole}
        sections = {section: words.get(label, 0) for section, label in SECTIONS.items()}
        return time_answer(sections, words.get(OPENING, 0) + words.get(CLOSING, 0), self.pace)

    def at(self, length: Length) -> Told:
        """The text written for a length, else one proposed. In full the answer is told as it stands."""
        if written := self.answer.told_at(length):
            return self._told(length, self._speak(parts_of(written)))
        return self._told(length, self.whole) if length == Length.FULL else self._proposed(length)

    def offered_beside(self, told: Told) -> Told | None:
        """What to propose for the length of `told`; None where there is nothing better or nothing to say."""
        if told.length != Length.FULL:
            return told if told.is_proposal and told.parts else None
        proposed = self._proposed(Length.FULL)
        return proposed if proposed.words != told.words else None

    def propose(self, length: Length) -> list[Part]:
        """Whole sentences of the answer that fit a length."""
        return propose(length, self.spoken, self.answer.story.headline, self.pace.per_minute)

    def _proposed(self, length: Length) -> Told:
        return self._told(length, self._speak(self.propose(length)), is_proposal=True)

    def _speak(self, parts: Iterable[Part]) -> tuple[Spoken, ...]:
        return tuple(speak(part.name, part.text, self.pace.per_minute) for part in parts)

    def _told(self, length: Length, parts: tuple[Spoken, ...], *, is_proposal: bool = False) -> Told:
        words = sum(part.words for part in parts)
        return Told(length, parts, words, seconds(words, self.pace.per_minute), is_proposal)


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """An answer at a glance."""

    answer: Answer
    beats: tuple[str, ...]
    beats_are_proposed: bool
    figures: tuple[str, ...]


def at_a_glance(answer: Answer, pace: Pace) -> SheetEntry:
    """An answer as the interview sheet shows it."""
    spoken = Telling(answer, pace).spoken
    written = [line.strip(" -*•") for line in answer.beats.splitlines() if line.strip(" -*•")]
    return SheetEntry(answer, tuple(written or propose_beats(spoken)), not written, tuple(figures(spoken)))
