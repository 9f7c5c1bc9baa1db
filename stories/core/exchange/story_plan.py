"""What an import of stories would do: shown first, and then applied entry by entry."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from stories.core.choices import REQUIRED_SECTIONS, Status
from stories.core.exchange.completion import completed
from stories.core.exchange.fingerprints import (
    Reading,
    adds_nothing,
    beginning_of,
    differing,
    has_fingerprint,
    is_unedited,
    reading_of,
    reads_like,
)
from stories.core.exchange.naming import readable
from stories.core.exchange.near_copies import NearCopies
from stories.core.exchange.problems import printable, quoted
from stories.core.exchange.story_records import Asked, Incoming, StoryRecord
from stories.core.grammar import join_words

NO_FINGERPRINT = "The file doesn't say which version of the story it was made from."
FILE_IS_OLDER = "The story has changed since the export; the file hasn't."
BOTH_CHANGED = "Both the story and the file have changed since the export."
SAME_BEGINNING = "A different story with this title and Situation is already in the library."
NEARLY_THE_SAME = "A story in the library reads nearly the same: this may be a newer version of it."
TWICE_IN_IMPORT = "The same story appears earlier in this import and says something else."

MOST_ALIKE = 100
"""Stories that begin alike; more are not looked at."""
MOST_PARTS = 20_000
"""Of a story, compared with those that begin alike: of one with very many parts, fewer are looked at."""

_NAMES = ("title", "name", "text")
_PLANNED = "planned "


def planned_id(number: int) -> str:
    """For a new story without an id until it is saved, so that others can refer to it."""
    return f"{_PLANNED}{number}"


def is_saved(story: StoryRecord) -> bool:
    """Whether its id is that of a stored story, or will be."""
    return bool(story.id) and not story.id.startswith(_PLANNED)


class Change(StrEnum):
    """What an entry would do to the library; a person decides about conflicts."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Entry:
    """One record to import."""

    list: str
    """The list of the library that it belongs to: stories, answers …"""
    change: Change
    record: Any
    """As it would be saved."""
    existing: Any = None
    """What it would replace or what it repeats."""
    origin: str = ""
    """Where it comes from: a file, a row."""
    reason: str = ""
    """Why it is a conflict, in a sentence."""
    differing: tuple[str, ...] = ()
    """The names of the parts that differ from `existing`."""
    notes: tuple[str, ...] = ()
    """What had to be altered, in sentences."""
    completed: Any = None
    """For a conflict of stories: the record with what its file has no room for, if that makes a difference."""
    answers: tuple[Asked, ...] = ()
    """What its file says that a story answers."""
    called: str = field(default="", compare=False)
    """What a person calls it, if its own texts don't say so."""

    @property
    def replacement(self) -> Any:
        """What would replace `existing`."""
        return self.completed or self.record

    @property
    def name(self) -> str:
        """What a person calls it."""
        if self.called or isinstance(self.record, str):
            return self.called or readable(self.record)
        named = [getattr(self.record, key, "") for key in _NAMES]
        texts = self.record.texts.values() if isinstance(self.record, StoryRecord) else ()
        return next((printable(text) for text in (*named, *texts) if text.strip()), self.list)


class Decision(StrEnum):
    """What a person does about a conflict."""

    LEAVE = "leave"
    """The library keeps what it has."""
    TAKE = "take"
    """The import replaces it."""
    BOTH = "both"
    """The library keeps what it has and adds the import to it."""


_DECISIONS = {
    "stories": tuple(Decision),
    "loops": (Decision.LEAVE, Decision.BOTH),
    "answers": (Decision.LEAVE, Decision.TAKE),
    "opinions": (Decision.LEAVE, Decision.TAKE),
    "refused": (Decision.LEAVE, Decision.TAKE),
    "prepared": (Decision.LEAVE, Decision.TAKE),
    "settings": (Decision.LEAVE, Decision.TAKE),
}


def decisions_for(entry: Entry) -> tuple[Decision, ...]:
    """What can be done about a conflict; most things can't be kept twice."""
    possible = _DECISIONS.get(entry.list, (Decision.LEAVE,))
    if entry.list == "stories" and not is_saved(entry.existing):
        return (Decision.LEAVE, Decision.BOTH)  # What it repeats is not saved yet.
    return possible


def decided(entry: Entry, decision: Decision) -> Entry:
    """The entry as it will be applied; if it can't be decided this way, it stays a conflict, which is not applied."""
    if entry.change != Change.CONFLICT or decision not in decisions_for(entry):
        return entry
    match decision:
        case Decision.TAKE if entry.list == "stories":
            return replace(entry, change=Change.CHANGED, record=replace(entry.replacement, id=entry.existing.id))
        case Decision.TAKE:
            return replace(entry, change=Change.CHANGED)
        case Decision.BOTH if entry.list == "stories":
            return replace(entry, change=Change.NEW, record=replace(entry.record, id="", fingerprint=""))
        case Decision.BOTH:
            return replace(entry, change=Change.NEW)
    return entry


class _Readings:
    """What stories say, worked out once for each, and only if it is asked for."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[StoryRecord, Reading]] = {}

    def of(self, story: StoryRecord) -> Reading:
        if id(story) not in self._known:
            self._known[id(story)] = (story, reading_of(story))
        return self._known[id(story)][1]


class _Shelf:
    """Stories by id, and by how they begin."""

    def __init__(self, readings: _Readings, stories: Iterable[StoryRecord] = ()) -> None:
        self.readings = readings
        self.by_id: dict[str, StoryRecord] = {}
        self.by_beginning: dict[tuple[str, ...], list[StoryRecord]] = defaultdict(list)
        for story in stories:
            self.add(story)

    def add(self, story: StoryRecord) -> None:
        self.by_id |= {story.id: story} if story.id else {}
        self.by_beginning[beginning_of(story)].append(story)

    def beginning_like(self, story: StoryRecord) -> StoryRecord | None:
        """The first story beginning like `story` that says all that it does, or else the first."""
        alike = self.by_beginning.get(beginning_of(story), [])
        if not alike:
            return None
        most = min(MOST_ALIKE, MOST_PARTS // (len(self.readings.of(story).said) + 1))
        return next((other for other in alike[:most] if self.adds_nothing(story, other)), alike[0])

    def adds_nothing(self, story: StoryRecord, to: StoryRecord) -> bool:
        return adds_nothing(self.readings.of(story), self.readings.of(to))

    def reads_like(self, story: StoryRecord, other: StoryRecord) -> bool:
        return reads_like(self.readings.of(story), self.readings.of(other))


def plan_stories(
    incoming: Iterable[Incoming],
    existing: Iterable[StoryRecord],
    values: Collection[str],
    copies: NearCopies | None = None,
) -> tuple[Entry, ...]:
    """One entry per story, in order; `values` are those that a story may be tagged with, as framework/value.

    An existing story is replaced only if it is still the one from which the incoming story was exported. A new one that
    reads nearly like one of `copies` is offered as a change of that.
    """
    readings = _Readings()
    library, planned = _Shelf(readings, existing), _Shelf(readings)
    entries = []
    for story in incoming:
        stored = library.by_id.get(story.record.id)
        whole = completed(story.record, stored, story.holds) if stored else story.record
        record, notes = _settled(whole, values)
        entry = _plan(record, library, planned)
        if copies and entry.change == Change.NEW and (other := copies.of(record)):
            entry = _conflict(record, other, NEARLY_THE_SAME)
        if entry.change == Change.CONFLICT and story.holds is not None:
            whole = completed(record, entry.existing, story.holds)
            entry = replace(entry, completed=whole, differing=differing(whole, entry.existing))
        if entry.change in (Change.NEW, Change.CHANGED):
            planned.add(record)
        entries.append(replace(entry, origin=story.origin, notes=story.remarks + notes))
    return tuple(entries)


def _settled(story: StoryRecord, values: Collection[str]) -> tuple[StoryRecord, tuple[str, ...]]:
    """The story as the library's rules allow it, and what was altered."""
    notes = [
        f"A tag was left out: there is no value {quoted(readable(tag.value))}."
        for tag in story.tags
        if tag.value not in values
    ]
    story = replace(story, tags=tuple(tag for tag in story.tags if tag.value in values))
    unwritten = [section.capitalize() for section in REQUIRED_SECTIONS if not story.texts[section]]
    if story.status == Status.READY and unwritten:
        notes.append(
            "It is marked ready, but won't count, because "
            f"{join_words(unwritten)} {'is' if len(unwritten) == 1 else 'are'} not written."
        )
    return story, tuple(notes)


def _plan(story: StoryRecord, library: _Shelf, planned: _Shelf) -> Entry:
    return _by_id(story, library, planned) if story.id else _by_beginning(story, library, planned)


def _by_beginning(story: StoryRecord, library: _Shelf, planned: _Shelf) -> Entry:
    for shelf, reason in ((library, SAME_BEGINNING), (planned, TWICE_IN_IMPORT)):
        if other := shelf.beginning_like(story):
            return _same(story, other) if shelf.adds_nothing(story, other) else _conflict(story, other, reason)
    return Entry("stories", Change.NEW, story)


def _by_id(story: StoryRecord, library: _Shelf, planned: _Shelf) -> Entry:
    """A story with another id that says the same is the same: an earlier import may have given it a new id."""
    existing, twin = library.by_id.get(story.id), planned.by_id.get(story.id)
    if existing and not differing(story, existing):
        return _same(story, existing)
    alike = library.beginning_like(story)
    if alike and alike is not existing and library.reads_like(story, alike):
        return _same(story, alike)
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
