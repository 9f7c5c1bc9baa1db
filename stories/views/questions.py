from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stories import access
from stories.access import owner_of
from stories.bank import queries
from stories.bank.actions import hide_question, own_questions_to_add_to, save_question
from stories.core.choices import QuestionKind, Strength
from stories.core.inference import Inference
from stories.core.matching import Asked
from stories.core.question_lists import each_on_a_line
from stories.coverage.heard_questions import hear
from stories.coverage.queries import narrowed_questions
from stories.coverage.snapshot import Snapshot, frameworks_for, snapshot_of
from stories.coverage.suggestions import infer_question, same_among, same_question
from stories.forms import HeardQuestionForm, QuestionForm
from stories.models import Question, Topic, Value
from stories.practice.freshness import freshness_of
from stories.views.conditional_get import until_the_library_changes
from stories.views.requests import discard, posted, render_results

PER_PAGE = 30
MOTIVATION = "motivation"
"""The topic whose questions ask for a short answer."""


@require_safe
@until_the_library_changes
def question_list(request: HttpRequest) -> HttpResponse:
    narrowed = narrowed_questions(owner_of(request), request.GET)
    page = Paginator(narrowed.rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "filters": narrowed.filters, "snapshot": narrowed.snapshot}
    return render_results(request, "questions/list.html", context)


@until_the_library_changes
@access.gives(access.question)
@require_safe
def question_detail(request: HttpRequest, question: Question) -> HttpResponse:
    owner = owner_of(request)
    page = queries.question_page(question, owner)
    return render(request, "questions/detail.html", {"page": page, "freshness": freshness_of(owner, page.snapshot)})


@require_http_methods(["GET", "POST"])
def question_create(request: HttpRequest) -> HttpResponse:
    """First the text alone; then what it is probably about, to be corrected, and the stories that would fit."""
    data = request.GET if request.method == "GET" else request.POST
    text = " ".join(data.get("text", "").split())
    if request.method == "GET" and not text:
        return render(request, "questions/paste.html")
    snapshot = snapshot_of(owner_of(request), category="")
    inferred = infer_question(text, snapshot)
    form = _form_for(request, text, inferred, snapshot)
    if request.method == "GET":
        return _show_new(request, form, replace(form.asked(), shares=inferred.shares), snapshot)
    if "look" in request.POST:
        return _show_new(request, form, form.asked(), snapshot)
    if not form.is_valid():
        return _show_new(request, form, form.asked(), snapshot, status=422)
    return _go_on(_add(request, form), request.POST.get("then", ""))


@transaction.atomic
def _add(request: HttpRequest, form: QuestionForm) -> Question:
    """The new question, or the same one if its owner has it already."""
    if same := same_among(form.instance.text, own_questions_to_add_to(owner_of(request))):
        messages.info(request, "You have this question already.")
        return same
    return _save(request, form)


def _form_for(request: HttpRequest, text: str, inferred: Inference, snapshot: Snapshot) -> HeardQuestionForm:
    return HeardQuestionForm(
        posted(request),
        instance=Question(owner=owner_of(request)),
        values=snapshot.values.values(),
        likely=inferred.topics,
        initial={} if request.method == "POST" else proposal(text, inferred),
    )


def proposal(text: str, inferred: Inference) -> dict[str, Any]:
    chosen = {strength: [pk for pk, given in inferred.values.items() if given == strength] for strength in Strength}
    return {
        "text": text,
        "topic": Topic.objects.filter(slug=inferred.topic).first(),
        "kind": QuestionKind.OPINION if inferred.topic == MOTIVATION else QuestionKind.EPISODE,
        "primary": chosen[Strength.PRIMARY],
        "secondary": chosen[Strength.SUPPORTING],
    }


def _show_new(
    request: HttpRequest, form: QuestionForm, asked: Asked, snapshot: Snapshot, status: int = 200
) -> HttpResponse:
    is_part = request.headers.get("HX-Target") == "suggested"
    context = {
        "form": form,
        "heard": hear(asked, snapshot),
        "same": same_question(asked.text, snapshot),
        "is_proposal": bool(asked.values) and not form.is_bound,
        "is_part": is_part,
        "several": "" if form.is_bound else each_on_a_line(asked.text),
    }
    part = "#suggested" if is_part else ""
    return render(request, f"questions/new.html{part}", context, status=status)


def _go_on(question: Question, then: str) -> HttpResponse:
    """To the new question, to its answer with a story, or, for `then="new"`, to a new story for it."""
    if then == "new":
        return redirect(reverse("stories:story-create", query={"question": question.pk}))
    if then:
        return redirect(reverse("stories:answer-create", args=[question.pk], query={"story": then}))
    return redirect(question)


@access.gives(access.own_question)
@require_http_methods(["GET", "POST"])
def question_update(request: HttpRequest, question: Question) -> HttpResponse:
    owner = owner_of(request)
    values = Value.objects.shown_to(owner).filter(framework=frameworks_for(owner)[1])
    form = QuestionForm(posted(request), instance=question, values=values)
    if request.method == "POST" and form.is_valid():
        return redirect(_save(request, form))
    return render(request, "questions/edit.html", {"form": form}, status=422 if form.errors else 200)


def _save(request: HttpRequest, form: QuestionForm) -> Question:
    question = save_question(
        question=form.instance,
        offered=form.values,
        primary=form.chosen("primary"),
        secondary=form.chosen("secondary"),
    )
    messages.success(request, "The question is saved.")
    return question


@access.gives(access.own_question)
@require_http_methods(["GET", "POST"])
def question_delete(request: HttpRequest, question: Question) -> HttpResponse:
    if request.method == "POST":
        discard(request, question, "The question was deleted.")
        return redirect("stories:question-list")
    answers = question.answers.select_related("story")
    context = {"question": question, "answers": answers, "is_prepared": question.prepared_answers.exists()}
    return render(request, "questions/delete.html", context)


@access.gives(access.question)
@require_POST
def question_hide(request: HttpRequest, question: Question) -> HttpResponse:
    hidden = request.POST.get("hidden") == "1"
    hide_question(owner=owner_of(request), question=question, hidden=hidden)
    messages.success(
        request, "The question is hidden and no longer counts." if hidden else "The question is shown again and counts."
    )
    return redirect(question)
