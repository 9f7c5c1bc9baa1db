"""Quick recall: ten questions, ten seconds each, to name the story and its first line."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from stories.base.rendering import listed_text, render_markdown
from stories.core.memory import Rating
from stories.core.proposals import said_sentences
from stories.enums import Occasion
from stories.models import Answer, Owner, Rehearsal
from stories.models.rehearsal import Told
from stories.practice.actions import begin, rate
from stories.practice.queries import ANSWER, PREPARED, told_of

QUESTIONS = 10
SECONDS = 10
"""For each."""
MINUTES = 3
"""In all, with reading the questions and looking at what was right."""


@dataclass(frozen=True, slots=True)
class Card:
    told: Told
    rehearsal: Rehearsal | None
    """Its clock is stopped by the reveal. None until the card is shown."""

    @property
    def state(self) -> str:
        return self.rehearsal.state if self.rehearsal else "ready"

    @property
    def is_right(self) -> bool:
        return self.rehearsal is not None and self.rehearsal.rated == Rating.FINE


@dataclass(frozen=True)
class Recall:
    """One sitting: what it asks was chosen when it began, and its rehearsals say what has come of it."""

    sitting: uuid.UUID
    cards: Sequence[Card]

    @property
    def over(self) -> list[Card]:
        return [card for card in self.cards if card.state == "over"]

    @cached_property
    def current(self) -> Card | None:
        return next((card for card in self.cards if card.state != "over"), None)

    @property
    def number(self) -> int:
        """The place of the current card, counted from 1."""
        return len(self.over) + 1

    @property
    def right(self) -> int:
        return sum(card.is_right for card in self.cards)

    @property
    def missed(self) -> list[Card]:
        return [card for card in self.over if not card.is_right]


def recall_of(owner: Owner, sitting: uuid.UUID, asked: Sequence[tuple[str, int]]) -> Recall:
    """The sitting as it stands; what has been deleted since it began is left out."""
    rows = {
        (ANSWER, row.answer_id) if row.answer_id else (PREPARED, row.prepared_id): row
        for row in owner.rehearsals.filter(sitting=sitting)
    }
    told = told_of(owner, asked)
    return Recall(sitting, [Card(told[pk], rows.get(pk)) for pk in asked if pk in told])


def show_card(*, recall: Recall) -> None:
    """Start the clock of the current card, if there is one."""
    if recall.current:
        begin(told=recall.current.told, occasion=Occasion.RECALL, sitting=recall.sitting)


def keep_card(*, card: Card, is_right: bool) -> None:
    """Say whether a card that was revealed was right."""
    if card.rehearsal and card.state == "told":
        rate(rehearsal=card.rehearsal, rating=Rating.FINE if is_right else Rating.FORGOT, left_out=())


def first_line(told: Told) -> str:
    """The opening line, or else the first sentence that is said."""
    if isinstance(told, Answer):
        if told.opening:
            return told.opening
        text = next((part.text for part in told.parts_in_full), "")
    else:
        text = told.full
    return next(iter(said_sentences(listed_text(render_markdown(text)))), "")
