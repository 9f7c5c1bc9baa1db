"""`manage.py export_library`: everything that an owner has written, in a file."""

import os
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stories.core.grammar import join_words
from stories.exchange.export import archive_of, document_of
from stories.exchange.spreadsheets import TABLES, as_csv, workbook_of
from stories.exchange.word_document import word_document_of
from stories.management.meanings import learn_meanings
from stories.management.output import Report, print_report
from stories.management.owners import add_owner_argument, owner_named
from stories.models import Owner

ENDINGS = {"json": ".json", "markdown": ".zip", "csv": ".csv", "xlsx": ".xlsx", "docx": ".docx"}


class Command(BaseCommand):
    help = "Export the library as JSON, Markdown, XLSX, CSV or DOCX."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument(
            "--format",
            choices=sorted(ENDINGS),
            help="json: everything; markdown: a zip of the stories; xlsx: stories, coverage, questions and answers as "
            "sheets; docx: the stories, to read; csv: one of these tables; "
            "if not given, the file extension of PATH decides",
        )
        parser.add_argument("--table", choices=list(TABLES), default="stories", help="for CSV; stories if not given")
        parser.add_argument("--force", action="store_true", help="replace an existing file")
        parser.add_argument("--json", action="store_true", help="print JSON")
        add_owner_argument(parser)

    def handle(self, *args: Any, path: Path, force: bool, owner: str, json: bool, **options: Any) -> None:
        kind = options["format"] or _by_ending(path)
        if path.exists() and not force:
            raise CommandError(f"{path} already exists; use --force to replace it.", returncode=2)
        if path.exists() and not path.is_file():
            raise CommandError(f"{path} is not a file; give the name of a file.", returncode=2)
        library_owner = owner_named(owner)
        if "questions" in _tables(kind, options["table"]):
            learn_meanings(library_owner)
        content = _content(library_owner, kind, options["table"])
        try:
            _write(path, content)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}.", returncode=2) from error
        document = {"path": str(path), "format": kind, "bytes": len(content)}
        print_report(self, Report(document, [f"{path}: {len(content):,} bytes."]), json=json)


def _by_ending(path: Path) -> str:
    for kind, ending in ENDINGS.items():
        if path.suffix.lower() == ending:
            return kind
    raise CommandError(
        f"{path} doesn't end in {join_words(list(ENDINGS.values()), 'or')}; choose a --format.", returncode=2
    )


def _tables(kind: str, table: str) -> Collection[str]:
    """Which tables go into the file."""
    return {"xlsx": TABLES, "csv": [table]}.get(kind, [])


def _content(owner: Owner, kind: str, table: str) -> bytes:
    match kind:
        case "json":
            return document_of(owner).encode()
        case "markdown":
            return archive_of(owner)
        case "xlsx":
            return workbook_of(owner)
        case "docx":
            return word_document_of(owner.stories.active().prefetch_related("tags__value"), owner)
    return as_csv(TABLES[table](owner))


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing: an existing file stays as it is until the new one is complete."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
