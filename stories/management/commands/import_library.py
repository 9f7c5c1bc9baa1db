"""`manage.py import_library`: take in stories and whole libraries; what is there is never overwritten unseen."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stories.core.exchange import Change, Decision, Entry, Problem, decided
from stories.core.exchange.files import read_files
from stories.core.grammar import count_of
from stories.exchange.apply import apply
from stories.exchange.queries import plan_of, value_names
from stories.management.output import Report, Table, print_report
from stories.management.owners import add_owner_argument, owner_named

LIMIT = 10_000_000


class Command(BaseCommand):
    help = "Import Markdown, zip, JSON, CSV and XLSX files."

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
        parts = list(_parts(entries, plan.problems, dry_run=dry_run))
        print_report(self, Report(_document(entries, plan.problems), parts), json=json)
        if plan.problems or any(entry.change == Change.CONFLICT for entry in entries):
            sys.exit(1)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LIMIT:
            raise CommandError(f"{path} has more than {LIMIT:,} bytes.", returncode=2)
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}.", returncode=2) from error


def _document(entries: Iterable[Entry], problems: Iterable[Problem]) -> dict[str, Any]:
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
    return {"entries": rows, "problems": [{"place": one.place, "reason": one.reason} for one in problems]}


def _parts(entries: Sequence[Entry], problems: Sequence[Problem], *, dry_run: bool) -> Iterator[str | Table]:
    yield from map(str, problems)
    told = [entry for entry in entries if entry.change == Change.CONFLICT or entry.notes]
    rows = [(one.change, one.name, one.origin, " ".join([one.reason, *one.notes]).strip()) for one in told]
    yield Table(("Change", "Name", "Where", "Why"), rows)
    counts = Counter(entry.change for entry in entries)
    said = ", ".join(f"{counts[change]} {change}" for change in Change)
    left = count_of(counts[Change.CONFLICT], "conflict")
    yield f"{said}. {'Nothing was changed: a dry run' if dry_run else f'{left} left alone'}."
