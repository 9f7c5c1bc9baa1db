"""The bank: turns `seeds/*.toml` into rows, matched by slug. Rows that belong to an owner are never touched."""

import tomllib
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from django.db import models, transaction

from stories.core.choices import QuestionKind, Strength
from stories.core.likelihood import Audience
from stories.enums import Category, ConceptKind, Evidence, Stage
from stories.models import Concept, Framework, Probe, Question, Topic, Value

SEEDS = Path(__file__).parent / "seeds"
Row = dict[str, Any]
Choice = TypeVar("Choice", bound=StrEnum | models.TextChoices)


class SeedError(ValueError):
    """A seed file is wrong; the message names the file, the entry and the reason."""


def read(name: str, noun: str) -> list[Row]:
    """The entries of one seed file, each with its position in it."""
    with (SEEDS / f"{name}.toml").open("rb") as file:
        entries: list[Row] = tomllib.load(file)[noun]
    return [{"position": position, **entry} for position, entry in enumerate(entries)]


@transaction.atomic
def seed() -> None:
    """Bring the bank up to date. Raises SeedError."""
    frameworks = read("frameworks", "framework")
    _upsert(Framework.objects.filter(owner=None), map(_framework, frameworks), "slug")
    editions = {framework.slug: framework for framework in Framework.objects.filter(owner=None)}
    rows = [
        _value(entry, editions[framework["slug"]], place)
        for framework in frameworks
        for place, entry in enumerate(framework["value"])
    ]
    _upsert(Value.objects.filter(owner=None), rows, "framework_id", "slug")
    _upsert(Topic.objects.all(), map(_topic, read("topics", "topic")), "slug")
    _upsert(Concept.objects.all(), map(_concept, read("culture", "concept")), "slug")
    questions = read("questions", "question")
    topics = {topic.slug: topic for topic in Topic.objects.all()}
    concepts = dict(Concept.objects.values_list("slug", "pk"))
    rows = [_question(entry, topics, concepts) for entry in questions]
    _upsert(Question.objects.filter(owner=None), rows, "slug")
    _seed_probes(questions)


def _seed_probes(questions: list[Row]) -> None:
    values = {
        (value.framework.slug, value.slug): value.pk
        for value in Value.objects.filter(owner=None).select_related("framework")
    }
    pks = dict(Question.objects.filter(owner=None).values_list("slug", "pk"))
    wanted = [
        {"question_id": pks[question["slug"]], "value_id": values[framework, value], "strength": strength}
        for question in questions
        for framework, value, strength in _probes(question)
    ]
    bank = Probe.objects.filter(owner=None, question__owner=None)
    _upsert(bank, wanted, "question_id", "value_id")
    kept = {(row["question_id"], row["value_id"]) for row in wanted}
    outdated = [probe.pk for probe in bank if (probe.question_id, probe.value_id) not in kept]
    bank.filter(pk__in=outdated).delete()


def _probes(question: Row) -> Iterable[tuple[str, str, Strength]]:
    names = {"primary": Strength.PRIMARY, "secondary": Strength.SUPPORTING}
    for framework, probed in question.get("probes", {}).items():
        for name, strength in names.items():
            for value in probed[name]:
                yield framework, value, strength


def _framework(entry: Row) -> Row:
    return {
        "slug": entry["slug"],
        "company": entry["company"],
        "name": entry["name"],
        "source": entry["source"],
        "is_default": entry["default"],
        "position": entry["position"],
    }


def _value(entry: Row, framework: Framework, position: int) -> Row:
    return {
        "framework_id": framework.pk,
        "slug": entry["slug"],
        "name": entry["name"],
        "concept": entry["concept"],
        "signals": "\n".join(entry["signals"]),
        "position": position,
    }


def _topic(entry: Row) -> Row:
    return entry | {"category": _choice(Category, entry["category"], "topics", entry)}


def _concept(entry: Row) -> Row:
    return entry | {"kind": _choice(ConceptKind, entry["kind"], "culture", entry)}


def _question(entry: Row, topics: dict[str, Topic], concepts: dict[str, int]) -> Row:
    if entry["topic"] not in topics:
        raise SeedError(f"questions.toml, {entry['slug']}: there is no topic {entry['topic']!r}.")
    concept = entry.get("concept")
    if concept and concept not in concepts:
        raise SeedError(f"questions.toml, {entry['slug']}: there is no concept {concept!r}.")
    return {
        "slug": entry["slug"],
        "text": entry["text"],
        "topic_id": topics[entry["topic"]].pk,
        "stages": [_choice(Stage, stage, "questions", entry).value for stage in entry["stages"]],
        "evidence": _choice(Evidence, entry["evidence"], "questions", entry),
        "source": entry["source"],
        "audience": _choice(Audience, entry.get("audience", Audience.EVERYBODY), "questions", entry),
        "kind": _choice(QuestionKind, entry.get("kind", QuestionKind.EPISODE), "questions", entry),
        "concept_id": concepts[concept] if concept else None,
        "position": entry["position"],
    }


def _choice(choices: type[Choice], value: str, file: str, entry: Row) -> Choice:
    try:
        return choices(value)
    except ValueError:
        known = ", ".join(choice.value for choice in choices)
        raise SeedError(f"{file}.toml, {entry['slug']}: {value!r} isn't one of {known}.") from None


def _upsert(existing: models.QuerySet[Any], rows: Iterable[Row], *key: str) -> None:
    """Create the rows that are missing from `existing`, going by their `key` fields, and update those that differ."""
    model = existing.model
    by_key = {tuple(getattr(instance, name) for name in key): instance for instance in existing}
    new, changed = [], []
    for row in rows:
        instance = by_key.get(tuple(row[name] for name in key))
        if instance is None:
            new.append(model(**row))
        elif any(getattr(instance, name) != value for name, value in row.items()):
            for name, value in row.items():
                setattr(instance, name, value)
            changed.append(instance)
    model._default_manager.bulk_create(new)
    if changed:
        fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
        model._default_manager.bulk_update(changed, fields)
