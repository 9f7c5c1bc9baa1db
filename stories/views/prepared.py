"""Prepared answers: what is said to a question that no episode answers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from stories import access
from stories.access import owner_of
from stories.answers.prepared import AIMED_AT, PreparedChangedError, ShortAnswer, prepared_for, save_prepared
from stories.core.choices import Length
from stories.core.grammar import join_words
from stories.core.hold_ups import Weakness
from stories.core.speaking import LONGEST_PREPARED, SHORTEST_PREPARED, clock
from stories.forms import PreparedAnswerForm
from stories.models import PreparedAnswer, Question
from stories.practice.past_tellings import past_tellings
from stories.views.requests import discard, posted

SAVED = "Your answer is saved."
_HELD_UP = {
    Weakness.TOO_LONG: f" It doesn't cover the question yet: it takes more than {clock(LONGEST_PREPARED)}.",
    Weakness.TOO_SHORT: f" It doesn't cover the question yet: it takes less than {clock(SHORTEST_PREPARED)}.",
}


@access.gives(access.question)
@require_http_methods(["GET", "POST"])
def question_prepared(request: HttpRequest, question: Question) -> HttpResponse:
    form = PreparedAnswerForm(posted(request), instance=prepared_for(owner=owner_of(request), question=question))
    if request.method == "GET":
        return _show(request, form)
    is_valid = form.is_valid()
    if "preview" in request.POST:
        return render(
            request, "questions/prepared.html#figures", _figures(request, form.instance) | {"is_update": True}
        )
    if "fill" in request.POST:
        return _show(request, _filled(request, form), is_unsaved=True)
    return _save(request, form) if is_valid else _show(request, form, status=422)


def _filled(request: HttpRequest, form: PreparedAnswerForm) -> PreparedAnswerForm:
    """The form with what is proposed for the length that the pressed button names. Nothing is saved."""
    name, data = request.POST["fill"], request.POST.copy()
    if name in tuple(AIMED_AT):
        data[name] = _short_answer(request, form.instance).propose(Length(name))
    return PreparedAnswerForm(data, instance=form.instance)


def _save(request: HttpRequest, form: PreparedAnswerForm) -> HttpResponse:
    prepared: PreparedAnswer = form.instance
    try:
        save_prepared(prepared=prepared, base=form.known_version)
    except PreparedChangedError:
        return _show_changed(request, form)
    weakness = _short_answer(request, prepared).weakness if prepared.question.takes_prepared else None
    messages.success(request, SAVED + (_HELD_UP[weakness] if weakness else ""))
    return redirect(prepared.question)


def _show_changed(request: HttpRequest, form: PreparedAnswerForm) -> HttpResponse:
    """The form as typed, with the other text, which the owner can replace after reading it."""
    stored = prepared_for(owner=owner_of(request), question=form.instance.question)
    data = request.POST.copy()
    data["base"] = str(stored.version)
    retry = PreparedAnswerForm(data, instance=form.instance)
    return _show(request, retry, status=409, stored=stored)


def _show(
    request: HttpRequest,
    form: PreparedAnswerForm,
    *,
    status: int = 200,
    is_unsaved: bool = False,
    stored: PreparedAnswer | None = None,
) -> HttpResponse:
    if form.is_bound:
        form.full_clean()
    prepared: PreparedAnswer = form.instance
    concept = prepared.question.concept if prepared.question.takes_prepared else None
    opinion = concept and concept.opinions.filter(owner=prepared.owner_id).exclude(text="").first()
    context = {
        "form": form,
        "prepared": prepared,
        "opinion": opinion and ShortAnswer(opinion.text, owner_of(request).words_per_minute),
        "is_unsaved": is_unsaved,
        "stored": stored,
        "tellings": past_tellings(prepared, owner_of(request)) if prepared.pk else None,
    }
    return render(request, "questions/prepared.html", context | _figures(request, prepared), status=status)


def _short_answer(request: HttpRequest, prepared: PreparedAnswer) -> ShortAnswer:
    return ShortAnswer(prepared.full, owner_of(request).words_per_minute)


def _figures(request: HttpRequest, prepared: PreparedAnswer) -> dict[str, object]:
    """What changes as the owner types: the time and the proposals."""
    answer = _short_answer(request, prepared)
    return {"answer": answer, "shorter": answer.shorter(prepared), "question": prepared.question}


@access.gives(access.question)
@require_http_methods(["GET", "POST"])
def question_prepared_delete(request: HttpRequest, question: Question) -> HttpResponse:
    prepared = prepared_for(owner=owner_of(request), question=question)
    if not prepared.pk:
        raise Http404
    if request.method == "POST":
        discard(request, prepared, "Your prepared answer was deleted.")
        return redirect(question)
    context = {"prepared": prepared, "written": join_words(prepared.written)}
    return render(request, "questions/prepared_delete.html", context)
