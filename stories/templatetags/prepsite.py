"""How levels, times, lists and next steps look on every page."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template.context import Context
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from stories.answers.prepared import ShortAnswer
from stories.base import rendering
from stories.core import grammar, speaking
from stories.core.choices import Section, Status, Strength
from stories.core.coverage import QuestionCoverage, ValueCoverage
from stories.core.differences import Change, Piece
from stories.core.exchange.naming import KINDS
from stories.core.fields import LABELS
from stories.core.practice import Practice
from stories.core.review import Finding, Severity
from stories.core.risk import Change as LevelChange
from stories.core.speaking import LONGEST_PREPARED, SHORTEST_PREPARED, Timing
from stories.core.steps import StepKind
from stories.coverage.snapshot import NextStep, Snapshot
from stories.enums import Theme
from stories.models import Answer, Framework, Owner, Round, Story, Tag
from stories.practice.freshness import Freshness

register = template.Library()

MOST_OPTIONS = 5_000
"""Kept of all libraries, 0.3 kB each."""
SYMBOLS = {
    "covered": "●",
    "thin": "◐",
    "open": "◇",
    "draft": "◌",
    "missing": "○",
    "ready": "●",
    "archived": "▪",
}


PRACTISED = {Practice.NONE: "–", Practice.FADING: "↘", Practice.FRESH: "✓"}


@register.simple_tag
@lru_cache
def level(name: str) -> SafeString:
    """A level or status: a symbol, its word and a colour."""
    return format_html(
        '<span class="level level-{}"><span aria-hidden="true">{}</span> {}</span>',
        name,
        SYMBOLS[name],
        name.capitalize(),
    )


@register.simple_tag(takes_context=True)
def standing(context: Context, story: Story) -> SafeString:
    """What the owner marked a story, and why it doesn't count as that where it doesn't."""
    reasons = " ".join(story.why_not_counted(context["user"].pace))
    if not reasons:
        return level(story.status)
    words = '<span class="standing">{} <span class="not-counted">doesn’t count yet: {}</span></span>'
    return format_html(words, level(story.status), reasons)


@register.simple_tag
def level_change(change: LevelChange, word: str) -> SafeString:
    """Two levels with an arrow between them; a screen reader hears `word` instead of the arrow."""
    arrow = format_html('<span aria-hidden="true">→</span><span class="visually-hidden">{}</span>', word)
    return format_html("{} {} {}", level(change.before), arrow, level(change.after))


@register.simple_tag
def flags(coverage: ValueCoverage | QuestionCoverage) -> SafeString:
    """The risks to show after a level."""
    return format_html_join("", ' <span class="flag">{}</span>', ((flag,) for flag in coverage.flags))


@register.simple_tag(takes_context=True)
def practised(context: Context, told: QuestionCoverage | Answer) -> SafeString | str:
    """How ready a question or an answer is to be told; nothing where there is nothing to tell yet."""
    freshness: Freshness | None = context.get("freshness")
    if freshness is None:
        return ""
    if isinstance(told, Answer):
        return standing_word(freshness.of_answer(told.pk, told.question_id))
    return standing_word(freshness.of_question(told))


@register.filter
def standing_word(practised: Practice | None) -> SafeString | str:
    """A symbol and its word, behind a space."""
    if practised is None:
        return ""
    words = ' <span class="practised practised-{}"><span aria-hidden="true">{}</span> {}</span>'
    return format_html(words, practised.name.lower(), PRACTISED[practised], practised)


@register.simple_tag
def mark(strength: str) -> SafeString:
    """The symbol for the strength of a tag or probe; the word stands next to it."""
    return format_html('<span aria-hidden="true">{}</span>', "●" if strength == Strength.PRIMARY else "○")


@register.simple_tag
def tag_items(all_tags: Iterable[Tag], framework: Framework) -> SafeString:
    """The values of the framework that a story shows, as the items of a list; else how many of others it shows."""
    tags = [tag for tag in all_tags if tag.value.framework_id == framework.pk]
    item = '<li class="tag tag-{0}">{1} <bdi>{2}</bdi><span class="visually-hidden">, {0}</span></li> '
    items = format_html_join("", item, ((tag.strength, mark(tag.strength), tag.value) for tag in tags))
    return items or format_html('<li class="meta"><bdi>{}</bdi></li>', _tags_elsewhere(all_tags) or "No tags yet")


def _tags_elsewhere(tags: Iterable[Tag]) -> str:
    """How many tags there are in each framework."""
    counts = Counter(tag.value.framework for tag in tags)
    return grammar.join_words([f"{grammar.count_of(n, 'tag')} in {framework}" for framework, n in counts.items()])


@register.simple_tag(takes_context=True)
def separator(context: Context, last: str = "and") -> str:
    """What follows an item of a loop in a sentence: a comma, “and” before the last item, nothing after it."""
    return {0: "", 1: f" {last} "}.get(context["forloop"]["revcounter0"], ", ")


@register.filter
def in_brief(findings: Sequence[Finding]) -> str:
    """How many there are of each severity, as "1 error and 2 hints"; empty if there are none."""
    counts = Counter(finding.severity for finding in findings)
    return grammar.join_words(
        [grammar.count_of(counts[severity], severity) for severity in Severity if counts[severity]]
    )


@register.filter
def join_words(words: list[str]) -> str:
    return grammar.join_words(words)


@register.simple_tag
@lru_cache
def icon(name: str) -> SafeString:
    """A drawing from the sprite in base.html; words next to it say what it means."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="#icon-{}"/></svg>', name)


MENU = '<details class="menu" name="menu"><summary{}>{}</summary><div class="menu-items">{}</div></details>'


@register.simple_block_tag
def menu(content: str, name: object, shown: object = "") -> SafeString:
    """Links and buttons behind one press, which opens them without JavaScript too; menus.js closes them.

    `name` says what they are about. What is `shown` is chosen there; without it the menu is three dots.
    """
    if shown:
        about = format_html('<span class="visually-hidden">{}: </span><span dir="auto">{}</span>', name, shown)
        return format_html(MENU, "", about, content)
    dots = format_html(' title="More" aria-label="More: {}"', name)
    return format_html(MENU, dots, "⋯", content)


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """The theme chosen in this browser, or the system's; a page can be rendered without a request."""
    request: HttpRequest | None = context.get("request")
    chosen = request.COOKIES.get(settings.THEME_COOKIE_NAME, "") if request else ""
    return chosen if chosen in Theme else Theme.SYSTEM


@register.filter
def clock(seconds: int) -> str:
    return speaking.clock(seconds)


@register.simple_tag
def time_bar(timing: Timing) -> SafeString:
    """How the time is spread over the sections, above the target shares; the text next to it says the same."""
    spread = [(share.section, share.percent) for share in timing.shares]
    targets = [(share.section, share.target) for share in timing.shares]
    return format_html(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{}{}</svg>',
        _bars(spread, top=0, height=7),
        _bars(targets, top=8, height=2),
    )


def _bars(shares: Iterable[tuple[Section, int]], *, top: int, height: int) -> SafeString:
    bars, start = [], 0
    for section, percent in shares:
        bars.append((section, start, top, percent, height))
        start += percent
    return format_html_join("", '<rect class="share-{}" x="{}" y="{}" width="{}" height="{}"/>', bars)


@register.filter
def short_answer(text: str, owner: Owner) -> ShortAnswer:
    """What is said without a story, with the time it takes its owner."""
    return ShortAnswer(text, owner.words_per_minute)


@register.simple_tag
def short_bar(seconds: int) -> SafeString:
    """The time of an answer without a story, above the time that is right; the text next to it says the same."""
    whole = LONGEST_PREPARED + SHORTEST_PREPARED
    return format_html(
        '<svg class="bar" viewBox="0 0 {0} 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="bar-ground" x="0" y="0" width="{0}" height="7"/>'
        '<rect class="share-action" x="0" y="0" width="{1}" height="7"/>'
        '<rect class="share-result" x="{2}" y="8" width="{3}" height="2"/></svg>',
        whole,
        min(seconds, whole),
        SHORTEST_PREPARED,
        LONGEST_PREPARED - SHORTEST_PREPARED,
    )


@register.simple_tag
def difference(pieces: Iterable[Piece]) -> SafeString:
    """A text with what was added and removed marked in place."""
    marks = {Change.SAME: "{}", Change.REMOVED: "<del>{}</del>", Change.ADDED: "<ins>{}</ins>"}
    return format_html_join("", "{}", ((format_html(marks[piece.change], piece.text),) for piece in pieces))


@register.filter
def field_of(name: str, form: BaseForm) -> BoundField:
    return form[name]


@register.filter
def field_labels(names: Iterable[str]) -> str:
    """The parts of a story, as the editor calls them."""
    return ", ".join(field_label(name) for name in names)


@register.filter
def field_label(name: str) -> str:
    return LABELS.get(name, name.replace("_", " ").capitalize())


@register.filter
def kind(name: str) -> str:
    """What a person calls one entry of a list in an exported library."""
    return KINDS.get(name, name)


@register.filter
def render_markdown(text: str) -> SafeString:
    return rendering.render_markdown(text)


@register.simple_tag
def round_start(part: Round) -> str:
    """When a round begins, in its own time zone, which is named where it isn't the owner's."""
    starts = part.local_start
    zone = f" ({part.time_zone.replace('_', ' ')})" if part.time_zone else ""
    return f"{date_format(starts, 'D j M Y, H:i')}{zone}" if starts else ""


@register.simple_tag(name="likely")
def why_likely(snapshot: Snapshot) -> SafeString | str:
    """Which questions are counted as likely, in a sentence."""
    if loop := snapshot.likely.loop:
        return format_html(
            'These are the questions of your next loop, <a href="{}"><bdi>{}</bdi></a>.', loop.get_absolute_url(), loop
        )
    return "These are your own, the interview guide’s and those reported by candidates."


@register.simple_tag(name="next_step")
def step_links(next_step: NextStep) -> SafeString:
    """Links that begin the step: one, or one for each story to choose from."""
    beginning = step_beginning(next_step)
    links = [(url_of_step(next_step, suggested.story), suggested.story) for suggested in next_step.stories]
    if len(links) > 1:
        choices = format_html_join(
            " ", '<span><a class="step" href="{}"><bdi>“{}”</bdi>{}</a></span>', map(_marked, links)
        )
        return format_html('<span class="choices">{}: {}</span>', beginning, choices)
    for url, story in links:
        return format_html('<a class="step" href="{}"><bdi>{} “{}”</bdi></a>', url, beginning, story)
    return format_html('<a class="step" href="{}"><bdi>{}</bdi></a>', url_of_step(next_step), beginning)


@register.simple_tag
def step_of_story(next_step: NextStep) -> SafeString:
    """The link of a step with one story, beneath the story's name."""
    url = url_of_step(next_step, next_step.stories[0].story)
    if next_step.step.kind == StepKind.MAKE_PRIMARY:
        return format_html('<a class="step" href="{}">Make <bdi>{}</bdi> primary</a>', url, next_step.value)
    about = next_step.question or next_step.stories[0].story
    words = '<a class="step" href="{}">{}<span class="visually-hidden">: “{}”</span></a>'
    return format_html(words, url, _WITH_ITS_STORY[next_step.step.kind], about)


_WITH_ITS_STORY = {
    StepKind.LOOK: "Look at the answer",
    StepKind.CHANGE_LENGTH: "Bring the answer to length",
    StepKind.CHOOSE_STORY: "Answer a question with it",
    StepKind.FINISH_DRAFT: "Finish it",
}


def _marked(link: tuple[str, Story]) -> tuple[str, Story, str]:
    url, story = link
    return url, story, " (draft)" if story.status == Status.DRAFT else ""


@register.simple_tag
def story_options(stories: Iterable[Story]) -> SafeString:
    """Options of a field to choose a story from. There may be a thousand, for one card after the other."""
    options = [_option(str(story.id), story.title, story.status) for story in stories]
    return format_html("{}" * len(options), *options)


@lru_cache(maxsize=MOST_OPTIONS)
def _option(pk: str, title: str, status: Status) -> SafeString:
    return format_html('<option value="{}">{}{}</option>', pk, title, " (draft)" if status == Status.DRAFT else "")


@register.simple_tag(name="step_url")
def url_of_step(next_step: NextStep, story: Story | None = None) -> str:
    question, value = next_step.question, next_step.value
    if next_step.step.kind == StepKind.MATCH:
        return reverse("stories:match")
    if next_step.step.kind == StepKind.CONFIRM:
        return reverse("stories:framework-carried", args=[next_step.framework.pk])
    if question and next_step.step.kind in (StepKind.PREPARE, StepKind.CHANGE_PREPARED):
        return reverse("stories:question-prepared", args=[question.pk])
    if not story:
        query = {"question": question.pk} if question else {"value": value and value.pk}
        return reverse("stories:story-create", query=query)
    if question and next_step.step.kind in _ABOUT_AN_ANSWER:
        return reverse("stories:answer-create", args=[question.pk], query={"story": story.pk})
    anchor = "tags" if next_step.step.kind == StepKind.MAKE_PRIMARY else None
    return reverse("stories:story-update", args=[story.pk], fragment=anchor)


_ABOUT_AN_ANSWER = {StepKind.CHOOSE_STORY, StepKind.CHANGE_LENGTH, StepKind.LOOK}


_BEGINNINGS = {
    StepKind.LOOK: "Look at the answer from",
    StepKind.PREPARE: "Prepare a short answer",
    StepKind.CHANGE_PREPARED: "Bring your short answer to length",
    StepKind.CHANGE_LENGTH: "Bring to length the answer from",
    StepKind.CHOOSE_STORY: "Answer it with",
    StepKind.FINISH_DRAFT: "Finish",
}


@register.simple_tag
def step_beginning(next_step: NextStep) -> str:
    match next_step.step.kind:
        case StepKind.MATCH:
            return f"Match {grammar.count_of(next_step.step.open_questions, 'open question')}"
        case StepKind.CONFIRM:
            return _confirm(next_step.step.tags)
        case StepKind.WRITE_STORY:
            return f"Write a story for {next_step.value or 'it'}"
        case StepKind.MAKE_PRIMARY:
            return f"Make {next_step.value} primary in"
        case kind:
            return _BEGINNINGS[kind]


def _confirm(tags: int) -> str:
    return f"Confirm {grammar.count_of(tags, 'tag')} that {'carries' if tags == 1 else 'carry'} over"


@register.simple_tag(takes_context=True)
def page_url(context: Context, name: str, number: int) -> str:
    """This page's query with `name` set to a page number and everything else kept."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    query[name] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: object) -> str:
    """This page's query with some parameters changed; None removes one."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def here(context: Context, *prefixes: str) -> SafeString | str:
    """Marks the menu entry for the part of the site that this page belongs to."""
    path = context["request"].path
    return format_html('aria-current="{}"', "page") if any(path.startswith(prefix) for prefix in prefixes) else ""
