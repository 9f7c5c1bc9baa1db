"""Whether a story or an answer can be told: what counts, and what holds up the rest."""

from collections.abc import Sequence
from enum import StrEnum

from stories.core.choices import Status
from stories.core.speaking import LONGEST_PREPARED, SHORTEST_PREPARED, Pace, clock, seconds


def hold_ups(faults: Sequence[str], words: int, pace: Pace) -> tuple[str, ...]:
    """Why a story can't be told, in sentences: the review's errors, or that it is over too soon."""
    length = seconds(words, pace.per_minute)
    if faults or length >= pace.shortest:
        return tuple(faults)
    return (f"It takes {clock(length)} to tell; less than {clock(pace.shortest)} shows too little.",)


def counted_as(marked: Status, held_up: Sequence[str]) -> Status:
    """What a story counts as: one that its owner marked ready is a draft as long as something holds it up."""
    return Status.DRAFT if marked == Status.READY and held_up else marked


class Weakness(StrEnum):
    """Why an answer doesn't cover its question, in the order in which a sentence names them."""

    DRAFT = "with a story that isn't ready"
    STRETCH = "with a story that is a stretch"
    TOO_LONG = "at a length that loses the room"
    TOO_SHORT = "at a length that shows too little"
    UNSEEN = "with a story that you chose without looking at the answer"


def weaknesses_of_telling(words: int, pace: Pace, *, is_seen: bool) -> tuple[Weakness, ...]:
    """What is wrong with an answer whatever its story and its fit; `words` are those that would be said."""
    length = seconds(words, pace.per_minute)
    applies = {
        Weakness.TOO_LONG: length > pace.longest,
        Weakness.TOO_SHORT: length < pace.shortest,
        Weakness.UNSEEN: not is_seen,
    }
    return tuple(weakness for weakness in applies if applies[weakness])


def weaknesses_of_prepared(words: int, per_minute: int) -> tuple[Weakness, ...]:
    """What is wrong with an answer that is told without a story."""
    length = seconds(words, per_minute)
    if length > LONGEST_PREPARED:
        return (Weakness.TOO_LONG,)
    return (Weakness.TOO_SHORT,) if length < SHORTEST_PREPARED else ()
