"""What is deleted goes to the bin, no longer counts, and comes back as it was."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.core.exceptions import ObjectDoesNotExist
from django.db import connections
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from stories.bank import demo
from stories.core.choices import Strength
from stories.library.actions import set_tag
from stories.library.bin import NotRestoredError, put_back, throw_away
from stories.models import Answer, Binned, EditConflict, Framework, Owner, Question, Revision, Story, Value
from tests.factories import AnswerFactory, QuestionFactory, StoryFactory, TagFactory, ValueFactory


def everything() -> dict[str, Any]:
    """Every row of every table except the bin, without the name of the revision."""
    models: list[Any] = [
        model for model in apps.get_app_config("stories").get_models() if model not in (Binned, Revision)
    ]
    return {model.__name__: json.loads(serializers.serialize("json", model.objects.order_by("pk"))) for model in models}


@pytest.fixture
def library(alice: Owner, netflix: Framework) -> Owner:
    """The demo with a version, a conflict, a dismissal, a pinned and told story, and the owner's own things."""
    demo.fill(alice)
    asked = alice.round_questions.all()[0]
    story = alice.stories.filter(answers__isnull=False)[0]
    asked.pinned = asked.told = story
    asked.was_asked = True
    asked.save()
    alice.dismissals.create(story=story, code="STAR108", fingerprint="0" * 16, reason="said aloud")
    EditConflict.objects.create(owner=alice, story=story, session=story.edit_session, content={"texts": {}})
    own = Framework.objects.create(owner=alice, slug="own-acme", company="Acme", name="Principles")
    value = ValueFactory.create(owner=alice, framework=own)
    set_tag(story=story, value=value, strength=Strength.PRIMARY, evidence="laughed")
    question = QuestionFactory.create(owner=alice)
    question.probes.create(owner=alice, value=value, strength=Strength.PRIMARY)
    AnswerFactory.create(story=story, question=question)
    asked.round.questions.create(owner=alice, question=question)
    Owner.objects.filter(pk=alice.pk).update(framework=own)
    return alice


THINGS: dict[str, Callable[[Owner], Any]] = {
    "story": lambda owner: owner.round_questions.exclude(told=None).get().told,
    "answer": lambda owner: owner.answers.all()[0],
    "question": lambda owner: owner.questions.get(),
    "value": lambda owner: owner.values.get(),
    "framework": lambda owner: owner.frameworks.get(),
    "loop": lambda owner: owner.loops.get(),
    "round": lambda owner: owner.round_questions.exclude(told=None).get().round,
}


@pytest.mark.parametrize("kind", THINGS)
def test_everything_comes_back_as_it_was(library: Owner, client: Client, kind: str) -> None:
    thing, before = THINGS[kind](library), everything()

    response = client.post(f"/{kind}s/{thing.pk}/delete/".replace("storys", "stories"), follow=True)

    assertContains(response, "Undo")
    gone = everything()
    assert gone != before
    [binned] = library.binned.all()
    assert (binned.kind, binned.rows[0]["pk"]) == (kind, str(thing.pk) if kind == "story" else thing.pk)

    client.post(f"/bin/{binned.pk}/restore/")

    assert everything() == before
    assert not library.binned.exists()


def test_deleted_story_is_found_nowhere(client: Client, alice: Owner, candor: Value, disagreement: Question) -> None:
    story = StoryFactory.create(owner=alice, title="Zebra", search_text="zebra")
    TagFactory.create(story=story, value=candor)
    AnswerFactory.create(story=story, question=disagreement)

    client.post(f"/stories/{story.pk}/delete/")
    client.get("/stories/")

    pages = ["/", "/stories/?status=all&q=zebra", "/coverage/", f"/questions/{disagreement.pk}/", "/data/library.json"]
    for page in pages:
        assertNotContains(client.get(page), "Zebra")
    assertContains(client.get("/bin/"), "Zebra")


def test_bin_says_until_when_it_keeps_what(client: Client, alice: Owner) -> None:
    binned = throw_away(thing=StoryFactory.create(owner=alice, title="Zebra"), owner=alice)
    Binned.objects.update(deleted=timezone.now() - timedelta(days=29))

    page = client.get("/bin/")

    assert list(page.context["page"]) == [binned]
    assertContains(page, (timezone.localtime() + timedelta(days=1)).strftime("kept until %-d %b %Y"))


def test_what_is_older_than_thirty_days_is_gone(client: Client, alice: Owner) -> None:
    binned = throw_away(thing=StoryFactory.create(owner=alice, title="Zebra"), owner=alice)
    Binned.objects.update(deleted=timezone.now() - timedelta(days=30, minutes=1))

    assertContains(client.get("/bin/"), "The bin is empty.")
    assert client.post(f"/bin/{binned.pk}/restore/").status_code == 404
    throw_away(thing=StoryFactory.create(owner=alice), owner=alice)
    assert not Binned.objects.filter(pk=binned.pk).exists()


def test_what_cannot_be_put_back_with_it_is_named(
    alice: Owner, client: Client, netflix: Framework, disagreement: Question
) -> None:
    story, value = StoryFactory.create(owner=alice), ValueFactory.create(owner=alice, framework=netflix)
    TagFactory.create(story=story, value=value)
    AnswerFactory.create(story=story, question=disagreement)
    binned = throw_away(thing=story, owner=alice)
    value.delete()

    response = client.post(f"/bin/{binned.pk}/restore/", follow=True)

    assertContains(response, "One tag was not put back: its value no longer exists.")
    story = alice.stories.get()
    assert (story.tags.count(), story.answers.count()) == (0, 1)


def test_thing_whose_place_is_taken_stays_in_the_bin(alice: Owner, client: Client, disagreement: Question) -> None:
    story = StoryFactory.create(owner=alice)
    answer = AnswerFactory.create(story=story, question=disagreement)
    binned = throw_away(thing=answer, owner=alice)
    AnswerFactory.create(story=story, question=disagreement)

    response = client.post(f"/bin/{binned.pk}/restore/", follow=True)

    assertContains(response, "can&#x27;t be put back: something else has taken its place.")
    assert Binned.objects.get() == binned
    assert Answer.objects.count() == 1


def test_answer_without_its_story_stays_in_the_bin(alice: Owner, disagreement: Question) -> None:
    story = StoryFactory.create(owner=alice)
    binned = throw_away(thing=AnswerFactory.create(story=story, question=disagreement), owner=alice)
    throw_away(thing=story, owner=alice)

    with pytest.raises(NotRestoredError, match="its story no longer exists"):
        put_back(binned=binned)

    assert Answer.objects.count() == 0


def test_reference_that_was_set_again_is_left_alone(library: Owner) -> None:
    asked: Any = library.round_questions.exclude(told=None).get()
    other = library.stories.exclude(pk=asked.told_id)[0]
    binned = throw_away(thing=asked.told, owner=library)
    library.round_questions.filter(pk=asked.pk).update(pinned=other, was_asked=False)

    put_back(binned=binned)

    asked.refresh_from_db()
    assert (asked.pinned, asked.told) == (other, None)


def test_deleting_for_good_asks_first(client: Client, alice: Owner) -> None:
    for _ in range(2):
        binned = throw_away(thing=StoryFactory.create(owner=alice, title="Zebra"), owner=alice)

    assertContains(client.get(f"/bin/{binned.pk}/delete/"), "Delete “<bdi>Zebra</bdi>” for good?")
    assertContains(client.get("/bin/empty/"), "This deletes 2 items for good, with everything that belonged to them.")
    assert alice.binned.count() == 2

    assertRedirects(client.post(f"/bin/{binned.pk}/delete/"), "/bin/")
    assert alice.binned.count() == 1
    client.post("/bin/empty/")
    assert alice.binned.count() == 0


def test_emptying_a_bin_leaves_those_of_others(client: Client, charlie: Owner) -> None:
    throw_away(thing=StoryFactory.create(owner=charlie), owner=charlie)

    client.post("/bin/empty/")

    assert charlie.binned.count() == 1
    assert not Story.objects.exists()


@pytest.mark.parametrize("kind", THINGS)
def test_thing_that_somebody_else_has_just_deleted_is_in_the_bin_once(library: Owner, kind: str) -> None:
    thing, as_another_request_knows_it = THINGS[kind](library), THINGS[kind](library)
    before = everything()
    binned = throw_away(thing=thing, owner=library)

    with pytest.raises(ObjectDoesNotExist):
        throw_away(thing=as_another_request_knows_it, owner=library)

    assert library.binned.get() == binned
    put_back(binned=binned)
    assert everything() == before


def test_two_deletions_at_once_make_one_entry(transactional_db: None, library: Owner) -> None:
    story, browsers, together = THINGS["story"](library), [Client(), Client()], Barrier(2)
    for browser in browsers:
        browser.force_login(library, backend="django.contrib.auth.backends.ModelBackend")
    before = everything()

    def status_of_deleting(browser: Client) -> int:
        try:
            together.wait(timeout=60)
            return browser.post(f"/stories/{story.pk}/delete/").status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(browsers)) as pool:
        statuses = sorted(pool.map(status_of_deleting, browsers))

    assert statuses == [302, 404]
    put_back(binned=library.binned.get())
    assert everything() == before


def test_thing_that_was_just_put_back_is_not_put_back_again(alice: Owner) -> None:
    binned = throw_away(thing=StoryFactory.create(owner=alice), owner=alice)
    put_back(binned=Binned.objects.get())

    with pytest.raises(Binned.DoesNotExist):
        put_back(binned=binned)

    assert Story.objects.count() == 1
