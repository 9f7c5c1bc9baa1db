"""The story file (prepsite/1): Markdown with YAML front matter, one file per story (docs/story-format.md)."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from stories.core.choices import Section
from stories.core.exchange.budget import Budget
from stories.core.exchange.fingerprints import is_unedited
from stories.core.exchange.front_matter import FrontMatter, read_front_matter, with_texts, write_front_matter
from stories.core.exchange.naming import in_words
from stories.core.exchange.problems import FormatError, Problem, quoted
from stories.core.exchange.sections import PROSE, Body, read_body, write_body
from stories.core.exchange.shapes import plain, shape
from stories.core.exchange.story_records import FORMAT, StoryRecord

LIMIT = 1_000_000
"""Characters."""

_FORMAT = re.compile(r"^(?:format|fingerprint)[ \t]*:", re.MULTILINE)
_FRONT = re.compile(r"\A---[ \t]*\n(?P<front>.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


def write_story(record: StoryRecord) -> str:
    """The file from which `read_story` reads the same record."""
    named = {name: value for name, value in plain(record).items() if value not in ("", []) or name in record.extra}
    front = {name: value for name, value in named.items() if name not in (*PROSE, "format")}
    body = write_body(record.texts, required=tuple(Section))
    return f"---\n{write_front_matter({'format': FORMAT} | front)}---\n{body}"


def is_story_file(text: str) -> bool:
    """Whether it says that it is in this format: what others write is read as notes."""
    match = _FRONT.match(text.removeprefix("\ufeff"))
    return bool(match and _FORMAT.search(match["front"]))


def read_story(text: str, budget: Budget | None = None) -> StoryRecord:
    """Raises FormatError, with the line if it is known. A file on its own has a budget of its own."""
    if len(text) > LIMIT:
        raise FormatError(f"The file has {len(text):,} characters; the limit for a story file is {LIMIT:,}.")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    match = _FRONT.match(text)
    budget = budget or Budget()
    front = read_front_matter(match["front"], budget) if match else FrontMatter()
    front.data.update(with_texts(front.data))
    start = match.end() if match else 0
    lines_before = text.count("\n", 0, start)
    budget.take("steps", text.count("\n#", start))
    story = _story(front, read_body(text[start:]), lines_before)
    if not story.fingerprint or is_unedited(story):
        return story
    older = _older_readings(front, text[start:], lines_before, budget)
    return next(filter(is_unedited, older), story)


def _older_readings(front: FrontMatter, body: str, lines_before: int, budget: Budget) -> Iterator[StoryRecord]:
    """The story as it reads if the newest headings were ordinary lines of text when the file was exported."""
    for count in range(len(PROSE) - 1, len(Section) - 1, -1):
        budget.take("steps", body.count("\n#"))
        with suppress(FormatError):
            yield _story(front, read_body(body, PROSE[:count]), lines_before)


def _story(front: FrontMatter, body: Body, lines_before: int) -> StoryRecord:
    """`lines_before` counts the lines of the file before its body."""
    written = front.data.get("format", FORMAT)
    if written != FORMAT:
        raise FormatError(f"The format is {quoted(str(written))}; this version reads {FORMAT}.")
    lines = {"": 1} | {name: line + lines_before for name, line in body.lines.items()} | front.lines
    data = {name: value for name, value in front.data.items() if name != "format"}
    if not data.get("title"):
        data["title"] = body.texts.get("title", "")
    texts = {name: _joined(data.get(name), text) for name, text in body.texts.items() if name != "title"}
    problems: list[Problem] = []
    record: StoryRecord = shape(StoryRecord, data | texts, "", problems)
    if problems:
        line = _line_of(problems[0].place, lines)
        raise FormatError(f"{in_words(problems[0].place)}: {problems[0].reason}", f"Line {line}")
    return record


def _joined(written: Any, text: str) -> Any:
    """A text that is in the front matter and has a section too, like a section that occurs twice."""
    return "\n\n".join(filter(None, (written, text))) if isinstance(written, str) else written or text


def _line_of(place: str, lines: dict[str, int]) -> int:
    """The line of what is at `place`, or of what holds it."""
    while place not in lines:
        place = re.sub(r"[.\[]?[^.\[]*\Z", "", place)
    return lines[place]
