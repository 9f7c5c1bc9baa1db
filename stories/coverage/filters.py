"""What a list is narrowed to and how it is sorted: read from the URL, so a view can be bookmarked and shared.

Anything unknown in the URL is ignored.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower

from stories.core.coverage import QuestionLevel
from stories.core.search import fold, terms
from stories.coverage.snapshot import QuestionRow
from stories.enums import STATUSES, Category, Stage
from stories.models import Story, Topic, Value
from stories.models.story import StoryQuerySet

Choices = Sequence[tuple[str, str]]
GroupedChoices = Sequence[tuple[str, str | Choices]]

GAPS: dict[str, tuple[str, Q]] = {
    "unwritten": ("A section is missing", Q(situation="") | Q(task="") | Q(action="") | Q(result="")),
    "no-learning": ("No learning", Q(learning="")),
    "no-headline": ("No headline", Q(headline="")),
    "untagged": ("No tags", Q(tags=None)),
    "no-evidence": ("A tag without evidence", Q(tags__evidence="")),
    "unused": ("Answers no question", Q(answers=None)),
}
SORTS: dict[str, tuple[str, Any]] = {
    "": ("Latest first", F("updated").desc()),
    "oldest": ("Oldest first", F("updated").asc()),
    "title": ("By title", Lower("title").asc()),
    "longest": ("Longest first", F("words").desc()),
}


def _labels(options: Mapping[str, tuple[str, Any]]) -> Choices:
    return [(name, label) for name, (label, _) in options.items()]


class FilterForm(forms.Form):
    """A GET form; `choices` fills the selects that depend on the owner or on the bank."""

    q = forms.CharField(label="Search", required=False, max_length=200, widget=forms.SearchInput)

    def __init__(self, data: Mapping[str, Any], **choices: Choices | GroupedChoices) -> None:
        super().__init__(data)
        self.offer(**choices)

    def offer(self, **choices: Choices | GroupedChoices) -> None:
        """Fill the selects, and check the URL again against what they offer now."""
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        self.full_clean()

    def chosen(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "")

    @property
    def is_narrowed(self) -> bool:
        return any(self.chosen(name) for name in self.fields if name != "sort")


class StoryFilter(FilterForm):
    status = forms.ChoiceField(required=False, choices=[("", "All except archived"), *STATUSES.items(), ("all", "All")])
    value = forms.ChoiceField(required=False)
    gap = forms.ChoiceField(required=False, choices=[("", "Any gap"), *_labels(GAPS)])
    sort = forms.ChoiceField(required=False, choices=_labels(SORTS))

    def narrow(self, stories: StoryQuerySet) -> QuerySet[Story]:
        narrowed = stories.matching(self.chosen("q"))
        status = self.chosen("status")
        if not status:
            narrowed = narrowed.active()
        elif status != "all":
            narrowed = narrowed.filter(status=status)
        if value := self.chosen("value"):
            narrowed = narrowed.filter(tags__value__pk=int(value))
        if gap := self.chosen("gap"):
            narrowed = narrowed.filter(GAPS[gap][1]).distinct()  # A story may have several such tags.
        return narrowed.order_by(SORTS[self.chosen("sort")][1], "pk")


class QuestionFilter(FilterForm):
    category = forms.ChoiceField(
        required=False, choices=[("", Category.BEHAVIORAL.label), *Category.choices[1:], ("all", "All categories")]
    )
    topic = forms.ChoiceField(required=False)
    stage = forms.ChoiceField(required=False, choices=[("", "Any stage"), *Stage.choices])
    value = forms.ChoiceField(required=False)
    level = forms.ChoiceField(
        required=False,
        choices=[
            ("", "Any level"),
            ("gap", "Any gap"),
            *((level.value, level.capitalize()) for level in QuestionLevel),
            ("hidden", "Hidden by you"),
        ],
    )

    def category_to_read(self, topics: Iterable[Topic]) -> str:
        """The category to read ("" means all); a chosen topic brings its own."""
        by_topic = {topic.slug: topic.category for topic in topics}
        named = {"": Category.BEHAVIORAL.value, "all": ""}.get(self.chosen("category"), self.chosen("category"))
        return by_topic.get(self.chosen("topic"), named)

    def narrow(self, rows: Iterable[QuestionRow]) -> list[QuestionRow]:
        for test in self._tests():
            rows = filter(test, rows)
        return list(rows)

    def _tests(self) -> Iterator[Callable[[QuestionRow], bool]]:
        """One test for each field that narrows."""
        topic, stage, value, level = map(self.chosen, ("topic", "stage", "value", "level"))
        if words := terms(self.chosen("q")):
            yield lambda row: all(word in fold(row.question.text) for word in words)
        if topic:
            yield lambda row: row.question.topic.slug == topic
        if stage:
            yield lambda row: stage in row.question.stages
        if value:
            yield lambda row: value in map(str, row.probes)
        if level == "gap":
            yield lambda row: row.coverage.level != QuestionLevel.COVERED
        elif level not in ("", "hidden"):
            yield lambda row: row.coverage.level == level


def value_choices(values: Iterable[Value]) -> Choices:
    return [("", "Any value"), *((str(value.pk), value.name) for value in values)]


def topic_choices(topics: Iterable[Topic]) -> GroupedChoices:
    """All topics, grouped by category: the list stays right when only the results are redrawn."""
    grouped = groupby(topics, key=Topic.get_category_display)
    groups = [(category, [(topic.slug, topic.name) for topic in group]) for category, group in grouped]
    return [("", "Any topic"), *groups]
