"""How the columns and labels of earlier imports were read, for the next file of the same shape."""

import hashlib
from collections.abc import Mapping, Sequence

from stories.core.exchange import Columns, Table, header_field
from stories.core.exchange.labelled import NOTHING
from stories.models import Owner

MOST = 200
"""Tables and labels that are remembered; the oldest are forgotten."""
_TABLE, _LABEL = "table ", "label "
_ROWS = 20


def remembered_columns(owner: Owner, table: Table) -> Columns | None:
    """How a table with the same column names was read; None if none was."""
    for number, row in enumerate(table.rows[:_ROWS]):
        targets = owner.readings.get(_shape(row)) if any(map(header_field, row)) or len(row) > 1 else None
        if targets and len(targets) >= len(row):
            return Columns(number, tuple(targets))
    return None


def remembered_labels(owner: Owner) -> dict[str, str]:
    """What labels meant, by their plain names."""
    return {key.removeprefix(_LABEL): target for key, target in owner.readings.items() if key.startswith(_LABEL)}


def remember_columns(owner: Owner, table: Table, columns: Columns) -> None:
    if 0 <= columns.header < min(len(table.rows), _ROWS):
        _remember(owner, {_shape(table.rows[columns.header]): list(columns.targets)})


def remember_labels(owner: Owner, labels: Mapping[str, str]) -> None:
    """What is left out of one file is not left out of the next, which may mean something else by it."""
    _remember(owner, {f"{_LABEL}{name}": "" if target == NOTHING else target for name, target in labels.items()})


def _remember(owner: Owner, made: Mapping[str, object]) -> None:
    """Where there is no reading, an earlier one is forgotten."""
    kept = {key: reading for key, reading in owner.readings.items() if key not in made}
    kept |= {key: reading for key, reading in made.items() if reading}
    owner.readings = dict(list(kept.items())[-MOST:])
    owner.save(update_fields=["readings"])


def _shape(row: Sequence[str]) -> str:
    """The same for tables with the same column names."""
    names = "\n".join(cell.strip().lower() for cell in row)
    return _TABLE + hashlib.sha256(names.encode("utf-8", "replace")).hexdigest()[:16]
