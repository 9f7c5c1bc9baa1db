"""`manage.py ready`: where each likely question stands, in the terminal."""

from collections.abc import Iterator
from typing import Any

from stories.coverage.snapshot import snapshot_of
from stories.management.output import Report, ReportCommand, Table
from stories.models import Owner
from stories.readiness.standings import QuestionStanding, Readiness, readiness_of


class Command(ReportCommand):
    help = "List the likely questions, and what each still lacks."
    checks = "questions that aren't ready"

    def report(self, owner: Owner, **_: Any) -> Report:
        readiness = readiness_of(owner, snapshot_of(owner))
        return Report(_document(readiness), list(_parts(readiness)), has_findings=any(readiness.counts))


def _document(readiness: Readiness) -> dict[str, Any]:
    return {
        "with_story": readiness.with_story,
        "in_time": readiness.in_time,
        "fresh": readiness.fresh,
        "questions": [_item(each) for each in readiness.questions],
    }


def _item(each: QuestionStanding) -> dict[str, Any]:
    return {
        "question": each.question.slug,
        "answer": each.answer.pk if each.answer else None,
        "reasons": [reason.value for reason in sorted(each.standing.reasons, key=lambda reason: reason.rank)],
    }


def _parts(readiness: Readiness) -> Iterator[str | Table]:
    counted = f"{readiness.with_story} of {len(readiness.questions)} likely questions have a story"
    yield f"{counted}, {readiness.in_time} can be told in time, {readiness.fresh} will be fresh on the day."
    yield Table(("Question", "Standing"), [(str(each.question), each.words) for each in readiness.questions])
