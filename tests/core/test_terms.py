"""What a text is about: stems that say something, and concepts named in other words."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.stemming import BREAK, says_something, stem, tokens
from stories.core.terms import HEADLINE_WEIGHT, load, terms_of_question, terms_of_story
from stories.core.vocabulary import CONCEPTS, TOPICS
from stories.core.vocabulary.rare import RARE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("I told Zoë's team.", ["i", "told", "zoe", "team", BREAK]),
        ("We can’t; it didn't.", ["we", "can", "not", BREAK, "it", "did", "not", BREAK]),
        ("I've seen it's late, I'm told.", ["i", "have", "seen", "it", "late", "i", "be", "told", BREAK]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("form", "other"),
    [
        ("wrote", "writing"),
        ("organize", "organised"),
        ("failure", "failures"),
        ("was", "be"),
        ("had", "have"),
        ("did", "do"),
    ],
)
def test_forms_of_a_word_have_one_stem(form: str, other: str) -> None:
    assert stem(form) == stem(other)


def test_common_words_say_nothing() -> None:
    assert [word for word in ("the", "tell", "on", "outage") if says_something(stem(word))] == ["outage"]


def test_spelling_and_kind_of_word_are_told_apart() -> None:
    assert stem("customers") != stem("customs")
    assert stem("production") != stem("product")


def told(text: str, headline: str = "") -> set[str]:
    return set(terms_of_story(text, headline).concepts)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("It backfired within a week.", "failure"),
        ("The whole effort did not pay off.", "failure"),
        ("We missed our sales target.", "failure"),
        ("I told the head nurse that it was my fault.", "mistake"),
        ("I had missed a line of the order.", "mistake"),
        ("The ward ran out of oxygen and I was on call.", "outage"),
        ("Nobody had asked me to.", "unasked"),
        ("I persuaded the other shops one by one.", "persuading"),
    ],
)
def test_concept_is_found_in_a_story(text: str, concept: str) -> None:
    assert concept in told(text)


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("Describe a risk that did not pay off.", {"risk", "failure"}),
        ("Tell me about letting someone go.", {"dismissal"}),
        ("What have you automated?", {"automating"}),
        ("Anything else?", set()),
    ],
)
def test_concepts_of_a_question(text: str, concepts: set[str]) -> None:
    assert set(terms_of_question(text).concepts) == concepts


def test_what_only_stories_tell_is_not_asked_for() -> None:
    assert "failure" in told("We shut it down.")
    assert "failure" not in terms_of_question("We shut it down.").concepts


def test_words_of_a_cue_are_named() -> None:
    terms = terms_of_question("Describe a risk in a bakery.")

    assert (set(terms.stems), set(terms.named) & set(terms.stems)) == ({stem("risk"), stem("bakery")}, {stem("risk")})


def test_negated_concept_does_not_count() -> None:
    assert "failure" not in told("It never failed.")
    assert "failure" in told("Never again. It failed.")


def test_phrase_does_not_cross_a_sentence() -> None:
    assert "failure" not in told("We miss. The goal.")
    assert "failure" in told("We miss the goal.")


def test_phrase_says_more_than_a_word_and_each_cue_counts_once() -> None:
    assert terms_of_story("It backfired.", "").concepts["failure"] == 1
    assert terms_of_story("It backfired. It backfired.", "").concepts["failure"] == 1
    assert terms_of_story("We missed our goal.", "").concepts["failure"] == 2


def test_headline_weighs_more() -> None:
    assert terms_of_story("", "Backfired").concepts["failure"] == HEADLINE_WEIGHT
    assert terms_of_story("Backfired", "Backfired").concepts["failure"] == HEADLINE_WEIGHT
    assert terms_of_story("", "Backfired").stems == {stem("backfired"): HEADLINE_WEIGHT}


def test_terms_are_written_and_read_back() -> None:
    terms = terms_of_story("The outage backfired, and the outage grew.", "An outage")

    assert load(terms.dump()) == terms


@pytest.mark.parametrize("dumped", ["", "00000000|3|outag|failure", "nonsense"])
def test_terms_of_another_vocabulary_are_not_read(dumped: str) -> None:
    assert load(dumped) is None


@given(st.text(max_size=200), st.text(max_size=50))
def test_any_text_has_terms(text: str, headline: str) -> None:
    terms = terms_of_story(text, headline)

    assert set(terms.concepts) <= set(CONCEPTS)
    assert load(terms.dump()) == terms


def test_vocabulary_holds_together() -> None:
    assert {near for concept in CONCEPTS.values() for near in concept.near} <= set(CONCEPTS)
    assert {name for concepts in TOPICS.values() for name in concepts} <= set(CONCEPTS)


def test_every_topic_of_the_bank_is_known() -> None:
    topics = tomllib.loads((Path(__file__).parents[2] / "stories/bank/seeds/topics.toml").read_text())["topic"]

    assert set(TOPICS) == {topic["slug"] for topic in topics}


EXERCISES = {"coding", "system-design", "theory"}


@pytest.mark.parametrize(
    "text",
    [
        "Give an example of a matrix of responsibilities that nobody followed.",
        "You were given a choice and given two weeks: which did you take?",
        "Tell me about a string of failures, with no strings attached.",
        "How did you bring the median waiting time down, out of an array of options?",
        "How do you implement a new process, and implement an unpopular one?",
        "What is the difference between a good manager and a great one?",
        "Explain the problem to somebody who has never met it.",
        "How did you boost morale while you transformed the team?",
        "How do you define success, and fine-tune a plan?",
        "How would you build trust with a new team, and how do you scale yourself?",
        "Design a training for newcomers, or the week of an architect.",
        "When did you strike a balance, and when were you struck by what you saw?",
        "What did you do at the prospect of losing, on paper, what you had recommended?",
        "Tell me about a problem further upstream.",
    ],
)
def test_everyday_words_touch_no_rare_concept(text: str) -> None:
    assert terms_of_question(text).concepts.keys() & RARE.keys() == set()
    assert terms_of_story(text, "").concepts.keys() & RARE.keys() == set()


def test_every_exercise_of_the_bank_is_known_for_one() -> None:
    questions = tomllib.loads((Path(__file__).parents[2] / "stories/bank/seeds/questions.toml").read_text())["question"]
    exercises = [question for question in questions if EXERCISES & set(TOPICS[question["topic"]])]

    assert len(exercises) == 23
    assert [each["text"] for each in exercises if not EXERCISES & set(terms_of_question(each["text"]).concepts)] == []


def plain(cues: str) -> list[str]:
    """The cues that are written as people would say them."""
    return [cue.strip() for cue in cues.split(";") if cue.strip() and not {"{", "/", "…"} & set(cue)]


@pytest.mark.parametrize("name", CONCEPTS)
def test_concept_is_found_by_its_own_cues(name: str) -> None:
    concept = CONCEPTS[name]

    assert [cue for cue in plain(concept.asked) if name not in terms_of_question(cue).concepts] == []
    assert [cue for cue in plain(concept.told) if name not in told(cue)] == []
