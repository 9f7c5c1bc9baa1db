"""`manage.py coverage`: where the owner stands, in the terminal."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError, CommandParser

from stories.core.coverage import QuestionLevel, ValueLevel
from stories.core.words import count_of
from stories.enums import Category
from stories.management.output import Report, ReportCommand, Table
from stories.models import Framework, Owner
from stories.standing import NextStep, Standing, standing


class Command(ReportCommand):
    help = "Show which values and questions are covered, and what is still missing."
    checks = "gaps: values or behavioral questions that are not covered"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--framework", default="", metavar="SLUG", help="instead of the owner's own choice")
        super().add_arguments(parser)

    def report(self, owner: Owner, **options: Any) -> Report:
        found = standing(owner, framework=_framework(options["framework"], owner))
        return Report(_document(found), list(_parts(found)), has_findings=bool(_gaps(found)))


def _framework(slug: str, owner: Owner) -> str:
    known = list(Framework.objects.of(owner).values_list("slug", flat=True))
    if slug and slug not in known:
        raise CommandError(f"There is no framework {slug!r}; there are {', '.join(known)}.", returncode=2)
    return slug


def _gaps(found: Standing) -> int:
    values = sum(row.coverage.level != ValueLevel.COVERED for row in found.value_rows)
    return values + sum(row.coverage.level != QuestionLevel.COVERED for row in found.question_rows)


def _document(found: Standing) -> dict[str, Any]:
    coverage = found.coverage
    return {
        "framework": found.framework.slug,
        "values": [
            {
                "slug": row.value.slug,
                "level": row.coverage.level,
                "ready": len(row.coverage.ready),
                "draft": len(row.coverage.draft),
                "primary": len(row.coverage.primary),
                "flags": list(row.coverage.flags),
            }
            for row in found.value_rows
        ],
        "questions": [
            {
                "slug": row.question.slug,
                "level": row.coverage.level,
                "answers": len(row.answers),
                "flags": list(row.coverage.flags),
            }
            for row in found.question_rows
        ],
        "percent": {"values": coverage.values_percent, "questions": coverage.questions_percent},
        "gaps": _gaps(found),
    }


def _parts(found: Standing) -> Iterator[str | Table]:
    coverage = found.coverage
    yield f"{found.framework}\n"
    yield f"Values covered: {coverage.values_covered} of {len(coverage.values)} ({coverage.values_percent} %)"
    yield Table(
        ("Level", "Value", "Flags", "Next"),
        [
            (row.coverage.level, str(row.value), ", ".join(row.coverage.flags), _reason(row.next))
            for row in found.value_rows
        ],
    )
    yield (
        f"\n{Category.BEHAVIORAL.label} questions covered: "
        f"{coverage.questions_covered} of {len(coverage.questions)} ({coverage.questions_percent} %)"
    )
    yield Table(
        ("Level", "Question", "Flags", "Text"),
        [
            (row.coverage.level, row.question.slug, ", ".join(row.coverage.flags), row.question.text)
            for row in found.question_rows
        ],
    )
    gaps = _gaps(found)
    yield f"\n{count_of(gaps, 'gap')}." if gaps else "\nNo gap is left."


def _reason(step: NextStep | None) -> str:
    return step.step.reason if step else ""
