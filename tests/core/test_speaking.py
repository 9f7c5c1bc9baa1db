import pytest

from stories.core.search import fold, terms
from stories.core.speaking import clock, count_words, seconds
from stories.core.words import count_of, join_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \n ", 0),
        ("I told the director.", 4),
        ("don't, can’t, state-of-the-art", 3),
        ("from 2.5 to 3,000 at 10:30", 6),
        ("— … * !", 0),
        ("Ich löste das Problem", 4),
        ("障害を直した", 3),
        ("障害 fixed", 2),
    ],
)
def test_count_words(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("words", "per_minute", "expected"), [(0, 150, 0), (150, 150, 60), (1, 150, 0), (2, 150, 1), (300, 120, 150)]
)
def test_seconds(words: int, per_minute: int, expected: int) -> None:
    assert seconds(words, per_minute) == expected


@pytest.mark.parametrize(("length", "text"), [(0, "0:00"), (5, "0:05"), (125, "2:05"), (3600, "60:00")])
def test_clock(length: int, text: str) -> None:
    assert clock(length) == text


@pytest.mark.parametrize(
    ("text", "folded"), [("Résumé", "resume"), ("STRASSE straße", "strasse strasse"), ("İ", "i"), ("障害", "障害")]
)
def test_fold_ignores_case_and_accents(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_terms_are_the_words_of_a_search() -> None:
    assert terms("  Café  au LAIT ") == ["cafe", "au", "lait"]


@pytest.mark.parametrize(
    ("words", "text"),
    [([], ""), (["Task"], "Task"), (["Task", "Result"], "Task and Result"), (["A", "B", "C"], "A, B and C")],
)
def test_join_words(words: list[str], text: str) -> None:
    assert join_words(words) == text


def test_count_of_names_one_and_many() -> None:
    assert [count_of(1, "tag"), count_of(2, "tag"), count_of(0, "story", "stories")] == ["1 tag", "2 tags", "0 stories"]
