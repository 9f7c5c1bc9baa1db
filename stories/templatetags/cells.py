"""The cells of the matrices. A page has hundreds, and a template would take five times as long for each."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from stories.coverage.matrix import AnswerCell, Cell

register = template.Library()

PRESSED = (
    '<button id="cell-{story}-{value}" form="cells" name="strength" value="{next}" class="cell cell-{strength}"'
    ' formaction="{address}" hx-post="{address}" title="{words}"><span aria-hidden="true">{symbol}</span>'
    '<span class="visually-hidden">{words}; press for {then}</span></button>'
)
WHY = (
    '<a class="why-cell" href="{}" hx-get="{}" hx-target="#basis" data-basis><span aria-hidden="true">i</span>'
    '<span class="visually-hidden">{} in “{}”: the evidence behind it</span></a>'
)
LINK = (
    '<a class="cell cell-link" href="{address}" hx-get="{address}" hx-target="#basis" data-basis title="{words}">'
    '<span aria-hidden="true">{symbol}</span><span class="visually-hidden">{words}</span></a>'
)
NOTHING = '<span class="cell cell-none"><span aria-hidden="true">·</span><span class="visually-hidden">{}</span></span>'


@lru_cache(maxsize=20_000)
def _address(name: str, *args: object) -> str:
    """Looking an address up takes as long as the rest of a cell."""
    return reverse(name, args=args)


@register.simple_tag
def value_cell(cell: Cell) -> SafeString:
    """A story by a value: a button that sets the tag and, next to a tag, a link to what it rests on."""
    address = _address("stories:coverage-cell", cell.story.pk, cell.value.pk)
    button = format_html(
        PRESSED,
        story=cell.story.pk,
        value=cell.value.pk,
        next=cell.next,
        strength=cell.tag.strength if cell.tag else "none",
        address=address,
        words=cell.words,
        symbol=cell.symbol,
        then=cell.next or "none",
    )
    return button + format_html(WHY, address, address, cell.value, cell.story) if cell.tag else button


@register.simple_tag
def value_cells(cells: Iterable[Cell]) -> SafeString:
    """A story by every value."""
    return format_html_join("", "<td>{}</td>", ((value_cell(cell),) for cell in cells))


@register.simple_tag
def answer_cells(cells: Iterable[AnswerCell]) -> SafeString:
    """A question by stories: a link to what the cell rests on, unless it is empty."""
    return format_html_join("", "<td>{}</td>", ((_answer_cell(cell),) for cell in cells))


def _answer_cell(cell: AnswerCell) -> SafeString:
    if not cell.says_something:
        return format_html(NOTHING, cell.words)
    address = _address("stories:question-story", cell.question.pk, cell.story.pk)
    return format_html(LINK, address=address, words=cell.words, symbol=cell.symbol)
