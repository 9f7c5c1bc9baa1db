"""The bin: deleted things are kept there whole, and can be put back as they were within 30 days.

Their rows leave their tables, so nothing deleted is counted, found or exported by a query that forgot to exclude it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.serializers.base import DeserializedObject
from django.db import IntegrityError, models, transaction
from django.db.models.deletion import Collector

from stories.library.upkeep import refresh
from stories.models import Binned, Owner, Story

Cleared = tuple[str, Any, str, Any]
"""Model, id of the row, name of the field, id of what it pointed to."""


class NotRestoredError(Exception):
    """Something can't be put back; the text is a sentence that says why."""


class _Deletion(Collector):
    """Everything that is deleted along with something, row by row; locked, so that nobody changes it meanwhile."""

    def can_fast_delete(self, *_: Any, **__: Any) -> bool:
        return False  # Rows that aren't fetched can't be kept.

    def related_objects(self, *args: Any, **kwargs: Any) -> Any:
        return super().related_objects(*args, **kwargs).select_for_update()


@transaction.atomic
def throw_away(*, thing: models.Model, owner: Owner) -> Binned:
    """Delete `thing` and all that belongs to it, and keep it in its owner's bin.

    Raises ObjectDoesNotExist if somebody else has just deleted it.
    """
    thing = type(thing)._base_manager.select_for_update().get(pk=thing.pk)
    deletion = _Deletion(using="default", origin=thing)
    deletion.collect([thing])
    deletion.sort()
    binned = Binned.objects.create(
        owner=owner,
        kind=str(thing._meta.verbose_name),
        name=str(thing)[:500],
        rows=_serialized(deletion, thing),
        cleared=list(_cleared(deletion.field_updates)),
    )
    thing.delete()
    owner.binned.expired().delete()
    return binned


def _serialized(deletion: Collector, thing: models.Model) -> Any:
    """The rows in the order in which they can be created again: `thing`, then the others, last deleted first."""
    others = [row for rows in reversed(deletion.data.values()) for row in rows if row != thing]
    return json.loads(serializers.serialize("json", [thing, *others]))


def _cleared(updates: Mapping[Any, Iterable[Any]]) -> Iterator[Cleared]:
    for (field, _), groups in updates.items():
        for row in (row for group in groups for row in group):
            yield row._meta.label, _plain(row.pk), field.name, _plain(getattr(row, field.attname))


def _plain(key: Any) -> Any:
    return key if isinstance(key, int) else str(key)


@dataclass(frozen=True, slots=True)
class PutBack:
    thing: Any
    lost: list[str]
    """A sentence for each row that could not be put back."""


@transaction.atomic
def put_back(*, binned: Binned) -> PutBack:
    """Raises NotRestoredError if the thing itself can't be put back; then it stays in the bin.

    Raises Binned.DoesNotExist if it has just been put back, or deleted for good.
    """
    binned = Binned.objects.select_for_update().get(pk=binned.pk)
    thing, *others = serializers.deserialize("json", json.dumps(binned.rows), ignorenonexistent=True)
    if reason := _put_back_row(thing):
        raise NotRestoredError(f"“{binned}” can't be put back: {reason}.")
    lost = [
        f"One {row.object._meta.verbose_name} was not put back: {reason}." for row, reason in _put_back_rows(others)
    ]
    for model, pk, field, target in binned.cleared:
        _point_back(apps.get_model(model), pk, field, target)
    if isinstance(thing.object, Story):  # It may have been in the bin during an upgrade.
        refresh(Story.objects.get(pk=thing.object.pk))
    binned.delete()
    return PutBack(thing.object, lost)


def _put_back_rows(rows: Sequence[DeserializedObject]) -> Sequence[tuple[DeserializedObject, str]]:
    """Those that can't be put back, each with the reason. One may point to another that comes after it."""
    failed = [(row, reason) for row in rows if (reason := _put_back_row(row))]
    return failed if len(failed) in (0, len(rows)) else _put_back_rows([row for row, _ in failed])


def _put_back_row(row: DeserializedObject) -> str:
    """Why the row can't be put back; empty if it was."""
    for field in row.object._meta.concrete_fields:
        pk = field.related_model and getattr(row.object, field.attname)
        if pk and not _exists(field.related_model, pk):
            return f"its {field.verbose_name} no longer exists"
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return "something else has taken its place"
    return ""


def _exists(model: Any, pk: Any) -> bool:
    return bool(model._base_manager.filter(pk=pk).exists())


def _point_back(model: type[models.Model], pk: Any, field: str, target: Any) -> None:
    """Restore the reference, if its row still exists and points to nothing."""
    with suppress(IntegrityError), transaction.atomic():  # The rest of the row may have changed since.
        model._base_manager.filter(pk=pk, **{field: None}).update(**{field: target})
