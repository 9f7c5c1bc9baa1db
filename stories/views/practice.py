"""Practice: what is told today and on the days to come, and the question most due."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST, require_safe

from stories import access
from stories.access import owner_of
from stories.models import Answer, PreparedAnswer
from stories.models.rehearsal import Told
from stories.practice.actions import choose_day
from stories.practice.queries import FURTHEST, practice_of
from stories.views.voice import plays_voice


@require_safe
@plays_voice
def practice(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    return render(request, "practice/practice.html", {"practice": practice_of(owner_of(request), today)})


@require_safe
def practice_ask(request: HttpRequest) -> HttpResponse:
    """The question most due."""
    practice = practice_of(owner_of(request), timezone.localdate())
    if practice.next:
        return redirect(practice.next.address)
    if not practice.turns:
        messages.info(request, "There is nothing to tell yet. First choose a story for a question.")
    return redirect("stories:practice")


@access.gives(access.answer)
@require_POST
def answer_move(request: HttpRequest, answer: Answer) -> HttpResponse:
    return _move(request, answer)


@access.gives(access.prepared)
@require_POST
def question_prepared_move(request: HttpRequest, prepared: PreparedAnswer) -> HttpResponse:
    return _move(request, prepared)


def _move(request: HttpRequest, told: Told) -> HttpResponse:
    """The next telling on another day, as the owner says; on none, as the plan does."""
    text = request.POST.get("day", "")
    day, today = _day(text), timezone.localdate()
    if text and (day is None or not today <= day <= today + FURTHEST):
        messages.error(request, "Not moved: choose a day from today on, within a year.")
    else:
        choose_day(told=told, day=day)
        moved = f"is told on {day:%-d %B}" if day else "is told when the plan says"
        messages.success(request, f"“{told.question}” {moved}.")
    return redirect("stories:practice")


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
