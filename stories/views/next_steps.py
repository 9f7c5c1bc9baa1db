"""What to write or repair next, and what rests on a single story or answer."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stories.access import owner_of
from stories.answers.match_cards import open_questions
from stories.coverage.next_steps import proposed_stories, repair_groups, risk_rows
from stories.coverage.snapshot import snapshot_of
from stories.practice.freshness import freshness_of, not_fresh
from stories.views.conditional_get import until_the_library_changes

PER_PAGE = 10


@require_safe
@until_the_library_changes
def next_story(request: HttpRequest) -> HttpResponse:
    snapshot = snapshot_of(owner_of(request), framework=request.GET.get("framework", ""))
    repairs = Paginator(repair_groups(snapshot), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "snapshot": snapshot,
        "proposals": proposed_stories(snapshot),
        "repairs": repairs,
        "is_open": bool(open_questions(snapshot)),
    }
    return render(request, "coverage/next.html", context)


@require_safe
@until_the_library_changes
def risk(request: HttpRequest) -> HttpResponse:
    owner = owner_of(request)
    snapshot = snapshot_of(owner, framework=request.GET.get("framework", ""))
    waiting = not_fresh(snapshot, freshness_of(owner, snapshot))
    context = {"snapshot": snapshot, "risks": risk_rows(snapshot), "waiting": waiting}
    return render(request, "coverage/risk.html", context)
