"""The same stories are offered for a question wherever it is shown, and one that answers it is among them."""

import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from stories.bank import demo
from stories.bank.seeding import read
from stories.base.engine import Engine, load_engine
from stories.core.choices import Section, Status, Strength
from stories.core.steps import StepKind
from stories.coverage.next_steps import repair_rows
from stories.coverage.snapshot import NextStep, snapshot_of
from stories.coverage.suggestions import questions_of
from stories.library.vectors import make_vectors
from stories.loops.actions import create_loop
from stories.loops.planner import loop_page
from stories.models import Framework, Loop, Owner, Question
from tests.factories import StoryFactory, TagFactory

DATA = Path(__file__).parent / "benchmarks" / "data"
Offers = Mapping[str, Sequence[str]]
"""The ids of stories by the slug of a question."""
OffersInAnyOrder = Mapping[str, set[str]]


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


def slugs_and_ids(steps: Iterable[NextStep | None]) -> Offers:
    return {
        step.question.slug: [str(each.story.pk) for each in step.stories]
        for step in steps
        if step and step.question and step.closest
    }


@pytest.mark.parametrize("name", ["demo", "dev"])
def test_every_place_offers_the_same_stories(
    client: Client, alice: Owner, netflix: Framework, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    fill(alice, netflix, name)
    offers = slugs_and_ids(row.next for row in snapshot_of(alice).question_rows)
    everything = snapshot_of(alice, category="")
    every = {everything.questions[pk].slug: set(map(str, stories)) for pk, stories in everything.offered.items()}
    questions = [question for question in Question.objects.filter(owner=None) if question.slug in offers]

    assert len(offers) > 50
    assert {len(stories) for stories in offers.values()} == {3}
    assert on_pages(client, questions, "{question}") == offers
    assert on_pages(client, questions[:5], "{question}answers/new/").items() <= offers.items()
    assert offers.items() <= slugs_and_ids(row.next for row in repair_rows(snapshot_of(alice))).items()
    assert slugs_and_ids(snapshot_of(alice).next_steps).items() <= offers.items()
    assert in_json(capsys, "coverage") == offers
    assert {slug: suggested(capsys, slug) for slug in [*offers][:5]}.items() <= offers.items()
    for place in (in_matrix(client), of_stories(alice), in_loop(alice), in_plan(alice, capsys)):
        assert place
        assert place == {slug: every[slug] for slug in place}


def on_pages(client: Client, questions: Iterable[Question], path: str) -> Offers:
    """The stories that each page links first, in order."""
    pages = {
        question.slug: client.get(path.format(question=question.get_absolute_url())).text for question in questions
    }
    return {slug: re.findall(r"/answers/new/\?story=([0-9a-f-]{36})\"", page)[:3] for slug, page in pages.items()}


def in_json(capsys: pytest.CaptureFixture[str], command: str) -> Offers:
    call_command(command, owner="alice", json=True)
    rows = json.loads(capsys.readouterr().out)["questions"]
    return {
        row["slug"]: [story["id"] for story in row["next"]["stories"]]
        for row in rows
        if row["next"] and row["next"]["kind"] == StepKind.CHOOSE_STORY
    }


def suggested(capsys: pytest.CaptureFixture[str], slug: str) -> list[str]:
    call_command("suggest", owner="alice", json=True, question=slug)
    return [row["story"] for row in json.loads(capsys.readouterr().out)["suggestions"]][:3]


def in_matrix(client: Client) -> OffersInAnyOrder:
    pages = [client.get(f"/coverage/?view=questions&level=open&stories={page}").context["matrix"] for page in (1, 2)]
    offers: dict[str, set[str]] = defaultdict(set)
    for row in (row for page in pages for row in page):
        offers[row.row.question.slug] |= {str(cell.story.pk) for cell in row.cells if cell.is_offered}
    return offers


def of_stories(owner: Owner) -> OffersInAnyOrder:
    snapshot = snapshot_of(owner)
    offers: dict[str, set[str]] = defaultdict(set)
    for story in snapshot.stories.values():
        for asked in questions_of(story, snapshot):
            if not asked.is_answered:
                offers[asked.question.slug].add(str(story.pk))
    return offers


def in_loop(owner: Owner) -> OffersInAnyOrder:
    page = loop_page(owner.loops.get(), owner)
    return {row.asked.question.slug: {str(each.story.pk) for each in row.closest} for row in page.unanswered}


def in_plan(owner: Owner, capsys: pytest.CaptureFixture[str]) -> OffersInAnyOrder:
    call_command("plan", str(owner.loops.get().pk), owner="alice", json=True)
    rounds = json.loads(capsys.readouterr().out)["rounds"]
    return {item["question"]: set(item["closest"]) for part in rounds for item in part["items"] if item["closest"]}


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
