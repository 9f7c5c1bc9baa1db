"""Lines in a section that are not told: “Source: …”, “Links: …”.

A name that people give to what is beside a story is a label where it stands apart, and so is any name next to it. Other
lines of the kind at the end, such as “Revenue: up by a fifth”, may well be told: they stay, and their owner is shown
them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stories.core.exchange.labels import is_beside
from stories.core.exchange.lines import Mark, mark_in
from stories.core.exchange.names import plain_name
from stories.core.fields import FIELDS

_LONGEST_NAME = 4
"""Words."""
_OF_SENTENCES = (
    "that, is, are, was, were, be, we, i, you, he, she, it, they, this, these, there, the, my, our, your, so, but, "
    "if, as, how, why, what, when, said, says, asked, told, thought, remember, first, second, third, then, next, "
    "also"
)
"""Words that make a name part of a sentence."""
_WITHIN = re.compile(r"[ \t]+\S|[-*+•◦▪‣●○·–—][ \t]|\(?\d{1,2}[.)][ \t]|<?https?://\S+\Z")
"""How the lines below a label begin that belong to it."""
_SPOKEN = tuple(field.name for field in FIELDS if field.is_spoken)


@dataclass(slots=True)
class ClosingLabel:
    """A line that announces something, and those below it that belong to it."""

    mark: Mark
    target: str
    """What its name means; empty if it isn't known."""
    is_known: bool
    """Whether it is a name of something beside the story."""
    is_chosen: bool
    """Whether its owner has said what it means."""
    is_apart: bool
    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Closing:
    told: list[str]
    """The lines of the section."""
    beside: Sequence[tuple[ClosingLabel, list[str]]]
    """What is not told, each with the lines below it."""
    doubtful: Sequence[tuple[ClosingLabel, list[str]]]
    """What may be either, and is still among the lines that are told."""


def closing_of(lines: Sequence[str], chosen: Mapping[str, str], *, begins_inline: bool = False) -> Closing:
    """`chosen` is as in `read_labelled`; `begins_inline` is as in a part: a label stands before the first line."""
    block = _Block(chosen)
    for at, line in enumerate(lines):
        block.take(at, "" if at == 0 and begins_inline else line, is_first=at == 0)
    labels = [*block.between, *block.labels]
    sure = _sure(labels)
    beside = [label for label in labels if label.is_chosen or (label.is_apart and label.paragraph in sure)]
    kept = set(range(len(lines))).difference(*(range(label.start, label.end) for label in beside))
    parts = [(label, [label.mark.rest, *lines[label.start + 1 : label.end]]) for label in labels]
    return Closing(
        [line for at, line in enumerate(lines) if at in kept],
        [part for part in parts if part[0].start not in kept],
        [part for part in parts if part[0].start in kept],
    )


class _Block:
    """The labels of a section, as far as it is read."""

    def __init__(self, chosen: Mapping[str, str]) -> None:
        self.chosen = chosen
        self.labels: list[ClosingLabel] = []
        self.between: list[ClosingLabel] = []
        """Those that fill a paragraph above the last."""
        self.paragraph = 0
        self.is_after_blank = True
        self.is_list = False
        """Whether the line before is one of figures, say, that begin the section."""
        self.is_bare = False
        """Whether the label before stands alone on its line, so the text below belongs to it."""

    def take(self, at: int, line: str, *, is_first: bool) -> None:
        if not line.strip():
            self.paragraph += not self.is_after_blank
            self.is_after_blank, self.is_bare, self.is_list = True, False, False
            return
        last = self.labels[-1] if self.labels else None
        label = self._label(at, line, last)
        if label and (last or label.is_known or label.is_chosen or not (is_first or self.is_list)):
            self.labels.append(label)
            self.is_bare = not label.mark.rest
        elif last and (self.is_bare or _WITHIN.match(line)):
            last.end = at + 1
        else:
            sure = _sure(self.labels) - {self.paragraph}
            self.between += [label for label in self.labels if label.paragraph in sure or label.is_chosen]
            self.labels.clear()
            self.is_bare, self.is_list = False, label is not None
        self.is_after_blank = False

    def _label(self, at: int, line: str, last: ClosingLabel | None) -> ClosingLabel | None:
        mark = mark_in(line)
        if mark is None or mark.indent or mark.is_letter or mark.style == "|":
            return None
        name = plain_name(mark.name)
        target = self.chosen.get(name, mark.target)
        is_chosen = name in self.chosen
        is_known = not is_chosen and (is_beside(mark.name) or (bool(target) and target not in _SPOKEN))
        if not (is_known or is_chosen) and (target or not _may_name(mark)):
            return None
        is_apart = self.is_after_blank or bool(last and last.is_apart and not self.is_bare)
        return ClosingLabel(mark, target, is_known, is_chosen, is_apart, self.paragraph, at, at + 1)


def _sure(labels: Sequence[ClosingLabel]) -> set[int]:
    """The paragraphs in which a label can't be part of a text."""
    return {label.paragraph for label in labels if label.is_known and label.is_apart}


def _may_name(mark: Mark) -> bool:
    """Whether a name that isn't known is no part of a sentence or list."""
    words = plain_name(mark.name).split()
    is_set_so = mark.name[:1].isupper() and bool(mark.rest) and mark.style in ("", "*")
    is_short = 0 < len(words) <= _LONGEST_NAME and not any(map(str.isdigit, mark.name))
    return is_set_so and is_short and set(words).isdisjoint(_OF_SENTENCES.split(", "))
