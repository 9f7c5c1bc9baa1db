"""The library on this machine: folder, database, owner. Every command sets it up; doing so again is safe."""

import os
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor

from prepsite.backups import BackupError, daily
from stories.bank import demo, seeding
from stories.library.upkeep import refresh_stories
from stories.models import Owner


class LibraryError(Exception):
    """The library can't be used; the text is one sentence for the user."""


def set_up() -> None:
    """Create or update the library. Raises LibraryError, with nothing changed, where that can't be done."""
    try:
        prepare_folder()
        _migrate()
        _store_secret_key()
        seeding.seed()
        refresh_stories(_say_progress)
        if not settings.PRODUCTION:
            owner = Owner.objects.local()
            if settings.DEMO:
                demo.fill(owner)
    except DatabaseError as error:
        raise LibraryError(f"The library at {place()} can't be opened: {error}") from error


def place() -> str:
    """Where the library is, for people."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(database["NAME"])
    return f"{connection.vendor} database {database['NAME']} on {database['HOST'] or 'this machine'}"


def prepare_folder() -> None:
    """Make sure that the data folder is there and can be written. Raises LibraryError."""
    folder: Path = settings.DATA_DIR
    if settings.PRODUCTION and connection.vendor != "sqlite":
        return
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(f"The data folder {folder} can't be created: {error.strerror}.") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise LibraryError(f"The data folder {folder} can't be written.")


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    loader = executor.loader
    newer = sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in loader.migrated_apps and (app, name) not in loader.disk_migrations
    )
    if newer:
        raise LibraryError(
            f"The library at {place()} was made by a newer version (it has {newer[0]}); update Prepsite to open it."
        )
    if plan := executor.migration_plan(loader.graph.leaf_nodes()):
        if loader.applied_migrations and daily.are_kept():
            _back_up_before(plan[0][0])
        call_command("migrate", interactive=False, verbosity=0)


def _back_up_before(migration: Migration) -> None:
    """Raises LibraryError where that can't be done: then nothing is migrated."""
    try:
        daily.back_up_before(str(migration))
    except BackupError as error:
        raise LibraryError(f"The library is not brought up to date, because no backup can be made: {error}") from error


def _say_progress(done: int, total: int) -> None:
    sys.stderr.write(f"Prepsite was upgraded: {done:,} of {total:,} stories are up to date.\n")


def _store_secret_key() -> None:
    """Keep the key that this process runs with, readable by its owner alone, unless the environment gave it."""
    path: Path = settings.SECRET_KEY_FILE
    if os.environ.get("PREPSITE_SECRET_KEY") or (path.exists() and path.stat().st_size):
        return
    try:
        path.unlink(missing_ok=True)  # An empty one is what a crash left.
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as file:  # readable by its owner alone
            file.write(settings.SECRET_KEY)
            file.flush()
            os.fsync(file.fileno())
            os.link(file.name, path)
    except FileExistsError:
        raise LibraryError(f"Another command is setting up {settings.DATA_DIR}; try again.") from None
    except OSError as error:
        raise LibraryError(f"The secret key can't be written: {path} ({error.strerror}).") from error
