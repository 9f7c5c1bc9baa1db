"""The rules of coverage, by table and against an oracle that states each rule as a sentence does."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.choices import Fit, QuestionKind, Status, Strength
from stories.core.coverage import (
    AnswerFact,
    Coverage,
    Flag,
    Library,
    PreparedFact,
    QuestionFact,
    QuestionLevel,
    Source,
    StoryFact,
    TagFact,
    ValueLevel,
    cover,
    percent,
)
from stories.core.hold_ups import Weakness
from tests.core.libraries import WEAKNESSES, prepared_for

R, D, A = Status.READY, Status.DRAFT, Status.ARCHIVED
P, S = Strength.PRIMARY, Strength.SUPPORTING


def library(
    stories: dict[str, Status],
    tags: list[tuple[str, str, Strength]] | None = None,
    answers: list[tuple[str, str, Fit]] | None = None,
    questions: dict[str, set[str]] | None = None,
) -> Library:
    """With one value "candor" and, unless others are given, one question "q" that probes it first."""
    return Library(
        values=["candor"],
        questions=[
            QuestionFact(name, frozenset(primary)) for name, primary in (questions or {"q": {"candor"}}).items()
        ],
        stories=[StoryFact(name, status) for name, status in stories.items()],
        tags=[TagFact(*tag) for tag in tags or []],
        answers=[AnswerFact(number, *answer) for number, answer in enumerate(answers or [])],
    )


@pytest.mark.parametrize(
    ("stories", "strengths", "level"),
    [
        ({}, {}, ValueLevel.MISSING),
        ({"a": A}, {"a": P}, ValueLevel.MISSING),
        ({"a": R, "b": R}, {}, ValueLevel.MISSING),
        ({"a": D}, {"a": P}, ValueLevel.DRAFT),
        ({"a": D, "b": D, "c": A}, {"a": P, "b": P, "c": P}, ValueLevel.DRAFT),
        ({"a": R}, {"a": P}, ValueLevel.THIN),
        ({"a": R, "b": D}, {"a": P, "b": P}, ValueLevel.THIN),
        ({"a": R, "b": A}, {"a": P, "b": P}, ValueLevel.THIN),
        ({"a": R, "b": R, "c": R}, {"a": S, "b": S, "c": S}, ValueLevel.THIN),
        ({"a": R, "b": R, "c": D}, {"a": S, "b": S, "c": P}, ValueLevel.THIN),
        ({"a": R, "b": R}, {"a": S, "b": P}, ValueLevel.COVERED),
    ],
)
def test_value_level(stories: dict[str, Status], strengths: dict[str, Strength], level: ValueLevel) -> None:
    tags = [(story, "candor", strength) for story, strength in strengths.items()]

    [value] = cover(library(stories, tags)).values

    assert value.level == level


@pytest.mark.parametrize(("target", "level"), [(1, ValueLevel.COVERED), (2, ValueLevel.THIN), (3, ValueLevel.THIN)])
def test_value_level_follows_the_target(target: int, level: ValueLevel) -> None:
    [value] = cover(library({"a": R}, [("a", "candor", P)]), target=target).values

    assert (value.level, value.target) == (level, target)


def test_value_shows_what_it_rests_on() -> None:
    stories = {"a": R, "b": R, "c": D, "d": A}
    tags = [("a", "candor", S), ("b", "candor", P), ("c", "candor", P), ("d", "candor", P)]

    [value] = cover(library(stories, tags)).values

    assert (value.ready, value.draft, value.primary) == (("b", "a"), ("c",), ("b",))
    assert value.flags == ()


def test_value_held_up_by_one_story_is_flagged() -> None:
    [value] = cover(library({"a": R, "b": D}, [("a", "candor", P), ("b", "candor", P)])).values

    assert value.flags == (Flag.SINGLE_STORY,)


@pytest.mark.parametrize(
    ("stories", "tags", "answers", "level"),
    [
        ({}, [], [], QuestionLevel.MISSING),
        ({"a": A}, [("a", "candor", P)], [("q", "a", Fit.STRONG)], QuestionLevel.MISSING),
        ({"a": D}, [], [], QuestionLevel.OPEN),
        ({"a": R}, [("a", "candor", P)], [], QuestionLevel.OPEN),
        ({"a": R, "b": A}, [("a", "candor", S)], [("q", "b", Fit.STRONG)], QuestionLevel.OPEN),
        ({"a": D}, [], [("q", "a", Fit.STRONG)], QuestionLevel.DRAFT),
        ({"a": R}, [("a", "candor", P)], [("q", "a", Fit.STRETCH)], QuestionLevel.DRAFT),
        ({"a": R, "b": D}, [], [("q", "a", Fit.STRETCH), ("q", "b", Fit.OK)], QuestionLevel.DRAFT),
        ({"a": R}, [], [("q", "a", Fit.OK)], QuestionLevel.COVERED),
        ({"a": R}, [], [("q", "a", Fit.STRONG)], QuestionLevel.COVERED),
    ],
)
def test_question_level(stories: dict[str, Status], tags: list[Any], answers: list[Any], level: QuestionLevel) -> None:
    [question] = cover(library(stories, tags, answers)).questions

    assert question.level == level


def test_question_that_no_story_answers_is_missing_until_one_does() -> None:
    facts = replace(library({"a": R}), refused=frozenset({"q"}))

    assert cover(facts).questions[0].level == QuestionLevel.MISSING
    answered = replace(facts, answers=[AnswerFact(1, "q", "a", Fit.STRETCH)])
    assert cover(answered).questions[0].level == QuestionLevel.DRAFT


SHORT, LONG = (Weakness.TOO_SHORT,), (Weakness.TOO_LONG,)
EPISODE, OPINION, EITHER = QuestionKind


@pytest.mark.parametrize(
    ("kind", "answers", "prepared", "level"),
    [
        (EPISODE, [], [()], QuestionLevel.OPEN),
        (EPISODE, [("q", "a", Fit.STRETCH)], [()], QuestionLevel.DRAFT),
        (EITHER, [], [], QuestionLevel.OPEN),
        (EITHER, [], [SHORT], QuestionLevel.DRAFT),
        (EITHER, [], [LONG, ()], QuestionLevel.COVERED),
        (EITHER, [("q", "a", Fit.STRETCH)], [()], QuestionLevel.COVERED),
        (EITHER, [("q", "a", Fit.OK)], [SHORT], QuestionLevel.COVERED),
        (OPINION, [], [], QuestionLevel.MISSING),
        (OPINION, [], [SHORT], QuestionLevel.DRAFT),
        (OPINION, [], [()], QuestionLevel.COVERED),
        (OPINION, [("q", "a", Fit.STRETCH)], [], QuestionLevel.DRAFT),
        (OPINION, [("q", "a", Fit.OK)], [], QuestionLevel.COVERED),
    ],
)
def test_question_is_answered_without_a_story_where_its_kind_says_so(
    kind: QuestionKind, answers: list[Any], prepared: list[tuple[Weakness, ...]], level: QuestionLevel
) -> None:
    facts = replace(
        library({"a": R}, [], answers),
        questions=[QuestionFact("q", kind=kind)],
        prepared=[PreparedFact("q", Source.PREPARED, weaknesses) for weaknesses in prepared],
    )

    assert cover(facts).questions[0].level == level


def test_question_rests_on_what_can_be_said_in_time_first() -> None:
    opinion, prepared = PreparedFact("q", Source.OPINION, SHORT), PreparedFact("q", Source.PREPARED)
    facts = replace(library({}), questions=[QuestionFact("q", kind=OPINION)], prepared=[opinion, prepared])

    [question] = cover(facts).questions

    assert question.prepared == (prepared, opinion)
    assert question.is_prepared


@pytest.mark.parametrize(
    ("answers", "prepared", "flags"),
    [
        ([], [()], ()),
        ([], [SHORT], (Flag.TOO_SHORT,)),
        ([], [LONG], (Flag.TOO_LONG,)),
        ([("q", "a", Fit.OK)], [], (Flag.ONLY_ANSWER,)),
        ([("q", "a", Fit.OK)], [LONG], (Flag.ONLY_ANSWER,)),
        ([("q", "a", Fit.OK)], [()], ()),
    ],
)
def test_answer_is_not_the_only_one_where_another_is_prepared(
    answers: list[Any], prepared: list[tuple[Weakness, ...]], flags: tuple[Flag, ...]
) -> None:
    facts = replace(
        library({"a": R}, [], answers),
        questions=[QuestionFact("q", kind=EITHER)],
        prepared=[PreparedFact("q", Source.PREPARED, weaknesses) for weaknesses in prepared],
    )

    assert cover(facts).questions[0].flags == flags


def test_question_ranks_its_answers_ready_first_then_by_fit_then_by_age() -> None:
    stories = {"draft": D, "ok": R, "old": R, "new": R, "gone": A}
    fits = {"draft": Fit.STRONG, "ok": Fit.OK, "old": Fit.STRONG, "new": Fit.STRONG, "gone": Fit.STRONG}

    [question] = cover(library(stories, [], [("q", story, fit) for story, fit in fits.items()])).questions

    assert [answer.story for answer in question.answers] == ["old", "new", "ok", "draft"]
    assert [answer.story for answer in question.holding] == ["old", "new", "ok"]


@pytest.mark.parametrize(
    ("answers", "flags"),
    [
        ([("q", "a", Fit.OK)], (Flag.ONLY_ANSWER,)),
        ([("q", "a", Fit.OK), ("q", "b", Fit.STRETCH)], (Flag.ONLY_ANSWER,)),
        ([("q", "a", Fit.OK), ("q", "c", Fit.STRONG)], (Flag.ONLY_ANSWER,)),
        ([("q", "a", Fit.OK), ("q", "b", Fit.OK)], ()),
        ([("q", "a", Fit.STRETCH)], ()),
    ],
)
def test_question_held_up_by_one_answer_is_flagged(answers: list[Any], flags: tuple[Flag, ...]) -> None:
    [question] = cover(library({"a": R, "b": R, "c": D}, [], answers)).questions

    assert question.flags == flags


@pytest.mark.parametrize(
    ("uses", "flags"),
    [
        (2, {Flag.ONLY_ANSWER}),
        (3, {Flag.ONLY_ANSWER, Flag.OVERUSED}),
        (4, {Flag.ONLY_ANSWER, Flag.OVERUSED}),
        (5, {Flag.ONLY_ANSWER, Flag.OVERUSED, Flag.SEVERE}),
    ],
)
def test_story_that_is_the_best_answer_of_many_questions_is_overused(uses: int, flags: set[Flag]) -> None:
    names = [f"q{number}" for number in range(uses)]
    answers = [(name, "a", Fit.STRONG) for name in names]

    coverage = cover(library({"a": R}, [], answers, {name: set[str]() for name in names}))

    assert [set(question.flags) for question in coverage.questions] == [flags] * uses
    assert coverage.uses == {"a": uses}


def test_story_that_is_only_the_second_best_answer_is_not_overused() -> None:
    names = ["q1", "q2", "q3"]
    answers = [(name, story, fit) for name in names for story, fit in [("a", Fit.OK), (f"best-{name}", Fit.STRONG)]]
    stories = {"a": R, "best-q1": R, "best-q2": R, "best-q3": R}

    coverage = cover(library(stories, [], answers, {name: set[str]() for name in names}))

    assert coverage.uses == {"best-q1": 1, "best-q2": 1, "best-q3": 1}


def test_draft_is_never_counted_as_used() -> None:
    names = ["q1", "q2", "q3"]

    coverage = cover(
        library({"a": D}, [], [(name, "a", Fit.OK) for name in names], {name: set[str]() for name in names})
    )

    assert coverage.uses == {}
    assert [question.flags for question in coverage.questions] == [(), (), ()]


@pytest.mark.parametrize(("part", "whole", "expected"), [(0, 0, 0), (0, 8, 0), (199, 200, 99), (2, 3, 66), (8, 8, 100)])
def test_percent_is_rounded_down(part: int, whole: int, expected: int) -> None:
    assert percent(part, whole) == expected


def test_percentages_count_the_covered() -> None:
    stories, tags = {"a": R, "b": R}, [("a", "candor", P), ("b", "candor", S)]
    questions: dict[str, set[str]] = {"q1": set(), "q2": set(), "q3": set()}

    coverage = cover(library(stories, tags, [("q1", "a", Fit.OK), ("q3", "a", Fit.STRETCH)], questions))

    assert (coverage.values_covered, coverage.values_percent) == (1, 100)
    assert (coverage.questions_covered, coverage.questions_percent) == (1, 33)


# The oracle: each rule applied to the facts by itself, slowly, sharing nothing with the code.


def value_oracle(facts: Library, value: str, target: int) -> tuple[str, set[str]]:
    def carriers(status: str, strengths: tuple[str, ...] = ("primary", "supporting")) -> list[Any]:
        return [
            story.id
            for story in facts.stories
            if story.status.value == status
            and any(t.story == story.id and t.value == value and t.strength.value in strengths for t in facts.tags)
        ]

    ready, primary = carriers("ready"), carriers("ready", ("primary",))
    flags = {"single story"} if len(ready) == 1 else set()
    if len(ready) >= target and len(primary) >= 1:
        return "covered", flags
    if len(ready) >= 1:
        return "thin", flags
    return ("draft", flags) if carriers("draft") else ("missing", flags)


def question_oracle(facts: Library, question: QuestionFact) -> tuple[str, set[str]]:
    status = {story.id: story.status.value for story in facts.stories}

    def is_good(answer: AnswerFact) -> bool:
        is_told_well = not answer.weaknesses
        return status[answer.story] == "ready" and answer.fit.value in ("strong", "ok") and is_told_well

    def best(name: object) -> AnswerFact | None:
        given = [a for a in facts.answers if a.question == name and status[a.story] != "archived"]
        for covering in (True, False):
            for state in ("ready", "draft"):
                for fit in ("strong", "ok", "stretch"):
                    for answer in given:
                        if (is_good(answer), status[answer.story], answer.fit.value) == (covering, state, fit):
                            return answer
        return None

    counting = [state for state in status.values() if state != "archived"]
    answers = [a for a in facts.answers if a.question == question.id and status[a.story] != "archived"]
    good = [a for a in answers if is_good(a)]
    prepared = prepared_oracle(facts, question)
    flags = {"only answer"} if len(good) == 1 and "" not in prepared else set()
    flags |= top_flags(facts, best, best(question.id)) if answers else times_oracle(prepared)
    if good or "" in prepared:
        return "covered", flags
    if answers or prepared:
        return "draft", flags
    has_no_choice = question.id in facts.refused or not counting or question.kind.value == "opinion"
    return "missing" if has_no_choice else "open", flags


def prepared_oracle(facts: Library, question: QuestionFact) -> list[str]:
    """What is weak in each thing that is said without a story; empty where nothing is."""
    if question.kind.value == "episode":
        return []
    said = [prepared.weaknesses for prepared in facts.prepared if prepared.question == question.id]
    return [weak[0].name.lower().replace("_", " ") if weak else "" for weak in said]


def times_oracle(prepared: list[str]) -> set[str]:
    """The flags of a question that is answered without a story."""
    return set() if "" in prepared else set(prepared[:1])


def top_flags(facts: Library, best: Callable[[object], AnswerFact | None], top: AnswerFact | None) -> set[str]:
    if top is None:
        return set()
    flags = {weakness.name.lower().replace("_", " ") for weakness in top.weaknesses if "TOO" in weakness.name}
    if next(story for story in facts.stories if story.id == top.story).status.value == "ready":
        everything = {a.question for a in facts.answers}
        uses = sum(1 for name in everything if (other := best(name)) and other.story == top.story)
        flags |= {"overused"} if uses >= 3 else set()
        flags |= {"severe"} if uses >= 5 else set()
    return flags


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    values = [f"v{n}" for n in range(draw(st.integers(0, 3)))]
    stories = [StoryFact(f"s{n}", draw(st.sampled_from(list(Status)))) for n in range(draw(st.integers(0, 5)))]
    some_values = st.frozensets(st.sampled_from(values)) if values else st.just(frozenset[str]())
    kinds = st.sampled_from(list(QuestionKind))
    questions = [QuestionFact(f"q{n}", draw(some_values), draw(kinds)) for n in range(draw(st.integers(0, 7)))]
    tags, answers = [], []
    for story in stories:
        tags += [TagFact(story.id, value, draw(st.sampled_from(list(Strength)))) for value in draw(some_values)]
        for question in questions:
            fit = draw(st.sampled_from([None, *Fit]))
            if fit:
                answers.append(AnswerFact(f"{question.id}{story.id}", question.id, story.id, fit, draw(WEAKNESSES)))
    refused = frozenset(question.id for question in questions if draw(st.booleans()))
    tags, answers = draw(st.permutations(tags)), draw(st.permutations(answers))
    return Library(values, questions, stories, tags, answers, refused, draw(prepared_for(questions)))


@given(libraries(), st.integers(1, 4))
def test_coverage_agrees_with_the_oracle(facts: Library, target: int) -> None:
    coverage: Coverage = cover(facts, target=target)

    assert [(v.value, (v.level.value, {f.value for f in v.flags})) for v in coverage.values] == [
        (value, value_oracle(facts, str(value), target)) for value in facts.values
    ]
    assert [(q.question, (q.level.value, {f.value for f in q.flags})) for q in coverage.questions] == [
        (question.id, question_oracle(facts, question)) for question in facts.questions
    ]


@given(libraries())
def test_a_hundred_percent_means_that_nothing_is_left(facts: Library) -> None:
    coverage = cover(facts)

    assert (coverage.values_percent == 100) == (
        bool(coverage.values) and all(value.level == ValueLevel.COVERED for value in coverage.values)
    )
    assert (coverage.questions_percent == 100) == (
        bool(coverage.questions) and all(question.level == QuestionLevel.COVERED for question in coverage.questions)
    )
