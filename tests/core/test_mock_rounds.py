"""The cards of a mock round, and what to do afterwards."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.choices import Section
from stories.core.memory import Rating
from stories.core.mock_rounds import INTERRUPTIONS, Asked, Interruption, Outcome, ToDo, cards

S, T, A, R, L = Section
STORY = (S, T, A, R)
USUAL = ("What else?", "Why?", "And then?")


def shuffle(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - nobody gains anything by foreseeing it


def told(count: int) -> list[Asked]:
    return [Asked(number, STORY, USUAL) for number in range(count)]


rounds = st.lists(
    st.builds(
        Asked,
        id=st.uuids(),
        sections=st.sampled_from([(), (S,), (S, A), STORY]),
        follow_ups=st.sampled_from([(), ("Why?",), USUAL]),
    ),
    max_size=12,
    unique_by=lambda asked: asked.id,
)


@given(rounds, st.integers())
def test_cards_are_the_questions_in_order_and_the_same_for_the_same_shuffle(asked: list[Asked], seed: int) -> None:
    drawn = cards(asked, shuffle(seed))

    assert [card.question for card in drawn] == [each.id for each in asked]
    assert drawn == cards(asked, shuffle(seed))


@given(rounds, st.integers())
def test_interruption_comes_as_a_later_section_begins(asked: list[Asked], seed: int) -> None:
    for card, each in zip(cards(asked, shuffle(seed)), asked, strict=True):
        if card.interruption:
            assert card.interruption.section in each.sections[1:]
            assert card.interruption.text in INTERRUPTIONS


@given(st.integers(0, 12), st.integers())
def test_about_every_third_answer_is_interrupted(count: int, seed: int) -> None:
    interrupted = [card.question for card in cards(told(count), shuffle(seed)) if card.interruption]

    assert len(interrupted) in {count // 3, -(-count // 3)}
    assert len({number // 3 for number in range(count) if number in interrupted}) == len(interrupted)


def test_no_interruption_comes_twice_in_a_usual_round() -> None:
    texts = [card.interruption.text for card in cards(told(18), shuffle(1)) if card.interruption]

    assert sorted(texts) == sorted(INTERRUPTIONS)


@given(rounds, st.integers())
def test_follow_up_is_one_of_the_answers_own(asked: list[Asked], seed: int) -> None:
    for card, each in zip(cards(asked, shuffle(seed)), asked, strict=True):
        assert card.follow_up in (each.follow_ups or ("",))


def test_follow_ups_come_again_only_when_all_have_come() -> None:
    drawn = [card.follow_up for card in cards(told(6), shuffle(2))]

    assert sorted(drawn[:3]) == sorted(USUAL)
    assert set(drawn) == set(USUAL)


def test_known_shuffle_gives_known_cards() -> None:
    drawn = cards(told(3), shuffle(0))

    assert [card for card in drawn if card.interruption] == [drawn[1]]
    assert drawn[1].interruption == Interruption(A, "Sorry to cut in: did anybody disagree?")


@pytest.mark.parametrize(
    ("outcome", "to_do", "sentence"),
    [
        (Outcome(200, 120, Rating.FORGOT, ["40 hours"], is_repeat=True), ToDo.OTHER_STORY, "Choose another story"),
        (Outcome(155, 120, Rating.FORGOT, ["40 hours"], is_repeat=False), ToDo.SHORTEN, "Shorten it by 0:35."),
        (Outcome(120, 120, Rating.STUMBLED, [], is_repeat=False), ToDo.AGAIN, "until it is fine"),
        (Outcome(90, 120, Rating.WELL, ["40 hours"], is_repeat=False), ToDo.AGAIN, "with what was left out"),
        (Outcome(90, 120, Rating.FINE, [], is_repeat=False), ToDo.NOTHING, "it stands"),
    ],
)
def test_one_thing_is_to_be_done_about_each_answer(outcome: Outcome, to_do: ToDo, sentence: str) -> None:
    assert outcome.to_do == to_do
    assert sentence in outcome.sentence
