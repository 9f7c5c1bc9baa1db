"""The model of memory: what one more telling does, in whole days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.memory import Memory, Rating, memory_of, told

FIRST = date(2026, 12, 1)
tellings = st.lists(
    st.tuples(st.integers(0, 60).map(lambda n: FIRST + timedelta(n)), st.sampled_from(Rating)), min_size=1
)


def after(*days: int) -> Memory:
    memory = memory_of([(FIRST + timedelta(day), Rating.FINE) for day in days])
    assert memory is not None
    return memory


@pytest.mark.parametrize(("days", "due"), [((0,), 2), ((0, 2), 13), ((0, 2, 13), 59)])
def test_answer_that_goes_fine_is_asked_for_after_2_then_11_then_46_days(days: tuple[int, ...], due: int) -> None:
    assert after(*days).due == FIRST + timedelta(due)


def test_recall_is_certain_on_the_day_and_nine_in_ten_when_due() -> None:
    memory = after(0, 2)

    assert memory.recall_on(memory.last) == 1
    assert memory.recall_on(memory.due) == pytest.approx(0.9, abs=0.005)
    assert memory.recall_on(memory.due + timedelta(30)) < 0.9


def test_nothing_is_remembered_of_what_was_never_told() -> None:
    assert memory_of([]) is None


@pytest.mark.parametrize(("worse", "better"), [(1, 2), (2, 3), (3, 4)])
def test_better_telling_lasts_longer(worse: int, better: int) -> None:
    earlier, later = (told(after(0), FIRST + timedelta(2), Rating(rating)) for rating in (worse, better))

    assert earlier.stability < later.stability


@given(tellings)
def test_memory_is_sound_and_the_order_of_tellings_is_that_of_their_days(
    given_tellings: list[tuple[date, Rating]],
) -> None:
    memory = memory_of(given_tellings)

    assert memory == memory_of(sorted(given_tellings, reverse=True))
    assert memory is not None
    assert memory.last == max(day for day, _ in given_tellings) < memory.due
    assert 0 < memory.recall_on(memory.due) <= memory.recall_on(memory.last) == 1
