"""What a pending import would do, and what its owner decides."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from stories.core.choices import Section
from stories.core.differences import PageBudget, Piece, word_differences
from stories.core.exchange import (
    Change,
    Columns,
    Decision,
    Entry,
    Notes,
    Opened,
    Problem,
    Read,
    StoryRecord,
    Table,
    Unknown,
    decided,
    decisions_for,
    header_field,
    plain_name,
    read_tables,
    recognise,
    unpack,
)
from stories.core.exchange.marks import write_mark
from stories.core.exchange.naming import readable
from stories.core.exchange.notes import QUESTIONS
from stories.core.exchange.problems import printable
from stories.core.fields import LABELS
from stories.exchange.queries import plan_of, values_by_framework
from stories.exchange.readings import remembered_columns, remembered_labels
from stories.models import Framework, Owner, PendingImport

_CONFLICT = re.compile(r"conflict_[0-9]{1,7}")
SAMPLES = 3
"""Cells that are shown of a column."""
FIRST_WORDS = 12
"""That are shown of a text."""
MOST_LABELS = 40
"""Whose meaning can be chosen in one file."""
MOST_OPEN = 10
"""Kinds of labels among the files of archives that hold no story."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """What the library holds differently, and what can be done about it."""

    field: str
    """Its name in the form."""
    name: str
    """What a person would call the record."""
    entry: Entry
    decisions: tuple[Decision, ...]
    chosen: Decision = Decision.LEAVE

    def differences(self, budget: PageBudget) -> list[tuple[str, tuple[Piece, ...]]]:
        """For stories: from what the library holds to what comes in, by the names of the parts.

        There are no pieces of a part for which the page has no room.
        """
        if not isinstance(self.entry.record, StoryRecord):
            return []
        old, new = _parts(self.entry.existing), _parts(self.entry.replacement)
        return [(name, word_differences(old[name], new[name], budget)) for name in new if old[name] != new[name]]


@dataclass(frozen=True, slots=True)
class Sample:
    """A column of a table that isn't empty."""

    number: int
    name: str
    """In the header."""
    cells: Sequence[str]
    """The first that aren't empty."""

    @property
    def label(self) -> str:
        return self.name or f"Column {self.number + 1}"


def with_differences(
    conflicts: Iterable[Conflict],
) -> Iterator[tuple[Conflict, list[tuple[str, tuple[Piece, ...]]]]]:
    """Those of one page, each with what differs."""
    budget = PageBudget()
    return ((conflict, conflict.differences(budget)) for conflict in conflicts)


def _parts(story: StoryRecord) -> Mapping[str, str]:
    tags = "\n".join(
        f"{tag.value.rpartition('/')[2].replace('-', ' ').capitalize()}, {write_mark(tag)}"
        for tag in sorted(story.tags, key=lambda tag: tag.value)
    )
    return {**{LABELS[name]: text for name, text in story.texts.items()}, "Status": story.status, "Tags": tags}


@dataclass(frozen=True, slots=True)
class NotesLabels:
    """The labels of a file of notes whose meaning its owner may choose."""

    name: str
    """The file."""
    labels: Sequence[tuple[Unknown, str]]
    """Each label, and what was chosen for it."""
    is_open: bool
    """Whether any of them was neither understood nor chosen."""
    has_stories: bool = True
    """Whether any story was found in the file."""


@dataclass(frozen=True, slots=True)
class PreviewPart:
    label: str
    words: int
    beginning: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A story as an import would save it."""

    sections: Sequence[PreviewPart]
    others: Sequence[PreviewPart]
    """Other texts that aren't empty."""
    tags: Sequence[str]

    @property
    def empty(self) -> list[str]:
        """The labels of the sections that nothing was found for."""
        return [part.label for part in self.sections if not part.words]


def _preview(record: StoryRecord, values: Mapping[str, str]) -> Preview:
    parts = {name: _preview_part(name, text) for name, text in record.texts.items()}
    others = [part for name, part in parts.items() if part.words and name != "title" and name not in tuple(Section)]
    tags = [f"{values.get(tag.value) or readable(tag.value)} ({tag.strength})" for tag in record.tags]
    return Preview([parts[section] for section in Section], others, tags)


def _preview_part(name: str, text: str) -> PreviewPart:
    words = text.split()
    return PreviewPart(
        LABELS[name], len(words), " ".join(words[:FIRST_WORDS]) + ("…" if len(words) > FIRST_WORDS else "")
    )


@dataclass(frozen=True)
class ImportPlan:
    pending: PendingImport
    tables: tuple[tuple[Table, Columns], ...]
    values: Mapping[Framework, Mapping[str, str]]
    """Names of values by framework, and in it by framework/value."""
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    labels: Sequence[NotesLabels] = ()
    """Of each file of notes, what was not understood or has been chosen."""
    refused: Sequence[Notes] = ()
    """The files of notes in which there is no story."""
    remembered: frozenset[str] = frozenset()
    """The tables that are read as an earlier one of their shape was."""

    @cached_property
    def samples(self) -> list[list[Sample]]:
        """Of each table, in their order."""
        return [_samples_of(table, columns) for table, columns in self.tables]

    @cached_property
    def unrecognised(self) -> list[tuple[str, str, bool]]:
        """Table, column and whether it goes to the notes, for each whose name says nothing, until its owner has."""
        return [
            (table.name, printable(sample.label), bool(columns.targets[sample.number]))
            for (table, columns), samples in zip(self.tables, self.samples, strict=True)
            for sample in samples
            if table.name not in self.pending.columns and sample.cells
            if not columns.targets[sample.number]
            or (
                table.name not in self.remembered
                and columns.targets[sample.number] == "notes"
                and header_field(sample.name) != "notes"
            )
        ]

    def preview(self, entry: Entry) -> Preview | None:
        """A story as it will be; None for anything else."""
        if not isinstance(entry.record, StoryRecord):
            return None
        return _preview(entry.record, self._names)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """Of values, whatever their framework."""
        return {key: name for values in self.values.values() for key, name in values.items()}

    @cached_property
    def stamp(self) -> str:
        """Changes with all that the import would do or leave out."""
        effects = hashlib.sha256(repr(self.problems).encode(errors="surrogatepass"))
        for entry in self.entries:
            effects.update(repr(entry).encode(errors="surrogatepass"))
        return effects.hexdigest()[:16]

    @property
    def holds_questions(self) -> bool:
        """Whether any of the files is a list of questions, which goes in elsewhere."""
        return any(QUESTIONS in problem.reason for problem in self.problems)

    @property
    def summary(self) -> str:
        """How many of each kind there are."""
        counts = {
            "new": len(self.new),
            "changed": len(self.changed),
            "unchanged": len(self.same),
            "to decide": len(self.conflicts),
            "problem" if len(self.problems) == 1 else "problems": len(self.problems),
        }
        return ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)

    @cached_property
    def conflicts(self) -> list[Conflict]:
        return [
            Conflict(f"conflict_{number}", entry.name, entry, decisions_for(entry), self._chosen(number))
            for number, entry in enumerate(self.entries)
            if entry.change == Change.CONFLICT
        ]

    def decided(self, choices: Mapping[str, str]) -> list[Entry]:
        """The entries as they will be applied; `choices` add to those that were made on other pages."""
        return [
            decided(entry, Decision(choice))
            if (choice := choices.get(f"conflict_{number}")) in _CHOICES
            else decided(entry, self._chosen(number))
            for number, entry in enumerate(self.entries)
        ]

    def _chosen(self, number: int) -> Decision:
        """What was decided about a conflict so far, in this plan."""
        choices = self.pending.choices if self.pending.stamp == self.stamp else {}
        return Decision(choices.get(f"conflict_{number}", Decision.LEAVE))

    @cached_property
    def new(self) -> list[Entry]:
        return self._with(Change.NEW)

    @cached_property
    def changed(self) -> list[Entry]:
        return self._with(Change.CHANGED)

    @cached_property
    def same(self) -> list[Entry]:
        return self._with(Change.SAME)

    @property
    def lists(self) -> list[tuple[str, str, list[Entry]]]:
        """Each kind of entry that there is: a heading, its name in an address, and the entries."""
        lists = [
            ("New", "new", self.new),
            ("Changed", "changed", self.changed),
            ("Already in the library", "same", self.same),
        ]
        return [listed for listed in lists if listed[2]]

    @property
    def changes(self) -> int:
        """How many records are written if nothing else is decided."""
        return len(self.new) + len(self.changed)

    def _with(self, change: Change) -> list[Entry]:
        return [entry for entry in self.entries if entry.change == change]


_CHOICES = frozenset(Decision)


def choices_in(form: Mapping[str, str]) -> dict[str, str]:
    """What a form says about conflicts, by their names in it; anything else that was sent is left out."""
    return {name: choice for name, choice in form.items() if _CONFLICT.fullmatch(name) and choice in _CHOICES}


def import_plan(pending: PendingImport, owner: Owner) -> ImportPlan:
    """Worked out again from what was read of the files and from what the library holds now."""
    opened = unpack(bytes(pending.content))
    by_framework, chosen = values_by_framework(owner), pending.chosen_columns
    values = {key: name for names in by_framework.values() for key, name in names.items()}
    earlier = {table.name: columns for table in opened.tables if (columns := remembered_columns(owner, table, values))}
    tables = tuple(
        (table, chosen.get(table.name) or earlier.get(table.name) or recognise(table.rows, values))
        for table in opened.tables
    )
    labels = {
        notes.name: remembered_labels(owner, notes) | pending.labels.get(notes.name, {}) for notes in opened.notes
    }
    read = read_tables(opened, values, {table.name: columns for table, columns in tables}, labels)
    plan = plan_of(read, owner)
    return ImportPlan(
        pending,
        tables,
        by_framework,
        plan.entries,
        plan.problems,
        list(_labels(opened, read, labels)),
        [notes for notes in opened.notes if notes.name in read.refused],
        frozenset(earlier),
    )


def _labels(opened: Opened, read: Read, labels: Mapping[str, Mapping[str, str]]) -> Iterator[NotesLabels]:
    """Those that weren't understood, and those whose meaning was chosen for this file or an earlier one."""
    closed = _closed(opened, read)
    for notes in opened.notes:
        text = notes.text.lower()
        chosen = {name: target for name, target in labels[notes.name].items() if name in text}
        unread = {plain_name(label.name): label for label in read.unknown.get(notes.name, ())[:MOST_LABELS]}
        made = [(unread.get(name, Unknown(name, "")), target) for name, target in chosen.items()][:MOST_LABELS]
        open_ = [(label, "") for name, label in unread.items() if name not in chosen]
        if unread or made:
            is_open = bool(open_) and notes.name not in closed
            yield NotesLabels(notes.name, [*open_, *made], is_open, notes.name not in read.refused)


def _closed(opened: Opened, read: Read) -> set[str]:
    """Files of archives without a story: those with the labels of another are read like that one.

    Where they have many kinds of labels, they are a vault of other notes.
    """
    others = [notes.name for notes in opened.notes if ", " in notes.name and notes.name in read.refused]
    kinds = {name: frozenset(plain_name(label.name) for label in read.unknown.get(name, ())) for name in others}
    first = {kind: name for name, kind in reversed(kinds.items())}
    return set(others) - (set(first.values()) if len(first) <= MOST_OPEN else set())


def _samples_of(table: Table, columns: Columns) -> list[Sample]:
    """Every column that isn't empty, in one pass through the table."""
    cells: list[list[str]] = [[] for _ in columns.targets]
    for row in table.rows[columns.header + 1 :]:
        for found, cell in zip(cells, row, strict=False):
            if len(found) < SAMPLES and cell.strip():
                found.append(cell)
    header = table.rows[columns.header] if columns.header >= 0 else ()
    names = [cell.strip() for cell in header[: len(cells)]] + [""] * (len(cells) - len(header))
    samples = (Sample(number, name, found) for number, (name, found) in enumerate(zip(names, cells, strict=True)))
    return [sample for sample in samples if sample.name or sample.cells]
