"""What was read of some files, packed, so that nothing is read twice while their owner decides."""

import gzip
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from stories.core.exchange.files import Opened, Table
from stories.core.exchange.library_records import LibraryRecord
from stories.core.exchange.merged_cells import Merged
from stories.core.exchange.notes import Notes
from stories.core.exchange.problems import Problem
from stories.core.exchange.shapes import plain, shape
from stories.core.exchange.story_records import Incoming, StoryRecord


def pack(opened: Opened) -> bytes:
    """One line of JSON for each part, compressed: never the whole in memory twice."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=1, mtime=0) as file:
        for part in _parts(opened):
            file.write(json.dumps(part).encode() + b"\n")
    return packed.getvalue()


def unpack(packed: bytes) -> Opened:
    """What `pack` was given."""
    stories: list[Incoming] = []
    libraries: list[tuple[str, LibraryRecord]] = []
    tables: list[tuple[str, list[list[str]], list[Merged]]] = []
    notes: list[Notes] = []
    problems: list[Problem] = []
    with gzip.open(io.BytesIO(packed)) as file:
        for kind, *part in map(json.loads, file):
            match kind:
                case "story":
                    stories.append(_story(*part))
                case "library":
                    libraries.append((part[0], shape(LibraryRecord, part[1], "", [])))
                case "table":
                    tables.append((part[0], [], []))
                case "row":
                    tables[-1][1].append(part)
                case "merged":
                    tables[-1][2].append(Merged(*part))
                case "notes":
                    notes.append(Notes(*part))
                case _:
                    problems.append(Problem(*part))
    named = (Table(name, rows, tuple(merged)) for name, rows, merged in tables)
    return Opened(tuple(stories), tuple(libraries), tuple(named), tuple(problems), tuple(notes))


def _story(origin: str, data: Any, remarks: Iterable[str] = (), holds: Iterable[str] | None = None) -> Incoming:
    """One that was kept by an earlier version has neither remarks nor `holds`."""
    record = shape(StoryRecord, data, "", [])
    return Incoming(record, origin, None if holds is None else frozenset(holds), tuple(remarks))


def _parts(opened: Opened) -> Iterator[list[Any]]:
    for story in opened.stories:
        yield ["story", story.origin, plain(story.record), story.remarks, story.holds and sorted(story.holds)]
    for name, library in opened.libraries:
        yield ["library", name, plain(library)]
    for table in opened.tables:
        yield ["table", table.name]
        yield from (["row", *row] for row in table.rows)
        yield from (["merged", *cells] for cells in table.merged)
    for notes in opened.notes:
        yield ["notes", notes.name, notes.text, notes.remark]
    for problem in opened.problems:
        yield ["problem", problem.place, problem.reason]
