"""What a text is about, small enough to store with it: its stems, and the concepts it touches."""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise, product
from typing import TYPE_CHECKING
from zlib import crc32

from stories.core.stemming import BREAK, IRREGULAR, STOP_STEMS, says_something, stem, tokens
from stories.core.vocabulary import CONCEPTS, GROUPS

if TYPE_CHECKING:
    Keys = tuple[array[int], array[int]]

HEADLINE_WEIGHT = 3
"""Words in a title or headline count as if they were said this often."""
_GAP = 4
_LOOK_BACK = 2
_NEGATIONS = frozenset(stem(word) for word in ("not", "never", "without", "no", "nobody", "none", "neither"))
_GROUP = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Terms:
    """What of a text is compared with other texts."""

    stems: Mapping[str, int]
    """How often each stem that says something occurs."""
    concepts: Mapping[str, int]
    """How much each concept is touched: each of its cues counts once, a word as 1, a phrase as 2."""
    length: int
    """The number of words that say something."""
    named: frozenset[str] = frozenset()
    """The stems that belong to a concept's cue; `dump` leaves them out."""

    @cached_property
    def stem_keys(self) -> "Keys":
        """The hash of each stem, and how often it occurs: numbers, to look for in a thousand stories at once."""
        return _keys(self.stems)

    @cached_property
    def concept_keys(self) -> "Keys":
        """The hash of each concept, and how much it is touched."""
        return _keys(self.concepts)

    def dump(self) -> str:
        """One line of text that `load` can read as long as the vocabulary stays the same."""
        return "|".join((_edition(), str(self.length), _dump_counts(self.stems), _dump_counts(self.concepts)))


def _keys(counts: Mapping[str, int]) -> "Keys":
    return array("q", map(hash, counts)), array("q", counts.values())


def load(dumped: str) -> Terms | None:
    """What `dump` wrote; None if it was written with another vocabulary, or by something else."""
    edition, *fields = dumped.split("|")
    if edition != _edition():
        return None
    length, stems, concepts = fields
    return Terms(_load_counts(stems), _load_counts(concepts), int(length))


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
    return f"{crc32(repr((CONCEPTS, GROUPS, IRREGULAR, HEADLINE_WEIGHT)).encode()):08x}"


@dataclass(frozen=True, slots=True)
class _Cue:
    """A word or phrase for a concept; None among its stems is a gap."""

    concept: str
    stems: tuple[str | None, ...]

    @property
    def weight(self) -> int:
        """A phrase says more than a word."""
        return min(len(self.stems), 2)

    def end(self, text: Sequence[str], start: int) -> int:
        """Where the phrase ends if it begins at `start`; -1 if it doesn't."""
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
    """The place of `wanted` in the same sentence, up to `gap` words after `start`; -1 if it isn't there."""
    for place in range(start, min(start + gap + 1, len(text))):
        if text[place] == wanted:
            return place
        if text[place] == BREAK:
            return -1
    return -1


_Cues = Mapping[tuple[str, str | None], Sequence[_Cue]]
"""Cues by their first two stems, since few share them. None: there is no second stem, or a gap precedes it."""


def _index(texts: Mapping[str, str]) -> _Cues:
    """The cues of each concept."""
    cues: dict[tuple[str, str | None], list[_Cue]] = defaultdict(list)
    for concept, text in texts.items():
        for stems in sorted({phrase for cue in text.split(";") for phrase in _phrases(cue)}, key=repr):
            second = stems[1] if len(stems) > 1 else None
            cues[str(stems[0]), second].append(_Cue(concept, stems))
    return cues


def _phrases(cue: str) -> Iterator[tuple[str | None, ...]]:
    """Every way to say a cue, in stems."""
    words = _GROUP.sub(lambda group: GROUPS[group[1]], cue).replace("-", " ").replace("'s", "").split()
    return product(*({None if choice == "…" else stem(choice) for choice in word.split("/")} for word in words))


def cue_texts(cues: str) -> list[str]:
    """Each cue as somebody might say it: with the first of several words, and without its gaps."""
    words = [_GROUP.sub(lambda group: GROUPS[group[1]], cue).replace("…", " ").split() for cue in cues.split(";")]
    return [" ".join(word.split("/")[0] for word in cue) for cue in words if cue]


@cache
def _asked() -> _Cues:
    return _index({name: concept.asked for name, concept in CONCEPTS.items()})


@cache
def _told() -> _Cues:
    return _index({name: ";".join(filter(None, (concept.asked, concept.told))) for name, concept in CONCEPTS.items()})


@cache
def interview_stems() -> frozenset[str]:
    """Of all words that are known here: those that say nothing about a subject, and those of the concepts' cues."""
    cues = (cue for index in (_asked(), _told()) for alike in index.values() for cue in alike)
    return STOP_STEMS | {word for cue in cues for word in cue.stems if word}


@lru_cache(maxsize=1024)
def terms_of_question(text: str) -> Terms:
    """What a question is about."""
    words = [stem(token) for token in tokens(text)]
    matches = list(_find_cues(words, _asked()))
    named = {word for _, start, end in matches for word in words[start:end]}
    concepts = Counter({cue.concept: 1 for cue, _, _ in matches})
    stems = Counter(filter(says_something, words))
    return Terms(stems, concepts, stems.total(), frozenset(named))


def terms_of_story(text: str, headline: str) -> Terms:
    """What a story is about. `headline` has its title and its headline; they weigh `HEADLINE_WEIGHT` times as much."""
    stems: Counter[str] = Counter()
    weights: dict[_Cue, int] = {}
    for part, times in ((text, 1), (headline, HEADLINE_WEIGHT)):
        words = [stem(token) for token in tokens(part)]
        weights |= {cue: cue.weight * times for cue, _, _ in _find_cues(words, _told())}
        for word in filter(says_something, words):
            stems[word] += times
    concepts: Counter[str] = Counter()
    for cue, weight in weights.items():
        concepts[cue.concept] += weight
    return Terms(stems, concepts, stems.total())


def _find_cues(words: Sequence[str], cues: _Cues) -> Iterator[tuple[_Cue, int, int]]:
    """Each cue that occurs, with the place of its first word and the place after its last."""
    for start, (word, following) in enumerate(pairwise([*words, BREAK])):
        for cue in (*cues.get((word, None), ()), *cues.get((word, following), ())):
            if (end := cue.end(words, start)) >= 0 and not _is_negated(words, start):
                yield cue, start, end


def _is_negated(words: Sequence[str], start: int) -> bool:
    """Whether one of the words just before, in the same sentence, negates what begins at `start`."""
    before = words[max(0, start - _LOOK_BACK) : start]
    return words[start] not in _NEGATIONS and not _NEGATIONS.isdisjoint(_since_break(before))


def _since_break(words: Iterable[str]) -> list[str]:
    kept: list[str] = []
    for word in words:
        kept = [] if word == BREAK else [*kept, word]
    return kept
