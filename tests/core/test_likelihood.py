from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.likelihood import Appointment, Audience, Candidate, Work, likely_questions, next_loop

TODAY = date(2026, 3, 10)
EVIDENCE = ["seed", "reported", "guide", "practice", "own"]
CANDIDATES = st.lists(
    st.builds(Candidate, st.integers(0, 20), st.sampled_from(Audience), st.sampled_from(EVIDENCE)),
    unique_by=lambda each: each.id,
)


def asked(audience: Audience, evidence: str = "seed") -> Candidate:
    return Candidate(f"{audience} {evidence}", audience, evidence)


@pytest.mark.parametrize(
    ("work", "audiences"),
    [
        (Work.ENGINEER, {"everybody", "engineers"}),
        (Work.ML_ENGINEER, {"everybody", "engineers", "ml-engineers"}),
        (Work.MANAGER, {"everybody", "managers"}),
        (Work.OTHER, {"everybody"}),
        (None, {"everybody", "engineers", "ml-engineers", "managers"}),
    ],
)
def test_question_is_likely_for_those_who_are_asked_it(work: Work | None, audiences: set[str]) -> None:
    likely = likely_questions(map(asked, Audience), work, frozenset())

    assert likely == {f"{audience} seed" for audience in audiences}


def test_question_is_likely_if_it_is_known_to_be_asked() -> None:
    candidates = [asked(Audience.EVERYBODY, evidence) for evidence in EVIDENCE]

    likely = likely_questions(candidates, Work.OTHER, frozenset())

    assert likely == {"everybody seed", "everybody reported", "everybody own"}


def test_questions_of_the_next_loop_come_instead() -> None:
    candidates = [asked(Audience.EVERYBODY), asked(Audience.MANAGERS, "practice")]

    assert likely_questions(candidates, Work.OTHER, {"managers practice", "gone"}) == {"managers practice"}
    assert likely_questions(candidates, Work.OTHER, {"gone"}) == {"everybody seed"}


@given(CANDIDATES, st.none() | st.sampled_from(Work), st.frozensets(st.integers(0, 25), max_size=4))
def test_likely_questions_agree_with_the_rule_in_words(
    candidates: list[Candidate], work: Work | None, planned: frozenset[int]
) -> None:
    both = {"engineers": ["engineer", "ml-engineer"], "ml-engineers": ["ml-engineer"], "managers": ["manager"]}

    def is_for_me(each: Candidate) -> bool:
        return work is None or each.audience == "everybody" or str(work) in both[str(each.audience)]

    known = {each.id for each in candidates if is_for_me(each) and each.evidence not in ("guide", "practice")}
    in_loop = {each.id for each in candidates} & planned

    assert likely_questions(candidates, work, planned) == (in_loop or known)


def test_next_loop_is_the_one_whose_round_comes_first() -> None:
    appointments = [
        Appointment("past", TODAY - timedelta(days=1)),
        Appointment("far", TODAY + timedelta(days=30)),
        Appointment("near", TODAY + timedelta(days=2)),
        Appointment("far", TODAY + timedelta(days=3)),
    ]

    assert next_loop(appointments, TODAY) == "near"
    assert next_loop(appointments, TODAY + timedelta(days=3)) == "far"
    assert next_loop(appointments[:1], TODAY) is None


def test_loop_whose_round_is_today_is_the_next() -> None:
    assert next_loop([Appointment("today", TODAY), Appointment("too", TODAY)], TODAY) == "today"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(-5, 5))))
def test_next_loop_agrees_with_turning_the_calendar(rounds: list[tuple[str, int]]) -> None:
    found = next_loop([Appointment(loop, TODAY + timedelta(days=days)) for loop, days in rounds], TODAY)

    expected = None
    for days in range(6):
        for loop, day in rounds:
            if day == days and expected is None:
                expected = loop
    assert found == expected
