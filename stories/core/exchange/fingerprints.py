"""Whether a story is still the one that was exported, and whether two tell the same."""

import hashlib
import json
from dataclasses import replace
from typing import Any

from stories.core.choices import Status
from stories.core.exchange.shapes import plain
from stories.core.exchange.story_records import TEXT_KEYS, StoryRecord, TagRecord
from stories.core.search import fold

COMPARED = (*TEXT_KEYS, "status", "tags", "extra")
_BEGINNING = ("title", "situation")


def fingerprint_of(story: StoryRecord) -> str:
    """16 hexadecimal digits of all that a person wrote; the order of the tags makes no difference."""
    content = json.dumps({name: plain(_part(story, name)) for name in COMPARED}, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def stamp(story: StoryRecord) -> StoryRecord:
    """The story as it is exported: with its fingerprint."""
    return replace(story, fingerprint=fingerprint_of(story))


def differing(one: StoryRecord, other: StoryRecord) -> tuple[str, ...]:
    """The names of what differs, but for ids and fingerprints."""
    return tuple(name for name in COMPARED if _part(one, name) != _part(other, name))


def adds_nothing(story: StoryRecord, to: StoryRecord) -> bool:
    """Whether all that `story` says stands in the other; what is blank says nothing, nor that it is a draft."""
    return (
        all(not text.strip() or text.strip() == to.texts[key].strip() for key, text in story.texts.items())
        and story.status in (Status.DRAFT, to.status)
        and all(any(_is_covered(tag, other) for other in to.tags) for tag in story.tags)
        and all(key in to.extra and to.extra[key] == value for key, value in story.extra.items())
    )


def beginning_of(story: StoryRecord) -> tuple[str, ...]:
    """What tells stories without an id apart: title and Situation, or all texts where these are blank; folded."""
    texts = {key: " ".join(fold(text).split()) for key, text in story.texts.items()}
    beginning = tuple(texts[key] for key in _BEGINNING)
    return beginning if any(beginning) else tuple(texts.values())


def _part(story: StoryRecord, name: str) -> Any:
    return tuple(sorted(story.tags, key=lambda tag: tag.value)) if name == "tags" else getattr(story, name)


def _is_covered(tag: TagRecord, other: TagRecord) -> bool:
    """Evidence that is blank may be there."""
    return other in (tag, replace(tag, evidence=tag.evidence or other.evidence))
