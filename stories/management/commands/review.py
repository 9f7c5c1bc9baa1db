"""`manage.py review`: what the story review finds, in the terminal; exit code 1 where there are errors."""

import json as jsonlib
import sys
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stories.core.exchange import StoryFileError, read_story
from stories.core.review import Finding, Severity, TagLine
from stories.core.words import Section, count_of
from stories.management.owners import add_owner_argument, owner_named
from stories.models import Owner, Value
from stories.rendering import speak_story
from stories.reviewing import review_library, review_spoken


@dataclass(frozen=True, slots=True)
class Report:
    id: str | None
    title: str
    findings: Sequence[Finding]


class Command(BaseCommand):
    help = "Review stories as a careful listener would; all that are not archived, worst first, unless some are named."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("stories", nargs="*", metavar="STORY_ID", help="only these stories")
        parser.add_argument("--file", action="append", default=[], metavar="FILE", help="a story file instead")
        parser.add_argument("--json", action="store_true", help="print JSON")
        add_owner_argument(parser)

    def handle(self, *args: Any, stories: list[str], file: list[str], owner: str, json: bool, **options: Any) -> None:
        chosen = owner_named(owner)
        reviewed = [_review_file(path, chosen) for path in file]
        if stories or not file:
            reviewed += _review_stories(stories, chosen)
        self.stdout.write(as_json(reviewed) if json else as_text(reviewed))
        if any(finding.severity == Severity.ERROR for one in reviewed for finding in one.findings):
            sys.exit(1)


def _review_stories(ids: list[str], owner: Owner) -> list[Report]:
    everything = {str(one.story.pk): one for one in review_library(owner)}
    chosen = [_plain(text) for text in ids] or list(everything)
    unknown = [text for text in chosen if text not in everything]
    if unknown:
        raise CommandError(f"There is no story {unknown[0]!r}, or it is archived.", returncode=2)
    return [Report(pk, str(everything[pk].story), everything[pk].findings) for pk in chosen]


def _plain(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return text


def _review_file(path: str, owner: Owner) -> Report:
    try:
        file = read_story(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, StoryFileError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise CommandError(f"{path}: {reason}", returncode=2) from error
    values = Value.objects.of(owner).select_related("framework")
    names = {f"{value.framework.slug}/{value.slug}": value.name for value in values}
    tags = [TagLine(names.get(tag.value, tag.value), tag.evidence) for tag in file.tags]
    spoken = speak_story({section: file.texts[section] for section in Section}, owner.words_per_minute)
    found = review_spoken(file.texts["title"], file.texts["headline"], spoken, tags, owner)
    return Report(file.id or None, file.texts["title"], found)


def as_json(reviewed: Iterable[Report]) -> str:
    stories = [
        {"id": one.id, "title": one.title, "findings": [_row(found) for found in one.findings]} for one in reviewed
    ]
    return jsonlib.dumps({"stories": stories}, ensure_ascii=False, indent=2)


def _row(finding: Finding) -> dict[str, str | None]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "section": finding.section,
        "message": finding.message,
        "hint": finding.hint,
    }


def as_text(reviewed: Sequence[Report]) -> str:
    findings = sum(len(one.findings) for one in reviewed)
    stories = count_of(len(reviewed), "story", "stories")
    lines = [line for one in reviewed if one.findings for line in _lines(one)]
    return "\n".join([*lines, f"{count_of(findings, 'finding')} in {stories}."])


def _lines(one: Report) -> Iterator[str]:
    yield one.title or "Untitled story"
    for finding in one.findings:
        where = f"{finding.section.capitalize()}: " if finding.section else ""
        yield f"  {finding.code} {finding.severity:<7} {where}{finding.message} {finding.hint}"
    yield ""
