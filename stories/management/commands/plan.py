"""`manage.py plan`: which story to tell for which question of a loop, in the terminal."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError, CommandParser

from stories.core.grammar import join_words
from stories.coverage.suggestions import titles_of
from stories.loops.planner import LoopPage, PlannedQuestion, loop_page
from stories.management.meanings import learn_meanings
from stories.management.output import Report, ReportCommand, Table
from stories.models import Loop, Owner


class Command(ReportCommand):
    help = "Plan a loop: a story for each question, none told twice."
    checks = "questions without a story or a prepared answer"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("loop", type=int, metavar="LOOP_ID", help="the number in the address of the loop's page")
        super().add_arguments(parser)

    def report(self, owner: Owner, **options: Any) -> Report:
        learn_meanings(owner)
        page = loop_page(_loop(options["loop"], owner), owner)
        return Report(_document(page), list(_parts(page)), has_findings=bool(page.unanswered))


def _loop(pk: int, owner: Owner) -> Loop:
    try:
        return owner.loops.get(pk=pk)
    except Loop.DoesNotExist:
        known = ", ".join(f"{loop.pk} ({loop})" for loop in owner.loops.all()) or "none yet"
        raise CommandError(f"There is no loop {pk}. Your loops: {known}.", returncode=2) from None


def _document(page: LoopPage) -> dict[str, Any]:
    rounds = [
        {"name": planned.round.name, "items": [_item(question) for question in planned.questions]}
        for planned in page.rounds
    ]
    unanswered = [question.asked.question.slug for question in page.unanswered]
    not_shown = [value.slug for value in page.not_shown]
    loop = {"id": page.loop.pk, "name": page.loop.name, "company": page.loop.company}
    return {"loop": loop, "rounds": rounds, "unanswered": unanswered, "values_not_shown": not_shown}


def _item(planned: PlannedQuestion) -> dict[str, Any]:
    return {
        "question": planned.asked.question.slug,
        "story": str(planned.story.pk) if planned.story else None,
        "fit": round(planned.item.fit, 4),
        "prepared": planned.is_prepared,
        "pinned": planned.item.is_pinned,
        "reason": " ".join(planned.reasons),
        "closest": [str(suggested.story.pk) for suggested in planned.closest],
    }


def _told(planned: PlannedQuestion) -> str:
    return str(planned.story or ("prepared answer" if planned.is_prepared else "no story"))


def _why(planned: PlannedQuestion) -> Iterator[str]:
    yield from planned.reasons
    if planned.closest:
        yield f"The closest: {titles_of(planned.closest)}."


def _parts(page: LoopPage) -> Iterator[str | Table]:
    yield str(page.loop)
    for planned in page.rounds:
        yield f"\n{planned.round} ({planned.round.minutes} min)"
        yield Table(
            ("Story", "Question", "Why"),
            [
                (_told(question), str(question.asked.question), " ".join(_why(question)))
                for question in planned.questions
            ],
        )
    yield f"\nQuestions with a story: {page.told_questions} of {page.questions}."
    if page.prepared_questions:
        yield f"Questions with a prepared answer: {page.prepared_questions}."
    if page.not_shown:
        yield f"No planned story shows {join_words([value.name for value in page.not_shown], 'or')}."
