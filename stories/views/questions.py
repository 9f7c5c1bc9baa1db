from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stories import access, queries
from stories.access import owner_of
from stories.actions import hide_question, save_question
from stories.filters import narrowed_questions
from stories.forms import QuestionForm
from stories.models import Question
from stories.standing import frameworks_for
from stories.views.requests import posted, render_results

PER_PAGE = 50


@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    narrowed = narrowed_questions(owner_of(request), request.GET)
    page = Paginator(narrowed.rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "filters": narrowed.filters, "standing": narrowed.standing}
    return render_results(request, "questions/list.html", context)


@access.gives(access.question)
@require_safe
def question_detail(request: HttpRequest, question: Question) -> HttpResponse:
    return render(request, "questions/detail.html", {"page": queries.question_page(question, owner_of(request))})


@require_http_methods(["GET", "POST"])
def question_create(request: HttpRequest) -> HttpResponse:
    return _edit(request, Question(owner=owner_of(request)))


@access.gives(access.own_question)
@require_http_methods(["GET", "POST"])
def question_update(request: HttpRequest, question: Question) -> HttpResponse:
    return _edit(request, question)


def _edit(request: HttpRequest, question: Question) -> HttpResponse:
    owner = owner_of(request)
    framework = frameworks_for(owner)[1]
    form = QuestionForm(posted(request), instance=question, framework=framework, owner=owner)
    if request.method == "POST" and form.is_valid():
        question = save_question(
            question=form.instance,
            offered=form.values,
            primary=form.chosen("primary"),
            secondary=form.chosen("secondary"),
        )
        messages.success(request, "The question is saved.")
        return redirect(question)
    return render(request, "questions/edit.html", {"form": form}, status=422 if form.errors else 200)


@access.gives(access.own_question)
@require_http_methods(["GET", "POST"])
def question_delete(request: HttpRequest, question: Question) -> HttpResponse:
    if request.method == "POST":
        question.delete()
        messages.success(request, "The question is deleted.")
        return redirect("stories:question-list")
    answers = question.answers.select_related("story")
    return render(request, "questions/delete.html", {"question": question, "answers": answers})


@access.gives(access.question)
@require_POST
def question_hide(request: HttpRequest, question: Question) -> HttpResponse:
    hidden = request.POST.get("hidden") == "1"
    hide_question(owner=owner_of(request), question=question, hidden=hidden)
    messages.success(request, "Hidden; it no longer counts." if hidden else "Shown again; it counts.")
    return redirect(question)
