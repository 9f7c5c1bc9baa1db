"""`manage.py practise`: what is due and why, and the question most due, told by the clock in the terminal."""

import re
from collections.abc import Iterator
from typing import Any, cast

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from stories.core.choices import Section
from stories.core.memory import Rating
from stories.core.speaking import clock
from stories.enums import RATINGS, SECTIONS
from stories.management.output import Report, Table, print_report, printable
from stories.management.owners import add_owner_argument, owner_named
from stories.models import Owner, Rehearsal
from stories.models.rehearsal import Told
from stories.practice.actions import begin, mark, pause, rate, resume, sections_told, stop
from stories.practice.checklist import lines_to_check, verdict_on
from stories.practice.queries import Practice, Turn, practice_of, told_of

KEYS = "Enter: the next section, p: pause, q: stop"
NOTHING = "There is nothing to tell yet. `manage.py match` chooses stories for questions."
OVER = "That is all for today."
KEPT = "Kept as it is: run the command again, or open Practise, to go on."


class Command(BaseCommand):
    help = "Tell the answer that is most due, by the clock."
    requires_system_checks = []  # As for the commands that report.

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--due", action="store_true", help="list what is due today and why")
        parser.add_argument("--json", action="store_true", help="print the whole plan as JSON")
        add_owner_argument(parser)

    def handle(self, *_: Any, owner: str, due: bool, json: bool, **__: Any) -> None:
        named = owner_named(owner)
        practice = practice_of(named, timezone.localdate())
        if due or json:
            print_report(self, Report(_document(practice), list(_parts(practice))), json=json)
        elif practice.next:
            self._tell(named, practice.next)
        else:
            self.stdout.write(OVER if practice.turns else NOTHING)

    def _tell(self, owner: Owner, turn: Turn) -> None:
        (told,) = told_of(owner, [cast(tuple[str, int], turn.item.id)]).values()
        self.stdout.write(printable(f"{turn.question}\n{turn.why}\n"))
        try:
            _Telling(self, owner, told).lead()
        except (EOFError, KeyboardInterrupt):
            self.stdout.write(f"\n{KEPT}")


def _document(practice: Practice) -> dict[str, Any]:
    return {
        "today": practice.today.isoformat(),
        "interview": practice.interview.isoformat() if practice.interview else None,
        "undecided": practice.undecided,
        "told_today": [_turn(turn) for turn in practice.done],
        "days": [
            {"day": day.day.isoformat(), "minutes": day.minutes, "tell": [_turn(turn) for turn in day.turns]}
            for day in practice.days
        ],
    }


def _turn(turn: Turn) -> dict[str, Any]:
    story = turn.story or None
    return {"question": turn.question.slug, "story": story, "minutes": turn.item.minutes, "why": turn.why}


def _parts(practice: Practice) -> Iterator[str | Table]:
    if not practice.due:
        yield OVER if practice.turns else NOTHING
    yield Table(("Question", "Minutes", "Why"), [_row(turn) for turn in practice.due])


def _row(turn: Turn) -> tuple[str, str, str]:
    return str(turn.question), str(turn.item.minutes), turn.why


class _Telling:
    """One telling, from Enter to its rating. The clock is the same as the browser's."""

    def __init__(self, command: BaseCommand, owner: Owner, told: Told) -> None:
        self._command, self._owner, self._told = command, owner, told

    def lead(self) -> None:
        rehearsal = Rehearsal.objects.of(self._told).under_way().filter(sitting=None).first() or self._start()
        if not rehearsal.is_told:
            rehearsal = self._run(rehearsal)
        self._say(clock(rehearsal.seconds))
        rated = rate(rehearsal=rehearsal, left_out=self._left_out(), rating=self._rating())
        self._say(verdict_on(rated, self._owner.pace))

    def _start(self) -> Rehearsal:
        if self._owner.names_story_first:
            self._say("Ten seconds: which story do you tell, and what is its first line?")
        input("Enter starts the clock. ")
        self._say(KEYS)
        return begin(told=self._told)

    def _run(self, rehearsal: Rehearsal) -> Rehearsal:
        """Until it is stopped, or the last section is over."""
        while not rehearsal.is_told:
            key = input(self._prompt(rehearsal)).strip().lower()
            if key == "p":
                rehearsal = (pause if rehearsal.runs_since else resume)(rehearsal=rehearsal)
            elif key == "q" or (not key and self._following(rehearsal) is None):
                rehearsal = stop(rehearsal=rehearsal)
            elif key:
                self._say(KEYS)
            else:
                rehearsal = self._go_on(rehearsal)
        return rehearsal

    def _go_on(self, rehearsal: Rehearsal) -> Rehearsal:
        """After a pause, with the section that it stood in; else with the next."""
        following = self._following(rehearsal)
        if following is None or rehearsal.runs_since is None:
            return resume(rehearsal=rehearsal)
        return mark(rehearsal=rehearsal, section=following)

    def _following(self, rehearsal: Rehearsal) -> Section | None:
        begun = {marked.section for marked in rehearsal.begun}
        return next((section for section in sections_told(self._told) if section not in begun), None)

    def _prompt(self, rehearsal: Rehearsal) -> str:
        section = SECTIONS[rehearsal.begun[-1].section] if rehearsal.begun else "Telling"
        state = "" if rehearsal.runs_since else " (paused; Enter goes on)"
        return f"{clock(rehearsal.elapsed(timezone.now()) // 1000)} {section}{state} "

    def _left_out(self) -> list[str]:
        """What wasn't said, by number."""
        lines = lines_to_check(self._told, self._owner.pace)
        if not lines:
            return []
        for number, line in enumerate(lines, 1):
            self._say(f"  {number}  {line}")
        numbers = {int(number) for number in re.findall(r"\d+", input("What did you leave out? Numbers, or Enter: "))}
        return [line for number, line in enumerate(lines, 1) if number in numbers]

    def _rating(self) -> Rating:
        choices = ", ".join(f"{rating} {label.lower()}" for rating, label in RATINGS.items())
        while (typed := input(f"How did it go? {choices}: ").strip()) not in {str(int(rating)) for rating in Rating}:
            self._say("Type 1, 2, 3 or 4.")
        return Rating(int(typed))

    def _say(self, text: str) -> None:
        self._command.stdout.write(printable(text))
