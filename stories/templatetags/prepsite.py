"""How levels, times and next steps look on every page."""

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from stories import rendering
from stories.core import speaking
from stories.core.planning import StepKind
from stories.queries import NextStep

register = template.Library()

SYMBOLS = {
    "covered": "●",
    "thin": "◐",
    "suggested": "◇",
    "draft": "◌",
    "missing": "○",
    "ready": "●",
    "archived": "▪",
}


@register.simple_tag
def level(name: str) -> SafeString:
    """A level or status: a symbol, its word and a colour."""
    return format_html(
        '<span class="level level-{}"><span aria-hidden="true">{}</span> {}</span>',
        name,
        SYMBOLS[name],
        name.capitalize(),
    )


@register.filter
def clock(seconds: int) -> str:
    return speaking.clock(seconds)


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
def here(context: Context, *prefixes: str) -> SafeString | str:
    """Marks the menu entry of the part of the site that this page belongs to."""
    path = context["request"].path
    return format_html('aria-current="{}"', "page") if any(path.startswith(prefix) for prefix in prefixes) else ""
