"""`manage.py match`: decide which story answers each open question, in the terminal."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from stories.answers.decisions import choose_story, refuse, undo
from stories.answers.match_cards import Card, next_card, open_questions
from stories.core.choices import Status
from stories.core.grammar import count_of
from stories.core.search import fold
from stories.coverage.snapshot import Snapshot, snapshot_of
from stories.management.meanings import learn_meanings
from stories.management.output import printable
from stories.management.owners import add_owner_argument, owner_named
from stories.models import Owner, Question, Story

KEYS = "1 to 3 choose, 0: none of mine, part of a title: another story, l: later, u: undo, q: stop"


class Command(BaseCommand):
    help = "Decide which of your stories answers each open question."
    requires_system_checks = []  # As for the commands that report.

    def add_arguments(self, parser: CommandParser) -> None:
        add_owner_argument(parser)

    def handle(self, *_: Any, owner: str, **__: Any) -> None:
        named = owner_named(owner)
        learn_meanings(named)
        sitting = _Sitting(self, named)
        sitting.say(KEYS)
        while (card := sitting.card()) and (reply := sitting.ask(card)) != "q":
            sitting.take(reply, card)
        sitting.say(f"\n{count_of(len(sitting.decided), 'question')} decided, {sitting.waiting} open.")


class _Sitting:
    """One run through the cards."""

    def __init__(self, command: BaseCommand, owner: Owner) -> None:
        self._command, self._owner = command, owner
        self._later: set[int] = set()
        self._first: int | None = None
        self.decided: list[tuple[Question, Story | None]] = []

    def say(self, text: str) -> None:
        self._command.stdout.write(printable(text))

    def card(self) -> Card | None:
        """None once all that is open was put off."""
        card = next_card(self._snapshot, self._later, self._first)
        return None if card is None or card.question.pk in self._later - {self._first} else card

    @property
    def waiting(self) -> int:
        return len(open_questions(self._snapshot))

    @property
    def _snapshot(self) -> Snapshot:
        return snapshot_of(self._owner)

    def ask(self, card: Card) -> str:
        """What was typed; "q" at the end of the input."""
        kind = "likely question" if card.is_likely else "open question"
        self.say(f"\n{count_of(card.waiting, kind)}\n{card.question}")
        for place, suggested in enumerate(card.closest, 1):
            draft = " (draft)" if suggested.story.status == Status.DRAFT else ""
            headline = f": {suggested.story.headline}" if suggested.story.headline else ""
            self.say(f"  {place}  {suggested.story}{draft}{headline} [{suggested.why}]")
        try:
            return input("> ").strip()
        except EOFError:
            return "q"

    def take(self, reply: str, card: Card) -> None:
        """Do what was typed."""
        question, self._first = card.question, None
        if reply == "u":
            self._undo()
        elif reply == "l":
            self._later.add(question.pk)
        elif reply == "0":
            refuse(owner=self._owner, question=question, snapshot=self._snapshot)
            self._keep(question, None)
        elif story := self._meant(reply, card):
            choose_story(owner=self._owner, question=question, story=story)
            self._keep(question, story)
        else:
            self._first = question.pk

    def _keep(self, question: Question, story: Story | None) -> None:
        self._later.discard(question.pk)
        self.decided.append((question, story))
        self.say(f"“{story}” chosen." if story else "None chosen.")

    def _meant(self, reply: str, card: Card) -> Story | None:
        """One of the closest by its number, or the one story whose title holds what was typed."""
        closest = [suggested.story for suggested in card.closest]
        if reply.isdecimal():
            meant = closest[int(reply) - 1 : int(reply)]
        else:
            meant = [story for story in (*closest, *card.others) if reply and fold(reply) in fold(story.title)]
        if len(meant) == 1:
            return meant[0]
        self.say("\n".join(f"  {story}" for story in meant) or KEYS)
        return None

    def _undo(self) -> None:
        if self.decided:
            question, story = self.decided.pop()
            undo(owner=self._owner, question=question, story=story.pk if story else None)
            self._first = question.pk
