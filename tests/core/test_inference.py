"""What a pasted question is inferred to be about."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.choices import Strength
from stories.core.inference import Inference, infer, inference_from
from stories.core.matching import Asked, Id

P, S = Strength.PRIMARY, Strength.SUPPORTING
NAMES: dict[Id, str] = {"candor": "Candor", "courage": "Courage", "resilience": "Resilience", "big": "Think Big"}
BANK = [
    Asked("Tell me about a mistake of yours.", "failure", {"candor": P, "resilience": S}),
    Asked("Describe an error that cost customers.", "failure", {"candor": P}),
    Asked("Describe a disagreement with your manager.", "conflict", {"courage": P, "other": P}),
    Asked("When did you argue against a plan?", "conflict", {"courage": P, "candor": S}),
    Asked("How did you handle an outage?", "resilience", {"resilience": P}),
    Asked("Implement a binary tree.", "algorithms", {}),
]


@pytest.mark.parametrize(
    ("text", "topic", "values"),
    [
        ("Which blunder do you regret?", "failure", {"candor": P, "resilience": S}),
        ("When did you object to your director's decision?", "conflict", {"courage": P}),
        ("Describe an incident on call.", "resilience", {"resilience": P}),
        ("Show courage.", "", {"courage": P}),
    ],
)
def test_topic_and_values_are_those_of_the_questions_most_like_it(
    text: str, topic: str, values: dict[str, Strength]
) -> None:
    inference = infer(text, BANK, NAMES)

    assert inference.topic == topic
    assert {value: inference.values[value] for value in values} == values


def test_nothing_is_inferred_of_nothing() -> None:
    assert infer("", BANK, NAMES) == Inference([], {})
    assert infer("xyzzy", [], NAMES) == Inference([], {})


def test_questions_of_the_likely_topic_add_what_they_probe() -> None:
    bank = [
        Asked("When did you argue against a plan?", "conflict", {"courage": P}),
        Asked("Xyzzy?", "conflict", {"candor": P}),
        Asked("Implement a binary tree.", "algorithms", {"big": P}),
    ]

    inference = infer("Describe an argument.", bank, NAMES)

    assert inference == Inference(["conflict"], {"courage": P, "candor": S})


def test_value_whose_name_means_what_is_asked_is_probed() -> None:
    assert infer("Describe honest feedback.", [], NAMES) == Inference(["feedback"], {"candor": P})


def test_two_values_at_most_are_primary() -> None:
    bank = [Asked("How did you handle an outage?", "resilience", {"resilience": P, "courage": P, "big": P})]

    inference = infer("How did you handle an outage?", bank, NAMES)

    assert inference == Inference(["resilience"], {"big": P, "courage": P, "resilience": S})


def test_unlikely_value_is_left_out() -> None:
    bank = [
        *[Asked(f"Which outage was it {number}?", "resilience", {"resilience": P}) for number in "abcdefgh"],
        Asked("Which outage was it i?", "resilience", {"courage": P}),
    ]

    assert infer("Describe an outage.", bank, NAMES) == Inference(["resilience"], {"resilience": P})


@given(text=st.text(max_size=80), seed=st.integers(0, 99))
def test_any_text_gets_a_proposal_whatever_the_order_of_the_bank(text: str, seed: int) -> None:
    shuffled = random.Random(seed).sample(BANK, len(BANK))  # noqa: S311 - not for secrets

    inference = infer(text, BANK, NAMES)

    assert set(inference.values) <= set(NAMES)
    assert infer(text, shuffled, NAMES) == inference


@pytest.mark.parametrize(
    ("shares", "values"),
    [
        ({"candor": 0.9, "courage": 0.45, "resilience": 0.22}, {"candor": P, "courage": P, "resilience": S}),
        ({"candor": 0.9, "courage": 0.44, "resilience": 0.21}, {"candor": P, "courage": S}),
        ({"candor": 0.1, "courage": 0.05}, {"candor": P}),
        ({"candor": 0.9, "courage": 0.8, "resilience": 0.7}, {"candor": P, "courage": P, "resilience": S}),
    ],
)
def test_shares_of_a_classifier_become_strengths(shares: dict[Id, float], values: dict[Id, Strength]) -> None:
    inference = inference_from("What happened?", {"failure": 0.2, "conflict": 0.6}, shares, NAMES)

    assert inference == Inference(["conflict", "failure"], values, {value: shares[value] for value in values})


def test_value_that_is_mentioned_is_primary_whatever_the_classifier_says() -> None:
    inference = inference_from("Show courage.", {"failure": 1.0}, {"candor": 0.9, "courage": 0.0}, NAMES)

    assert inference.values == {"candor": P, "courage": P}
    assert inference.shares == {"candor": 0.9, "courage": 1.0}
