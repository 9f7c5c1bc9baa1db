"""The headings and labels of a text in which none is known, such as one in another language."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from stories.core.exchange.labelled_text import Unknown
from stories.core.exchange.lines import BOLD, lines_of
from stories.core.exchange.names import plain_name
from stories.core.exchange.problems import quoted
from stories.core.fields import LABELS
from stories.core.grammar import join_words

_FEWEST = 2
"""Labels that divide a text."""
_LONGEST = 6
"""Words in a label."""
_SAMPLE = 12
"""Words."""


def unread_labels(text: str) -> tuple[Unknown, ...]:
    """Those with text of their own, each once; none if they do not divide the text."""
    unread: dict[str, Unknown] = {}
    for name, body in _parts(text):
        if body and plain_name(name) and len(name.split()) <= _LONGEST:
            unread.setdefault(plain_name(name), Unknown(name, " ".join(body.split()[:_SAMPLE])))
    return tuple(unread.values()) if len(unread) >= _FEWEST else ()


def said_of(unknown: Iterable[Unknown]) -> Iterator[str]:
    """What became of labels that were not understood in stories: a sentence for the notes, and one for each section."""
    by_section = attrgetter("stays_in")
    for section, labels in groupby(sorted(unknown, key=by_section), key=by_section):
        where = f"stayed in {LABELS[section]}, but may not belong there" if section else "went to the notes"
        yield f"{join_words([quoted(label.name) for label in labels])} {where}."


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Each heading or bold label, or else each label, with the text below it."""
    lines = list(lines_of(text))
    is_set = any(line.mark and (line.mark.level <= BOLD or "*" in line.mark.style) for line in lines)
    name, body = "", list[str]()
    for line in lines:
        mark = line.mark
        if mark and (mark.level <= BOLD or "*" in mark.style or not is_set):
            yield name, "\n".join(body)
            name, body = mark.name, [mark.rest] if mark.rest else []
        elif line.text.strip():
            body.append(line.text)
    yield name, "\n".join(body)
