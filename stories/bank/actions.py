"""Writes to what an owner adds to the bank, hides in it and chooses from it. All arguments are keywords."""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.text import slugify

from stories.core.choices import Strength
from stories.core.frameworks import ValueFacts
from stories.core.search import fold
from stories.models import Framework, HiddenQuestion, HiddenValue, Owner, Probe, Question, Value


@transaction.atomic
def save_question(
    *, question: Question, offered: Iterable[Value], primary: Iterable[Value], secondary: Iterable[Value]
) -> Question:
    """Save the owner's own question and what it probes among the offered values; other probes stay as they are."""
    question.slug = question.slug or _own_slug(question.text)
    question.save()
    question.probes.filter(value__in=list(offered)).delete()
    strengths = dict.fromkeys(secondary, Strength.SUPPORTING) | dict.fromkeys(primary, Strength.PRIMARY)
    Probe.objects.bulk_create(
        Probe(owner_id=question.owner_id, question=question, value=value, strength=strength)
        for value, strength in strengths.items()
    )
    return question


def own_questions_to_add_to(owner: Owner) -> list[Question]:
    """The owner's own, who is locked until the transaction ends: a form may be sent twice at once."""
    Owner.objects.select_for_update(no_key=True).get(pk=owner.pk)
    return list(Question.objects.shown_to(owner).filter(owner=owner))


def save_value(*, value: Value) -> Value:
    """Save the owner's own value."""
    value.slug = value.slug or _own_slug(value.name)
    value.save()
    return value


def _own_slug(text: str) -> str:
    """A slug that no seed and no other row can have."""
    return f"own-{slugify(text)[:60]}-{uuid.uuid4().hex[:8]}"


def hide_question(*, owner: Owner, question: Question, hidden: bool) -> None:
    """Hide a question from its owner's pages and counts, or show it again."""
    if hidden:
        HiddenQuestion.objects.get_or_create(owner=owner, question=question)
    else:
        HiddenQuestion.objects.filter(owner=owner, question=question).delete()


def hide_value(*, owner: Owner, value: Value, hidden: bool) -> None:
    """Hide a value from its owner's pages and counts, or show it again."""
    if hidden:
        HiddenValue.objects.get_or_create(owner=owner, value=value)
    else:
        HiddenValue.objects.filter(owner=owner, value=value).delete()


@transaction.atomic
def create_framework(*, framework: Framework, values: Iterable[ValueFacts]) -> Framework:
    """Save an owner's own framework with its values. A value named like one of the bank is taken to mean the same."""
    framework.slug = _own_slug(f"{framework.company} {framework.name}")
    framework.save()
    bank = Value.objects.filter(owner=None).exclude(concept="").values_list("name", "concept")
    concepts = {fold(name): concept for name, concept in bank}
    Value.objects.bulk_create(
        Value(
            owner_id=framework.owner_id,
            framework=framework,
            slug=_own_slug(value.name),
            name=value.name,
            concept=slugify(value.concept) or concepts.get(fold(value.name), ""),
            signals="\n".join(value.signals),
            position=place,
        )
        for place, value in enumerate(values)
    )
    return framework


def choose_framework(*, owner: Owner, framework: Framework) -> None:
    """Show tags, coverage and next steps for this framework from now on."""
    Owner.objects.filter(pk=owner.pk).update(framework=framework)
