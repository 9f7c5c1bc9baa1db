"""How levels, times and next steps look on every page."""

from collections.abc import Iterable

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from stories.base import rendering
from stories.core import speaking
from stories.core.choices import Section
from stories.core.differences import Change, Piece
from stories.core.speaking import Timing
from stories.core.steps import StepKind
from stories.coverage.snapshot import NextStep
from stories.enums import Theme

register = template.Library()

SYMBOLS = {
    "covered": "●",
    "thin": "◐",
    "suggested": "◇",
    "draft": "◌",
    "missing": "○",
    "ready": "●",
    "archived": "▪",
    "strong": "●",
    "possible": "◐",
    "weak": "○",
}


@register.simple_tag
def level(name: str) -> SafeString:
    """A level, status or match: a symbol, its word and a colour."""
    return format_html(
        '<span class="level level-{}"><span aria-hidden="true">{}</span> {}</span>',
        name,
        SYMBOLS[name],
        name.capitalize(),
    )


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing of the sprite in base.html; what it means is said in words beside it."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="#icon-{}"/></svg>', name)


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """The theme chosen in this browser, or else the system's; a page may be shown without a request."""
    request: HttpRequest | None = context.get("request")
    chosen = request.COOKIES.get(settings.THEME_COOKIE_NAME, "") if request else ""
    return chosen if chosen in Theme else Theme.SYSTEM


@register.filter
def clock(seconds: int) -> str:
    return speaking.clock(seconds)


@register.simple_tag
def time_bar(timing: Timing) -> SafeString:
    """How the time is spread over the sections, above how it is meant to be; the words beside it say the same."""
    spread = [(share.section, share.percent) for share in timing.shares]
    meant = [(share.section, share.target) for share in timing.shares]
    return format_html(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{}{}</svg>',
        _bars(spread, top=0, height=7),
        _bars(meant, top=8, height=2),
    )


def _bars(shares: Iterable[tuple[Section, int]], *, top: int, height: int) -> SafeString:
    bars, start = [], 0
    for section, percent in shares:
        bars.append((section, start, top, percent, height))
        start += percent
    return format_html_join("", '<rect class="share-{}" x="{}" y="{}" width="{}" height="{}"/>', bars)


@register.simple_tag
def difference(pieces: Iterable[Piece]) -> SafeString:
    """What was added and what was taken away, in place."""
    marks = {Change.SAME: "{}", Change.REMOVED: "<del>{}</del>", Change.ADDED: "<ins>{}</ins>"}
    return format_html_join("", "{}", ((format_html(marks[piece.change], piece.text),) for piece in pieces))


@register.filter
def field_of(name: str, form: BaseForm) -> BoundField:
    return form[name]


@register.filter
def render_markdown(text: str) -> SafeString:
    return rendering.render_markdown(text)


@register.simple_tag
def step_url(found: NextStep) -> str:
    if found.step.kind == StepKind.WRITE_STORY:
        query = {"question": found.question.pk} if found.question else {"value": found.value and found.value.pk}
        return reverse("stories:story-create", query=query)
    story = found.step.story
    if found.step.kind == StepKind.ATTACH_ANSWER:
        return reverse("stories:answer-create", args=[found.step.question], query={"story": story})
    anchor = "tags" if found.step.kind == StepKind.MAKE_PRIMARY else None
    return reverse("stories:story-update", args=[story], fragment=anchor)


@register.simple_tag
def step_label(found: NextStep) -> str:
    match found.step.kind:
        case StepKind.WRITE_STORY:
            return f"Write a story for {found.value}" if found.value else "Write a story for it"
        case StepKind.ATTACH_ANSWER:
            return f"Answer it with “{found.story}”"
        case StepKind.FINISH_DRAFT:
            return f"Finish “{found.story}”"
        case StepKind.MAKE_PRIMARY:
            return f"Make {found.value} primary in “{found.story}”"


@register.simple_tag(takes_context=True)
def page_url(context: Context, name: str, number: int) -> str:
    """This page's address with `name` set to a page number and all filters kept."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    query[name] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: object) -> str:
    """This page's query with some of it changed; None takes a part away."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def here(context: Context, *prefixes: str) -> SafeString | str:
    """Marks the menu entry of the part of the site that this page belongs to."""
    path = context["request"].path
    return format_html('aria-current="{}"', "page") if any(path.startswith(prefix) for prefix in prefixes) else ""
