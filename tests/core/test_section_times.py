"""How long the sections of a telling took, and what is said of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.choices import Section
from stories.core.section_times import Mark, advice, seconds_by_section
from stories.core.speaking import DEFAULT_PACE

S, T, A, R, L = Section


@pytest.mark.parametrize(
    ("marks", "end", "spent"),
    [
        ([], 60_000, {}),
        ([Mark(S, 0)], 60_000, {S: 60}),
        ([Mark(S, 0), Mark(T, 20_400), Mark(A, 30_000)], 90_000, {S: 20, T: 10, A: 60}),
        ([Mark(S, 0), Mark(A, 20_000), Mark(S, 30_000)], 45_000, {S: 35, A: 10}),
        ([Mark(S, 5_000), Mark(A, 4_000)], 10_000, {S: 0, A: 6}),
    ],
)
def test_section_lasts_until_the_next_begins(marks: list[Mark], end: int, spent: dict[Section, int]) -> None:
    assert seconds_by_section(marks, end) == spent


@pytest.mark.parametrize(
    ("spent", "total", "sentence"),
    [
        ({S: 48, T: 11, A: 41, R: 10}, 110, "Situation took 48 s of 110; aim for 17."),
        ({S: 16, T: 11, A: 66, R: 17}, 110, "It took 1:50, and nothing was far off."),
        ({S: 16, T: 11, A: 66, R: 17, L: 5}, 115, "It took 1:55, and nothing was far off."),
        ({S: 10, T: 5, A: 80}, 95, "Action took 80 s of 95; aim for 57."),
        ({S: 30, T: 20, A: 100, R: 10}, 160, "It took 2:40; aim for 2:00."),
        ({S: 5, T: 5, A: 10, R: 5}, 25, "It took 0:25; less than 0:45 shows too little."),
        ({S: 100}, 100, "It took 1:40, and nothing was far off."),
        ({}, 100, "It took 1:40, and nothing was far off."),
        ({S: 0, L: 60}, 60, "It took 1:00, and nothing was far off."),
    ],
)
def test_advice_names_what_was_most_off(spent: dict[Section, int], total: int, sentence: str) -> None:
    assert advice(spent, total, DEFAULT_PACE) == sentence


@given(st.lists(st.tuples(st.sampled_from(Section), st.integers(0, 300_000)), max_size=9), st.integers(0, 300_000))
def test_sections_together_last_from_the_first_mark_to_the_end(begun: list[tuple[Section, int]], more: int) -> None:
    marks = [Mark(section, at) for section, at in sorted(begun, key=lambda mark: mark[1])]
    end = (marks[-1].at if marks else 0) + more

    spent = seconds_by_section(marks, end)

    whole = (end - marks[0].at) / 1000 if marks else 0
    assert abs(sum(spent.values()) - whole) <= len(Section) / 2
