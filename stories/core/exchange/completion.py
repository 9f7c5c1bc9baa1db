"""What a format has no room for: an import never empties it."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from stories.core.exchange.story_records import StoryRecord, TagRecord

_NOT_IN_A_CELL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def storable(text: str) -> str:
    """The text as a cell of a workbook can hold it: without the characters that XML can't."""
    return _NOT_IN_A_CELL.sub("\N{REPLACEMENT CHARACTER}", text)


def completed(story: StoryRecord, other: StoryRecord, holds: Collection[str] | None) -> StoryRecord:
    """`story` with what its file can't say, taken from `other`; `holds` is as in Incoming."""
    if holds is None:
        return story
    texts = {
        name: _kept(text, other.texts[name]) if name in holds else other.texts[name]
        for name, text in story.texts.items()
    }
    return replace(
        story,
        texts=texts,
        status=story.status if "status" in holds else other.status,
        tags=tuple(_tags(story, other, holds)),
        extra=story.extra if "extra" in holds else other.extra,
    )


def _tags(story: StoryRecord, other: StoryRecord, holds: Collection[str]) -> Iterator[TagRecord]:
    """A list of values has no room for evidence; a table without the list says nothing of values without a column."""
    evidence = {tag.value: tag.evidence for tag in other.tags}
    for tag in story.tags:
        known = evidence.get(tag.value, "")
        kept = _kept(tag.evidence, known) if tag.value in holds else tag.evidence or known
        yield replace(tag, evidence=kept)
    if "tags" not in holds:
        yield from (tag for tag in other.tags if tag.value not in holds)


def _kept(text: str, known: str) -> str:
    """The text, or the one that is known if a cell would hold the same of it."""
    return known if _in_a_cell(text) == _in_a_cell(known) else text


def _in_a_cell(text: str) -> str:
    """What is left of a text in a cell: of a line end or the spaces around it, a file doesn't tell which they were."""
    return storable(text.replace("\r\n", "\n").replace("\r", "\n").strip())
