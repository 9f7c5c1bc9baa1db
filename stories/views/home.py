from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stories.access import owner_of
from stories.coverage.snapshot import snapshot_of
from stories.views.conditional_get import until_the_library_changes

LATEST = 5


@require_safe
@until_the_library_changes
def home(request: HttpRequest) -> HttpResponse:
    snapshot = snapshot_of(owner_of(request))
    latest = list(snapshot.stories.values())[:LATEST]
    return render(request, "home.html", {"snapshot": snapshot, "latest": latest})
