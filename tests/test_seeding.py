import tomllib
from collections import Counter
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from stories.bank import demo, seeding
from stories.coverage.snapshot import snapshot_of
from stories.enums import Category
from stories.models import Concept, Framework, Owner, Probe, Question, Topic, Value
from tests.factories import AnswerFactory, QuestionFactory, StoryFactory, TagFactory, ValueFactory

pytestmark = pytest.mark.django_db


def test_bank_holds_the_frameworks_in_order() -> None:
    frameworks = {framework.slug: framework.values.count() for framework in Framework.objects.all()}

    assert list(frameworks.items()) == [
        ("netflix-2024", 8),
        ("netflix-2017", 10),
        ("netflix-2022", 9),
        ("amazon-lp", 16),
    ]
    assert Framework.objects.get(is_default=True).slug == "netflix-2024"


def test_edition_of_2022_has_the_values_of_2017_without_impact() -> None:
    of = {
        slug: set(Value.objects.filter(framework__slug=slug).values_list("slug", "name", "concept"))
        for slug in ("netflix-2022", "netflix-2017")
    }

    assert of["netflix-2017"] - of["netflix-2022"] == {("impact", "Impact", "")}
    assert of["netflix-2022"] < of["netflix-2017"]


def test_bank_holds_the_questions_of_all_categories() -> None:
    categories = Counter(Question.objects.values_list("topic__category", flat=True))

    assert categories == {Category.BEHAVIORAL: 117, Category.ML: 8, Category.SYSTEM_DESIGN: 8, Category.CODING: 7}
    assert Question.objects.values("text").distinct().count() == 140


def test_every_behavioral_question_probes_a_value_first_in_both_netflix_editions() -> None:
    behavioral = Question.objects.filter(topic__category=Category.BEHAVIORAL)

    for slug in ("netflix-2024", "netflix-2017"):
        assert (
            behavioral.filter(probes__value__framework__slug=slug, probes__strength="primary").distinct().count() == 117
        )


def test_behavioral_questions_are_for_everybody_unless_their_words_presuppose_the_work() -> None:
    audiences = Counter(Question.objects.filter(topic__category=Category.BEHAVIORAL).values_list("audience", flat=True))

    assert audiences == {"everybody": 89, "engineers": 21, "managers": 5, "ml-engineers": 2}


@pytest.mark.parametrize(
    ("slug", "audience"),
    [
        ("nfx-seed-01", "everybody"),  # a disagreement with a manager
        ("nfx-fai-05", "everybody"),  # the most significant mistake
        ("nfx-seed-02", "engineers"),  # a mistake in production
        ("nfx-con-01", "engineers"),  # a senior engineer's architecture
        ("nfx-con-02", "ml-engineers"),  # a model that was not ready
        ("nfx-mgr-05", "managers"),  # a report's performance
        ("nfx-ml-02", "ml-engineers"),  # bagging and boosting
        ("nfx-sd-01", "engineers"),  # Continue Watching
        ("nfx-sd-07", "ml-engineers"),  # daily retraining
        ("nfx-cod-01", "engineers"),  # anagrams
    ],
)
def test_question_says_whom_it_is_asked(slug: str, audience: str) -> None:
    assert Question.objects.get(slug=slug).audience == audience


def test_every_topic_says_why_and_what_to_listen_for() -> None:
    assert not [topic.slug for topic in Topic.objects.all() if not (topic.why and len(topic.listen_for) >= 3)]


def test_every_concept_has_something_to_study() -> None:
    assert not [concept.slug for concept in Concept.objects.all() if not (concept.body and concept.prompts)]


def test_seeding_again_writes_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(13) as queries:
        seeding.seed()

    assert not [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def newer_bank(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    """Seed files as a later version might hold them; `changes` are given by the file's noun."""
    read = seeding.read
    monkeypatch.setattr(seeding, "read", lambda name, noun: changes.get(noun) or read(name, noun))


def test_newer_bank_changes_the_bank_and_nothing_that_a_user_wrote(
    monkeypatch: pytest.MonkeyPatch, alice: Owner, candor: Value, disagreement: Question
) -> None:
    story = StoryFactory.create(owner=alice)
    TagFactory.create(story=story, value=candor)
    AnswerFactory.create(story=story, question=disagreement)
    own_value = ValueFactory.create(owner=alice, framework=candor.framework, slug="candor", name="Candor, my way")
    own_question = QuestionFactory.create(owner=alice, slug="nfx-seed-01", text="My own wording")
    Probe.objects.create(owner=alice, question=own_question, value=candor)
    before = [list(manager.values()) for manager in (alice.stories, alice.tags, alice.answers, alice.probes)]
    questions = seeding.read("questions", "question")
    questions[0] = questions[0] | {
        "text": "A better wording",
        "probes": {"netflix-2024": {"primary": ["judgment"], "secondary": []}},
    }
    questions.append(questions[1] | {"slug": "nfx-new-01", "text": "A new one", "position": 999})
    newer_bank(monkeypatch, question=questions)

    seeding.seed()

    disagreement.refresh_from_db()
    own_value.refresh_from_db()
    own_question.refresh_from_db()
    assert disagreement.text == "A better wording"
    assert [probe.value.slug for probe in disagreement.probes.all()] == ["judgment"]
    assert Question.objects.filter(owner=None).count() == 141
    assert (own_value.name, own_question.text) == ("Candor, my way", "My own wording")
    assert [list(manager.values()) for manager in (alice.stories, alice.tags, alice.answers, alice.probes)] == before


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"topic": "nothing"}, "questions.toml, nfx-seed-01: there is no topic 'nothing'."),
        ({"stages": ["tea"]}, "questions.toml, nfx-seed-01: 'tea' isn't one of recruiter-screen"),
        ({"kind": "riddle"}, "questions.toml, nfx-seed-01: 'riddle' isn't one of episode, opinion, either"),
        ({"concept": "nothing"}, "questions.toml, nfx-seed-01: there is no concept 'nothing'."),
        ({"evidence": "rumour"}, "questions.toml, nfx-seed-01: 'rumour' isn't one of seed"),
        ({"audience": "bakers"}, "questions.toml, nfx-seed-01: 'bakers' isn't one of everybody, engineers"),
    ],
)
def test_wrong_seed_names_file_and_entry(monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], message: str) -> None:
    questions = seeding.read("questions", "question")
    newer_bank(monkeypatch, question=[questions[0] | change])

    with pytest.raises(seeding.SeedError) as wrong:
        seeding.seed()

    assert str(wrong.value).startswith(message)


def test_demo_shows_every_level(alice: Owner) -> None:
    demo.fill(alice)

    snapshot = snapshot_of(alice)

    assert {row.coverage.level for row in snapshot.value_rows} == {"missing", "draft", "thin", "covered"}
    assert {row.coverage.level for row in snapshot.question_rows} == {"missing", "open", "draft", "covered"}
    assert {flag for row in snapshot.question_rows for flag in row.coverage.flags} == {"only answer", "overused"}
    assert Counter(alice.stories.values_list("status", flat=True)) == {"ready": 7, "draft": 4, "archived": 1}


def test_demo_leaves_a_library_with_stories_alone(alice: Owner) -> None:
    StoryFactory.create(owner=alice)

    demo.fill(alice)

    assert alice.stories.count() == 1


def test_evidence_in_the_demo_is_in_its_story() -> None:
    with (seeding.SEEDS / "demo.toml").open("rb") as file:
        stories = tomllib.load(file)["story"]

    texts = ("situation", "task", "action", "result", "learning")
    missing = [
        tag["evidence"]
        for story in stories
        for tag in story["tags"]
        if tag["evidence"] not in "\n".join(story[name] for name in texts)
    ]
    assert missing == []
