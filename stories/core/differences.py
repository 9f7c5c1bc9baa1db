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


class _BoundedMatcher(SequenceMatcher[str]):
    """Looks for runs of words found in both texts until its steps are used up; what is left is taken as rewritten."""

    b2j: dict[str, list[int]]
    """Where in the new text each word stands that is not too common there."""

    def __init__(self, old: list[str], new: list[str]) -> None:
        super().__init__(None, old, new)
        self._steps_left = MOST_STEPS
        self._steps_before = [0, *accumulate(1 + len(self.b2j.get(word, ())) for word in old)]

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        self._steps_left -= self._steps_before[-1 if ahi is None else ahi] - self._steps_before[alo]
        if self._steps_left < 0:
            return Match(alo, blo, 0)
        return super().find_longest_match(alo, ahi, blo, bhi)


def word_differences(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces in reading order: without the added ones they spell `old`, without the removed ones `new`.

    Long texts that repeat themselves a lot may come in larger pieces than their words would allow.
    """
    return tuple(_pieces(_WORD_WITH_SPACE.findall(old), _WORD_WITH_SPACE.findall(new)))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for _, old_start, old_end, new_start, new_end in _BoundedMatcher(old, new).get_opcodes():
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
