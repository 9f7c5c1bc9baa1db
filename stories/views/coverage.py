import csv
from collections.abc import Iterable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from stories import access
from stories.access import owner_of
from stories.actions import set_tag
from stories.core.words import Status, Strength
from stories.filters import narrowed_questions
from stories.forms import CellForm
from stories.matrix import cell_of, matrix
from stories.models import Story
from stories.standing import standing
from stories.views.requests import render_results

STORIES_PER_PAGE = 50
QUESTIONS_PER_PAGE = 50


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    narrowed = narrowed_questions(owner_of(request), request.GET)
    stories = [story for story in narrowed.standing.stories.values() if story.status != Status.ARCHIVED]
    page = Paginator(stories, STORIES_PER_PAGE).get_page(request.GET.get("stories"))
    context = {
        "standing": narrowed.standing,
        "filters": narrowed.filters,
        "stories": page,
        "matrix": matrix(narrowed.standing, page.object_list),
        "questions": Paginator(narrowed.rows, QUESTIONS_PER_PAGE).get_page(request.GET.get("page")),
    }
    return render_results(request, "coverage/coverage.html", context)


@access.gives(access.story)
@require_POST
def cell(request: HttpRequest, story: Story, value: int) -> HttpResponse:
    """Set one cell of the matrix to none, supporting or primary; evidence goes along where the undo brings it back."""
    owner = owner_of(request)
    form = CellForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.errors.as_text(), status=422, content_type="text/plain")
    picked = access.value(owner, value)
    before = story.tags.filter(value=picked).first()
    strength = Strength(form.cleaned_data["strength"]) if form.cleaned_data["strength"] else None
    evidence = form.cleaned_data["evidence"] if "evidence" in request.POST else None
    set_tag(story=story, value=picked, strength=strength, evidence=evidence)
    found = standing(owner, framework=picked.framework.slug)
    removed = before if before and before.evidence and strength is None else None
    context = {"standing": found, "cell": cell_of(found, story, picked), "removed": removed}
    if request.headers.get("HX-Request"):
        return render(request, "coverage/coverage.html#changed", context)
    messages.success(request, render_to_string("coverage/coverage.html#change", context, request))
    query = {"framework": picked.framework.slug, "stories": request.POST.get("stories", "1")}
    return redirect(reverse("stories:coverage", query=query, fragment="matrix"))


@require_safe
def values_csv(request: HttpRequest) -> HttpResponse:
    found = standing(owner_of(request), framework=request.GET.get("framework", ""))
    head = ["Story", "Status", *(row.value.name for row in found.value_rows)]
    rows = (
        [str(row.story), row.story.status, *(cell.tag.strength if cell.tag else "" for cell in row.cells)]
        for row in matrix(found, found.stories.values())
    )
    levels = ["Level", "", *(row.coverage.level for row in found.value_rows)]
    return _csv("prepsite-values.csv", [head, *rows, levels])


@require_safe
def questions_csv(request: HttpRequest) -> HttpResponse:
    narrowed = narrowed_questions(owner_of(request), request.GET)
    head = ["Question", "Category", "Topic", "Stages", "Level", "Flags", "Best answer", "Fit", "Answers", "Why"]
    rows = (
        [
            row.question.text,
            row.question.topic.get_category_display(),
            row.question.topic.name,
            ", ".join(row.question.stage_labels),
            row.coverage.level,
            ", ".join(row.coverage.flags),
            str(row.answers[0].story) if row.answers else "",
            row.answers[0].fit if row.answers else "",
            len(row.answers),
            row.next.step.reason if row.next else "",
        ]
        for row in narrowed.rows
    )
    return _csv("prepsite-questions.csv", [head, *rows])


def _csv(name: str, rows: Iterable[Iterable[object]]) -> HttpResponse:
    # The mark at the start tells a spreadsheet that the file is UTF-8.
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(response).writerows([_as_text(cell) for cell in row] for row in rows)
    return response


def _as_text(cell: object) -> object:
    """A cell that a spreadsheet can't take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
