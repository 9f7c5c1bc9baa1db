"""Which tags of other frameworks carry over to one framework: those whose values mean the same as one of its own."""

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from typing import NamedTuple

from stories.core.coverage import Id
from stories.models import Value


class TagElsewhere(NamedTuple):
    """A story with what a value in another framework means and is called."""

    story: Id
    concept: str
    name: str


def carried_over(
    values: Iterable[Value], tags: Iterable[TagElsewhere], settled: Set[tuple[Id, Id]]
) -> list[tuple[Id, Value]]:
    """The stories with the values of the framework that they would be tagged with, in the order of `tags`.

    `settled` are the stories and values that are tagged, or were declined, in this framework.
    """
    meaning: dict[str, list[Value]] = defaultdict(list)
    for value in values:
        meaning[value.concept].append(value)
    names: dict[tuple[Id, str], set[str]] = defaultdict(set)
    for story, concept, name in tags:
        if concept:
            names[story, concept].add(name)
    return [
        (story, value)
        for (story, concept), named in names.items()
        for value in _nearest(meaning[concept], named)
        if (story, value.pk) not in settled
    ]


def _nearest(values: Sequence[Value], names: Set[str]) -> Sequence[Value]:
    """Of values that mean the same, those with one of the names: the editions of a memo keep theirs."""
    return [value for value in values if value.name in names] or values
