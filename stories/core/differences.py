"""What changed between two versions of a text, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from enum import StrEnum
from itertools import accumulate

MOST_STEPS = 600_000
"""Comparisons for a pair of texts: twice what the longest text takes when all of it is rewritten."""
_SPACE = re.compile(r"\s*")
_WORD_WITH_SPACE = re.compile(r"\s*\S+|\s+")


class Change(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words found in one version, or in both."""

    change: Change
    text: str


@dataclass
class PageBudget:
    """What all the differences on one page may take together; each amount is what is left of it."""

    steps: int = 4 * MOST_STEPS
    """Comparisons, and words that are looked at."""
    pieces: int = 10_000
    characters: int = 1_000_000
    """Of texts that differ."""


class _BoundedMatcher(SequenceMatcher[str]):
    """Looks for runs of words found in both texts until its steps are used up; what is left is taken as rewritten."""

    b2j: dict[str, list[int]]
    """Where in the new text each word stands that is not too common there."""

    def __init__(self, old: list[str], new: list[str], steps: int) -> None:
        super().__init__(None, old, new)
        self.steps_left = steps
        self._steps_before = [0, *accumulate(1 + len(self.b2j.get(word, ())) for word in old)]

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        self.steps_left -= self._steps_before[-1 if ahi is None else ahi] - self._steps_before[alo]
        if self.steps_left < 0:
            return Match(alo, blo, 0)
        return super().find_longest_match(alo, ahi, blo, bhi)


def word_differences(old: str, new: str, budget: PageBudget | None = None) -> tuple[Piece, ...]:
    """The pieces in reading order: without the added ones they spell `old`, without the removed ones `new`.

    Long texts that repeat themselves a lot may come in larger pieces than their words would allow; where little of the
    budget is left, all texts do, and where it has no room for the characters, there are none. Without a budget, the
    pair has one of its own.
    """
    budget = budget or PageBudget()
    if len(old) + len(new) > budget.characters:
        return ()
    budget.characters -= len(old) + len(new)
    pieces = tuple(_pieces(old, new, budget))
    if len(pieces) > budget.pieces:
        pieces = tuple(_replaced(old, new))
    budget.pieces -= len(pieces)
    return pieces


def _pieces(old: str, new: str, budget: PageBudget) -> Iterator[Piece]:
    if budget.steps <= 0:
        yield from _replaced(old, new)
    else:
        yield from _matched(_WORD_WITH_SPACE.findall(old), _WORD_WITH_SPACE.findall(new), budget)


def _matched(old: list[str], new: list[str], budget: PageBudget) -> Iterator[Piece]:
    steps = min(MOST_STEPS, budget.steps)
    matcher = _BoundedMatcher(old, new, steps)
    opcodes = matcher.get_opcodes()
    budget.steps -= len(old) + len(new) + steps - max(matcher.steps_left, 0)
    for _, old_start, old_end, new_start, new_end in opcodes:
        before, after = "".join(old[old_start:old_end]), "".join(new[new_start:new_end])
        if before == after:
            yield Piece(Change.SAME, before)
        else:
            yield from _replaced(before, after)


def _replaced(before: str, after: str) -> Iterator[Piece]:
    """The space that both begin with hasn't changed, so a new paragraph stays one."""
    space = _SPACE.match(before)[0]  # type: ignore[index]  # The pattern also matches nothing.
    shared = space if after.startswith(space) else ""
    for change, text in (
        (Change.SAME, shared),
        (Change.REMOVED, before.removeprefix(shared)),
        (Change.ADDED, after.removeprefix(shared)),
    ):
        if text:
            yield Piece(change, text)
