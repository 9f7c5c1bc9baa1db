"""One telling by the clock: question, sections, what was left out, rating, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stories import access
from stories.access import owner_of
from stories.core.choices import Section
from stories.core.memory import Rating
from stories.core.section_times import LONGEST
from stories.enums import RATINGS, SECTIONS, Occasion
from stories.forms import whole_number
from stories.models import Answer, PreparedAnswer, Rehearsal
from stories.models.rehearsal import RehearsalQuerySet, Told
from stories.practice.actions import begin, mark, pause, rate, resume, sections_told, start_over, stop, unmark
from stories.practice.checklist import lines_to_check, stretches_of, targets_of, verdict_on
from stories.practice.mock_sittings import Place, Sitting, repeats, told_in_loop
from stories.practice.queries import practice_of
from stories.views.requests import discard, pressed_at
from stories.views.voice import plays_voice, records_voice


@access.gives(access.answer)
@require_http_methods(["GET", "POST"])
@records_voice
def answer_tell(request: HttpRequest, answer: Answer) -> HttpResponse:
    return tell(request, Seat(answer, answer.get_tell_url()))


@access.gives(access.prepared)
@require_http_methods(["GET", "POST"])
@records_voice
def question_prepared_tell(request: HttpRequest, prepared: PreparedAnswer) -> HttpResponse:
    return tell(request, Seat(prepared, prepared.get_tell_url()))


@dataclass(frozen=True, slots=True)
class Seat:
    """Where an answer is told: by itself, or at its place in a sitting."""

    told: Told
    address: str
    sitting: Sitting | None = None
    place: Place | None = None
    skip: str = ""
    """Where it goes on without a telling."""

    @property
    def rehearsals(self) -> RehearsalQuerySet:
        return Rehearsal.objects.of(self.told).filter(sitting=self.sitting.id if self.sitting else None)

    @property
    def under_way(self) -> Rehearsal | None:
        return self.rehearsals.under_way().first()

    def begin(self) -> None:
        if self.sitting:
            begin(told=self.told, occasion=Occasion.MOCK, sitting=self.sitting.id, round_=self.sitting.round)
        else:
            begin(told=self.told)

    def repeats(self, rehearsal: Rehearsal) -> list[str]:
        """Where its story was told already, in the same loop."""
        return repeats(rehearsal, told_in_loop(self.sitting.round, self.sitting.id)) if self.sitting else []


def tell(request: HttpRequest, seat: Seat) -> HttpResponse:
    if request.method == "GET":
        return _show(request, seat)
    under_way = seat.under_way
    if request.POST.get("do") == "start":
        seat.begin()
    elif "rating" in request.POST:
        return _rate(request, seat, under_way)
    elif under_way:
        _press(request, under_way)
    return _after(request, seat)


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


def _after(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What the clock shows after a press."""
    if request.headers.get("HX-Target") == "telling":
        return _show(request, seat, part="#telling")
    return redirect(seat.address)


def _rate(request: HttpRequest, seat: Seat, rehearsal: Rehearsal | None) -> HttpResponse:
    rating = whole_number(request.POST.get("rating"))
    if rehearsal is None:
        return _rated_elsewhere(seat)
    if rating not in tuple(Rating):
        messages.error(request, "Not saved yet: say how it went.")
        return redirect(seat.address)
    lines = lines_to_check(seat.told, owner_of(request).pace)
    left_out = [line for line in lines if line in request.POST.getlist("left_out")]
    try:
        rated = rate(rehearsal=rehearsal, rating=Rating(rating), left_out=left_out)
    except Rehearsal.DoesNotExist:  # In this very moment.
        return _rated_elsewhere(seat)
    return redirect(seat.address if seat.sitting else rated)


def _rated_elsewhere(seat: Seat) -> HttpResponse:
    """In another window."""
    return redirect(seat.rehearsals.rated().first() or seat.address)


def _show(request: HttpRequest, seat: Seat, part: str = "") -> HttpResponse:
    told, rehearsal, pace = seat.told, seat.under_way, owner_of(request).pace
    elapsed = min(rehearsal.elapsed(timezone.now()), LONGEST) if rehearsal else 0
    sections, begun = sections_told(told), {mark.section for mark in rehearsal.begun} if rehearsal else set()
    context = {
        "told": told,
        "seat": seat,
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
        "interruption": seat.place.interruption(rehearsal) if seat.place and rehearsal else "",
        "repeats": seat.repeats(rehearsal) if rehearsal and rehearsal.is_told else (),
    }
    return render(request, f"practice/tell.html{part}", context)


@access.gives(access.rehearsal)
@require_safe
@plays_voice
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
