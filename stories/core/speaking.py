"""How long a text takes to say, and how the time is divided among the sections."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from stories.core.choices import TIMED_SECTIONS, Section

DEFAULT_WORDS_PER_MINUTE = 150
DEFAULT_LIMIT = 120
DEFAULT_SHARES: Mapping[Section, int] = {
    Section.SITUATION: 15,
    Section.TASK: 10,
    Section.ACTION: 60,
    Section.RESULT: 15,
}
TOLERANCE = 10
"""Percentage points off the target that go unmentioned: published advice differs by as much."""
LOSES_THE_ROOM = 1.5
"""Times the limit."""
DEFAULT_SHORTEST = 45
"""Seconds: an answer that takes less time shows little of how somebody works."""
SHORTEST_PREPARED = 30
"""Seconds: an answer without a story that takes less time says too little."""
LONGEST_PREPARED = 90
"""Seconds: past that, an answer without a story is a speech."""

IDEOGRAPH = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Chinese and Japanese characters, written without spaces between words; for use inside the brackets of a pattern."""
_WORD = re.compile(rf"[^\W_{IDEOGRAPH}]+(?:['’.,:/-][^\W_{IDEOGRAPH}]+)*")
_CHARACTER = re.compile(f"[{IDEOGRAPH}]")


def count_words(spoken: str) -> int:
    """Words in a text without markup; "2.5" and "don't" are one each, as are two Chinese or Japanese characters."""
    return len(_WORD.findall(spoken)) + -(-len(_CHARACTER.findall(spoken)) // 2)


def seconds(words: int, per_minute: int = DEFAULT_WORDS_PER_MINUTE) -> int:
    """The time to say `words`, in whole seconds, rounded to the nearest."""
    return (words * 60 + per_minute // 2) // per_minute


def clock(length: int) -> str:
    """Seconds as "1:05"."""
    return f"{length // 60}:{length % 60:02}"


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast an owner speaks, and how they want to spend the time."""

    per_minute: int
    limit: int
    """The longest an answer should take, in seconds."""
    shortest: int
    """The least it should take, in seconds."""
    shares: Mapping[Section, int]
    """Percentages of the time for Situation, Task, Action and Result together."""

    @property
    def longest(self) -> int:
        """In seconds: an answer that takes longer loses the room."""
        return int(LOSES_THE_ROOM * self.limit)

    def verdict_on(self, length: int) -> str:
        """How so many seconds compare with the limit, in the words that every page uses."""
        if length > self.limit:
            loss = ", so you lose the room" if length > self.longest else ""
            return f"{clock(length - self.limit)} over the limit of {clock(self.limit)}{loss}"
        if length < self.shortest:
            return f"less than {clock(self.shortest)} shows too little"
        return f"within the limit of {clock(self.limit)}"


DEFAULT_PACE = Pace(DEFAULT_WORDS_PER_MINUTE, DEFAULT_LIMIT, DEFAULT_SHORTEST, DEFAULT_SHARES)


class Verdict(StrEnum):
    """How a time compares with its target."""

    RIGHT = "about right"
    LONG = "long"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Share:
    """The time of one section."""

    section: Section
    words: int
    seconds: int
    percent: int
    """Of the time for Situation, Task, Action and Result together, rounded to the nearest."""
    target: int
    """In percent."""

    @property
    def verdict(self) -> Verdict:
        if abs(self.percent - self.target) <= TOLERANCE:
            return Verdict.RIGHT
        return Verdict.LONG if self.percent > self.target else Verdict.SHORT


@dataclass(frozen=True, slots=True)
class Timing:
    """The time of a whole answer."""

    shares: tuple[Share, ...]
    """Of Situation, Task, Action and Result, in the order they are told."""
    words: int
    seconds: int
    pace: Pace

    @property
    def is_right(self) -> bool:
        """Whether it is neither over the limit nor too short."""
        return self.pace.shortest <= self.seconds <= self.pace.limit

    @property
    def verdict(self) -> str:
        return self.pace.verdict_on(self.seconds)


def time_answer(words: Mapping[Section, int], around: int, pace: Pace) -> Timing:
    """The time of an answer by its words: those in each section, and those `around` them in opening and closing."""
    total = sum(words.values()) + around
    shared = sum(words.get(section, 0) for section in TIMED_SECTIONS)
    shares = tuple(
        Share(
            section=section,
            words=words.get(section, 0),
            seconds=seconds(words.get(section, 0), pace.per_minute),
            percent=(200 * words.get(section, 0) + shared) // (2 * shared) if shared else 0,
            target=pace.shares[section],
        )
        for section in TIMED_SECTIONS
    )
    return Timing(shares, total, seconds(total, pace.per_minute), pace)
