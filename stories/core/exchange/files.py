"""Files that somebody wants to import, told apart by what they hold and what they are called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from stories.core.exchange.archives import read_archive
from stories.core.exchange.columns import recognise
from stories.core.exchange.csv_text import read_csv
from stories.core.exchange.decoding import decode, is_zip
from stories.core.exchange.document import read_document
from stories.core.exchange.library import LibraryRecord
from stories.core.exchange.problems import FormatError, Problem
from stories.core.exchange.records import Incoming
from stories.core.exchange.story_file import read_story
from stories.core.exchange.tables import read_rows


@dataclass(frozen=True, slots=True)
class Read:
    """What stands in some files."""

    stories: tuple[Incoming, ...] = ()
    libraries: tuple[tuple[str, LibraryRecord], ...] = ()
    """Each with the name of its file."""
    problems: tuple[Problem, ...] = ()
    """What could not be read; the place begins with the name of the file."""

    def __add__(self, other: "Read") -> "Read":
        return Read(self.stories + other.stories, self.libraries + other.libraries, self.problems + other.problems)


def read_files(files: Iterable[tuple[str, bytes]], values: Mapping[str, str]) -> Read:
    """Markdown files, zips of them, JSON documents and CSV tables, by name and content.

    `values` are names by framework/value, for the columns of tables.
    """
    found = Read()
    for name, data in files:
        try:
            unpacked = _unpacked(name, data)
        except FormatError as error:
            found += Read(problems=(_in_file(name, error.problem),))
        else:
            for one, content in unpacked:
                found += _read_file(one, content, values)
    return found


def _unpacked(name: str, data: bytes) -> list[tuple[str, bytes]]:
    """The files of an archive, or the one that is none."""
    if not is_zip(data):
        return [(name, data)]
    return [(f"{name}, {one.name}", one.data) for one in read_archive(data)]


def _read_file(name: str, data: bytes, values: Mapping[str, str]) -> Read:
    try:
        return _read_text(name, decode(data), values)
    except FormatError as error:
        return Read(problems=(_in_file(name, error.problem),))


def _read_text(name: str, text: str, values: Mapping[str, str]) -> Read:
    if name.lower().endswith(".json"):
        library, problems = read_document(text)
        return Read((), ((name, library),), tuple(_in_file(name, one) for one in problems))
    if name.lower().endswith(".csv"):
        return _read_table(name, read_csv(text), values)
    return Read((Incoming(read_story(text), name),))


def _read_table(name: str, rows: list[list[str]], values: Mapping[str, str]) -> Read:
    stories, problems = read_rows(rows, recognise(rows, values), values)
    named = tuple(replace(one, origin=f"{name}, {one.origin}") for one in stories)
    return Read(named, (), tuple(_in_file(name, one) for one in problems))


def _in_file(name: str, problem: Problem) -> Problem:
    return replace(problem, place=f"{name}, {problem.place}" if problem.place else name)
