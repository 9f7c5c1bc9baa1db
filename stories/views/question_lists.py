"""Questions in bulk: a list becomes questions, each with a topic and values proposed, for their owner to confirm."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stories.access import owner_of
from stories.bank.actions import own_questions_to_add_to, save_question
from stories.core.exchange.asked_question import LONGEST_QUESTION
from stories.core.grammar import count_of
from stories.core.question_lists import MOST_QUESTIONS, ListedQuestion
from stories.core.search import fold
from stories.coverage.snapshot import Snapshot, snapshot_of
from stories.coverage.suggestions import infer_question, same_among, same_question
from stories.forms import ListedQuestionForm, QuestionListForm, whole_number
from stories.models import Question, Topic
from stories.views.questions import proposal
from stories.views.requests import posted


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a list is found to hold: questions that are there already, and forms for the new ones."""

    known: Sequence[Question]
    forms: Sequence[ListedQuestionForm]


@require_http_methods(["GET", "POST"])
def question_batch(request: HttpRequest) -> HttpResponse:
    """First the list alone; then each of its questions with what is proposed, to be corrected and kept."""
    if "count" in request.POST:
        return _keep(request)
    if "heard" in request.POST:
        return _hear(request, request.POST["heard"])
    form = QuestionListForm(posted(request), request.FILES or None)
    if request.method == "GET" or not form.is_valid():
        return render(request, "questions/batch.html", {"form": form}, status=422 if form.errors else 200)
    return _show(request, _recognised(request, form.cleaned_data["questions"][:MOST_QUESTIONS]))


def _hear(request: HttpRequest, text: str) -> HttpResponse:
    """What was heard: one question goes on alone, and several are shown in the field for a list."""
    line = " ".join(text.split())
    is_short = len(line) <= LONGEST_QUESTION
    if is_short and len(text.strip().splitlines()) < 2:
        return redirect(reverse("stories:question-create", query={"text": line}))
    form = QuestionListForm(initial={"listed": text})
    return render(request, "questions/batch.html", {"form": form, "single": line if is_short else ""})


def _show(request: HttpRequest, found: Recognised, *, status: int = 200) -> HttpResponse:
    return render(request, "questions/batch_proposal.html", {"found": found, "count": len(found.forms)}, status=status)


def _recognised(request: HttpRequest, listed: Sequence[ListedQuestion]) -> Recognised:
    snapshot, topics = snapshot_of(owner_of(request), category=""), list(Topic.objects.all())
    known, new = [], []
    for question in listed:
        if same := same_question(question.text, snapshot):
            known.append(same)
        else:
            new.append(question)
    forms = [
        _form(request, number, snapshot, topics, initial=_initial(question, snapshot, topics))
        for number, question in enumerate(new)
    ]
    return Recognised(known, forms)


def _initial(question: ListedQuestion, snapshot: Snapshot, topics: Sequence[Topic]) -> dict[str, Any]:
    """What is inferred; the list's own word for the topic counts more."""
    named = {fold(name): topic for topic in topics for name in (topic.slug, topic.name)}
    proposed = proposal(question.text, infer_question(question.text, snapshot))
    return proposed | ({"topic": named[fold(question.category)]} if fold(question.category) in named else {})


def _form(
    request: HttpRequest, number: int, snapshot: Snapshot, topics: Sequence[Topic], **options: Any
) -> ListedQuestionForm:
    return ListedQuestionForm(
        **options,
        instance=Question(owner=owner_of(request)),
        values=snapshot.values.values(),
        topics=[("", "Choose a topic"), *((topic.pk, topic.name) for topic in topics)],
        prefix=f"q{number}",
    )


def _keep(request: HttpRequest) -> HttpResponse:
    """Save those that their owner keeps, or none, if one of them can't be saved."""
    snapshot, topics = snapshot_of(owner_of(request), category=""), list(Topic.objects.all())
    count = min(whole_number(request.POST["count"]) or 0, MOST_QUESTIONS)
    forms = [_form(request, number, snapshot, topics, data=request.POST) for number in range(count)]
    kept = [form for form in forms if form["keep"].value()]
    if any([form.errors for form in kept]):  # noqa: C419 - each is checked, so that each says what is wrong
        return _show(request, Recognised((), forms), status=422)
    with transaction.atomic():
        own = own_questions_to_add_to(owner_of(request))
        new = [form for form in kept if not same_among(form.instance.text, own)]
        for form in new:
            save_question(
                question=form.instance,
                offered=form.values,
                primary=form.chosen("primary"),
                secondary=form.chosen("secondary"),
            )
    messages.success(request, f"{count_of(len(new), 'question')} added.")
    if len(new) < len(kept):
        messages.info(request, f"You had {count_of(len(kept) - len(new), 'question')} of the list already.")
    return redirect("stories:question-list")
