"""What an import of a whole library would do."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from itertools import count
from typing import Any

from stories.core.exchange.library_records import MAY_COME_TWICE, FrameworkRecord, LibraryRecord, SettingsRecord, key_of
from stories.core.exchange.naming import KINDS
from stories.core.exchange.problems import Problem, quoted
from stories.core.exchange.references import Known, missing, name_of, renamed
from stories.core.exchange.story_plan import Change, Entry, plan_stories, planned_id
from stories.core.exchange.story_records import Incoming

DIFFERENT = "The library holds something else under this name."
TAKEN = "Prepsite's own bank has something under this name; it was left out."
TWICE = "Something else comes under this name earlier in this import."
_BY_KEY = [field.name for field in fields(LibraryRecord) if field.name not in ("stories", "settings")]
_IN_ORDER = ["frameworks", "stories", *(name for name in _BY_KEY if name != "frameworks"), "settings"]
_LISTS = _IN_ORDER[:-1]


@dataclass(frozen=True, slots=True)
class LibraryPlan:
    entries: tuple[Entry, ...]
    """Ordered so that records come before those that refer to them."""
    problems: tuple[Problem, ...]
    """What is left out because it refers to something that doesn't exist."""


def plan_library(incoming: LibraryRecord, existing: LibraryRecord, bank: Known, origin: str = "") -> LibraryPlan:
    """`bank` is what comes with Prepsite. A record is known to those after it if it will be there: not left out."""
    known = bank.with_those_of(existing).calling(incoming)
    entries: list[Entry] = []
    problems: list[Problem] = []
    incoming, taken = _without_taken(incoming, existing, bank, problems)
    known = known.without_questions(taken)
    ids: dict[str, str] = {}
    for name in _IN_ORDER:
        records = [renamed(record, ids) for record in _records(name, incoming)]
        planned = _plan_list(name, list(_sound(name, records, known, problems)), existing, known)
        if name == "stories":
            planned = tuple(_with_ids(planned, len(existing.stories)))
            same = (entry for entry in planned if entry.change == Change.SAME and entry.record.id)
            ids = {entry.record.id: entry.existing.id for entry in same}
        known = known.with_those_of(after(LibraryRecord(), (entry for entry in planned if entry.change == Change.NEW)))
        entries += [replace(entry, origin=origin, called=name_of(entry.record, known)) for entry in planned]
    return LibraryPlan(tuple(entries), tuple(problems))


def _without_taken(
    library: LibraryRecord, existing: LibraryRecord, bank: Known, problems: list[Problem]
) -> tuple[LibraryRecord, set[str]]:
    """The library without what is under a name of the bank's, and the slugs of such questions."""
    own = {question.slug for question in existing.questions}
    taken = {question.slug for question in library.questions if question.slug in bank.questions - own}
    problems += [Problem(_said_of("questions", bank.called("questions", slug)), TAKEN) for slug in sorted(taken)]
    questions = tuple(question for question in library.questions if question.slug not in taken)
    held = {f"{framework.slug}/{value.slug}" for framework in existing.frameworks for value in framework.values}
    frameworks = tuple(_without_values(framework, bank.values - held, problems) for framework in library.frameworks)
    return replace(library, questions=questions, frameworks=frameworks), taken


def _without_values(framework: FrameworkRecord, taken: Collection[str], problems: list[Problem]) -> FrameworkRecord:
    lost = [value for value in framework.values if f"{framework.slug}/{value.slug}" in taken]
    problems += [Problem(_said_of("values", value.name), TAKEN) for value in lost]
    return replace(framework, values=tuple(value for value in framework.values if value not in lost))


def _said_of(name: str, called: str) -> str:
    """The place of a problem: an entry of the list called `name`."""
    kind = KINDS.get(name, name).capitalize()
    return f"{kind} {quoted(called)}" if called else kind


def _with_ids(planned: Iterable[Entry], known: int) -> Iterator[Entry]:
    """New stories without an id get one for the time of the import; `known` counts the stories before them."""
    numbers = count(known)
    for entry in planned:
        is_nameless = entry.change == Change.NEW and not entry.record.id
        yield replace(entry, record=replace(entry.record, id=planned_id(next(numbers)))) if is_nameless else entry


def _records(name: str, library: LibraryRecord) -> Iterable[Any]:
    return filter(None, [library.settings]) if name == "settings" else getattr(library, name)


def _plan_list(name: str, records: list[Any], existing: LibraryRecord, known: Known) -> tuple[Entry, ...]:
    if name == "stories":
        return plan_stories((Incoming(story, "") for story in records), existing.stories, known.values)
    if name == "settings":
        return tuple(_plan_settings(record, existing.settings or SettingsRecord()) for record in records)
    return tuple(_plan_records(name, records, getattr(existing, name)))


def after(library: LibraryRecord, entries: Iterable[Entry]) -> LibraryRecord:
    """What the library will hold once the entries are applied."""
    records: dict[str, list[Any]] = {name: list(getattr(library, name)) for name in _LISTS}
    changed: dict[int, Any] = {}
    settings = library.settings
    for entry in entries:
        if entry.change == Change.CHANGED and entry.list == "settings":
            settings = entry.record
        elif entry.change == Change.NEW:
            records[entry.list].append(entry.record)
        elif entry.change == Change.CHANGED:
            changed[id(entry.existing)] = entry.record
    lists = {name: tuple(changed.get(id(record), record) for record in records[name]) for name in _LISTS}
    return LibraryRecord(settings=settings, **lists)


def _sound(name: str, records: Iterable[Any], known: Known, problems: list[Problem]) -> Iterator[Any]:
    for record in records:
        lost = missing(name, record, known)
        if lost:
            entry = Entry(name, Change.NEW, record, called=name_of(record, known))
            problems.append(Problem(_said_of(name, "" if name == "settings" else entry.name), lost))
        else:
            yield record


def _plan_records(name: str, incoming: Iterable[Any], existing: Iterable[Any]) -> Iterator[Entry]:
    """Two records under one name may come from two stories of the file that are one in the library."""
    if name in MAY_COME_TWICE:
        yield from _plan_pairs(name, incoming, existing)
        return
    library = {key_of(name, record): record for record in existing}
    planned: dict[tuple[str, ...], Any] = {}
    for record in incoming:
        key = key_of(name, record)
        if key in library:
            yield _compared(name, record, library[key], DIFFERENT)
        elif key in planned:
            yield _compared(name, record, planned[key], TWICE)
        else:
            planned[key] = record
            yield Entry(name, Change.NEW, record)


def _compared(name: str, record: Any, existing: Any, reason: str) -> Entry:
    if record == existing:
        return Entry(name, Change.SAME, record, existing)
    return Entry(name, Change.CONFLICT, record, existing, reason=reason)


def _plan_pairs(name: str, incoming: Iterable[Any], existing: Iterable[Any]) -> Iterator[Entry]:
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
