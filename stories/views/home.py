from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from stories.access import owner_of
from stories.coverage.losses import fallen_for
from stories.coverage.snapshot import snapshot_of
from stories.enums import WORKS
from stories.models import Owner
from stories.views.conditional_get import until_the_library_changes

LATEST = 5


@require_safe
@until_the_library_changes
def home(request: HttpRequest) -> HttpResponse:
    snapshot = snapshot_of(owner_of(request))
    latest = list(snapshot.stories.values())[:LATEST]
    fallen = fallen_for(owner_of(request), snapshot)
    context = {"snapshot": snapshot, "latest": latest, "fallen": fallen, "works": WORKS}
    return render(request, "home.html", context)


@require_POST
def fallen_read(request: HttpRequest) -> HttpResponse:
    """The owner has read what counts no longer."""
    Owner.objects.filter(pk=owner_of(request).pk).update(hears_what_fell=False)
    return redirect("stories:home")
