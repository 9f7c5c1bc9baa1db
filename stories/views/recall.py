"""Quick recall: the question, the reveal, right or not, and the next."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from stories.access import owner_of
from stories.forms import whole_number
from stories.practice.actions import start_over, stop
from stories.practice.queries import practice_of
from stories.practice.recall import MINUTES, QUESTIONS, SECONDS, Recall, first_line, keep_card, recall_of, show_card
from stories.views.requests import pressed_at

SESSION_KEY = "recall"


@require_http_methods(["GET", "POST"])
def practice_recall(request: HttpRequest) -> HttpResponse:
    recall = _kept(request)
    if request.method == "GET":
        return _show(request, recall)
    if request.POST.get("do") == "start":
        return _start(request, recall)
    if recall and whole_number(request.POST.get("number")) == recall.number:
        _press(request, recall)
    return redirect("stories:practice-recall")


def _kept(request: HttpRequest) -> Recall | None:
    """The sitting that was begun last."""
    kept = request.session.get(SESSION_KEY)
    if not kept:
        return None
    return recall_of(owner_of(request), uuid.UUID(kept["sitting"]), [(kind, pk) for kind, pk in kept["asked"]])


def _start(request: HttpRequest, before: Recall | None) -> HttpResponse:
    """Choose the questions; what was left of the sitting before is dropped."""
    owner = owner_of(request)
    turns = practice_of(owner, timezone.localdate()).weakest(QUESTIONS)
    if not turns:
        messages.info(request, "There is nothing to recall yet. First choose a story for a question.")
        return redirect("stories:practice")
    if before and before.current and before.current.rehearsal:
        start_over(rehearsal=before.current.rehearsal)
    request.session[SESSION_KEY] = {"sitting": str(uuid.uuid4()), "asked": [turn.item.id for turn in turns]}
    return _next(request)


def _press(request: HttpRequest, recall: Recall) -> None:
    """A button of the current card."""
    card = recall.current
    if card is None or card.rehearsal is None:
        show_card(recall=recall)
    elif request.POST.get("do") == "reveal":
        stop(rehearsal=card.rehearsal, at=pressed_at(request))
    elif request.POST.get("right") in {"0", "1"}:
        keep_card(card=card, is_right=request.POST["right"] == "1")
        _next(request)


def _next(request: HttpRequest) -> HttpResponse:
    """Start the clock of the next card."""
    if recall := _kept(request):
        show_card(recall=recall)
    return redirect("stories:practice-recall")


def _show(request: HttpRequest, recall: Recall | None) -> HttpResponse:
    card = recall.current if recall else None
    context = {
        "recall": recall,
        "card": card,
        "elapsed": card.rehearsal.elapsed(timezone.now()) if card and card.rehearsal else 0,
        "first_line": first_line(card.told) if card and card.state == "told" else "",
        "questions": QUESTIONS,
        "seconds": SECONDS,
        "minutes": MINUTES,
    }
    return render(request, "practice/recall.html", context)
