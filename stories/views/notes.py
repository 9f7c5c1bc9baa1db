"""A new story from notes: pasted or spoken as they are, split into sections, and then kept as a draft."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stories import access
from stories.access import owner_of
from stories.base.splitting_model import load_splitter
from stories.core.choices import Status
from stories.core.exchange import Incoming
from stories.core.fields import PROSE_LIMIT
from stories.core.splitting.pieces import pieces_of, said_in, title_in
from stories.exchange.actions import keep_import
from stories.exchange.pasting import NOTHING_BESIDE, Beside, Pasted, parts_of, read_pasted, save_notes
from stories.forms import NotesForm, SplitForm
from stories.library.content import StoryContent
from stories.models import EditConflict
from stories.views.editor import asked_question, asked_tags, mark_ready, shown_values
from stories.views.requests import posted

SPLIT = "Your notes are kept as a draft, in your own words. Check the sections, then mark the story ready."
READ = "Your notes are kept as a draft, split by their own labels. Check the sections, then mark the story ready."
READ_AS = "Your notes are kept, split by their own labels, and marked {} as they say. Check the sections."
TOO_LONG = "This has {:,} characters, and no labels to split it by; the limit is {:,} for one story."


@require_http_methods(["GET", "POST"])
def story_notes(request: HttpRequest) -> HttpResponse:
    """First the notes alone; then, unless they are labelled, a section proposed for each sentence."""
    form = NotesForm(posted(request))
    if request.method == "GET" or not form.is_valid():
        return _show(request, form, status=422 if form.errors else 200)
    notes = form.cleaned_data["notes"]
    if "keep" in request.POST or "move" in request.POST:
        return _decide(request, form) if len(notes) <= PROSE_LIMIT else _refuse(request, form)
    pasted = read_pasted(notes, owner_of(request))
    if pasted.story and len(notes) <= PROSE_LIMIT:
        return _keep_read(request, form, pasted, pasted.story)
    if pasted.is_read:
        return redirect(keep_import(owner=owner_of(request), opened=pasted.opened))
    return _propose(request, form) if len(notes) <= PROSE_LIMIT else _refuse(request, form)


def _keep_read(request: HttpRequest, form: NotesForm, pasted: Pasted, story: Incoming) -> HttpResponse:
    content, beside = parts_of(story, owner_of(request))
    said = [READ if beside.status == Status.DRAFT else READ_AS.format(beside.status)]
    said += [f"It answers “{beside.asked.text}”."] if beside.asked else []
    return _keep(request, form, content, " ".join([*said, *pasted.doubts]), beside)


def _refuse(request: HttpRequest, form: NotesForm) -> HttpResponse:
    form.add_error("notes", TOO_LONG.format(len(form.cleaned_data["notes"]), PROSE_LIMIT))
    return _show(request, form, status=422)


def _propose(request: HttpRequest, form: NotesForm) -> HttpResponse:
    title, rest = title_in(form.cleaned_data["notes"])
    said = [said_in(piece) for piece in pieces_of(rest)]
    return _show(
        request, SplitForm(pk=form.cleaned_data["id"], notes=rest, places=load_splitter().split(said), title=title)
    )


def _decide(request: HttpRequest, sent: NotesForm) -> HttpResponse:
    """Keep the notes with the places that were chosen, or move one sentence and show them again."""
    notes = sent.cleaned_data["notes"]
    form = SplitForm(request.POST, notes=notes)
    if "move" in request.POST:
        places, title = form.moved(request.POST["move"]), request.POST.get("title", "")
        return _show(request, SplitForm(pk=sent.cleaned_data["id"], notes=notes, places=places, title=title))
    if not form.is_valid():
        return _show(request, form, status=422)
    return _keep(request, form, StoryContent(texts=form.contents()), SPLIT)


def _keep(
    request: HttpRequest, form: NotesForm, content: StoryContent, said: str, beside: Beside = NOTHING_BESIDE
) -> HttpResponse:
    """Save the story, with the tags that the link asked for as well, and open it in the editor."""
    owner = owner_of(request)
    values = shown_values(owner)
    named = {tag.value for tag in content.tags}
    tags = [*content.tags, *(tag for tag in asked_tags(request, values) if tag.value not in named)]
    full = replace(content, tags=tuple(tags), values=tuple(tag.value for tag in tags))
    pk = form.cleaned_data["id"]
    access.story_to_save(owner, pk)
    saved = save_notes(owner=owner, pk=pk, content=full, beside=beside)
    if isinstance(saved, EditConflict):
        return redirect(saved)
    if request.POST.get("keep") == "ready":
        mark_ready(request, saved.story)
    else:
        messages.success(request, said)
    question = asked_question(request)
    query = {"question": question.pk} if question else {}
    return redirect(reverse("stories:story-update", args=[saved.story.pk], query=query))


def _show(request: HttpRequest, form: NotesForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "is_split": isinstance(form, SplitForm), "question": asked_question(request)}
    return render(request, "stories/notes.html", context, status=status)
