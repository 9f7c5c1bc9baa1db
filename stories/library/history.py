"""The versions of stories and answers: kept at every save, compared word by word, and put back.

Saves of one form in one sitting make one version, because nobody looks for a comma among two hundred autosaves.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from stories.core.differences import PageBudget, Piece, word_differences
from stories.core.fields import VERSIONED
from stories.core.sittings import goes_on
from stories.library.content import StoryContent, TagContent
from stories.models import Owner, Story, StoryVersion, Tag, Value
from stories.models.version import Version, VersionTag


@contextmanager
def recorded(story: Story) -> Iterator[None]:
    """Keep the version of the story that the block makes, and the one before it if that isn't kept yet."""
    last = story.versions.first()
    if not last and story.version:
        last = version_of(story, story.updated)
        last.save()
    yield
    keep_version(version_of(story, timezone.now()), last)


def keep_version(made: Version, last: Version | None) -> None:
    """Keep what was saved as a version, in place of the `last` one if the sitting goes on."""
    if last and last.session == made.session and goes_on(last.parts, made.parts, made.saved - last.saved):
        made.pk, made.began = last.pk, last.began
    made.save()


def version_of(story: Story, saved: datetime) -> StoryVersion:
    """What the story says now, not saved yet."""
    return StoryVersion(
        owner_id=story.owner_id,
        story=story,
        number=story.version,
        session=story.edit_session,
        saved=saved,
        texts={name: getattr(story, name) for name in VERSIONED},
        tags=[_tag(tag) for tag in story.tags.select_related("value").order_by("value__framework", "value")],
    )


def _tag(tag: Tag) -> VersionTag:
    return {"value": tag.value_id, "name": tag.value.name, "strength": tag.strength, "evidence": tag.evidence}


def content_of(version: StoryVersion, owner: Owner) -> StoryContent:
    """What to save to put the version back, without tags for values that no longer exist."""
    values = tuple(Value.objects.of(owner).values_list("pk", flat=True))
    tags = (TagContent(tag["value"], tag["strength"], tag["evidence"]) for tag in version.tags)
    return StoryContent(texts=version.texts, tags=tuple(tag for tag in tags if tag.value in values), values=values)


@dataclass(frozen=True, slots=True)
class Changed:
    """A part that differs between two versions."""

    name: str
    pieces: tuple[Piece, ...]


def changes(old: Version | None, new: Version) -> list[Changed]:
    """The parts that differ, in reading order; with no old version, all that isn't empty."""
    before, budget = old.parts if old else {}, PageBudget()
    return [
        Changed(name, word_differences(before.get(name, ""), new.parts[name], budget))
        for name in changed_parts(old, new)
    ]


def changed_parts(old: Version | None, new: Version) -> list[str]:
    """The names of the parts that differ."""
    before = old.parts if old else {}
    return [name for name, text in new.parts.items() if before.get(name, "") != text]


def with_changes(versions: Sequence[Version]) -> list[tuple[Version, list[str], Version | None]]:
    """Versions, latest first, each with the names of the parts that it changed.

    And with the version that it brought back: the latest of those before that say the same.
    """
    listed: list[tuple[Version, list[str], Version | None]] = []
    said: dict[str, Version] = {}
    old: Version | None = None
    for new in reversed(versions):
        changed, text = changed_parts(old, new), repr(new.parts)
        listed.append((new, changed, said.get(text) if changed else None))
        said[text] = old = new
    return listed[::-1]
