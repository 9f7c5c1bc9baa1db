"""An answer in parts: how one is written and read back, its sentences, and the figures to remember."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from stories.core.choices import Section
from stories.core.figures import figures_in

OPENING = "Opening"
CLOSING = "Closing"
MOST_FIGURES = 5

_OPENING_MARKS = "\"'“‘«(["
_END = re.compile(
    rf"""(?<![.!?…])[.!?…]+["'”’»)\]]*\s+(?=[{re.escape(_OPENING_MARKS)}]*(.?))|(?<![。！？])[。！？]+[”’」』）]*"""
)
"""What may end a sentence; in a script with spaces, with the first character of the next."""
_LOOK_BACK = 50
"""Characters: more than any abbreviation has, with the marks before it."""
_TITLES = frozenset(("Dr.", "Jr.", "Mr.", "Mrs.", "Ms.", "Prof.", "Sr.", "St."))
_ABBREVIATIONS = _TITLES | {"approx.", "cf.", "e.g.", "etc.", "Fig.", "i.e.", "Inc.", "Ltd.", "No.", "vs.", "U.S."}
_ITEM = re.compile(r"^\s*[-*•]\s+")
_HEADING = re.compile(r"^##[ \t]+(\S.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """A named stretch of an answer, such as "Action"; the name is empty where none is given."""

    name: str
    text: str


def sentences(spoken: str) -> list[str]:
    """The sentences of a text without markup. Each line is a block by itself: a paragraph or a list item."""
    return [sentence for line in spoken.splitlines() for sentence in _split(_ITEM.sub("", line).strip())]


def is_item(line: str) -> bool:
    """Whether a line is an item of a list."""
    return bool(_ITEM.match(line))


def _split(line: str) -> Iterator[str]:
    return (sentence.strip() for sentence in cut(line))


def cut(line: str) -> Iterator[str]:
    """The sentences of a line, each with the blanks after it; together they are the line."""
    start = 0
    for match in _END.finditer(line):
        if match[1] is None or _is_end(line[max(start, match.start() - _LOOK_BACK) : match.end()], match[1]):
            yield line[start : match.end()]
            start = match.end()
    if line[start:]:
        yield line[start:]


def _is_end(before: str, next_character: str) -> bool:
    """A full stop may also belong to an abbreviation or an initial, or come inside a sentence."""
    last = before.split()[-1].lstrip(_OPENING_MARKS)
    is_initial = len(last) == 2 and last != "I." and last[0].isupper()
    return not (last in _ABBREVIATIONS or is_initial or next_character.islower())


def parts_of(text: str) -> list[Part]:
    """The parts of a length as its owner wrote it: each `## Name` line begins one."""
    names = ["", *(name.rstrip(" \t") for name in _HEADING.findall(text))]
    texts = [piece.strip() for piece in _HEADING.split(text)[::2]]
    return [Part(name, piece) for name, piece in zip(names, texts, strict=True) if piece]


def as_written(parts: Iterable[Part]) -> str:
    """The text from which `parts_of` reads these parts."""
    return "\n\n".join(f"## {part.name}\n{part.text}" if part.name else part.text for part in parts)


def figures(parts: Sequence[Part]) -> list[str]:
    """The figures of an answer that matter most; of equals, those of the Result first."""
    ordered = sorted(parts, key=lambda part: part.name != Section.RESULT.capitalize())
    told = [figure for part in ordered for figure in figures_in(part.text)]
    chosen: list[str] = []
    for figure in sorted(told, key=lambda figure: figure.weight):
        if len(chosen) < MOST_FIGURES and not any(f" {figure.text} " in f" {other} " for other in chosen):
            chosen.append(figure.text)
    return chosen
