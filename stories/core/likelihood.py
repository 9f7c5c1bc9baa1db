"""Which questions somebody will probably face: those of their next loop, or those known to be asked of such people."""

from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Id = Hashable


class Work(StrEnum):
    """The kind of work that somebody is interviewing for."""

    ENGINEER = "engineer"
    ML_ENGINEER = "ml-engineer"
    MANAGER = "manager"
    OTHER = "other"


class Audience(StrEnum):
    """Whom a question is asked."""

    EVERYBODY = "everybody"
    ENGINEERS = "engineers"
    ML_ENGINEERS = "ml-engineers"
    MANAGERS = "managers"


AUDIENCES: Mapping[Work, Set[Audience]] = {
    Work.ENGINEER: {Audience.EVERYBODY, Audience.ENGINEERS},
    Work.ML_ENGINEER: {Audience.EVERYBODY, Audience.ENGINEERS, Audience.ML_ENGINEERS},
    Work.MANAGER: {Audience.EVERYBODY, Audience.MANAGERS},
    Work.OTHER: {Audience.EVERYBODY},
}
KNOWN_TO_BE_ASKED = frozenset({"own", "seed", "reported"})
"""Evidence: added by the owner, in the interview guide, or reported by candidates."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that could be asked."""

    id: Id
    audience: Audience
    evidence: str


@dataclass(frozen=True, slots=True)
class Appointment:
    """A day on which a loop has a round, or begins."""

    loop: Id
    day: date


def is_meant_for(work: Work | None, audience: Audience) -> bool:
    """Whoever hasn't said what they do is asked everything."""
    return work is None or audience in AUDIENCES[work]


def likely_questions(candidates: Iterable[Candidate], work: Work | None, planned: Set[Id]) -> frozenset[Id]:
    """Those of `planned`, the questions of the next loop, that can be asked; where it has none, those known to be."""
    candidates = list(candidates)
    in_loop = frozenset(each.id for each in candidates if each.id in planned)
    return in_loop or frozenset(
        each.id for each in candidates if each.evidence in KNOWN_TO_BE_ASKED and is_meant_for(work, each.audience)
    )


def next_loop(appointments: Sequence[Appointment], today: date) -> Id | None:
    """The loop whose round comes first, from today on; None where none does. The first given wins a tie."""
    coming = [each for each in appointments if each.day >= today]
    return min(coming, key=lambda each: each.day).loop if coming else None
