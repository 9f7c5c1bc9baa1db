"""The plan of the tellings that are left before the interviews."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.memory import Rating, memory_of
from stories.core.practice import HORIZON, MINUTES, WITHOUT_INTERVIEW, Item, Plan, Practice, plan

TODAY = date(2026, 12, 1)


def day(number: int) -> date:
    return TODAY + timedelta(number)


def told_on(*days: int, rating: Rating = Rating.FINE) -> list[tuple[date, Rating]]:
    return [(day(number), rating) for number in days]


def in_days(planned: Plan, item: str) -> list[int]:
    return [(when - TODAY).days for when, ids in planned.days.items() if item in ids]


memories = st.lists(
    st.tuples(st.integers(-40, 0).map(day), st.sampled_from(Rating)),
    max_size=3,
).map(memory_of)
interviews = st.lists(st.integers(0, 20).map(day), max_size=3, unique=True).map(sorted)
items = st.lists(
    st.builds(
        Item,
        id=st.uuids().map(str),
        minutes=st.integers(1, 9),
        memory=memories,
        interviews=interviews,
        moved_to=st.none() | st.integers(-2, 25).map(day),
    ),
    max_size=8,
    unique_by=lambda item: item.id,
)


def test_answer_is_told_more_often_as_its_interview_comes_closer() -> None:
    planned = plan([Item("a", 3, None, [day(30)])], TODAY, 20)

    assert in_days(planned, "a") == [0, 2, 13, 21, 25, 27, 28, 29]
    assert planned.least == pytest.approx(0.998, abs=0.001)


def test_interview_in_a_far_year_is_planned_for_as_it_comes_nearer() -> None:
    planned = plan([Item("a", 3, None, [date(9999, 12, 31)])], TODAY, 90)

    assert in_days(planned, "a")[:2] == [0, 2]
    assert max(planned.days) < day(HORIZON)


def test_without_an_interview_its_memory_alone_asks_for_it() -> None:
    planned = plan([Item("a", 3)], TODAY, 20)

    assert in_days(planned, "a") == [0, 2, 13]
    assert planned.least == 1
    assert max(planned.days) < day(WITHOUT_INTERVIEW)


def test_what_does_not_fit_moves_to_the_nearest_day_with_room() -> None:
    planned = plan([Item(f"{n:02}", 5, None, [day(9)]) for n in range(5)], TODAY, 10)

    assert [len(ids) for when, ids in planned.days.items() if when < day(3)] == [2, 2, 2]
    assert {item for ids in planned.days.values() for item in ids} == {f"{n:02}" for n in range(5)}


def test_weakest_come_first() -> None:
    weak = Item("weak", 5, memory_of(told_on(-9, rating=Rating.FORGOT)), [day(2)])
    strong = Item("strong", 5, memory_of(told_on(-9, -7, -1, rating=Rating.WELL)), [day(2)])

    assert plan([strong, weak], TODAY, 5).days[TODAY] == ["weak"]


def test_minutes_of_today_that_are_over_are_not_given_twice() -> None:
    planned = plan([Item("a", 3, None, [day(9)])], TODAY, 5, spent=4)

    assert in_days(planned, "a")[0] == 1


def test_moved_telling_comes_on_the_chosen_day_and_one_moved_to_the_past_when_it_is_due() -> None:
    for chosen, first in {4: 4, -3: 0}.items():
        assert in_days(plan([Item("a", 3, None, [day(9)], moved_to=day(chosen))], TODAY, 20), "a")[0] == first


def test_answer_that_takes_longer_than_a_day_has_is_never_planned() -> None:
    assert plan([Item("a", 6, None, [day(9)])], TODAY, 5) == Plan({}, 0)


def test_next_interview_counts_until_it_is_over() -> None:
    planned = plan([Item("a", 3, None, [day(3), day(8)])], TODAY, 20)

    assert in_days(planned, "a") == [0, 1, 2, 5, 6, 7]


@pytest.mark.parametrize(
    ("tellings", "interview", "standing"),
    [
        ((), 9, Practice.NONE),
        ((0,), 9, Practice.FADING),
        ((0,), 1, Practice.FRESH),
        ((-2, 0), 9, Practice.FRESH),
        ((-40,), None, Practice.FADING),
        ((0,), None, Practice.FRESH),
        ((-2, 0), 0, Practice.FRESH),
    ],
)
def test_standing_is_the_recall_on_the_day(
    tellings: tuple[int, ...], interview: int | None, standing: Practice
) -> None:
    interviews = [] if interview is None else [day(interview)]

    assert Item("a", 3, memory_of(told_on(*tellings)), interviews).standing(TODAY) == standing


@given(items, st.sampled_from(MINUTES), st.integers(0, 30))
def test_no_day_has_more_than_the_owners_minutes_and_nothing_comes_after_its_interview(
    given_items: list[Item], minutes: int, spent: int
) -> None:
    known = {item.id: item for item in given_items}
    for when, ids in plan(given_items, TODAY, minutes, spent).days.items():
        assert when >= TODAY
        assert sum(known[item].minutes for item in ids) <= minutes - (spent if when == TODAY else 0)
        assert max(Counter(ids).values()) == 1
        for item in ids:
            assert all(when < interview for interview in known[item].interviews[-1:])


@given(items, st.sampled_from(MINUTES), st.randoms())
def test_same_input_gives_the_same_plan_in_whatever_order_it_comes(
    given_items: list[Item], minutes: int, random: st.DataObject
) -> None:
    shuffled = list(given_items)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert plan(shuffled, TODAY, minutes) == plan(given_items, TODAY, minutes)


@given(items)
def test_more_minutes_never_lower_the_least_recall(given_items: list[Item]) -> None:
    least = [plan(given_items, TODAY, minutes).least for minutes in MINUTES]

    assert least == sorted(least)


@pytest.mark.parametrize(
    ("tellings", "interviews", "why"),
    [
        ([], [], "Never told."),
        ([], [9], "Never told; the interview is in 9 days."),
        ([-1], [1], "Last told yesterday; the interview is tomorrow."),
        ([-12], [0], "Last told 12 days ago; the interview is today."),
        ([0], [-3], "Last told today."),
    ],
)
def test_why_names_the_last_telling_and_the_next_interview(
    tellings: list[int], interviews: list[int], why: str
) -> None:
    item = Item("a", 3, memory_of(told_on(*tellings)), [day(number) for number in interviews])

    assert item.why(TODAY) == why
