"""What a telling is held against afterwards: the beats and figures of an answer, and how the time was to be divided."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from stories.answers.prepared import AIMED_AT, ShortAnswer
from stories.answers.telling import at_a_glance
from stories.core.choices import TIMED_SECTIONS, Length, Section
from stories.core.section_times import advice, aims_for, seconds_by_section
from stories.core.speaking import LONGEST_PREPARED, Pace, clock
from stories.enums import SECTIONS
from stories.models import Answer, Rehearsal
from stories.models.rehearsal import Told


def lines_to_check(told: Told, pace: Pace) -> list[str]:
    """The beats and figures that should have been said, without repeats."""
    if isinstance(told, Answer):
        entry = at_a_glance(told, pace)
        return list(dict.fromkeys([*entry.beats, *entry.figures]))
    short = told.short or ShortAnswer(told.full, pace.per_minute).propose(Length.SHORT)
    return [line.strip(" -*•") for line in short.splitlines() if line.strip(" -*•")]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time of one section."""

    label: str
    seconds: int
    aim: int | None
    """Seconds, of the time that the timed sections took; None for one without a target."""


def stretches_of(rehearsal: Rehearsal, pace: Pace) -> Sequence[Stretch]:
    """The time of each section; none where no section but the first was marked."""
    if len(rehearsal.marks) < 2:
        return ()
    spent = seconds_by_section(rehearsal.begun, rehearsal.milliseconds)
    aims = aims_for(sum(spent.get(section, 0) for section in TIMED_SECTIONS), pace)
    return [Stretch(SECTIONS[section], length, aims.get(section)) for section, length in spent.items()]


def verdict_on(rehearsal: Rehearsal, pace: Pace) -> str:
    """The one thing that was most off, in a sentence."""
    if rehearsal.answer:
        return advice(seconds_by_section(rehearsal.begun, rehearsal.milliseconds), rehearsal.seconds, pace)
    over = rehearsal.seconds > LONGEST_PREPARED
    aim = f"; without a story, aim for {clock(AIMED_AT[Length.SHORT])} to {clock(LONGEST_PREPARED)}" if over else ""
    return f"It took {clock(rehearsal.seconds)}{aim}."


@dataclass(frozen=True, slots=True)
class Target:
    """The stretch of the clock that belongs to a section."""

    section: Section
    start: int
    share: int
    """Percent of the limit."""


def targets_of(told: Told, pace: Pace) -> list[Target]:
    """The time up to the limit, divided among the sections as their owner wants; not divided without a story."""
    if not isinstance(told, Answer):
        return []
    starts = accumulate((pace.shares[section] for section in TIMED_SECTIONS), initial=0)
    return [
        Target(section, start, pace.shares[section]) for section, start in zip(TIMED_SECTIONS, starts, strict=False)
    ]
