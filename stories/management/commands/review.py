"""`manage.py review`: what the story review finds, in the terminal; exits with 1 if there are errors."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from stories.base.rendering import speak_story
from stories.core.choices import Section
from stories.core.exchange import StoryFileError, read_story
from stories.core.grammar import count_of
from stories.core.review import Finding, Severity, TagLine
from stories.library.findings import review_library, review_spoken
from stories.management.output import Report, ReportCommand, Table
from stories.models import Owner, Value


@dataclass(frozen=True, slots=True)
class Reviewed:
    id: str | None
    title: str
    findings: Sequence[Finding]


class Command(ReportCommand):
    help = "Review your stories the way a careful listener would."
    checks = "warnings, too; without it only errors count"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "stories",
            nargs="*",
            metavar="STORY_ID",
            help="only these stories; otherwise all but the archived ones, worst first",
        )
        parser.add_argument("--file", action="append", default=[], metavar="FILE", help="a story file instead")
        super().add_arguments(parser)

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        """An error always makes the exit code 1, so the check is always on."""
        self.counted = {Severity.ERROR, Severity.WARNING} if check else {Severity.ERROR}
        super().handle(*args, check=True, **options)

    def report(self, owner: Owner, **options: Any) -> Report:
        reviewed = [_review_file(path, owner) for path in options["file"]]
        if options["stories"] or not options["file"]:
            reviewed += _review_stories(options["stories"], owner)
        severities = {finding.severity for story in reviewed for finding in story.findings}
        return Report(_document(reviewed), list(_parts(reviewed)), has_findings=bool(severities & self.counted))


def _review_stories(ids: list[str], owner: Owner) -> list[Reviewed]:
    by_id = {str(reviewed.story.pk): reviewed for reviewed in review_library(owner)}
    chosen = [_hyphenated(text) for text in ids] or list(by_id)
    unknown = [text for text in chosen if text not in by_id]
    if unknown:
        raise CommandError(f"There is no story {unknown[0]!r}, or it is archived.", returncode=2)
    return [Reviewed(pk, str(by_id[pk].story), by_id[pk].findings) for pk in chosen]


def _hyphenated(text: str) -> str:
    """An id in its usual form; any other text as it is."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return text


def _review_file(path: str, owner: Owner) -> Reviewed:
    try:
        file = read_story(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, StoryFileError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise CommandError(f"{path}: {reason}", returncode=2) from error
    values = Value.objects.of(owner).select_related("framework")
    names = {f"{value.framework.slug}/{value.slug}": value.name for value in values}
    tags = [TagLine(names.get(tag.value, tag.value), tag.evidence) for tag in file.tags]
    spoken = speak_story({section: file.texts[section] for section in Section}, owner.words_per_minute)
    findings = review_spoken(file.texts["title"], file.texts["headline"], spoken, tags, owner)
    return Reviewed(file.id or None, file.texts["title"], findings)


def _document(reviewed: Iterable[Reviewed]) -> dict[str, Any]:
    return {
        "stories": [
            {"id": story.id, "title": story.title, "findings": [_row(finding) for finding in story.findings]}
            for story in reviewed
        ]
    }


def _row(finding: Finding) -> dict[str, str | None]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "section": finding.section,
        "message": finding.message,
        "hint": finding.hint,
    }


def _parts(reviewed: Sequence[Reviewed]) -> Iterator[str | Table]:
    for story in reviewed:
        if story.findings:
            yield story.title or "Untitled story"
            yield Table(("Rule", "Severity", "Section", "Finding"), [_cells(finding) for finding in story.findings])
            yield ""
    total = sum(len(story.findings) for story in reviewed)
    yield f"{count_of(total, 'finding')} in {count_of(len(reviewed), 'story', 'stories')}."


def _cells(finding: Finding) -> tuple[str, ...]:
    section = finding.section.capitalize() if finding.section else ""
    return finding.code, finding.severity, section, f"{finding.message} {finding.hint}"
