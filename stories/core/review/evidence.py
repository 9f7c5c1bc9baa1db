"""The rule that a tag rests on a line of the story."""

import re
from collections.abc import Iterator, Sequence

from stories.core.review.reading import Reading, TagLine
from stories.core.review.rules import Notice
from stories.core.review.tokens import tokens

_ELLIPSIS = re.compile(r"\[?(?:\.{3,}|…)\]?")
_STEM = 5
"""Words that share so many first letters count as the same, such as "decided" and "decides"."""
_LEAST_IN_COMMON = 2 / 3


def unproven_tag(reading: Reading) -> Iterator[Notice]:
    if not any(reading.words.values()):
        return
    texts = [reading.story.headline, *reading.story.texts]
    stems = [_stem(word) for words in [tokens(reading.story.headline), *reading.tokens.values()] for word in words]
    for tag in reading.story.tags:
        if not tokens(tag.evidence):
            hint = "Copy in the line of the story that shows it, or remove the tag."
            yield _notice(f"“{tag.value}” has no evidence.", hint, tag, texts)
        elif not all(_occurs(piece, stems) for piece in _ELLIPSIS.split(tag.evidence)):
            hint = "Copy in the line as it reads now, or work what the evidence says into the story."
            yield _notice(f"The evidence for “{tag.value}” is not in the story.", hint, tag, texts)


def _notice(message: str, hint: str, tag: TagLine, texts: Sequence[str]) -> Notice:
    return Notice(None, message, hint, [tag.value, tag.evidence, *texts])


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
