"""The follow-ups of a story: questions to expect after it, one a line, with what to say indented below."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_QUESTION = 300
"""Characters."""
MOST_OWN_FOLLOW_UPS = 20
"""Of one answer, besides the usual ones."""
_BULLET = re.compile(r"(?:[-*+•–]|\d{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class ExpectedQuestion:
    text: str
    note: str
    """What to say then; may be blank."""


def read_follow_ups(text: str) -> list[ExpectedQuestion]:
    """The questions in `text`. Of one that is too long, the whole begins the note."""
    questions = []
    for line, below in _blocks(text):
        asked = _BULLET.sub("", line, count=1) if _BULLET.match(line) else line
        note = "\n".join(below).strip()
        if len(asked) > LONGEST_QUESTION:
            note = f"{asked}\n{note}".strip()
        questions.append(ExpectedQuestion(asked[:LONGEST_QUESTION].strip(), note))
    return questions


def _blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each line that is not indented, with the indented ones below it. The first line counts as not indented."""
    line, below = "", list[str]()
    for raw in filter(str.strip, text.splitlines()):
        if raw[0].isspace() and line:
            below.append(raw.strip())
            continue
        if line:
            yield line, below
        line, below = raw.strip(), []
    if line:
        yield line, below
