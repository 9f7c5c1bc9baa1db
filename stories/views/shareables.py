"""A story or an answer as text to copy, and stories as a Word document."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stories import access
from stories.access import owner_of
from stories.core.choices import Length
from stories.coverage.filters import StoryFilter, value_choices
from stories.coverage.snapshot import frameworks_for
from stories.enums import LENGTHS
from stories.exchange.shareable import KINDS, Shareable, TextKind, shareable_answer, shareable_story
from stories.exchange.word_document import word_document_of
from stories.models import Answer, Story, Tag, Value
from stories.views.requests import download

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@never_cache
@access.gives(access.story)
@require_safe
def story_text(request: HttpRequest, story: Story) -> HttpResponse:
    return _show(request, shareable_story(story), {"thing": story})


@never_cache
@access.gives(access.answer)
@require_safe
def answer_text(request: HttpRequest, answer: Answer) -> HttpResponse:
    asked = request.GET.get("length", "")
    length = Length(asked) if asked in LENGTHS else Length.FULL
    shareable = shareable_answer(answer, owner_of(request), length)
    return _show(request, shareable, {"thing": answer, "lengths": LENGTHS, "length": length})


def _show(request: HttpRequest, shareable: Shareable, context: dict[str, object]) -> HttpResponse:
    """The text on a page, to be copied there; by itself for the script that copies it at once."""
    asked = request.GET.get("as", "")
    kind = TextKind(asked) if asked in KINDS else TextKind.PLAIN
    text = shareable.text(kind)
    if "raw" in request.GET:
        return HttpResponse(text, content_type="text/plain; charset=utf-8")
    context |= {"text": text, "rows": text.count("\n") + 2, "kinds": KINDS, "as": kind}
    return render(request, "stories/text.html", context)


@never_cache
@require_safe
def data_docx(request: HttpRequest) -> HttpResponse:
    """The stories that a list shows, narrowed and sorted as its address says."""
    owner = owner_of(request)
    _, framework = frameworks_for(owner)
    values = Value.objects.shown_to(owner).filter(framework=framework)
    tags = Prefetch("tags", Tag.objects.select_related("value"))
    stories = StoryFilter(request.GET, value=value_choices(values)).narrow(owner.stories.all()).prefetch_related(tags)
    name = f"prepsite-stories-{timezone.localdate().isoformat()}.docx"
    return download(word_document_of(stories, owner), DOCX, name)
