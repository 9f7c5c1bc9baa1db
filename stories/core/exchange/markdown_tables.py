"""Tables within notes that have a story in each row."""

import re
from collections.abc import Sequence

from stories.core.choices import Section
from stories.core.exchange.columns import Rows, header_field, known_fields

_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:-]+\Z")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6}[ \t]{1,100}(\S.{0,1000})\Z")
_FEWEST_COLUMNS = 3


def split_tables(text: str) -> tuple[str, list[Rows]]:
    """The text without its tables of stories, and these tables."""
    if "|" not in text:
        return text, []
    kept: list[str] = []
    tables: list[Rows] = []
    block: list[str] = []
    heading = ""
    for line in [*text.split("\n"), ""]:
        bare = line.strip()
        if bare.startswith("|") and bare.endswith("|") and len(bare) > 1:
            block.append(line)
            continue
        if block:
            rows = [_cells(row) for row in block if not _RULE.match(row)]
            if _holds_stories(rows):
                tables.append(_entitled(rows, heading))
            else:
                kept += block
            block = []
        kept.append(line)
        if line.startswith("#") and (match := _HEADING.match(line.rstrip(" \t#"))):
            heading = match[1]
    return "\n".join(kept[:-1]), tables


def _entitled(rows: Rows, heading: str) -> Rows:
    """One story without a title has that of the heading above it."""
    if not heading or len(rows) != 2 or "title" in map(header_field, rows[0]):
        return rows
    return [["Title", *rows[0]], [heading, *rows[1]]]


def _cells(row: str) -> list[str]:
    inside = row.strip()[1:-1]
    return [_BREAK.sub("\n", cell).replace("\\|", "|").strip(" *_") for cell in _BAR.split(inside)]


def _holds_stories(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names columns of stories."""
    if len(rows) < 2 or len(rows[0]) < _FEWEST_COLUMNS or known_fields(rows[0]) < 2:
        return False
    fields = {header_field(cell) for cell in rows[0]}
    letters = {cell.strip().lower() for cell in rows[0]}
    return "title" in fields or len(fields & set(Section)) > 1 or {"s", "t", "a", "r"} <= letters
