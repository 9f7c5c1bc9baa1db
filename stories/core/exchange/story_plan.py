"""What an import of stories would do: shown first, and applied by whoever asked for it, entry by entry."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from stories.core.choices import REQUIRED_SECTIONS, Status
from stories.core.exchange.fingerprints import adds_nothing, beginning_of, differing, has_fingerprint, is_unedited
from stories.core.exchange.problems import printable, quoted
from stories.core.exchange.story_records import Incoming, StoryRecord
from stories.core.grammar import join_words

NO_FINGERPRINT = "The file doesn't say which version of the story it was made from."
FILE_IS_OLDER = "The story was changed since the export; the file was not."
BOTH_CHANGED = "The story was changed since the export, and so was the file."
SAME_BEGINNING = "There is a story with this title and Situation already, and it is not the same."
TWICE_IN_IMPORT = "The same story is in this import before, and says something else."


_NAMES = ("title", "name", "text", "question", "slug", "concept", "code", "value")


class Change(StrEnum):
    """What would become of the library; a conflict is for a person to decide."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Entry:
    """One record that is to be imported."""

    list: str
    """Of the library: stories, answers …"""
    change: Change
    record: Any
    """As it would be saved."""
    existing: Any = None
    """What it would replace, or repeats."""
    origin: str = ""
    """Where it stands: a file, a row."""
    reason: str = ""
    """Of a conflict, a sentence."""
    differing: tuple[str, ...] = ()
    """The names of what is another than in `existing`."""
    notes: tuple[str, ...] = ()
    """What had to be altered, in sentences."""

    @property
    def name(self) -> str:
        """What a person calls it."""
        if isinstance(self.record, str):
            return self.record
        named = [getattr(self.record, key, "") for key in _NAMES]
        texts = self.record.texts.values() if isinstance(self.record, StoryRecord) else ()
        return next((printable(text) for text in (*named, *texts) if text.strip()), self.list)


class Decision(StrEnum):
    """What a person does about a conflict."""

    LEAVE = "leave"
    """What is there stays."""
    TAKE = "take"
    """What comes in stands in its place."""
    BOTH = "both"
    """What comes in stands beside it."""


_DECISIONS = {
    "stories": tuple(Decision),
    "loops": (Decision.LEAVE, Decision.BOTH),
    "answers": (Decision.LEAVE, Decision.TAKE),
    "opinions": (Decision.LEAVE, Decision.TAKE),
    "settings": (Decision.LEAVE, Decision.TAKE),
}


def decisions_for(entry: Entry) -> tuple[Decision, ...]:
    """What can be done about a conflict; of most things there is no second version that could be kept."""
    possible = _DECISIONS.get(entry.list, (Decision.LEAVE,))
    if entry.list == "stories" and not entry.existing.id:
        return (Decision.LEAVE, Decision.BOTH)  # What it repeats is not saved yet.
    return possible


def decided(entry: Entry, decision: Decision) -> Entry:
    """The entry as it is to be applied; one that can't be decided so stays a conflict, which nothing is done about."""
    if entry.change != Change.CONFLICT or decision not in decisions_for(entry):
        return entry
    match decision:
        case Decision.TAKE if entry.list == "stories":
            return replace(entry, change=Change.CHANGED, record=replace(entry.record, id=entry.existing.id))
        case Decision.TAKE:
            return replace(entry, change=Change.CHANGED)
        case Decision.BOTH if entry.list == "stories":
            return replace(entry, change=Change.NEW, record=replace(entry.record, id="", fingerprint=""))
        case Decision.BOTH:
            return replace(entry, change=Change.NEW)
    return entry


class _Shelf:
    """Stories to be found by id, or by how they begin."""

    def __init__(self, stories: Iterable[StoryRecord] = ()) -> None:
        self.by_id: dict[str, StoryRecord] = {}
        self.by_beginning: dict[tuple[str, ...], list[StoryRecord]] = defaultdict(list)
        for story in stories:
            self.add(story)

    def add(self, story: StoryRecord) -> None:
        self.by_id |= {story.id: story} if story.id else {}
        self.by_beginning[beginning_of(story)].append(story)

    def beginning_like(self, story: StoryRecord) -> StoryRecord | None:
        """The first that says all that `story` does, or else the first."""
        alike = self.by_beginning.get(beginning_of(story), [])
        return next((one for one in alike if adds_nothing(story, to=one)), alike[0] if alike else None)


def plan_stories(
    incoming: Iterable[Incoming], existing: Iterable[StoryRecord], values: Collection[str]
) -> tuple[Entry, ...]:
    """An entry each, in order; `values` are those that a story may be tagged with, as framework/value.

    An existing story is replaced only where it is still the one that the incoming was exported from.
    """
    library, planned = _Shelf(existing), _Shelf()
    entries = []
    for one in incoming:
        record, notes = _settled(one.record, values)
        entry = _plan(record, library, planned)
        if entry.change in (Change.NEW, Change.CHANGED):
            planned.add(record)
        entries.append(replace(entry, origin=one.origin, notes=notes))
    return tuple(entries)


def _settled(story: StoryRecord, values: Collection[str]) -> tuple[StoryRecord, tuple[str, ...]]:
    """The story as the library's rules let it be, and what they altered."""
    notes = [
        f"There is no value {quoted(tag.value)}; the tag is left out." for tag in story.tags if tag.value not in values
    ]
    story = replace(story, tags=tuple(tag for tag in story.tags if tag.value in values))
    unwritten = [section.capitalize() for section in REQUIRED_SECTIONS if not story.texts[section]]
    if story.status == Status.READY and unwritten:
        notes.append(f"It becomes a draft: {join_words(unwritten)} must be written before it is ready.")
        story = replace(story, status=Status.DRAFT)
    return story, tuple(notes)


def _plan(story: StoryRecord, library: _Shelf, planned: _Shelf) -> Entry:
    return _by_id(story, library, planned) if story.id else _by_beginning(story, library, planned)


def _by_beginning(story: StoryRecord, library: _Shelf, planned: _Shelf) -> Entry:
    for shelf, reason in ((library, SAME_BEGINNING), (planned, TWICE_IN_IMPORT)):
        if other := shelf.beginning_like(story):
            return _same(story, other) if adds_nothing(story, to=other) else _conflict(story, other, reason)
    return Entry("stories", Change.NEW, story)


def _by_id(story: StoryRecord, library: _Shelf, planned: _Shelf) -> Entry:
    """A story of another id that tells the very same is the same: ids may have been given anew at an earlier import."""
    existing, twin = library.by_id.get(story.id), planned.by_id.get(story.id)
    for other in (existing, library.beginning_like(story)):
        if other and not differing(story, other):
            return _same(story, other)
    if twin:
        return _conflict(story, twin, TWICE_IN_IMPORT) if differing(story, twin) else _same(story, twin)
    if existing is None:
        return Entry("stories", Change.NEW, story)
    if has_fingerprint(existing, story.fingerprint):
        return Entry("stories", Change.CHANGED, story, existing, differing=differing(story, existing))
    return _conflict(story, existing, _reason(story))


def _reason(story: StoryRecord) -> str:
    if not story.fingerprint:
        return NO_FINGERPRINT
    return FILE_IS_OLDER if is_unedited(story) else BOTH_CHANGED


def _same(story: StoryRecord, other: StoryRecord) -> Entry:
    return Entry("stories", Change.SAME, story, other)


def _conflict(story: StoryRecord, other: StoryRecord, reason: str) -> Entry:
    return Entry("stories", Change.CONFLICT, story, other, reason=reason, differing=differing(story, other))
