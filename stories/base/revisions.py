"""The revision of a library: whatever is computed from the library stays valid while its revision stays the same.

Triggers on each table rename the revision of the row's owner, or of the bank for a row without an owner. SQLite renames
it with every row. PostgreSQL does so once a transaction, just before the commit, so that two transactions of one owner
hardly wait for each other; a transaction therefore doesn't see the effect of its own writes on the revision.
"""

import hashlib
import secrets
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connections, transaction
from django.db.models import Model

from stories.models import Owner, Revision, StoryVector

BANK = 0
PREFIX = "revision_"
"""Triggers' names begin with it and end with a hash of their SQL, so that another version replaces them."""
ROWS = {"insert": "NEW", "update": "NEW", "delete": "OLD"}
"""The row that each event is about. A row never changes its owner."""
SIGNING_IN = {"id", "password", "last_login", "readings"}
"""Columns of an owner that aren't settings."""
TRIGGER_NAMES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}
DROP = {"sqlite": "DROP TRIGGER {name}", "postgresql": "DROP FUNCTION {name}() CASCADE"}
CREATE = {
    "sqlite": """
CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN
  UPDATE stories_revision SET name = lower(hex(randomblob(16))) WHERE library = {library};
  INSERT INTO stories_revision (library, name) SELECT {library}, lower(hex(randomblob(16)))
    WHERE NOT EXISTS (SELECT 1 FROM stories_revision WHERE library = {library});
END
""",
    "postgresql": """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO stories_revision (library, name)
    VALUES ({library}, txid_current() || ' ' || extract(epoch FROM transaction_timestamp()))
    ON CONFLICT (library) DO UPDATE SET name = EXCLUDED.name WHERE stories_revision.name <> EXCLUDED.name;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER {name} AFTER {event} ON {table} DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION {name}()
""",
}


class Revisions(NamedTuple):
    """Of the bank, one owner's library and the vectors of its stories; "" where nothing was ever written."""

    bank: str
    own: str
    vectors: str
    """Vectors are made in the background and make the library no other, but what rests on them."""


def revision_of(owner: Owner) -> Revisions:
    libraries = (BANK, owner.pk, -owner.pk)
    names = dict(Revision.objects.filter(library__in=libraries).values_list("library", "name"))
    return Revisions(*(names.get(library, "") for library in libraries))


def settings_of(owner: Owner) -> list[object]:
    """The owner's settings as they were read, which may have happened before the revision was."""
    return [getattr(owner, field.attname) for field in _settings()]


def revision_if_settled(owner: Owner) -> Revisions | None:
    """None within a transaction, where nothing may be kept: the revision may lag behind the writes there."""
    return None if transaction.get_connection().in_atomic_block else revision_of(owner)


def watch_tables(using: str = "default", **_: Any) -> None:
    """Create missing triggers and drop outdated ones. Runs after each migration: SQLite drops those of changed tables.

    Writes while triggers were missing count as a change of the bank, so nothing computed earlier is kept.
    """
    connection = connections[using]
    wanted = triggers(connection.vendor, set(connection.introspection.table_names()))
    with connection.cursor() as cursor:
        cursor.execute(TRIGGER_NAMES[connection.vendor])
        existing = {name for (name,) in cursor.fetchall() if name.startswith(PREFIX)}
        for name in existing - set(wanted):
            cursor.execute(DROP[connection.vendor].format(name=name))
        for name in set(wanted) - existing:
            cursor.execute(wanted[name])
    if set(wanted) - existing:
        Revision.objects.using(using).update_or_create(library=BANK, defaults={"name": secrets.token_hex(16)})


def watched() -> list[type[Model]]:
    """The models whose rows make up a library or the bank."""
    return [model for model in apps.get_app_config("stories").get_models() if model is not Revision]


def triggers(vendor: str, tables: Collection[str]) -> Mapping[str, str]:
    """The triggers on `tables`: name → the SQL that creates it. An older schema lacks some tables."""
    if Revision._meta.db_table not in tables:
        return {}
    models = [model for model in watched() if model._meta.db_table in tables]
    return dict(_trigger(vendor, model, event) for model in models for event in ROWS)


def _trigger(vendor: str, model: type[Model], event: str) -> tuple[str, str]:
    table = model._meta.db_table
    parts = {"table": table, "event": _event(model, event), "library": _library(model, ROWS[event])}
    digest = hashlib.sha256(CREATE[vendor].format(name="", **parts).encode()).hexdigest()[:8]
    name = f"{PREFIX}{table}_{event}_{digest}"
    return name, CREATE[vendor].format(name=name, **parts)


def _library(model: type[Model], row: str) -> str:
    if model is Owner:
        return f"{row}.id"
    if model is StoryVector:
        return f"-{row}.owner_id"
    has_owner = any(field.name == "owner" for field in model._meta.fields)
    return f"coalesce({row}.owner_id, {BANK})" if has_owner else f"{BANK}"


def _event(model: type[Model], event: str) -> str:
    """Signing in changes no library; everything else about an owner is a setting."""
    if model is not Owner or event != "update":
        return event
    return f"update of {', '.join(str(field.column) for field in _settings())}"


def _settings() -> list[Any]:
    return [field for field in Owner._meta.concrete_fields if field.attname not in SIGNING_IN]
