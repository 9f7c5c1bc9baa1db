"""`manage.py export_library`: everything that an owner has written, in a file of their own."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stories.exporting import archive_of, document_of, table_of
from stories.management.owners import add_owner_argument, owner_named
from stories.models import Owner

FORMATS: dict[str, tuple[str, Callable[[Owner], bytes]]] = {
    "json": (".json", lambda owner: document_of(owner).encode()),
    "markdown": (".zip", archive_of),
    "csv": (".csv", lambda owner: table_of(owner).encode("utf-8-sig")),
}
"""The ending of each, and what makes it."""


class Command(BaseCommand):
    help = "Write the library to a file: JSON has everything, Markdown (a zip) and CSV have the stories."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--format", choices=sorted(FORMATS), help="else by the ending of the path")
        parser.add_argument("--force", action="store_true", help="replace a file that is there")
        add_owner_argument(parser)

    def handle(self, *args: Any, path: Path, force: bool, owner: str, **options: Any) -> None:
        _, make = FORMATS[options["format"] or _by_ending(path)]
        if path.exists() and not force:
            raise CommandError(f"{path} is there already; --force replaces it.", returncode=2)
        content = make(owner_named(owner))
        try:
            _write(path, content)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}.", returncode=2) from error
        self.stdout.write(f"{path}: {len(content):,} bytes.")


def _by_ending(path: Path) -> str:
    for name, (ending, _) in FORMATS.items():
        if path.suffix.lower() == ending:
            return name
    endings = ", ".join(ending for ending, _ in FORMATS.values())
    raise CommandError(f"{path} ends in none of {endings}; say which --format.", returncode=2)


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing: a file that is there stays whole until the new one is."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
