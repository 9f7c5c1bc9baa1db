from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stories.core.retention import to_keep

DAYS = st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1)), max_size=60)


def test_of_two_months_the_last_seven_days_and_four_week_ends_are_kept() -> None:
    today = date(2026, 11, 24)  # a Tuesday
    days = [today - timedelta(days=back) for back in range(60)]

    kept = sorted(to_keep(days))

    assert kept == [date(2026, 11, day) for day in (8, 15, 18, 19, 20, 21, 22, 23, 24)]


@given(days=DAYS)
def test_latest_days_stay_and_no_more_than_promised(days: list[date]) -> None:
    kept = to_keep(days)

    assert set(sorted(set(days))[-7:]) <= kept <= set(days)
    assert len(kept) <= 7 + 4


@given(days=DAYS)
def test_thinning_out_twice_changes_nothing(days: list[date]) -> None:
    kept = to_keep(days)

    assert to_keep(kept) == kept


@given(first=st.dates(date(2020, 1, 1), date(2029, 1, 1)), count=st.integers(28, 200))
def test_daily_backups_always_leave_one_of_each_of_the_last_four_weeks(first: date, count: int) -> None:
    kept: set[date] = set()
    for number in range(count):
        kept = to_keep(kept | {first + timedelta(days=number)})

    weeks = sorted({day.isocalendar()[:2] for day in (first + timedelta(days=number) for number in range(count))})
    assert {day.isocalendar()[:2] for day in kept} == set(weeks[-4:])
