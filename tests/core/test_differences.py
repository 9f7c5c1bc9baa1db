import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.differences import Change, Piece, word_differences

SAME, REMOVED, ADDED = Change.SAME, Change.REMOVED, Change.ADDED


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
