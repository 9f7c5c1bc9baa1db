"""The automatic backups: one a day, and one before each change of the library's schema."""

import sys
import threading
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connection

from prepsite.backups import Backup, BackupError, back_up, backup_folder, default_path
from prepsite.backups.sqlite import ENDING
from stories.core.retention import to_keep

HOUR = 60 * 60
BEFORE_CHANGES = 5
"""How many of the backups made before schema changes are kept."""


def are_kept() -> bool:
    """Whether this is someone's own library on their machine; on a server, somebody looks after backups."""
    return connection.vendor == "sqlite" and not settings.PRODUCTION and not settings.DEMO


def keep_daily(stop: threading.Event) -> None:
    """Back up now, and then once a day until `stop` is set. Failures are printed and retried after an hour."""
    while True:
        try:
            back_up_today(date.today())
        except (BackupError, OSError) as error:
            print(f"Today's backup failed, and will be tried again in an hour: {error}", file=sys.stderr, flush=True)  # noqa: T201 - the terminal of `start`
        if stop.wait(HOUR):
            return


def back_up_today(today: date) -> Backup | None:
    """Make today's backup unless it exists, and delete those that are no longer worth keeping."""
    path = _daily(today)
    backup = None if path.exists() else back_up(path)
    days = {day for existing in backup_folder().glob(f"daily-*{ENDING}") if (day := _day(existing))}
    for day in days - to_keep(days):
        _daily(day).unlink(missing_ok=True)
    return backup


def _daily(day: date) -> Path:
    return backup_folder() / f"daily-{day.isoformat()}{ENDING}"


def _day(path: Path) -> date | None:
    try:
        return date.fromisoformat(path.stem.removeprefix("daily-"))
    except ValueError:
        return None  # Not one of ours.


def back_up_before(change: str) -> Backup:
    """Make a backup with which a schema change can be undone. Raises BackupError."""
    backup = back_up(default_path(f"before-{change}"))
    earlier = sorted(backup_folder().glob(f"before-stories.*{ENDING}"), key=lambda path: path.stat().st_mtime)
    for old in earlier[:-BEFORE_CHANGES]:
        old.unlink(missing_ok=True)
    return backup
