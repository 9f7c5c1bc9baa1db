"""The backups that are made without asking: one a day, and one before the library's schema changes."""

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
"""So many of those made before a change of the schema are kept."""


def are_kept() -> bool:
    """Whether this is a candidate's own library on a laptop; others have somebody to look after backups."""
    return connection.vendor == "sqlite" and not settings.PRODUCTION and not settings.DEMO


def keep_daily(stop: threading.Event) -> None:
    """Back up now and once a day until told to stop. What goes wrong is said and tried again an hour later."""
    while True:
        try:
            back_up_today(date.today())
        except (BackupError, OSError) as error:
            print(f"No backup today: {error}", file=sys.stderr, flush=True)  # noqa: T201 - the terminal of `start`
        if stop.wait(HOUR):
            return


def back_up_today(today: date) -> Backup | None:
    """Make the backup of this day, if it is not there, and let those go that have become too many."""
    path = _daily(today)
    made = None if path.exists() else back_up(path)
    days = {day for one in backup_folder().glob(f"daily-*{ENDING}") if (day := _day(one))}
    for day in days - to_keep(days):
        _daily(day).unlink(missing_ok=True)
    return made


def _daily(day: date) -> Path:
    return backup_folder() / f"daily-{day.isoformat()}{ENDING}"


def _day(path: Path) -> date | None:
    try:
        return date.fromisoformat(path.stem.removeprefix("daily-"))
    except ValueError:
        return None  # Somebody else's file.


def back_up_before(change: str) -> Backup:
    """Make the backup that a change of the schema can be undone with. Raises BackupError."""
    made = back_up(default_path(f"before-{change}"))
    changes = sorted(backup_folder().glob(f"before-stories.*{ENDING}"), key=lambda path: path.stat().st_mtime)
    for old in changes[:-BEFORE_CHANGES]:
        old.unlink(missing_ok=True)
    return made
