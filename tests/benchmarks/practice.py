"""How well answers are known on the day of their interview, by our plan and by the stock schedule.

`uv run python -m tests.benchmarks.practice`. Somebody practises every evening for a month and misses one in five; how a
telling goes is drawn from the recall that the model of memory gives it. Seeded, so each run says the same.
"""
# ruff: noqa: S311, T201

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import mean

from stories.core.memory import Rating, told
from stories.core.practice import DEFAULT_MINUTES, Item, plan

TODAY = date(2026, 12, 1)
LAST = 30
"""Days until the last interview."""
MISSED = 0.2
A_TELLING = 3
"""Minutes."""
Evening = Callable[[Sequence[Item], date], Sequence[str]]


def by_our_plan(items: Sequence[Item], today: date) -> Sequence[str]:
    """The plan made anew, as the page does."""
    return [str(pk) for pk in plan(items, today, DEFAULT_MINUTES).days.get(today, ())]


def by_the_stock_schedule(items: Sequence[Item], today: date) -> Sequence[str]:
    """All that FSRS says is due, however long that takes."""
    coming = [item for item in items if not item.is_over(today)]
    return [str(item.id) for item in coming if item.memory is None or item.memory.due <= today]


@dataclass(frozen=True, slots=True)
class Outcome:
    recalls: Sequence[float]
    """Of each answer on the day of each of its interviews."""
    minutes: Sequence[int]
    """Of each evening."""


def items_of(count: int, loops: int, rng: random.Random) -> list[Item]:
    """Answers that one loop asks for on the last day, or that several loops ask for on days before."""
    days = [TODAY + timedelta(LAST - 8 * number) for number in reversed(range(loops))]
    asked = [sorted(rng.sample(days, rng.randint(1, loops))) for _ in range(count)]
    return [Item(f"{number:02}", A_TELLING, interviews=interviews) for number, interviews in enumerate(asked)]


def rating_of(item: Item, today: date, rng: random.Random) -> Rating:
    """The first telling stumbles half of the time; a later one goes as well as it is remembered."""
    if item.memory is None:
        return rng.choice((Rating.STUMBLED, Rating.FINE))
    if rng.random() > item.recall_on(today):
        return Rating.FORGOT
    return rng.choice((Rating.FINE, Rating.FINE, Rating.WELL))


def practised(items: Sequence[Item], evening: Evening, rng: random.Random) -> Outcome:
    known = {str(item.id): item for item in items}
    recalls, minutes = list[float](), list[int]()
    for number in range(LAST + 1):
        today = TODAY + timedelta(number)
        recalls += [item.recall_on(today) for item in known.values() if today in item.interviews]
        chosen = [] if rng.random() < MISSED else evening(list(known.values()), today)
        for pk in chosen:
            rating = rating_of(known[pk], today, rng)
            known[pk] = replace(known[pk], memory=told(known[pk].memory, today, rating))
        minutes.append(A_TELLING * len(chosen))
    return Outcome(recalls, minutes)


def main() -> None:
    print(f"| answers | loops | | least recall | mean recall | most minutes | mean minutes |\n|{'---|' * 7}")
    for count in (6, 20, 40):
        for loops in (1, 3):
            for name, evening in (("ours", by_our_plan), ("stock", by_the_stock_schedule)):
                outcome = practised(items_of(count, loops, random.Random(count)), evening, random.Random(count))
                recall = f"{min(outcome.recalls):.3f} | {mean(outcome.recalls):.3f}"
                print(
                    f"| {count} | {loops} | {name} | {recall} | {max(outcome.minutes)} | {mean(outcome.minutes):.1f} |"
                )


if __name__ == "__main__":
    main()
