from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from stories import access
from stories.answers import merging
from stories.answers.actions import resolve_answer_conflict
from stories.answers.versions import fields_of
from stories.forms import whole_number
from stories.library.actions import keep_both, resolve_conflict
from stories.library.conflicts import Difference, differences, merge
from stories.library.content import StoryContent
from stories.models import Answer, AnswerConflict, EditConflict, Story


@access.gives(access.conflict)
@require_http_methods(["GET", "POST"])
def conflict_detail(request: HttpRequest, conflict: EditConflict) -> HttpResponse:
    """Both versions of a story side by side; the owner chooses part by part."""
    mine = StoryContent.kept_in(conflict)
    stored = StoryContent.of(conflict.story, mine.values)
    differing = differences(stored, mine)
    if request.method == "GET":
        return _show(request, conflict, conflict.story, differing)
    if "both" in request.POST:
        copy = keep_both(conflict=conflict)
        messages.success(request, f"The version set aside is now a separate story: “{copy}”.")
        return redirect(copy)
    content = merge(stored, mine, _chosen(request, differing))
    saved = resolve_conflict(conflict=conflict, base=_base(request), content=content)
    if isinstance(saved, EditConflict):
        return _ask_again(request, conflict, "story")
    messages.success(request, f"“{saved.story}” is saved with your choices.")
    return redirect(saved.story)


@access.gives(access.answer_conflict)
@require_http_methods(["GET", "POST"])
def answerconflict_detail(request: HttpRequest, conflict: AnswerConflict) -> HttpResponse:
    """The same for an answer."""
    differing = merging.differences(fields_of(conflict.answer), conflict.content)
    if request.method == "GET":
        return _show(request, conflict, conflict.answer, differing)
    saved = resolve_answer_conflict(conflict=conflict, base=_base(request), chosen=_chosen(request, differing))
    if isinstance(saved, AnswerConflict):
        return _ask_again(request, conflict, "answer")
    messages.success(request, "The answer is saved with your choices.")
    return redirect(saved)


def _show(
    request: HttpRequest, conflict: EditConflict | AnswerConflict, thing: Story | Answer, differing: list[Difference]
) -> HttpResponse:
    context = {
        "conflict": conflict,
        "thing": thing,
        "noun": thing._meta.model_name,
        "differences": differing,
    }
    return render(request, "history/conflict.html", context)


def _chosen(request: HttpRequest, differing: list[Difference]) -> list[str]:
    return [part.name for part in differing if request.POST.get(part.name) == "mine"]


def _base(request: HttpRequest) -> int:
    return whole_number(request.POST.get("base")) or 0


def _ask_again(request: HttpRequest, conflict: EditConflict | AnswerConflict, noun: str) -> HttpResponse:
    messages.warning(request, f"Not saved: the {noun} was changed again in the meantime. Compare and choose once more.")
    return redirect(conflict)
