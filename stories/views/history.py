"""The versions of stories and answers, with a story or without: what changed when, and how to put one back."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import date
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from stories import access
from stories.access import owner_of
from stories.answers.actions import restore_answer
from stories.answers.prepared import restore_prepared
from stories.answers.versions import version_of_answer, version_of_prepared
from stories.library.actions import restore_story
from stories.library.history import changes, version_of, with_changes
from stories.models import Answer, PreparedAnswer, Story
from stories.models.version import Version
from stories.views.wording import why_it_does_not_count

PER_PAGE = 30
Thing = Story | Answer | PreparedAnswer


@access.gives(access.story)
@require_safe
def story_history(request: HttpRequest, story: Story) -> HttpResponse:
    return _list(request, story, story.versions.all())


@access.gives(access.answer)
@require_safe
def answer_history(request: HttpRequest, answer: Answer) -> HttpResponse:
    return _list(request, answer, answer.versions.all())


@access.gives(access.prepared)
@require_safe
def prepared_history(request: HttpRequest, prepared: PreparedAnswer) -> HttpResponse:
    return _list(request, prepared, prepared.versions.select_related("prepared"))


@access.gives(access.story)
@require_http_methods(["GET", "POST"])
def story_version(request: HttpRequest, story: Story, number: int) -> HttpResponse:
    version = get_object_or_404(story.versions, number=number)
    if request.method == "GET":
        return _show(request, story, version, story.versions.all(), version_of(story, timezone.now()))
    saved = restore_story(version=version)
    messages.success(request, f"The version of {_moment(version.saved)} of “{saved.story}” has been put back.")
    if reasons := why_it_does_not_count(saved.story, owner_of(request)):
        messages.warning(request, reasons)
    return redirect(saved.story)


@access.gives(access.answer)
@require_http_methods(["GET", "POST"])
def answer_version(request: HttpRequest, answer: Answer, number: int) -> HttpResponse:
    version = get_object_or_404(answer.versions, number=number)
    if request.method == "GET":
        return _show(request, answer, version, answer.versions.all(), version_of_answer(answer, timezone.now()))
    return _answer_is_back(request, version, restore_answer(version=version))


@access.gives(access.prepared)
@require_http_methods(["GET", "POST"])
def prepared_version(request: HttpRequest, prepared: PreparedAnswer, number: int) -> HttpResponse:
    versions = prepared.versions.select_related("prepared")
    version = get_object_or_404(versions, number=number)
    if request.method == "GET":
        return _show(request, prepared, version, versions, version_of_prepared(prepared, timezone.now()))
    return _answer_is_back(request, version, restore_prepared(version=version))


def _answer_is_back(request: HttpRequest, version: Version, answer: Answer | PreparedAnswer) -> HttpResponse:
    messages.success(request, f"The version of {_moment(version.saved)} of this answer has been put back.")
    return redirect(answer)


def _list(request: HttpRequest, thing: Thing, versions: QuerySet[Any]) -> HttpResponse:
    page = Paginator(versions, PER_PAGE).get_page(request.GET.get("page"))
    start = (page.number - 1) * PER_PAGE
    with_next = list(versions[start : start + PER_PAGE + 1])  # Each is compared with the one before it.
    rows = with_changes(with_next)[:PER_PAGE]
    return render(request, "history/list.html", {"thing": thing, "page": page, "rows": rows, "now": thing.version})


def _show(request: HttpRequest, thing: Thing, version: Any, versions: QuerySet[Any], now: Version) -> HttpResponse:
    before = versions.filter(number__lt=version.number).first()
    with_now = request.GET.get("with") == "now"
    context = {
        "thing": thing,
        "version": version,
        "before": before,
        "after": versions.filter(number__gt=version.number).last(),
        "with_now": with_now,
        "changes": changes(version, now) if with_now else changes(before, version),
        "is_now": version.parts == now.parts,
    }
    return render(request, "history/version.html", context)


def _moment(moment: datetime) -> str:
    return date(timezone.localtime(moment), "j M Y, H:i:s")
