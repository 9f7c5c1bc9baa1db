"""Answers: how they are saved, and how they sound at each length."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.safestring import SafeString

from stories.core.differences import Piece, word_differences
from stories.core.speaking import Pace, Timing, count_words, seconds, time_answer
from stories.core.telling import CLOSING, OPENING, Part, as_written, figures, parts_of, propose, propose_beats
from stories.core.words import Length, Section
from stories.enums import SECTIONS
from stories.models import Answer
from stories.models.answer import FollowUp, Rewording
from stories.rendering import render_markdown, spoken_text


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
    if answer.pk and Answer.objects.select_for_update().get(pk=answer.pk).version != base:
        raise AnswerChangedError
    write(answer, content)
    answer.version = base + 1
    answer.save()


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
    return [
        OwnSection(
            section,
            render_markdown(answer.story.text_of(section)),
            bool(answer.rewording_of(section)),
            _differences(answer, section),
        )
        for section in Section
    ]


def _differences(answer: Answer, section: Section) -> tuple[Piece, ...]:
    if section not in answer.outdated:
        return ()
    return word_differences(answer.rewordings[section]["was"], answer.story.text_of(section))


@dataclass(frozen=True, slots=True)
class ToldPart:
    """A part of an answer as it reads and as it sounds."""

    name: str
    html: SafeString
    words: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Told:
    """An answer at one length."""

    length: Length
    parts: tuple[ToldPart, ...]
    words: int
    seconds: int
    is_proposal: bool
    text: str
    """As it would be written down for this length."""


def as_told(answer: Answer) -> list[Part]:
    """The whole answer: opening line, the sections in its own words or the story's, closing line (Markdown)."""
    sections = [Part(label, answer.told(section)) for section, label in SECTIONS.items()]
    parts = [Part(OPENING, answer.opening), *sections, Part(CLOSING, answer.closing)]
    return [part for part in parts if part.text]


def tell(answer: Answer, length: Length, pace: Pace) -> Told:
    """The answer at a length: the text written for it, else one proposed. In full it is told as it stands."""
    written = answer.told_at(length)
    if written:
        return _speak(length, parts_of(written), pace)
    if length == Length.FULL:
        return _speak(length, as_told(answer), pace)
    return propose_length(answer, length, pace)


def propose_length(answer: Answer, length: Length, pace: Pace) -> Told:
    parts = propose(length, _spoken(as_told(answer)), answer.story.headline, pace.per_minute)
    return _speak(length, parts, pace, is_proposal=True)


def _spoken(parts: Iterable[Part]) -> list[Part]:
    return [Part(part.name, spoken_text(render_markdown(part.text))) for part in parts]


def _speak(length: Length, parts: Sequence[Part], pace: Pace, *, is_proposal: bool = False) -> Told:
    told = tuple(_speak_part(part, pace) for part in parts)
    words = sum(part.words for part in told)
    return Told(length, told, words, seconds(words, pace.per_minute), is_proposal, as_written(parts))


def _speak_part(part: Part, pace: Pace) -> ToldPart:
    rendered = render_markdown(part.text)
    words = count_words(spoken_text(rendered))
    return ToldPart(part.name, rendered, words, seconds(words, pace.per_minute))


def time_told(answer: Answer, pace: Pace) -> Timing:
    """The time of the answer as it is told in full, section by section."""
    words = {part.name: count_words(part.text) for part in _spoken(as_told(answer))}
    sections = {section: words.get(label, 0) for section, label in SECTIONS.items()}
    return time_answer(sections, words.get(OPENING, 0) + words.get(CLOSING, 0), pace)


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """An answer at a glance."""

    answer: Answer
    headline: Told
    beats: tuple[str, ...]
    beats_are_proposed: bool
    figures: tuple[str, ...]


def at_a_glance(answer: Answer, pace: Pace) -> SheetEntry:
    """An answer as the interview sheet shows it."""
    spoken = _spoken(as_told(answer))
    written = [line.strip(" -*•") for line in answer.beats.splitlines() if line.strip(" -*•")]
    return SheetEntry(
        answer,
        tell(answer, Length.HEADLINE, pace),
        tuple(written or propose_beats(spoken)),
        not written,
        tuple(figures(spoken)),
    )
