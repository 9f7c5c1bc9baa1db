"""How well an answer is remembered: FSRS's model of memory, in whole days, for tellings out loud.

FSRS (Free Spaced Repetition Scheduler) describes a memory by its stability, the days until recall falls to 90 %, and
its difficulty, from 1 to 10. Nothing here knows what day it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import IntEnum
from typing import cast

from fsrs import Card, Scheduler, State
from fsrs import Rating as FsrsRating

_SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


class Rating(IntEnum):
    """How a telling went, by the teller."""

    FORGOT = 1
    STUMBLED = 2
    FINE = 3
    WELL = 4


@dataclass(frozen=True, slots=True)
class Memory:
    """What tellings have left behind."""

    stability: float
    """In days."""
    difficulty: float
    last: date
    """The day of the last telling."""
    due: date
    """The day on which recall will have fallen to 90 %."""

    def recall_on(self, day: date) -> float:
        """The probability of telling it well on a day, from 0 to 1, if it isn't told again before."""
        return _SCHEDULER.get_card_retrievability(self._card(), _noon(day))

    def _card(self) -> Card:
        return Card(0, State.Review, None, self.stability, self.difficulty, _noon(self.due), _noon(self.last))


def told(memory: Memory | None, day: date, rating: Rating) -> Memory:
    """The memory after one more telling; `None` is an answer never told. Tellings come in the order of their days."""
    card = memory._card() if memory else Card(0)
    card, _ = _SCHEDULER.review_card(card, FsrsRating(rating), _noon(day))
    return Memory(cast(float, card.stability), cast(float, card.difficulty), day, card.due.date())


def memory_of(tellings: Iterable[tuple[date, Rating]]) -> Memory | None:
    """The memory after tellings in any order; None after none."""
    memory = None
    for day, rating in sorted(tellings):
        memory = told(memory, day, rating)
    return memory


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
