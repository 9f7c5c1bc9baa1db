"""A telling from the first word to its rating. All arguments are keywords.

Each action but the first locks a telling that is under way, so two windows never write over each other, and raises
Rehearsal.DoesNotExist once it is over. `at` is what the teller's clock says, in milliseconds; without it the server's
own clock counts.
"""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.utils import timezone

from stories.core.choices import Section
from stories.core.memory import Rating
from stories.core.section_times import LONGEST
from stories.enums import Occasion
from stories.models import Answer, Owner, PreparedAnswer, Rehearsal, Round
from stories.models.rehearsal import Told, rehearsal_of


def sections_told(told: Told) -> list[Section]:
    """The sections that an answer has, in the order in which they are told; none without a story."""
    return [section for section in Section if told.told(section)] if isinstance(told, Answer) else []


@transaction.atomic
def begin(
    *,
    told: Told,
    occasion: Occasion = Occasion.TELLING,
    sitting: uuid.UUID | None = None,
    round_: Round | None = None,
) -> Rehearsal:
    """Start the clock; a telling of the same answer that is still under way goes on instead."""
    Owner.objects.select_for_update().get(pk=told.owner_id)
    known = Rehearsal.objects.of(told).under_way().filter(sitting=sitting).first()
    if known:
        return known
    rehearsal = rehearsal_of(told, occasion=occasion, sitting=sitting)
    rehearsal.round = round_
    rehearsal.began = rehearsal.runs_since = timezone.now()
    if occasion != Occasion.RECALL:
        rehearsal.marks = [[section, 0] for section in sections_told(told)[:1]]
    rehearsal.save()
    return rehearsal


@contextmanager
def _changed(rehearsal: Rehearsal) -> Iterator[Rehearsal]:
    """The row as it is stored, locked; saved after the block."""
    with transaction.atomic():
        rows = Rehearsal.objects.under_way().select_for_update(of=("self",)).select_related("answer__story", "prepared")
        row = rows.get(pk=rehearsal.pk)
        yield row
        row.save()


def _set_clock(row: Rehearsal, at: int | None) -> int:
    """The milliseconds at this moment: never before the latest mark, nor after the longest telling."""
    now = timezone.now()
    elapsed = row.elapsed(now) if at is None else at
    latest = row.marks[-1][1] if row.marks else 0
    row.milliseconds = min(max(elapsed, latest), LONGEST)
    row.runs_since = row.runs_since and now
    return row.milliseconds


def mark(*, rehearsal: Rehearsal, section: Section, at: int | None = None) -> Rehearsal:
    """A section begins; pressed twice, it began the first time."""
    with _changed(rehearsal) as row:
        if not row.is_told and section not in {begun.section for begun in row.begun}:
            row.runs_since = row.runs_since or timezone.now()
            row.marks.append([section, _set_clock(row, at)])
    return row


def unmark(*, rehearsal: Rehearsal) -> Rehearsal:
    """Take back that the telling was over, or else that the latest section had begun; the clock stays as it is."""
    with _changed(rehearsal) as row:
        if row.is_told:
            row.is_told = False
        elif len(row.marks) > 1:
            row.marks.pop()
    return row


def pause(*, rehearsal: Rehearsal, at: int | None = None) -> Rehearsal:
    with _changed(rehearsal) as row:
        if not row.is_told and (row.runs_since or at is not None):
            _set_clock(row, at)
            row.runs_since = None
    return row


def resume(*, rehearsal: Rehearsal, at: int | None = None) -> Rehearsal:
    """The clock goes on from where it stood, or from `at` if it was never meant to stop."""
    with _changed(rehearsal) as row:
        if not row.is_told and not row.runs_since:
            _set_clock(row, at)
            row.runs_since = timezone.now()
    return row


def stop(*, rehearsal: Rehearsal, at: int | None = None) -> Rehearsal:
    """The last word is said."""
    with _changed(rehearsal) as row:
        if not row.is_told:
            _set_clock(row, at)
            row.runs_since, row.is_told = None, True
    return row


@transaction.atomic
def rate(*, rehearsal: Rehearsal, rating: Rating, left_out: Iterable[str]) -> Rehearsal:
    """How it went. The day that its owner had chosen for it is over; a quick recall is no telling, and leaves it."""
    with _changed(rehearsal) as row:
        row.runs_since, row.is_told = None, True
        row.day = timezone.localdate()
        row.rating, row.left_out = rating, list(left_out)
    if row.occasion != Occasion.RECALL:
        choose_day(told=row.told, day=None)
    return row


def start_over(*, rehearsal: Rehearsal) -> None:
    """Forget a telling that isn't over."""
    Rehearsal.objects.under_way().filter(pk=rehearsal.pk).delete()


def choose_day(*, told: Told, day: date | None) -> None:
    """Move the next telling by hand; with None, the plan chooses again."""
    model = Answer if isinstance(told, Answer) else PreparedAnswer
    model.objects.filter(pk=told.pk).exclude(tell_on=day).update(tell_on=day)
