"""`manage.py restore`: replaces the library with a backup; the old library is kept."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from prepsite import library
from prepsite.backups import BackupError, check
from prepsite.restoring import restore
from stories.management.output import Report, print_report


class Command(BaseCommand):
    help = "Replace the library with a backup, keeping the old library."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--yes", action="store_true", help="don't ask for confirmation")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, path: Path, yes: bool, json: bool, **options: Any) -> None:
        try:
            check(path)
            if not yes:
                ask(path)
            aside = restore(path)
        except BackupError as error:
            raise CommandError(f"{error} The library is as it was.", returncode=2) from error
        kept = f" The old library is kept as {aside}." if aside else ""
        message = f"The library was restored from {path}. Everybody has to sign in again.{kept}"
        document = {"restored": str(path), "aside": str(aside) if aside else None}
        print_report(self, Report(document, [message]), json=json)


def ask(path: Path) -> None:
    """Raises CommandError unless the person says yes."""
    if not sys.stdin.isatty():
        raise CommandError("Restoring replaces the library; add --yes to confirm.", returncode=2)
    question = f"Replace the library at {library.place()} with {path}? The old library is kept. [y/N] "
    if input(question).strip().lower() not in {"y", "yes"}:
        raise CommandError("Nothing was changed.", returncode=2)
