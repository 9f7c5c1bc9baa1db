"""The story review: the findings of the library, the page of a rule, and dismissing findings."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from stories import access
from stories.access import owner_of
from stories.base.rendering import render_markdown
from stories.core.review import RULES
from stories.forms import DismissalForm
from stories.library.actions import dismiss, restore_finding
from stories.library.findings import review_library
from stories.models import Dismissal, Story

PER_PAGE = 50
_UNTIL = {False: "It comes back if the text changes.", True: "It stays away; you can bring it back below the others."}


@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    reviewed = review_library(owner_of(request))
    with_findings = [story for story in reviewed if story.findings and not story.is_unwritten]
    page = Paginator(with_findings, PER_PAGE).get_page(request.GET.get("page"))
    unwritten = [story for story in reviewed if story.is_unwritten]
    context = {"page": page, "rules": RULES, "stories": len(reviewed), "unwritten": unwritten}
    return render(request, "review/list.html", context)


@require_safe
def review_rule(request: HttpRequest, pk: str) -> HttpResponse:
    """What a rule notices, with a bad and a good example: its page in the docs."""
    rule = next((rule for rule in RULES if rule.code == pk), None)
    if rule is None:
        raise Http404
    text = (settings.BASE_DIR / "docs" / "review" / f"{rule.code}.md").read_text(encoding="utf-8")
    below_the_title = text.split("\n", 1)[1].replace("\n## ", "\n# ")  # The page adds a heading above the file's.
    context = {"rule": rule, "html": render_markdown(below_the_title, wrapped=True)}
    return render(request, "review/rule.html", context)


@access.gives(access.story)
@require_POST
def finding_dismiss(request: HttpRequest, story: Story) -> HttpResponse:
    form = DismissalForm(request.POST)
    if form.is_valid():
        dismiss(story=story, **form.cleaned_data)
        messages.success(request, f"Finding dismissed. {_UNTIL[bool(form.rule.denial)]}")
    else:
        messages.error(request, "Not dismissed: give a reason of no more than 300 characters.")
    return redirect(f"{story.get_absolute_url()}#review")


@access.gives(access.dismissal)
@require_POST
def finding_restore(request: HttpRequest, dismissal: Dismissal) -> HttpResponse:
    restore_finding(dismissal=dismissal)
    messages.success(request, "The finding is back.")
    return redirect(f"{dismissal.story.get_absolute_url()}#review")
