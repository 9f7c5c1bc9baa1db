"""When to tell which answer before the interviews: the plan of the days that are left.

The item is an answer. Its next telling is due on the earliest of the day that its memory asks for, half of the days
left to its next interview, and the eve. A day never has more than the owner's minutes: where more is due, what is known
worst on the day of its interview comes first, and the rest moves to the nearest day with room. The plan supposes that
each telling goes fine; it is made anew after each, so a missed day or week needs no repair.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from stories.core.coverage import Flag
from stories.core.grammar import count_of
from stories.core.memory import Memory, Rating, told

Id = Hashable
MINUTES = (5, 10, 15, 20, 30, 45, 60, 90)
"""What an owner may choose to spend in a day."""
DEFAULT_MINUTES = 20
FRESH = 0.9
"""The least recall of an answer that is fresh."""
HORIZON = 92
"""Days that are planned at most; an interview that is farther off is planned for as its day comes nearer."""
WITHOUT_INTERVIEW = 30
"""Days that are planned for answers that no interview is waiting for."""


class Practice(StrEnum):
    """How ready an answer is to be told; never mixed into its level."""

    NONE = "not practised"
    FADING = "fading"
    FRESH = "fresh"


FLAGS = {Practice.NONE: Flag.NOT_PRACTISED, Practice.FADING: Flag.STALE}
"""The risk in each."""


def standing(memory: Memory | None, day: date) -> Practice:
    """How ready an answer will be on a day; without a memory it was never told."""
    if memory is None:
        return Practice.NONE
    return Practice.FRESH if memory.recall_on(day) >= FRESH else Practice.FADING


@dataclass(frozen=True, slots=True)
class Item:
    """An answer to be practised."""

    id: Id
    minutes: int
    """What one telling takes."""
    memory: Memory | None = None
    """None if it was never told."""
    interviews: Sequence[date] = ()
    """The days of the rounds to come that use it, in order; after the last it isn't told any more."""
    moved_to: date | None = None
    """The day that the owner has chosen for the next telling."""

    def interview_after(self, day: date) -> date | None:
        return next((interview for interview in self.interviews if interview > day), None)

    def is_over(self, day: date) -> bool:
        return bool(self.interviews) and self.interviews[-1] <= day

    def recall_on(self, day: date) -> float:
        """From 0 to 1."""
        return self.memory.recall_on(day) if self.memory else 0.0

    def due(self, today: date) -> date:
        """The day of the next telling, whatever else is due on it."""
        if self.moved_to and self.moved_to >= today:
            return self.moved_to
        if self.memory is None:
            return today
        due, interview = self.memory.due, self.interview_after(today)
        if interview:
            last = self.memory.last
            half = last + max((interview - last) // 2, timedelta(days=1))
            due = min(due, half, interview - timedelta(days=1))
        return max(due, today)

    def why(self, today: date) -> str:
        """What speaks for telling it, in one sentence."""
        told = f"Last told {from_today(self.memory.last, today)}" if self.memory else "Never told"
        interview = self.interview_after(today - timedelta(days=1))
        return f"{told}; the interview is {from_today(interview, today)}." if interview else f"{told}."

    def standing(self, today: date) -> Practice:
        """How ready it will be at its next interview, or is today if there is none."""
        return standing(self.memory, self.interview_after(today - timedelta(days=1)) or today)


@dataclass(frozen=True, slots=True)
class Plan:
    """Which items are told on which day, in the order in which they should be told."""

    days: Mapping[date, Sequence[Id]]
    least: float
    """The least recall of any item on the day of any of its interviews, if all goes fine; 1 without interviews."""


def plan(items: Sequence[Item], today: date, minutes: int, spent: int = 0) -> Plan:
    """The best plan with at most `minutes` a day, one of `MINUTES`; `spent` are those of today that are over.

    Less time a day is sometimes used better, so the plans with less are looked at as well: more minutes never make the
    least recall lower.
    """
    plans = (_plan(items, today, limit, spent) for limit in reversed(MINUTES) if limit <= minutes)
    return max(plans, key=lambda plan: plan.least)


def _plan(items: Sequence[Item], today: date, limit: int, spent: int) -> Plan:
    known = {item.id: item for item in items}
    days: dict[date, Sequence[Id]] = {}
    recalls = [1.0]
    end = _end(items, today)
    day = today
    while day < end:
        recalls += [item.recall_on(day) for item in known.values() if day in item.interviews]
        coming = [item for item in known.values() if not item.is_over(day)]
        rooms = _Rooms(limit, {today: limit - spent})
        days[day] = [item.id for item, chosen in _arranged(coming, day, rooms) if chosen == day]
        for told_item in days[day]:
            item = known[told_item]
            known[told_item] = replace(item, memory=told(item.memory, day, Rating.FINE), moved_to=None)
        day += timedelta(days=1)
    recalls += [item.recall_on(day) for item in known.values() if day in item.interviews]
    return Plan({day: ids for day, ids in days.items() if ids}, min(recalls))


def _end(items: Iterable[Item], today: date) -> date:
    """The day after the last that is planned."""
    last = max((interview for item in items for interview in item.interviews), default=today)
    return min(last, today + timedelta(days=HORIZON)) if last > today else today + timedelta(days=WITHOUT_INTERVIEW)


@dataclass(slots=True)
class _Rooms:
    """The minutes that are free on each day."""

    limit: int
    left: dict[date, int]

    def take(self, day: date, minutes: int) -> bool:
        if self.left.get(day, self.limit) < minutes:
            return False
        self.left[day] = self.left.get(day, self.limit) - minutes
        return True


def _arranged(items: Iterable[Item], today: date, rooms: _Rooms) -> Iterator[tuple[Item, date]]:
    """Each item with the day of its next telling, the weakest first; one that fits on no day is left out."""
    for item in sorted(items, key=lambda item: _urgency(item, today)):
        for day in _days_around(item.due(today), today, item.interview_after(today)):
            if rooms.take(day, item.minutes):
                yield item, day
                break


def _urgency(item: Item, today: date) -> tuple[bool, bool, float, str]:
    """What the owner has moved comes first, and what no interview is waiting for last."""
    interview = item.interview_after(today)
    return item.moved_to is None, interview is None, item.recall_on(interview or today), str(item.id)


def from_today(day: date, today: date) -> str:
    """How far away a day is, in words."""
    if day == today:
        return "today"
    if abs((day - today).days) == 1:
        return "tomorrow" if day > today else "yesterday"
    days = count_of(abs((day - today).days), "day")
    return f"in {days}" if day > today else f"{days} ago"


def _days_around(due: date, today: date, interview: date | None) -> Iterator[date]:
    """The day that is due, then those nearest to it, from today to the eve; none if it lies beyond what is planned."""
    end = min(interview or due + timedelta(days=WITHOUT_INTERVIEW), today + timedelta(days=HORIZON))
    for distance in range(max((end - due).days, (due - today).days) + 1) if due < end else ():
        for day in dict.fromkeys((due + timedelta(days=distance), due - timedelta(days=distance))):
            if today <= day < end:
                yield day
