"""Lists of questions as people keep them: numbered, bulleted, or a table with a column of questions."""

import re
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stories.core.exchange.asked_question import LONGEST_QUESTION
from stories.core.exchange.csv_text import read_csv
from stories.core.exchange.names import plain_name
from stories.core.exchange.problems import FormatError
from stories.core.search import fold

MOST_QUESTIONS = 100
"""In one list."""
MOST_LINES = 2000
_QUESTIONS = ("question", "questions", "interview question", "frage", "pregunta", "pergunta")
_CATEGORIES = ("category", "topic", "theme", "competency", "type", "kategorie", "thema", "categorie", "categoria")
_ITEM = re.compile(r"^\s*(?:(?:Q?\d{1,4}\s*[.):]|Q\s*:|[-*+•–—▪●]|\[[ x]?\])\s*)+", re.IGNORECASE)
_QUESTION_MARKS = ("?", "？")
_AFTER_QUESTION = re.compile(r"(?<=[?？])\s+")
_AFTER_HEADING = f"#:{string.whitespace}"
_HEADING = re.compile(r"^\s*#{1,6}\s+(?P<name>\S.*)$|^\s*\*\*(?P<bold>[^*?]+)\*\*:?\s*$")


@dataclass(frozen=True, slots=True)
class ListedQuestion:
    text: str
    category: str = ""
    """As the list calls it."""


def read_question_list(text: str) -> list[ListedQuestion]:
    """Each question once, the first hundred; what is too long for a question is left out."""
    questions: dict[str, ListedQuestion] = {}
    for question in _in_table(text.strip()) or _in_lines(text):
        is_header = plain_name(question.text) in _QUESTIONS
        if question.text and len(question.text) <= LONGEST_QUESTION and not is_header:
            questions.setdefault(fold(question.text), question)
    return list(questions.values())[:MOST_QUESTIONS]


def each_on_a_line(text: str) -> str:
    """What stands on one line but asks several times, one question on each line; empty if it asks once."""
    parts = _AFTER_QUESTION.split(text.strip())
    return "\n".join(parts) if sum(part.endswith(_QUESTION_MARKS) for part in parts) > 1 else ""


def _in_table(text: str) -> list[ListedQuestion]:
    """The rows below a header that names a column of questions; none if there is no such header."""
    names = [plain_name(name) for name in re.split(r"[,;\t]", text.partition("\n")[0])]
    if len(names) < 2 or not any(name in _QUESTIONS for name in names):
        return []
    try:
        header, *rows = read_csv(text)[:MOST_LINES]
    except FormatError:
        return []
    return list(_rows([plain_name(name) for name in header], rows))


def _rows(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[ListedQuestion]:
    asked = next(place for place, name in enumerate(header) if name in _QUESTIONS)
    category = next((place for place, name in enumerate(header) if name in _CATEGORIES), None)
    for row in rows:
        cells = [*map(_line, row), *[""] * len(header)]
        yield ListedQuestion(_ITEM.sub("", cells[asked]), "" if category is None else cells[category])


def _in_lines(text: str) -> Iterator[ListedQuestion]:
    """A question a line; a heading is the category of those below it."""
    category = ""
    for line in map(str.strip, text.splitlines()[:MOST_LINES]):
        if len(line) > 2 * LONGEST_QUESTION:
            continue
        if heading := _HEADING.match(line):
            category = _line((heading["name"] or heading["bold"]).rstrip(_AFTER_HEADING))
        else:
            yield ListedQuestion(_line(_ITEM.sub("", line)), category)


def _line(text: str) -> str:
    return " ".join(text.split())
