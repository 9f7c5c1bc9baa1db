"""`manage.py coverage`: where the owner stands, in the terminal."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stories.core.coverage import Flag
from stories.enums import Category
from stories.management.owners import add_owner_argument, owner_named
from stories.models import Framework, Owner
from stories.standing import Standing, standing


class Command(BaseCommand):
    help = "Show which values and questions are covered, and what is still missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--framework", default="", metavar="SLUG", help="instead of the owner's own choice")
        parser.add_argument("--json", action="store_true", help="print JSON")
        add_owner_argument(parser)

    def handle(self, *args: Any, framework: str, owner: str, json: bool, **options: Any) -> None:
        chosen = owner_named(owner)
        found = standing(chosen, framework=_framework(framework, chosen))
        self.stdout.write(as_json(found) if json else as_text(found), ending="\n")


def _framework(slug: str, owner: Owner) -> str:
    known = list(Framework.objects.of(owner).values_list("slug", flat=True))
    if slug and slug not in known:
        raise CommandError(f"There is no framework {slug!r}; there are {', '.join(known)}.", returncode=2)
    return slug


def as_json(found: Standing) -> str:
    coverage = found.coverage
    document = {
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
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def as_text(found: Standing) -> str:
    coverage = found.coverage
    lines = [
        f"{found.framework}",
        "",
        f"Values covered: {coverage.values_covered} of {len(coverage.values)} ({coverage.values_percent} %)",
        *(
            _line(row.coverage.level, row.coverage.flags, str(row.value), row.next.step.reason if row.next else "")
            for row in found.value_rows
        ),
        "",
        f"{Category.BEHAVIORAL.label} questions covered: "
        f"{coverage.questions_covered} of {len(coverage.questions)} ({coverage.questions_percent} %)",
        *(
            _line(row.coverage.level, row.coverage.flags, row.question.slug, row.question.text)
            for row in found.question_rows
        ),
    ]
    return "\n".join(lines)


def _line(level: str, flags: tuple[Flag, ...], name: str, text: str) -> str:
    marks = f" [{', '.join(flags)}]" if flags else ""
    return f"  {level:<9}  {name}{marks}  {text}".rstrip()
