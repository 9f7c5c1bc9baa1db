"""Match: the open questions one after the other, each with its closest stories to choose from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from stories.core.coverage import Id, QuestionLevel
from stories.coverage.snapshot import QuestionRow, Snapshot, SuggestedStory
from stories.enums import Evidence
from stories.models import Question, Story


@dataclass(frozen=True, slots=True)
class Card:
    """A question that waits for its owner's decision."""

    question: Question
    closest: Sequence[SuggestedStory]
    others: Sequence[Story]
    """Those that may be chosen too, by title."""
    is_likely: bool
    waiting: int
    """The number of open questions, this one included; of a likely one, those that are likely too."""
    put_off: int
    """How many of them were put off."""


def next_card(snapshot: Snapshot, later: Collection[Id] = (), first: Id = None) -> Card | None:
    """The card of the question `first` if it is open, else of the likeliest; those put off until `later` come last.

    None where no question is open.
    """
    waiting = open_rows(snapshot)
    if not waiting:
        return None
    row = min(waiting, key=lambda row: (row.question.pk != first, row.question.pk in later))
    alike = [other for other in waiting if other.is_likely or not row.is_likely]
    closest = [snapshot.suggested(suggestion) for suggestion in snapshot.closest[row.question.pk]]
    return Card(
        row.question,
        closest,
        _others(snapshot, {suggested.story.pk for suggested in closest}),
        row.is_likely,
        len(alike),
        sum(other.question.pk in later for other in alike),
    )


def open_rows(snapshot: Snapshot) -> list[QuestionRow]:
    """The open questions, the likeliest first."""
    rows = [row for row in snapshot.question_rows if row.coverage.level == QuestionLevel.OPEN]
    return sorted(rows, key=lambda row: (not row.is_likely, Evidence(row.question.evidence).rank))


def _others(snapshot: Snapshot, offered: Collection[Id]) -> list[Story]:
    stories = (snapshot.stories[pk] for pk in snapshot.ranked_stories.stories if pk not in offered)
    return sorted(stories, key=lambda story: story.title.casefold())
