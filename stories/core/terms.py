"""What a text is about, small enough to be kept beside it: its stems and the concepts it touches."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from zlib import crc32

from stories.core.stemming import BREAK, says_something, stem, tokens
from stories.core.vocabulary import CONCEPTS, GROUPS

HEADLINE_WEIGHT = 3
"""What is said in a title or headline counts as if it were said so often."""
_GAP = 4
_LOOK_BACK = 2
_NEGATIONS = frozenset(stem(word) for word in ("not", "never", "without", "no", "nobody", "none", "neither"))
_ALTERNATIVES = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Terms:
    """A text as far as it is compared with others."""

    stems: Mapping[str, int]
    """How often each stem that says something occurs."""
    concepts: Mapping[str, int]
    """How often each concept is touched."""
    named: frozenset[str] = frozenset()
    """The stems that a concept stands for already; not kept by `dump`."""

    def dump(self) -> str:
        """One line of text that `load` reads as long as the vocabulary is the same."""
        return "|".join((_edition(), _dump_counts(self.stems), _dump_counts(self.concepts)))


def load(dumped: str) -> Terms | None:
    """What `dump` wrote; None where it was written with another vocabulary, or is none of its lines."""
    edition, _, rest = dumped.partition("|")
    if edition != _edition():
        return None
    stems, _, concepts = rest.partition("|")
    return Terms(_load_counts(stems), _load_counts(concepts))


def _dump_counts(counts: Mapping[str, int]) -> str:
    return " ".join(word if count == 1 else f"{word}:{count}" for word, count in sorted(counts.items()))


def _load_counts(dumped: str) -> dict[str, int]:
    counts = {}
    for entry in dumped.split():
        word, _, count = entry.partition(":")
        counts[word] = int(count or 1)
    return counts


@cache
def _edition() -> str:
    return f"{crc32(repr((CONCEPTS, GROUPS, HEADLINE_WEIGHT)).encode()):08x}"


@dataclass(frozen=True, slots=True)
class _Cue:
    """A phrase of a concept; None among its stems is a gap."""

    concept: str
    stems: tuple[str | None, ...]

    def end(self, text: Sequence[str], start: int) -> int:
        """Where the phrase ends if it begins at `start`, else -1."""
        place, gap = start, 0
        for wanted in self.stems:
            if wanted is None:
                gap = _GAP
                continue
            place = _find(text, wanted, place, gap)
            if place < 0:
                return -1
            place, gap = place + 1, 0
        return place


def _find(text: Sequence[str], wanted: str, start: int, gap: int) -> int:
    """The place of `wanted` in the same sentence, at most `gap` words after `start`; -1 for none."""
    for place in range(start, min(start + gap + 1, len(text))):
        if text[place] == wanted:
            return place
        if text[place] == BREAK:
            return -1
    return -1


@cache
def _cues() -> Mapping[str, Sequence[_Cue]]:
    """All cues by their first stem."""
    cues: dict[str, list[_Cue]] = defaultdict(list)
    for name, concept in CONCEPTS.items():
        for stems in sorted({phrase for cue in concept.cues.split(";") for phrase in _phrases(cue)}, key=repr):
            cues[str(stems[0])].append(_Cue(name, stems))
    return cues


def _phrases(cue: str) -> Iterator[tuple[str | None, ...]]:
    """Every way to say a cue, as stems."""
    words = _ALTERNATIVES.sub(lambda group: GROUPS[group[1]], cue).replace("…", " … ").split()
    return product(*({None if one == "…" else stem(one) for one in word.split("/")} for word in words))


@lru_cache(maxsize=1024)
def terms_of(text: str, headline: str = "") -> Terms:
    """What `text` is about. A story's title and headline weigh more; pass them as `headline`, a line each."""
    stems: Counter[str] = Counter()
    concepts: Counter[str] = Counter()
    named: set[str] = set()
    for part, weight in ((text, 1), (headline, HEADLINE_WEIGHT)):
        words = [stem(token) for token in tokens(part)]
        for concept, found in _concepts_in(words).items():
            concepts[concept] += weight * len({start for start, _ in found})
            named.update(word for start, end in found for word in words[start:end])
        for word in filter(says_something, words):
            stems[word] += weight
    return Terms(dict(stems), dict(concepts), frozenset(named))


def _concepts_in(words: Sequence[str]) -> Mapping[str, list[tuple[int, int]]]:
    """Where each concept is touched: from which word up to which."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for start, word in enumerate(words):
        for cue in _cues().get(word, ()):
            if (end := cue.end(words, start)) >= 0 and not _is_negated(words, start):
                found[cue.concept].append((start, end))
    return found


def _is_negated(words: Sequence[str], start: int) -> bool:
    """Whether one of the words just before, in the same sentence, takes back what begins at `start`."""
    before = words[max(0, start - _LOOK_BACK) : start]
    return words[start] not in _NEGATIONS and not _NEGATIONS.isdisjoint(_since_break(before))


def _since_break(words: Iterable[str]) -> list[str]:
    kept: list[str] = []
    for word in words:
        kept = [] if word == BREAK else [*kept, word]
    return kept
