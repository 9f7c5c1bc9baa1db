"""Where likely questions stand, and what is most worth doing today."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.readiness import (
    MOST_TASKS,
    Reason,
    Standing,
    Task,
    TaskKind,
    count_reasons,
    ready_without,
    today,
)

MATCHED = frozenset({Reason.UNSEEN, Reason.UNPRACTISED})
questions = st.sampled_from("abcdef")
reasons = st.frozensets(st.sampled_from(Reason), max_size=4)
standings = st.lists(
    st.builds(Standing, questions, st.floats(0, 3), reasons), max_size=6, unique_by=lambda standing: standing.question
)
tasks = st.lists(
    st.builds(
        Task,
        kind=st.sampled_from(TaskKind),
        about=st.integers(0, 99),
        minutes=st.integers(1, 40),
        questions=st.lists(questions, max_size=4, unique=True).map(tuple),
        removes=reasons,
        leaves=reasons,
        besides=st.sampled_from([0.0, 0.0, 0.5]),
    ),
    max_size=9,
    unique_by=lambda task: (task.kind, task.about),
)


def standing(question: str, *reasons: Reason, weight: float = 1.0) -> Standing:
    return Standing(question, weight, frozenset(reasons))


def task(
    kind: TaskKind, minutes: int, *questions: str, removes: Reason, leaves: frozenset[Reason] = frozenset()
) -> Task:
    return Task(kind, questions, minutes, questions, frozenset({removes}), leaves)


def test_worst_reason_is_the_standing() -> None:
    assert standing("a", Reason.FADING, Reason.DRAFT).worst == Reason.DRAFT
    assert standing("a").worst is None
    assert standing("a", weight=2.0).worth == 2.0


def test_what_changes_most_for_its_minutes_comes_first() -> None:
    stands = [
        standing("a", Reason.TOO_LONG),
        standing("b", Reason.UNDECIDED),
        standing("c", Reason.UNDECIDED),
        standing("d", Reason.UNPRACTISED, weight=0.1),
    ]
    shorten = task(TaskKind.CHANGE_LENGTH, 8, "a", removes=Reason.TOO_LONG)
    match = task(TaskKind.MATCH, 1, "b", "c", removes=Reason.UNDECIDED, leaves=MATCHED)
    tell = task(TaskKind.PRACTISE, 3, "d", removes=Reason.UNPRACTISED)

    proposed = today(stands, [tell, shorten, match])

    assert [(each.task.kind, each.moved) for each in proposed] == [
        (TaskKind.MATCH, ("b", "c")),
        (TaskKind.CHANGE_LENGTH, ("a",)),
        (TaskKind.PRACTISE, ("d",)),
    ]


def test_task_counts_on_those_before_it() -> None:
    """Telling an answer that is too long changes nothing until it is shorter."""
    stands = [standing("a", Reason.TOO_LONG, Reason.UNPRACTISED)]
    shorten = task(TaskKind.CHANGE_LENGTH, 8, "a", removes=Reason.TOO_LONG)
    tell = task(TaskKind.PRACTISE, 3, "a", removes=Reason.UNPRACTISED)

    assert [each.task for each in today(stands, [tell, shorten])] == [shorten, tell]
    assert not today(stands, [tell])


def test_what_would_be_worse_is_not_done() -> None:
    stands = [standing("a", Reason.FADING)]
    match = task(TaskKind.MATCH, 1, "a", removes=Reason.FADING, leaves=MATCHED)

    assert match.done_to(stands[0]) == stands[0]
    assert not today(stands, [match])


def test_what_is_worth_something_besides_questions_is_proposed() -> None:
    confirm = Task(TaskKind.CONFIRM, "tags", 2, besides=0.5)

    assert [each.gain for each in today([], [confirm])] == [0.5]


def test_kind_decides_between_equals() -> None:
    tell = Task(TaskKind.PRACTISE, "a", 3, ("a",), frozenset({Reason.UNPRACTISED}))
    look = Task(TaskKind.LOOK, "b", 3, ("b",), frozenset({Reason.UNPRACTISED}))

    proposed = today([standing("a", Reason.UNPRACTISED), standing("b", Reason.UNPRACTISED)], [tell, look])

    assert [each.task for each in proposed] == [look, tell]


def test_questions_are_counted_by_their_worst_reason() -> None:
    stands = [standing("a", Reason.FADING, Reason.DRAFT), standing("b", Reason.DRAFT), standing("c")]

    assert count_reasons(stands) == {Reason.DRAFT: 2, None: 1}
    assert list(count_reasons([standing("a"), standing("b", Reason.FADING)])) == [Reason.FADING, None]
    assert ready_without(stands, {Reason.DRAFT, Reason.FADING}) == 3
    assert ready_without(stands, frozenset()) == 1


@pytest.mark.parametrize(("earlier", "later"), list(pairwise(Reason)))
def test_worse_reason_is_worth_no_more(earlier: Reason, later: Reason) -> None:
    assert standing("a", earlier).worth <= standing("a", later).worth


@given(standings, tasks)
def test_doing_what_today_says_makes_nothing_worse(stands: list[Standing], offered: list[Task]) -> None:
    proposed = today(stands, offered)

    assert len(proposed) <= MOST_TASKS
    assert all(each.gain > 0 for each in proposed)
    for each in proposed:
        after = [each.task.done_to(standing) for standing in stands]
        assert all(new.worth >= old.worth for new, old in zip(after, stands, strict=True))
        assert all(
            new.worst is None or (old.worst is not None and new.worst.rank >= old.worst.rank)
            for new, old in zip(after, stands, strict=True)
        )
        stands = after


@given(standings, tasks)
def test_same_library_gives_the_same_evening(stands: list[Standing], offered: list[Task]) -> None:
    assert today(stands, offered) == today(list(stands), list(offered))
