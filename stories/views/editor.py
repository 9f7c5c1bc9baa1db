"""The story editor: plain saves, saves while typing, and the live preview."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from stories import access
from stories.access import owner_of
from stories.bank.guide import example_story, guides
from stories.bank.queries import probes_of
from stories.base.rendering import speak_story
from stories.core.choices import REQUIRED_SECTIONS, Section, Status, Strength
from stories.core.fields import NAMES, PROSE_LIMIT
from stories.core.lengths import sentences
from stories.core.review import TagLine
from stories.core.speaking import time_answer
from stories.coverage.snapshot import frameworks_for
from stories.forms import StoryForm, offered_values, story_initial, whole_number
from stories.library.actions import NotReadyError, Saved, change_status, save_story
from stories.library.content import StoryContent, TagContent
from stories.library.findings import review_spoken, worth_saying
from stories.library.possible_values import possible_values
from stories.library.quotations import remarks_on
from stories.models import EditConflict, Owner, Question, Story, Topic, Value
from stories.views.autosave import is_typing, say_refused, say_saved
from stories.views.wording import why_it_does_not_count

STATE = "stories/save_bar.html#state"


@require_http_methods(["GET", "POST"])
def story_create(request: HttpRequest) -> HttpResponse:
    values = _values(request)
    if request.method == "POST":
        return _save(request, None, values)
    content = StoryContent(texts={}, tags=asked_tags(request, values))
    form = StoryForm(values=values, initial=story_initial(content, pk=uuid.uuid4(), base=0))
    return _show(request, form, None)


@access.gives(access.story)
@require_http_methods(["GET", "POST"])
def story_update(request: HttpRequest, story: Story) -> HttpResponse:
    values = _values(request)
    if request.method == "POST":
        return _save(request, story, values)
    content = StoryContent.of(story, tuple(value.pk for value in values))
    return _show(
        request, StoryForm(values=values, initial=story_initial(content, pk=story.pk, base=story.version)), story
    )


@require_POST
def story_preview(request: HttpRequest) -> HttpResponse:
    """The sections as they will read, with their words and speaking time; nothing is saved."""
    owner = owner_of(request)
    form = StoryForm(request.POST, values=_values(request), autosave=True)
    context = _as_it_reads(form, owner) | {"is_update": True}
    return render(request, "stories/as_told.html#spoken", context)


def _values(request: HttpRequest) -> list[Value]:
    """The values to pick from. A submitted form keeps those it was opened with, whatever has changed since."""
    owner = owner_of(request)
    if request.method == "POST":
        return list(Value.objects.of(owner).filter(pk__in=offered_values(request.POST)))
    return shown_values(owner)


def shown_values(owner: Owner) -> list[Value]:
    """Those of the chosen framework."""
    _, framework = frameworks_for(owner)
    return list(Value.objects.shown_to(owner).filter(framework=framework))


def asked_tags(request: HttpRequest, values: list[Value]) -> tuple[TagContent, ...]:
    """The tags that the link asks for: each `?value=` as primary, and what `?question=` probes as it probes it."""
    question = asked_question(request)
    probed = probes_of(question, owner_of(request)) if question else []
    strengths = {str(value.pk): strength for value, strength in probed}
    strengths |= dict.fromkeys(request.GET.getlist("value"), Strength.PRIMARY)
    return tuple(TagContent(value.pk, strengths[str(value.pk)]) for value in values if str(value.pk) in strengths)


def asked_question(request: HttpRequest) -> Question | None:
    """The question that a new story is written for."""
    asked = whole_number(request.POST.get("question") or request.GET.get("question"))
    if asked is None:
        return None
    if request.method == "POST":  # What was typed is saved even if the question is gone by now.
        return Question.objects.of(owner_of(request)).filter(pk=asked).first()
    return access.question(owner_of(request), asked)


def _show(
    request: HttpRequest, form: StoryForm, story: Story | None, *, status: int = 200, is_kept: bool = False
) -> HttpResponse:
    as_read = _as_it_reads(form, owner_of(request))
    help_with = guides(owner_of(request).kind_of_work) if "guide" in request.GET or "guide" in request.POST else {}
    context = as_read | {
        "is_guided": bool(help_with),
        "form": form,
        "is_kept": is_kept,
        "story": story,
        "example": None if story else _example(owner_of(request)),
        "question": asked_question(request),
        "topic": Topic.objects.filter(slug=request.GET.get("topic", "")).first() if "topic" in request.GET else None,
        "conflicts": list(story.conflicts.all()) if story else [],
        "possible_values": possible_values(story, owner_of(request)) if story else [],
        "fields": [
            (section, form[section.section.value], findings, help_with.get(section.section))
            for section, findings in as_read["sections"]
        ],
    }
    return render(request, "stories/edit.html", context, status=status)


def _as_it_reads(form: StoryForm, owner: Owner) -> dict[str, Any]:
    """What was typed, as it will read, with its times and findings."""
    texts = {name: (form[name].value() or "")[:PROSE_LIMIT] for name in NAMES}
    spoken = speak_story({section: texts[section] for section in Section}, owner.words_per_minute)
    tags = {value.pk: TagLine(value.name, evidence.value() or "") for value, tag, evidence in form.tags if tag.value()}
    noticed = review_spoken(texts["title"], texts["headline"], spoken, tags.values(), owner)
    is_begun = all(texts[section] for section in REQUIRED_SECTIONS)
    findings = worth_saying(noticed, _story_id(form), owner, is_begun=is_begun)
    by_section = {section: [finding for finding in findings if finding.section == section] for section in Section}
    return {
        "spoken": spoken,
        "timing": time_answer({section.section: section.words for section in spoken.sections}, 0, owner.pace),
        "lines": [(section.value, line) for section in Section for line in sentences(texts[section])],
        "tag_rows": _tag_rows(form, tags, [texts["headline"], *(section.text for section in spoken.sections)]),
        "sections": [(section, by_section[section.section]) for section in spoken.sections],
        "whole": [finding for finding in findings if finding.section is None],
    }


def _tag_rows(
    form: StoryForm, tags: Mapping[int, TagLine], told: Sequence[str]
) -> list[tuple[Value, BoundField, BoundField, str]]:
    """The values with their fields, and what is wrong with the evidence for each, as it stands in what is `told`."""
    remarks = remarks_on(tags.values(), told)
    return [
        (value, tag, evidence, remarks.get(tags[value.pk], "") if value.pk in tags else "")
        for value, tag, evidence in form.tags
    ]


def _example(owner: Owner) -> dict[str, Any]:
    """A finished story to look at, as it reads."""
    example = example_story(owner.kind_of_work)
    return {"story": example, "spoken": speak_story(example.texts, owner.words_per_minute)}


def _story_id(form: StoryForm) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(form["id"].value()))
    except ValueError:
        return None


def _save(request: HttpRequest, story: Story | None, values: list[Value]) -> HttpResponse:
    owner, typing = owner_of(request), is_typing(request)
    form = StoryForm(request.POST, values=values, autosave=typing)
    if not form.is_valid():
        if typing:
            return say_refused(request, STATE, form)
        untitled = StoryForm(request.POST, values=values, autosave=True)
        if not (untitled.is_valid() and any(untitled.content().texts.values())):
            return _show(request, form, story, status=422)
        saved = _store(owner, untitled, story)
        if isinstance(saved, EditConflict):
            return _set_aside(request, saved)
        return _show(request, form, saved.story, status=422, is_kept=True)
    saved = _store(owner, form, story)
    if typing:
        conflict = saved if isinstance(saved, EditConflict) else None
        return say_saved(request, STATE, saved.story, conflict, f"{saved.story.get_absolute_url()}edit/")
    return _set_aside(request, saved) if isinstance(saved, EditConflict) else _answer_save(request, saved)


def _store(owner: Owner, form: StoryForm, story: Story | None) -> Saved | EditConflict:
    pk = story.pk if story else form.cleaned_data["id"]
    access.story_to_save(owner, pk)
    data = form.cleaned_data
    return save_story(owner=owner, pk=pk, base=data["base"], session=data["session"], content=form.content())


def _set_aside(request: HttpRequest, conflict: EditConflict) -> HttpResponse:
    messages.warning(
        request, "Set aside: the story was changed elsewhere while you were editing it. Compare and choose."
    )
    return redirect(conflict)


def mark_ready(request: HttpRequest, story: Story) -> bool:
    """Mark it, say what came of that, and return whether it could be marked."""
    try:
        change_status(story=story, status=Status.READY)
    except NotReadyError as reason:
        messages.warning(request, f"Saved as a draft. {reason}")
        return False
    if reasons := why_it_does_not_count(story, owner_of(request)):
        messages.warning(request, f"Saved. {reasons}")
    else:
        messages.success(request, f"“{story}” is saved and ready.")
    return True


def _answer_save(request: HttpRequest, saved: Saved) -> HttpResponse:
    story = saved.story
    if "ready" in request.POST and story.status != Status.READY:
        if not mark_ready(request, story):
            return redirect("stories:story-update", story.pk)
    else:
        status = ", as a draft" if story.status == Status.DRAFT else ""
        messages.success(request, f"“{story}” is saved{status}.")
    if question := asked_question(request):
        url = redirect("stories:answer-create", question.pk)
        url["Location"] += f"?story={story.pk}"
        return url
    return redirect(story)
