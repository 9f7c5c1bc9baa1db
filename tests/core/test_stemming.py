"""Stems are the same however many requests ask for them at once."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import snowballstemmer

from stories.core.stemming import stem

WORDS = [
    f"{start}{end}" for start in ("form", "organis", "rat", "nat", "operat") for end in ("ational", "fulness", "ing")
]
THREADS = 8


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("experience", "experiment"),
        ("experienced", "experimented"),
        ("business", "busy"),
        ("candidates", "candid"),
        ("objective", "objection"),
        ("conversion", "conversation"),
        ("quite", "quit"),
        ("responsibility", "response"),
    ],
)
def test_words_that_mean_different_things_have_different_stems(word: str, other: str) -> None:
    assert stem(word) != stem(other)


def test_words_of_one_meaning_share_a_stem() -> None:
    assert {stem(word) for word in ("experience", "experiences", "experienced")} == {"experience"}
    assert {stem(word) for word in ("responsible", "responsibility", "responsibilities")} == {"responsible"}


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Make threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hasty_threads")
def test_threads_do_not_spoil_each_others_stems() -> None:
    stemmer = snowballstemmer.stemmer("english")
    expected = {f"{word}{number}": stemmer.stemWord(f"{word}{number}") for word in WORDS for number in range(20)}
    expected |= {word: stemmer.stemWord(word) for word in WORDS}
    stem.cache_clear()

    with ThreadPoolExecutor(THREADS) as pool:
        results = list(pool.map(lambda _: {word: stem(word) for word in expected}, range(THREADS)))

    assert results == [expected] * THREADS
