"""The story file (prepsite/1): Markdown with YAML front matter, one file per story (docs/story-format.md)."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from stories.core.choices import Section
from stories.core.exchange.budget import Budget
from stories.core.exchange.fingerprints import is_unedited
from stories.core.exchange.front_matter import FrontMatter, read_front_matter, with_texts, write_front_matter
from stories.core.exchange.naming import in_words
from stories.core.exchange.problems import FormatError, Problem, printable, quoted
from stories.core.exchange.sections import PROSE, Body, read_body, write_body
from stories.core.exchange.shapes import field_kinds, plain, shape
from stories.core.exchange.story_records import FORMAT, Incoming, StoryRecord
from stories.core.exchange.tables import shorten
from stories.core.fields import LINES

LIMIT = 1_000_000
"""Characters."""

MOST_ROUNDS = 20
"""In which what can't be read is left out."""

_IS_OURS = re.compile(
    r"""^(?:format[ \t]*:[ \t]*["']?prepsite/|fingerprint[ \t]*:[ \t]*["']?[0-9a-f]{16}\b)""", re.MULTILINE
)
_ITEM = re.compile(r"\[(\d{1,6})\]")
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
    return bool(match and _IS_OURS.search(match["front"]))


def read_story(text: str, budget: Budget | None = None) -> StoryRecord:
    """Raises FormatError, with the line if it is known. A file on its own has a budget of its own."""
    return _read(_File.of(text, budget or Budget()))


def read_incoming(text: str, origin: str, budget: Budget) -> Incoming:
    """The story of a file to import: what can't be read is left out and named. Raises FormatError if too much can't."""
    file = _File.of(text, budget)
    remarks: list[str] = []
    _shorten(file.front.data, remarks)
    left_out: set[str] = set()
    for _ in range(MOST_ROUNDS):
        budget.take("steps", len(file.front.data))
        try:
            story = _read(file)
        except _UnreadableError as error:
            left_out |= file.leave_out(error.problems, remarks)
        else:
            holds = frozenset({*story.texts, "status", "tags", "extra"} - left_out) if left_out else None
            return Incoming(story, origin, holds, tuple(remarks))
    raise FormatError("Too much of its front matter can't be read.")


class _UnreadableError(FormatError):
    """Parts of a file that can't be read."""

    def __init__(self, problems: Sequence[Problem], line: int) -> None:
        super().__init__(f"{in_words(problems[0].place)}: {problems[0].reason}", f"Line {line}")
        self.problems = problems


@dataclass
class _File:
    front: FrontMatter
    body: str
    lines_before: int
    """Those of the file before its body."""
    budget: Budget

    @classmethod
    def of(cls, text: str, budget: Budget) -> "_File":
        if len(text) > LIMIT:
            raise FormatError(f"The file has {len(text):,} characters; the limit for a story file is {LIMIT:,}.")
        text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        match = _FRONT.match(text)
        front = read_front_matter(match["front"], budget) if match else FrontMatter()
        front.data.update(with_texts(front.data))
        start = match.end() if match else 0
        return cls(front, text[start:], text.count("\n", 0, start), budget)

    def leave_out(self, problems: Sequence[Problem], remarks: list[str]) -> set[str]:
        """Take out what can't be read, and return the names of its fields. Raises FormatError if it is in the body."""
        data, left_out = self.front.data, set[str]()
        taken: dict[str, set[int]] = defaultdict(set)
        for problem in problems:
            key = next((key for key in data if _is_at(problem.place, printable(key))), None)
            if key is None:
                raise _UnreadableError([problem], 1)
            whole = range(len(data[key]) if isinstance(data[key], list) else 1)
            item = _ITEM.match(problem.place, len(printable(key)))
            taken[key] |= {int(item[1])} if item and len(whole) > int(item[1]) else {*whole}
            left_out.add(key if key in field_kinds(StoryRecord) else "extra")
            remarks.append(f"{in_words(problem.place)}: {problem.reason} It was left out.")
        for key, numbers in taken.items():
            value = data.pop(key)
            kept = [part for at, part in enumerate(value) if at not in numbers] if isinstance(value, list) else []
            data |= {key: kept} if kept else {}
        return left_out


def _read(file: _File) -> StoryRecord:
    file.budget.take("steps", file.body.count("\n#"))
    story = _story(file.front, read_body(file.body), file.lines_before)
    if not story.fingerprint or is_unedited(story):
        return story
    older = _older_readings(file.front, file.body, file.lines_before, file.budget)
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
        raise _UnreadableError(problems, _line_of(problems[0].place, lines))
    return record


def _shorten(data: dict[str, Any], remarks: list[str]) -> None:
    """Lines that are too long are cut, and kept whole in the notes."""
    notes = [data["notes"]] if data.get("notes") else []
    for name in LINES:
        parts = {name: [data.get(name) or ""], "notes": notes}
        if isinstance(data.get(name), str):
            shorten(name, parts, remarks)
            data[name] = parts[name][0]
    if notes:
        data["notes"] = "\n\n".join(notes)


def _is_at(place: str, name: str) -> bool:
    return place == name or place.startswith((f"{name}.", f"{name}["))


def _joined(written: Any, text: str) -> Any:
    """A text that is in the front matter and has a section too, like a section that occurs twice."""
    return "\n\n".join(filter(None, (written, text))) if isinstance(written, str) else written or text


def _line_of(place: str, lines: dict[str, int]) -> int:
    """The line of what is at `place`, or of what holds it."""
    while place not in lines:
        place = re.sub(r"[.\[]?[^.\[]*\Z", "", place)
    return lines[place]
