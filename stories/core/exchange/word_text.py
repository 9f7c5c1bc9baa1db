"""The text of a Word document as Markdown: headings, lists, tables and what is bold.

It is read piece by piece like a workbook (xml_parts.py): python-docx, which writes documents, builds the whole tree of
one before the first word can be read, and a small file can hold a very large tree.
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from stories.core.exchange.budget import Budget
from stories.core.exchange.problems import FormatError
from stories.core.exchange.xml_parts import DAMAGED, Event, read_part

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
DEEPEST = 8
"""Lists inside one another that are indented."""
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_UNSEEN = ("Fallback", "moveFrom", "del", "txbxContent")
_OFF = ("0", "false", "off")


def read_word(archive: zipfile.ZipFile, budget: Budget) -> str:
    """Raises FormatError."""
    try:
        document = _Document(_styles(archive, budget), budget)
        for event in read_part(archive, DOCUMENT, budget):
            document.take(event)
    except (KeyError, ValueError) as error:  # A part or a number that isn't there.
        raise FormatError(DAMAGED) from error
    return document.read()


def _styles(archive: zipfile.ZipFile, budget: Budget) -> dict[str, str]:
    """By its id, what a paragraph style begins a line with."""
    styles: dict[str, str] = {}
    style = ""
    if STYLES not in archive.namelist():
        return styles
    for kind, name, attributes in read_part(archive, STYLES, budget):
        if (kind, name) == ("start", "style"):
            style = _value(attributes, "styleId")
        elif (kind, name) == ("start", "name"):
            styles[style] = _sign(_value(attributes, "val"))
    return styles


def _sign(name: str) -> str:
    if match := _HEADING.match(name):
        return "#" * max(1, min(int(match[1]), 6))
    if name.lower() == "title":
        return "#"
    return "-" if name.lower().startswith("list") else ""


def _value(attributes: Mapping[str, str], name: str) -> str:
    """An attribute without the prefix of its namespace, which is up to the program that wrote it."""
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), "")


@dataclass
class _Paragraph:
    sign: str = ""
    level: int = 0
    runs: list[tuple[bool, str]] = field(default_factory=list)
    """Whether each is bold, and its text."""

    def take(self, name: str, value: str, styles: Mapping[str, str]) -> None:
        """What the document says of the paragraph; anything else is the level of its list."""
        match name:
            case "pStyle":
                self.sign = styles.get(value, "")
            case "outlineLvl":
                self.sign = self.sign or "#" * min(int(value) + 1, 6)
            case "numPr":
                self.sign = self.sign or "-"
            case _:
                self.level = int(value)

    def read(self) -> str:
        """The line; a heading and what is bold throughout have no other signs."""
        grouped = groupby(self.runs, key=itemgetter(0))
        joined = [(is_bold, "".join(text for _, text in runs)) for is_bold, runs in grouped]
        is_heading = self.sign.startswith("#")
        line = "".join(_bold(text) if is_bold and not is_heading else text for is_bold, text in joined).strip()
        indent = "  " * min(self.level, DEEPEST) if self.sign == "-" else ""
        return f"{indent}{self.sign} {line}" if self.sign and line else line


def _bold(text: str) -> str:
    bare = text.strip()
    if not bare or "\n" in bare:
        return text
    before, _, after = text.partition(bare)
    return f"{before}**{bare}**{after}"


@dataclass
class _Document:
    styles: dict[str, str]
    budget: Budget
    lines: list[str] = field(default_factory=list)
    paragraph: _Paragraph = field(default_factory=_Paragraph)
    cells: list[list[str]] = field(default_factory=list)
    """Of the row of a table that is open, the paragraphs in each."""
    tables: int = 0
    unseen: int = 0
    is_text: bool = False
    is_bold: bool = False

    def take(self, event: Event) -> None:
        kind, name, attributes = event
        if name in _UNSEEN and kind != "text":
            self.unseen += 1 if kind == "start" else -1
        elif self.unseen:
            return
        elif kind == "text":
            if self.is_text:
                self._write(name)
        elif kind == "start":
            self._start(name, attributes)
        else:
            self._end(name)

    def _write(self, text: str) -> None:
        self.budget.take("characters", len(text))
        self.paragraph.runs.append((self.is_bold, text))

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        match name:
            case "p":
                self.paragraph = _Paragraph()
            case "pStyle" | "outlineLvl" | "numPr" | "ilvl":
                self.paragraph.take(name, _value(attributes, "val"), self.styles)
            case "r":
                self.is_bold = False
            case "b":
                self.is_bold = _value(attributes, "val") not in _OFF
            case "t":
                self.is_text = True
            case "tab" | "br":
                self._write(" " if name == "tab" else "\n")
            case "tbl":
                self.tables += 1
            case "tr" if self.tables == 1:
                self.cells = []
            case "tc" if self.tables == 1:
                self.cells.append([])

    def _end(self, name: str) -> None:
        match name:
            case "t":
                self.is_text = False
            case "p":
                self._paragraph(self.paragraph.read())
            case "tr" if self.tables == 1:
                self._row()
            case "tbl":
                self.tables -= 1
                self.lines.append("")

    def _paragraph(self, line: str) -> None:
        if self.tables and self.cells:
            self.cells[-1].append(line)
        elif self.paragraph.sign == "-":
            self.lines.append(line)
        else:
            self.lines += ["", line]

    def _row(self) -> None:
        """A table of one column only frames its text."""
        if len(self.cells) == 1:
            self.lines += ["", *self.cells[0]]
        elif self.cells:
            cells = ("<br>".join(filter(None, cell)).replace("\n", "<br>").replace("|", "\\|") for cell in self.cells)
            self.lines.append(f"| {' | '.join(cells)} |")
        self.cells = []

    def read(self) -> str:
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self.lines)).strip()
