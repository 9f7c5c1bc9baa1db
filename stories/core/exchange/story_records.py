"""A story as files hold it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from stories.core.choices import Status, Strength
from stories.core.directions import straight
from stories.core.exchange.constraints import Fingerprint, Id, Line500, ValueName, at_most, few, once
from stories.core.exchange.shapes import Spread
from stories.core.fields import FIELDS, Kind

FORMAT = "prepsite/1"
MOST_TAGS = 500
"""More than all values of several frameworks."""
_TEXTS = {
    text.name: Annotated[str, straight, at_most(text.limit)]
    if text.kind == Kind.LINE
    else Annotated[str, at_most(text.limit)]
    for text in FIELDS
    if text.is_exported
}


@dataclass(frozen=True, slots=True)
class TagRecord:
    value: ValueName
    strength: Strength = Strength.PRIMARY
    evidence: Line500 = ""


@dataclass(frozen=True, slots=True)
class StoryRecord:
    id: Id = ""
    fingerprint: Fingerprint = ""
    """The story's at the time of its export, so later changes are noticed; empty in a hand-written file."""
    texts: Annotated[Mapping[str, str], Spread(_TEXTS)] = field(default_factory=lambda: dict.fromkeys(_TEXTS, ""))
    """Every exported field by name (stories/core/fields.py); blank if nothing is written."""
    status: Status = Status.DRAFT
    tags: Annotated[tuple[TagRecord, ...], few(MOST_TAGS), once("value")] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    """What is under unknown keys: texts, None, and lists and mappings of these."""

    @property
    def title(self) -> str:
        return self.texts["title"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that a story answers."""

    slug: str
    text: str
    is_new: bool = False
    """It would become the owner's own."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A story to import."""

    record: StoryRecord
    origin: str
    """Where it comes from: a file, a row."""
    holds: frozenset[str] | None = None
    """The parts that its file has room for: texts by name, `status`, `extra`, `tags` if it lists them all, and else the
    values that it has room for; None stands for everything. What it has no room for, it doesn't empty."""
    remarks: tuple[str, ...] = ()
    """How it was read where that isn't obvious, in sentences."""
    question: str = ""
    """What the file says it answers."""
