from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from stories import access
from stories.access import owner_of
from stories.core.words import Fit, Status
from stories.forms import AnswerForm
from stories.models import Answer, Question
from stories.queries import question_page
from stories.views.requests import posted


@access.gives(access.question)
@require_http_methods(["GET", "POST"])
def answer_create(request: HttpRequest, question: Question) -> HttpResponse:
    return _edit(request, Answer(owner=owner_of(request), question=question), question)


@access.gives(access.answer)
@require_http_methods(["GET", "POST"])
def answer_update(request: HttpRequest, answer: Answer) -> HttpResponse:
    return _edit(request, answer, access.question(owner_of(request), answer.question_id))


def _edit(request: HttpRequest, answer: Answer, question: Question) -> HttpResponse:
    form = AnswerForm(posted(request), instance=answer, initial={"story": request.GET.get("story")})
    if request.method == "POST" and form.is_valid() and saved(form):
        messages.success(request, f"“{answer.story}” answers this question{_what_holds_it_back(answer)}.")
        return redirect(question)
    context = {"form": form, "answer": answer, "page": question_page(question, owner_of(request))}
    return render(request, "answers/edit.html", context, status=422 if form.errors else 200)


def saved(form: AnswerForm) -> bool:
    """Save the answer; a second press at the same moment finds the first one's instead."""
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:
        form.add_error("story", "This story answers this question already.")
        return False
    return True


def _what_holds_it_back(answer: Answer) -> str:
    if answer.story.status == Status.DRAFT:
        return "; the question is covered once the story is ready"
    return "" if answer.fit != Fit.STRETCH else ", as a stretch: that does not cover it yet"


@access.gives(access.answer)
@require_http_methods(["GET", "POST"])
def answer_delete(request: HttpRequest, answer: Answer) -> HttpResponse:
    if request.method == "POST":
        answer.delete()
        messages.success(request, f"“{answer.story}” no longer answers this question. The story itself is untouched.")
        return redirect(answer.question)
    return render(request, "answers/delete.html", {"answer": answer})
