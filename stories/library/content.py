"""What a person writes in a story, apart from the row that holds it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from stories.core.directions import straight
from stories.core.fields import LINES, NAMES
from stories.models import EditConflict, Story, Value


@dataclass(frozen=True, slots=True)
class TagContent:
    value: int
    strength: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class StoryContent:
    """What a person writes in a story: its texts by field name, and its tags for the values that the form showed."""

    texts: Mapping[str, str]
    """For all fields, or for those that existed when it was kept; the others stay as they are."""
    tags: tuple[TagContent, ...] = ()
    values: tuple[int, ...] = field(default=(), compare=False)
    """The values that were shown to pick from; tags for others stay as they are."""

    def __post_init__(self) -> None:
        """Whatever way it came in, no line holds controls of direction."""
        texts = {name: straight(text) if name in LINES else text for name, text in self.texts.items()}
        object.__setattr__(self, "texts", texts)
        object.__setattr__(self, "tags", tuple(replace(tag, evidence=straight(tag.evidence)) for tag in self.tags))

    @classmethod
    def of(cls, story: Story, values: tuple[int, ...]) -> Self:
        tags = story.tags.filter(value__in=values).order_by("value_id")
        return cls(
            texts={name: getattr(story, name) for name in NAMES},
            tags=tuple(TagContent(tag.value_id, tag.strength, tag.evidence) for tag in tags),
            values=values,
        )

    def completed_from(self, stored: Self) -> Self:
        """With the texts in `stored` for the fields that it doesn't know yet."""
        return replace(self, texts={**stored.texts, **self.texts})

    @classmethod
    def kept_in(cls, conflict: EditConflict) -> Self:
        """What a conflict keeps, without tags for values that have been deleted since."""
        kept = conflict.content
        values = set(Value.objects.filter(pk__in=kept["values"]).values_list("pk", flat=True))
        return cls(
            texts=kept["texts"],
            tags=tuple(TagContent(**tag) for tag in kept["tags"] if tag["value"] in values),
            values=tuple(sorted(values)),
        )
