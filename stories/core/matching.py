"""A question and the stories that might answer it, as they are compared, and what comes of it."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from stories.core.choices import Status, Strength
from stories.core.terms import Terms, terms_of_question
from stories.core.vocabulary import TOPICS

Id = Hashable

_TOPIC_SHARE_OF_MEANING = 0.3
"""What a topic's concepts weigh where those of the text weigh 1."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question from the bank, or one just pasted."""

    text: str
    topic: str = ""
    """The topic's slug, or empty."""
    values: Mapping[Id, Strength] = field(default_factory=dict)
    """What it probes; secondary values are supporting here."""
    shares: Mapping[Id, float] | None = None
    """How likely it probes each of them, 0 to about 1, where that is inferred."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that might answer a question."""

    story: Id
    status: Status
    tags: Mapping[Id, Strength]
    terms: Terms
    uses: int = 0
    """The number of answers that tell it already."""


class Why(NamedTuple):
    """Why a story is suggested."""

    reasons: tuple[str, ...] = ()
    """In words: values, then subject, then readiness; the weightiest of each first."""
    briefly: tuple[str, ...] = ()
    """The same reasons in a few words each: “…” stands for further things of the same kind."""


@dataclass(frozen=True, eq=False)  # what finds a reason is never the same, but the reason is
class Suggestion:
    """A story for a question."""

    story: Id
    score: float
    """What suggestions are ordered by."""
    find_why: Callable[[], Why] = Why
    """Called when somebody reads a reason: most of the suggestions for all questions are only put in order."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Suggestion) and (self.story, self.score, self.why) == (
            other.story,
            other.score,
            other.why,
        )

    @cached_property
    def why(self) -> Why:
        return self.find_why()

    @property
    def reasons(self) -> tuple[str, ...]:
        return self.why.reasons

    @property
    def briefly(self) -> tuple[str, ...]:
        return self.why.briefly


def telling_apart(reasons: Sequence[Sequence[str]]) -> list[str]:
    """One reason for each of some stories: its first or, where all have the same first, its first that not all have."""
    firsts = ["".join(each[:1]) for each in reasons]
    if len(firsts) < 2 or len(set(firsts)) > 1:
        return firsts
    shared = set.intersection(*map(set, reasons))
    return [
        next((reason for reason in each if reason not in shared), first)
        for each, first in zip(reasons, firsts, strict=True)
    ]


def in_common(reasons: Sequence[Sequence[str]]) -> list[str]:
    """The reasons that all of several things have; one thing alone has none in common."""
    return [reason for reason in reasons[0] if all(reason in each for each in reasons)] if len(reasons) > 1 else []


def grouped_by_reason(reasons: Sequence[Sequence[str]]) -> list[tuple[str, list[int]]]:
    """The places of things under the reason that each shares with most of those still left, the largest group first.

    Those that share none with another are last, under an empty one.
    """
    left, groups = list(range(len(reasons))), []
    while left:
        counts = Counter(reason for place in left for reason in reasons[place])
        reason, count = max(counts.items(), key=itemgetter(1), default=("", 0))
        reason = reason if count > 1 else ""
        groups.append((reason, [place for place in left if reason in reasons[place] or not reason]))
        left = [place for place in left if place not in groups[-1][1]]
    return groups


def concept_shares(asked: Asked, of_topic: float = _TOPIC_SHARE_OF_MEANING) -> dict[str, float]:
    """How much the question turns on each concept: 1 on those of its text, and `of_topic` on those of its topic."""
    touched = terms_of_question(asked.text).concepts
    return dict.fromkeys(TOPICS.get(asked.topic, ()), of_topic) | dict.fromkeys(touched, 1.0)
