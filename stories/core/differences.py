"""What changed between two versions of a text, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

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


def word_differences(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces in reading order: without the added ones they spell `old`, without the removed ones `new`."""
    return tuple(_pieces(_WORD_WITH_SPACE.findall(old), _WORD_WITH_SPACE.findall(new)))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for _, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
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
