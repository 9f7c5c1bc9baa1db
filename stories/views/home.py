from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stories.access import owner_of
from stories.standing import standing
from stories.views.unchanged import until_the_library_changes

LATEST = 5


@require_safe
@until_the_library_changes
def home(request: HttpRequest) -> HttpResponse:
    found = standing(owner_of(request))
    latest = list(found.stories.values())[:LATEST]
    return render(request, "home.html", {"standing": found, "latest": latest})
