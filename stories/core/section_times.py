"""One telling of an answer: how long each section took, and the one thing that was most off."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from stories.core.choices import TIMED_SECTIONS, Section
from stories.core.speaking import TOLERANCE, Pace, clock

LONGEST = 30 * 60 * 1000
"""Milliseconds: the clock of a telling goes no further."""


class Mark(NamedTuple):
    """The moment at which a section was begun."""

    section: Section
    at: int
    """Milliseconds after the beginning."""


def seconds_by_section(marks: Sequence[Mark], end: int) -> dict[Section, int]:
    """The seconds of each section; each lasts until the next begins, the last until the `end` in milliseconds."""
    spent: dict[Section, int] = {}
    ends = [*(mark.at for mark in marks[1:]), end]
    for mark, until in zip(marks, ends, strict=False):
        spent[mark.section] = spent.get(mark.section, 0) + max(0, until - mark.at)
    return {section: round(milliseconds / 1000) for section, milliseconds in spent.items()}


def aims_for(timed: int, pace: Pace) -> dict[Section, int]:
    """The seconds that each section should take of those that the timed ones took, rounded to the nearest."""
    return {section: (timed * share + 50) // 100 for section, share in pace.shares.items()}


def advice(spent: Mapping[Section, int], total: int, pace: Pace) -> str:
    """What was most off, in one sentence; `spent` and `total` are in seconds.

    The length comes first where it is past the limit or too short, else the section that is farthest from its share.
    """
    if total > pace.limit:
        return f"It took {clock(total)}; aim for {clock(pace.limit)}."
    if total < pace.shortest:
        return f"It took {clock(total)}; less than {clock(pace.shortest)} shows too little."
    if section := _most_off(spent, pace):
        timed = sum(spent.get(part, 0) for part in TIMED_SECTIONS)
        aim = aims_for(timed, pace)[section]
        return f"{section.capitalize()} took {spent.get(section, 0)} s of {timed}; aim for {aim}."
    return f"It took {clock(total)}, and nothing was far off."


def _most_off(spent: Mapping[Section, int], pace: Pace) -> Section | None:
    """The section whose share is farthest from what it should be, by more than the tolerance."""
    timed = sum(spent.get(section, 0) for section in TIMED_SECTIONS)
    if not timed or len(spent) < 2:  # Nobody marked where a section began.
        return None
    off = {section: abs(100 * spent.get(section, 0) / timed - pace.shares[section]) for section in TIMED_SECTIONS}
    worst = max(off, key=lambda section: off[section])
    return worst if off[worst] > TOLERANCE else None
