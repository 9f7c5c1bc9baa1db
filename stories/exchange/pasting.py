"""Notes that were pasted with labels: read as a file of them would be, except that nothing is left out."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from stories.answers.decisions import choose_story
from stories.core.choices import Section, Status
from stories.core.exchange import FormatError, Incoming, LibraryRecord, Notes, Opened, by_name, open_files, read_tables
from stories.core.exchange.notes import NotesRead, read_notes
from stories.core.exchange.story_records import Asked
from stories.core.exchange.unread import said_of
from stories.coverage.snapshot import snapshot_of
from stories.exchange.asked_questions import asked_by, make_question
from stories.exchange.queries import value_names
from stories.library.actions import Saved, mark_story, save_story
from stories.library.content import StoryContent, TagContent
from stories.models import EditConflict, Owner, Question, Story, Value

FEWEST_SECTIONS = 2
"""In a story whose notes count as labelled."""
NAME = "Pasted notes.txt"


@dataclass(frozen=True, slots=True)
class Beside:
    """What notes say of a story beside its texts and tags."""

    status: Status = Status.DRAFT
    extra: Mapping[str, Any] = field(default_factory=dict)
    asked: Asked | None = None
    """What it answers."""


NOTHING_BESIDE = Beside()


@dataclass(frozen=True, slots=True)
class Pasted:
    opened: Opened
    """The notes as a file to import."""
    is_read: bool = False
    """Whether they hold a story, by their labels or as a table, or several."""
    story: Incoming | None = None
    """The only one."""
    doubts: Sequence[str] = ()
    """What was not understood in it, and where it is kept, in sentences."""


def read_pasted(notes: str, owner: Owner) -> Pasted:
    opened = open_files([(NAME, notes.encode())])
    values = value_names(owner)
    if opened.tables or opened.stories or opened.libraries:
        read = read_tables(opened, values)
        return Pasted(opened, is_read=bool(read.stories or read.libraries))
    found = [_read(replace(text, name=""), values) for text in opened.notes]
    stories = [story for notes_read in found for story in notes_read.stories]
    is_refused = any(notes_read.problems for notes_read in found)  # A story that is too long, say.
    if is_refused or len(stories) != 1 or not _is_labelled(stories[0]):
        return Pasted(opened, is_read=is_refused or any(map(_is_labelled, stories)))
    unknown = [label for notes_read in found for label in notes_read.unknown]
    return Pasted(opened, is_read=True, story=stories[0], doubts=(*stories[0].remarks, *said_of(unknown)))


def _read(notes: Notes, values: Mapping[str, str]) -> NotesRead:
    try:
        return read_notes(notes, by_name(values), keeps_outside=True)
    except FormatError:
        return NotesRead()


def _is_labelled(story: Incoming) -> bool:
    return sum(bool(story.record.texts[section]) for section in Section) >= FEWEST_SECTIONS


def parts_of(story: Incoming, owner: Owner) -> tuple[StoryContent, Beside]:
    """What the story says, and what its notes say beside it."""
    [settled], [asked] = asked_by([story], LibraryRecord(), owner)
    record, values = settled.record, _values(owner, (tag.value for tag in story.record.tags))
    tags = [TagContent(values[tag.value], tag.strength, tag.evidence) for tag in record.tags]
    content = StoryContent(record.texts, tuple(sorted(tags, key=lambda tag: tag.value)), tuple(sorted(values.values())))
    return content, Beside(record.status, record.extra, asked)


def _values(owner: Owner, wanted: Iterable[str]) -> dict[str, int]:
    values = Value.objects.of(owner).filter(slug__in={name.rpartition("/")[2] for name in wanted})
    return {f"{value.framework.slug}/{value.slug}": value.pk for value in values.select_related("framework")}


@transaction.atomic
def save_notes(*, owner: Owner, pk: uuid.UUID, content: StoryContent, beside: Beside) -> Saved | EditConflict:
    """Make a story of notes, and the answer to the question that they say it answers."""
    saved = save_story(owner=owner, pk=pk, base=0, session=uuid.uuid4(), content=content)
    if isinstance(saved, EditConflict):
        return saved
    if beside.extra:
        Story.objects.filter(pk=pk).update(extra=beside.extra)
    if beside.status != Status.DRAFT:
        mark_story(story=saved.story, status=beside.status)
    if beside.asked:
        choose_story(owner=owner, question=_question(beside.asked, owner), story=saved.story)
    return saved


def _question(asked: Asked, owner: Owner) -> Question:
    known = Question.objects.of(owner).filter(slug=asked.slug).first()
    return known or make_question(asked=asked, owner=owner, snapshot=snapshot_of(owner, category=""))
