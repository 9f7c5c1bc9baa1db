"""Match: which story answers each open question, decided card by card."""

import uuid
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from stories import access
from stories.access import owner_of
from stories.answers.actions import end_refusal
from stories.answers.decisions import choose_story, refuse, undo
from stories.answers.match_cards import next_card
from stories.coverage.snapshot import snapshot_of
from stories.forms import whole_number
from stories.models import Question, Story

MOST_UNDONE = 50
SESSION_KEY = "match"
NOT_ACTIVE = "That story has been archived or deleted. Choose another."


class _Decided(NamedTuple):
    """What can be undone."""

    question: int
    story: str
    """Its id; empty for none."""
    title: str


class _Sitting:
    """What is remembered while somebody goes through the cards, as long as their session lasts."""

    def __init__(self, request: HttpRequest) -> None:
        kept = request.session.get(SESSION_KEY, {})
        self._session = request.session
        self.later: list[int] = kept.get("later", [])
        self.decided = [_Decided(*each) for each in kept.get("decided", [])]

    def keep(self) -> None:
        self._session[SESSION_KEY] = {"later": self.later, "decided": self.decided[-MOST_UNDONE:]}


@require_safe
def match(request: HttpRequest) -> HttpResponse:
    return _show(request, whole_number(request.GET.get("question", "")))


def _show(request: HttpRequest, first: int | None = None) -> HttpResponse:
    snapshot = snapshot_of(owner_of(request))
    sitting = _Sitting(request)
    decided = sitting.decided[-1] if sitting.decided else None
    card = next_card(snapshot, sitting.later, first)
    context = {"card": card, "decided": decided, "snapshot": snapshot}
    part = "#card" if request.headers.get("HX-Target") == "match" else ""
    return render(request, f"match/match.html{part}", context)


def _next(request: HttpRequest, question: Question | None = None) -> HttpResponse:
    """The next card, or the one of the question."""
    if request.headers.get("HX-Target") == "match":
        return _show(request, question.pk if question else None)
    return redirect(reverse("stories:match", query={"question": question.pk} if question else None))


@access.gives(access.question)
@require_POST
def match_decide(request: HttpRequest, question: Question) -> HttpResponse:
    choice = request.POST.get("choice", "")
    if choice == "later":
        return _put_off(request, question)
    if choice == "none":
        return _refuse(request, question)
    return _choose(request, question, choice)


def _put_off(request: HttpRequest, question: Question) -> HttpResponse:
    sitting = _Sitting(request)
    sitting.later = [*(pk for pk in sitting.later if pk != question.pk), question.pk]
    sitting.keep()
    return _next(request)


def _refuse(request: HttpRequest, question: Question) -> HttpResponse:
    owner = owner_of(request)
    snapshot = snapshot_of(owner)
    if question.pk in snapshot.questions:
        refuse(owner=owner, question=question, snapshot=snapshot)
        _remember(request, question, None)
    return _next(request)


def _choose(request: HttpRequest, question: Question, choice: str) -> HttpResponse:
    story = access.active_story(owner_of(request), choice)
    if story is None:
        messages.error(request, NOT_ACTIVE)
        return _next(request, question)
    choose_story(owner=owner_of(request), question=question, story=story)
    _remember(request, question, story)
    return _next(request)


def _remember(request: HttpRequest, question: Question, story: Story | None) -> None:
    sitting = _Sitting(request)
    sitting.later = [pk for pk in sitting.later if pk != question.pk]
    decided = _Decided(question.pk, str(story.pk) if story else "", str(story or ""))
    if decided not in sitting.decided[-1:]:
        sitting.decided.append(decided)
    sitting.keep()


@require_POST
def match_undo(request: HttpRequest) -> HttpResponse:
    """Take the latest decision back, and show its card again."""
    sitting = _Sitting(request)
    if not sitting.decided:
        return _next(request)
    decided = sitting.decided.pop()
    sitting.keep()
    question = access.question(owner_of(request), decided.question)
    story = uuid.UUID(decided.story) if decided.story else None
    if not undo(owner=owner_of(request), question=question, story=story):
        messages.warning(request, f"“{decided.title}” stays: its answer has been opened since. Delete it there.")
    return _next(request, question)


@access.gives(access.question)
@require_POST
def match_again(request: HttpRequest, question: Question) -> HttpResponse:
    """The question is open again."""
    end_refusal(owner=owner_of(request), question=question)
    messages.success(request, "The question is open again.")
    return redirect(question)
