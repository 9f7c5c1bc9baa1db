"""Keeping the files of an import until their owner has decided."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from django.db import transaction

from stories.models import ImportedFile, Owner, PendingImport


@transaction.atomic
def keep_files(*, owner: Owner, files: Iterable[tuple[str, bytes]]) -> PendingImport:
    """Keep the files until their owner has decided; those of an earlier, undecided import are dropped."""
    owner.pending_imports.all().delete()
    pending = PendingImport.objects.create(owner=owner)
    ImportedFile.objects.bulk_create(
        ImportedFile(owner=owner, pending=pending, name=name, content=content) for name, content in _told_apart(files)
    )
    return pending


def _told_apart(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Files that share a name get numbers."""
    taken: Counter[str] = Counter()
    for name, content in files:
        taken[name] += 1
        path = PurePath(name)
        yield (name if taken[name] == 1 else f"{path.stem} ({taken[name]}){path.suffix}"), content
