"""`manage.py backup`: the whole library in one file, even while it is in use."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from prepsite.backups import BackupError, back_up, default_path
from stories.management.output import Report, print_report


class Command(BaseCommand):
    help = "Back up the whole library, even while it is in use."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "path", nargs="?", type=Path, help="the file to write; a dated one in the data folder if not given"
        )
        parser.add_argument("--force", action="store_true", help="replace an existing file")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, path: Path | None, force: bool, json: bool, **options: Any) -> None:
        try:
            backup = back_up(path or default_path("backup"), force=force)
        except BackupError as error:
            raise CommandError(str(error), returncode=2) from error
        rows = f", {backup.rows:,} rows" if backup.tables else ""
        message = f"{backup.path}: {backup.size:,} bytes{rows}, checked."
        document = {"path": str(backup.path), "bytes": backup.size, "tables": backup.tables}
        print_report(self, Report(document, [message]), json=json)
