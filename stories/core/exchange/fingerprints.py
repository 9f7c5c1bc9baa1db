"""Whether a story is still the one that was exported, and whether two stories say the same."""

import hashlib
import json
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from stories.core.choices import Status
from stories.core.exchange.shapes import plain
from stories.core.exchange.story_records import StoryRecord
from stories.core.fields import EXPORTED
from stories.core.search import as_typed, fold

COMPARED = (*EXPORTED, "status", "tags", "extra")
_FIRST = (
    *("title", "headline", "organisation", "role", "when"),
    *("situation", "task", "action", "result", "learning"),
    *("status", "tags", "extra"),
)
"""What the first exports were stamped with, blank or not."""
_BEGINNING = ("title", "situation")
BEGINNING_LENGTH = 500
"""Characters of a text by which stories without an id are told apart."""


def fingerprint_of(story: StoryRecord) -> str:
    """16 hexadecimal digits for all that a person wrote; the order of the tags makes no difference.

    What is blank is left out, so a story keeps its fingerprint when stories get a new field.
    """
    return _digest({name: part for name in COMPARED if (part := plain(_part(story, name)))})


def has_fingerprint(story: StoryRecord, fingerprint: str) -> bool:
    """Whether an export, now or in the first version, would give the story this fingerprint."""
    return bool(fingerprint) and fingerprint in (fingerprint_of(story), _first_fingerprint_of(story))


def is_unedited(story: StoryRecord) -> bool:
    """Whether a story from a file still matches its own fingerprint."""
    return has_fingerprint(story, story.fingerprint)


def _first_fingerprint_of(story: StoryRecord) -> str:
    """The fingerprint of the first exports, in which a later field could only be one of the unknown names."""
    later = {name: text for name in COMPARED if name not in _FIRST and (text := _part(story, name))}
    known = {name: plain(_part(story, name)) for name in _FIRST}
    return _digest(known | {"extra": known["extra"] | later})


def _digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def stamp(story: StoryRecord) -> StoryRecord:
    """The story as it is exported: with its fingerprint."""
    return replace(story, fingerprint=fingerprint_of(story))


def differing(story: StoryRecord, other: StoryRecord) -> tuple[str, ...]:
    """The names of the parts that differ, apart from ids and fingerprints."""
    return tuple(name for name in COMPARED if _part(story, name) != _part(other, name))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a story says, with whatever quotes, dashes and spaces it is written, brief enough to compare with many."""

    whole: str
    """A digest of all parts."""
    status: Status
    said: frozenset[str]
    """What another story must say too if it says all that this one does; a blank text or evidence says nothing."""


def reading_of(story: StoryRecord) -> Reading:
    story = _as_typed(story)
    texts = (f"{name} {_digest(text.strip())}" for name, text in story.texts.items() if text.strip())
    tags = (f"{tag.value} {tag.strength}" for tag in story.tags)
    evidence = (f"{tag.value} {tag.strength} {_digest(tag.evidence)}" for tag in story.tags if tag.evidence)
    extra = (f"extra {_digest([name, part])}" for name, part in story.extra.items())
    whole = _digest({name: plain(_part(story, name)) for name in COMPARED})
    return Reading(whole, story.status, frozenset((*texts, *tags, *evidence, *extra)))


def reads_like(reading: Reading, other: Reading) -> bool:
    """Whether all parts say the same."""
    return reading.whole == other.whole


def adds_nothing(reading: Reading, to: Reading) -> bool:
    """Whether `to` holds all that is in `reading`. Being a draft says nothing."""
    return reading.status in (Status.DRAFT, to.status) and reading.said <= to.said


def beginning_of(story: StoryRecord) -> tuple[str, ...]:
    """What tells stories without an id apart: title and Situation, or all texts if those are blank; folded."""
    beginning = tuple(_folded(story.texts[key]) for key in _BEGINNING)
    return beginning if any(beginning) else tuple(map(_folded, story.texts.values()))


@lru_cache(maxsize=64)
def _folded(text: str) -> str:
    """Its beginning; each story is looked up several times in a row, and some characters are 18 when folded."""
    return " ".join(fold(text[:BEGINNING_LENGTH]).split())


def _as_typed(story: StoryRecord) -> StoryRecord:
    texts = {key: as_typed(text) for key, text in story.texts.items()}
    return replace(story, texts=texts, tags=tuple(replace(tag, evidence=as_typed(tag.evidence)) for tag in story.tags))


def _part(story: StoryRecord, name: str) -> Any:
    if name == "tags":
        return tuple(sorted(story.tags, key=lambda tag: tag.value))
    return story.texts[name] if name in story.texts else getattr(story, name)
