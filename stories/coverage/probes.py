"""What questions probe among the values of a framework: what was said of it, else what carries over by concept."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.models import QuerySet

from stories.core.choices import Strength
from stories.core.coverage import Id
from stories.models import Framework, Owner, Probe, Question, Value


class Probing(NamedTuple):
    """A probe as lightly as can be: the bank has hundreds."""

    value_id: Id
    strength: Strength
    concept: str
    framework_id: int
    is_of_default: bool
    """Whether the value belongs to the default framework."""


Probings = Mapping[Id, Sequence[Probing]]
"""By question, primary ones first."""


def probings_of(owner: Owner | None) -> Probings:
    """Those of the owner's own questions, or of the bank's where there is no owner."""
    return _read(Probe.objects.filter(owner=owner))


def probed_by(question: Question, framework: Framework, values: Mapping[Id, Value]) -> dict[Id, Strength]:
    """What one question probes among `values` of `framework`, read anew."""
    return probed_among(_read(Probe.objects.filter(question=question)).get(question.pk, ()), framework, values)


def _read(probes: QuerySet[Probe]) -> dict[Id, list[Probing]]:
    columns = ("value", "strength", "value__concept", "value__framework", "value__framework__is_default")
    by_question: dict[Id, list[Probing]] = defaultdict(list)
    for question, value, strength, *rest in probes.values_list("question", *columns):
        by_question[question].append(Probing(value, Strength(strength), *rest))
    return dict(by_question)


def probed_among(probings: Iterable[Probing], framework: Framework, values: Mapping[Id, Value]) -> dict[Id, Strength]:
    """Value id → strength, primary ones first: what a question probes among `values` of `framework`.

    Where nobody has said what it probes among these values, the default framework's probes stand for the values that
    mean the same.
    """
    said: dict[Id, Strength] = {}
    meant: dict[str, Strength] = {}
    for probing in probings:
        if probing.is_of_default or probing.framework_id == framework.pk:
            meant.setdefault(probing.concept, probing.strength)
            if probing.value_id in values:
                said[probing.value_id] = probing.strength
    return said or _carried(meant, values)


def _carried(strengths: Mapping[str, Strength], values: Mapping[Id, Value]) -> dict[Id, Strength]:
    meaning: dict[str, list[Id]] = defaultdict(list)
    for pk, value in values.items():
        meaning[value.concept].append(pk)
    carried = {pk: strengths[concept] for concept in strengths if concept for pk in meaning[concept]}
    return dict(sorted(carried.items(), key=lambda pair: pair[1] != Strength.PRIMARY))
