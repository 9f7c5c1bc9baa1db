"""Puts a backup in place of the library, completely or not at all.

Only rows are taken from a backup. They are copied into tables that our own migrations make, so neither a trigger nor a
view nor anything else that somebody may have put into the file is ever part of a library or runs.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from prepsite import library
from prepsite.backups import BackupError, back_up, check, default_path, postgres, sqlite
from prepsite.privacy import make_folder
from prepsite.sound_rows import UnsoundError, check_row
from stories.models import Owner

ENDED = (
    "axes.AccessAttempt",
    "axes.AccessAttemptExpiration",
    "axes.AccessFailureLog",
    "axes.AccessLog",
    "sessions.Session",
    "stories.PendingImport",
)
"""What a restore ends: no row of these models is taken from a backup, because it may have been ended since."""
PATIENCE = "30s"
"""How long PostgreSQL waits for others to finish with the library."""

Migrations = list[tuple[str, str]]
Columns = Mapping[str, list[str]]


def restore(path: Path) -> Path | None:
    """Replace the library with a backup, and return the path that keeps the old one, or None if there was none.

    A running server sees the change too. Raises BackupError; then the library is as it was.
    """
    applied = check(path)
    passwords = _passwords()
    connections.close_all()
    try:
        if connection.vendor == "sqlite":
            return _restore_sqlite(path, applied, passwords)
        return _restore_postgres(path, applied, passwords)
    except DatabaseError as error:
        raise BackupError(f"{path} can't be brought up to date: {str(error).splitlines()[0]}.") from error
    except library.LibraryError as error:
        raise BackupError(str(error)) from error


def _restore_sqlite(path: Path, applied: Migrations, passwords: Mapping[str, str]) -> Path | None:
    """Build the new library in a file next to the old one, then write it over the old one."""
    place = Path(connection.settings_dict["NAME"])
    make_folder(place.parent)
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".restoring-") as folder:
        restored = Path(folder) / place.name
        with _connected_to(restored):
            _build(applied, lambda columns: sqlite.copy_rows(path, restored, columns), passwords)
        return sqlite.replace(place, restored, default_path("before-restore"))


def _restore_postgres(path: Path, applied: Migrations, passwords: Mapping[str, str]) -> Path:
    """Build the new library in the place of the old one, in one transaction."""
    aside = back_up(default_path("before-restore")).path
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        tables = {*connection.introspection.django_table_names(only_existing=True), _migrations_table()}
        cursor.execute(f"DROP TABLE IF EXISTS {', '.join(map(connection.ops.quote_name, tables))} CASCADE")
        _build(applied, lambda columns: postgres.copy_rows(path, cursor, columns), passwords)
    return aside


def _build(applied: Migrations, copy_rows: Callable[[Columns], None], passwords: Mapping[str, str]) -> None:
    """Fill an empty database with the rows of a backup, and bring it up to date."""
    executor = MigrationExecutor(connection)
    executor.migrate(_latest(executor, applied))
    copy_rows(_columns())
    try:
        connection.check_constraints()
    except IntegrityError as error:
        raise BackupError("The backup is damaged: some rows refer to rows that don't exist.") from error
    call_command("migrate", interactive=False, verbosity=0)
    _read_all_rows()
    Owner.objects.update(last_login=timezone.now())  # No sign-in link works any more.
    for owner in Owner.objects.filter(username__in=passwords):
        Owner.objects.filter(pk=owner.pk).update(password=passwords[owner.username])
    library.set_up()


def _read_all_rows() -> None:
    """Raises BackupError if a row isn't what its model says, so that pages which show it would fail."""
    for model in apps.get_models():
        try:
            for row in model._base_manager.iterator():
                check_row(row)
        except UnsoundError as error:
            place = f"row {row.pk} of the table {model._meta.db_table}"
            raise BackupError(f"The backup is damaged: in {place}, “{error}” holds what can't belong there.") from error
        except (DatabaseError, ValueError, TypeError, AttributeError, RecursionError) as error:
            raise BackupError(
                f"The backup is damaged: not all {model._meta.verbose_name_plural} can be read."
            ) from error


def _latest(executor: MigrationExecutor, applied: Migrations) -> Migrations:
    """The applied migrations that no other one of the same app comes after."""
    graph = executor.loader.graph
    known = [node for node in applied if node in graph.nodes]
    followed = {parent.key for node in known for parent in graph.node_map[node].parents if parent.key[0] == node[0]}
    return [node for node in known if node not in followed]


def _columns() -> dict[str, list[str]]:
    """The tables that rows are taken for, each with its columns."""
    left_out = {apps.get_model(label)._meta.db_table for label in ENDED} | {_migrations_table()}
    introspection = connection.introspection
    with connection.cursor() as cursor:
        return {
            table: [column.name for column in introspection.get_table_description(cursor, table)]
            for table in introspection.django_table_names(only_existing=True)
            if table not in left_out
        }


def _migrations_table() -> str:
    return str(MigrationRecorder.Migration._meta.db_table)


def _passwords() -> dict[str, str]:
    """The present password of each owner who has one: a password that was changed since the backup stays changed."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return {}
    try:
        owners = Owner.objects.only("username", "password")
        return {owner.username: owner.password for owner in owners if owner.has_usable_password()}
    except DatabaseError:
        return {}  # The library is damaged.


@contextmanager
def _connected_to(file: Path) -> Iterator[None]:
    """Let everything that uses the database use this SQLite file."""
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = file
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
