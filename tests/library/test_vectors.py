"""The vectors of stories: made once for each text, by one thread, without making the library another."""

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event
from unittest.mock import Mock

import pytest
from django.conf import Settings
from django.core.signals import request_started
from django.db import DatabaseError, connection, connections, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from stories.base.engine import Engine, load_engine
from stories.base.revisions import revision_of
from stories.core.choices import Strength
from stories.library import background, vectors
from stories.library.actions import save_story, set_tag
from stories.library.bin import throw_away
from stories.library.content import StoryContent
from stories.library.vectors import make_vector, make_vectors, outdated
from stories.management import meanings
from stories.models import Owner, Story, StoryVector, Value
from tests.factories import StoryFactory

TEXTS = {"title": "The ledger", "headline": "", "action": "I had argued for the new ledger, and then it failed."}


@pytest.fixture
def engine() -> Engine:
    loaded = load_engine()
    assert isinstance(loaded, Engine)
    return loaded


def test_vectors_are_made_once(alice: Owner, charlie: Owner, engine: Engine) -> None:
    StoryFactory.create(owner=alice, **TEXTS)
    StoryFactory.create(owner=charlie, **TEXTS)
    progress = Mock()

    assert make_vectors(engine, progress) == 2
    assert make_vectors(engine, progress) == 0

    assert [call.args for call in progress.call_args_list] == [(1, 2), (2, 2)]
    assert {len(vector.numbers) for vector in StoryVector.objects.all()} == {768}
    assert {vector.owner for vector in StoryVector.objects.all()} == {alice, charlie}


def test_progress_of_a_few_stories_is_told_too(
    alice: Owner,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    stories = StoryFactory.create_batch(2, owner=alice, **TEXTS)
    monkeypatch.setattr(background, "close_old_connections", Mock())
    seconds = count(0, 3)
    for module in (background, meanings):
        monkeypatch.setattr(module, "monotonic", lambda: next(seconds))

    background.make_missing_vectors(engine)
    StoryVector.objects.filter(story=stories[0]).delete()
    meanings.learn_meanings(alice)

    assert caplog.messages == [f"The meaning of {done} of 2 stories is known." for done in (1, 2)]
    assert capsys.readouterr().err.endswith("The meaning of 1 of 1 stories is known.\n")


def test_vectors_of_one_owner_are_made(alice: Owner, charlie: Owner, engine: Engine) -> None:
    StoryFactory.create(owner=alice, **TEXTS)
    theirs = StoryFactory.create(owner=charlie, **TEXTS)

    assert make_vectors(engine, Mock(), alice) == 1

    assert list(outdated()) == [theirs]


def test_saved_story_gets_another_vector(alice: Owner, engine: Engine) -> None:
    story = StoryFactory.create(owner=alice, **TEXTS)
    make_vectors(engine, Mock())
    before = bytes(StoryVector.objects.get().numbers)

    save_story(
        owner=alice,
        pk=story.pk,
        base=story.version,
        session=uuid.uuid4(),
        content=StoryContent(texts=TEXTS | {"action": "I planted tomatoes and watered them all summer."}),
    )

    assert list(outdated()) == [story]
    make_vectors(engine, Mock())
    assert bytes(StoryVector.objects.get().numbers) != before
    assert not outdated().exists()


def test_vector_of_other_code_is_made_again(alice: Owner, engine: Engine) -> None:
    story = StoryFactory.create(owner=alice, **TEXTS)
    make_vectors(engine, Mock())
    StoryVector.objects.update(made_by="other")

    assert list(outdated()) == [story]


def test_story_saved_meanwhile_keeps_what_it_had(alice: Owner, engine: Engine, candor: Value) -> None:
    story = StoryFactory.create(owner=alice, **TEXTS)
    as_read = Story.objects.get()
    set_tag(story=story, value=candor, strength=Strength.PRIMARY)

    make_vector(as_read, engine)

    assert not StoryVector.objects.exists()


def wait_for_somebody_who_waits() -> None:
    """Until another connection waits for this one's transaction; SQLite lets nobody else begin to write meanwhile."""
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    end = time.monotonic() + 30
    with connection.cursor() as cursor:
        while connection.vendor == "postgresql" and cursor.execute(waiting).fetchone() == (0,):
            assert time.monotonic() < end


@pytest.mark.usefixtures("transactional_db")
def test_story_can_be_deleted_while_its_vector_is_stored(alice: Owner, engine: Engine) -> None:
    story, is_stored = StoryFactory.create(owner=alice, **TEXTS), Event()

    def delete() -> None:
        is_stored.wait(timeout=30)
        try:
            throw_away(thing=story, owner=alice)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        deleting = pool.submit(delete)
        with transaction.atomic():
            make_vector(story, engine)
            is_stored.set()
            wait_for_somebody_who_waits()
        deleting.result()

    assert not StoryVector.objects.exists()
    assert alice.binned.get().name == story.title


@pytest.mark.usefixtures("transactional_db")
def test_vectors_make_the_library_no_other(alice: Owner, engine: Engine) -> None:
    StoryFactory.create(owner=alice, **TEXTS)
    before = revision_of(alice)

    make_vectors(engine, Mock())

    after = revision_of(alice)
    assert (after.bank, after.own) == (before.bank, before.own)
    assert after.vectors != before.vectors


def test_every_save_asks_for_vectors(
    alice: Owner, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    asked = Mock()
    monkeypatch.setattr("stories.library.derived.ask_for_vectors", asked)

    with django_capture_on_commit_callbacks(execute=True):
        save_story(owner=alice, pk=uuid.uuid4(), base=0, session=uuid.uuid4(), content=StoryContent(texts=TEXTS))

    asked.assert_called()


def test_failure_of_the_database_is_told_and_leaves_the_thread_alive(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(background, "close_old_connections", Mock())
    monkeypatch.setattr(vectors, "make_vectors", Mock(side_effect=DatabaseError("disk full")))

    background.make_missing_vectors(engine)

    assert "The meaning of some stories isn't known yet: disk full" in caplog.text


@pytest.mark.parametrize("is_serving", [True, False])
def test_only_a_process_that_serves_pages_works_in_the_background(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, *, is_serving: bool
) -> None:
    settings.WORK_IN_BACKGROUND = is_serving  # type: ignore[attr-defined]
    worked = Event()
    monkeypatch.setattr(background, "_threads", [])
    monkeypatch.setattr(background, "_work", worked.set)
    for _ in range(2):
        background.serve()

    for _ in range(2):
        background.ask_for_vectors()

    assert len(background._threads) == is_serving
    assert worked.wait(timeout=30 if is_serving else 0) == is_serving


def test_first_request_has_missing_vectors_made(db: None, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    settings.WORK_IN_BACKGROUND = True  # type: ignore[attr-defined]
    worked = Event()
    monkeypatch.setattr(background, "_threads", [])
    monkeypatch.setattr(background, "_work", worked.set)
    background.serve()

    for _ in range(2):
        request_started.send(sender=None)

    assert worked.wait(timeout=30)
