"""Signs and words that people use in a spreadsheet to mark the values that a story shows."""

import re
from collections.abc import Mapping

from stories.core.choices import Strength
from stories.core.exchange.names import plain_name
from stories.core.exchange.story_records import TagRecord
from stories.core.search import fold

_PRIMARY = (
    "x, y, yes, true, p, primary, main, strong, strongly, h, high, key, core, ja, oui, si, sim, ok, "
    "✓, ✔, ✅, ☑, ☒, ●, •, ◉, ■, ★, ⭐, 🌟, ⬤, 🟢, 👍, *, +"
)
_SUPPORTING = "supporting, s, secondary, (x), m, medium, moderate, weak, low, l, partial, partly, ○, ◐, ☆, 🟡, ~"
_NONE = "0, no, n, false, none, -, n/a, na, nein, non, nao, ☐, ❌, ✖, ✗, ✘, 🔴"
_MARKS: dict[str, Strength | None] = {
    "": None,
    **dict.fromkeys(_PRIMARY.split(", "), Strength.PRIMARY),
    **dict.fromkeys(_SUPPORTING.split(", "), Strength.SUPPORTING),
    **dict.fromkeys(_NONE.split(", "), None),
}
_LONGEST_MARK = 20
"""Characters."""
LONGEST_EVIDENCE = 500
"""Characters."""
_AFTER_NAME = re.compile(r"[(\[:=–—-]\s*([a-z0-9]+)\s*[)\]]?\Z", re.IGNORECASE)
_HUMP = re.compile("(?<=[a-z])(?=[A-Z])")
"""Where a word begins in “DiveDeep”."""
_PARTS = re.compile(r"[\s/:]+")
_SEPARATOR = re.compile(r"[,;|·•\n#/:(]")
_MOST_WORDS = 20
_LONGEST_NAME = 8
"""Words in the name of a value."""
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
    """As in _MARKS. A sign may be repeated, “XX” or “⭐⭐⭐”, and a number that isn't 0 is a mark."""
    mark = fold(cell.partition(":")[0]).strip()
    if mark.isdecimal() and len(mark) <= _LONGEST_MARK:
        return "0" if not mark.strip("0") else "x"
    signs = mark.replace(" ", "")
    return mark if mark in _MARKS or len(set(signs)) != 1 or len(signs) > _LONGEST_MARK else signs[0]


def read_tag_table(text: str, names: Mapping[str, str]) -> tuple[list[TagRecord], list[str]]:
    """The tags in a table with a value in each row, beside it a mark or the line that shows it; and the other rows."""
    rows = [[cell.strip("*_ ") for cell in line.strip().strip("|").split("|")] for line in text.split("\n")]
    tags: list[TagRecord] = []
    others: list[str] = []
    for row in rows[not _tag(rows[0][0], names, Strength.PRIMARY) :]:
        said = [cell for cell in row[1:] if cell]
        marks, shown = [cell for cell in said if is_mark(cell)], "; ".join(cell for cell in said if not is_mark(cell))
        tag = _tag(row[0], names, Strength.PRIMARY)
        if tag and len(shown) <= LONGEST_EVIDENCE:
            strength = _MARKS[_mark_of(marks[0])] if marks else tag.strength
            tags += [TagRecord(tag.value, strength, shown)] if strength else []
        elif any(map(plain_name, row)):
            others.append(": ".join([row[0], *said]))
    return tags, others


def read_tags(
    cell: str, names: Mapping[str, str], strength: Strength = Strength.PRIMARY
) -> tuple[list[TagRecord], list[str]]:
    """A list of values, “Candor (primary), Courage (supporting)”: the tags, and the names that are not in `names`."""
    pieces = [piece.strip("-*• \t#") for piece in re.split(r"[,;|·•\n]|\s+(?=#)", cell)]
    pieces = [piece for piece in pieces if piece]
    tags, unknown, at = [], [], 0
    while at < len(pieces):
        for count in range(_MOST_PIECES, 0, -1):
            if tag := _tag(" ".join(pieces[at : at + count]), names, strength):
                tags.append(tag)
                break
        else:
            inside = _inside(pieces[at], names, strength)
            tags += inside
            unknown += [] if inside else [pieces[at]]
        at += count
    return tags, unknown


def split_words(text: str, names: Mapping[str, str]) -> str:
    """Words with spaces between them, “star high performance”, as a list with commas if one of them names a value.

    The words of a value's name stay together. Any other text is returned as it is.
    """
    words = text.split()
    if _SEPARATOR.search(text.strip()) or not 1 < len(words) <= _MOST_WORDS:
        return text
    parts, at, knows_one = list[str](), 0, False
    while at < len(words):
        counts = range(min(_LONGEST_NAME, len(words) - at), 0, -1)
        count = next((n for n in counts if _tag(" ".join(words[at : at + n]), names, Strength.PRIMARY)), 0)
        knows_one = knows_one or count > 0
        parts.append(" ".join(words[at : at + (count or 1)]))
        at += count or 1
    return ", ".join(parts) if knows_one else text


def _tag(piece: str, names: Mapping[str, str], strength: Strength) -> TagRecord | None:
    name, said = _split(piece)
    value = names.get(plain_name(name)) or names.get(plain_name(_HUMP.sub(" ", name)))
    return TagRecord(value, said or strength) if value else None


def _inside(piece: str, names: Mapping[str, str], strength: Strength) -> list[TagRecord]:
    """Those in a path such as “values/candor”, or in words without commas, “candor courage”."""
    tags = [_tag(part, names, strength) for part in _PARTS.split(piece)[:_MOST_WORDS]]
    return [tag for tag in tags if tag] if all(tags) or "/" in piece else []


def _split(piece: str) -> tuple[str, Strength | None]:
    match = _AFTER_NAME.search(piece)
    strength = _MARKS.get(match[1].lower()) if match else None
    return (piece[: match.start()], strength) if match and strength else (piece, None)
