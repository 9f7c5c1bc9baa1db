"""The versions of stories and answers: what changed when, and how to put one back."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import date
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from stories import access
from stories.access import owner_of
from stories.answers.actions import restore_answer
from stories.answers.versions import version_of_answer
from stories.library.actions import restore_story
from stories.library.history import changes, version_of, with_changes
from stories.models import Answer, Story
from stories.models.version import Version
from stories.views.wording import why_it_does_not_count

PER_PAGE = 30


@access.gives(access.story)
@require_safe
def story_history(request: HttpRequest, story: Story) -> HttpResponse:
    return _list(request, story, story.versions.all())


@access.gives(access.answer)
@require_safe
def answer_history(request: HttpRequest, answer: Answer) -> HttpResponse:
    return _list(request, answer, answer.versions.all())


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
    restored = restore_answer(version=version)
    messages.success(request, f"The version of {_moment(version.saved)} of this answer has been put back.")
    return redirect(restored)


def _list(request: HttpRequest, thing: Story | Answer, versions: QuerySet[Any]) -> HttpResponse:
    page = Paginator(versions, PER_PAGE).get_page(request.GET.get("page"))
    start = (page.number - 1) * PER_PAGE
    with_next = list(versions[start : start + PER_PAGE + 1])  # Each is compared with the one before it.
    rows = with_changes(with_next)[:PER_PAGE]
    return render(request, "history/list.html", {"thing": thing, "page": page, "rows": rows, "now": thing.version})


def _show(
    request: HttpRequest, thing: Story | Answer, version: Any, versions: QuerySet[Any], now: Version
) -> HttpResponse:
    before = versions.filter(number__lt=version.number).first()
    with_now = request.GET.get("with") == "now"
    context = {
        "thing": thing,
        "history": reverse(f"stories:{thing._meta.model_name}-history", args=[thing.pk]),
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
