import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe

from stories import access
from stories.access import owner_of
from stories.core.choices import Status, Strength
from stories.core.search import fold, terms
from stories.coverage.matrix import (
    Cell,
    answer_cells_of,
    answer_matrix,
    cell_of,
    matrix,
    related_stories,
    topic_matrix,
    topics_of,
    value_lists,
)
from stories.coverage.queries import NarrowedQuestions, narrowed_questions
from stories.coverage.snapshot import Snapshot, ValueRow, snapshot_of
from stories.coverage.sorting import Sort, key_of_questions, key_of_stories, key_of_values
from stories.exchange.spreadsheets import as_csv, question_table, topic_table, value_table
from stories.forms import CellForm
from stories.library.actions import set_tag
from stories.models import HiddenQuestion, Question, Story, Value
from stories.practice.freshness import freshness_of
from stories.views.conditional_get import until_the_library_changes
from stories.views.requests import download, render_results

STORIES_PER_PAGE = 100
STORY_COLUMNS = 20
QUESTIONS_PER_PAGE = 30
KEPT = ("find", "sort", "stories", "value")
"""What of the URL a pressed cell comes back to."""


@require_safe
@until_the_library_changes
def coverage(request: HttpRequest) -> HttpResponse:
    """One of three views of the same facts: values by stories, questions by stories or values by topics."""
    narrowed = narrowed_questions(owner_of(request), request.GET)
    views = {"questions": _questions, "topics": _topics}
    return views.get(request.GET.get("view", ""), _values)(request, narrowed)


def _values(request: HttpRequest, narrowed: NarrowedQuestions) -> HttpResponse:
    snapshot, sort = narrowed.snapshot, Sort.asked(request.GET.get("sort", ""))
    page = _stories_shown(snapshot, request.GET)
    value_rows, is_one = _columns(snapshot, request.GET.get("value", ""))
    rows = matrix(snapshot, page.object_list, [row.value for row in value_rows])
    context = {
        "snapshot": snapshot,
        "tab": "values",
        "sort": sort,
        "kept": [(name, request.GET[name]) for name in KEPT if name in request.GET],
        "find": request.GET.get("find", ""),
        "stories": page,
        "value_rows": value_rows,
        "is_one": is_one,
        "matrix": rows,
        "lists": value_lists(rows, value_rows, is_whole=is_one),
    }
    return render(request, "coverage/values.html", context)


def _stories_shown(snapshot: Snapshot, query: QueryDict) -> Page[Story]:
    """A page of those that aren't archived, found and sorted as the query says."""
    words, sort = terms(query.get("find", "")), Sort.asked(query.get("sort", ""))
    found = [story for story in snapshot.stories.values() if story.status != Status.ARCHIVED]
    for word in words:
        found = [story for story in found if word in fold(f"{story.title} {story.headline}")]
    in_order = sort.applied(found, key_of_stories(snapshot, sort.column))
    return Paginator(in_order, STORIES_PER_PAGE).get_page(query.get("stories"))


def _columns(snapshot: Snapshot, value: str) -> tuple[list[ValueRow], bool]:
    """The value that is asked for, or all of them, and whether it is one."""
    one = [row for row in snapshot.value_rows if str(row.value.pk) == value]
    return one or snapshot.value_rows, bool(one)


def _questions(request: HttpRequest, narrowed: NarrowedQuestions) -> HttpResponse:
    snapshot, sort = narrowed.snapshot, Sort.asked(request.GET.get("sort", ""))
    rows = sort.applied(narrowed.rows, key_of_questions(snapshot, sort.column))
    page = Paginator(rows, QUESTIONS_PER_PAGE).get_page(request.GET.get("page"))
    stories = Paginator(related_stories(snapshot, list(page)), STORY_COLUMNS).get_page(request.GET.get("stories"))
    context = {
        "snapshot": snapshot,
        "tab": "questions",
        "sort": sort,
        "filters": narrowed.filters,
        "questions": page,
        "stories": stories,
        "matrix": answer_matrix(snapshot, page.object_list, list(stories)),
        "freshness": freshness_of(owner_of(request), snapshot),
    }
    return render_results(request, "coverage/questions.html", context)


def _topics(request: HttpRequest, narrowed: NarrowedQuestions) -> HttpResponse:
    sort = Sort.asked(request.GET.get("sort", ""))
    context = {
        "snapshot": narrowed.snapshot,
        "tab": "topics",
        "sort": sort,
        "topics": topics_of(narrowed.rows),
        "matrix": sort.applied(topic_matrix(narrowed.snapshot, narrowed.rows), key_of_values(sort.column)),
    }
    return render(request, "coverage/topics.html", context)


@access.gives(access.story)
@require_http_methods(["GET", "POST"])
def cell(request: HttpRequest, story: Story, value: int) -> HttpResponse:
    """What one cell of the values rests on; a POST sets it to none, supporting or primary."""
    picked = access.value(owner_of(request), value)
    if request.method == "POST":
        return _set_cell(request, story, picked)
    snapshot = snapshot_of(owner_of(request), framework=picked.framework.slug)
    row = next((row for row in snapshot.value_rows if row.value.pk == picked.pk), None)
    others = [tag for tag in snapshot.tags if tag.value_id == picked.pk and tag.story.pk != story.pk]
    context = {"snapshot": snapshot, "cell": cell_of(snapshot, story, picked), "row": row, "others": others}
    return _render_basis(request, "coverage/cell.html", context)


def _render_basis(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page of its own, or the part that htmx puts next to the matrix."""
    wants_basis = request.headers.get("HX-Target") == "basis"
    context["heading"] = "h2" if wants_basis else "h1"
    response = render(request, f"{template}#basis" if wants_basis else template, context)
    patch_vary_headers(response, ["HX-Target"])
    return response


def _set_cell(request: HttpRequest, story: Story, picked: Value) -> HttpResponse:
    """Set the tag. The undo form sends the evidence along, to restore it."""
    form = CellForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.errors.as_text(), status=422, content_type="text/plain")
    before = story.tags.filter(value=picked).first()
    strength = Strength(form.cleaned_data["strength"]) if form.cleaned_data["strength"] else None
    evidence = form.cleaned_data["evidence"] if "evidence" in request.POST else None
    set_tag(story=story, value=picked, strength=strength, evidence=evidence)
    snapshot = snapshot_of(owner_of(request), framework=picked.framework.slug)
    context = _changed(snapshot, cell_of(snapshot, story, picked), request)
    context["removed"] = before if before and before.evidence and strength is None else None
    if request.headers.get("HX-Request"):
        return render(request, "coverage/values.html#changed", context)
    messages.success(request, render_to_string("coverage/values.html#change", context, request))
    kept = {name: request.POST[name] for name in KEPT if name in request.POST}
    fragment = f"value-{picked.pk}" if context["is_listed"] else "matrix"
    return redirect(reverse("stories:coverage", query={"framework": picked.framework.slug} | kept, fragment=fragment))


def _changed(snapshot: Snapshot, cell: Cell, request: HttpRequest) -> dict[str, Any]:
    """What is drawn anew: the cell, and its value's counts and list. The URL says whether the list was pressed."""
    columns, _ = _columns(snapshot, str(cell.value.pk))
    rows = matrix(snapshot, _stories_shown(snapshot, request.POST), [cell.value])
    lists = value_lists(rows, columns, is_whole=request.POST.get("value") == str(cell.value.pk))
    return {"snapshot": snapshot, "cell": cell, "listed": lists[0], "is_listed": "list" in request.GET}


@access.gives(access.question)
@require_safe
def answer(request: HttpRequest, question: Question, story: uuid.UUID) -> HttpResponse:
    """What one cell of the questions rests on."""
    owner = owner_of(request)
    told = access.story(owner, story)
    hidden = HiddenQuestion.objects.filter(owner=owner, question=question).exists()
    snapshot = snapshot_of(owner, category=question.topic.category, hidden=hidden)
    row = next(row for row in snapshot.question_rows if row.question.pk == question.pk)
    tags = [(snapshot.values[pk], tag) for pk, tag in snapshot.tags_of.get(told.pk, {}).items() if pk in row.probes]
    [cell] = answer_cells_of(snapshot, row, [told])
    return _render_basis(request, "coverage/answer.html", {"cell": cell, "row": row, "tags": tags})


@require_safe
def values_csv(request: HttpRequest) -> HttpResponse:
    snapshot = snapshot_of(owner_of(request), framework=request.GET.get("framework", ""))
    return download(as_csv(value_table(snapshot)), "text/csv; charset=utf-8", "prepsite-values.csv")


@require_safe
def topics_csv(request: HttpRequest) -> HttpResponse:
    narrowed = narrowed_questions(owner_of(request), request.GET)
    table = topic_table(narrowed.snapshot, narrowed.rows)
    return download(as_csv(table), "text/csv; charset=utf-8", "prepsite-topics.csv")


@require_safe
def questions_csv(request: HttpRequest) -> HttpResponse:
    owner = owner_of(request)
    narrowed = narrowed_questions(owner, request.GET)
    table = question_table(narrowed.rows, freshness_of(owner, narrowed.snapshot))
    return download(as_csv(table), "text/csv; charset=utf-8", "prepsite-questions.csv")
