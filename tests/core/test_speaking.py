import pytest

from stories.core.choices import Section
from stories.core.grammar import count_of, join_words
from stories.core.speaking import DEFAULT_SHARES, Pace, Verdict, clock, count_words, seconds, time_answer


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \n ", 0),
        ("I told the director.", 4),
        ("don't, can’t, state-of-the-art", 3),
        ("from 2.5 to 3,000 at 10:30", 6),
        ("— … * !", 0),
        ("Ich löste das Problem", 4),
        ("障害を直した", 3),
        ("障害 fixed", 2),
    ],
)
def test_count_words(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("words", "per_minute", "expected"), [(0, 150, 0), (150, 150, 60), (1, 150, 0), (2, 150, 1), (300, 120, 150)]
)
def test_seconds(words: int, per_minute: int, expected: int) -> None:
    assert seconds(words, per_minute) == expected


@pytest.mark.parametrize(("length", "text"), [(0, "0:00"), (5, "0:05"), (125, "2:05"), (3600, "60:00")])
def test_clock(length: int, text: str) -> None:
    assert clock(length) == text


@pytest.mark.parametrize(
    ("words", "text"),
    [([], ""), (["Task"], "Task"), (["Task", "Result"], "Task and Result"), (["A", "B", "C"], "A, B and C")],
)
def test_join_words(words: list[str], text: str) -> None:
    assert join_words(words) == text


def test_count_of_names_one_and_many() -> None:
    assert [count_of(1, "tag"), count_of(2, "tag"), count_of(0, "story", "stories")] == ["1 tag", "2 tags", "0 stories"]


PACE = Pace(per_minute=150, limit=120, shortest=45, shares=DEFAULT_SHARES)


def test_time_is_spread_over_the_sections() -> None:
    words = {Section.SITUATION: 60, Section.TASK: 20, Section.ACTION: 100, Section.RESULT: 20, Section.LEARNING: 30}

    timing = time_answer(words, 20, PACE)

    assert [(s.section, s.words, s.seconds, s.percent, s.target, s.verdict) for s in timing.shares] == [
        ("situation", 60, 24, 30, 15, Verdict.LONG),
        ("task", 20, 8, 10, 10, Verdict.RIGHT),
        ("action", 100, 40, 50, 60, Verdict.RIGHT),
        ("result", 20, 8, 10, 15, Verdict.RIGHT),
    ]
    assert (timing.words, timing.seconds, timing.verdict, timing.is_right) == (
        250,
        100,
        "within the limit of 2:00",
        True,
    )


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (111, "less than 0:45 shows too little"),
        (113, "within the limit of 2:00"),
        (300, "within the limit of 2:00"),
        (303, "0:01 over the limit of 2:00"),
        (450, "1:00 over the limit of 2:00"),
        (453, "1:01 over the limit of 2:00, so you lose the room"),
    ],
)
def test_time_is_compared_with_the_limit(words: int, verdict: str) -> None:
    timing = time_answer({}, around=words, pace=PACE)

    assert timing.verdict == verdict
    assert timing.is_right == verdict.startswith("within")


def test_nothing_takes_no_time() -> None:
    timing = time_answer({}, 0, PACE)

    assert (timing.seconds, [share.percent for share in timing.shares]) == (0, [0, 0, 0, 0])
    assert timing.shares[2].verdict == Verdict.SHORT
