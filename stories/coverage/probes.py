"""What questions probe among the values of a framework: what was said of it, else what carries over by concept."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q

from stories.core.choices import Strength
from stories.core.coverage import Id
from stories.models import Framework, Probe, Value


def probed_in(
    questions: Collection[Any], framework: Framework, values: Mapping[Id, Value]
) -> dict[Id, Mapping[Id, Strength]]:
    """Question id → value id → strength, primary ones first: what the questions probe among `values` of `framework`.

    Where nobody has said what a question probes among these values, the default framework's probes stand for the
    values that mean the same.
    """
    among = Q(value__framework=framework) | Q(value__framework__is_default=True)
    said: dict[Id, dict[Id, Strength]] = {pk: {} for pk in questions}
    meant: dict[Id, dict[str, Strength]] = {pk: {} for pk in questions}
    probes = Probe.objects.filter(among, question__in=questions)
    for question, value, name, concept in probes.values_list("question", "value", "strength", "value__concept"):
        strength = Strength(name)
        meant[question].setdefault(concept, strength)
        if value in values:
            said[question][value] = strength
    return {pk: said[pk] or _carried(meant[pk], values) for pk in questions}


def _carried(strengths: Mapping[str, Strength], values: Mapping[Id, Value]) -> dict[Id, Strength]:
    meaning: dict[str, list[Id]] = defaultdict(list)
    for pk, value in values.items():
        meaning[value.concept].append(pk)
    carried = {pk: strengths[concept] for concept in strengths if concept for pk in meaning[concept]}
    return dict(sorted(carried.items(), key=lambda one: one[1] != Strength.PRIMARY))
