"""What came of the tellings of one answer, for its page."""

from collections.abc import Sequence
from dataclasses import dataclass

from stories.core.practice import Practice
from stories.core.speaking import LONGEST_PREPARED
from stories.core.telling_plot import Plot, plot
from stories.enums import Occasion
from stories.models import Answer, Owner, Rehearsal
from stories.models.rehearsal import Told
from stories.practice.freshness import standing_of

MOST_SHOWN = 100
"""The latest ones."""


@dataclass(frozen=True, slots=True)
class PastTellings:
    rehearsals: Sequence[Rehearsal]
    """The latest first."""
    plot: Plot | None
    """Without quick recalls, which have no length."""
    limit: int
    """Seconds."""
    standing: Practice


def past_tellings(told: Told, owner: Owner) -> PastTellings:
    """Of an answer that is saved."""
    rehearsals = list(Rehearsal.objects.of(told).rated()[:MOST_SHOWN])
    limit = owner.answer_limit if isinstance(told, Answer) else LONGEST_PREPARED
    timed = [
        (each.day, each.seconds, each.rated)
        for each in reversed(rehearsals)
        if each.occasion != Occasion.RECALL and each.rated
    ]
    return PastTellings(rehearsals, plot(timed, limit), limit, standing_of(told, reversed(rehearsals), owner))
