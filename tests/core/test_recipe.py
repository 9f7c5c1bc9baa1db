"""How stories and questions become vectors, with an embedding that a test can follow: a dimension for each word."""

from collections.abc import Hashable, Sequence

import numpy as np
import pytest

from stories.core.choices import Strength
from stories.core.meaning.basis import Basis, LabelledQuestion, digest, work_out
from stories.core.meaning.classifier import Labels, QuestionClassifier
from stories.core.meaning.recipe import QuestionEncoder, StoryVectors, dump_vector, encode_concepts, encode_story
from stories.core.meaning.shown import ValueDirections
from stories.core.meaning.transformer import Matrix
from stories.core.terms import cue_texts
from stories.core.vocabulary import CONCEPTS

WORDS = ("failed", "manager", "garden", "boss", "time", "feedback")


def embed(texts: Sequence[str]) -> Matrix:
    """Of length 1: how often each of WORDS occurs, and one dimension that all texts share."""
    rows = np.array(
        [[*(text.lower().strip(".").split().count(word) for word in WORDS), 1] for text in texts], np.float32
    )
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def labelled(text: str, topic: str = "", value: str = "", *, is_of_bank: bool = True) -> LabelledQuestion:
    return LabelledQuestion(text, topic, {value: Strength.PRIMARY} if value else {}, is_of_bank=is_of_bank)


QUESTIONS = [
    labelled("a time it failed", "failure", "candor"),
    labelled("a time with a manager", "conflict", "courage"),
    labelled("a time with feedback", "feedback", "curiosity", is_of_bank=False),
]
WORDINGS = {"failing": ["a time it failed"], "boss": ["a time with a manager", "a time with a boss"]}
SIGNALS = {"candor": ["it failed"], "courage": ["a manager", "the boss"], "curiosity": ["feedback"]}


def test_story_is_the_mean_of_its_sentences_and_a_little_of_its_heading() -> None:
    plain = encode_story(embed, ["Then it failed again.", "In the garden it failed."], "")
    headed = encode_story(embed, ["Then it failed again.", "In the garden it failed."], "My manager")

    assert np.linalg.norm(plain) == pytest.approx(1)
    assert np.linalg.norm(headed) == pytest.approx(1)
    assert plain[0] > plain[2] > 0 == plain[1]
    assert 0 < headed[1] < headed[0]


def test_short_sentences_say_too_little() -> None:
    assert encode_story(embed, ["It failed.", "I dug the garden."], "")[0] == 0


def test_story_without_a_word_is_near_nothing() -> None:
    assert not encode_story(embed, [], " ").any()


def test_question_turns_towards_its_concepts() -> None:
    concepts = encode_concepts(embed)
    encoder = QuestionEncoder(embed, np.zeros(7, np.float32), concepts, {})
    name = "failure"

    turned = encoder.encode("garden", {name: 1.0})

    row = concepts[list(CONCEPTS).index(name)]
    assert turned @ row > encoder.encode("garden", {}) @ row
    assert np.linalg.norm(turned) == pytest.approx(1)


def test_concepts_have_their_mean_taken_off() -> None:
    concepts = encode_concepts(embed)

    assert concepts.shape == (len(CONCEPTS), 7)
    assert np.abs(concepts.mean(axis=0)).max() < 1e-6


def test_cues_are_said_without_gaps_and_with_one_of_several_words() -> None:
    assert cue_texts("put … first; {number} day/week;") == ["put first", "two day"]


def test_story_without_a_vector_counts_as_the_mean() -> None:
    near, far = np.eye(7, dtype=np.float32)[:2]
    vectors = StoryVectors(["near", "none", "far"], {"near": dump_vector(near), "far": dump_vector(far)})

    assert vectors.nearness(np.stack([near, far])).tolist() == [[1.0, 0.5, 0.0], [0.0, 0.5, 1.0]]


def test_known_question_is_not_embedded_again() -> None:
    known = np.ones(7, np.float32)
    encoder = QuestionEncoder(lambda _: pytest.fail("embedded"), np.zeros(7, np.float32), known[None], {"asked": known})

    assert (encoder.centred("asked") == known).all()


def test_classifier_learns_from_what_is_labelled() -> None:
    encoder = QuestionEncoder(embed, np.zeros(7, np.float32), encode_concepts(embed), {})
    texts = ["it failed", "the manager", "unlabelled"]
    classifier = QuestionClassifier(
        encoder, texts, embed(texts), Labels(["failure", "conflict"], np.array([[1.0, 0], [0, 1], [0, 0]]))
    )

    shares = classifier.classify("when it all failed")

    assert shares["failure"] > 0.7 > 0.3 > shares["conflict"] >= 0


def test_basis_comes_back_as_it_was_dumped() -> None:
    basis = work_out(embed, QUESTIONS, WORDINGS, SIGNALS)

    again = Basis.load(basis.dump())

    assert basis.dump() == again.dump()
    assert str(again.source) == digest(QUESTIONS, WORDINGS, SIGNALS)
    values, topics = again.classifiers(again.encoder(embed))
    assert max(values.classify("a time with a manager").items(), key=lambda item: item[1])[0] == "courage"
    assert max(topics.classify("a time it failed").items(), key=lambda item: item[1])[0] == "failure"


@pytest.mark.parametrize(("heard", "first"), [("your boss", "boss"), ("a manager", "boss"), ("it failed", "failing")])
def test_question_of_the_bank_is_known_by_any_of_its_wordings(heard: str, first: str) -> None:
    bank = work_out(embed, QUESTIONS, WORDINGS, SIGNALS).bank()

    assert bank.by_nearness(embed([heard])[0]) == [first, *(slug for slug in WORDINGS if slug != first)]


def test_digest_tells_other_wordings_apart() -> None:
    others = WORDINGS | {"boss": ["a time with a manager"]}

    assert digest(QUESTIONS, others, SIGNALS) != digest(QUESTIONS, WORDINGS, SIGNALS)


def test_mean_is_that_of_the_banks_questions_with_values() -> None:
    basis = work_out(embed, [*QUESTIONS, labelled("garden garden", "failure")], WORDINGS, SIGNALS)

    assert basis.mean == pytest.approx(embed([question.text for question in QUESTIONS[:2]]).mean(axis=0))


@pytest.mark.parametrize(
    "changed", [labelled("another", "failure"), labelled("a time it failed"), labelled("a time it failed", "failure")]
)
def test_digest_tells_other_questions_apart(changed: LabelledQuestion) -> None:
    assert digest([changed, *QUESTIONS[1:]], WORDINGS, SIGNALS) != digest(QUESTIONS, WORDINGS, SIGNALS)


def test_digest_tells_other_signals_apart() -> None:
    others = SIGNALS | {"candor": ["the boss"]}

    assert digest(QUESTIONS, WORDINGS, others) != digest(QUESTIONS, WORDINGS, SIGNALS)


def library_of(*texts: str) -> dict[Hashable, bytes]:
    return {text: dump_vector(embed([text])[0]) for text in texts}


def test_story_shows_the_values_towards_which_it_lies() -> None:
    directions = work_out(embed, QUESTIONS, WORDINGS, SIGNALS).directions()
    others = ["garden", "garden time", "garden garden", "time time", "garden time time"]
    dumped = library_of("it failed", *others)

    assert directions.shown_by(dumped) == {"it failed": ["candor"]}
    assert directions.shown_by(library_of("it failed", *others[1:])) == {}


def test_likelier_value_comes_first() -> None:
    directions = ValueDirections(["courage", "candor"], np.eye(7, dtype=np.float32)[:2])
    others: dict[Hashable, bytes] = {number: dump_vector(np.eye(7, dtype=np.float32)[6]) for number in range(9)}
    told = dump_vector(np.array([0.6, 0.8, 0, 0, 0, 0, 0], np.float32))

    assert directions.shown_by({"told": told, **others}) == {"told": ["candor", "courage"]}
