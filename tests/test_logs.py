"""The window where Prepsite runs: nobody fills it by sending requests."""

import logging

from prepsite.logs import MOST, PERIOD, FewOfEachKind


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def record(line: int = 1) -> logging.LogRecord:
    return logging.LogRecord("waitress", logging.WARNING, "queue.py", line, "Depth is %d", (7,), None)


def test_few_records_from_one_place_come_through() -> None:
    few = FewOfEachKind(clock := Clock())

    passed = [few.filter(record()) for _ in range(1_000)]
    other = few.filter(record(line=2))
    clock.now = PERIOD - 1
    late = few.filter(record())

    assert (sum(passed), passed[:MOST], other, late) == (MOST, [True] * MOST, True, False)


def test_next_period_says_how_many_were_left_out() -> None:
    few = FewOfEachKind(clock := Clock())
    for _ in range(MOST + 1_500):
        few.filter(record())

    clock.now = PERIOD
    first, second = record(), record()
    let_through = [few.filter(first), few.filter(second)]

    assert let_through == [True, True]
    assert [first.getMessage(), second.getMessage()] == [
        "Depth is 7 (1,500 like it were left out before)",
        "Depth is 7",
    ]


def test_few_are_not_counted_as_left_out() -> None:
    few = FewOfEachKind(clock := Clock())
    for _ in range(MOST):
        few.filter(record())

    clock.now = PERIOD
    last = record()

    assert few.filter(last)
    assert last.getMessage() == "Depth is 7"
