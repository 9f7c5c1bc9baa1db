"""A story as files hold it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from stories.core.choices import Section, Status, Strength
from stories.core.exchange.constraints import Fingerprint, Id, Line500, Prose, ValueName, at_most, once

FORMAT = "prepsite/1"
TEXT_KEYS = ("title", "headline", "organisation", "role", "when", *(section.value for section in Section))


@dataclass(frozen=True, slots=True)
class TagRecord:
    value: ValueName
    strength: Strength = Strength.PRIMARY
    evidence: Line500 = ""


@dataclass(frozen=True, slots=True)
class StoryRecord:
    id: Id = ""
    fingerprint: Fingerprint = ""
    """Of the story at the time of its export, so that a later change of it is noticed; empty in a hand-written file."""
    title: Annotated[str, at_most(150)] = ""
    headline: Annotated[str, at_most(200)] = ""
    organisation: Annotated[str, at_most(100)] = ""
    role: Annotated[str, at_most(100)] = ""
    when: Annotated[str, at_most(50)] = ""
    status: Status = Status.DRAFT
    tags: Annotated[tuple[TagRecord, ...], once("value")] = ()
    situation: Prose = ""
    task: Prose = ""
    action: Prose = ""
    result: Prose = ""
    learning: Prose = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """What stands under keys that are not known here: texts, None, and lists and mappings of these."""

    @property
    def texts(self) -> dict[str, str]:
        """The texts by key, the sections last."""
        return {key: getattr(self, key) for key in TEXT_KEYS}


@dataclass(frozen=True, slots=True)
class Incoming:
    """A story that is to be imported."""

    record: StoryRecord
    origin: str
    """Where it stands: a file, a row."""
