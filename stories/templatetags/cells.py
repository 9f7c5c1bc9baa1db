"""The cells of the matrices. A page has hundreds, and a template would take five times as long for each."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from uuid import UUID

from django import template
from django.db.models import Model
from django.http import QueryDict
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from stories.base.rendering import joined
from stories.core.choices import Status, Strength
from stories.core.coverage import QuestionLevel
from stories.coverage.matrix import (
    SYMBOLS,
    AnswerCell,
    AnswerRow,
    AnswerState,
    Cell,
    CellState,
    Row,
    TopicCell,
    TopicRow,
)
from stories.coverage.snapshot import QuestionRow
from stories.coverage.sorting import Sort
from stories.enums import STRENGTHS
from stories.models import Topic
from stories.templatetags.prepsite import flags, level, practised, step_links

register = template.Library()

MOST_KEPT = 10_000
"""Of what is kept as it was drawn: parts of lists, about 0.6 kB each, and smaller things."""
MOST_ROWS = 5_000
"""Rows of each matrix that are kept so, about 3 kB each."""
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
    '<td class="level-cell"><div class="level-line"><a href="{}" title="{}">{}</div></td>{}</tr>'
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
ITEM = '<li><p class="question-line"><a class="row-main" href="{}" dir="auto">{}</a></p><p>{}{} {}</p>{}</li>'
CHOOSE = '<a class="step" href="{}#could">Choose a story</a>'
TOLD_IN = '<ul class="told-in">{}</ul>'
CLOSEST = f'<details><summary class="meta">The closest stories</summary> {TOLD_IN}</details>'
TOLD = '<li><a href="{}" data-basis title="{}" dir="auto"><span aria-hidden="true">{}</span> {}</a></li>'
COUNTED = (
    '<td><a class="cell cell-link counted-{}" href="{}" title="{}" aria-label="{}">'
    '<span class="cell-symbol">{}</span>{}/{}</a></td>'
)
TOPIC = (
    '<li><a class="counted-{}" href="{}"><span aria-hidden="true">{}</span> <span>{}</span>'
    " <span>{} of {}</span></a></li>"
)
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
    name = column_of(column)
    kept = _query_without(context["request"].GET.urlencode(), "sort", pages)
    following = sort.after_pressing(name)
    query = "&".join(filter(None, (kept, following and urlencode({"sort": following}))))
    direction = sort.direction(name, is_best_first=isinstance(column, Model))
    state = format_html(DIRECTION, direction) if direction else ""
    return format_html(HEAD, " ".join(classes), state, f"?{query}", label, label)


@lru_cache
def _query_without(query: str, *dropped: str) -> str:
    left = QueryDict(query, mutable=True)
    for name in dropped:
        left.pop(name, None)
    return left.urlencode()


@register.simple_tag
def value_rows(rows: Sequence[Row]) -> SafeString:
    """A story by every value, a row each."""
    columns = tuple((cell.value.pk, str(cell.value)) for cell in rows[0].cells) if rows else ()
    return joined(_row_of(row, columns) for row in rows)


def _row_of(row: Row, columns: tuple[tuple[int, str], ...]) -> SafeString:
    strengths = tuple([cell.tag and cell.tag.strength for cell in row.cells])
    return _value_row(row.story.pk, str(row.story), row.story.status, row.counted, columns, strengths)


@lru_cache(maxsize=MOST_ROWS)
def _value_row(
    story: UUID,
    title: str,
    status: str,
    counted: Status,
    columns: tuple[tuple[int, str], ...],
    strengths: tuple[Strength | None, ...],
) -> SafeString:
    drawn = (
        (_value_cell(story, title, value, name, CellState(strength, counted)),)
        for (value, name), strength in zip(columns, strengths, strict=True)
    )
    address, cells = address_of("stories:story-detail", story), format_html_join("", "<td>{}</td>", drawn)
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
    return joined(_listed(cell.story.pk, str(cell.story), cell.value.pk, str(cell.value), cell.state) for cell in cells)


@lru_cache(maxsize=MOST_KEPT)
def _listed(story: UUID, title: str, value: int, name: str, state: CellState) -> SafeString:
    address = address_of("stories:coverage-cell", story, value)
    buttons = format_html_join(
        "",
        STRENGTH,
        (
            ("" if is_set else strength, story, value, str(is_set).lower(), label, name, title, symbol)
            for strength, label in STRENGTHS.items()
            for is_set, symbol in [(strength == state.strength, SYMBOLS[Strength(strength)])]
        ),
    )
    link = address if state.strength else address_of("stories:story-detail", story)
    return format_html(LISTED, link, title, _not_ready(state.counted), buttons)


@register.simple_tag(takes_context=True)
def question_rows(context: Context, answered: Sequence[AnswerRow]) -> SafeString:
    """A question by stories, a row each: links to what the cells rest on, unless they are empty."""
    columns = tuple((cell.story.pk, str(cell.story)) for cell in answered[0].cells) if answered else ()
    return joined(_question_row_of(context, each, columns) for each in answered)


def _question_row_of(context: Context, answered: AnswerRow, columns: tuple[tuple[UUID, str], ...]) -> SafeString:
    row = answered.row
    states = tuple([cell.state if cell.answer or cell.is_offered else None for cell in answered.cells])
    why = row.next.step.reason if row.next else ""
    shown = format_html("{}</a>{}{}", level(row.coverage.level), practised(context, row.coverage), flags(row.coverage))
    return _question_row(row.question.pk, row.question.text, why, shown, columns, states)


@lru_cache(maxsize=MOST_ROWS)
def _question_row(
    question: int,
    text: str,
    why: str,
    shown: SafeString,
    columns: tuple[tuple[UUID, str], ...],
    states: tuple[AnswerState | None, ...],
) -> SafeString:
    address = address_of("stories:question-detail", question)
    cells = joined(
        _answer_cell(question, story, f"{title}: {state.words}", state.symbol) if state else _nothing(title)
        for (story, title), state in zip(columns, states, strict=True)
    )
    return format_html(QUESTION, address, text, text, address, why, shown, cells)


def _answer_cell(question: int, story: UUID, words: str, symbol: str) -> SafeString:
    return format_html(LINK, address=address_of("stories:question-story", question, story), words=words, symbol=symbol)


@register.simple_tag(takes_context=True)
def question_items(context: Context, answered: Iterable[AnswerRow]) -> SafeString:
    """The same for a phone: each question with the stories that answer it, or behind a press those closest to it."""
    return joined(_question_item(context, each.row, each.telling) for each in answered)


def _question_item(context: Context, row: QuestionRow, telling: Sequence[AnswerCell]) -> SafeString:
    address = address_of("stories:question-detail", row.question.pk)
    stories = joined(_told(cell.question.pk, cell.story.pk, str(cell.story), cell.state) for cell in telling)
    told = format_html(TOLD_IN if row.answers else CLOSEST, stories) if row.answers or telling else ""
    standing = format_html("{}{}", level(row.coverage.level), practised(context, row.coverage))
    return format_html(ITEM, address, row.question.text, standing, flags(row.coverage), _step_of(row, address), told)


def _step_of(row: QuestionRow, address: str) -> SafeString | str:
    if row.coverage.level == QuestionLevel.OPEN:
        return format_html(CHOOSE, address)
    return step_links(row.next) if row.next else ""


@lru_cache(maxsize=MOST_KEPT)
def _told(question: int, story: UUID, title: str, state: AnswerState) -> SafeString:
    address = address_of("stories:question-story", question, story)
    return format_html(TOLD, address, f"{title}: {state.words}", state.symbol, title)


@register.simple_tag(takes_context=True)
def topic_cells(context: Context, row: TopicRow) -> SafeString:
    """A value by topics: a link to the questions that it counts."""
    query = _query_of_questions(context["request"].GET.urlencode())
    drawn = (
        format_html(COUNTED, *_counted(cell, query)) if cell.questions else format_html(NOTHING, cell.words)
        for cell in row.cells
    )
    return format_html_join("", "{}", ((each,) for each in drawn))


@register.simple_tag(takes_context=True)
def topic_items(context: Context, row: TopicRow) -> SafeString:
    """The same for a phone."""
    query = _query_of_questions(context["request"].GET.urlencode())
    counted = (cell for cell in row.cells if cell.questions)
    items = ((*_counted(cell, query)[:2], cell.symbol, cell.topic, cell.covered, cell.questions) for cell in counted)
    return format_html_join("", TOPIC, items)


def _query_of_questions(query: str) -> str:
    kept = _query_without(query, "page", "sort", "value", "topic", "view")
    return "&".join(filter(None, (kept, "view=questions")))


def _counted(cell: TopicCell, query: str) -> tuple[str, str, str, str, str, int, int]:
    address = f"?{query}&value={cell.value.pk}&topic={cell.topic.slug}"
    return cell.extent, address, cell.words, cell.words, cell.symbol, cell.covered, cell.questions


@lru_cache(maxsize=MOST_KEPT)
def _nothing(title: str) -> SafeString:
    return format_html(NOTHING, f"{title}: no answer")


@lru_cache(maxsize=MOST_KEPT)
def address_of(name: str, *args: object) -> str:
    """Looking an address up takes as long as the rest of a cell."""
    return reverse(name, args=args)
