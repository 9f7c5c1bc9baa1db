"""The frameworks, values and questions that an owner chooses from: the bank's together with their own.

The bank is the same for everybody. It is read once for all owners and threads, and again after it has changed; its rows
are shared, so nobody may change them. An owner's own rows, and what they hide, are read each time and never kept here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from threading import Condition, Lock
from typing import NamedTuple, TypeVar

from cachetools import LRUCache, cached
from django.db.models import Value as Constant

from stories.base.revisions import Revisions
from stories.core.choices import QuestionKind, Strength
from stories.core.coverage import Id, QuestionFact
from stories.coverage.probes import Probings, probed_among, probings_of
from stories.models import Framework, HiddenQuestion, HiddenValue, Owner, Question, Topic, Value

Row = TypeVar("Row", Framework, Value, Question)
MOST_KEPT = 2
"""Revisions of the bank: the present one, and the one before it while the last pages that began with it are written."""
IN_ORDER = attrgetter("position", "pk")
"""The order of these rows, which is the database's too."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The bank's rows, or an owner's own."""

    frameworks: Sequence[Framework]
    values: Sequence[Value]
    questions: Sequence[Question]
    probings: Probings


@dataclass(frozen=True, slots=True)
class Probed:
    """What questions probe among some values."""

    probes: Mapping[Id, Mapping[Id, Strength]]
    """Question id → value id → how much it is probed."""
    facts: Mapping[Id, QuestionFact]


@dataclass(frozen=True)
class Bank:
    """The bank in one revision."""

    topics: Mapping[int, Topic]
    rows: Rows
    _probed: dict[int, Probed] = field(default_factory=dict, repr=False, compare=False)
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def values_of(self, framework: Framework) -> dict[Id, Value]:
        return {value.pk: value for value in self.rows.values if value.framework_id == framework.pk}

    def probed_in(self, framework: Framework) -> Probed:
        """What the bank's questions probe among the bank's values of a framework of the bank; worked out once."""
        with self._lock:
            if framework.pk not in self._probed:
                probings, values = [self.rows.probings], self.values_of(framework)
                self._probed[framework.pk] = _probed(self.rows.questions, probings, framework, values)
            return self._probed[framework.pk]


class Hidden(NamedTuple):
    """The ids of what an owner hides."""

    values: frozenset[int]
    questions: frozenset[int]


@dataclass(frozen=True, slots=True)
class OwnersBank:
    """The bank as one owner sees it: with their own rows, and without what they hide."""

    bank: Bank
    own: Rows
    hidden: Hidden

    @property
    def frameworks(self) -> list[Framework]:
        return _merged(self.bank.rows.frameworks, self.own.frameworks)

    def values_of(self, framework: Framework) -> dict[Id, Value]:
        """The values that are shown."""
        values = _merged(self.bank.rows.values, self.own.values)
        return {
            value.pk: value
            for value in values
            if value.framework_id == framework.pk and value.pk not in self.hidden.values
        }

    def questions(self, category: str, *, hidden: bool) -> dict[Id, Question]:
        """The questions of one category ("" means all) that are shown, or those that are hidden."""
        questions = _merged(self.bank.rows.questions, self.own.questions)
        return {
            question.pk: question
            for question in questions
            if category in ("", question.topic.category) and (question.pk in self.hidden.questions) == hidden
        }

    def probed(self, questions: Mapping[Id, Question], framework: Framework, values: Mapping[Id, Value]) -> Probed:
        """What `questions` probe among `values` of `framework`; where the owner has added nothing, this is shared."""
        is_of_bank = framework.owner_id is None and values.keys() == self.bank.values_of(framework).keys()
        shared = self.bank.probed_in(framework) if is_of_bank else Probed({}, {})
        own = [question for pk, question in questions.items() if pk not in shared.facts or pk in self.own.probings]
        probed = _probed(own, [self.bank.rows.probings, self.own.probings], framework, values)
        return Probed(
            {pk: probed.probes[pk] if pk in probed.probes else shared.probes[pk] for pk in questions},
            {pk: probed.facts[pk] if pk in probed.facts else shared.facts[pk] for pk in questions},
        )


def owners_bank(owner: Owner, revision: Revisions | None) -> OwnersBank:
    """The bank as the owner sees it; with a revision, its rows come from memory."""
    bank = bank_in(revision.bank) if revision else _read_bank()
    return OwnersBank(bank, _read_rows(owner, bank.rows.frameworks, bank.topics), _read_hidden(owner))


@cached(LRUCache(MOST_KEPT), condition=Condition())
def bank_in(_revision: str) -> Bank:
    """The bank of a revision that was read before, so what is kept is never older than its revision."""
    return _read_bank()


def topics_in(revision: str) -> Sequence[Topic]:
    return list(bank_in(revision).topics.values())


def _read_bank() -> Bank:
    topics = {topic.pk: topic for topic in Topic.objects.all()}
    return Bank(topics, _read_rows(None, (), topics))


def _read_rows(owner: Owner | None, frameworks: Sequence[Framework], topics: Mapping[int, Topic]) -> Rows:
    """The owner's rows, or the bank's, each with its framework or topic; `frameworks` and `topics` are the bank's."""
    own = list(Framework.objects.filter(owner=owner))
    by_pk = {framework.pk: framework for framework in (*frameworks, *own)}
    values = list(Value.objects.filter(owner=owner, framework__in=by_pk).order_by("position", "pk"))
    for value in values:
        value.framework = by_pk[value.framework_id]
    questions = list(Question.objects.filter(owner=owner, topic__in=topics))
    for question in questions:
        question.topic = topics[question.topic_id]
    return Rows(own, values, questions, probings_of(owner))


def _read_hidden(owner: Owner) -> Hidden:
    values = HiddenValue.objects.filter(owner=owner).values_list("value", Constant("value"))
    questions = HiddenQuestion.objects.filter(owner=owner).values_list("question", Constant("question"))
    marks = list(values.union(questions, all=True))
    return Hidden(*(frozenset(pk for pk, kind in marks if kind == wanted) for wanted in ("value", "question")))


def _merged(shared: Iterable[Row], own: Sequence[Row]) -> list[Row]:
    rows = list(shared)
    return sorted(rows + list(own), key=IN_ORDER) if own else rows


def _probed(
    questions: Sequence[Question], probings: Sequence[Probings], framework: Framework, values: Mapping[Id, Value]
) -> Probed:
    probes: dict[Id, Mapping[Id, Strength]] = {
        question.pk: probed_among(
            [probing for of_all in probings for probing in of_all.get(question.pk, ())], framework, values
        )
        for question in questions
    }
    facts = (
        QuestionFact(question.pk, _first_of_all(probes[question.pk]), QuestionKind(question.kind))
        for question in questions
    )
    return Probed(probes, {fact.id: fact for fact in facts})


def _first_of_all(probed: Mapping[Id, Strength]) -> frozenset[Id]:
    return frozenset(value for value, strength in probed.items() if strength == Strength.PRIMARY)
