"""What an import of a whole library would do."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from stories.core.exchange.library_records import LibraryRecord, SettingsRecord, key_of
from stories.core.exchange.problems import Problem, printable
from stories.core.exchange.references import Known, missing, renamed
from stories.core.exchange.story_plan import Change, Entry, plan_stories
from stories.core.exchange.story_records import Incoming

DIFFERENT = "The library holds something else under this name."
_BY_KEY = [field.name for field in fields(LibraryRecord) if field.name not in ("stories", "settings")]
_IN_ORDER = ["frameworks", "stories", *(name for name in _BY_KEY if name != "frameworks"), "settings"]


@dataclass(frozen=True, slots=True)
class LibraryPlan:
    entries: tuple[Entry, ...]
    """Ordered so that records come before those that refer to them."""
    problems: tuple[Problem, ...]
    """What is left out because it refers to something that doesn't exist."""


def plan_library(incoming: LibraryRecord, existing: LibraryRecord, bank: Known, origin: str = "") -> LibraryPlan:
    """`bank` is what comes with Prepsite; what `existing` and `incoming` hold is known too."""
    known = bank.with_those_of(existing).with_those_of(incoming)
    stories = plan_stories((Incoming(story, origin) for story in incoming.stories), existing.stories, known.values)
    ids = {entry.record.id: entry.existing.id for entry in stories if entry.change == Change.SAME}
    entries: dict[str, tuple[Entry, ...]] = {"stories": stories}
    problems: list[Problem] = []
    for name in _BY_KEY:
        records = [renamed(record, ids) for record in getattr(incoming, name)]
        sound = list(_sound(name, records, known, problems))
        entries[name] = tuple(_plan_records(name, sound, getattr(existing, name)))
    settings = _sound("settings", filter(None, [incoming.settings]), known, problems)
    entries["settings"] = tuple(_plan_settings(record, existing.settings or SettingsRecord()) for record in settings)
    in_order = [replace(entry, origin=origin) for name in _IN_ORDER for entry in entries[name]]
    return LibraryPlan(tuple(in_order), tuple(problems))


def after(library: LibraryRecord, entries: Iterable[Entry]) -> LibraryRecord:
    """What the library will hold once the entries are applied."""
    lists = {name: list(getattr(library, name)) for name in ("stories", *_BY_KEY)}
    settings = library.settings
    for entry in entries:
        if entry.list == "settings":
            settings = entry.record if entry.change == Change.CHANGED else settings
        elif entry.change == Change.CHANGED:
            lists[entry.list][lists[entry.list].index(entry.existing)] = entry.record
        elif entry.change == Change.NEW:
            lists[entry.list].append(entry.record)
    return LibraryRecord(settings=settings, **{name: tuple(records) for name, records in lists.items()})


def _sound(name: str, records: Iterable[Any], known: Known, problems: list[Problem]) -> Iterator[Any]:
    for record in records:
        lost = missing(name, record, known)
        if lost:
            problems.append(Problem(", ".join([name, *map(printable, key_of(name, record))]), lost))
        else:
            yield record


def _plan_records(name: str, incoming: Iterable[Any], existing: Iterable[Any]) -> Iterator[Entry]:
    """Several records may share a key; each is matched with one."""
    shelf: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for record in existing:
        shelf[key_of(name, record)].append(record)
    for record in incoming:
        alike = shelf[key_of(name, record)]
        if record in alike:
            alike.remove(record)
            yield Entry(name, Change.SAME, record, record)
        elif alike:
            yield Entry(name, Change.CONFLICT, record, alike.pop(0), reason=DIFFERENT)
        else:
            yield Entry(name, Change.NEW, record)


def _plan_settings(settings: SettingsRecord, existing: SettingsRecord) -> Entry:
    """Settings that were never changed are replaced without asking."""
    if settings == existing:
        return Entry("settings", Change.SAME, settings, existing)
    if replace(existing, framework="") == SettingsRecord():
        return Entry("settings", Change.CHANGED, settings, existing)
    return Entry("settings", Change.CONFLICT, settings, existing, reason=DIFFERENT)
