"""The same stories are offered for a question wherever it is shown, and one that answers it is among them."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from stories.bank import demo
from stories.bank.seeding import read
from stories.base.engine import Engine, load_engine
from stories.core.choices import Fit, QuestionKind, Section, Status, Strength
from stories.coverage.snapshot import snapshot_of
from stories.library.vectors import make_vectors
from stories.loops.actions import create_loop
from stories.loops.planner import loop_page
from stories.models import Framework, Loop, Owner, Question
from tests import offers
from tests.factories import AnswerFactory, StoryFactory, TagFactory

DATA = Path(__file__).parent / "benchmarks" / "data"


def labelled(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"matching-{name}.toml").read_text())


def labelled_stories(name: str) -> list[dict[str, Any]]:
    stories: list[dict[str, Any]] = read("demo", "story") if name == "demo" else labelled(name)["story"]
    return stories


def fill(owner: Owner, netflix: Framework, name: str) -> None:
    """With the demo's stories and answers, or with the stories of a labelled set."""
    if name == "demo":
        demo.fill(owner)
    else:
        for entry in labelled_stories(name):
            texts = {key: entry.get(key, "") for key in ("title", "headline", *Section)}
            story = StoryFactory.create(owner=owner, status=Status(entry["status"]), **texts)
            for slug, strength in entry["tags"].items():
                TagFactory.create(story=story, value=netflix.values.get(slug=slug), strength=Strength(strength))
        create_loop(loop=Loop(owner=owner, name="Loop"), snapshot=snapshot_of(owner))
    engine = load_engine()
    assert isinstance(engine, Engine)
    make_vectors(engine, lambda done, total: None)


@pytest.mark.parametrize("name", ["demo", "dev"])
def test_every_place_offers_the_same_stories(
    client: Client, alice: Owner, netflix: Framework, tmp_path: Path, name: str
) -> None:
    """As the page of each question does."""
    fill(alice, netflix, name)
    answer_at_a_stretch(alice)
    loop = alice.loops.get()
    questions = list(Question.objects.filter(owner=None).exclude(kind=QuestionKind.OPINION))
    opinions = list(Question.objects.filter(owner=None, kind=QuestionKind.OPINION))
    ids = {str(story): str(story.pk) for story in alice.stories.active()}
    slugs = {question.text: question.slug for question in questions}
    expected = offers.first_on_pages(client, questions, "{question}")
    assert {len(stories) for stories in expected.values()} == {3}
    assert set(map(len, offers.first_on_pages(client, opinions, "{question}").values())) == {0}
    assert [offers.suggested(question.slug) for question in opinions] == [[]] * len(opinions)

    in_order = {
        "choosing": offers.first_on_pages(client, questions[:20], "{question}answers/new/"),
        "match": offers.to_match(client, questions[:40]),
        "coverage": offers.in_steps(client, "/coverage/?view=questions"),
        "quick fixes": offers.in_steps(client, "/coverage/next/"),
        "pins": offers.to_pin(client, loop),
        "coverage --json": offers.in_json(),
        "coverage as text": offers.in_text(),
        "coverage/questions.csv": offers.in_table(client.get("/coverage/questions.csv").content),
        "export_library": offers.in_table(offers.exported(tmp_path)),
        "suggest --json": {question.slug: offers.suggested(question.slug) for question in questions[:20]},
        "suggest as text": {question.slug: offers.suggested_in_text(question.slug) for question in questions[:20]},
    }
    rearranged = {
        "matrix": offers.in_cells(client),
        "stories": offers.on_pages_of_stories(client, alice),
        "loop": offers.in_loop(client, loop),
        "plan --json": offers.in_plan(loop),
        "plan as text": offers.in_plan_as_text(loop),
    }

    for place, found in in_order.items():
        named = offers.numbered(found, ids, slugs)
        assert named, place
        assert named == {slug: expected[slug] for slug in named}, place
    for place, found in rearranged.items():
        named = offers.numbered(found, ids, slugs)
        assert named, place
        assert in_any_order(named) == in_any_order({slug: expected[slug] for slug in named}), place
    assert rearranged["matrix"].keys() >= in_order["coverage --json"].keys()
    assert len(rearranged["stories"]) > 90
    assert offers.on_sheet(client) == []


def answer_at_a_stretch(owner: Owner) -> None:
    """What is likeliest to be asked and not answered yet, so that another story for it is worth looking for."""
    snapshot = snapshot_of(owner)
    question = min(snapshot.covered.keys() - snapshot.stories_answering.keys(), key=snapshot.asked_ranks.__getitem__)
    story = next(story for story in snapshot.stories.values() if snapshot.counted[story.pk] == Status.READY)
    AnswerFactory.create(question=snapshot.questions[question], story=story, fit=Fit.STRETCH)


def in_any_order(found: offers.Offers) -> Mapping[str, Sequence[str]]:
    return {question: sorted(stories) for question, stories in found.items()}


def test_loop_offers_first_what_it_does_not_tell_yet(alice: Owner, netflix: Framework) -> None:
    fill(alice, netflix, "demo")

    page = loop_page(alice.loops.get(), alice)

    told = {row.story for part in page.rounds for row in part.questions if row.story}
    for row in page.unanswered:
        is_told = [each.story in told for each in row.closest]
        assert is_told == sorted(is_told)
    first = [row.closest[0].story for row in page.unanswered[:3]]
    assert len(set(first)) == 3


def test_three_hold_a_story_that_answers(alice: Owner, netflix: Framework) -> None:
    fill(alice, netflix, "demo")
    slugs = {entry["title"]: entry["slug"] for entry in labelled_stories("demo")}
    snapshot = snapshot_of(alice, category="")
    questions = {question.slug: pk for pk, question in snapshot.questions.items()}
    held = []
    for entry in labelled("demo")["question"]:
        if "bank" in entry and (fits := {fit["story"] for fit in entry["fits"]}):
            pk = questions[entry["bank"]]
            stories = [*snapshot.offered[pk], *snapshot.stories_answering.get(pk, ())]
            held.append(not fits.isdisjoint(slugs[snapshot.stories[story].title] for story in stories))

    assert len(held) > 40
    assert sum(held) / len(held) >= 0.95
