"""A separate library on SQLite or PostgreSQL, read without the product: what is really stored."""

import json
import sqlite3
import tempfile
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from stories.core.fields import NAMES
from tests.reliability.writing import Written

BANK = ("stories_framework", "stories_value", "stories_topic", "stories_question", "stories_probe", "stories_concept")


@dataclass(frozen=True)
class Stored:
    """A story as the database has it."""

    written: Written
    version: int
    search_text: str

    @property
    def is_whole(self) -> bool:
        """Whether the search text comes from the same save as the texts and tags."""
        texts = [*self.written.texts.values(), *(evidence for _, _, evidence in self.written.tags)]
        return all(text in self.search_text for text in texts)


@dataclass(frozen=True)
class Library:
    """A data folder; with `url` the database is PostgreSQL's."""

    folder: Path
    url: str = ""

    @property
    def kind(self) -> str:
        return "PostgreSQL" if self.url else "SQLite"

    @property
    def file(self) -> Path:
        return self.folder / "library.sqlite3"

    @property
    def is_begun(self) -> bool:
        """Whether a start has got as far as writing its database."""
        if self.url:
            return bool(self.rows("select 1 from pg_tables where schemaname = 'public'"))
        return self.file.exists() and self.file.stat().st_size > 0

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with closing(self._connect()) as connection:
            rows: list[tuple[Any, ...]] = connection.execute(query).fetchall()
            return rows

    def _connect(self) -> "sqlite3.Connection | psycopg.Connection":
        if self.url:
            return psycopg.connect(self.url)
        return sqlite3.connect(f"file:{self.file}?mode=ro", uri=True, timeout=60)

    def stories(self) -> dict[uuid.UUID, Stored]:
        tags = defaultdict(list)
        for story, *tag in self.rows(
            "select story_id, value_id, strength, evidence from stories_tag order by value_id"
        ):
            tags[as_uuid(story)].append((tag[0], tag[1], tag[2]))
        columns = ", ".join(f'"{name}"' for name in NAMES)
        stories = {}
        for pk, version, search_text, *texts in self.rows(
            f"select id, version, search_text, {columns} from stories_story"
        ):
            written = Written(dict(zip(NAMES, texts, strict=True)), tuple(tags[as_uuid(pk)]))
            stories[as_uuid(pk)] = Stored(written, version, search_text)
        return stories

    def kept_aside(self) -> dict[tuple[uuid.UUID, uuid.UUID], Written]:
        """What conflicts keep, by story and edit session."""
        aside = {}
        for story, session, content in self.rows("select story_id, session, content from stories_editconflict"):
            kept = json.loads(content) if isinstance(content, str) else content
            tags = tuple((tag["value"], tag["strength"], tag["evidence"]) for tag in kept["tags"])
            aside[as_uuid(story), as_uuid(session)] = Written(kept["texts"], tags)
        return aside

    def faults(self) -> list[str]:
        """What SQLite finds wrong with its file. PostgreSQL has no such check."""
        if self.url:
            return []
        faults = [f"integrity_check: {row[0]}" for row in self.rows("pragma integrity_check") if row[0] != "ok"]
        return faults + [f"foreign_key_check: {row}" for row in self.rows("pragma foreign_key_check")]

    def shape(self) -> list[tuple[Any, ...]]:
        """The schema, the migrations and the size of the bank: the same in every library that is set up."""
        schema = (
            "select table_name, column_name, data_type from information_schema.columns where table_schema = 'public'"
            if self.url
            else "select type, name, sql from sqlite_master where name not like 'sqlite_stat%'"
        )
        counts = [(table, self.rows(f"select count(*) from {table}")[0][0]) for table in BANK]
        return (
            sorted(self.rows(schema), key=str)
            + self.rows("select app, name from django_migrations order by 1, 2")
            + counts
        )


def as_uuid(value: Any) -> uuid.UUID:
    return value if isinstance(value, uuid.UUID) else uuid.UUID(str(value))


@contextmanager
def new_library(server_url: str = "") -> Iterator[Library]:
    """An untouched library, on the PostgreSQL server at `server_url` if that is given."""
    with tempfile.TemporaryDirectory(prefix="prepsite-reliability-") as folder:
        if not server_url:
            yield Library(Path(folder))
            return
        with new_database(server_url) as url:
            yield Library(Path(folder), url)


@contextmanager
def new_database(server_url: str) -> Iterator[str]:
    name = f"prepsite_reliability_{uuid.uuid4().hex[:12]}"
    with closing(psycopg.connect(server_url, autocommit=True)) as server:
        server.execute(f'create database "{name}"')
        try:
            yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
        finally:
            server.execute(f'drop database "{name}" with (force)')
