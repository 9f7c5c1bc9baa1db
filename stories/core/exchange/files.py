"""Files to import, told apart by their content and their names."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import PurePath
from zipfile import ZipFile

from stories.core.exchange.archives import opened_archive, read_archive
from stories.core.exchange.budget import MOST_STORIES, Budget
from stories.core.exchange.columns import Columns, Rows, recognise
from stories.core.exchange.csv_text import read_csv
from stories.core.exchange.document import read_document
from stories.core.exchange.encodings import decode, is_zip
from stories.core.exchange.library_records import LibraryRecord
from stories.core.exchange.problems import FormatError, Problem, printable
from stories.core.exchange.story_file import read_story
from stories.core.exchange.story_records import Incoming
from stories.core.exchange.tables import read_rows
from stories.core.exchange.workbooks import is_workbook, read_workbook

OWN_SHEETS = ("Coverage", "Questions", "Answers")
"""The other sheets of an exported workbook, which are only for reading."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows whose columns have yet to be recognised."""

    name: str
    """The file, and the sheet in it."""
    rows: Rows


@dataclass(frozen=True, slots=True)
class Opened:
    """What some files hold; tables are not read yet, so their owner can choose what the columns hold."""

    stories: tuple[Incoming, ...] = ()
    libraries: tuple[tuple[str, LibraryRecord], ...] = ()
    """Each with the name of its file."""
    tables: tuple[Table, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What could not be read; the place begins with the name of the file."""

    def __add__(self, other: "Opened") -> "Opened":
        return Opened(
            self.stories + other.stories,
            self.libraries + other.libraries,
            self.tables + other.tables,
            self.problems + other.problems,
        )


@dataclass(frozen=True, slots=True)
class Read:
    """What was read from some files, tables included."""

    stories: tuple[Incoming, ...]
    libraries: tuple[tuple[str, LibraryRecord], ...]
    problems: tuple[Problem, ...]


def open_files(files: Iterable[tuple[str, bytes]], budget: Budget | None = None) -> Opened:
    """Markdown files, zips of them, JSON documents, CSV tables and XLSX workbooks, by name and content."""
    opened, budget = Opened(), budget or Budget()
    for name, data in _told_apart(files):
        opened += _opened(name, data, budget, _open)
    return opened


def _told_apart(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Files that share a name get numbers."""
    taken: Counter[str] = Counter()
    for name, content in files:
        taken[name] += 1
        path = PurePath(name)
        yield (name if taken[name] == 1 else f"{path.stem} ({taken[name]}){path.suffix}"), content


def _opened(name: str, data: bytes, budget: Budget, read: Callable[[str, bytes, Budget], Opened]) -> Opened:
    """What `read` makes of a file, or why it can't."""
    try:
        return read(name, data, budget)
    except FormatError as error:
        return Opened(problems=(_in_file(name, error.problem),))


def read_tables(opened: Opened, values: Mapping[str, str], chosen: Mapping[str, Columns] | None = None) -> Read:
    """All that was opened; each table by the columns `chosen` for its name, or else by its column names.

    `values` maps framework/value to names, for columns that mark values.
    """
    stories, problems = list(opened.stories), list(opened.problems)
    in_libraries = sum(len(library.stories) for _, library in opened.libraries)
    budget = Budget(stories=MOST_STORIES - len(stories) - in_libraries)
    for table in opened.tables:
        columns = (chosen or {}).get(table.name) or recognise(table.rows, values)
        table_stories, table_problems = _read_table(table, columns, values, budget)
        stories += table_stories
        problems += table_problems
    return Read(tuple(stories), opened.libraries, tuple(problems))


def read_files(files: Iterable[tuple[str, bytes]], values: Mapping[str, str]) -> Read:
    """All that the files hold, tables by their column names."""
    return read_tables(open_files(files), values)


def _open(name: str, data: bytes, budget: Budget) -> Opened:
    if not is_zip(data):
        budget.take("characters", len(data))
        return _open_text(name, data, budget)
    with opened_archive(data) as archive:
        if is_workbook(archive):
            return _open_workbook(name, archive, budget)
        files = read_archive(archive, budget)
    parts = (_opened(f"{name}, {file.name}", file.data, budget, _open_text) for file in files)
    return reduce(Opened.__add__, parts, Opened())


def _open_text(name: str, data: bytes, budget: Budget) -> Opened:
    text = decode(data)
    if name.lower().endswith(".json"):
        budget.take("documents")
        library, problems = read_document(text, budget)
        budget.take("stories", len(library.stories))
        return Opened((), ((name, library),), (), tuple(_in_file(name, problem) for problem in problems))
    if name.lower().endswith(".csv"):
        budget.take("tables")
        return Opened(tables=(Table(name, read_csv(text, budget)),))
    budget.take("stories")
    return Opened((Incoming(read_story(text, budget), name),))


def _open_workbook(name: str, archive: ZipFile, budget: Budget) -> Opened:
    sheets = read_workbook(archive, budget)
    if not sheets:
        raise FormatError("The workbook is empty.")
    is_own = any(title == "Stories" and rows[0][:2] == ["Id", "Fingerprint"] for title, rows in sheets)
    wanted = [(title, rows) for title, rows in sheets if not (is_own and title in OWN_SHEETS)]
    budget.take("tables", len(wanted))
    prefix = f"{name}, sheet " if len(wanted) > 1 else ""
    tables = (Table(f"{prefix}{printable(title)}" if prefix else name, rows) for title, rows in wanted)
    return Opened(tables=tuple(tables))


def _read_table(
    table: Table, columns: Columns, values: Mapping[str, str], budget: Budget
) -> tuple[list[Incoming], list[Problem]]:
    if not any(columns.targets):
        nothing = "No column has a name that is recognised, such as Title, Situation or Action."
        return [], [Problem(table.name, nothing)]
    try:
        stories, problems = read_rows(table.rows, columns, values, budget)
    except FormatError as error:
        return [], [_in_file(table.name, error.problem)]
    named = [replace(story, origin=f"{table.name}, {story.origin}") for story in stories]
    return named, [_in_file(table.name, problem) for problem in problems]


def _in_file(name: str, problem: Problem) -> Problem:
    return replace(problem, place=f"{name}, {problem.place}" if problem.place else name)
