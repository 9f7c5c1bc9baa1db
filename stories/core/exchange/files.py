"""Files to import, told apart by their content and their names."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import pairwise
from pathlib import PurePath
from zipfile import ZipFile

from stories.core.choices import Section
from stories.core.exchange.anki import is_anki, read_anki
from stories.core.exchange.archives import CONVERTIBLE, ArchivedFile, opened_archive, read_archive
from stories.core.exchange.arrangement import arranged
from stories.core.exchange.budget import MOST_STORIES, Budget
from stories.core.exchange.columns import HEADER_WITHIN, Columns, Rows, known_fields, recognise, unrecognised
from stories.core.exchange.csv_text import DELIMITERS, read_csv
from stories.core.exchange.document import load_json, read_library
from stories.core.exchange.encodings import decode, is_zip
from stories.core.exchange.evernote import is_evernote, read_evernote
from stories.core.exchange.guides import is_guide
from stories.core.exchange.html_text import is_html, read_html
from stories.core.exchange.json_table import as_rows, objects_in
from stories.core.exchange.labelled_text import Unknown
from stories.core.exchange.labels import Column
from stories.core.exchange.library_records import LibraryRecord
from stories.core.exchange.mail_text import is_mail, read_mail
from stories.core.exchange.markdown_tables import split_tables
from stories.core.exchange.markup import without_ids
from stories.core.exchange.merged_cells import Merged
from stories.core.exchange.names import by_name
from stories.core.exchange.naming import in_words
from stories.core.exchange.notes import EMPTY_TEMPLATE, NO_SECTION, Notes, name_once, questions_only, read_notes
from stories.core.exchange.org_text import is_org, read_org
from stories.core.exchange.pairing import paired
from stories.core.exchange.pdf_text import is_pdf, read_pdf
from stories.core.exchange.problems import FormatError, Problem, printable
from stories.core.exchange.rich_text import is_rich_text, read_rich_text
from stories.core.exchange.roam import is_roam, read_roam
from stories.core.exchange.story_file import LIMIT, is_story_file, read_incoming
from stories.core.exchange.story_records import Incoming
from stories.core.exchange.tables import read_rows
from stories.core.exchange.unread import unread_labels
from stories.core.exchange.wiki_text import is_wiki, read_wiki
from stories.core.exchange.word_text import DOCUMENT, read_word
from stories.core.exchange.workbooks import is_workbook, read_workbook

OWN_SHEETS = ("Coverage", "Questions", "Answers")
"""The other sheets of an exported workbook, which are only for reading."""
MOST_LEVELS = 4
"""Archives inside one another."""
PAGE_STEPS = 200
"""What a page costs of a file that holds many."""
READ_AS_NOTES = "So the file was read as notes."
FROM_A_PDF = "It was read from a PDF: check the order of its lines."
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_JSON = re.compile(r"\A\ufeff?\s*[\[{]\s*[\"{}\]]")
_MARKDOWN = (".md", ".markdown")
_FEWEST_NAMES = 3
"""Column names that make a text file a table."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows whose columns have yet to be recognised."""

    name: str
    """The file, and the sheet in it."""
    rows: Rows
    merged: tuple[Merged, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """What some files hold; tables and notes are not read yet, so their owner can choose what is what in them."""

    stories: tuple[Incoming, ...] = ()
    libraries: tuple[tuple[str, LibraryRecord], ...] = ()
    """Each with the name of its file."""
    tables: tuple[Table, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What could not be read; the place begins with the name of the file."""
    notes: tuple[Notes, ...] = ()

    def __add__(self, other: "Opened") -> "Opened":
        return Opened(
            self.stories + other.stories,
            self.libraries + other.libraries,
            self.tables + other.tables,
            self.problems + other.problems,
            self.notes + other.notes,
        )


@dataclass(frozen=True, slots=True)
class Read:
    """What was read from some files, tables included."""

    stories: tuple[Incoming, ...]
    libraries: tuple[tuple[str, LibraryRecord], ...]
    problems: tuple[Problem, ...]
    unknown: Mapping[str, tuple[Unknown, ...]] = field(default_factory=dict)
    """By the name of a file of notes, the headings and labels in it that were not understood."""
    refused: tuple[str, ...] = ()
    """The files of notes in which there is no story."""
    columns: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """By the name of a table with stories, the columns that were not recognised, as in `unrecognised`."""


def open_files(files: Iterable[tuple[str, bytes]], budget: Budget | None = None) -> Opened:
    """Notes, tables, workbooks, Word documents, PDFs, libraries and archives of them, by name and content."""
    opened, budget = Opened(), budget or Budget()
    for name, data in _told_apart(files):
        opened += _opened(name, data, budget, MOST_LEVELS)
    return opened


def _told_apart(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """By the names that people know them by; those that share a name get numbers."""
    taken: Counter[str] = Counter()
    for exported, content in files:
        name = without_ids(exported)
        taken[name] += 1
        path = PurePath(name)
        yield (name if taken[name] == 1 else f"{path.stem} ({taken[name]}){path.suffix}"), content


def _opened(name: str, data: bytes, budget: Budget, levels: int) -> Opened:
    """What a file holds, or why it can't be read."""
    try:
        return _open(name, data, budget, levels)
    except FormatError as error:
        return Opened(problems=(_in_file(name, error.problem),))


def read_tables(
    opened: Opened,
    values: Mapping[str, str],
    chosen: Mapping[str, Columns] | None = None,
    labels: Mapping[str, Mapping[str, str]] | None = None,
) -> Read:
    """All that was opened.

    `values` maps framework/value to names. Each table is read by the columns `chosen` for its name, or else by its
    column names; in each file of notes, `labels` says by its name what some labels mean.
    """
    problems = list(opened.problems)
    in_libraries = sum(len(library.stories) for _, library in opened.libraries)
    budget = Budget(stories=MOST_STORIES - len(opened.stories) - in_libraries)
    pages, unknown, refused, of_notes = _read_all_notes(opened.notes, by_name(values), labels or {}, budget)
    rows: list[Incoming] = []
    of_tables: list[Problem] = []
    odd: dict[str, Sequence[tuple[str, str]]] = {}
    for table in opened.tables:
        columns = (chosen or {}).get(table.name) or recognise(table.rows, values)
        table_stories, table_problems = _read_table(table, columns, values, budget)
        odd |= {table.name: unrecognised(table.rows, columns)} if table_stories else {}
        rows += table_stories
        of_tables += table_problems
    alone, whole = paired(pages, rows)
    with_tables = {table.name.rpartition(", table ")[0] for table in opened.tables}
    of_notes = [problem for problem in of_notes if problem.place not in with_tables]
    refused = [name for name in refused if name not in with_tables]
    problems += [*name_once(of_notes), *of_tables]
    return Read((*opened.stories, *alone, *whole), opened.libraries, tuple(problems), unknown, tuple(refused), odd)


def _read_all_notes(
    files: Iterable[Notes], names: Mapping[str, str], labels: Mapping[str, Mapping[str, str]], budget: Budget
) -> tuple[list[Incoming], dict[str, tuple[Unknown, ...]], list[str], list[Problem]]:
    stories: list[Incoming] = []
    unknown: dict[str, tuple[Unknown, ...]] = {}
    refused: list[str] = []
    problems: list[Problem] = []
    for notes in files:
        try:
            read = read_notes(notes, names, labels.get(notes.name), budget)
        except FormatError as error:
            problems.append(_in_file(notes.name, error.problem))
            refused += [notes.name] if error.problem.reason != EMPTY_TEMPLATE else []
            labels_there = unread_labels(notes.body) if error.problem.reason == NO_SECTION else ()
            unknown |= {notes.name: labels_there} if labels_there else {}
            continue
        refused += [notes.name] if not read.stories else []
        stories += read.stories
        problems += [_in_file(notes.name, problem) for problem in read.problems]
        unknown |= {notes.name: read.unknown} if read.unknown else {}
    return stories, unknown, refused, problems


def read_files(files: Iterable[tuple[str, bytes]], values: Mapping[str, str]) -> Read:
    """All that the files hold, tables by their column names."""
    return read_tables(open_files(files), values)


def _open(name: str, data: bytes, budget: Budget, levels: int) -> Opened:
    if refusal := _converted_first(name, data):
        raise FormatError(refusal)
    if is_pdf(data):
        return _open_notes(name, read_pdf(data, budget), budget, FROM_A_PDF)
    if not is_zip(data):
        budget.take("characters", len(data) if levels == MOST_LEVELS else 0)  # In an archive, it is paid for.
        return _open_text(name, decode(data).replace("\r\n", "\n"), budget)
    with opened_archive(data) as archive:
        if is_workbook(archive):
            return _open_workbook(name, archive, budget)
        if DOCUMENT in archive.namelist():
            return _open_notes(name, read_word(archive, budget), budget)
        if not levels:
            raise FormatError("There are too many archives inside one another.")
        files = read_archive(archive, budget)
    named = _told_apart((file.name, file.data) for file in _without_views(files))
    parts = (_opened(f"{name}, {called}", content, budget, levels - 1) for called, content in named)
    return reduce(Opened.__add__, parts, Opened())


def _without_views(files: Sequence[ArchivedFile]) -> Iterator[ArchivedFile]:
    """Without what Notion shows of a table, if all of the table is there too."""
    names = {file.name for file in files}
    for file in files:
        if not file.name.endswith(".csv") or f"{file.name.removesuffix('.csv')}_all.csv" not in names:
            yield file


def _converted_first(name: str, data: bytes) -> str:
    """What has to be done to a file before it can be read; empty if nothing. Some tables are called .xls only."""
    ending = PurePath(name.lower()).suffix
    return CONVERTIBLE.get(ending, "") if ending != ".xls" or not data or data.startswith(_OLD_OFFICE) else ""


def _open_text(name: str, text: str, budget: Budget) -> Opened:
    ending = PurePath(name.lower()).suffix
    if ending == ".json" or (ending not in _MARKDOWN and _JSON.match(text)):
        return _open_json(name, text, budget)
    if ending in (".csv", ".tsv"):
        return _table(name, read_csv(text, budget), budget)
    if ending == ".enex" or is_evernote(text):
        return _open_pages(name, read_evernote(text, budget), budget)
    if is_anki(text):
        return _table(name, read_anki(text, budget), budget)
    if is_story_file(text):
        return _open_story(name, text, budget)
    converted = _as_markdown(ending, text, budget)
    if converted is None and ending not in _MARKDOWN and _is_table(text, budget):
        return _table(name, read_csv(text, budget), budget)
    return _open_notes(name, text if converted is None else converted, budget)


def _as_markdown(ending: str, text: str, budget: Budget) -> str | None:
    """Notes that are written in another way; None if they aren't."""
    is_markdown = ending in _MARKDOWN
    if is_rich_text(text):
        return read_rich_text(text, budget)
    if ending in (".html", ".htm") or is_html(text):
        return read_html(text, budget)
    if ending == ".org" or (not is_markdown and is_org(text)):
        _refuse_long(text)
        return read_org(text)
    if is_mail(text):
        return read_mail(text)
    return read_wiki(text) if not is_markdown and is_wiki(text) else None


def _open_json(name: str, text: str, budget: Budget) -> Opened:
    """A library, or somebody else's list of objects, which is a table."""
    budget.take("documents")
    data = load_json(text, budget)
    if is_roam(data):
        return _open_pages(name, read_roam(data, budget), budget)
    objects = objects_in(data) if not isinstance(data, dict) or "format" not in data else []
    if objects:
        return _table(name, as_rows(objects, budget), budget)
    library, problems = read_library(data)
    budget.take("stories", len(library.stories))
    said = (_in_file(name, replace(problem, place=in_words(problem.place, data))) for problem in problems)
    return Opened(libraries=((name, library),), problems=tuple(said))


def _open_story(name: str, text: str, budget: Budget) -> Opened:
    """A file in our own format; one that can't be read so is read as notes, which its owner can mend."""
    try:
        story = read_incoming(text, name, budget)
    except FormatError as error:
        problem = replace(error.problem, reason=f"{error.problem.reason} {READ_AS_NOTES}")
        return _open_notes(name, text, budget) + Opened(problems=(_in_file(name, problem),))
    budget.take("stories")
    return Opened((story,))


def _open_notes(name: str, text: str, budget: Budget, remark: str = "") -> Opened:
    """Tables in it that have a story in each row are read as tables."""
    _refuse_long(text)
    budget.take("steps", text.count("|"))
    text, tables = split_tables(text.removeprefix("\ufeff").replace("\r", "\n"))
    budget.take("tables", len(tables))
    named = tuple(Table(f"{name}, table {number}", rows) for number, rows in enumerate(tables, 1))
    return Opened(tables=named, notes=(Notes(name, text, remark),) if text.strip() or not tables else ())


def _open_pages(name: str, pages: Iterable[tuple[str, str]], budget: Budget) -> Opened:
    """Notes of one file, each by its title."""
    opened = Opened()
    for title, text in _told_apart(
        (printable(title).replace(", ", " "), text.encode(errors="replace")) for title, text in pages
    ):
        budget.take("steps", PAGE_STEPS)
        opened += _open_notes(f"{name}, {title}", text.decode(), budget)
    return opened


def _refuse_long(text: str) -> None:
    if len(text) > LIMIT:
        raise FormatError(f"The file has {len(text):,} characters; the limit for notes is {LIMIT:,}.")


def _table(name: str, rows: Rows, budget: Budget) -> Opened:
    budget.take("tables")
    return Opened(tables=(Table(name, *arranged(rows)),))


def _is_table(text: str, budget: Budget) -> bool:
    """Whether a text without a telling name is one: a row of column names, and a row below it."""
    lines = [line for line in text[:50_000].split("\n") if line.strip()][:HEADER_WITHIN]
    for line, below in pairwise(lines):
        for delimiter in DELIMITERS:
            is_split = delimiter in line and not line.lstrip().startswith(delimiter) and below.count(delimiter) > 1
            budget.take("steps", line.count(delimiter) if is_split else 0)
            if is_split and known_fields(line.split(delimiter)) >= _FEWEST_NAMES:
                return True
    return False


def _open_workbook(name: str, archive: ZipFile, budget: Budget) -> Opened:
    sheets = read_workbook(archive, budget)
    if not sheets:
        raise FormatError("The workbook is empty.")
    is_own = any(sheet.title == "Stories" and sheet.rows[0][:2] == ["Id", "Fingerprint"] for sheet in sheets)
    wanted = [sheet for sheet in sheets if not (is_own and sheet.title in OWN_SHEETS)]
    budget.take("tables", len(wanted))
    prefix = f"{name}, sheet " if len(wanted) > 1 else ""
    tables = (
        Table(f"{prefix}{printable(sheet.title)}" if prefix else name, *arranged(sheet.rows, sheet.merged))
        for sheet in wanted
    )
    return Opened(tables=tuple(tables))


def _read_table(
    table: Table, columns: Columns, values: Mapping[str, str], budget: Budget
) -> tuple[list[Incoming], list[Problem]]:
    if refusal := _refusal(table, columns):
        return [], [Problem(table.name, refusal)]
    try:
        stories, problems = read_rows(table.rows, columns, values, budget, table.merged)
    except FormatError as error:
        return [], [_in_file(table.name, error.problem)]
    named = [replace(story, origin=f"{table.name}, {story.origin}") for story in stories]
    return named, [_in_file(table.name, problem) for problem in problems]


def _refusal(table: Table, columns: Columns) -> str:
    """Why the rows of a table are no stories; empty if they are."""
    held = set(filter(None, columns.targets))
    if not held:
        return "No column has a name that is recognised, such as Title, Situation or Action."
    if is_guide(table.rows):
        return "It says how to write a story, and holds none."
    if Column.QUESTION in held and not held & {*Section, Column.STAR, "title"}:
        return questions_only(sum(any(map(str.strip, row)) for row in table.rows[columns.header + 1 :]))
    return ""


def _in_file(name: str, problem: Problem) -> Problem:
    return replace(problem, place=f"{name}, {problem.place}" if problem.place else name)
