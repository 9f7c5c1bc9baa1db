"""`manage.py import_library`: import stories and whole libraries; nothing is overwritten unless asked."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stories.core.exchange import Change, Decision, Entry, Problem, decided
from stories.core.exchange.archives import CONVERTIBLE, ENDINGS, MOST_FILES
from stories.core.exchange.files import Read, read_files
from stories.core.exchange.problems import quoted
from stories.core.exchange.unread import said_of
from stories.core.grammar import count_of, join_words
from stories.exchange.apply import apply
from stories.exchange.queries import plan_of, value_names
from stories.management.output import Report, Table, print_report
from stories.management.owners import add_owner_argument, owner_named

LIMIT = 10_000_000


class Command(BaseCommand):
    help = "Import notes, sheets, Word files, PDFs, zips and libraries."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help="a file, a folder, or - for standard input"
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would change, and change nothing")
        parser.add_argument(
            "--conflicts",
            type=Decision,
            choices=list(Decision),
            default=Decision.LEAVE,
            help="what to do when the library's version differs: leave it as it is (the default), take what "
            "the file says, or keep both",
        )
        parser.add_argument("--json", action="store_true", help="print JSON")
        add_owner_argument(parser)

    def handle(self, *args: Any, paths: list[Path], owner: str, json: bool, dry_run: bool, **options: Any) -> None:
        library_owner = owner_named(owner)
        files = [file for path in paths for file in _files(path)]
        read = read_files(files, value_names(library_owner))
        plan = plan_of(read, library_owner)
        entries = [decided(entry, options["conflicts"]) for entry in plan.entries]
        if not dry_run:
            apply(entries=entries, owner=library_owner)
        parts = [*_labels(read), *_columns(read), *_parts(entries, plan.problems, dry_run=dry_run)]
        print_report(self, Report(_document(entries, plan.problems), parts), json=json)
        if plan.problems or any(entry.change == Change.CONFLICT for entry in entries):
            sys.exit(1)


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    """The file; of a folder, each file in it that may hold stories; or what comes from standard input."""
    if str(path) == "-":
        yield "standard input", sys.stdin.buffer.read(LIMIT + 1)
    elif path.is_dir():
        files = [file for file in sorted(path.rglob("*")) if _may_hold_stories(file.relative_to(path))]
        if len(files) > MOST_FILES:
            raise CommandError(f"{path} holds {len(files):,} files; the limit is {MOST_FILES:,}.", returncode=2)
        yield from ((f"{path.resolve().name}, {file.name}", _content(file)) for file in files if file.is_file())
    else:
        yield path.name, _content(path)


def _may_hold_stories(path: Path) -> bool:
    return path.suffix.lower() in (*ENDINGS, *CONVERTIBLE) and not any(part.startswith(".") for part in path.parts)


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise CommandError(f"{path} is not a file.", returncode=2)
        if size > LIMIT:
            raise CommandError(f"{path} is larger than {LIMIT:,} bytes, the most that can be imported.", returncode=2)
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
            "answers": [asked.text for asked in entry.answers],
        }
        for entry in entries
    ]
    return {"entries": rows, "problems": [{"place": problem.place, "reason": problem.reason} for problem in problems]}


def _labels(read: Read) -> Iterator[str]:
    """What was not understood in notes with stories, but is kept."""
    for name, unknown in read.unknown.items():
        if name not in read.refused:
            yield from (f"{name}: {sentence}" for sentence in said_of(unknown))


def _columns(read: Read) -> Iterator[str]:
    """The columns of tables that were not recognised."""
    for name, columns in read.columns.items():
        for is_kept in (True, False):
            listed = [quoted(column) for column, target in columns if bool(target) == is_kept]
            where = "went to the notes" if is_kept else "were left out"
            whose = "their" if len(listed) > 1 else "its"
            if listed:
                verb = "aren't" if len(listed) > 1 else "isn't"
                yield f"{name}: {join_words(listed)} {verb} recognised; {whose} cells {where}."


def _answers(entry: Entry) -> Iterator[str]:
    for asked in entry.answers:
        yield f"Answers {quoted(asked.text)}{', a new question of your own' if asked.is_new else ''}."


def _parts(entries: Sequence[Entry], problems: Sequence[Problem], *, dry_run: bool) -> Iterator[str | Table]:
    yield from map(str, problems)
    listed = [entry for entry in entries if entry.change == Change.CONFLICT or entry.notes or entry.answers]
    rows = [
        (entry.change, entry.name, entry.origin, " ".join([entry.reason, *entry.notes, *_answers(entry)]).strip())
        for entry in listed
    ]
    yield Table(("Change", "Name", "Where", "Why"), rows)
    counts = Counter(entry.change for entry in entries)
    summary = ", ".join(f"{counts[change]} {change}" for change in Change)
    conflicts = count_of(counts[Change.CONFLICT], "conflict")
    yield f"{summary}. {'Dry run: nothing was changed' if dry_run else f'{conflicts} left alone'}."
