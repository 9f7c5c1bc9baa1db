"""Anki's text export: its directives, and its notes as rows of a table."""

import csv
import io
import re

from stories.core.choices import Section
from stories.core.exchange.budget import Budget
from stories.core.exchange.html_text import read_html
from stories.core.exchange.lines import mark_in
from stories.core.exchange.problems import FormatError

_DIRECTIVE = re.compile(r"#([a-z ]{1,30}):([^\r\n]{0,300})\r*(?:\n|\Z)")
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ", "colon": ":"}
_OTHERS = ("notetype column", "deck column", "guid column")
_SAMPLE = 20_000
_CARD = 1_000
"""Characters of a card: its first sections begin within them."""
_MOST_LINES = 20
"""Of a card that are looked at."""
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
HEADER = ("Question", "STAR", "Tags")


def is_anki(text: str) -> bool:
    """Whether it says so, or each line is a question, a tab and the labelled sections of a story."""
    if text.startswith(("#separator:", "#html:", "#notetype", "#deck", "#tags column", "#columns:")):
        return True
    lines = [line for line in text[:_SAMPLE].split("\n") if line.strip()][:3]
    cards = [_BREAK.sub("\n", line.split("\t")[1][:_CARD]) for line in lines if "\t" in line]
    return bool(cards) and len(cards) == len(lines) and all(len(_sections_in(card)) > 1 for card in cards)


def _sections_in(card: str) -> set[str]:
    """Those whose labels begin its first lines."""
    marks = map(mark_in, card.split("\n", _MOST_LINES)[:_MOST_LINES])
    return {mark.target for mark in marks if mark} & set(Section)


def read_anki(text: str, budget: Budget) -> list[list[str]]:
    """A header, and for each note what is asked, what is answered and its tags. Raises FormatError."""
    directives: dict[str, str] = {}
    at = 0
    while match := _DIRECTIVE.match(text, at):
        budget.take("steps")
        directives[match[1]] = match[2].strip()
        at = match.end()
    text = text[at:]
    separator = _SEPARATORS.get(directives.get("separator", "tab").lower(), directives.get("separator", "\t")[:1])
    budget.take("steps", text.count(separator) + text.count("\n"))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator or "\t"))
    except (csv.Error, TypeError, ValueError) as error:
        raise FormatError(
            "The export of Anki can't be read: a cell is too long or a quotation mark never ends."
        ) from error
    tags = _number(directives.get("tags column", ""))
    others = {_number(directives.get(name, "")) for name in _OTHERS} | {tags}
    is_html = directives.get("html", "true") == "true" and "<" in text
    return [list(HEADER), *(_row(row, tags, others, budget if is_html else None) for row in rows if row)]


def _number(text: str) -> int:
    """A column, from 0; -1 if there is none."""
    return int(text) - 1 if text.isdecimal() and len(text) < 4 else -1


def _row(row: list[str], tags: int, others: set[int], budget: Budget | None) -> list[str]:
    fields = [read_html(cell, budget) if budget else cell for at, cell in enumerate(row) if at not in others]
    front, *back = fields or [""]
    listed = row[tags].replace("::", "/").split() if 0 <= tags < len(row) else []
    return [front, "\n\n".join(filter(None, back)), ", ".join(listed)]
