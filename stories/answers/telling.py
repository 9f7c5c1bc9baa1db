"""An answer as it is told: rendered and timed part by part, at each length, and at a glance."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from stories.base.rendering import Spoken, listed_text, speak
from stories.core.choices import Length
from stories.core.lengths import CLOSING, OPENING, Part, as_written, figures, parts_of
from stories.core.proposals import propose, propose_beats
from stories.core.speaking import Pace, Timing, seconds, time_answer
from stories.enums import SECTIONS
from stories.models import Answer


@dataclass(frozen=True, slots=True)
class Told:
    """An answer at one length."""

    length: Length
    parts: tuple[Spoken, ...]
    words: int
    seconds: int
    is_proposal: bool = False
    is_written: bool = False
    """Whether its owner wrote a text for the length."""
    text: str = ""
    """As the owner may take it over, if it is a proposal."""


@dataclass(frozen=True)
class Telling:
    """An answer as it is told at its owner's pace. It is rendered only once."""

    answer: Answer
    pace: Pace

    @cached_property
    def whole(self) -> tuple[Spoken, ...]:
        """The opening line, the sections in the answer's words or the story's, and the closing line."""
        return self._speak(self.answer.parts)

    def parts_at(self, length: Length) -> list[Part]:
        """What `at` renders: the text written for a length, or else a proposal; in full, the whole."""
        if length == Length.FULL:
            return self.answer.parts_in_full
        return parts_of(written) if (written := self.answer.told_at(length)) else self.propose(length)

    @cached_property
    def spoken(self) -> list[Part]:
        """The whole, without markup except before list items."""
        return [Part(part.name, listed_text(part.html)) for part in self.whole]

    @property
    def timing(self) -> Timing:
        """The time of the whole, section by section."""
        words = {part.name: part.words for part in self.whole}
        sections = {section: words.get(label, 0) for section, label in SECTIONS.items()}
        return time_answer(sections, words.get(OPENING, 0) + words.get(CLOSING, 0), self.pace)

    def at(self, length: Length) -> Told:
        """The text written for a length, or else a proposal. In full, the answer is told as it stands."""
        if written := self.answer.told_at(length):
            return replace(self._told(length, self._speak(parts_of(written))), is_written=True)
        return self._told(length, self.whole) if length == Length.FULL else self._proposed(length)

    def offered_beside(self, told: Told) -> Told | None:
        """The proposal for the length of `told`; None where it would say the same or nothing."""
        if told.length != Length.FULL:
            return told if told.is_proposal and told.parts else None
        proposed = self._proposed(Length.FULL)
        return proposed if proposed.words != told.words else None

    def propose(self, length: Length) -> list[Part]:
        """Whole sentences of the answer that fit the length."""
        return propose(length, self.spoken, self.answer.story.headline, self.pace.per_minute)

    def _proposed(self, length: Length) -> Told:
        parts = self.propose(length)
        return replace(self._told(length, self._speak(parts)), is_proposal=True, text=as_written(parts))

    def _speak(self, parts: Iterable[Part]) -> tuple[Spoken, ...]:
        return tuple(speak(part.name, part.text, self.pace.per_minute) for part in parts)

    def _told(self, length: Length, parts: tuple[Spoken, ...]) -> Told:
        words = sum(part.words for part in parts)
        return Told(length, parts, words, seconds(words, self.pace.per_minute))


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
