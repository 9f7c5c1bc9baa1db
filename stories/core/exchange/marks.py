"""Signs and words that people use in a spreadsheet to mark the values that a story shows."""

import re
from collections.abc import Mapping

from stories.core.choices import Strength
from stories.core.exchange.names import plain_name
from stories.core.exchange.story_records import TagRecord
from stories.core.search import fold

_MARKS: dict[str, Strength | None] = {
    **dict.fromkeys(("x", "1", "yes", "y", "true", "✓", "✔", "✅", "primary", "p", "main"), Strength.PRIMARY),
    **dict.fromkeys(("supporting", "s", "secondary", "(x)"), Strength.SUPPORTING),
    **dict.fromkeys(("", "0", "no", "n", "false", "none", "-", "n/a"), None),
}
_AFTER_NAME = re.compile(r"[(\[:=–—-]\s*([a-z0-9]+)\s*[)\]]?\Z", re.IGNORECASE)
_MOST_PIECES = 3
"""In a value's name: “Are Right, A Lot” has a comma of its own."""


def is_mark(cell: str) -> bool:
    return _mark_of(cell) in _MARKS


def read_mark(value: str, cell: str) -> TagRecord | None:
    """The tag in a cell of a value's column, “primary: the line that shows it”, which is a mark; None if it says no."""
    strength = _MARKS[_mark_of(cell)]
    return TagRecord(value, strength, cell.partition(":")[2].strip()) if strength else None


def write_mark(tag: TagRecord) -> str:
    """The cell from which `read_mark` reads the tag; spaces around the evidence are left out."""
    evidence = tag.evidence.strip()
    return f"{tag.strength}: {evidence}" if evidence else tag.strength.value


def _mark_of(cell: str) -> str:
    return fold(cell.partition(":")[0]).strip()


def read_tags(cell: str, names: Mapping[str, str]) -> tuple[list[TagRecord], list[str]]:
    """A list of values, “Candor (primary), Courage (supporting)”: the tags, and the names that are not in `names`."""
    pieces = [piece.strip() for piece in re.split("[,;\n]", cell) if piece.strip()]
    tags, unknown, at = [], [], 0
    while at < len(pieces):
        for count in range(_MOST_PIECES, 0, -1):
            name, strength = _split(" ".join(pieces[at : at + count]))
            if plain_name(name) in names:
                tags.append(TagRecord(names[plain_name(name)], strength))
                break
        else:
            unknown.append(pieces[at])
        at += count
    return tags, unknown


def _split(piece: str) -> tuple[str, Strength]:
    match = _AFTER_NAME.search(piece)
    strength = _MARKS.get(match[1].lower()) if match else None
    return (piece[: match.start()], strength) if match and strength else (piece, Strength.PRIMARY)
