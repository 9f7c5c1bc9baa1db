from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from stories import access
from stories.forms import whole_number
from stories.library.actions import keep_both, resolve_conflict
from stories.library.conflicts import differences, merge
from stories.library.content import StoryContent
from stories.models import EditConflict


@access.gives(access.conflict)
@require_http_methods(["GET", "POST"])
def conflict_detail(request: HttpRequest, conflict: EditConflict) -> HttpResponse:
    """Both versions side by side; the owner chooses part by part."""
    mine = StoryContent.kept_in(conflict)
    stored = StoryContent.of(conflict.story, mine.values)
    differing = differences(stored, mine)
    if request.method == "POST" and "both" in request.POST:
        copy = keep_both(conflict=conflict)
        messages.success(request, f"The version set aside is now a separate story: “{copy}”.")
        return redirect(copy)
    if request.method == "POST":
        chosen = [part.name for part in differing if request.POST.get(part.name) == "mine"]
        base = whole_number(request.POST.get("base")) or 0
        saved = resolve_conflict(conflict=conflict, base=base, content=merge(stored, mine, chosen))
        if not isinstance(saved, EditConflict):
            messages.success(request, f"“{saved.story}” is saved with your choices.")
            return redirect(saved.story)
        messages.warning(
            request, "Not saved: the story was changed again in the meantime. Compare and choose once more."
        )
        return redirect(conflict)
    return render(request, "stories/conflict.html", {"conflict": conflict, "differences": differing})
