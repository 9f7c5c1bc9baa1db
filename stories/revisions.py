"""The revision of a library: what is worked out from it holds as long as the revision does.

Each table has a trigger that renames the revision of the row's owner, or of the bank where the row has none. SQLite
renames with every row. PostgreSQL does so once a transaction, as the last thing before it commits, so that two
transactions of one owner wait for each other no longer than that; within a transaction its own writes don't show.
"""

from collections.abc import Collection, Iterator
from typing import Any

from django.apps import apps
from django.db import connections, transaction
from django.db.models import Model

from stories.models import Owner, Revision

BANK = 0
ROWS = {"insert": "NEW", "update": "NEW", "delete": "OLD"}
"""The row that each event is about. Rows don't change their owner."""
SIGNING_IN = {"id", "password", "last_login"}
PREFIX = "revision1_"
"""Of the names of triggers; a change of what they do needs another one."""
TRIGGER_NAMES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}
SQLITE = """
CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN
  UPDATE stories_revision SET name = lower(hex(randomblob(16))) WHERE library = {library};
  INSERT INTO stories_revision (library, name) SELECT {library}, lower(hex(randomblob(16)))
    WHERE NOT EXISTS (SELECT 1 FROM stories_revision WHERE library = {library});
END
"""
POSTGRESQL = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO stories_revision (library, name)
    VALUES ({library}, txid_current() || ' ' || extract(epoch FROM transaction_timestamp()))
    ON CONFLICT (library) DO UPDATE SET name = EXCLUDED.name WHERE stories_revision.name <> EXCLUDED.name;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER {name} AFTER {event} ON {table} DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION {name}()
"""


def revision_of(owner: Owner) -> tuple[str, ...]:
    """The revisions of the owner's library and of the bank."""
    found = Revision.objects.filter(library__in=(BANK, owner.pk)).order_by("library")
    return tuple(found.values_list("name", flat=True))


def is_settled() -> bool:
    """Whether what is read now is what everybody reads: within a transaction the revision may be behind its writes."""
    return not transaction.get_connection().in_atomic_block


def watch_tables(using: str = "default", **_: Any) -> None:
    """Create the triggers that are not there: after each migration, because SQLite drops them with a changed table."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute(TRIGGER_NAMES[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
        for name, sql in _triggers(connection.vendor, tables):
            if name not in there:
                cursor.execute(sql)


def watched() -> list[type[Model]]:
    """The models whose rows make up a library or the bank."""
    return [model for model in apps.get_app_config("stories").get_models() if model is not Revision]


def _triggers(vendor: str, tables: Collection[str]) -> Iterator[tuple[str, str]]:
    """The names of the triggers on `tables`, and what creates them; an older schema lacks some tables."""
    if Revision._meta.db_table not in tables:
        return
    template = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[vendor]
    for model in watched():
        table = model._meta.db_table
        for event, row in ROWS.items() if table in tables else ():
            name = f"{PREFIX}{table}_{event}"
            about = {"event": _event(model, event), "library": _library(model, row)}
            yield name, template.format(name=name, table=table, **about)


def _library(model: type[Model], row: str) -> str:
    if model is Owner:
        return f"{row}.id"
    has_owner = any(field.name == "owner" for field in model._meta.fields)
    return f"coalesce({row}.owner_id, {BANK})" if has_owner else f"{BANK}"


def _event(model: type[Model], event: str) -> str:
    """To sign in changes no library; everything else about an owner is a setting."""
    if model is not Owner or event != "update":
        return event
    settings = [field.column for field in Owner._meta.local_concrete_fields if field.column not in SIGNING_IN]
    return f"update of {', '.join(map(str, settings))}"
