"""`manage.py restore`: the library as a backup has it; what was there is kept aside."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from prepsite import library
from prepsite.backups import BackupError, check, put_back
from stories.management.output import Report, print_report


class Command(BaseCommand):
    help = "Replace the library with a backup, keeping the old library."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--yes", action="store_true", help="don't ask")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, path: Path, yes: bool, json: bool, **options: Any) -> None:
        try:
            check(path)
            if not yes:
                ask(path)
            aside = put_back(path)
            library.set_up()
        except (BackupError, library.LibraryError) as error:
            raise CommandError(str(error), returncode=2) from error
        kept = f" What was there is kept as {aside}." if aside else ""
        said = f"The library is as in {path} again.{kept}"
        print_report(self, Report({"restored": str(path), "aside": str(aside) if aside else None}, [said]), json=json)


def ask(path: Path) -> None:
    """Raises CommandError unless somebody says yes."""
    if not sys.stdin.isatty():
        raise CommandError("Restoring replaces the library; say --yes.", returncode=2)
    question = f"Replace the library at {library.place()} by {path}? What is there is kept aside. [y/N] "
    if input(question).strip().lower() not in {"y", "yes"}:
        raise CommandError("Nothing was changed.", returncode=2)
