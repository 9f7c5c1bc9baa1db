"""Two versions of one story: where they differ, and the one made from what the person chose."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from stories.core.fields import FIELDS, NAMES
from stories.library.content import StoryContent, TagContent
from stories.models import Value

TAGS = "tags"


@dataclass(frozen=True, slots=True)
class Difference:
    name: str
    label: str
    stored: str
    mine: str


def differences(stored: StoryContent, mine: StoryContent) -> list[Difference]:
    """The parts that differ; the tags are one part."""
    mine = mine.completed_from(stored)
    differing = [
        Difference(field.name, field.label, stored.texts[field.name], mine.texts[field.name])
        for field in FIELDS
        if stored.texts[field.name] != mine.texts[field.name]
    ]
    if stored.tags != mine.tags:
        names = dict(Value.objects.filter(pk__in=mine.values).values_list("pk", "name"))
        differing.append(Difference(TAGS, "Tags", _describe(stored.tags, names), _describe(mine.tags, names)))
    return differing


def merge(stored: StoryContent, mine: StoryContent, chosen: Collection[str]) -> StoryContent:
    """`stored` with the parts named in `chosen` taken from `mine`."""
    mine = mine.completed_from(stored)
    texts = {name: (mine if name in chosen else stored).texts[name] for name in NAMES}
    return replace(mine, texts=texts, tags=(mine if TAGS in chosen else stored).tags)


def _describe(tags: tuple[TagContent, ...], names: dict[int, str]) -> str:
    lines = [f"{names[tag.value]}, {tag.strength}" + (f": {tag.evidence}" if tag.evidence else "") for tag in tags]
    return "\n".join(lines)
