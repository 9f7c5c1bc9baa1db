"""What questions probe among the values of a framework: what was said of it, else what carries over by concept."""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Q, QuerySet

from stories.core.coverage import Id
from stories.core.words import Strength
from stories.models import Framework, Probe, Question, Value


def probes_for(framework: Framework) -> QuerySet[Probe]:
    """The probes to prefetch for questions that `probed_in` is asked of."""
    among = Q(value__framework=framework) | Q(value__framework__is_default=True)
    return Probe.objects.filter(among).select_related("value")


def probed_in(question: Question, values: Mapping[Id, Value]) -> dict[Id, Strength]:
    """Value id → strength, primary ones first. The question comes with the probes of `probes_for`.

    Where nobody has said what it probes among these values, the default framework's probes stand for the values that
    mean the same.
    """
    probes = question.probes.all()
    said: dict[Id, Strength] = {one.value_id: Strength(one.strength) for one in probes if one.value_id in values}
    return said or _carried({one.value.concept: Strength(one.strength) for one in reversed(probes)}, values)


def _carried(strengths: Mapping[str, Strength], values: Mapping[Id, Value]) -> dict[Id, Strength]:
    meaning: dict[str, list[Id]] = defaultdict(list)
    for pk, value in values.items():
        meaning[value.concept].append(pk)
    carried = {pk: strengths[concept] for concept in strengths if concept for pk in meaning[concept]}
    return dict(sorted(carried.items(), key=lambda one: one[1] != Strength.PRIMARY))
