"""Keeping an import until its owner has decided, and doing it then."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction

from stories.core.exchange import Change, Entry, Opened, pack
from stories.exchange.apply import applying
from stories.exchange.import_plan import ImportPlan, import_plan
from stories.models import Owner, PendingImport


class ImportIsOverError(Exception):
    """Another request has applied or cancelled it."""


class LibraryHasChangedError(Exception):
    """The import would do something else than what its owner was shown."""


@dataclass(frozen=True, slots=True)
class Progress:
    plan: ImportPlan
    entries: list[Entry]
    """Those that are written, one after another."""
    written: int
    left: int
    """Conflicts that nobody has decided."""


@transaction.atomic
def keep_import(*, owner: Owner, opened: Opened) -> PendingImport:
    """Keep what was read until its owner has decided; an earlier, undecided import is dropped."""
    _lock(owner)
    owner.pending_imports.all().delete()
    return PendingImport.objects.create(owner=owner, content=pack(opened))


def applying_import(
    *, pending: PendingImport, owner: Owner, stamp: str, choices: Mapping[str, str]
) -> Iterator[Progress]:
    """Do what the plan with this stamp said. The last progress comes once everything is kept.

    Raises ImportIsOverError or LibraryHasChangedError if nothing was done.
    Imports of the same owner wait for one another: a plan is made, compared and applied in one transaction.
    """
    with transaction.atomic():
        _lock(owner)
        kept = owner.pending_imports.filter(pk=pending.pk).first()
        if kept is None:
            raise ImportIsOverError
        plan = import_plan(kept, owner)
        if plan.stamp != stamp:
            raise LibraryHasChangedError
        entries = plan.decided(choices)
        wanted = [entry for entry in entries if entry.change in (Change.NEW, Change.CHANGED)]
        left = sum(entry.change == Change.CONFLICT for entry in entries)
        for number, _ in enumerate(applying(entries=wanted, owner=owner)):
            yield Progress(plan, wanted, number, left)
        kept.delete()
    yield Progress(plan, wanted, len(wanted), left)


def _lock(owner: Owner) -> None:
    """Until the transaction ends; on SQLite, which has one writer at a time, its beginning is enough."""
    Owner.objects.select_for_update(no_key=True).get(pk=owner.pk)
