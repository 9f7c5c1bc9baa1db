"""A mock round: where the interviewer cuts in, what they ask next, and what to do about each answer afterwards.

The shuffle is handed in: the same one gives the same cards.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from stories.core.choices import Section
from stories.core.memory import Rating
from stories.core.speaking import clock

Id = Hashable
EVERY = 3
"""One answer of so many is interrupted."""
INTERRUPTIONS = (
    "Sorry, what was your part in that?",
    "Let me stop you there: who made that decision?",
    "Just a moment. How did you know that?",
    "Sorry to cut in: did anybody disagree?",
    "I have to keep an eye on the time. What did it come to?",
    "Wait. What else could you have done?",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the round, as its owner will answer it."""

    id: Id
    sections: Sequence[Section]
    """In the order in which they are told; none without a story."""
    follow_ups: Sequence[str]
    """To draw from."""


@dataclass(frozen=True, slots=True)
class Interruption:
    section: Section
    """As it is begun."""
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """What happens at one question."""

    question: Id
    interruption: Interruption | None
    follow_up: str
    """Empty if there was none to draw from."""


def cards(asked: Sequence[Asked], shuffle: Random) -> list[Card]:
    """The cards of a sitting, in order. No follow-up comes twice as long as there are others."""
    interruptions = _interruptions(asked, shuffle)
    follow_ups = _follow_ups(asked, shuffle)
    return [Card(each.id, interruptions.get(each.id), follow_ups[each.id]) for each in asked]


def _interruptions(asked: Sequence[Asked], shuffle: Random) -> dict[Id, Interruption]:
    """By question. The first section is never interrupted, since it begins with the question itself."""
    long = [each for each in asked if len(each.sections) > 1]
    texts = shuffle.sample(INTERRUPTIONS, len(INTERRUPTIONS))
    chosen = [long[start + place] for start, place in _one_in_each(len(long), shuffle)]
    return {
        each.id: Interruption(shuffle.choice(each.sections[1:]), texts[number % len(texts)])
        for number, each in enumerate(chosen)
    }


def _one_in_each(count: int, shuffle: Random) -> Iterator[tuple[int, int]]:
    """One place in every three; what is left at the end has one with the chance that it deserves."""
    for start in range(0, count, EVERY):
        place = shuffle.randrange(EVERY)
        if start + place < count:
            yield start, place


def _follow_ups(asked: Sequence[Asked], shuffle: Random) -> dict[Id, str]:
    drawn: dict[Id, str] = {}
    for each in asked:
        fresh = [text for text in each.follow_ups if text not in drawn.values()]
        choice = fresh or list(each.follow_ups)
        drawn[each.id] = shuffle.choice(choice) if choice else ""
    return drawn


class ToDo(StrEnum):
    """What to do about an answer after the round."""

    OTHER_STORY = "choose another story"
    SHORTEN = "shorten it"
    AGAIN = "tell it again"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One telling of the round."""

    seconds: int
    most: int
    """The seconds that it may take."""
    rating: Rating
    left_out: Sequence[str]
    is_repeat: bool
    """Whether its story was told in this loop before."""

    @property
    def to_do(self) -> ToDo:
        """The one thing that matters most."""
        if self.is_repeat:
            return ToDo.OTHER_STORY
        if self.seconds > self.most:
            return ToDo.SHORTEN
        return ToDo.AGAIN if self.rating < Rating.FINE or self.left_out else ToDo.NOTHING

    @property
    def sentence(self) -> str:
        """The same, with the reason."""
        return {
            ToDo.OTHER_STORY: "Choose another story: this one was told in the loop already.",
            ToDo.SHORTEN: f"Shorten it by {clock(max(0, self.seconds - self.most))}.",
            ToDo.AGAIN: "Tell it again, with what was left out."
            if self.left_out
            else "Tell it again until it is fine.",
            ToDo.NOTHING: "Nothing: it stands.",
        }[self.to_do]
