"""The engine as it comes with Prepsite, and what becomes of suggestions with it and without it."""

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import numpy as np
import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains
from threadpoolctl import threadpool_limits

from stories.bank import encoding
from stories.bank.actions import hide_question
from stories.bank.encoding import labelled_questions, signals_of_values
from stories.base import embedding, engine
from stories.base.embedding import Unavailable
from stories.base.engine import BASIS, Engine, load_engine
from stories.core.choices import Section, Status
from stories.core.lengths import sentences
from stories.core.matching import Asked, Candidate, Id, concept_shares
from stories.core.meaning.basis import Basis, digest
from stories.core.meaning.recipe import StoryVectors, dump_vector, encode_story
from stories.core.ranking import Ranking
from stories.core.terms import terms_of_story
from stories.coverage.heard_questions import hear
from stories.coverage.snapshot import snapshot_of
from stories.coverage.suggestions import infer_question, suggestions_heard
from stories.library.vectors import make_vector
from stories.models import Framework, Owner, Question
from tests.factories import StoryFactory

HOW = "Run `uv run python -m stories.bank.encoding` and commit stories/base/basis.npz."
DEV = Path(__file__).parent / "benchmarks" / "data" / "matching-dev.toml"
HEARD = "Tell me about the hardest message you ever had to pass upwards."


@pytest.fixture
def loaded() -> Engine:
    loaded = load_engine()
    assert isinstance(loaded, Engine)
    return loaded


def test_basis_is_in_step_with_the_bank_and_the_vocabulary() -> None:
    basis = Basis.load(BASIS.read_bytes())

    assert str(basis.source) == digest(labelled_questions(), encoding.wordings(), signals_of_values()), HOW


def test_basis_was_made_by_this_model(loaded: Engine) -> None:
    basis = Basis.load(BASIS.read_bytes())
    rows = range(0, len(basis.texts), 60)

    made = loaded.embed([str(basis.texts[row]) for row in rows])

    assert np.abs(made - basis.questions[list(rows)]).max() < 1e-3, HOW


def test_threads_of_blas_do_not_change_the_order_of_stories(loaded: Engine) -> None:
    dev = tomllib.loads(DEV.read_text())
    asked = [Asked(entry["text"]) for entry in dev["question"] if "text" in entry][:20]

    one, two = (order_of(dev["story"][:8], asked, loaded, threads) for threads in (1, 2))

    assert len(one) == 20
    assert one == two


def order_of(
    stories: Iterable[Mapping[str, str]], asked: Sequence[Asked], loaded: Engine, threads: int
) -> list[list[Id]]:
    """With every text embedded anew by so many threads."""
    told = {story["slug"]: "\n".join(story.get(section, "") for section in Section) for story in stories}
    ranking = Ranking((Candidate(slug, Status.READY, {}, terms_of_story(text, "")) for slug, text in told.items()), {})
    encoder = replace(loaded.encoder, embed=loaded.embed, known={})
    with threadpool_limits(threads, user_api="blas"):
        vectors: dict[Id, bytes] = {
            slug: dump_vector(encode_story(loaded.embed, sentences(text), "")) for slug, text in told.items()
        }
        directions = np.stack([encoder.encode(each.text, concept_shares(each)) for each in asked])
        ranked = ranking.rank_all(asked, list(StoryVectors(ranking.stories, vectors).nearness(directions)))
    return [[suggestion.story for suggestion in suggestions] for suggestions in ranked]


def without_model(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (engine, encoding):
        monkeypatch.setattr(module, "load_model", lambda: Unavailable("It is hidden."))
    monkeypatch.setattr(engine, "_load", engine._load.__wrapped__)


def test_without_the_model_stories_are_ranked_by_words_and_values(
    alice: Owner, monkeypatch: pytest.MonkeyPatch, loaded: Engine
) -> None:
    near = StoryFactory.create(owner=alice, title="Told the director", action="I told the director what nobody said.")
    make_vector(near, loaded)
    without_model(monkeypatch)

    suggestions = suggestions_heard(snapshot_of(alice), Asked(HEARD))

    assert all("close in meaning to the question" not in each.reasons for each in suggestions.closest)
    assert infer_question(HEARD, snapshot_of(alice)).shares is None
    with pytest.raises(SystemExit, match=r"It is hidden\."):
        encoding.main()


def test_meaning_decides_where_no_word_is_shared(alice: Owner, loaded: Engine) -> None:
    bread = StoryFactory.create(owner=alice, title="Bread", action="I baked bread for the whole street every morning.")
    told = StoryFactory.create(
        owner=alice,
        title="The review",
        action="I let my boss know early that our figures were wrong.",
    )
    for story in (bread, told):
        make_vector(story, loaded)

    first, second = suggestions_heard(snapshot_of(alice), Asked(HEARD)).closest

    assert (first.story, second.story) == (told, bread)
    assert first.score > second.score
    assert "close in meaning to the question" in first.reasons


def test_heard_question_is_classified_in_the_default_framework_only(alice: Owner, loaded: Engine) -> None:
    inferred = infer_question(HEARD, snapshot_of(alice))
    elsewhere = infer_question(HEARD, snapshot_of(alice, framework=Framework.objects.get(slug="amazon-lp").slug))

    names = {str(snapshot_of(alice).values[pk].slug) for pk in inferred.values}
    assert names & {"candor", "courage"}
    assert inferred.shares is not None
    assert elsewhere.shares is None


def test_heard_question_names_the_banks_closest(client: Client, alice: Owner, disagreement: Question) -> None:
    text = "When did you contradict somebody above you?"

    response = client.get("/questions/new/", {"text": text})

    heard = response.context["heard"]
    assert len(heard.in_bank) == 3
    assert disagreement in heard.in_bank
    assertContains(response, "The bank has it as")
    assertContains(response, f'href="{disagreement.get_absolute_url()}"')
    assertContains(response, "Save</button>")


def test_press_draws_the_banks_closest_in_their_own_place(client: Client, alice: Owner) -> None:
    post = {"text": "When did you contradict somebody above you?", "look": "1"}

    part = client.post("/questions/new/", post, headers={"HX-Target": "suggested"})

    assertContains(part, '<div id="in-bank" hx-swap-oob="true">')
    assertNotContains(client.post("/questions/new/", post), "hx-swap-oob")


def test_hidden_question_of_the_bank_is_not_named(alice: Owner, disagreement: Question) -> None:
    asked = Asked(disagreement.text)
    before = hear(asked, snapshot_of(alice)).in_bank

    hide_question(owner=alice, question=disagreement, hidden=True)

    after = hear(asked, snapshot_of(alice)).in_bank
    assert before[0] == disagreement
    assert disagreement not in after
    assert len(after) == 3


GERMAN = "Erzählen Sie mir von einem Konflikt mit Ihrem Chef."


def test_meaning_is_not_compared_in_another_language(client: Client, alice: Owner, loaded: Engine) -> None:
    make_vector(StoryFactory.create(owner=alice, title="Der Konflikt", action="I told the director."), loaded)

    response = client.get("/questions/new/", {"text": GERMAN})

    assertContains(response, "This doesn&#x27;t look like English, so its meaning isn&#x27;t compared")
    heard = response.context["heard"]
    assert heard.in_bank == []
    assert heard.suggestions.closest[0].reasons[0] == "says “konflikt”, as the question does"
    assert infer_question(GERMAN, snapshot_of(alice)).shares is None


def test_page_says_that_the_model_is_missing(client: Client, alice: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    StoryFactory.create(owner=alice, title="Told the director")
    without_model(monkeypatch)

    response = client.get("/questions/new/", {"text": HEARD})

    assertContains(response, "It is hidden. Until that is mended, stories are suggested by")
    assertNotContains(response, "The bank has it as")
    assert str(response.context["heard"].suggestions.closest[0].story) == "Told the director"


def test_three_stories_are_offered_even_if_nothing_speaks_for_them(
    client: Client, alice: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_model(monkeypatch)
    for title, status in {"Draft": "draft", "B": "ready", "A": "ready", "C": "ready", "Old": "archived"}.items():
        StoryFactory.create(owner=alice, title=title, headline="", action="I watered tomatoes.", status=status)

    response = client.get("/questions/new/", {"text": "?!"})

    suggestions = response.context["heard"].suggestions
    assert {str(each.story) for each in suggestions.closest} == {"A", "B", "C"}
    assert [str(each.story) for each in suggestions.others] == ["Draft"]
    assert suggestions.closest[0].reasons == ("not told yet",)
    assertContains(response, "Not these: show 1 more")
    assertContains(response, "Save and write a new story for it")


def test_command_gives_the_score_that_it_orders_by(
    alice: Owner, loaded: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(2):
        make_vector(StoryFactory.create(owner=alice, title=f"Story {number}"), loaded)

    call_command("suggest", owner="alice", json=True, text=HEARD)

    ranked: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["suggestions"]
    assert [row["score"] for row in ranked] == sorted((row["score"] for row in ranked), reverse=True)


def test_model_is_not_loaded_for_a_library_without_vectors(alice: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    StoryFactory.create(owner=alice, title="Told the director")
    monkeypatch.setattr("stories.coverage.closest_stories.load_engine", lambda: pytest.fail("loaded"))

    [suggested] = suggestions_heard(snapshot_of(alice), Asked(HEARD)).closest

    assert str(suggested.story) == "Told the director"


def test_heard_question_is_embedded_once_while_it_is_corrected(monkeypatch: pytest.MonkeyPatch, loaded: Engine) -> None:
    embed = Mock(side_effect=loaded.embed)
    remembering = engine._remembering(embed)

    first, second = remembering([HEARD]), remembering([HEARD])

    embed.assert_called_once_with([HEARD])
    assert np.array_equal(first, second)


def test_edition_covers_how_a_vector_is_made() -> None:
    assert len(engine.edition()) == 12
    assert engine.edition() != embedding.edition()
