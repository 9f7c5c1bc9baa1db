"""The cells of the matrices. A page has hundreds, and a template would take five times as long for each."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from uuid import UUID

from django import template
from django.db.models import Model
from django.http import HttpRequest
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from stories.core.choices import Status, Strength
from stories.coverage.matrix import SYMBOLS, AnswerCell, AnswerRow, Cell, CellState, Row, TopicCell, TopicRow
from stories.coverage.sorting import Sort
from stories.enums import STRENGTHS
from stories.models import Topic
from stories.templatetags.prepsite import flags, level, practised

register = template.Library()

MOST_KEPT = 10_000
"""Of what is kept as it was drawn: parts of lists, about 0.6 kB each, and smaller things."""
MOST_ROWS = 5_000
"""Rows of a matrix that are kept so, about 3 kB each."""
HEAD = '<th scope="col" class="{}"{}><a href="{}" title="{}" dir="auto">{}</a></th>'
DIRECTION = ' aria-sort="{}"'
STORY = (
    '<tr class="row-{}"><th scope="row"><div class="row-head"><a href="{}" title="{}" dir="auto">{}</a>{}</div></th>'
    "{}</tr>"
)
NOT_READY = ' <span class="meta">· {}</span>'
PRESSED = (
    '<button id="cell-{story}-{value}" name="strength" value="{next}" class="cell cell-{strength}"'
    ' formaction="{story}/{value}/" aria-label="{words}; press for {then}">{symbol}</button>'
)
QUESTION = (
    '<tr><th scope="row"><div class="row-head"><a href="{}" title="{}" dir="auto">{}</a></div></th>'
    '<td class="level-cell"><div class="level-line"><a href="{}" title="{}">{}</a>{}{}</div></td>{}</tr>'
)
WHY = '<a class="why-cell" href="{}/{}/" data-basis aria-label="{} in “{}”: the evidence behind it">i</a>'
LISTED = (
    '<li class="listed"><span><a class="row-main" href="{}" dir="auto">{}</a>{}</span>'
    '<span class="listed-strengths">{}</span></li>'
)
STRENGTH = (
    '<button name="strength" value="{}" formaction="{}/{}/?list" aria-pressed="{}" aria-label="{}: {} in “{}”">{}'
    "</button>"
)
LINK = (
    '<td><a class="cell cell-link" href="{address}" data-basis title="{words}" aria-label="{words}">{symbol}</a></td>'
)
TOLD = '<li><a href="{}" data-basis title="{}" dir="auto"><span aria-hidden="true">{}</span> {}</a></li>'
COUNTED = (
    '<td><a class="cell cell-link" href="{}" title="{}" aria-label="{}">'
    '<span class="cell-symbol">{}</span> {}/{}</a></td>'
)
TOPIC = '<li><a href="{}"><span aria-hidden="true">{}</span> <span>{}</span> <span>{} of {}</span></a></li>'
NOTHING = '<td><span class="cell cell-none" role="img" aria-label="{}">·</span></td>'


def column_of(shown: object) -> str:
    """What the URL calls the column of a value, a story or a topic, or one of words."""
    if isinstance(shown, Topic):
        return shown.slug
    return str(shown.pk if isinstance(shown, Model) else shown)


@register.simple_tag(takes_context=True)
def sort_head(context: Context, column: object, label: object, pages: str, *classes: str) -> SafeString:
    """The head of a column, a link that sorts by it; `pages` is the parameter that turns the pages of the rows.

    A value, a story or a topic begins with the best, and words with A.
    """
    sort: Sort = context["sort"]
    request: HttpRequest = context["request"]
    name = column_of(column)
    query = request.GET.copy()
    for dropped in ("sort", pages):
        query.pop(dropped, None)
    if following := sort.after_pressing(name):
        query["sort"] = following
    direction = sort.direction(name, is_best_first=isinstance(column, Model))
    state = format_html(DIRECTION, direction) if direction else ""
    return format_html(HEAD, " ".join(classes), state, f"?{query.urlencode()}", label, label)


@register.simple_tag
def value_rows(rows: Sequence[Row]) -> SafeString:
    """A story by every value, a row each."""
    columns = tuple((cell.value.pk, str(cell.value)) for cell in rows[0].cells) if rows else ()
    return format_html_join("", "{}", ((_row_of(row, columns),) for row in rows))


def _row_of(row: Row, columns: tuple[tuple[int, str], ...]) -> SafeString:
    states = tuple(cell.state for cell in row.cells)
    return _value_row(row.story.pk, str(row.story), row.story.status, row.counted, columns, states)


@lru_cache(maxsize=MOST_ROWS)
def _value_row(
    story: UUID,
    title: str,
    status: str,
    counted: Status,
    columns: tuple[tuple[int, str], ...],
    states: tuple[CellState, ...],
) -> SafeString:
    drawn = (
        (_value_cell(story, title, value, name, state),) for (value, name), state in zip(columns, states, strict=True)
    )
    address, cells = _address("stories:story-detail", story), format_html_join("", "<td>{}</td>", drawn)
    return format_html(STORY, status, address, title, title, _not_ready(counted), cells)


@lru_cache
def _not_ready(counted: Status) -> SafeString | str:
    return format_html(NOT_READY, "not ready") if counted == Status.DRAFT else ""


@register.simple_tag
def value_cell(cell: Cell) -> SafeString:
    """A story by a value: a button that sets the tag and, next to a tag, a link to what it rests on."""
    return _value_cell(cell.story.pk, str(cell.story), cell.value.pk, str(cell.value), cell.state)


def _value_cell(story: UUID, title: str, value: int, name: str, state: CellState) -> SafeString:
    button = format_html(
        PRESSED,
        story=story,
        value=value,
        next=state.next,
        strength=state.strength or "none",
        words=f"{name}: {state.words}",
        symbol=state.symbol,
        then=state.next or "none",
    )
    return button + format_html(WHY, story, value, name, title) if state.strength else button


@register.simple_tag
def listed_cells(cells: Iterable[Cell]) -> SafeString:
    """The stories of a value, for a phone: each with a button for either strength, which takes it back if it is set."""
    drawn = ((_listed(cell.story.pk, str(cell.story), cell.value.pk, str(cell.value), cell.state),) for cell in cells)
    return format_html_join("", "{}", drawn)


@lru_cache(maxsize=MOST_KEPT)
def _listed(story: UUID, title: str, value: int, name: str, state: CellState) -> SafeString:
    address = _address("stories:coverage-cell", story, value)
    buttons = format_html_join(
        "",
        STRENGTH,
        (
            ("" if is_set else strength, story, value, str(is_set).lower(), label, name, title, symbol)
            for strength, label in STRENGTHS.items()
            for is_set, symbol in [(strength == state.strength, SYMBOLS[Strength(strength)])]
        ),
    )
    link = address if state.strength else _address("stories:story-detail", story)
    return format_html(LISTED, link, title, _not_ready(state.counted), buttons)


@register.simple_tag(takes_context=True)
def question_row(context: Context, answered: AnswerRow) -> SafeString:
    """A question by stories: links to what the cells rest on, unless they are empty."""
    row = answered.row
    cells = format_html_join("", "{}", ((_answer_cell(cell),) for cell in answered.cells))
    address, why = _address("stories:question-detail", row.question.pk), row.next.step.reason if row.next else ""
    question = row.question.text
    return format_html(
        QUESTION,
        *(address, question, question, address, why, level(row.coverage.level)),
        *(practised(context, row.coverage), flags(row.coverage), cells),
    )


def _answer_cell(cell: AnswerCell) -> SafeString:
    if not cell.says_something:
        return _nothing(cell.words)
    address = _address("stories:question-story", cell.question.pk, cell.story.pk)
    return format_html(LINK, address=address, words=cell.words, symbol=cell.symbol)


@register.simple_tag
def told_in(cells: Iterable[AnswerCell]) -> SafeString:
    """The stories of a question, for a phone."""
    items = (
        (_address("stories:question-story", cell.question.pk, cell.story.pk), cell.words, cell.symbol, cell.story)
        for cell in cells
    )
    return format_html_join("", TOLD, items)


@register.simple_tag(takes_context=True)
def topic_cells(context: Context, row: TopicRow) -> SafeString:
    """A value by topics: a link to the questions that it counts."""
    query = _query_of_questions(context)
    drawn = (
        format_html(COUNTED, *_counted(cell, query)) if cell.questions else format_html(NOTHING, cell.words)
        for cell in row.cells
    )
    return format_html_join("", "{}", ((each,) for each in drawn))


@register.simple_tag(takes_context=True)
def topic_items(context: Context, row: TopicRow) -> SafeString:
    """The same for a phone."""
    query = _query_of_questions(context)
    counted = (cell for cell in row.cells if cell.questions)
    items = ((_counted(cell, query)[0], cell.symbol, cell.topic, cell.covered, cell.questions) for cell in counted)
    return format_html_join("", TOPIC, items)


def _query_of_questions(context: Context) -> str:
    query = context["request"].GET.copy()
    for dropped in ("page", "sort", "value", "topic"):
        query.pop(dropped, None)
    query["view"] = "questions"
    return str(query.urlencode())


def _counted(cell: TopicCell, query: str) -> tuple[str, str, str, str, int, int]:
    address = f"?{query}&value={cell.value.pk}&topic={cell.topic.slug}"
    return address, cell.words, cell.words, cell.symbol, cell.covered, cell.questions


@lru_cache(maxsize=MOST_KEPT)
def _nothing(words: str) -> SafeString:
    return format_html(NOTHING, words)


@lru_cache(maxsize=MOST_KEPT)
def _address(name: str, *args: object) -> str:
    """Looking an address up takes as long as the rest of a cell."""
    return reverse(name, args=args)
