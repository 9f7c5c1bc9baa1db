"""Match: the open questions one after the other, each with its closest stories to choose from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from stories.core.choices import Status
from stories.core.coverage import Id, QuestionLevel
from stories.core.matching import telling_apart
from stories.coverage.snapshot import Snapshot, SuggestedStory
from stories.coverage.suggestions import suggestions_for
from stories.models import Question, Story


@dataclass(frozen=True, slots=True)
class Choice:
    """A story that may be chosen, and in a few words what speaks for it, if possible more than for the others."""

    story: Story
    why: str


@dataclass(frozen=True, slots=True)
class Card:
    """A question that waits for its owner's decision."""

    question: Question
    closest: Sequence[Choice]
    others: Sequence[Story]
    """Those that may be chosen too, by title."""
    is_likely: bool
    waiting: int
    """The number of open questions, this one included; of a likely one, those that are likely too."""
    put_off: int
    """How many of them were put off."""
    alike: int
    """How many like it a story can answer, decided or not."""

    @property
    def decided(self) -> int:
        return self.alike - self.waiting


def next_card(snapshot: Snapshot, later: Collection[Id] = (), first: Id = None) -> Card | None:
    """The card of the question `first` if it is open, else of the likeliest; those put off until `later` come last.

    None where no question is open. Only the stories for this question are put in order, so a press is answered at once.
    """
    waiting = open_questions(snapshot)
    if not waiting:
        return None
    question = min(waiting, key=lambda question: (question.pk != first, question.pk in later))
    likely = snapshot.likely.questions
    counted = likely if question.pk in likely else snapshot.questions.keys()
    alike = [other for other in waiting if other.pk in counted]
    closest = suggestions_for(snapshot, question).closest
    return Card(
        question,
        _choices(closest),
        _others(snapshot, {suggested.story.pk for suggested in closest}),
        question.pk in likely,
        len(alike),
        sum(other.pk in later for other in alike),
        sum(snapshot.questions[pk].takes_story for pk in counted),
    )


def _choices(closest: Sequence[SuggestedStory]) -> list[Choice]:
    whys = telling_apart([suggested.briefly for suggested in closest])
    return [Choice(suggested.story, why) for suggested, why in zip(closest, whys, strict=True)]


def open_questions(snapshot: Snapshot) -> list[Question]:
    """The likeliest first."""
    waiting = [each.question for each in snapshot.coverage.questions if each.level == QuestionLevel.OPEN]
    return [snapshot.questions[pk] for pk in sorted(waiting, key=lambda pk: snapshot.asked_ranks[pk])]


def _others(snapshot: Snapshot, offered: Collection[Id]) -> list[Story]:
    stories = (story for story in snapshot.stories.values() if story.status != Status.ARCHIVED)
    return sorted((story for story in stories if story.pk not in offered), key=lambda story: story.title.casefold())
