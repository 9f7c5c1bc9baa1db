"""Imports that were done: what each made and changed, and taking one back.

What was made goes to the bin, and what was changed gets its version from before. What its owner has written on since is
left as it is, and named.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from stories.answers.actions import restore_answer
from stories.answers.prepared import restore_prepared
from stories.answers.versions import ANSWER_FIELDS
from stories.core.choices import Status
from stories.core.exchange import Entry
from stories.core.exchange.constraints import is_id
from stories.core.fields import VERSIONED
from stories.core.grammar import count_of, join_words
from stories.exchange.companions import let_stand_again, unopened
from stories.library.actions import mark_story, restore_story
from stories.library.bin import throw_away
from stories.models import Answer, Imported, Owner, PreparedAnswer, Question, Rehearsal, Story

Row = Story | Answer | PreparedAnswer | Rehearsal | Question

WRITTEN_ON = "it has been changed since"
IN_USE = "something made since depends on it"
NO_VERSION = "its version from before isn't kept any more"
_STAYING = {
    "frameworks": ("framework or set of values", "frameworks or sets of values"),
    "loops": ("loop", "loops"),
    "opinions": ("opinion", "opinions"),
    "dismissed": ("dismissed finding", "dismissed findings"),
    "declined": ("declined value", "declined values"),
    "refused": ("question without a story", "questions without a story"),
    "hidden_questions": ("hidden question", "hidden questions"),
    "hidden_values": ("hidden value", "hidden values"),
}
"""What isn't taken back, in the words for one and for several."""
_KINDS = {
    "story": ("story", "stories"),
    "answer": ("answer", "answers"),
    "preparedanswer": ("prepared answer", "prepared answers"),
    "rehearsal": ("rehearsal", "rehearsals"),
    "question": ("question", "questions"),
}
_IN_ORDER = ("answer", "preparedanswer", "rehearsal", "story", "question")
"""In which they are undone, so that nothing is left for what goes with it; tellings go with an answer that was made."""
_MOST_NAMED = 3
_WITHIN = re.compile(r"(?<=\.zip), .+|, sheet .+|, (?:row|line) \d+$", re.IGNORECASE | re.DOTALL)
"""Where in a file an entry was found."""


@dataclass(frozen=True, slots=True)
class ImportedItem:
    """A story, an answer, with a story or without, a rehearsal or a question that an import made or changed."""

    kind: str
    pk: str
    name: str
    mark: str
    """Of what it said right after the import: by `mark_of`."""
    before: int | None = None
    """Its version before the import; None if the import made it."""
    status: str = ""
    """Of a story, before."""
    extra: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, row: Row) -> "ImportedItem":
        """For what an import made."""
        return cls(str(row._meta.model_name), str(row.pk), str(row)[:500], mark_of(row))


def is_undoable(item: Mapping[str, Any]) -> bool:
    """Whether Prepsite can have written it: a row of a kind that is known, under an id of that kind."""
    is_row = is_id(item["pk"]) if item["kind"] == "story" else item["pk"].isdecimal() and len(item["pk"]) < 19
    return item["kind"] in _KINDS and is_row and item["status"] in ("", *Status)


class TakenBackError(Exception):
    """It can't be taken back: it has been already, or it is too old."""


def keep_record(*, owner: Owner, entries: Iterable[Entry], items: Iterable[ImportedItem]) -> Imported:
    """One entry in the list of imports; those too old to be taken back are forgotten."""
    owner.imports.expired().delete()
    written = list(entries)
    return Imported.objects.create(
        owner=owner,
        source=source_of(written),
        items=[asdict(item) for item in _once_each(items)],
        staying=staying_after(written),
    )


def _once_each(items: Iterable[ImportedItem]) -> Iterable[ImportedItem]:
    """What was changed twice: from what it said before the first change to what it says after the last."""
    rows: dict[tuple[str, str], ImportedItem] = {}
    for item in items:
        first = rows.get((item.kind, item.pk), item)
        rows[item.kind, item.pk] = replace(first, name=item.name, mark=item.mark)
    return rows.values()


def source_of(entries: Iterable[Entry]) -> str:
    """The names of the files."""
    files = list(dict.fromkeys(_WITHIN.sub("", entry.origin) for entry in entries if entry.origin))
    more = [f"{len(files) - _MOST_NAMED} more"] if len(files) > _MOST_NAMED else []
    return join_words([*files[:_MOST_NAMED], *more])[:500] or "a file"


def staying_after(entries: Iterable[Entry]) -> list[str]:
    """What would not come back, in words: "2 loops", "the settings"."""
    counts = Counter(entry.list for entry in entries)
    listed = [count_of(counts[name], *words) for name, words in _STAYING.items() if counts[name]]
    return [*listed, *(["the settings"] if counts["settings"] else [])]


@dataclass(frozen=True, slots=True)
class Summary:
    """What an import did, for its owner to read."""

    counts: str
    made: Sequence[str]
    """Names."""
    changed: Sequence[str]


def summary_of(imported: Imported) -> Summary:
    items = [ImportedItem(**item) for item in imported.items]
    counts = Counter((item.before is None, item.kind) for item in items)
    made = [count_of(counts[True, kind], *words) for kind, words in _KINDS.items() if counts[True, kind]]
    changed = [count_of(counts[False, kind], *words) for kind, words in _KINDS.items() if counts[False, kind]]
    said = [f"{join_words(part)} {what}" for part, what in ((made, "made"), (changed, "changed")) if part]
    return Summary(
        "; ".join(said) or "nothing that can be taken back",
        [item.name for item in items if item.before is None],
        [item.name for item in items if item.before is not None],
    )


@transaction.atomic
def take_back(*, imported: Imported) -> Imported:
    """Undo what can be undone, and return the import with what was left. Raises TakenBackError if it is over."""
    imported = Imported.objects.select_for_update().get(pk=imported.pk)
    if imported.taken_back or imported.until < timezone.now():
        raise TakenBackError
    items = [ImportedItem(**item) for item in imported.items]
    unopened_before = unopened(imported.owner)
    left = [
        {"name": item.name, "why": why}
        for item in sorted(items, key=lambda item: _IN_ORDER.index(item.kind))
        if (why := _undo(item, imported))
    ]
    kept = {answer.pk for answer in unopened(imported.owner)}
    let_stand_again(imported.owner, [answer for answer in unopened_before if answer.pk not in kept])
    imported.left, imported.taken_back = left, timezone.now()
    imported.save(update_fields=["left", "taken_back"])
    return imported


def mark_of(row: Row) -> str:
    """The same as long as it says the same, whatever came and went in between."""
    return hashlib.sha256(json.dumps(_said(row), sort_keys=True).encode()).hexdigest()[:16]


def _said(row: Row) -> tuple[object, ...]:
    match row:
        case Story():
            tags = sorted(row.tags.values_list("value_id", "strength", "evidence"))
            return row.status, [getattr(row, name) for name in VERSIONED], tags
        case Answer():
            return tuple(getattr(row, name) for name in ANSWER_FIELDS)
        case PreparedAnswer():
            return row.full, row.short, row.headline, row.follow_ups
        case Rehearsal():
            return row.day.isoformat(), row.milliseconds, row.marks, row.left_out, row.rating
    return row.text, row.topic_id, row.stages, row.source, sorted(row.probes.values_list("value_id", "strength"))


def _undo(item: ImportedItem, imported: Imported) -> str:
    """Why it was left; empty if it is undone, or gone already."""
    owner = imported.owner
    rows: Mapping[str, Any] = {
        "answer": owner.answers,
        "preparedanswer": owner.prepared_answers,
        "rehearsal": owner.rehearsals,
        "story": owner.stories,
        "question": owner.questions,
    }
    row: Any = rows[item.kind].select_for_update().filter(pk=item.pk).first()
    if row is None:
        return ""
    if mark_of(row) != item.mark:
        return WRITTEN_ON
    if item.before is not None:
        return _PUT_BACK[item.kind](row, item)
    if _is_in_use(row, imported.created):
        return IN_USE
    throw_away(thing=row, owner=owner)
    return ""


def _is_in_use(row: Row, since: datetime) -> bool:
    """Whether a later answer or a loop tells the story, the question is answered or in a loop, or the answer was told.

    An answer that was only chosen, and never opened, goes along.
    """
    match row:
        case Answer() | PreparedAnswer():
            return row.rehearsals.filter(began__gte=since).exists()
        case Story():
            return row.answers.filter(was_seen=True).exists() or row.pins.exists() or row.tellings.exists()
        case Question():
            is_told = row.answers.filter(was_seen=True).exists() or row.prepared_answers.exists()
            return is_told or row.round_questions.exists()
    return False


def _put_answer_back(answer: Answer, item: ImportedItem) -> str:
    version = answer.versions.filter(number=item.before or 0).first()
    if version is None:
        return NO_VERSION
    restore_answer(version=version)
    return ""


def _put_prepared_back(prepared: PreparedAnswer, item: ImportedItem) -> str:
    version = prepared.versions.filter(number=item.before or 0).first()
    if version is None:
        return NO_VERSION
    restore_prepared(version=version)
    return ""


def _put_story_back(story: Story, item: ImportedItem) -> str:
    """The texts and tags from before, then the status and what its file held under other names."""
    if story.version != item.before:
        version = story.versions.filter(number=item.before or 0).first()
        if version is None:
            return NO_VERSION
        restore_story(version=version)
    Story.objects.filter(pk=story.pk).update(extra=item.extra)
    mark_story(story=story, status=Status(item.status))
    return ""


_PUT_BACK: dict[str, Callable[[Any, ImportedItem], str]] = {
    "answer": _put_answer_back,
    "preparedanswer": _put_prepared_back,
    "story": _put_story_back,
}
"""For what an import changed; it changes no question."""
