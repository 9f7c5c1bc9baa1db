"""Which stories to write next: tables, and on small libraries the best of all sets of stories."""

import random
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations, product

import pytest

from stories.core.choices import Fit, Status, Strength
from stories.core.coverage import Coverage, Library, QuestionLevel, ValueLevel, cover
from stories.core.next_story import MOST_QUESTIONS, VALUE_WEIGHT, AskedFact, Proposal, propose_stories, weight_of
from stories.core.risk import Change
from tests.core.libraries import VALUES, library

R, D = Status.READY, Status.DRAFT
P, S = Strength.PRIMARY, Strength.SUPPORTING
COVERED = [("a", "candor", P), ("b", "candor", P), ("a", "courage", P), ("b", "courage", P)]


def asked(
    facts: Library, topics: dict[str, str] | None = None, weights: dict[str, float] | None = None
) -> list[AskedFact]:
    """Its questions, with the topic "any" and the weight 1 unless others are given."""
    topics, weights = topics or {}, weights or {}
    return [
        AskedFact(fact.id, topics.get(str(fact.id), "any"), fact.primary, weights.get(str(fact.id), 1.0))
        for fact in facts.questions
    ]


def refused(facts: Library) -> Library:
    """The same, where none of the stories answers any question."""
    return replace(facts, refused=frozenset(fact.id for fact in facts.questions))


@pytest.mark.parametrize(
    ("evidence", "stages", "weight"),
    [
        ("seed", ["onsite-culture", "technical-screen"], 3.0),
        ("own", [], 1.5),
        ("guide", ["hiring-manager"], 1.0),
        ("practice", ["technical-screen"], 0.0),
    ],
)
def test_question_weighs_by_evidence_and_by_how_behavioral_its_stages_are(
    evidence: str, stages: list[str], weight: float
) -> None:
    assert weight_of(evidence, stages) == weight


def test_empty_library_gets_the_story_that_closes_most() -> None:
    facts = library({}, questions={"q1": {"candor"}, "q2": {"courage"}, "q3": {"candor"}})
    topics = {"q1": "feedback", "q2": "feedback", "q3": "failure"}

    proposals = propose_stories(cover(facts), asked(facts, topics), limit=1)

    assert proposals == (
        Proposal(
            "feedback",
            ("candor", "courage"),
            ("q1", "q2"),
            (
                Change("candor", ValueLevel.MISSING, ValueLevel.THIN),
                Change("courage", ValueLevel.MISSING, ValueLevel.THIN),
            ),
            2 * VALUE_WEIGHT + 2,
        ),
    )


def test_nothing_is_proposed_where_nothing_is_left_to_close() -> None:
    facts = library({"a": R, "b": R}, tags=COVERED, answers=[("q", "a", Fit.OK)], questions={"q": {"candor"}})

    assert propose_stories(cover(facts), asked(facts)) == ()


def test_later_proposals_assume_the_earlier_ones_written() -> None:
    facts = refused(library({"a": R}, tags=[("a", "courage", P)], questions={"q1": {"candor"}, "q2": {"courage"}}))

    proposals = propose_stories(cover(facts), asked(facts, {"q1": "feedback", "q2": "failure"}))

    assert [(proposal.topic, proposal.values, proposal.questions) for proposal in proposals[:2]] == [
        ("feedback", ("candor", "courage"), ("q1",)),
        ("failure", ("candor", "courage"), ("q2",)),
    ]
    assert [change.after for proposal in proposals for change in proposal.lifts if change.id == "candor"] == [
        ValueLevel.THIN,
        ValueLevel.COVERED,
    ]


def test_story_answers_no_more_than_it_honestly_can_and_the_weightiest() -> None:
    questions = {f"q{number}": {"candor"} for number in range(9)}
    facts = refused(
        library({"a": R, "b": R}, tags=[tag for tag in COVERED if tag[1] == "courage"], questions=questions)
    )
    weights = {f"q{number}": float(number) for number in range(9)}

    [first, second] = propose_stories(cover(facts), asked(facts, weights=weights), limit=2)

    assert MOST_QUESTIONS == 4
    assert (first.questions, second.questions) == (("q8", "q7", "q6", "q5"), ("q4", "q3", "q2", "q1"))


def test_question_with_a_cheaper_way_counts_half_and_an_open_one_not() -> None:
    facts = library(
        {"a": R, "b": R, "c": D},
        tags=COVERED,
        answers=[("drafted", "c", Fit.OK)],
        questions={"open": {"candor"}, "drafted": {"candor"}},
    )

    proposals = propose_stories(cover(facts), asked(facts, {"open": "feedback", "drafted": "failure"}))

    assert [question.level for question in cover(facts).questions] == [QuestionLevel.OPEN, QuestionLevel.DRAFT]
    assert {proposal.questions: proposal.gain for proposal in proposals} == {("drafted",): 0.5}


def test_no_story_is_written_for_what_waiting_tags_would_close() -> None:
    coverage = cover(library({"a": R}, tags=[("a", "courage", P)]))

    assert [proposal.values for proposal in propose_stories(coverage, [], {"candor": 2, "courage": 1})] == []
    assert [(each.values, each.gain) for each in propose_stories(coverage, [], {"candor": 1})] == [
        (("candor", "courage"), 2 * VALUE_WEIGHT)
    ]


def test_value_without_questions_is_proposed_for_its_own_sake() -> None:
    proposals = propose_stories(cover(library({})), [])

    assert [(proposal.topic, proposal.values, proposal.gain) for proposal in proposals] == [
        (None, ("candor", "courage"), 2 * VALUE_WEIGHT),
        (None, ("candor", "courage"), 2 * VALUE_WEIGHT),
    ]


def random_case(seed: int) -> tuple[Library, list[AskedFact]]:
    """A few stories and up to a dozen questions on three topics, with weights such as the bank's."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    stories = {f"s{number}": chance.choice(list(Status)) for number in range(chance.randint(0, 4))}
    pairs = [(story, value) for story in stories for value in VALUES]
    questions = {
        f"q{number}": set(chance.sample(VALUES, chance.randint(0, 2))) for number in range(chance.randint(1, 12))
    }
    told = [(question, story) for question in questions for story in stories if chance.random() < 0.15]
    facts = library(
        stories,
        tags=[(*pair, chance.choice(list(Strength))) for pair in pairs if chance.random() < 0.4],
        answers=[(*pair, chance.choice(list(Fit))) for pair in told],
        questions=questions,
        values=VALUES,
    )
    topics = {name: chance.choice(["feedback", "failure", "conflict"]) for name in questions}
    return facts, asked(facts, topics, {name: chance.choice([0.5, 1.0, 1.8, 3.0]) for name in questions})


@pytest.mark.parametrize(("count", "cases"), [(1, 60), (2, 60), (3, 12)])
def test_proposals_close_within_a_tenth_of_the_most_that_can_be_closed(count: int, cases: int) -> None:
    for seed in range(cases):
        facts, questions = random_case(seed)

        gain = sum(proposal.gain for proposal in propose_stories(cover(facts), questions, limit=count))

        assert gain >= 0.9 * best_total(facts, questions, count) - 1e-9


def best_total(facts: Library, questions: list[AskedFact], count: int) -> float:
    """The most that any stories, in any order, close by the rules at the top of the module."""
    topics = sorted({str(question.topic) for question in questions})
    sets = [chosen for size in (1, 2) for chosen in combinations(VALUES, size)]
    ideas = [(topic, chosen) for topic in topics for chosen in sets]
    coverage = cover(facts)
    return max(total(order, coverage, questions) for order in product(ideas, repeat=count))


def total(ideas: Iterable[tuple[str, tuple[str, ...]]], coverage: Coverage, questions: list[AskedFact]) -> float:
    level = {question.question: question.level for question in coverage.questions}
    lacking = {
        value.value: max(value.target - len(value.ready), 0 if value.primary else 1) for value in coverage.values
    }
    left = [asked for asked in questions if level[asked.id] in (QuestionLevel.MISSING, QuestionLevel.DRAFT)]
    gain = 0.0
    for topic, values in ideas:
        on_topic = [asked for asked in left if asked.topic == topic]
        fitting = [asked for asked in on_topic if not asked.primary or asked.primary & set(values)]
        weights = {asked: asked.weight * (1 if level[asked.id] == QuestionLevel.MISSING else 0.5) for asked in fitting}
        taken = sorted(fitting, key=lambda asked: -weights[asked])[:4]
        left = [asked for asked in left if asked not in taken]
        gain += sum(weights[asked] for asked in taken) + sum(3.0 for value in values if lacking[value] > 0)
        lacking |= {value: lacking[value] - 1 for value in values}
    return gain
