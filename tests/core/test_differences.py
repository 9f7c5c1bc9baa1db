import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from timeit import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core import differences
from stories.core.differences import Change, PageBudget, Piece, word_differences
from stories.core.fields import PROSE_LIMIT
from tests.benchmarks.differences import KINDS, pair_of

SAME, REMOVED, ADDED = Change.SAME, Change.REMOVED, Change.ADDED
SECONDS = 0.5


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("", "", []),
        ("I told her.", "I told her.", [(SAME, "I told her.")]),
        (
            "I told the director.",
            "I told a director.",
            [(SAME, "I told"), (SAME, " "), (REMOVED, "the"), (ADDED, "a"), (SAME, " director.")],
        ),
        ("", "new", [(ADDED, "new")]),
        ("gone", "", [(REMOVED, "gone")]),
    ],
)
def test_differences_are_told_word_by_word(old: str, new: str, pieces: list[tuple[Change, str]]) -> None:
    assert word_differences(old, new) == tuple(Piece(change, text) for change, text in pieces)


@given(st.text(alphabet="ab \n"), st.text(alphabet="ab \n"))
def test_pieces_spell_both_versions(old: str, new: str) -> None:
    pieces = word_differences(old, new)

    assert "".join(piece.text for piece in pieces if piece.change != ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.change != REMOVED) == new


@contextmanager
def untraced() -> Iterator[None]:
    """What notes the branches that are taken takes time, too."""
    trace = sys.gettrace()
    sys.settrace(None)
    yield
    sys.settrace(trace)


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_texts_take_long(kind: str) -> None:
    old, new = pair_of(kind, PROSE_LIMIT)

    pieces = word_differences(old, new)

    with untraced():
        assert min(repeat(lambda: word_differences(old, new), timer=time.process_time, repeat=3, number=1)) < SECONDS
    assert "".join(piece.text for piece in pieces if piece.change != ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.change != REMOVED) == new


def swapped(words: int) -> tuple[str, str]:
    """Each word in the place of its neighbour."""
    signs = [chr(0x4E00 + number) for number in range(words)]
    return " ".join(signs[number ^ 1] for number in range(words)), " ".join(signs)


def test_all_pairs_of_a_page_share_a_budget() -> None:
    old, new = swapped(8_192)
    budget = PageBudget(steps=300_000, characters=10 * len(old))

    pairs = [word_differences(old, new, budget) for _ in range(8)]

    assert budget.steps == -2 * 8_192
    assert [len(pieces) for pieces in pairs[1:]] == [2, 2, 2, 2, 0, 0, 0]
    for pieces in pairs[:5]:
        assert "".join(piece.text for piece in pieces if piece.change != ADDED) == old
        assert "".join(piece.text for piece in pieces if piece.change != REMOVED) == new


def test_page_holds_only_so_many_pieces() -> None:
    old, new = swapped(100)
    budget = PageBudget(pieces=250)

    pairs = [word_differences(old, new, budget) for _ in range(3)]

    assert [len(pieces) > 100 for pieces in pairs] == [True, False, False]
    assert pairs[1] == pairs[2] == (Piece(REMOVED, old), Piece(ADDED, new))


@pytest.mark.parametrize("kind", ["edited", "rewritten"])
def test_prose_is_compared_to_the_end(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound is for texts that nobody writes."""
    old, new = pair_of(kind, PROSE_LIMIT)
    pieces = word_differences(old, new)

    monkeypatch.setattr(differences, "MOST_STEPS", 1_000_000_000)

    assert pieces == word_differences(old, new)
