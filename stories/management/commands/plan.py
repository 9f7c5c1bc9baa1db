"""`manage.py plan`: which story to tell for which question of a loop, in the terminal."""

import json as jsonlib
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stories.looping import LoopPage, PlannedQuestion, loop_page
from stories.management.owners import add_owner_argument, owner_named
from stories.models import Loop, Owner


class Command(BaseCommand):
    help = "Plan a loop: the story for each question of each round, with the greatest fit in total."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("loop", type=int, metavar="LOOP_ID", help="the number in the address of the loop's page")
        parser.add_argument("--json", action="store_true", help="print JSON")
        add_owner_argument(parser)

    def handle(self, *args: Any, loop: int, owner: str, json: bool, **options: Any) -> None:
        chosen = owner_named(owner)
        page = loop_page(_loop(loop, chosen), chosen)
        self.stdout.write(jsonlib.dumps(_document(page), ensure_ascii=False, indent=2) if json else as_text(page))


def _loop(pk: int, owner: Owner) -> Loop:
    try:
        return owner.loops.get(pk=pk)
    except Loop.DoesNotExist:
        known = ", ".join(f"{loop.pk} ({loop})" for loop in owner.loops.all()) or "none yet"
        raise CommandError(f"There is no loop {pk}; there are: {known}.", returncode=2) from None


def _document(page: LoopPage) -> dict[str, Any]:
    rounds = [{"name": one.round.name, "items": [_item(question) for question in one.questions]} for one in page.rounds]
    unanswered = [question.asked.question.slug for question in page.unanswered]
    not_shown = [value.slug for value in page.not_shown]
    loop = {"id": page.loop.pk, "name": page.loop.name, "company": page.loop.company}
    return {"loop": loop, "rounds": rounds, "unanswered": unanswered, "values_not_shown": not_shown}


def _item(one: PlannedQuestion) -> dict[str, Any]:
    return {
        "question": one.asked.question.slug,
        "story": str(one.story.pk) if one.story else None,
        "fit": round(one.item.fit, 4),
        "pinned": one.item.is_pinned,
        "reason": " ".join(one.reasons),
    }


def as_text(page: LoopPage) -> str:
    return "\n".join(_lines(page))


def _lines(page: LoopPage) -> Iterator[str]:
    yield str(page.loop)
    for one in page.rounds:
        yield f"\n{one.round} ({one.round.minutes} min)"
        for question in one.questions:
            yield f"  {question.asked.question}"
            yield f"    {question.story or 'no story'}: {' '.join(question.reasons)}"
    yield f"\n{page.told_questions} of {page.questions} questions have a story."
    if page.not_shown:
        yield f"No round shows {', '.join(value.name for value in page.not_shown)}."
