"""The rows of an XLSX workbook, as a spreadsheet program last showed them: formulas are neither calculated nor kept.

Only what stories need is read: the sheets, the texts they share, and which styles are dates (ECMA-376, part 1, §18).
"""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from posixpath import normpath
from string import ascii_letters

from stories.core.exchange.budget import Budget
from stories.core.exchange.cells import Book, cell_text
from stories.core.exchange.columns import MOST_COLUMNS, Rows
from stories.core.exchange.merged_cells import Merged
from stories.core.exchange.problems import FormatError, printable
from stories.core.exchange.xml_parts import DAMAGED, Event, read_part

MOST_LINES = 20_000
MOST_SHEETS = 100
LONGEST_FORMAT = 255
"""Characters of a number format, as spreadsheet programs have it."""

_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_OTHERS = {
    "ppt/presentation.xml": "This is a presentation; put its stories into a Markdown file or a table.",
    "content.xml": "This is an OpenDocument file; save it as DOCX, XLSX or CSV.",
}


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Whether it is an XLSX workbook. Raises FormatError for other kinds of documents."""
    names = set(archive.namelist())
    for name, reason in _OTHERS.items():
        if name in names:
            raise FormatError(reason)
    return _WORKBOOK in names


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    rows: Rows
    merged: tuple[Merged, ...] = ()


def read_workbook(archive: zipfile.ZipFile, budget: Budget) -> list[Sheet]:
    """The sheets that aren't empty. Raises FormatError."""
    try:
        return _Workbook(archive, budget).read()
    except (KeyError, IndexError, ValueError) as error:  # A part, a text or a number that isn't there.
        raise FormatError(DAMAGED) from error


@dataclass
class _Workbook:
    archive: zipfile.ZipFile
    budget: Budget

    def read(self) -> list[Sheet]:
        targets = dict(self._targets())
        sheets: list[tuple[str, str]] = []
        since_1904 = False
        for name, attributes in self._tags(_WORKBOOK):
            if name == "workbookPr":
                since_1904 = attributes.get("date1904") in ("1", "true")
            elif name == "sheet":
                kind, target = targets.get(_id_of(attributes), ("", ""))
                sheets += [(attributes["name"], target)] if kind == "worksheet" else []
        if len(sheets) > MOST_SHEETS:
            raise FormatError(f"The workbook has {len(sheets):,} sheets; the limit is {MOST_SHEETS:,}.")
        parts = dict(targets.values())
        book = Book(self._strings(parts), self._dates(parts), since_1904)
        read = [self._sheet(title, target, book) for title, target in sheets]
        return [sheet for sheet in read if any(sheet.rows)]

    def _targets(self) -> Iterator[tuple[str, tuple[str, str]]]:
        """By its id, what each part of the workbook is, and its name in the archive."""
        for name, attributes in self._tags(_RELATIONS):
            if name == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes["Target"]
                part = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
                yield attributes["Id"], (attributes["Type"].rpartition("/")[2], part)

    def _tags(self, part: str) -> Iterator[tuple[str, Mapping[str, str]]]:
        events = read_part(self.archive, part, self.budget)
        return ((name, attributes) for kind, name, attributes in events if kind == "start")

    def _strings(self, parts: Mapping[str, str]) -> list[str]:
        if "sharedStrings" not in parts:
            return []
        strings, text = [], _Text()
        for event in read_part(self.archive, parts["sharedStrings"], self.budget):
            text.take(event)
            if event[:2] == ("end", "si"):
                strings.append(text.taken())
                self.budget.take("characters", len(strings[-1]))
        return strings

    def _dates(self, parts: Mapping[str, str]) -> dict[int, bool]:
        """The styles of dates, as in Book."""
        if "styles" not in parts:
            return {}
        formats: dict[int, str] = {}
        styles: list[int] = []
        is_in_cells = False
        for kind, name, attributes in read_part(self.archive, parts["styles"], self.budget):
            if name == "cellXfs":
                is_in_cells = kind == "start"
            elif (kind, name) == ("start", "numFmt"):
                formats[int(attributes["numFmtId"])] = attributes["formatCode"][:LONGEST_FORMAT]
            elif (kind, name) == ("start", "xf") and is_in_cells:
                styles.append(int(attributes.get("numFmtId", 0)))
        return dict(self._dates_among(styles, formats))

    def _dates_among(self, styles: Sequence[int], formats: Mapping[int, str]) -> Iterator[tuple[int, bool]]:
        """Each format costs a step for a character: it is looked through once for every bracket in it."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format  # It takes a while.

        used = set(styles)
        known = {number: code for number, code in (BUILTIN_FORMATS | dict(formats)).items() if number in used}
        self.budget.take("steps", sum(map(len, known.values())))
        dates = {number: is_timedelta_format(code) for number, code in known.items() if is_date_format(code)}
        return ((style, dates[number]) for style, number in enumerate(styles) if number in dates)

    def _sheet(self, title: str, part: str, book: Book) -> Sheet:
        reader = _SheetReader(title, book, self.budget)
        for event in read_part(self.archive, part, self.budget):
            reader.take(event)
        return Sheet(title, reader.rows, tuple(reader.merged))


def _id_of(attributes: Mapping[str, str]) -> str:
    """Of a sheet's relationship; the prefix of the name is up to the program that wrote it."""
    return next((value for name, value in attributes.items() if name.endswith(":id")), "")


@dataclass
class _Text:
    """A text that may be in several runs; the pronunciation of East Asian words is no part of it."""

    pieces: list[str] = field(default_factory=list)
    is_open: bool = False
    is_pronunciation: bool = False

    def take(self, event: Event) -> None:
        kind, name, _ = event
        if kind == "text":
            if self.is_open and not self.is_pronunciation:
                self.pieces.append(name)
        elif name in ("t", "v"):
            self.is_open = kind == "start"
        elif name == "rPh":
            self.is_pronunciation = kind == "start"

    def taken(self) -> str:
        text = "".join(self.pieces)
        self.pieces.clear()
        return text


@dataclass
class _SheetReader:
    title: str
    book: Book
    budget: Budget
    rows: list[list[str]] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    row: list[str] = field(default_factory=list)
    column: int = -1
    cell: Mapping[str, str] = field(default_factory=dict)
    text: _Text = field(default_factory=_Text)

    def take(self, event: Event) -> None:
        match event:
            case "start", "row", attributes:
                self._begin_row(attributes.get("r", ""))
            case "end", "row", _:
                self._end_row()
            case "start", "c", attributes:
                self.cell = attributes
                self.column = _column(attributes["r"]) if "r" in attributes else self.column + 1
            case "end", "c", _:
                self._end_cell(self.text.taken())
            case "start", "mergeCell", attributes:
                with suppress(ValueError):  # Its cells are read one by one then.
                    self.merged.append(_merged(attributes.get("ref", "")))
            case _:
                self.text.take(event)

    def _begin_row(self, number: str) -> None:
        """Rows that are left out are empty."""
        missing = int(number) - 1 - len(self.rows) if number else 0
        if len(self.rows) + missing >= MOST_LINES:
            reason = f"There are more than {MOST_LINES:,} rows, perhaps mostly empty."
            raise FormatError(reason, f"sheet {printable(self.title)}")
        self.budget.take("steps", max(missing, 0))
        self.rows.extend([] for _ in range(missing))
        self.row, self.column = [], -1

    def _end_row(self) -> None:
        """The cells as texts, up to the last one that holds anything."""
        while self.row and not self.row[-1]:
            self.row.pop()
        self.rows.append(self.row)
        self.row = []

    def _end_cell(self, value: str) -> None:
        if not value or self.column >= MOST_COLUMNS:
            return
        text = value
        with suppress(ValueError):  # A number that isn't one is a text.
            text = cell_text(self.cell.get("t", "n"), int(self.cell.get("s", 0)), value, self.book)
        missing = self.column + 1 - len(self.row)
        self.budget.take("steps", max(missing, 0))
        self.budget.take("characters", len(text))
        self.row.extend("" for _ in range(missing))
        self.row[self.column] = text


def _merged(reference: str) -> Merged:
    """By a reference such as `A2:A4`. Raises ValueError."""
    first, _, last = reference.partition(":")
    return Merged(_row(first), _column(first), _row(last or first), _column(last or first))


def _row(reference: str) -> int:
    """The number of a row, from 0, by a reference such as `AB7`. Raises ValueError."""
    number = int(reference.lstrip(ascii_letters))
    if number < 1:
        raise ValueError(reference)
    return number - 1


def _column(reference: str) -> int:
    """The number of a column, from 0, by a reference such as `AB7`. Raises ValueError."""
    letters = reference.rstrip("0123456789").upper()
    if not 1 <= len(letters) <= 3 or not letters.isascii() or not letters.isalpha():
        raise ValueError(reference)
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
