"""How the columns and labels of earlier imports were read, for the next file of the same shape."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from stories.core.exchange import Columns, Notes, Table, by_name, columns_below, header_field, labels_in
from stories.core.exchange.labelled_text import NOTHING
from stories.models import Owner

MOST = 200
"""Tables and labels that are remembered; the oldest are forgotten."""
_TABLE, _LABEL = "table ", "label "
_ROWS = 20


def remembered_columns(owner: Owner, table: Table, values: Mapping[str, str]) -> Columns | None:
    """How a table with the same column names was read; None if none was.

    What was left out of that one is read by its name: here it may mean something else.
    """
    for number, row in enumerate(table.rows[:_ROWS]):
        targets = owner.readings.get(_shape(row)) if any(map(header_field, row)) or len(row) > 1 else None
        if targets and len(targets) >= len(row):
            known = columns_below(table.rows, number, by_name(values)).targets
            read = (target or name for target, name in zip(targets, known, strict=False))
            return Columns(number, (*read, *known[len(targets) :]))
    return None


def remembered_labels(owner: Owner, notes: Notes) -> dict[str, str]:
    """What the labels of notes with the same labels meant, by their plain names."""
    if not any(key.startswith(_LABEL) for key in owner.readings):
        return {}
    shape = _shape_of(notes)
    return {key.removeprefix(shape): target for key, target in owner.readings.items() if key.startswith(shape)}


def remember_columns(owner: Owner, table: Table, columns: Columns) -> None:
    if 0 <= columns.header < min(len(table.rows), _ROWS):
        _remember(owner, {_shape(table.rows[columns.header]): list(columns.targets)})


def remember_labels(owner: Owner, notes: Notes, labels: Mapping[str, str]) -> None:
    """What is left out of one file is not left out of the next, which may mean something else by it."""
    shape = _shape_of(notes)
    _remember(owner, {f"{shape}{name}": "" if target == NOTHING else target for name, target in labels.items()})


def _remember(owner: Owner, made: Mapping[str, object]) -> None:
    """Where there is no reading, an earlier one is forgotten."""
    kept = {key: reading for key, reading in owner.readings.items() if key not in made}
    kept |= {key: reading for key, reading in made.items() if reading}
    owner.readings = dict(list(kept.items())[-MOST:])
    owner.save(update_fields=["readings"])


def _shape(row: Sequence[str]) -> str:
    """The same for tables with the same column names."""
    return _TABLE + _hash(cell.strip().lower() for cell in row)


def _shape_of(notes: Notes) -> str:
    """The same for notes with the same labels."""
    return f"{_LABEL}{_hash(sorted(labels_in(notes)))} "


def _hash(names: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(names).encode("utf-8", "replace")).hexdigest()[:16]
