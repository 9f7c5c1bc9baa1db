"""The library on this machine: its folder, database and owner. Every command sets it up; repeating that is safe."""

import os
import sys
import tempfile
from pathlib import Path

import sesame.settings
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor

from prepsite import privacy
from prepsite.backups import BackupError, backup_folder, daily
from prepsite.turns import turn_to_set_up
from stories.bank import demo, seeding
from stories.library.upkeep import refresh_stories
from stories.models import Owner


class LibraryError(Exception):
    """The library can't be used; the message is one sentence for the user."""


def set_up() -> None:
    """Create or update the library. Raises LibraryError if that can't be done."""
    try:
        prepare_folder()
        with turn_to_set_up():
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
    """Where the library is, in words."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(database["NAME"])
    return f"{connection.vendor} database {database['NAME']} on {database['HOST'] or 'this machine'}"


def prepare_folder() -> None:
    """Make sure that the data folder exists, is writable and is nobody else's to read. Raises LibraryError."""
    folder: Path = settings.DATA_DIR
    if settings.PRODUCTION and connection.vendor != "sqlite":
        return
    try:
        privacy.make_folder(folder)
    except OSError as error:
        raise LibraryError(f"The data folder {folder} can't be created: {error.strerror}.") from error
    privacy.close_folders([folder, backup_folder()])
    if not os.access(folder, os.W_OK | os.X_OK):
        raise LibraryError(f"Prepsite can't write to the data folder {folder}.")
    if connection.vendor == "sqlite":
        privacy.close_library(Path(connection.settings_dict["NAME"]))
    privacy.close_files([settings.SECRET_KEY_FILE, *folder.glob("*.lock"), *backup_folder().glob("*")])


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
    """Raises LibraryError if the backup can't be made; then nothing is migrated."""
    try:
        daily.back_up_before(str(migration))
    except BackupError as error:
        raise LibraryError(f"The library wasn't upgraded, because it couldn't be backed up first: {error}") from error


def _say_progress(done: int, total: int) -> None:
    sys.stderr.write(f"Prepsite was upgraded: {done:,} of {total:,} stories are up to date.\n")


def _store_secret_key() -> None:
    """Store the key that this process runs with, or use the one that another process has stored meanwhile."""
    path: Path = settings.SECRET_KEY_FILE
    if os.environ.get("PREPSITE_SECRET_KEY"):
        return
    try:
        if path.exists() and (stored := path.read_text().strip()):
            settings.SECRET_KEY = stored
            sesame.settings.load()  # It keeps a key made from ours.
            return
        path.unlink(missing_ok=True)  # An empty file was left by a crash.
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as file:  # Only its owner can read it.
            file.write(settings.SECRET_KEY)
            file.flush()
            os.fsync(file.fileno())
            os.link(file.name, path)
    except OSError as error:
        raise LibraryError(f"The secret key can't be written to {path}: {error.strerror}.") from error
