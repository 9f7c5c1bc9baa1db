"""The answer builder, and the pages around it: choosing a story, saying the answer, the interview sheet."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from stories import access
from stories.access import owner_of
from stories.answers.actions import new_answer, save_answer, see_answer, write
from stories.answers.queries import prepared_follow_ups, sections_of, sheet_answers, sheet_prepared
from stories.answers.telling import Telling, at_a_glance
from stories.bank.queries import probes_of, question_page
from stories.core.choices import Fit, Length, Section, Status
from stories.core.grammar import join_words
from stories.core.hold_ups import weaknesses_of_telling
from stories.core.lengths import as_written
from stories.enums import LENGTHS
from stories.forms import AnswerForm, whole_number
from stories.models import Answer, AnswerConflict, Question
from stories.practice.past_tellings import past_tellings
from stories.views.autosave import is_typing, say_refused, say_saved
from stories.views.requests import discard, posted
from stories.views.voice import plays_voice

STATE = "answers/edit.html#state"


@access.gives(access.question)
@require_http_methods(["GET", "POST"])
def answer_create(request: HttpRequest, question: Question) -> HttpResponse:
    owner = owner_of(request)
    story = access.active_story(owner, request.POST.get("story") or request.GET.get("story", ""))
    if story is None:
        return _choose(request, question)
    existing = owner.answers.filter(question=question, story=story).first()
    if existing and request.method == "GET":
        return redirect(existing)
    return _edit(request, existing or new_answer(owner=owner, question=question, story=story))


@access.gives(access.answer)
@require_http_methods(["GET", "POST"])
def answer_update(request: HttpRequest, answer: Answer) -> HttpResponse:
    return _edit(request, answer)


def _choose(request: HttpRequest, question: Question) -> HttpResponse:
    owner, is_post = owner_of(request), request.method == "POST"
    context = {
        "page": question_page(question, owner),
        "stories": owner.stories.active().only("title", "status", "words", "faults", "owner").order_by("title"),
        "error": "Not saved: the story you chose is not among your active stories. Choose another." if is_post else "",
    }
    return render(request, "answers/choose.html", context, status=422 if is_post else 200)


def _edit(request: HttpRequest, answer: Answer) -> HttpResponse:
    form = AnswerForm(posted(request), instance=answer)
    if request.method == "GET":
        _see(answer)
        return _show(request, form)
    if not form.is_valid():
        return say_refused(request, STATE, form) if is_typing(request) else _show(request, form, status=422)
    if "preview" in request.POST:
        write(form.instance, form.content())
        return render(request, "answers/figures.html", _figures(request, answer) | {"is_update": True})
    if "fill" in request.POST:
        return _show(request, _filled(request, form), is_unsaved=True)
    return _save(request, form)


def _see(answer: Answer) -> None:
    """Its owner has opened it, to edit it or to say it."""
    if not answer.was_seen:
        see_answer(answer=answer)


def _filled(request: HttpRequest, form: AnswerForm) -> AnswerForm:
    """The form with one more field filled in, as the pressed button says. Nothing is saved."""
    kind, _, name = request.POST["fill"].partition("-")
    data = request.POST.copy()
    if kind == "own" and name in tuple(Section):
        data[f"reworded_{name}"] = form.instance.story.text_of(Section(name))
    elif kind == "blank" and name in tuple(Section):
        data[f"reworded_{name}"] = ""
    elif kind == "proposed" and name in tuple(Length):
        write(form.instance, form.content())
        data[name] = as_written(Telling(form.instance, owner_of(request).pace).propose(Length(name)))
    return AnswerForm(data, instance=form.instance)


def _save(request: HttpRequest, form: AnswerForm) -> HttpResponse:
    answer: Answer = form.instance
    saved = save_answer(answer=answer, base=form.known_version, session=form.window, content=form.content())
    conflict = saved if isinstance(saved, AnswerConflict) else None
    stored = saved.answer if isinstance(saved, AnswerConflict) else saved
    if is_typing(request):
        return say_saved(request, STATE, stored, conflict, stored.get_absolute_url())
    if conflict:
        messages.warning(
            request, "Set aside: the answer was changed elsewhere while you were editing it. Compare and choose."
        )
        return redirect(conflict)
    messages.success(request, _saved_sentence(stored, is_new=stored.versions.count() == 1))
    return redirect(stored if "stay" in request.POST else stored.question)


def _show(request: HttpRequest, form: AnswerForm, *, status: int = 200, is_unsaved: bool = False) -> HttpResponse:
    answer: Answer = form.instance
    if form.is_bound and form.is_valid():
        write(answer, form.content())
    context = {
        "form": form,
        "answer": answer,
        "probes": probes_of(answer.question, owner_of(request)),
        "sections": [(own, *form.sections[own.section]) for own in sections_of(answer, owner_of(request).pace)],
        "conflicts": list(answer.conflicts.all()) if answer.pk else [],
        "tellings": past_tellings(answer, owner_of(request)) if answer.pk else None,
        "is_unsaved": is_unsaved,
    }
    return render(request, "answers/edit.html", context | _figures(request, answer), status=status)


def _figures(request: HttpRequest, answer: Answer) -> dict[str, Any]:
    """What changes as the owner types: the times and the proposals."""
    telling = Telling(answer, owner_of(request).pace)
    lengths = [(told, telling.offered_beside(told)) for told in map(telling.at, Length)]
    return {"timing": telling.timing, "lengths": lengths, "answer": answer, "prepared": prepared_follow_ups(answer)}


def _saved_sentence(answer: Answer, *, is_new: bool) -> str:
    if answer.story.status == Status.ARCHIVED:
        return "Answer saved. It doesn't count while its story is archived."
    if not is_new:
        return "Answer saved."
    return f"Saved: “{answer.story}” now answers this question{_what_holds_it_back(answer)}."


def _what_holds_it_back(answer: Answer) -> str:
    if answer.story.status == Status.DRAFT:
        return "; the question is covered once the story is ready"
    if answer.story.hold_ups(answer.owner.pace):
        return "; the question is covered once the story counts as ready"
    if held := weaknesses_of_telling(answer.words, answer.owner.pace, is_seen=True):
        return f", but {held[0]}, which doesn't cover the question"
    return "" if answer.fit != Fit.STRETCH else ", but only as a stretch, which doesn't cover the question"


@access.gives(access.answer)
@require_safe
@plays_voice
def answer_detail(request: HttpRequest, answer: Answer) -> HttpResponse:
    """The answer as it will be told, at the requested length."""
    _see(answer)
    name = request.GET.get("length", "")
    length = Length(name) if name in tuple(Length) else Length.FULL
    context = {"answer": answer, "told": Telling(answer, owner_of(request).pace).at(length), "lengths": LENGTHS}
    return render(request, "answers/detail.html", context)


@require_safe
def answer_sheet(request: HttpRequest) -> HttpResponse:
    """The chosen answers at a glance."""
    owner = owner_of(request)
    answers, prepared = sheet_answers(owner), sheet_prepared(owner)
    chosen = [answer for answer in answers if answer.pk in _ids(request, "answer")]
    chosen_prepared = [answer for answer in prepared if answer.pk in _ids(request, "prepared")]
    context = {
        "answers": answers,
        "chosen": chosen,
        "entries": [at_a_glance(answer, owner.pace) for answer in chosen],
        "prepared": prepared,
        "count": len(answers) + len(prepared),
        "chosen_prepared": chosen_prepared,
        "chosen_count": len(chosen) + len(chosen_prepared),
    }
    return render(request, "answers/sheet.html", context)


def _ids(request: HttpRequest, name: str) -> set[int]:
    return {pk for text in request.GET.getlist(name) if (pk := whole_number(text)) is not None}


@access.gives(access.answer)
@require_http_methods(["GET", "POST"])
def answer_delete(request: HttpRequest, answer: Answer) -> HttpResponse:
    if request.method == "POST":
        discard(request, answer, f"“{answer.story}” no longer answers this question. The story itself is untouched.")
        return redirect(answer.question)
    return render(request, "answers/delete.html", {"answer": answer, "written": join_words(answer.written)})
