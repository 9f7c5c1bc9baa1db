"""Notes that were pasted with labels: split at once, by the reader that reads files too."""

import re
from collections.abc import Iterable, Iterator

from stories.core.choices import Strength
from stories.core.exchange import FormatError, Labelled, LabelledStory, Opened, open_files, read_labelled
from stories.core.exchange.tables import unknown_tags
from stories.core.exchange.unread import said_of
from stories.core.fields import FIELDS, LABELS
from stories.core.search import fold
from stories.coverage.snapshot import frameworks_for
from stories.library.content import StoryContent, TagContent
from stories.models import Owner, Value

FEWEST_SECTIONS = 2
"""In a story whose notes count as labelled."""
NAME = "Pasted notes.md"
_SPOKEN = [field.name for field in FIELDS if field.is_spoken]


def read_pasted(notes: str) -> Labelled:
    """The stories in the notes, if they are labelled; else none."""
    try:
        labelled = read_labelled(notes)
    except FormatError:
        return Labelled()
    return labelled if any(_is_labelled(story) for story in labelled.stories) else Labelled()


def _is_labelled(story: LabelledStory) -> bool:
    return sum(bool(story.texts.get(name)) for name in _SPOKEN) >= FEWEST_SECTIONS


def opened_of(notes: str) -> Opened:
    """The notes as a file to import."""
    return open_files([(NAME, notes.encode())])


def doubts_about(labelled: Labelled, owner: Owner) -> list[str]:
    """What was not understood in the first story, and where it is kept, in sentences."""
    story = labelled.stories[0]
    values = _values_by_name(owner)
    odd = [name for name in _names((*story.supporting, *story.tags)) if fold(name) not in values]
    return [*story.remarks, *said_of(labelled.unknown), *([unknown_tags(odd)] if odd else [])]


def content_of(labelled: Labelled, owner: Owner) -> StoryContent:
    """What the first story in the notes says. What has no place of its own is kept in its notes."""
    story = labelled.stories[0]
    values = _values_by_name(owner)
    supporting, primary = _names(story.supporting), _names(story.tags)
    strengths = dict.fromkeys(supporting, Strength.SUPPORTING) | dict.fromkeys(primary, Strength.PRIMARY)
    tags = {values[fold(name)]: strength for name, strength in strengths.items() if fold(name) in values}
    others = [name for name in strengths if fold(name) not in values]
    texts = {field.name: text for field in FIELDS if len(text := story.texts.get(field.name, "")) <= field.limit}
    asides = [texts.get("notes", ""), *_without_place(story, others, labelled.outside)]
    return StoryContent(
        texts={**texts, "notes": "\n\n".join(filter(None, asides))},
        tags=tuple(TagContent(pk, strength) for pk, strength in sorted(tags.items())),
        values=tuple(sorted(tags)),
    )


def _names(listed: Iterable[str]) -> list[str]:
    return [name for line in listed for part in re.split(r"[,;]", line) if (name := part.strip(" #"))]


def _values_by_name(owner: Owner) -> dict[str, int]:
    """Of values that share a name, that of the chosen framework."""
    _, framework = frameworks_for(owner)
    values = sorted(Value.objects.shown_to(owner), key=lambda value: value.framework_id == framework.pk)
    return {fold(value.name): value.pk for value in values}


def _without_place(story: LabelledStory, tags: Iterable[str], outside: Iterable[str]) -> Iterator[str]:
    for field in FIELDS:
        text = story.texts.get(field.name, "")
        if len(text) > field.limit:
            yield f"{LABELS[field.name]}: {text}"
    if story.question:
        yield f"Question: {story.question}"
    if named := ", ".join(tags):
        yield f"Tags: {named}"
    yield from outside
