"""What keeps a story or an answer from counting."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.choices import Status
from stories.core.hold_ups import Weakness, counted_as, hold_ups, weaknesses_of_prepared, weaknesses_of_telling
from stories.core.speaking import DEFAULT_SHARES, Pace

PACE = Pace(per_minute=120, limit=100, shortest=45, shares=DEFAULT_SHARES)
"""Two words a second; an answer may take 45 to 150 seconds."""
TOO_SOON = "It takes 0:44 to tell; less than 0:45 shows too little."


@pytest.mark.parametrize(
    ("faults", "words", "reasons"),
    [
        ([], 90, ()),
        ([], 89, ()),  # 44.5 seconds are 45
        ([], 88, (TOO_SOON,)),
        (["Action is empty."], 88, ("Action is empty.",)),
        (["Action is empty."], 300, ("Action is empty.",)),
        ([], 2_000, ()),
    ],
)
def test_story_is_held_up_by_errors_or_by_its_length(faults: list[str], words: int, reasons: tuple[str, ...]) -> None:
    assert hold_ups(faults, words, PACE) == reasons


def test_shortest_time_is_a_setting() -> None:
    assert hold_ups([], 88, replace(PACE, shortest=44)) == ()
    assert hold_ups([], 88, replace(PACE, per_minute=100)) == ()


@pytest.mark.parametrize(
    ("marked", "held_up", "counted"),
    [
        (Status.READY, (), Status.READY),
        (Status.READY, ("Action is empty.",), Status.DRAFT),
        (Status.DRAFT, (), Status.DRAFT),
        (Status.DRAFT, ("Action is empty.",), Status.DRAFT),
        (Status.ARCHIVED, ("Action is empty.",), Status.ARCHIVED),
    ],
)
def test_what_is_held_up_does_not_count_as_ready(marked: Status, held_up: tuple[str, ...], counted: Status) -> None:
    assert counted_as(marked, held_up) == counted


@pytest.mark.parametrize(
    ("words", "is_seen", "weaknesses"),
    [
        (200, True, ()),
        (200, False, (Weakness.UNSEEN,)),
        (90, True, ()),
        (88, True, (Weakness.TOO_SHORT,)),
        (300, True, ()),
        (302, True, (Weakness.TOO_LONG,)),
        (302, False, (Weakness.TOO_LONG, Weakness.UNSEEN)),
    ],
)
def test_answer_is_told_in_time_and_looked_at(words: int, *, is_seen: bool, weaknesses: tuple[Weakness, ...]) -> None:
    assert weaknesses_of_telling(words, PACE, is_seen=is_seen) == weaknesses


@pytest.mark.parametrize(
    ("words", "weaknesses"),
    [
        (0, (Weakness.TOO_SHORT,)),
        (58, (Weakness.TOO_SHORT,)),
        (59, ()),  # 29.5 seconds are 30
        (180, ()),
        (181, (Weakness.TOO_LONG,)),  # 90.5 seconds are 91
    ],
)
def test_short_answer_takes_thirty_to_ninety_seconds(words: int, weaknesses: tuple[Weakness, ...]) -> None:
    assert weaknesses_of_prepared(words, PACE.per_minute) == weaknesses


@st.composite
def tellings(draw: st.DrawFn) -> tuple[int, Pace]:
    """A number of words and a pace; the time is often near a bound."""
    per_minute, limit, shortest = draw(st.integers(60, 300)), draw(st.integers(30, 600)), draw(st.integers(10, 120))
    pace = Pace(per_minute=per_minute, limit=limit, shortest=shortest, shares=DEFAULT_SHARES)
    time = draw(st.sampled_from([pace.shortest, 3 * pace.limit // 2]) | st.integers(0, 900))
    return max(0, time * pace.per_minute // 60 + draw(st.integers(-3, 5))), pace


def told_in(words: int, per_minute: int) -> int:
    """In whole seconds, half a second counting as one: 60 words a minute take a second each."""
    halves = 120 * words // per_minute
    return (halves + 1) // 2


@given(st.lists(st.sampled_from(["Action is empty.", "Result has only 2 words."]), unique=True), tellings())
def test_story_is_held_up_as_the_rule_says_in_words(faults: list[str], telling: tuple[int, Pace]) -> None:
    words, pace = telling

    reasons = hold_ups(faults, words, pace)

    if faults:
        assert list(reasons) == faults
    elif told_in(words, pace.per_minute) < pace.shortest:
        [reason] = reasons
        assert reason.endswith("shows too little.")
    else:
        assert not reasons


@given(telling=tellings(), is_seen=st.booleans())
def test_answer_is_weak_as_the_rule_says_in_words(telling: tuple[int, Pace], *, is_seen: bool) -> None:
    words, pace = telling

    weaknesses = weaknesses_of_telling(words, pace, is_seen=is_seen)

    took = told_in(words, pace.per_minute)
    assert (Weakness.TOO_LONG in weaknesses) == (2 * took > 3 * pace.limit)
    assert (Weakness.TOO_SHORT in weaknesses) == (took < pace.shortest)
    assert (Weakness.UNSEEN in weaknesses) == (not is_seen)
    assert set(weaknesses) <= {Weakness.TOO_LONG, Weakness.TOO_SHORT, Weakness.UNSEEN}


@given(st.integers(0, 600), st.integers(60, 300))
def test_short_answer_is_weak_as_the_rule_says_in_words(words: int, per_minute: int) -> None:
    took = told_in(words, per_minute)

    expected = (Weakness.TOO_SHORT,) if took < 30 else (Weakness.TOO_LONG,) if took > 90 else ()
    assert weaknesses_of_prepared(words, per_minute) == expected
