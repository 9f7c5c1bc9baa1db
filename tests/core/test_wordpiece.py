"""Text is cut as the tokenizers package cuts it, and however long it is, the work is bounded."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.base.embedding import read_vocabulary
from stories.core.meaning.wordpiece import LONGEST_WORD, MOST_CHARACTERS, WordPieces, words

GOLDEN: dict[str, list[str]] = json.loads((Path(__file__).parent / "golden" / "pieces.json").read_text())["pieces"]
MOST = 256
VOCABULARY = read_vocabulary()
PIECES = WordPieces(VOCABULARY)
any_text = st.text(st.characters(exclude_categories=()))
"""Lone surrogates among it."""


def pieces(text: str, most: int = MOST) -> list[str]:
    return [VOCABULARY[number] for number in PIECES.numbers(text, most)]


@pytest.mark.parametrize("text", GOLDEN, ids=ascii)
def test_text_is_cut_as_others_cut_it(text: str) -> None:
    assert pieces(text) == GOLDEN[text]


def test_marks_of_the_model_are_only_text() -> None:
    assert pieces("[SEP] ##s") == ["[CLS]", "[", "sep", "]", "#", "#", "s", "[SEP]"]


@given(any_text)
def test_any_text_begins_and_ends_as_the_model_expects(text: str) -> None:
    first, *between, last = pieces(text)

    assert (first, last) == ("[CLS]", "[SEP]")
    assert not {"[CLS]", "[SEP]", "[PAD]", "[MASK]"} & set(between)


@given(st.lists(st.sampled_from("ab cé,.ßΣ日\n")), st.integers(2, 12))
def test_a_long_text_is_the_start_of_the_whole(letters: list[str], most: int) -> None:
    text = "".join(letters)
    whole = pieces(text)

    assert pieces(text, most) == [*whole[:-1][: most - 1], "[SEP]"]


def test_no_more_of_a_text_is_read_than_could_matter() -> None:
    assert list(words("word " * 1_000_000)) == ["word"] * (MOST_CHARACTERS // len("word "))


def test_a_word_without_end_is_unknown() -> None:
    assert pieces("a" * LONGEST_WORD)[1] == "aaa"
    assert pieces("a" * (LONGEST_WORD + 1)) == ["[CLS]", "[UNK]", "[SEP]"]


def test_a_word_with_an_unknown_end_is_unknown_as_a_whole() -> None:
    vocabulary = WordPieces(["[CLS]", "[SEP]", "[UNK]", "roll", "##ed"])

    assert vocabulary.numbers("rolled rollback", MOST) == [0, 3, 4, 2, 1]
