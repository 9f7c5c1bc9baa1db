import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.core.choices import Fit, Status, Strength
from stories.core.coverage import AnswerFact, Id, StoryFact, TagFact
from stories.core.loops import (
    Item,
    Loop,
    Plan,
    PlannedRound,
    Reason,
    ReasonKind,
    Round,
    plan,
    spare_answers,
    strengths_shown,
    values_not_shown,
)

Fits = Mapping[str, Mapping[str, float]]
BEST = (Reason(ReasonKind.BEST),)
unhurried = settings(deadline=None)  # The first example imports scipy.
PINNED = Reason(ReasonKind.PINNED)
AVOIDED = Reason(ReasonKind.AVOIDED)


def loop(rounds: Mapping[str, str], fits: Fits, **more: Any) -> Loop:
    """Rounds by name with their questions, fits by question, stories ready unless `statuses` says otherwise."""
    statuses = more.pop("statuses", {})
    names = dict.fromkeys([*(story for by_story in fits.values() for story in by_story), *statuses])
    return Loop(
        rounds=[Round(name, tuple(questions.split())) for name, questions in rounds.items()],
        stories=[StoryFact(name, statuses.get(name, Status.READY)) for name in names],
        fits={(question, story): fit for question, by_story in fits.items() for story, fit in by_story.items()},
        **more,
    )


def item(where: str, story: str | None, fit: float, *reasons: Reason, backup: str | None = None) -> Item:
    name, question = where.split()
    return Item(name, question, story, fit, PINNED in reasons, reasons or BEST, backup)


def items(result: Plan) -> list[Item]:
    return [item for planned in result.rounds for item in planned.items]


def told(result: Plan) -> list[tuple[Id, Id, Id | None]]:
    return [(item.round, item.question, item.story) for item in items(result)]


# What is planned


def test_plan_of_two_rounds() -> None:
    facts = loop({"one": "p q", "two": "r"}, {"p": {"a": 0.9, "b": 0.8}, "q": {"a": 0.7}, "r": {"c": 0.5, "a": 0.4}})

    assert plan(facts) == Plan(
        (
            PlannedRound(
                "one",
                (
                    item("one p", "b", 0.8, Reason(ReasonKind.BEST_TOLD, "a", "one", "q")),
                    item("one q", "a", 0.7),
                ),
            ),
            PlannedRound("two", (item("two r", "c", 0.5, backup="a"),)),
        )
    )


@pytest.mark.parametrize(
    ("rounds", "expected"),
    [
        ({}, Plan(())),
        ({"one": ""}, Plan((PlannedRound("one", ()),))),
        (
            {"one": "q"},
            Plan((PlannedRound("one", (item("one q", None, 0.0, Reason(ReasonKind.NOTHING_FITS)),)),)),
        ),
    ],
)
@pytest.mark.parametrize("is_repeating", [False, True])
def test_plan_of_an_empty_library(rounds: dict[str, str], expected: Plan, *, is_repeating: bool) -> None:
    result = plan(loop(rounds, {}, is_repeating=is_repeating))

    assert (result, result.told) == (expected, {})


def test_plan_without_rounds_tells_nothing() -> None:
    result = plan(loop({}, {"q": {"a": 0.9}}, pins={("one", "q"): "a"}))

    assert (result, result.told, result.unanswered) == (Plan(()), {}, ())


def test_questions_that_fit_worst_stay_unanswered_when_stories_are_too_few() -> None:
    facts = loop({"one": "p q", "two": "r s"}, {"p": {"a": 0.5}, "q": {"a": 0.6}, "r": {"a": 0.4}, "s": {"b": 0.1}})

    result = plan(facts)

    elsewhere = Reason(ReasonKind.TOLD_ELSEWHERE, "a", "one", "q")
    assert items(result) == [
        item("one p", None, 0.0, elsewhere),
        item("one q", "a", 0.6),
        item("two r", None, 0.0, elsewhere, backup="a"),
        item("two s", "b", 0.1),
    ]
    assert result.unanswered == (items(result)[0], items(result)[2])


def test_story_goes_elsewhere_where_that_gains_more_in_total() -> None:
    facts = loop({"one": "p q r"}, {"p": {"a": 0.9, "b": 0.8}, "q": {"b": 0.7, "c": 0.6}, "r": {"a": 0.8}})

    assert told(plan(facts)) == [("one", "p", "b"), ("one", "q", "c"), ("one", "r", "a")]


@pytest.mark.parametrize(
    ("is_repeating", "stories"),
    [(False, ["a", "b", None]), (True, ["a", "a", "b"])],
)
def test_same_question_in_several_rounds(*, is_repeating: bool, stories: list[str | None]) -> None:
    facts = loop({"one": "q", "two": "q", "three": "q"}, {"q": {"a": 0.9, "b": 0.75}}, is_repeating=is_repeating)

    result = plan(facts)

    assert [item.story for item in items(result)] == stories


@pytest.mark.parametrize(
    ("fit", "tellings"), [(0.09, 1), (0.1, 2), (0.19, 2), (0.2, 3), (0.29, 3), (0.3, 4), (0.39, 4), (0.4, 5)]
)
def test_each_further_telling_costs_more(fit: float, tellings: int) -> None:
    facts = loop(dict.fromkeys("12345", "q"), {"q": {"a": fit}}, is_repeating=True)

    result = plan(facts)

    assert result.told == {"a": tellings}
    costs_more = Reason(ReasonKind.COSTS_MORE, "a", "1", "q")
    assert [item.reasons for item in result.unanswered] == [(costs_more,)] * (5 - tellings)


def test_story_is_not_told_twice_in_a_round_even_where_the_loop_repeats() -> None:
    facts = loop({"one": "p q"}, {"p": {"a": 0.9}, "q": {"a": 0.8}}, is_repeating=True)

    assert items(plan(facts)) == [
        item("one p", "a", 0.9),
        item("one q", None, 0.0, Reason(ReasonKind.TOLD_ELSEWHERE, "a", "one", "p")),
    ]


def test_reason_names_the_telling_of_the_same_round_before_an_earlier_one() -> None:
    facts = loop({"one": "q", "two": "p q"}, {"p": {"a": 1.0}, "q": {"a": 0.9}}, is_repeating=True)

    assert items(plan(facts)) == [
        item("one q", "a", 0.9),
        item("two p", "a", 1.0),
        item("two q", None, 0.0, Reason(ReasonKind.TOLD_ELSEWHERE, "a", "two", "p")),
    ]


def test_pinned_tellings_count_as_tellings_where_the_loop_repeats() -> None:
    facts = loop(
        {"one": "q", "two": "q", "three": "q"},
        {"q": {"a": 0.9, "b": 0.71}},
        pins={("one", "q"): "a", ("two", "q"): "a"},
        is_repeating=True,
    )

    assert items(plan(facts)) == [
        item("one q", "a", 0.9, PINNED, backup="b"),
        item("two q", "a", 0.9, PINNED, backup="b"),
        item("three q", "b", 0.71, Reason(ReasonKind.BEST_TOLD, "a", "one", "q"), backup="a"),
    ]


def test_only_ready_stories_are_chosen() -> None:
    facts = loop(
        {"one": "q"},
        {"q": {"a": 0.9, "b": 0.8, "c": 0.1, "d": 0.0}},
        statuses={"a": Status.DRAFT, "b": Status.ARCHIVED},
    )

    assert items(plan(facts)) == [item("one q", "c", 0.1)]


# Stories that the company has heard


def test_avoided_story_gives_way_to_one_that_fits_little_less() -> None:
    facts = loop({"one": "q"}, {"q": {"a": 0.9, "b": 0.66}}, avoided={"a"})

    assert items(plan(facts)) == [item("one q", "b", 0.66, Reason(ReasonKind.BEST_AVOIDED, "a"), backup="a")]


def test_avoided_story_is_told_where_the_others_fit_much_less() -> None:
    facts = loop({"one": "q"}, {"q": {"a": 0.9, "b": 0.64}}, avoided={"a"})

    assert items(plan(facts)) == [item("one q", "a", 0.9, *BEST, AVOIDED, backup="b")]


def test_overused_story_gives_way_to_one_that_fits_nearly_as_well() -> None:
    facts = loop({"one": "q"}, {"q": {"a": 0.9, "b": 0.86}}, overused={"a"})

    assert items(plan(facts)) == [item("one q", "b", 0.86, Reason(ReasonKind.BEST_OVERUSED, "a"), backup="a")]


def test_avoided_story_that_fits_little_is_not_told_at_all() -> None:
    facts = loop({"one": "q"}, {"q": {"a": 0.24}}, avoided={"a"})

    assert items(plan(facts)) == [item("one q", None, 0.0, Reason(ReasonKind.COSTS_MORE, "a"), backup="a")]


# Stretches of questions with a good answer


@pytest.mark.parametrize("is_repeating", [False, True])
def test_spare_answer_is_a_backup_and_never_chosen(*, is_repeating: bool) -> None:
    facts = loop(
        {"one": "p q"}, {"p": {"a": 1.0}, "q": {"a": 0.85, "b": 0.5}}, spare={("q", "b")}, is_repeating=is_repeating
    )

    assert items(plan(facts)) == [
        item("one p", "a", 1.0),
        item("one q", None, 0.0, Reason(ReasonKind.TOLD_ELSEWHERE, "a", "one", "p"), backup="b"),
    ]


def test_spare_answer_is_told_where_it_is_pinned() -> None:
    facts = loop({"one": "q"}, {"q": {"a": 0.85, "b": 0.5}}, spare={("q", "b")}, pins={("one", "q"): "b"})

    assert items(plan(facts)) == [item("one q", "b", 0.5, PINNED, backup="a")]


# Pins


def test_everything_pinned_is_told_as_pinned() -> None:
    pins = {("one", "p"): "b", ("one", "q"): "a"}
    facts = loop({"one": "p q"}, {"p": {"a": 0.9, "b": 0.1}, "q": {"a": 0.2, "b": 0.8, "c": 0.1}}, pins=pins)

    result = plan(facts)

    assert items(result) == [
        item("one p", "b", 0.1, PINNED),
        item("one q", "a", 0.2, PINNED, backup="c"),
    ]
    assert result.told == {"b": 1, "a": 1}


@pytest.mark.parametrize("is_repeating", [False, True])
@pytest.mark.parametrize(
    ("status", "fits", "reasons"),
    [
        (Status.READY, {"a": 0.5}, []),
        (Status.READY, {"b": 0.5}, [ReasonKind.PINNED_MISFIT]),
        (Status.READY, {"a": 0.0}, [ReasonKind.PINNED_MISFIT]),
        (Status.DRAFT, {"a": 0.5}, [ReasonKind.PINNED_DRAFT]),
        (Status.ARCHIVED, {"a": 0.5}, [ReasonKind.PINNED_ARCHIVED]),
        (Status.ARCHIVED, {}, [ReasonKind.PINNED_ARCHIVED, ReasonKind.PINNED_MISFIT]),
    ],
)
def test_pin_is_honoured_whatever_the_story(
    status: Status,
    fits: dict[str, float],
    reasons: list[ReasonKind],
    *,
    is_repeating: bool,
) -> None:
    facts = loop({"one": "q"}, {"q": fits}, statuses={"a": status}, pins={("one", "q"): "a"}, is_repeating=is_repeating)

    [planned] = items(plan(facts))

    assert (planned.story, planned.fit, planned.is_pinned) == ("a", fits.get("a", 0.0), True)
    assert planned.reasons == (PINNED, *(Reason(kind) for kind in reasons))


def test_archiving_a_pinned_story_changes_nothing_but_the_reason() -> None:
    before = loop({"one": "p q"}, {"p": {"a": 0.9, "b": 0.8}, "q": {"a": 0.7, "b": 0.6}}, pins={("one", "p"): "a"})
    after = replace(before, stories=[StoryFact("a", Status.ARCHIVED), StoryFact("b", Status.READY)])

    assert items(plan(before)) == [
        item("one p", "a", 0.9, PINNED),
        item("one q", "b", 0.6, Reason(ReasonKind.BEST_TOLD, "a", "one", "p")),
    ]
    assert items(plan(after)) == [
        item("one p", "a", 0.9, PINNED, Reason(ReasonKind.PINNED_ARCHIVED)),
        item("one q", "b", 0.6),
    ]


@pytest.mark.parametrize("is_repeating", [False, True])
def test_story_pinned_twice_in_a_round_stays_and_says_so(*, is_repeating: bool) -> None:
    pins = {("one", "p"): "a", ("one", "q"): "a", ("two", "p"): "b"}
    facts = loop(
        {"two": "p", "one": "p q"}, {"p": {"a": 0.9, "b": 0.9}, "q": {"a": 0.8}}, pins=pins, is_repeating=is_repeating
    )

    assert items(plan(facts)) == [
        item("two p", "b", 0.9, PINNED, backup="a"),
        item("one p", "a", 0.9, PINNED, Reason(ReasonKind.PINNED_TWICE, "a", "one", "q"), backup="b"),
        item("one q", "a", 0.8, PINNED, Reason(ReasonKind.PINNED_TWICE, "a", "one", "p")),
    ]


@pytest.mark.parametrize(
    ("is_repeating", "reasons"),
    [
        (True, [(PINNED,), (PINNED,)]),
        (
            False,
            [
                (PINNED, Reason(ReasonKind.PINNED_TWICE, "a", "two", "q")),
                (PINNED, Reason(ReasonKind.PINNED_TWICE, "a", "one", "q")),
            ],
        ),
    ],
)
def test_story_pinned_in_two_rounds(*, is_repeating: bool, reasons: list[tuple[Reason, ...]]) -> None:
    pins = {("one", "q"): "a", ("two", "q"): "a"}

    result = plan(loop({"one": "q", "two": "q"}, {"q": {"a": 0.9}}, pins=pins, is_repeating=is_repeating))

    assert result.told == {"a": 2}
    assert [item.reasons for item in items(result)] == reasons


def test_pinned_story_that_is_avoided_says_so() -> None:
    facts = loop({"one": "q"}, {"q": {"a": 0.1}}, pins={("one", "q"): "a"}, avoided={"a"})

    assert items(plan(facts)) == [item("one q", "a", 0.1, PINNED, AVOIDED)]


def test_pin_outside_the_loop_is_ignored() -> None:
    facts = loop({"one": "q"}, {"q": {"a": 0.9}})

    assert plan(replace(facts, pins={("one", "gone"): "a", ("gone", "q"): "a"})) == plan(facts)


def test_pin_of_an_unknown_story_is_an_error() -> None:
    with pytest.raises(KeyError, match="gone"):
        plan(loop({"one": "q"}, {"q": {"a": 0.9}}, pins={("one", "q"): "gone"}))


# Why a question stays unanswered


@pytest.mark.parametrize(
    ("fits", "more", "reason", "backup"),
    [
        ({}, {}, Reason(ReasonKind.NOTHING_FITS), None),
        ({"a": 0.0}, {}, Reason(ReasonKind.NOTHING_FITS), None),
        ({"a": 0.9}, {"statuses": {"a": Status.ARCHIVED}}, Reason(ReasonKind.NOTHING_FITS), None),
        (
            {"a": 0.5, "b": 0.6},
            {"statuses": {"a": Status.DRAFT, "b": Status.DRAFT}},
            Reason(ReasonKind.ONLY_DRAFTS, "b"),
            None,
        ),
        (
            {"a": 0.5, "b": 0.6},
            {"statuses": {"a": Status.DRAFT}, "pins": {("two", "s"): "b"}},
            Reason(ReasonKind.PINNED_ELSEWHERE, "b", "two", "s"),
            "b",
        ),
        ({"a": 0.1}, {}, Reason(ReasonKind.TOLD_ELSEWHERE, "a", "one", "r"), None),
        ({"a": 0.1}, {"is_repeating": True}, Reason(ReasonKind.TOLD_ELSEWHERE, "a", "one", "r"), None),
        ({"a": 0.1}, {"pins": {("one", "r"): "a"}}, Reason(ReasonKind.PINNED_ELSEWHERE, "a", "one", "r"), None),
        (
            {"a": 0.1, "b": 0.2},
            {"pins": {("two", "s"): "b"}},
            Reason(ReasonKind.TOLD_ELSEWHERE, "b", "two", "s"),
            "b",
        ),
        (
            {"a": 0.1, "b": 0.05},
            {"pins": {("two", "s"): "b"}, "is_repeating": True},
            Reason(ReasonKind.COSTS_MORE, "b", "two", "s"),
            "b",
        ),
        ({"a": 0.1, "b": 0.2}, {"avoided": {"b"}}, Reason(ReasonKind.COSTS_MORE, "b"), "b"),
    ],
)
def test_reason_why_a_question_is_unanswered(
    fits: dict[str, float], more: dict[str, Any], reason: Reason, backup: str | None
) -> None:
    facts = loop({"one": "q r", "two": "s"}, {"q": fits, "r": {"a": 1.0}}, **more)

    first = items(plan(facts))[0]

    assert first == item("one q", None, 0.0, reason, backup=backup)


# Backups


@pytest.mark.parametrize(
    ("fits", "more", "backup"),
    [
        ({"a": 0.9}, {}, None),
        ({"a": 0.9, "c": 0.3, "d": 0.4}, {}, "d"),
        ({"a": 0.9, "d": 0.4, "c": 0.4}, {"statuses": {"c": Status.READY, "d": Status.READY}}, "c"),
        ({"a": 0.9, "here": 0.8, "there": 0.7}, {}, "there"),
        ({"a": 0.9, "here": 0.8, "there": 0.7, "c": 0.1}, {}, "c"),
        ({"a": 0.9, "c": 0.5, "d": 0.4}, {"avoided": {"c"}}, "d"),
        ({"a": 0.9, "c": 0.5, "d": 0.2}, {"avoided": {"c"}}, "c"),
        ({"a": 0.9, "c": 0.5}, {"statuses": {"c": Status.DRAFT}}, None),
    ],
)
def test_backup_is_the_best_other_story_preferably_told_nowhere(
    fits: dict[str, float], more: dict[str, Any], backup: str | None
) -> None:
    others = {"here": {"here": 1.0}, "there": {"there": 1.0}}
    order = [
        StoryFact(name, more.get("statuses", {}).get(name, Status.READY)) for name in ["a", "here", "there", *"cd"]
    ]
    facts = replace(loop({"one": "q here", "two": "there"}, {"q": fits, **others}, **more), stories=order)

    first = items(plan(facts))[0]

    assert (first.story, first.backup) == ("a", backup)


# The same input, the same plan


def test_of_equal_plans_the_earlier_stories_are_told_at_the_earlier_questions() -> None:
    fits = {question: dict.fromkeys("abcd", 0.5) for question in "pqr"}

    assert told(plan(loop({"one": "p q", "two": "r"}, fits))) == [
        ("one", "p", "a"),
        ("one", "q", "b"),
        ("two", "r", "c"),
    ]


def test_greater_fit_wins_however_late_the_story() -> None:
    fits = {"q": {f"s{number}": 0.5 for number in range(500)} | {"last": 0.500001}}

    assert told(plan(loop({"one": "q"}, fits))) == [("one", "q", "last")]


def test_telling_that_gains_nothing_is_planned_anyway() -> None:
    facts = loop({"one": "q", "two": "q"}, {"q": {"a": 0.1}}, is_repeating=True)

    assert plan(facts).told == {"a": 2}


# The oracle: every possible plan, judged by the rules, sharing nothing with the code.


@st.composite
def loops(draw: st.DrawFn) -> Loop:
    questions = ["p", "q", "r"]
    rounds = [
        Round(f"round{number}", tuple(draw(st.lists(st.sampled_from(questions), max_size=2, unique=True))))
        for number in range(draw(st.integers(0, 3)))
    ]
    stories = [StoryFact(f"s{number}", draw(statuses)) for number in range(draw(st.integers(0, 4)))]
    names = [story.id for story in stories]
    pairs = draw(st.permutations(list(product(questions, names))))
    places = [(loop_round.id, question) for loop_round in rounds for question in loop_round.questions]
    pinned = [where for where in places if names and draw(st.integers(0, 3)) == 0]
    return Loop(
        rounds=rounds,
        stories=stories,
        fits={pair: draw(fits) for pair in pairs},
        pins={where: draw(st.sampled_from(names)) for where in pinned},
        spare=frozenset(pair for pair in pairs if draw(st.integers(0, 3)) == 0),
        avoided=frozenset(name for name in names if draw(st.integers(0, 3)) == 0),
        overused=frozenset(name for name in names if draw(st.integers(0, 3)) == 0),
        is_repeating=draw(st.booleans()),
    )


statuses = st.sampled_from([Status.READY] * 4 + [Status.DRAFT, Status.ARCHIVED])
fits = st.one_of(st.integers(0, 10).map(lambda n: n / 10), st.integers(0, 1_000_000).map(lambda n: n / 1_000_000))


def places_of(facts: Loop) -> list[tuple[Id, Id]]:
    return [(loop_round.id, question) for loop_round in facts.rounds for question in loop_round.questions]


def is_allowed(facts: Loop, chosen: Sequence[Id | None]) -> bool:
    """Whether pins are kept, and everything else follows the rules."""
    places = places_of(facts)
    ready = {story.id for story in facts.stories if story.status.value == "ready"}
    for place, (where, story) in enumerate(zip(places, chosen, strict=True)):
        if where in facts.pins:
            if story != facts.pins[where]:
                return False
        elif story is not None:
            others = [other for n, other in enumerate(places) if n != place and chosen[n] == story]
            if story not in ready or (where[1], story) in facts.spare or facts.fits[where[1], story] <= 0:
                return False
            if any(other[0] == where[0] for other in others) or (others and not facts.is_repeating):
                return False
    return True


def judge(facts: Loop, chosen: Sequence[Id | None]) -> tuple[int, int]:
    """The total fit less costs, in millionths, and how early the chosen stories and their questions come."""
    places, order = places_of(facts), [story.id for story in facts.stories]
    total = early = 0
    for place, (where, story) in enumerate(zip(places, chosen, strict=True)):
        if story is not None and where not in facts.pins:
            total += round(facts.fits[where[1], story] * 1_000_000) - 250_000 * (story in facts.avoided)
            total -= 50_000 * (story in facts.overused)
            early += (len(order) - order.index(story)) * (len(places) - place)
    for times in Counter(story for story in chosen if story is not None).values():
        total -= sum(range(times)) * 100_000 * facts.is_repeating
    return total, early


def all_plans(facts: Loop) -> list[Sequence[Id | None]]:
    choices = [
        [facts.pins[where]] if where in facts.pins else [None, *(story.id for story in facts.stories)]
        for where in places_of(facts)
    ]
    return [chosen for chosen in product(*choices) if is_allowed(facts, chosen)]


@unhurried
@given(loops())
def test_no_plan_is_better(facts: Loop) -> None:
    chosen = [item.story for item in items(plan(facts))]

    assert is_allowed(facts, chosen)
    assert judge(facts, chosen) == max(judge(facts, other) for other in all_plans(facts))


@unhurried
@given(loops(), st.randoms(use_true_random=False))
def test_plan_does_not_depend_on_the_order_of_fits_and_pins(facts: Loop, shuffled: random.Random) -> None:
    fits, pins = list(facts.fits.items()), list(facts.pins.items())
    shuffled.shuffle(fits)
    shuffled.shuffle(pins)

    assert plan(replace(facts, fits=dict(fits), pins=dict(pins))) == plan(facts)


@unhurried
@given(loops(), st.data())
def test_pinning_what_was_chosen_makes_no_plan_worse(facts: Loop, data: st.DataObject) -> None:
    before = items(plan(facts))
    chosen = [item for item in before if item.story is not None]
    pins = {(item.round, item.question): item.story for item in chosen if data.draw(st.booleans())}

    after = items(plan(replace(facts, pins={**facts.pins, **pins})))

    assert judge(facts, [item.story for item in after]) == judge(facts, [item.story for item in before])


@unhurried
@given(loops())
def test_reasons_are_true(facts: Loop) -> None:
    result = plan(facts)
    stories = {(item.round, item.question): item.story for item in items(result)}

    for planned in items(result):
        for reason in planned.reasons:
            if reason.round is not None:
                assert (reason.round, reason.question) != (planned.round, planned.question)
                assert stories[reason.round, reason.question] == reason.story
        assert (planned.reasons[0].kind == ReasonKind.PINNED) == planned.is_pinned
        assert planned.backup not in {story for (name, _), story in stories.items() if name == planned.round and story}


_FITS = {Fit.STRONG: 1.0, Fit.OK: 0.85, Fit.STRETCH: 0.5}


@st.composite
def answered_loops(draw: st.DrawFn) -> tuple[Loop, dict[tuple[Id, Id], Fit]]:
    """A loop with what its owner has decided: how well a story answers a question, for some of them."""
    facts = draw(loops())
    pairs: list[tuple[Id, Id]] = [(question, story.id) for question in "pqr" for story in facts.stories]
    given_fits = {pair: draw(st.sampled_from([Fit.STRONG, *[Fit.STRETCH] * 3, None])) for pair in pairs}
    fit_of = {pair: fit for pair, fit in given_fits.items() if fit}
    spare = spare_answers([AnswerFact(pair, *pair, fit) for pair, fit in fit_of.items()], facts.stories)
    return replace(facts, fits={pair: _FITS[fit] for pair, fit in fit_of.items()}, spare=spare), fit_of


@unhurried
@given(answered_loops())
def test_question_with_a_good_answer_never_gets_a_stretch_instead(
    answered: tuple[Loop, dict[tuple[Id, Id], Fit]],
) -> None:
    facts, fit_of = answered
    ready = [story.id for story in facts.stories if story.status == "ready"]

    for planned in items(plan(facts)):
        answered_by = {fit_of.get((planned.question, story)) for story in ready}
        if answered_by & {Fit.STRONG, Fit.OK} and not planned.is_pinned:
            assert planned.story is None or fit_of[planned.question, planned.story] != Fit.STRETCH
        elif answered_by == {Fit.STRETCH} and planned.story is None:
            assert planned.reasons[0].kind not in (ReasonKind.NOTHING_FITS, ReasonKind.ONLY_DRAFTS)


# The values that are shown


@pytest.mark.parametrize(
    ("tags", "shown", "missing"),
    [
        ([], {"v": None, "w": None}, ("v", "w")),
        ([("a", "v", Strength.SUPPORTING)], {"v": Strength.SUPPORTING, "w": None}, ("w",)),
        (
            [("a", "v", Strength.SUPPORTING), ("b", "v", Strength.PRIMARY), ("b", "w", Strength.SUPPORTING)],
            {"v": Strength.PRIMARY, "w": Strength.SUPPORTING},
            (),
        ),
        ([("untold", "v", Strength.PRIMARY), ("a", "other", Strength.PRIMARY)], {"v": None, "w": None}, ("v", "w")),
    ],
)
def test_values_that_the_told_stories_show(
    tags: list[tuple[str, str, Strength]], shown: dict[str, Strength | None], missing: tuple[str, ...]
) -> None:
    result = plan(loop({"one": "p", "two": "q"}, {"p": {"a": 0.9, "untold": 0.1}, "q": {"b": 0.9}}))
    facts = [TagFact(*tag) for tag in tags]

    assert strengths_shown(result, facts, ["v", "w"]) == shown
    assert values_not_shown(result, facts, ["v", "w"]) == missing
