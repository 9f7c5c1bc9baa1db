"""Which stories are suggested: golden lists, tables and properties."""

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.choices import Status, Strength
from stories.core.matching import (
    Asked,
    Candidate,
    Id,
    Suggestion,
    concept_shares,
    grouped_by_reason,
    in_common,
    telling_apart,
)
from stories.core.ranking import Ranking
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


def suggest(
    asked: Asked, candidates: list[Candidate], nearness: dict[Id, float] | None = None, *, most: int | None = None
) -> list[Suggestion]:
    ranking = Ranking(candidates, NAMES)
    near = np.array([nearness[story] for story in ranking.stories]) if nearness else None
    return ranking.rank(asked, near, most=most)


def order(suggestions: list[Suggestion]) -> list[object]:
    return [suggestion.story for suggestion in suggestions]


def test_story_without_a_word_in_common_comes_first() -> None:
    suggestions = suggest(Asked("Describe a bet that went badly."), library())

    assert order(suggestions)[0] == "migration"


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
def test_stories_with_a_reason_come_first(text: str, stories: list[str]) -> None:
    suggestions = suggest(Asked(text), library())

    assert order([each for each in suggestions if each.score]) == stories
    assert len(suggestions) == 3


def test_reasons_are_given_in_words() -> None:
    suggestions = suggest(RISK, library())

    assert suggestions[0].reasons == (
        "tagged with Courage as primary",
        "talks about something that failed, as the question does",
        "not told yet",
    )


def test_concepts_in_common_make_one_reason() -> None:
    asked = Asked("When did a decision of yours fail and you ended the project?")

    assert suggest(asked, [candidate("migration")])[0].reasons == (
        "talks about stopping something already begun and about something that failed, as the question does",
        "not told yet",
    )


def test_values_are_named_in_the_order_of_their_weight() -> None:
    asked = Asked("?", "", {"judgment": S, "candor": P, "courage": P})
    mentor = candidate("mentor", tags={"judgment": P, "courage": S, "candor": P})

    assert suggest(asked, [mentor])[0].reasons == (
        "tagged with Candor as primary",
        "tagged with Courage as supporting",
        "tagged with Judgment as primary",
        "not told yet",
    )


def test_value_that_few_stories_carry_weighs_more() -> None:
    asked = Asked("?", "", {"candor": P, "courage": P})
    candidates = [
        candidate("mentor", tags={"candor": P}),
        candidate("migration", tags={"candor": P}),
        candidate("outage", tags={"courage": P}),
    ]

    assert order(suggest(asked, candidates)) == ["outage", "mentor", "migration"]


def test_reason_names_the_nearest_concept() -> None:
    suggestions = suggest(Asked("What would you do differently?"), [candidate("outage")])

    assert suggestions[0].reasons == (
        "is about harm done by your own change, while the question is about a mistake",
        "not told yet",
    )


def test_word_in_common_is_spelled_as_in_the_question() -> None:
    suggestions = suggest(Asked("Which telephones?"), library())

    assert suggestions[0].reasons == ("says “telephones”, as the question does", "not told yet")


def test_topic_counts_where_the_text_says_nothing() -> None:
    assert order(suggest(Asked("Go on.", "failure"), library()))[0] == "migration"
    assert {each.score for each in suggest(Asked("Go on."), library())} == {0}


@pytest.mark.parametrize(
    ("status", "uses", "last"),
    [
        (Status.READY, 0, ("not told yet",)),
        (Status.READY, 1, ("already told in 1 answer",)),
        (Status.DRAFT, 2, ("not ready yet", "already told in 2 answers")),
    ],
)
def test_readiness_comes_last(status: Status, uses: int, last: tuple[str, ...]) -> None:
    suggestions = suggest(RISK, [candidate("migration", status=status, uses=uses)])

    assert suggestions[0].reasons[-len(last) :] == last


def test_draft_and_use_decide_between_equals_only() -> None:
    ready, draft = candidate("migration"), candidate("migration", status=Status.DRAFT)
    used = candidate("migration", uses=1)
    scores = [suggest(RISK, [story])[0].score for story in (ready, used, draft)]

    assert scores[0] > scores[1] == scores[2] > 0.95 * scores[0]


def test_archived_story_is_neither_suggested_nor_counted() -> None:
    archived = candidate("outage", status=Status.ARCHIVED)
    asked = Asked("Describe an emergency.")

    assert suggest(asked, [archived]) == []
    assert suggest(asked, [candidate("outage"), archived]) == suggest(asked, [candidate("outage")])


def test_question_can_be_asked_again() -> None:
    ranking = Ranking(library(), NAMES)

    assert ranking.rank(RISK) == ranking.rank(RISK)


def test_several_questions_are_ranked_together_as_by_themselves() -> None:
    bet, phone = Asked("Describe a bet that went badly.", "failure"), Asked("Which phone do you use?")
    near = np.array([0.1, 0.9, 0.2])

    together = Ranking(library(), NAMES).rank_all([bet, phone], [near, None], most=2)

    assert together == [Ranking(library(), NAMES).rank(bet, near)[:2], suggest(phone, library())[:2]]


def test_first_ones_are_the_first_of_all() -> None:
    assert suggest(RISK, library(), most=2) == suggest(RISK, library())[:2]


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
def test_order_of_the_stories_does_not_matter(asked: Asked, candidates: list[Candidate], chance: random.Random) -> None:
    shuffled = chance.sample(candidates, len(candidates))

    assert suggest(asked, shuffled) == suggest(asked, candidates)


@given(questions, stories)
def test_every_suggestion_has_a_score_and_a_reason(asked: Asked, candidates: list[Candidate]) -> None:
    suggestions = suggest(asked, candidates)

    assert set(order(suggestions)) == {story.story for story in candidates if story.status != Status.ARCHIVED}
    assert all(0 <= each.score < 1 for each in suggestions)
    assert all((len(each.reasons) > 1 + ("not ready yet" in each.reasons)) == (each.score > 0) for each in suggestions)
    assert [each.score for each in suggestions] == sorted((each.score for each in suggestions), reverse=True)


@given(questions, stories.filter(bool), st.sampled_from(sorted(NAMES, key=str)))
def test_primary_tag_that_is_asked_for_never_lowers_a_score(
    asked: Asked, candidates: list[Candidate], value: str
) -> None:
    asked = Asked(asked.text, asked.topic, {**asked.values, value: P})
    first, *others = candidates

    assert score(asked, tagged(first, value, P), others) >= score(asked, first, others)


def tagged(story: Candidate, value: str, strength: Strength) -> Candidate:
    return replace(story, tags={**story.tags, value: strength})


def score(asked: Asked, story: Candidate, others: list[Candidate]) -> float:
    """The story's score among others; 0 where it is not suggested."""
    suggestions = suggest(asked, [story, *others])
    return next((each.score for each in suggestions if each.story == story.story), 0.0)


@given(questions, stories.filter(bool), st.sampled_from(sorted(NAMES, key=str)))
def test_carrying_as_primary_is_worth_at_least_as_much_as_supporting(
    asked: Asked, candidates: list[Candidate], value: str
) -> None:
    first, *others = candidates

    assert score(asked, tagged(first, value, P), others) >= score(asked, tagged(first, value, S), others)


heard = st.builds(
    Asked, texts, st.just("failure"), values, st.dictionaries(st.sampled_from(sorted(NAMES, key=str)), st.floats(0, 1))
).map(lambda asked: replace(asked, shares=dict.fromkeys(asked.values, 0.4) | dict(asked.shares or {})))
many_stories = st.tuples(stories, st.integers(1, 30)).map(
    lambda few: [replace(each, story=place) for place, each in enumerate(few[0] * few[1])]
)


@given(st.lists(questions | heard, max_size=6), many_stories, st.integers(1, 9), st.randoms(use_true_random=False))
def test_questions_at_once_are_ranked_to_the_bit_as_one_by_one(
    asked: list[Asked], candidates: list[Candidate], most: int, chance: random.Random
) -> None:
    ranking = Ranking(candidates, NAMES)
    columns = [np.array([chance.uniform(-1, 1) for _ in ranking.stories]) for _ in asked]
    nearness = [chance.choice([column, None]) for column in columns]

    together = ranking.rank_all(asked, nearness, most=most)

    alone = [Ranking(candidates, NAMES).rank(each, near) for each, near in zip(asked, nearness, strict=True)]
    assert together == [ranked[:most] for ranked in alone]


@pytest.mark.parametrize("most", [1, 2, 3, 4, 5])
def test_of_equally_good_stories_the_first_come_first(most: int) -> None:
    twins = [replace(candidate("outage"), story=name) for name in "dbca"]
    near: dict[Id, float] = {"migration": 0.1, "a": 0.4, "b": 0.4, "c": 0.4, "d": 0.4}

    suggestions = suggest(Asked("xyzzy"), [candidate("migration"), *twins], near, most=most)

    assert order(suggestions) == ["a", "b", "c", "d", "migration"][:most]


NEAR: dict[Id, float] = {"migration": 0.1, "outage": 0.2, "mentor": 0.9}


def test_meaning_lists_every_story_and_says_which_are_close() -> None:
    asked = Asked("xyzzy")

    suggestions = suggest(asked, [*library(), replace(candidate("mentor"), story="bread")], NEAR | {"bread": -0.3})

    assert order(suggestions) == ["mentor", "outage", "migration", "bread"]
    assert [suggestion.reasons[0] for suggestion in suggestions] == ["close in meaning to the question"] * 3 + [
        "not told yet"
    ]


def test_values_and_words_count_beside_meaning() -> None:
    close: dict[Id, float] = {"migration": 0.3, "outage": 0.2, "mentor": 0.35}

    [first, *_] = suggest(RISK, library(), close)

    assert first.story == "migration"
    assert "tagged with Courage as primary" in first.reasons


def test_an_uncertain_value_counts_less() -> None:
    sure, unsure = (
        suggest(Asked("xyzzy", "", {"courage": P}, {"courage": share}), library(), dict.fromkeys(NEAR, 0.0))[0]
        for share in (0.9, 0.3)
    )

    assert sure.story == unsure.story == "migration"
    assert sure.score > unsure.score


def test_concepts_of_the_topic_count_less_than_those_of_the_text() -> None:
    shares = concept_shares(Asked("Describe a failure.", "conflict"))

    assert shares["failure"] == 1.0
    assert shares["disagreement"] == 0.3


def test_reason_in_few_words_leaves_names_and_quoted_words_whole() -> None:
    names: dict[Id, str] = {"bold": "Be bold, be kind and about to win"}
    asked = Asked("When did the phone system page you about the ledger at night?", "", {"bold": P})
    candidates = [replace(each, tags={"bold": S}) for each in library()]

    briefly = {each.story: each.briefly for each in Ranking(candidates, names).rank(asked)}

    assert {each[0] for each in briefly.values()} == {"tagged with Be bold, be kind and about to win as supporting"}
    assert briefly["migration"][1:] == ("says “ledger”", "not told yet")
    assert "says “night”…" in briefly["outage"]


def test_reasons_and_their_short_forms_go_together() -> None:
    for suggestion in suggest(RISK, library()):
        assert len(suggestion.briefly) == len(suggestion.reasons)
        for reason, brief in zip(suggestion.reasons, suggestion.briefly, strict=True):
            assert brief.removesuffix("…") in reason


@pytest.mark.parametrize(
    ("reasons", "told"),
    [
        ([], []),
        (["abc"], ["a"]),
        (["abc", "bac", "abc"], ["a", "b", "a"]),
        (["abc", "adc", "aec"], ["b", "d", "e"]),
        (["abd", "abe", "acb"], ["d", "e", "c"]),
        (["ab", "ab", "ab"], ["a", "a", "a"]),
        (["a", "ab", "ac"], ["a", "b", "c"]),
        (["", "", ""], ["", "", ""]),
    ],
)
def test_where_all_begin_with_the_same_reason_another_tells_them_apart(reasons: list[str], told: list[str]) -> None:
    assert telling_apart(reasons) == told


@given(st.lists(st.lists(st.sampled_from("abcd"), min_size=1, unique=True), min_size=2, max_size=3))
def test_reasons_shown_differ_as_long_as_they_can(reasons: list[list[str]]) -> None:
    shown = telling_apart(reasons)

    assert all(one in each for one, each in zip(shown, reasons, strict=True))
    alike = len({each[0] for each in reasons}) == len({frozenset(each) for each in reasons}) == 1
    assert (len(set(shown)) == 1) == alike


@pytest.mark.parametrize(
    ("reasons", "common", "groups"),
    [
        ([], [], []),
        (["ab"], [], [("", [0])]),
        (["ab", "cb", "b"], ["b"], [("b", [0, 1, 2])]),
        (["a", "bc", "ab", "b", "d"], [], [("b", [1, 2, 3]), ("", [0, 4])]),
        (["ax", "b", "a", "b", "b", ""], [], [("b", [1, 3, 4]), ("a", [0, 2]), ("", [5])]),
        (["", ""], [], [("", [0, 1])]),
    ],
)
def test_what_is_offered_for_the_same_reason_stands_together(
    reasons: list[str], common: list[str], groups: list[tuple[str, list[int]]]
) -> None:
    assert in_common(reasons) == common
    assert grouped_by_reason(reasons) == groups


@given(st.lists(st.lists(st.sampled_from("abcd"), unique=True)))
def test_everything_offered_is_in_one_group(reasons: list[list[str]]) -> None:
    groups = grouped_by_reason(reasons)

    assert sorted(place for _, places in groups for place in places) == list(range(len(reasons)))
    assert all(shared in reasons[place] for shared, places in groups for place in places if shared)
    assert [len(places) for shared, places in groups if shared] == sorted(
        (len(places) for shared, places in groups if shared), reverse=True
    )
