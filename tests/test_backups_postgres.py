"""Backup and restore of a PostgreSQL library with PostgreSQL's own tools."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.libraries import stories, write_stories
from tests.test_backups import BEGIN
from tests.test_library import manage

POSTGRES = os.environ.get("DATABASE_URL", "")
pytestmark = pytest.mark.skipif(not POSTGRES.startswith("postgres"), reason="needs PostgreSQL; DATABASE_URL isn't one")


def psql(database: str, command: str) -> None:
    subprocess.run(["psql", "-q", database, "-c", command], check=True, timeout=60)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """The address of a PostgreSQL database with three stories, created for one test."""
    name = f"prepsite_backup_{os.getpid()}"
    psql(POSTGRES, f"CREATE DATABASE {name}")
    url = f"{POSTGRES.rpartition('/')[0]}/{name}"
    write_stories(tmp_path / "data", 3, DATABASE_URL=url)
    yield url
    psql(POSTGRES, f"DROP DATABASE {name} WITH (FORCE)")


def test_postgres_is_backed_up_and_restored(database: str, tmp_path: Path) -> None:
    data, path = tmp_path / "data", tmp_path / "copy.dump"

    done = manage(data, "backup", str(path), DATABASE_URL=database)
    write_stories(data, 2, DATABASE_URL=database)
    restored = manage(data, "restore", str(path), "--yes", "--json", DATABASE_URL=database)

    assert (done.returncode, restored.returncode) == (0, 0), done.stderr + restored.stderr
    assert stories(data, DATABASE_URL=database) == 3
    manage(data, "restore", json.loads(restored.stdout)["aside"], "--yes", DATABASE_URL=database)
    assert stories(data, DATABASE_URL=database) == 5


def test_nothing_but_rows_is_taken_from_a_dump_and_nothing_comes_back_that_was_ended(
    database: str, tmp_path: Path
) -> None:
    data, path = tmp_path / "data", tmp_path / "copy.dump"
    manage(data, "shell", "--no-imports", "-c", BEGIN, DATABASE_URL=database)
    before = objects(database)
    psql(database, HARM)
    manage(data, "backup", str(path), DATABASE_URL=database)
    psql(database, "DROP VIEW everything; DROP FUNCTION harm CASCADE; DROP TABLE seen")
    psql(database, "UPDATE stories_owner SET last_login = now()")

    restored = manage(data, "restore", str(path), "--yes", DATABASE_URL=database)

    assert (restored.returncode, restored.stderr) == (0, "")
    assert objects(database) == before
    assert ask(database, "SELECT count(*) FROM stories_story") == ["3"]
    assert ask(database, "SELECT count(*) FROM django_session") == ["0"]
    assert ask(database, "SELECT last_login > now() - interval '1 minute' FROM stories_owner") == ["t"]


HARM = """
CREATE TABLE seen (text text);
CREATE VIEW everything AS SELECT * FROM stories_story;
CREATE FUNCTION harm() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM stories_story; RETURN NULL; END $$;
CREATE TRIGGER harm AFTER UPDATE ON stories_owner EXECUTE FUNCTION harm();
CREATE TRIGGER harm AFTER INSERT ON stories_story EXECUTE FUNCTION harm();
"""
OBJECTS = """
SELECT relkind, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
UNION SELECT 'f', proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION SELECT 't', tgname FROM pg_trigger WHERE NOT tgisinternal
ORDER BY 1, 2
"""


def objects(database: str) -> list[str]:
    """Every table, index, view, function and trigger."""
    return ask(database, OBJECTS)


def ask(database: str, query: str) -> list[str]:
    told = subprocess.run(
        ["psql", "-qAt", database, "-c", query], check=True, timeout=60, capture_output=True, text=True
    )
    return told.stdout.splitlines()


def test_dump_of_an_older_version_is_brought_up_to_date(database: str, tmp_path: Path) -> None:
    data, path = tmp_path / "data", tmp_path / "older.dump"
    schema = objects(database)
    assert manage(data, "migrate", "stories", "0005", DATABASE_URL=database).returncode == 0
    manage(data, "backup", str(path), DATABASE_URL=database)
    manage(data, "migrate", DATABASE_URL=database)

    restored = manage(data, "restore", str(path), "--yes", DATABASE_URL=database)

    assert restored.returncode == 0, restored.stderr
    assert (stories(data, DATABASE_URL=database), objects(database)) == (3, schema)


@pytest.mark.parametrize(
    "fault",
    [
        "ALTER TABLE stories_story DROP COLUMN learning",
        "UPDATE stories_story SET owner_id = 99",
        "DROP TABLE stories_tag",
        "UPDATE stories_story SET status = 'zzz'",
        "SELECT setval('stories_loop_id_seq', 9223372036854775807)",
    ],
)
def test_restore_of_a_dump_that_fails_leaves_the_library_as_it_was(database: str, tmp_path: Path, fault: str) -> None:
    data, path = tmp_path / "data", tmp_path / "copy.dump"
    broken = f"prepsite_broken_{os.getpid()}"
    psql(POSTGRES, f"CREATE DATABASE {broken} TEMPLATE {database.rpartition('/')[2]}")
    try:
        url = f"{POSTGRES.rpartition('/')[0]}/{broken}"
        psql(url, f"ALTER TABLE stories_story DISABLE TRIGGER ALL; {fault}")
        subprocess.run(["pg_dump", "--format=custom", f"--file={path}", url], check=True, timeout=60)
    finally:
        psql(POSTGRES, f"DROP DATABASE {broken} WITH (FORCE)")
    write_stories(data, 1, DATABASE_URL=database)
    before = objects(database)

    restored = manage(data, "restore", str(path), "--yes", DATABASE_URL=database)

    assert restored.returncode == 2
    assert restored.stderr.endswith(" The library is as it was.\n")
    assert len(restored.stderr.splitlines()) == 1
    assert (stories(data, DATABASE_URL=database), objects(database)) == (4, before)


def test_damaged_foreign_and_newer_dumps_are_refused(database: str, tmp_path: Path) -> None:
    data, path, cut, foreign = (tmp_path / name for name in ("data", "copy.dump", "cut.dump", "copy.sqlite3"))
    manage(data, "backup", str(path), DATABASE_URL=database)
    cut.write_bytes(path.read_bytes()[:-5_000])
    foreign.write_bytes(b"SQLite format 3\0 and more")
    later = "INSERT INTO django_migrations (app, name, applied) VALUES ('stories', '9999_later', now())"
    psql(database, later)
    newer = tmp_path / "newer.dump"
    manage(data, "backup", str(newer), DATABASE_URL=database)
    subprocess.run(
        ["psql", "-q", database, "-c", "DELETE FROM django_migrations WHERE name = '9999_later'"], check=True
    )

    said = [manage(data, "restore", str(dump), "--yes", DATABASE_URL=database) for dump in (cut, foreign, newer)]

    assert [done.returncode for done in said] == [2, 2, 2]
    for done, reason in zip(
        said, ["pg_restore failed: ", "is a backup of an SQLite library;", "newer version"], strict=True
    ):
        assert reason in done.stderr
        assert "Traceback" not in done.stderr
    assert stories(data, DATABASE_URL=database) == 3


def test_missing_tools_are_named(database: str, tmp_path: Path) -> None:
    done = manage(tmp_path / "data", "backup", str(tmp_path / "a.dump"), DATABASE_URL=database, PATH="/nowhere")

    assert done.returncode == 2
    assert "pg_dump isn't installed; install PostgreSQL's client programs" in done.stderr
    assert not (tmp_path / "a.dump").exists()
