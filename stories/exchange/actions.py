"""Keeping an import until its owner has decided, and doing it then."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.db import transaction

from stories.core.exchange import Change, Columns, Entry, Opened, Table, pack, unpack
from stories.exchange.apply import applying
from stories.exchange.import_plan import ImportPlan, import_plan
from stories.exchange.readings import remember_columns, remember_labels
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


@transaction.atomic
def choose_columns(*, pending: PendingImport, owner: Owner, table: Table, columns: Columns) -> None:
    """Read a table of the import this way, and the next one of its shape. Raises ImportIsOverError."""
    kept, owner = _locked(pending, owner)
    kept.columns[table.name] = [columns.header, columns.targets]
    kept.save(update_fields=["columns"])
    remember_columns(owner, table, columns)


@transaction.atomic
def choose_labels(*, pending: PendingImport, owner: Owner, name: str, labels: Mapping[str, str]) -> None:
    """Read the labels of a file of notes this way, and those of the next of its shape. Raises ImportIsOverError."""
    kept, owner = _locked(pending, owner)
    kept.labels[name] = dict(labels)
    kept.save(update_fields=["labels"])
    for notes in unpack(bytes(kept.content)).notes:
        if notes.name == name:
            remember_labels(owner, notes, labels)


@transaction.atomic
def mend_notes(*, pending: PendingImport, owner: Owner, name: str, text: str) -> None:
    """Put another text in the place of a file's. Raises ImportIsOverError."""
    kept, _ = _locked(pending, owner)
    opened = unpack(bytes(kept.content))
    notes = tuple(replace(part, text=text) if part.name == name else part for part in opened.notes)
    problems = tuple(problem for problem in opened.problems if not _is_in(problem.place, name))
    kept.content = pack(replace(opened, notes=notes, problems=problems))
    kept.save(update_fields=["content"])


def _is_in(place: str, name: str) -> bool:
    """Whether a problem is one of a whole file or of a line in it."""
    return place == name or place.startswith(f"{name}, Line ")


@transaction.atomic
def decide_conflicts(*, pending: PendingImport, owner: Owner, stamp: str, choices: Mapping[str, str]) -> None:
    """Keep what was decided about some conflicts of the plan with this stamp. Raises ImportIsOverError."""
    kept, _ = _locked(pending, owner)
    made = kept.choices if kept.stamp == stamp else {}
    kept.choices, kept.stamp = made | dict(choices), stamp
    kept.save(update_fields=["choices", "stamp"])


def applying_import(
    *, pending: PendingImport, owner: Owner, stamp: str, choices: Mapping[str, str]
) -> Iterator[Progress]:
    """Do what the plan with this stamp said. The last progress comes once everything is kept.

    Raises ImportIsOverError or LibraryHasChangedError if nothing was done.
    Imports of the same owner wait for one another: a plan is made, compared and applied in one transaction.
    """
    with transaction.atomic():
        kept, owner = _locked(pending, owner)
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


def _locked(pending: PendingImport, owner: Owner) -> tuple[PendingImport, Owner]:
    """Both as they are now, the owner locked. Raises ImportIsOverError."""
    owner = _lock(owner)
    kept = owner.pending_imports.filter(pk=pending.pk).first()
    if kept is None:
        raise ImportIsOverError
    return kept, owner


def _lock(owner: Owner) -> Owner:
    """Until the transaction ends; on SQLite, which has one writer at a time, its beginning is enough."""
    return Owner.objects.select_for_update(no_key=True).get(pk=owner.pk)
