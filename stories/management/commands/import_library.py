"""`manage.py import_library`: take in stories and whole libraries; what is there is never overwritten unseen."""

import json as jsonlib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stories.core.exchange import Change, Decision, Entry, Problem, decided
from stories.core.exchange.files import read_files
from stories.core.words import count_of
from stories.importing import apply, plan_of, value_names
from stories.management.owners import add_owner_argument, owner_named

LIMIT = 10_000_000


class Command(BaseCommand):
    help = "Import Markdown files, zips of them, JSON libraries and CSV tables; conflicts are named and left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
        parser.add_argument(
            "--conflicts",
            type=Decision,
            choices=list(Decision),
            default=Decision.LEAVE,
            help="what to do where the library holds something else: leave it (the default), take what the file says, "
            "or keep both",
        )
        parser.add_argument("--json", action="store_true", help="print JSON")
        add_owner_argument(parser)

    def handle(self, *args: Any, paths: list[Path], owner: str, json: bool, dry_run: bool, **options: Any) -> None:
        chosen = owner_named(owner)
        plan = plan_of(read_files([(path.name, _content(path)) for path in paths], value_names(chosen)), chosen)
        entries = [decided(entry, options["conflicts"]) for entry in plan.entries]
        if not dry_run:
            apply(entries=entries, owner=chosen)
        self.stdout.write(as_json(entries, plan.problems) if json else as_text(entries, plan.problems, dry_run=dry_run))
        if plan.problems or any(entry.change == Change.CONFLICT for entry in entries):
            sys.exit(1)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LIMIT:
            raise CommandError(f"{path} has more than {LIMIT:,} bytes.", returncode=2)
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}.", returncode=2) from error


def as_json(entries: Iterable[Entry], problems: Iterable[Problem]) -> str:
    rows = [
        {
            "list": entry.list,
            "change": entry.change,
            "name": entry.name,
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
            yield f"{entry.change}: {entry.name} ({entry.origin}): {' '.join([entry.reason, *entry.notes]).strip()}"
    counts = Counter(entry.change for entry in entries)
    said = ", ".join(f"{counts[change]} {change}" for change in Change)
    left = count_of(counts[Change.CONFLICT], "conflict")
    yield f"{said}. {'Nothing was changed: a dry run' if dry_run else f'{left} left alone'}."
