"""Backup and restore of a PostgreSQL library with PostgreSQL's own tools."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.libraries import stories, write_stories
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
