from collections.abc import Collection, Iterable

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stories import access
from stories.access import owner_of
from stories.core.choices import Status, Strength
from stories.core.grammar import count_of, join_words
from stories.coverage.filters import StoryFilter, value_choices
from stories.coverage.next_steps import Loss, loss_without
from stories.coverage.snapshot import frameworks_for, snapshot_of
from stories.coverage.suggestions import by_reason, common_reasons
from stories.forms import ManyStoriesForm
from stories.library import queries
from stories.library.actions import (
    NotReadyError,
    change_status,
    change_statuses,
    duplicate_story,
    set_tags,
)
from stories.models import Story, Tag, Value
from stories.views.conditional_get import until_the_library_changes
from stories.views.requests import discard, render_results
from stories.views.wording import why_it_does_not_count

PER_PAGE = 30
DONE = {Status.READY: "marked ready", Status.DRAFT: "back to draft", Status.ARCHIVED: "archived"}
SHOWN = ("owner", "title", "headline", "organisation", "when", "status", "words", "faults", "updated")
"""The fields that the list reads of a story: not its texts."""


@require_safe
@until_the_library_changes
def story_list(request: HttpRequest) -> HttpResponse:
    owner = owner_of(request)
    _, framework = frameworks_for(owner)
    values = list(Value.objects.shown_to(owner).filter(framework=framework))
    filters, many = StoryFilter(request.GET, value=value_choices(values)), ManyStoriesForm(owner=owner, values=values)
    stories = filters.narrow(owner.stories.only(*SHOWN)).prefetch_related(
        Prefetch("tags", Tag.objects.select_related("value__framework"))
    )
    page = Paginator(stories, PER_PAGE).get_page(request.GET.get("page"))
    has_any = page.paginator.count or owner.stories.exists()
    context = {"page": page, "filters": filters, "has_any": has_any, "many": many, "framework": framework}
    return render_results(request, "stories/list.html", context)


@until_the_library_changes
@access.gives(access.story)
@require_safe
def story_detail(request: HttpRequest, story: Story) -> HttpResponse:
    return render(request, "stories/detail.html", {"page": queries.story_page(story, owner_of(request))})


@until_the_library_changes
@access.gives(access.story)
@require_safe
def story_questions(request: HttpRequest, story: Story) -> HttpResponse:
    questions = queries.answerable_questions(story, owner_of(request))
    page = Paginator(questions, PER_PAGE).get_page(request.GET.get("page"))
    said = common_reasons(questions)
    parts = {is_answered: [each for each in page if each.is_answered == is_answered] for is_answered in (False, True)}
    groups, answered = (by_reason(part, said) for part in parts.values())
    counted = {"answered": answered, "answered_count": len(parts[True])}
    context = {"story": story, "page": page, "said": said, "groups": groups, **counted}
    return render(request, "stories/questions.html", context)


@access.gives(access.story)
@require_POST
def story_duplicate(request: HttpRequest, story: Story) -> HttpResponse:
    copy = duplicate_story(story=story)
    messages.success(request, f"This is a copy of “{story}”. It is a draft, and the answers stay with the original.")
    return redirect("stories:story-update", copy.pk)


@access.gives(access.story)
@require_POST
def story_status(request: HttpRequest, story: Story) -> HttpResponse:
    before, status = story.status, request.POST.get("status", "")
    if status not in list(Status):
        return HttpResponse(f"“{status}” is not a status.", status=422, content_type="text/plain")
    try:
        change_status(story=story, status=Status(status))
    except NotReadyError as error:
        messages.warning(request, str(error))
    else:
        reasons = why_it_does_not_count(story, owner_of(request))
        context = {"story": story, "status": status, "before": before, "reasons": reasons}
        messages.success(request, render_to_string("stories/status_message.html", context, request))
    return redirect(story)


@require_POST
def story_many(request: HttpRequest) -> HttpResponse:
    """One change of all the stories that were selected in the list."""
    owner = owner_of(request)
    values = Value.objects.shown_to(owner).filter(framework=frameworks_for(owner)[1])
    form = ManyStoriesForm(request.POST, owner=owner, values=values)
    if not form.is_valid():
        messages.warning(request, join_words([str(error) for errors in form.errors.values() for error in errors]))
    elif form.cleaned_data["change"] == form.TAG:
        _tag_many(request, **form.cleaned_data)
    else:
        _mark_many(request, form.cleaned_data["story"], Status(form.cleaned_data["change"]))
    return redirect(f"{reverse('stories:story-list')}?{request.GET.urlencode()}")


def _tag_many(request: HttpRequest, story: Collection[Story], value: Value, strength: str, **_: str) -> None:
    set_tags(stories=story, value=value, strength=Strength(strength))
    messages.success(request, f"{count_of(len(story), 'story', 'stories')} tagged with {value}.")


def _mark_many(request: HttpRequest, stories: Iterable[Story], status: Status) -> None:
    """Whatever can't be marked so, or doesn't count as ready, is named with the reason."""
    owner, refused = owner_of(request), change_statuses(stories=stories, status=status)
    changed = [story for story in stories if story not in refused]
    if changed:
        messages.success(request, f"{count_of(len(changed), 'story', 'stories')} {DONE[status]}.")
    for story in changed:
        if reasons := why_it_does_not_count(story, owner):
            messages.warning(request, reasons)
    for story, reason in refused.items():
        messages.warning(request, f"“{story}” was left as it is. {reason}")


@access.gives(access.story)
@require_safe
def story_archive(request: HttpRequest, story: Story) -> HttpResponse:
    """What would drop to a lower level without the story, before it is archived."""
    return render(request, "stories/archive.html", {"story": story, "loss": _loss(request, story)})


@access.gives(access.story)
@require_http_methods(["GET", "POST"])
def story_delete(request: HttpRequest, story: Story) -> HttpResponse:
    if request.method == "POST":
        discard(request, story, f"“{story}” was deleted.")
        return redirect("stories:story-list")
    context = {"page": queries.story_page(story, owner_of(request)), "loss": _loss(request, story)}
    return render(request, "stories/delete.html", context)


def _loss(request: HttpRequest, story: Story) -> Loss:
    owner = owner_of(request)
    return loss_without(story, snapshot_of(owner, category=""), owner)
