"""What is said of each value around its matrix, kept as it was drawn: it depends on a few counts."""

from functools import lru_cache
from typing import NamedTuple

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from stories.base.rendering import joined
from stories.core.grammar import count_of
from stories.coverage.matrix import ValueList
from stories.coverage.snapshot import Snapshot, ValueRow
from stories.templatetags.cells import address_of, listed_cells
from stories.templatetags.prepsite import flags, level, step_links

register = template.Library()

MOST_KEPT = 2_000
"""About 0.8 kB each."""
PRIMARIES = '{}<span class="word"> ready</span>{}'
IN_DRAFTS = '<span class="word">, </span><span class="in-drafts">{}</span><span class="word"> in {}</span>'
STRIP = '<a class="count-strip" id="count-{}" href="{}"{}>{} <span class="primaries">{}</span></a>'
ASIDE = ' hx-swap-oob="{}"'
LIST = '<section class="value-list" id="value-{0}" aria-labelledby="value-name-{0}"{1}>{2}{3}{4}</section>'
HEAD = (
    '<div class="section-head"><h3 id="value-name-{}"><a href="{}" dir="auto">{}</a></h3><span>{}{}</span></div>'
    '<p class="meta">Primary: {}</p>{}'
)
STEP = '<p class="meta">{}</p>'
STORIES = '<ul class="listed-stories">{}</ul>'
WHOLE = '<p><a href="{}?framework={}#value-{}">All values</a></p>'
ANOTHER = (
    '<p><a href="{}?framework={}&amp;value={}">Tag another story<span class="visually-hidden"> with {}</span></a></p>'
)
LEVEL = (
    '<tr><th scope="row"><a href="{}" dir="auto">{}</a></th><td>{}{}</td><td data-label="ready">{}</td>'
    '<td data-label="draft">{}</td><td data-label="primary">{}</td><td class="why">{}</td></tr>'
)
COUNT = '<span class="meta">{}</span>'


class Tally(NamedTuple):
    """A value with all that is counted for it."""

    value: int
    name: str
    level: str
    flags: SafeString
    ready: int
    drafts: int
    primary: int
    primary_drafts: int
    step: SafeString | str
    """Why there is a next step, and its links; empty where there is none."""

    @classmethod
    def of(cls, row: ValueRow) -> "Tally":
        covered, step = row.coverage, row.next
        return cls(
            row.value.pk,
            row.value.name,
            covered.level,
            flags(covered),
            len(covered.ready),
            len(covered.draft),
            len(covered.primary),
            len(covered.primary_drafts),
            format_html("{} {}", step.step.reason, step_links(step)) if step else "",
        )

    @property
    def address(self) -> str:
        return address_of("stories:value-detail", self.value)

    @property
    def primaries(self) -> SafeString:
        """How many stories show it as primary: those that are ready, and drafts counted as such."""
        words = "a draft" if self.primary_drafts == 1 else "drafts"
        in_drafts = format_html(IN_DRAFTS, self.primary_drafts, words) if self.primary_drafts else ""
        return format_html(PRIMARIES, self.primary, in_drafts)


@register.simple_tag
def count_strip(row: ValueRow, *, is_aside: bool = False) -> SafeString:
    """The counts of a value on top of its column."""
    return _strip(Tally.of(row), is_aside=is_aside)


@lru_cache(MOST_KEPT)
def _strip(tally: Tally, *, is_aside: bool) -> SafeString:
    return format_html(
        STRIP, tally.value, tally.address, _aside(is_aside=is_aside), level(tally.level), tally.primaries
    )


def _aside(*, is_aside: bool) -> SafeString | str:
    """Whether htmx puts it in its place, beside what was asked for."""
    return format_html(ASIDE, "true") if is_aside else ""


@register.simple_tag(takes_context=True)
def value_list(context: template.Context, listed: ValueList, *, is_aside: bool = False) -> SafeString:
    """A value with the stories that show it, for a phone."""
    snapshot: Snapshot = context["snapshot"]
    tally = Tally.of(listed.row)
    stories = format_html(STORIES, listed_cells(listed.cells))
    foot = _foot(tally.value, tally.name, snapshot.framework.slug, is_whole=listed.is_whole)
    return format_html(LIST, tally.value, _aside(is_aside=is_aside), _head(tally), stories, foot)


@lru_cache(MOST_KEPT)
def _head(tally: Tally) -> SafeString:
    step = format_html(STEP, tally.step) if tally.step else ""
    shown = level(tally.level), tally.flags, tally.primaries, step
    return format_html(HEAD, tally.value, tally.address, tally.name, *shown)


@lru_cache(MOST_KEPT)
def _foot(value: int, name: str, framework: str, *, is_whole: bool) -> SafeString:
    coverage = address_of("stories:coverage")
    if is_whole:
        return format_html(WHOLE, coverage, framework, value)
    return format_html(ANOTHER, coverage, framework, value, name)


@register.simple_tag
def level_rows(snapshot: Snapshot) -> SafeString:
    """A value with its level, its counts and its next step, a row each."""
    return joined(_level_row(Tally.of(row)) for row in snapshot.value_rows)


@lru_cache(MOST_KEPT)
def _level_row(tally: Tally) -> SafeString:
    counts = tally.ready, tally.drafts, tally.primaries
    why = tally.step or format_html(COUNT, count_in_words(tally.ready, tally.primary))
    return format_html(LEVEL, tally.address, tally.name, level(tally.level), tally.flags, *counts, why)


@register.simple_tag
def count_in_words(ready: int, primary: int) -> str:
    if ready == 1:
        return "1 ready story, as primary."
    return f"{count_of(ready, 'ready story', 'ready stories')}, {primary} of them primary."
