"""A mock round: a loop's round from its first question to its last, and what came of it."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from stories import access
from stories.access import owner_of
from stories.models import Round, RoundQuestion
from stories.practice.checklist import verdict_on
from stories.practice.mock_sittings import Place, Results, Sitting, latest_sitting, share_of, sitting_of
from stories.views.tellings import Seat, tell
from stories.views.voice import records_voice


@access.gives(access.round_of_loop)
@require_http_methods(["GET", "POST"])
def round_mock(request: HttpRequest, part: Round) -> HttpResponse:
    """What the round holds; from here it is begun, or gone on with."""
    owner = owner_of(request)
    latest = latest_sitting(part, owner)
    sitting = sitting_of(part, owner, uuid.uuid4() if request.method == "POST" or latest is None else latest)
    if request.method == "POST":
        return redirect(_address(sitting, sitting.next) if sitting.next else "stories:match")
    context = {
        "round": part,
        "sitting": sitting,
        "share": share_of(part, len(sitting.places)),
        "go_on": _address(sitting, sitting.next) if sitting.is_begun and sitting.next else "",
    }
    return render(request, "practice/mock.html", context)


@access.gives(access.round_question)
@require_http_methods(["GET", "POST"])
@records_voice
def asked_mock(request: HttpRequest, asked: RoundQuestion, sitting: uuid.UUID) -> HttpResponse:
    """One question of a sitting: the clock; once it is told, the follow-up; nothing to tell, and where to choose it."""
    mock = sitting_of(asked.round, owner_of(request), sitting)
    place = mock.place(asked)
    if place.told and not place.is_over:
        return tell(request, Seat(place.told, _address(mock, place), mock, place, _after(mock, place)))
    if request.method == "POST":  # Rated in another window, or its answer is gone.
        return redirect(_address(mock, place))
    context = {
        "sitting": mock,
        "place": place,
        "next": _after(mock, place),
        "verdict": verdict_on(place.rehearsal, owner_of(request).pace) if place.rehearsal else "",
    }
    return render(request, "practice/follow_up.html" if place.is_over else "practice/nothing_planned.html", context)


@access.gives(access.mock)
@require_safe
def mock_detail(request: HttpRequest, results: Results) -> HttpResponse:
    return render(request, "practice/mock_results.html", {"results": results})


def _after(sitting: Sitting, place: Place) -> str:
    """The address of the next question, or of the end; of the beginning, where nothing was told."""
    if later := sitting.after(place):
        return _address(sitting, later)
    if any(place.is_over for place in sitting.places):
        return reverse("stories:mock-detail", args=[sitting.id])
    return reverse("stories:round-mock", args=[sitting.round.pk])


def _address(sitting: Sitting, place: Place) -> str:
    return reverse("stories:asked-mock", args=[place.asked.pk, sitting.id])
