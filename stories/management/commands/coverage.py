"""`manage.py coverage`: where the owner stands, in the terminal."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError, CommandParser

from stories.core.coverage import QuestionLevel, ValueLevel
from stories.core.grammar import count_of
from stories.coverage.snapshot import NextStep, Snapshot, snapshot_of
from stories.coverage.suggestions import titles_of
from stories.enums import Category
from stories.management.meanings import learn_meanings
from stories.management.output import Report, ReportCommand, Table
from stories.models import Framework, Owner
from stories.practice.freshness import Freshness, freshness_of


class Command(ReportCommand):
    help = "Show which values and questions are covered and which are not."
    checks = "gaps: values or behavioral questions that are not covered"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--framework", default="", metavar="SLUG", help="the framework; the one the owner chose if not given"
        )
        super().add_arguments(parser)

    def report(self, owner: Owner, **options: Any) -> Report:
        learn_meanings(owner)
        snapshot = snapshot_of(owner, framework=_framework(options["framework"], owner))
        freshness = freshness_of(owner, snapshot)
        parts = list(_parts(snapshot, freshness))
        return Report(_document(snapshot, freshness), parts, has_findings=bool(_gaps(snapshot)))


def _framework(slug: str, owner: Owner) -> str:
    known = list(Framework.objects.of(owner).values_list("slug", flat=True))
    if slug and slug not in known:
        raise CommandError(f"There is no framework {slug!r}; choose one of {', '.join(known)}.", returncode=2)
    return slug


def _gaps(snapshot: Snapshot) -> int:
    values = sum(row.coverage.level != ValueLevel.COVERED for row in snapshot.value_rows)
    return values + sum(row.coverage.level != QuestionLevel.COVERED for row in snapshot.question_rows)


def _document(snapshot: Snapshot, freshness: Freshness) -> dict[str, Any]:
    coverage = snapshot.coverage
    return {
        "framework": snapshot.framework.slug,
        "values": [
            {
                "slug": row.value.slug,
                "level": row.coverage.level,
                "ready": len(row.coverage.ready),
                "draft": len(row.coverage.draft),
                "primary": len(row.coverage.primary),
                "flags": list(row.coverage.flags),
            }
            for row in snapshot.value_rows
        ],
        "questions": [
            {
                "slug": row.question.slug,
                "level": row.coverage.level,
                "likely": row.is_likely,
                "answers": len(row.answers),
                "practice": freshness.of_question(row.coverage),
                "flags": freshness.flags_of(row.coverage),
                "next": _next(row.next),
            }
            for row in snapshot.question_rows
        ],
        "percent": {"values": coverage.values_percent, "questions": coverage.questions_percent},
        "gaps": _gaps(snapshot),
    }


def _parts(snapshot: Snapshot, freshness: Freshness) -> Iterator[str | Table]:
    coverage = snapshot.coverage
    yield f"{snapshot.framework}\n"
    yield f"Values covered: {coverage.values_covered} of {len(coverage.values)} ({coverage.values_percent}%)"
    yield Table(
        ("Level", "Value", "Flags", "Next"),
        [
            (row.coverage.level, str(row.value), ", ".join(row.coverage.flags), _reason(row.next))
            for row in snapshot.value_rows
        ],
    )
    likely = len(snapshot.likely.questions)
    yield f"\nLikely questions covered: {snapshot.likely_covered} of {likely} ({snapshot.likely_percent}%)"
    yield (
        f"{Category.BEHAVIORAL.label} questions covered: "
        f"{coverage.questions_covered} of {len(coverage.questions)} ({coverage.questions_percent}%)"
    )
    yield Table(
        ("Level", "Question", "Flags", "Text", "Closest stories"),
        [
            (
                row.coverage.level,
                row.question.slug,
                ", ".join(freshness.flags_of(row.coverage)),
                row.question.text,
                titles_of(row.next.closest) if row.next else "",
            )
            for row in snapshot.question_rows
        ],
    )
    gaps = _gaps(snapshot)
    yield f"\n{count_of(gaps, 'gap')}." if gaps else "\nNo gaps."


def _next(step: NextStep | None) -> dict[str, Any] | None:
    """The step of a question; the stories to choose from have reasons."""
    if not step:
        return None
    stories = [
        {"id": str(each.story.pk), "title": str(each.story), "reasons": list(each.reasons)} for each in step.stories
    ]
    return {"kind": step.step.kind, "stories": stories, "reason": step.step.reason}


def _reason(step: NextStep | None) -> str:
    return step.step.reason if step else ""
