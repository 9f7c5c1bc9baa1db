from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from stories.access import owner_of
from stories.core.choices import Status
from stories.core.coverage import Flag, ValueLevel
from stories.core.practice import from_today
from stories.coverage.losses import fallen_for
from stories.coverage.snapshot import Snapshot, ValueRow, snapshot_of
from stories.enums import WORKS
from stories.models import Loop, Owner, Round, Story
from stories.practice.freshness import freshness_of
from stories.readiness.standings import SYMBOLS, Part, readiness_of
from stories.readiness.todo import todo_of
from stories.views.conditional_get import until_the_library_changes

MOST_DRAFTS = 5
FILTERS = {"": "All", "story": "Without a story", "time": "Not in time yet", "fresh": "Not fresh yet"}
"""What the list of questions may be narrowed to: those that haven't come as far as a step."""


@dataclass(frozen=True, slots=True)
class Interview:
    """The next one, if there is any."""

    loop: Loop | None
    day: date
    when: str
    """From today."""


def _interview(owner: Owner, snapshot: Snapshot, today: date) -> Interview:
    day = freshness_of(owner, snapshot).schedule.otherwise
    return Interview(snapshot.likely.loop, day, from_today(day, today))


@require_safe
@until_the_library_changes
def home(request: HttpRequest) -> HttpResponse:
    owner, today = owner_of(request), timezone.localdate()
    snapshot = snapshot_of(owner)
    readiness = readiness_of(owner, snapshot)
    todos = todo_of(owner, snapshot, readiness, today)
    context = {
        "snapshot": snapshot,
        "readiness": readiness,
        "interview": _interview(owner, snapshot, today),
        "todos": todos,
        "minutes": sum(todo.line.task.minutes for todo in todos),
        "told_today": freshness_of(owner, snapshot).told_on(today),
        "rounds": [part for part in readiness.by_round(_rounds(snapshot)) if part.round],
        "hanging": [row for row in snapshot.value_rows if _hangs(row)],
        "drafts": list(islice(_drafts(snapshot, owner), MOST_DRAFTS)),
        "fallen": fallen_for(owner, snapshot),
        "works": WORKS,
    }
    return render(request, "home/home.html", context)


def _drafts(snapshot: Snapshot, owner: Owner) -> Iterator[tuple[Story, str]]:
    """The stories that don't count as ready, the latest first, each with what it lacks."""
    for story in snapshot.stories.values():
        if snapshot.counted[story.pk] == Status.DRAFT:
            yield story, " ".join(story.hold_ups(owner.pace)) or "Nothing holds it up: mark it ready when it is."


def _rounds(snapshot: Snapshot) -> list[Round]:
    return list(snapshot.likely.loop.rounds.all()) if snapshot.likely.loop else []


def _hangs(row: ValueRow) -> bool:
    """Whether one story holds the value up, or none does."""
    return row.coverage.level in (ValueLevel.MISSING, ValueLevel.DRAFT) or Flag.SINGLE_STORY in row.coverage.flags


@require_safe
@until_the_library_changes
def readiness_detail(request: HttpRequest) -> HttpResponse:
    """Each likely question with the worst reason why it isn't ready, by round."""
    owner = owner_of(request)
    snapshot = snapshot_of(owner)
    readiness = readiness_of(owner, snapshot)
    to = request.GET.get("to", "")
    to = to if to in FILTERS else ""
    steps = list(SYMBOLS)
    open_steps = steps[: steps.index(to)] if to else steps
    parts = [
        Part(part.round, [each for each in part.questions if each.step in open_steps])
        for part in readiness.by_round(_rounds(snapshot))
    ]
    context = {"readiness": readiness, "parts": parts, "filters": FILTERS, "to": to}
    return render(request, "readiness/detail.html", context)


@require_POST
def fallen_read(request: HttpRequest) -> HttpResponse:
    """The owner has read what counts no longer."""
    Owner.objects.filter(pk=owner_of(request).pk).update(hears_what_fell=False)
    return redirect("stories:home")
