"""The rule that each tag rests on a line of the story."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from stories.core.grammar import join_words
from stories.core.review.reading import Reading, TagLine
from stories.core.review.rules import Notice
from stories.core.review.tokens import tokens
from stories.core.search import fold

_ELLIPSIS = re.compile(r"\[?(?:\.{3,}|…)\]?")
_STEM = 5
"""Words that share so many first letters count as the same, such as "decided" and "decides"."""
_LEAST_IN_COMMON = 2 / 3


def unproven_tags(reading: Reading) -> Iterator[Notice]:
    """One finding for the whole story, which names all of them."""
    if not any(reading.words.values()):
        return
    bare = [tag for tag in reading.story.tags if not tokens(tag.evidence)]
    astray = stray_tags(reading.story.tags, [tokens(reading.story.headline), *reading.tokens.values()])
    messages, hints = [], []
    if bare:
        subject, what, plural = ("The tags", "each value", "s") if bare[1:] else ("The tag", "this value", "")
        messages.append(f"{subject} {_names(bare)} {'have' if bare[1:] else 'has'} no evidence.")
        hints.append(f"As evidence, copy in the line of the story that shows {what}, or remove the tag{plural}.")
    if astray:
        messages.append(f"The evidence for {_names(astray)} is not in the story.")
        hints.append("Copy in the line as it reads now, or work what the evidence says into the story.")
    if messages:
        judged = [text for tag in [*bare, *astray] for text in (tag.value, tag.evidence)]
        texts = [reading.story.headline, *reading.story.texts]
        yield Notice(None, " ".join(messages), " ".join(hints), [*judged, *texts])


def stray_tags(tags: Iterable[TagLine], told: Iterable[Sequence[str]]) -> list[TagLine]:
    """Those whose evidence is no line of the story, whose tokens are `told`; a tag without evidence is not one."""
    stems = [_stem(word) for words in told for word in words]
    return [tag for tag in tags if tokens(tag.evidence) and not _is_told(tag.evidence, stems)]


def unquoted_tags(tags: Iterable[TagLine], texts: Iterable[str]) -> list[TagLine]:
    """Those whose evidence none of the texts says word for word; pieces with an ellipsis between stand each in one."""
    folded = list(map(_on_one_line, texts))
    return [
        tag
        for tag in tags
        if not all(any(_on_one_line(piece) in text for text in folded) for piece in _ELLIPSIS.split(tag.evidence))
    ]


def quoted_places(evidence: str, text: str) -> list[tuple[int, int]]:
    """From where to where `text` says the pieces of the evidence word for word, as `unquoted_tags` compares them."""
    signs, origins = _folded(text)
    places = []
    for piece in map(_on_one_line, _ELLIPSIS.split(evidence)):
        start = signs.find(piece) if piece else -1
        if start >= 0:
            places.append((origins[start], origins[start + len(piece) - 1] + 1))
    return places


@lru_cache(maxsize=8)
def _folded(text: str) -> tuple[str, list[int]]:
    """The text folded, with one blank for several, and the place in `text` that each sign comes from."""
    signs: list[str] = []
    origins: list[int] = []
    for place, typed in enumerate(text):
        for sign in _fold_one(typed):
            if not (sign == " " and signs[-1:] == [" "]):
                signs.append(sign)
                origins.append(place)
    return "".join(signs), origins


@lru_cache(maxsize=2_000)
def _fold_one(sign: str) -> str:
    return " " if sign.isspace() else fold(sign)


def _on_one_line(text: str) -> str:
    return " ".join(fold(text).split())


def _names(tags: Iterable[TagLine]) -> str:
    return join_words([f"“{tag.value}”" for tag in tags])


def _is_told(evidence: str, stems: Sequence[str]) -> bool:
    return all(_occurs(piece, stems) for piece in _ELLIPSIS.split(evidence))


def _occurs(piece: str, stems: Sequence[str]) -> bool:
    """Whether most of the words that carry meaning appear close together in the story."""
    words = tokens(piece)
    wanted = {_stem(word) for word in words if _carries_meaning(word)} or {_stem(word) for word in words}
    return _most_together(wanted, stems, 2 * len(words)) >= _LEAST_IN_COMMON * len(wanted)


def _carries_meaning(word: str) -> bool:
    return len(word) > 3 or not word.isascii() or word.isdigit()


def _stem(word: str) -> str:
    return word[:_STEM]


def _most_together(wanted: set[str], stems: Sequence[str], span: int) -> int:
    """The largest number of different `wanted` stems within any `span` stems of the story."""
    latest: dict[str, int] = {}
    most = 0
    for place, stem in enumerate(stems):
        if stem in wanted:
            latest[stem] = place
            most = max(most, sum(place - seen < span for seen in latest.values()))
    return most
