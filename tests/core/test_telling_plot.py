"""The geometry of a plot of tellings."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stories.core.memory import Rating
from stories.core.telling_plot import BOTTOM, LEFT, RIGHT, SHAPES, TOP, plot

DAY = date(2026, 12, 1)
tellings = st.lists(
    st.tuples(st.dates(date(1970, 1, 1), date(2199, 12, 31)), st.integers(0, 1800), st.sampled_from(Rating)), min_size=1
)


def test_nothing_told_is_no_plot() -> None:
    assert plot([], 120) is None


def test_first_stands_left_and_last_right_and_the_limit_between() -> None:
    days = [DAY + timedelta(number) for number in (0, 4, 8)]
    drawn = plot(list(zip(days, (0, 60, 120), (Rating.FORGOT, Rating.FINE, Rating.WELL), strict=True)), 120)

    assert drawn is not None
    assert [(point.x, point.y) for point in drawn.points] == [
        (LEFT, BOTTOM),
        ((LEFT + RIGHT) // 2, round(BOTTOM - (BOTTOM - TOP) * 60 / 132)),
        (RIGHT, drawn.limit),
    ]
    assert (drawn.first, drawn.last) == (DAY, DAY + timedelta(8))


def test_one_day_stands_in_the_middle() -> None:
    drawn = plot([(DAY, 90, Rating.FINE)], 120)

    assert drawn is not None
    assert drawn.points[0].x == (LEFT + RIGHT) // 2


def test_each_rating_has_a_shape_of_its_own() -> None:
    drawn = plot([(DAY, 90, rating) for rating in Rating], 120)

    assert drawn is not None
    assert len({point.shape for point in drawn.points}) == len(SHAPES) == len(Rating)


@given(tellings, st.integers(30, 600))
def test_everything_stands_in_the_field(told: list[tuple[date, int, Rating]], limit: int) -> None:
    drawn = plot(told, limit)

    assert drawn is not None
    assert all(LEFT <= point.x <= RIGHT and TOP <= point.y <= BOTTOM for point in drawn.points)
    assert TOP < drawn.limit <= BOTTOM
