"""`manage.py import_library`: take in stories and whole libraries; what is there is never overwritten unseen."""

import json as jsonlib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from stories.core.exchange import Change, Entry, Problem
from stories.core.exchange.files import Read, read_files
from stories.core.words import count_of
from stories.importing import apply, plan_of_library, plan_of_stories
from stories.management.owners import add_owner_argument, owner_named
from stories.models import Owner, Value

LIMIT = 10_000_000


class Command(BaseCommand):
    help = "Import Markdown files, zips of them, JSON libraries and CSV tables; conflicts are named and left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
        parser.add_argument("--json", action="store_true", help="print JSON")
        add_owner_argument(parser)

    def handle(self, *args: Any, paths: list[Path], owner: str, json: bool, dry_run: bool, **options: Any) -> None:
        chosen = owner_named(owner)
        found = read_files([(path.name, _content(path)) for path in paths], _names(chosen))
        with transaction.atomic():
            entries, problems = _take_in(found, chosen)
            transaction.set_rollback(dry_run)
        self.stdout.write(as_json(entries, problems) if json else as_text(entries, problems, dry_run=dry_run))
        if problems or any(entry.change == Change.CONFLICT for entry in entries):
            sys.exit(1)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LIMIT:
            raise CommandError(f"{path} has more than {LIMIT:,} bytes.", returncode=2)
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}.", returncode=2) from error


def _names(owner: Owner) -> dict[str, str]:
    values = Value.objects.of(owner).select_related("framework")
    return {f"{value.framework.slug}/{value.slug}": value.name for value in values}


def _take_in(found: Read, owner: Owner) -> tuple[list[Entry], list[Problem]]:
    """Libraries first, since stories may be tagged with values of theirs."""
    entries, problems = list[Entry](), list(found.problems)
    for name, library in found.libraries:
        plan = plan_of_library(library, owner, name)
        apply(entries=plan.entries, owner=owner)
        entries += plan.entries
        problems += [Problem(f"{name}, {problem.place}", problem.reason) for problem in plan.problems]
    stories = plan_of_stories(found.stories, owner)
    apply(entries=stories, owner=owner)
    return [*entries, *stories], problems


def as_json(entries: Iterable[Entry], problems: Iterable[Problem]) -> str:
    rows = [
        {
            "list": entry.list,
            "change": entry.change,
            "name": _name(entry),
            "origin": entry.origin,
            "reason": entry.reason,
            "notes": entry.notes,
        }
        for entry in entries
    ]
    left_out = [{"place": problem.place, "reason": problem.reason} for problem in problems]
    return jsonlib.dumps({"entries": rows, "problems": left_out}, ensure_ascii=False, indent=2)


def as_text(entries: Sequence[Entry], problems: Sequence[Problem], *, dry_run: bool) -> str:
    return "\n".join(_lines(entries, problems, dry_run=dry_run))


def _lines(entries: Sequence[Entry], problems: Sequence[Problem], *, dry_run: bool) -> Iterator[str]:
    for problem in problems:
        yield str(problem)
    for entry in entries:
        if entry.change == Change.CONFLICT or entry.notes:
            yield f"{entry.change}: {_name(entry)} ({entry.origin}): {' '.join([entry.reason, *entry.notes]).strip()}"
    counts = Counter(entry.change for entry in entries)
    said = ", ".join(f"{counts[change]} {change}" for change in Change)
    left = count_of(counts[Change.CONFLICT], "conflict")
    yield f"{said}. {'Nothing was changed: a dry run' if dry_run else f'{left} left alone'}."


def _name(entry: Entry) -> str:
    record = entry.record
    for key in ("title", "name", "text", "question", "slug", "concept", "code", "value"):
        if named := getattr(record, key, ""):
            return str(named)
    return str(record) if isinstance(record, str) else entry.list
