"""What a text is about: stems that say something, and concepts that it speaks of in other words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.stemming import BREAK, says_something, stem, tokens
from stories.core.terms import load, terms_of
from stories.core.vocabulary import CONCEPTS


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("I told Zoë's team.", ["i", "told", "zoe", "team", BREAK]),
        ("We can’t; it didn't.", ["we", "can", "not", BREAK, "it", "did", "not", BREAK]),
    ],
)
def test_tokens(text: str, found: list[str]) -> None:
    assert tokens(text) == found


@pytest.mark.parametrize(("one", "other"), [("wrote", "writing"), ("organize", "organised"), ("failure", "failures")])
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_common_words_say_nothing() -> None:
    assert [word for word in ("the", "tell", "on", "outage") if says_something(stem(word))] == ["outage"]


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("It backfired within a week.", "failure"),
        ("The whole effort did not pay off.", "failure"),
        ("We missed our goal.", "failure"),
        ("Nothing came of it.", "failure"),
    ],
)
def test_concept_is_found_in_its_own_words(text: str, concept: str) -> None:
    assert concept in terms_of(text).concepts


def test_denied_concept_is_not_spoken_of() -> None:
    assert "failure" not in terms_of("It never failed.").concepts
    assert "failure" in terms_of("Never again. It failed.").concepts


def test_phrase_does_not_cross_a_sentence() -> None:
    assert "failure" not in terms_of("We miss. The goal.").concepts


def test_headline_weighs_more() -> None:
    assert terms_of("", "Backfired").concepts["failure"] == 3 * terms_of("Backfired").concepts["failure"]
    assert terms_of("", "Backfired").stems == {stem("backfired"): 3}


def test_terms_are_written_and_read_back() -> None:
    terms = terms_of("The outage backfired, and the outage grew.")

    read = load(terms.dump())

    assert read is not None
    assert (read.stems, read.concepts, read.named) == (terms.stems, terms.concepts, frozenset())


@pytest.mark.parametrize("dumped", ["", "00000000|outag|failure", "nonsense"])
def test_terms_of_another_vocabulary_are_not_read(dumped: str) -> None:
    assert load(dumped) is None


@given(st.text(max_size=200))
def test_any_text_has_terms(text: str) -> None:
    terms = terms_of(text)

    assert set(terms.concepts) <= set(CONCEPTS)
    read = load(terms.dump())
    assert read is not None
    assert dict(read.stems) == dict(terms.stems)


def test_near_concepts_exist() -> None:
    assert {near for concept in CONCEPTS.values() for near in concept.near} <= set(CONCEPTS)
