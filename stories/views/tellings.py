"""One telling by the clock: question, sections, what was left out, rating, and what came of it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stories import access
from stories.access import owner_of
from stories.core.choices import Section
from stories.core.memory import Rating
from stories.enums import RATINGS, SECTIONS
from stories.forms import whole_number
from stories.models import Answer, PreparedAnswer, Rehearsal
from stories.models.rehearsal import Told
from stories.practice.actions import LONGEST, begin, mark, pause, rate, resume, sections_told, start_over, stop, unmark
from stories.practice.checklist import lines_to_check, stretches_of, targets_of, verdict_on
from stories.practice.queries import practice_of
from stories.views.requests import discard, pressed_at


@access.gives(access.answer)
@require_http_methods(["GET", "POST"])
def answer_tell(request: HttpRequest, answer: Answer) -> HttpResponse:
    return _tell(request, answer)


@access.gives(access.prepared)
@require_http_methods(["GET", "POST"])
def question_prepared_tell(request: HttpRequest, prepared: PreparedAnswer) -> HttpResponse:
    return _tell(request, prepared)


def _tell(request: HttpRequest, told: Told) -> HttpResponse:
    under_way = Rehearsal.objects.of(told).under_way().filter(sitting=None).first()
    if request.method == "GET":
        return _show(request, told, under_way)
    if request.POST.get("do") == "start":
        begin(told=told)
    elif "rating" in request.POST:
        return _rate(request, told, under_way)
    elif under_way:
        _press(request, under_way)
    return _after(request, told)


def _press(request: HttpRequest, rehearsal: Rehearsal) -> None:
    """A button of the running clock."""
    at = pressed_at(request)
    section = request.POST.get("section", "")
    presses: dict[str, Callable[[], object]] = {
        "pause": lambda: pause(rehearsal=rehearsal, at=at),
        "resume": lambda: resume(rehearsal=rehearsal, at=at),
        "back": lambda: unmark(rehearsal=rehearsal),
        "stop": lambda: stop(rehearsal=rehearsal, at=at),
        "over": lambda: start_over(rehearsal=rehearsal),
    }
    if section in tuple(Section):
        mark(rehearsal=rehearsal, section=Section(section), at=at)
    elif press := presses.get(request.POST.get("do", "")):
        press()


def _after(request: HttpRequest, told: Told) -> HttpResponse:
    """What the clock shows after a press."""
    if request.headers.get("HX-Target") == "telling":
        return _show(
            request, told, Rehearsal.objects.of(told).under_way().filter(sitting=None).first(), part="#telling"
        )
    return redirect(told.get_tell_url())


def _rate(request: HttpRequest, told: Told, rehearsal: Rehearsal | None) -> HttpResponse:
    rating = whole_number(request.POST.get("rating"))
    if rehearsal is None:  # Rated in another window.
        return redirect(Rehearsal.objects.of(told).rated().first() or told.get_tell_url())
    if rating not in tuple(Rating):
        messages.error(request, "Not saved yet: say how it went.")
        return redirect(told.get_tell_url())
    lines = lines_to_check(told, owner_of(request).pace)
    left_out = [line for line in lines if line in request.POST.getlist("left_out")]
    return redirect(rate(rehearsal=rehearsal, rating=Rating(rating), left_out=left_out))


def _show(request: HttpRequest, told: Told, rehearsal: Rehearsal | None, part: str = "") -> HttpResponse:
    pace = owner_of(request).pace
    elapsed = min(rehearsal.elapsed(timezone.now()), LONGEST) if rehearsal else 0
    sections, begun = sections_told(told), {mark.section for mark in rehearsal.begun} if rehearsal else set()
    context = {
        "told": told,
        "question": told.question,
        "rehearsal": rehearsal,
        "state": rehearsal.state if rehearsal else "ready",
        "elapsed": elapsed,
        "seconds": elapsed // 1000,
        "hand": min(100, elapsed // (10 * pace.limit)),
        "sections": [(section, SECTIONS[section], section in begun) for section in sections],
        "following": next(((section, SECTIONS[section]) for section in sections if section not in begun), None),
        "targets": targets_of(told, pace),
        "limit": pace.limit,
        "names_story_first": owner_of(request).names_story_first,
        "lines": lines_to_check(told, pace) if rehearsal and rehearsal.is_told else (),
        "ratings": RATINGS,
    }
    return render(request, f"practice/tell.html{part}", context)


@access.gives(access.rehearsal)
@require_safe
def rehearsal_detail(request: HttpRequest, rehearsal: Rehearsal) -> HttpResponse:
    """What came of a telling, and what comes next."""
    if rehearsal.rating is None:
        return redirect(rehearsal.told.get_tell_url())
    owner = owner_of(request)
    context = {
        "rehearsal": rehearsal,
        "told": rehearsal.told,
        "verdict": verdict_on(rehearsal, owner.pace),
        "stretches": stretches_of(rehearsal, owner.pace),
        "practice": practice_of(owner, timezone.localdate()),
    }
    return render(request, "practice/rehearsal.html", context)


@access.gives(access.rehearsal)
@require_POST
def rehearsal_discard(request: HttpRequest, rehearsal: Rehearsal) -> HttpResponse:
    told = rehearsal.told
    discard(request, rehearsal, "The telling was deleted.")
    return redirect(told)
