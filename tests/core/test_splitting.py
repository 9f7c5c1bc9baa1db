import re
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.choices import Section
from stories.core.meaning.recipe import Embed
from stories.core.meaning.transformer import Matrix
from stories.core.splitting.learning import LabelledSentences, learn
from stories.core.splitting.pieces import MOST_PIECES, gathered, pieces_of, said_in, title_in
from stories.core.splitting.splitter import MOST_EMBEDDED, Splitter, SplitWeights, split_described

S, T, A, R, L = Section
WORDS = ("release", "mine", "wrote", "errors", "learned")


def embed(texts: Sequence[str]) -> Matrix:
    """How often each word occurs."""
    return np.array([[text.lower().split().count(word) for word in WORDS] for text in texts], np.float32)


def story(*sections: Section) -> LabelledSentences:
    texts = {
        S: "The release broke on a Friday.",
        T: "Repairing it was mine to do.",
        A: "I wrote a test.",
        R: "The errors fell by half.",
        L: "I learned to check.",
    }
    said = [texts[section] for section in sections]
    return LabelledSentences(said, sections, embed(said))


LABELLED = [story(S, S, T, A, A, A, R, L), story(S, T, A, A, R), story(S, T, A, A, A, A, R, R, L)]


@pytest.fixture(scope="module")
def weights() -> SplitWeights:
    return learn(LABELLED)


@pytest.mark.parametrize("used", [embed, None])
def test_sentences_go_where_labelled_ones_like_them_are(weights: SplitWeights, used: Embed | None) -> None:
    other = story(S, S, T, A, A, R, L)

    split = Splitter(weights, used).split(other.said)

    assert split == list(other.sections)


def test_way_never_goes_back(weights: SplitWeights) -> None:
    mixed = story(S, A, T, A, S, A, R, A, L, R)

    split = split_described(weights, mixed.said, mixed.vectors)

    order = [list(Section).index(section) for section in split]
    assert order == sorted(order)


def test_no_sentence_has_no_section(weights: SplitWeights) -> None:
    assert Splitter(weights, embed).split([]) == []


def test_meaning_of_a_very_long_text_is_not_looked_at(weights: SplitWeights) -> None:
    def refuse(texts: Sequence[str]) -> Matrix:
        raise AssertionError(texts)

    said = ["I wrote a test."] * (MOST_EMBEDDED + 1)

    assert Splitter(weights, refuse).split(said) == Splitter(weights, None).split(said)


def test_same_stories_give_the_same_weights_which_are_read_back(weights: SplitWeights) -> None:
    again = SplitWeights.load(learn(LABELLED).dump())

    assert again.dump() == weights.dump()


def test_other_stories_have_another_source(weights: SplitWeights) -> None:
    assert str(learn(LABELLED[:2]).source) != str(weights.source)


def test_notes_are_cut_into_sentences_with_what_follows_them() -> None:
    notes = "On Friday it broke.  It was mine!\n\n- I wrote a test\n- I ran it. Twice.\n"

    assert pieces_of(notes) == [
        "On Friday it broke.  ",
        "It was mine!\n\n",
        "- I wrote a test\n",
        "- I ran it. ",
        "Twice.\n",
    ]


def test_blank_lines_before_the_first_sentence_are_a_piece_of_it() -> None:
    assert pieces_of("\n\nIt broke.") == ["\n\nIt broke."]


def test_block_of_code_is_one_piece() -> None:
    notes = "I ran this.\n```\nmake. Run.\n\ntest\n```\nIt held.\n~~~\nleft open. Still."

    assert pieces_of(notes) == [
        "I ran this.\n",
        "```\nmake. Run.\n\ntest\n```\n",
        "It held.\n",
        "~~~\nleft open. Still.",
    ]


def test_dictated_text_without_full_stops_is_cut_at_its_turns() -> None:
    breath = "I was working on the release of the new player that week"
    notes = f"{breath} and {breath} but {breath} so {breath} and so on"

    assert pieces_of(notes) == [f"{breath} ", f"and {breath} ", f"but {breath} ", f"so {breath} and so on"]


def test_long_text_has_a_limited_number_of_pieces() -> None:
    notes = "A.\n" * (3 * MOST_PIECES)

    pieces = pieces_of(notes)

    assert len(pieces) == MOST_PIECES
    assert "".join(pieces) == notes


def test_empty_notes_have_no_pieces() -> None:
    assert pieces_of("") == []


@given(st.text(alphabet="ab .!?\n`~-#「。", max_size=200))
def test_pieces_together_are_the_notes(notes: str) -> None:
    assert "".join(pieces_of(notes)) == notes


@given(st.text(alphabet="ab. \n#*", max_size=100))
def test_title_and_rest_lose_no_word(notes: str) -> None:
    title, rest = title_in(notes)

    assert notes.endswith(rest)
    assert re.findall(r"\w+", title + "\n" + rest) == re.findall(r"\w+", notes)


@pytest.mark.parametrize(
    ("piece", "said"),
    [
        ("- **I wrote** a test\n", "I wrote a test"),
        ("2) It `held`.  ", "It held."),
        ("## My  part\n", "My part"),
        ("> > quoted", "quoted"),
        ("plain", "plain"),
    ],
)
def test_marks_are_not_said(piece: str, said: str) -> None:
    assert said_in(piece) == said


def test_places_are_gathered_in_the_order_of_the_notes() -> None:
    pieces = ["It broke. ", "I fixed it.\n\n", "It was Friday.\n", "- a test\n"]

    assert gathered(pieces, ["situation", "action", "situation", "action"]) == {
        "situation": "It broke. It was Friday.",
        "action": "I fixed it.\n\n- a test",
    }


@pytest.mark.parametrize(
    ("notes", "title", "rest"),
    [
        ("# The release\nIt broke.", "The release", "It broke."),
        ("\n**The release**\n\nIt broke.", "The release", "It broke."),
        ("The release\n\nIt broke.", "The release", "It broke."),
        ("The release\nIt broke.", "", "The release\nIt broke."),
        ("It broke.\n\nI fixed it.", "", "It broke.\n\nI fixed it."),
        ("- a test\n\nIt broke.", "", "- a test\n\nIt broke."),
        ("The release\n\n", "", "The release\n\n"),
        ("****\n\nIt broke.", "", "****\n\nIt broke."),
        ("", "", ""),
    ],
)
def test_title_is_a_heading_or_a_short_line_by_itself(notes: str, title: str, rest: str) -> None:
    assert title_in(notes) == (title, rest)
