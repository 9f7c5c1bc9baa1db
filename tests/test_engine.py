"""The engine as it comes with Prepsite, and what becomes of suggestions with it and without it."""

import json
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command

from stories.bank import encoding
from stories.bank.encoding import labelled_questions, signals_of_values
from stories.base import embedding, engine
from stories.base.embedding import Unavailable
from stories.base.engine import BASIS, Engine, load_engine
from stories.core.matching import Asked
from stories.core.meaning.basis import Basis, digest
from stories.coverage.snapshot import snapshot_of
from stories.coverage.suggestions import infer_question, suggestions_for
from stories.library.vectors import make_vector
from stories.models import Framework, Owner
from tests.factories import StoryFactory

HOW = "Run `uv run python -m stories.bank.encoding` and commit stories/base/basis.npz."
HEARD = "Tell me about the hardest message you ever had to pass upwards."


@pytest.fixture
def loaded() -> Engine:
    loaded = load_engine()
    assert isinstance(loaded, Engine)
    return loaded


def test_basis_is_in_step_with_the_bank_and_the_vocabulary() -> None:
    basis = Basis.load(BASIS.read_bytes())

    assert str(basis.source) == digest(labelled_questions(), signals_of_values()), HOW


def test_basis_was_made_by_this_model(loaded: Engine) -> None:
    basis = Basis.load(BASIS.read_bytes())
    rows = range(0, len(basis.texts), 60)

    made = loaded.embed([str(basis.texts[row]) for row in rows])

    assert np.abs(made - basis.questions[list(rows)]).max() < 1e-3, HOW


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

    suggestions = suggestions_for(snapshot_of(alice), Asked(HEARD))

    assert all("close in meaning to the question" not in each.fitness.reasons for each in suggestions.closest)
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

    first, second = suggestions_for(snapshot_of(alice), Asked(HEARD)).closest

    assert (first.story, second.story) == (told, bread)
    assert first.score > second.score
    assert "close in meaning to the question" in first.fitness.reasons


def test_heard_question_is_classified_in_the_default_framework_only(alice: Owner, loaded: Engine) -> None:
    inferred = infer_question(HEARD, snapshot_of(alice))
    elsewhere = infer_question(HEARD, snapshot_of(alice, framework=Framework.objects.get(slug="amazon-lp").slug))

    names = {str(snapshot_of(alice).values[pk].slug) for pk in inferred.values}
    assert names & {"candor", "courage"}
    assert inferred.shares is not None
    assert elsewhere.shares is None


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
    monkeypatch.setattr("stories.coverage.nearness.load_engine", lambda: pytest.fail("loaded"))

    [suggested] = suggestions_for(snapshot_of(alice), Asked(HEARD)).closest

    assert str(suggested.story) == "Told the director"


def test_edition_covers_how_a_vector_is_made() -> None:
    assert len(engine.edition()) == 12
    assert engine.edition() != embedding.edition()
