"""Which stories are suggested, by golden lists, by table and by properties."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.choices import Status, Strength
from stories.core.matching import (
    POSSIBLE_AT,
    STRONG_AT,
    Answerable,
    Asked,
    Candidate,
    Id,
    Match,
    Suggestion,
    questions_for,
    suggest,
)
from stories.core.terms import terms_of_story

P, S = Strength.PRIMARY, Strength.SUPPORTING
NAMES: dict[Id, str] = {"candor": "Candor", "courage": "Courage", "judgment": "Judgment"}
TEXTS = {
    "migration": (
        "I had argued for the new ledger. After five months it was slower than before, and I recommended stopping.",
        "The ledger that we switched off again",
    ),
    "outage": (
        "At night the phone system went down and I was on call. I stayed calm and rolled back within an hour.",
        "The night without telephones",
    ),
    "mentor": (
        "A junior nurse wanted to learn triage. I coached her every week, and she now teaches it.",
        "Coached a nurse until she taught others",
    ),
}
RISK = Asked("Describe a risk that did not pay off.", "failure", {"courage": P, "candor": S})


def candidate(
    story: str, *, status: Status = Status.READY, uses: int = 0, tags: dict[Id, Strength] | None = None
) -> Candidate:
    return Candidate(story, status, tags or {}, terms_of_story(*TEXTS[story]), uses)


def library() -> list[Candidate]:
    return [candidate("migration", tags={"courage": P}), candidate("outage"), candidate("mentor")]


def order(found: tuple[Suggestion, ...]) -> list[object]:
    return [one.story for one in found]


def test_story_without_a_word_in_common_comes_first() -> None:
    found = suggest(Asked("Describe a bet that went badly."), library(), NAMES)

    assert order(found)[0] == "migration"


@pytest.mark.parametrize(
    ("text", "stories"),
    [
        ("Describe an emergency.", ["outage"]),
        ("Whom have you mentored?", ["mentor"]),
        ("When did you end a project?", ["migration"]),
        ("Which phone do you use?", ["outage"]),
        ("What have you published?", []),
        ("", []),
    ],
)
def test_only_stories_with_a_reason_are_listed(text: str, stories: list[str]) -> None:
    assert order(suggest(Asked(text), library(), NAMES)) == stories


def test_reasons_are_said_in_words() -> None:
    found = suggest(RISK, library(), NAMES)

    assert found[0].fitness.reasons == (
        "carries Courage as primary",
        "speaks of something that failed, as the question does",
        "not told yet",
    )


def test_concepts_in_common_make_one_reason() -> None:
    asked = Asked("When did a decision of yours fail and you ended the project?")

    assert suggest(asked, [candidate("migration")], NAMES)[0].fitness.reasons == (
        "speaks of ending something that had begun and something that failed, as the question does",
        "not told yet",
    )


def test_values_are_told_in_the_order_of_their_weight() -> None:
    asked = Asked("?", "", {"judgment": S, "candor": P, "courage": P})
    one = candidate("mentor", tags={"judgment": P, "courage": S, "candor": P})

    assert suggest(asked, [one], NAMES)[0].fitness.reasons == (
        "carries Candor as primary",
        "carries Courage as supporting",
        "carries Judgment as primary",
        "not told yet",
    )


def test_value_that_few_stories_carry_weighs_more() -> None:
    asked = Asked("?", "", {"candor": P, "courage": P})
    given = [
        candidate("mentor", tags={"candor": P}),
        candidate("migration", tags={"candor": P}),
        candidate("outage", tags={"courage": P}),
    ]

    assert order(suggest(asked, given, NAMES)) == ["outage", "mentor", "migration"]


def test_reason_names_the_nearest_concept() -> None:
    found = suggest(Asked("What would you do differently?"), [candidate("outage")], NAMES)

    assert found[0].fitness.reasons == (
        "speaks of harm done by one's own change, where it is asked for a mistake",
        "not told yet",
    )


def test_word_in_common_is_said_as_the_question_spells_it() -> None:
    found = suggest(Asked("Which telephones?"), library(), NAMES)

    assert found[0].fitness.reasons == ("says “telephones”, as the question does", "not told yet")


def test_topic_counts_where_the_text_says_nothing() -> None:
    assert order(suggest(Asked("Go on.", "failure"), library(), NAMES))[0] == "migration"
    assert order(suggest(Asked("Go on."), library(), NAMES)) == []


@pytest.mark.parametrize(
    ("status", "uses", "last"),
    [
        (Status.READY, 0, ("not told yet",)),
        (Status.READY, 1, ("already told in 1 answer",)),
        (Status.DRAFT, 2, ("draft", "already told in 2 answers")),
    ],
)
def test_readiness_is_told_last(status: Status, uses: int, last: tuple[str, ...]) -> None:
    found = suggest(RISK, [candidate("migration", status=status, uses=uses)], NAMES)

    assert found[0].fitness.reasons[-len(last) :] == last


def test_draft_and_use_decide_between_equals_only() -> None:
    ready, draft = candidate("migration"), candidate("migration", status=Status.DRAFT)
    used = candidate("migration", uses=1)
    scores = [suggest(RISK, [one], NAMES)[0].fitness.score for one in (ready, used, draft)]

    assert scores[0] > scores[1] == scores[2] > 0.95 * scores[0]


def test_values_alone_are_never_strong() -> None:
    asked = Asked("?", "", dict.fromkeys(NAMES, P))
    found = suggest(asked, [candidate("mentor", tags=dict.fromkeys(NAMES, P))], NAMES)

    assert found[0].fitness.match != Match.STRONG


def test_story_about_it_with_the_value_is_strong() -> None:
    story = terms_of_story(
        "We took a risk, a bet on a young supplier. It failed: he delivered nothing and we lost the contract. "
        "I had chosen badly, and I shut it down.",
        "The bet that failed",
    )
    found = suggest(RISK, [Candidate("bet", Status.READY, {"courage": P}, story)], NAMES)

    assert (found[0].fitness.match, found[0].fitness.score >= STRONG_AT) == (Match.STRONG, True)


def test_weak_is_below_possible() -> None:
    found = suggest(Asked("When did you disagree with a manager about failure?"), library(), NAMES)

    assert [(one.fitness.match == Match.WEAK) for one in found] == [one.fitness.score < POSSIBLE_AT for one in found]


def test_archived_story_neither_is_suggested_nor_counts() -> None:
    archived = candidate("outage", status=Status.ARCHIVED)
    asked = Asked("Describe an emergency.")

    assert suggest(asked, [archived], NAMES) == ()
    assert suggest(asked, [candidate("outage"), archived], NAMES) == suggest(asked, [candidate("outage")], NAMES)


def test_questions_not_yet_answered_come_first() -> None:
    questions: dict[Id, Asked] = {
        "risk": RISK,
        "end": Asked("When did you end a project?", values={"courage": P}),
        "stop": Asked("When did you shut a project down?"),
        "mentor": Asked("Whom have you mentored?"),
    }

    found = questions_for("migration", library(), questions, {"risk"}, NAMES)

    assert [(one.question, one.is_answered) for one in found] == [
        ("end", False),
        ("stop", False),
        ("risk", True),
    ]


def test_question_has_the_score_of_the_suggestion() -> None:
    found = questions_for("migration", library(), {"risk": RISK}, set(), NAMES)

    assert found == (Answerable("risk", False, suggest(RISK, library(), NAMES)[0].fitness),)  # noqa: FBT003


def test_archived_or_unknown_story_has_no_questions() -> None:
    archived = candidate("migration", status=Status.ARCHIVED)

    assert questions_for("migration", [archived], {"risk": RISK}, set(), NAMES) == ()
    assert questions_for("other", library(), {"risk": RISK}, set(), NAMES) == ()


strengths = st.sampled_from(Strength)
values = st.dictionaries(st.sampled_from(sorted(NAMES, key=str)), strengths)
texts = st.lists(
    st.sampled_from(
        ["failed", "risk", "outage", "calm", "coached", "nurse", "not", "never", "argued", "legal.", "idea"]
    )
).map(" ".join)
stories = st.lists(
    st.tuples(st.sampled_from(Status), values, texts, st.integers(0, 5)).map(
        lambda row: (row[0], row[1], terms_of_story(row[2], row[2][:9]), row[3])
    ),
    max_size=6,
).map(lambda rows: [Candidate(place, *row) for place, row in enumerate(rows)])
questions = st.builds(Asked, texts, st.sampled_from(["", "failure", "resilience", "no-such-topic"]), values)


@given(questions, stories, st.randoms(use_true_random=False))
def test_order_of_the_stories_does_not_matter(asked: Asked, given: list[Candidate], chance: random.Random) -> None:
    shuffled = chance.sample(given, len(given))

    assert suggest(asked, shuffled, NAMES) == suggest(asked, given, NAMES)


@given(questions, stories)
def test_every_suggestion_has_a_score_and_a_reason(asked: Asked, given: list[Candidate]) -> None:
    found = suggest(asked, given, NAMES)

    assert {one.story for one in found} <= {one.story for one in given if one.status != Status.ARCHIVED}
    assert all(0 < one.fitness.score < 1 for one in found)
    assert all(len(one.fitness.reasons) > 1 for one in found)
    assert [one.fitness.score for one in found] == sorted((one.fitness.score for one in found), reverse=True)


@given(questions, stories.filter(bool), st.sampled_from(sorted(NAMES, key=str)))
def test_primary_tag_that_is_asked_for_never_lowers_a_score(asked: Asked, given: list[Candidate], value: str) -> None:
    asked = Asked(asked.text, asked.topic, {**asked.values, value: P})
    first = given[0]
    tagged = Candidate(first.story, first.status, {**first.tags, value: P}, first.terms, first.uses)

    def score(one: Candidate) -> float:
        found = suggest(asked, [one, *given[1:]], NAMES)
        return next((each.fitness.score for each in found if each.story == first.story), 0.0)

    assert score(tagged) >= score(first)


@given(questions, stories.filter(bool), st.sampled_from(sorted(NAMES, key=str)))
def test_carrying_as_primary_is_worth_at_least_as_much_as_supporting(
    asked: Asked, given: list[Candidate], value: str
) -> None:
    first = given[0]

    def score(strength: Strength) -> float:
        one = Candidate(first.story, first.status, {**first.tags, value: strength}, first.terms, first.uses)
        found = suggest(asked, [one, *given[1:]], NAMES)
        return next((each.fitness.score for each in found if each.story == first.story), 0.0)

    assert score(P) >= score(S)


@given(questions, stories)
def test_questions_for_a_story_mirror_the_suggestions(asked: Asked, given: list[Candidate]) -> None:
    mirrored = {
        one.story: found[0].fitness
        for one in given
        if (found := questions_for(one.story, given, {"q": asked}, set(), NAMES))
    }

    assert mirrored == {one.story: one.fitness for one in suggest(asked, given, NAMES)}
