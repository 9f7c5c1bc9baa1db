"""How long word differences take as texts grow, hostile ones included: `uv run python -m tests.benchmarks.differences`.

For each kind of pair: milliseconds and pieces, and the time as a multiple of that for half the size.
"""
# ruff: noqa: S311, T201

import random
import time
from collections.abc import Callable, Mapping
from itertools import chain, cycle, islice
from statistics import median

from stories.core.differences import word_differences
from stories.core.fields import PROSE_LIMIT

SIZES = (2_500, 5_000, 10_000, PROSE_LIMIT)
"""Characters."""
TIMES = 5
_VOCABULARY = 2_000
_FIRST_SIGN = 0x4E00
Words = list[str]


def alternating(words: int) -> tuple[Words, Words]:
    """a p b p … against a q b q …: every second word is found again, and no two in a row are."""
    signs = _signs(words)
    return _between(signs, "p"), _between(signs, "q")


def alternating_few(words: int) -> tuple[Words, Words]:
    """The same, but with two words only."""
    return list(islice(cycle("apbp"), words)), list(islice(cycle("aqbq"), words))


def all_equal(words: int) -> tuple[Words, Words]:
    return ["a"] * words, ["a"] * (words - 1) + ["b"]


def all_different(words: int) -> tuple[Words, Words]:
    signs = _signs(2 * words)
    return signs[:words], signs[words:]


def backwards(words: int) -> tuple[Words, Words]:
    return _signs(words), _signs(words)[::-1]


def shuffled(words: int) -> tuple[Words, Words]:
    return _signs(words), random.Random(1).sample(_signs(words), words)


def by_chance(words: int) -> tuple[Words, Words]:
    """Few enough words that each occurs often, and enough that none counts as too common to look for."""
    rng = random.Random(1)
    return rng.choices(_signs(120), k=words), rng.choices(_signs(120), k=words)


def paragraphs(words: int) -> tuple[Words, Words]:
    """Every word is a paragraph, and every second one was replaced."""
    old, new = alternating(words)
    return [f"\n\n{word}" for word in old[: words * 2 // 3]], [f"\n\n{word}" for word in new[: words * 2 // 3]]


def edited(words: int) -> tuple[Words, Words]:
    """Prose of which every tenth word was changed."""
    rng = random.Random(1)
    old = _prose(rng, words)
    return old, [word if rng.random() > 0.1 else other for word, other in zip(old, _prose(rng, words), strict=True)]


def rewritten(words: int) -> tuple[Words, Words]:
    """Prose of which nothing but the vocabulary is left."""
    rng = random.Random(1)
    return _prose(rng, words), _prose(rng, words)


KINDS: Mapping[str, Callable[[int], tuple[Words, Words]]] = {
    kind.__name__.replace("_", " "): kind
    for kind in (
        *(alternating, alternating_few, all_equal, all_different, backwards),
        *(shuffled, by_chance, paragraphs, edited, rewritten),
    )
}
"""By name: the words of an old and a new text, given how many words fit if each has one character."""


def pair_of(kind: str, size: int) -> tuple[str, str]:
    """Two texts of at most `size` characters."""
    old, new = KINDS[kind](size // 2)
    return " ".join(old)[:size], " ".join(new)[:size]


def _signs(count: int) -> Words:
    return [chr(_FIRST_SIGN + number) for number in range(count)]


def _prose(rng: random.Random, words: int) -> Words:
    """Words of five letters, the most frequent one about as frequent as “the”."""
    weights = [1 / (number + 2) for number in range(_VOCABULARY)]
    return rng.choices([f"w{number:04}" for number in range(_VOCABULARY)], weights, k=words // 3)


def _between(words: Words, other: str) -> Words:
    return list(islice(chain.from_iterable((word, other) for word in words), len(words)))


def milliseconds_of(old: str, new: str) -> float:
    taken = []
    for _ in range(TIMES):
        started = time.perf_counter()
        word_differences(old, new)
        taken.append((time.perf_counter() - started) * 1000)
    return median(taken)


def print_row(kind: str) -> None:
    cells, before = [], 0.0
    for size in SIZES:
        old, new = pair_of(kind, size)
        taken = milliseconds_of(old, new)
        growth = f"{taken / before:.1f} ×" if before else ""
        cells.append(f"{taken:>7.0f}{len(word_differences(old, new)):>7,}{growth:>8}")
        before = taken
    print(f"{kind:<16}" + "".join(cells))


def main() -> None:
    print(f"{'':<16}" + "".join(f"{f'{size:,} characters':>22}" for size in SIZES))
    print(f"{'':<16}" + f"{'ms':>7}{'pieces':>7}{'growth':>8}" * len(SIZES))
    for kind in KINDS:
        print_row(kind)


if __name__ == "__main__":
    main()
