"""What to write or repair next, and what hangs by a thread."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stories.access import owner_of
from stories.planning import proposed_stories, repair_rows, risk_rows
from stories.standing import standing
from stories.views.unchanged import until_the_library_changes

PER_PAGE = 20


@require_safe
@until_the_library_changes
def next_story(request: HttpRequest) -> HttpResponse:
    found = standing(owner_of(request), framework=request.GET.get("framework", ""))
    repairs = Paginator(repair_rows(found), PER_PAGE).get_page(request.GET.get("page"))
    context = {"standing": found, "proposals": proposed_stories(found), "repairs": repairs}
    return render(request, "coverage/next.html", context)


@require_safe
@until_the_library_changes
def risk(request: HttpRequest) -> HttpResponse:
    found = standing(owner_of(request), framework=request.GET.get("framework", ""))
    return render(request, "coverage/risk.html", {"standing": found, "risks": risk_rows(found)})
