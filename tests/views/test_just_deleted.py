"""What is deleted between the first look of a request and its write is answered with a 404, never with a failure."""

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from stories.core.choices import Strength
from stories.library.actions import keep_both, set_tag
from stories.library.bin import throw_away
from stories.models import Dismissal, EditConflict, Owner, Question, Story, Value
from stories.views.middleware import JustDeleted
from tests.factories import AnswerFactory, StoryFactory

OURS = {"Sec-Fetch-Site": "same-origin"}
Request = tuple[str, dict[str, str]]
REQUESTS: dict[str, Callable[[Story], Request]] = {
    "stories.change_status": lambda story: (f"/stories/{story.pk}/status/", {"status": "ready"}),
    "stories.set_tags": lambda story: (
        "/stories/many/",
        {"story": str(story.pk), "change": "tag", "value": str(story.tags.get().value_id), "strength": "supporting"},
    ),
    "coverage.set_tag": lambda story: (
        f"/coverage/{story.pk}/{story.tags.get().value_id}/",
        {"strength": "primary", "evidence": "said so"},
    ),
    "history.restore_story": lambda story: (f"/stories/{story.pk}/history/{story.version}/", {}),
    "history.restore_answer": lambda story: (f"/answers/{story.answers.get().pk}/history/1/", {}),
    "conflicts.resolve_conflict": lambda story: (f"/conflicts/{story.conflicts.get().pk}/", {"base": "1"}),
    "answers.save_answer": lambda story: (
        f"/answers/{story.answers.get().pk}/edit/",
        {"fit": "ok", "base": "1"},
    ),
    "review.dismiss": lambda story: (
        f"/stories/{story.pk}/dismiss/",
        {"code": "STAR108", "fingerprint": "0" * 16, "reason": "said aloud"},
    ),
    "match.choose_story": lambda story: (
        f"/match/{Question.objects.filter(owner=None).exclude(pk=story.answers.get().question_id)[0].pk}/",
        {"choice": str(story.pk)},
    ),
}
"""By the function that finds that the story has gone."""


@pytest.fixture
def story(alice: Owner, candor: Value, disagreement: Question) -> Story:
    """With a tag, a version, a conflict, and an answer that has a version."""
    story = StoryFactory.create(owner=alice, version=1)
    set_tag(story=story, value=candor, strength=Strength.PRIMARY)
    story.refresh_from_db()
    answer = AnswerFactory.create(story=story, question=disagreement)
    answer.versions.create(owner=alice, number=1, fields={}, saved=timezone.now())
    EditConflict.objects.create(
        owner=alice,
        story=story,
        session=story.edit_session,
        content={"texts": {"title": "b"}, "tags": [], "values": []},
    )
    return story


@pytest.mark.parametrize("action", REQUESTS)
def test_story_deleted_meanwhile_is_a_404(
    transactional_db: None, client: Client, story: Story, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    module, _, name = f"stories.views.{action}".rpartition(".")
    act = getattr(import_module(module), name)

    def act_after_deletion(**given: Any) -> Any:
        throw_away(thing=Story.objects.get(pk=story.pk), owner=story.owner)
        return act(**given)

    too_late = Mock(side_effect=act_after_deletion)
    monkeypatch.setattr(f"{module}.{name}", too_late)
    address, data = REQUESTS[action](story)

    response = client.post(address, data)

    assertContains(response, "There is nothing at this address", status_code=404)
    too_late.assert_called_once()
    assert not Dismissal.objects.exists()


def test_other_failures_stay_failures(rf: Any) -> None:
    assert JustDeleted(lambda _: None).process_exception(rf.post("/"), IntegrityError("UNIQUE")) is None  # type: ignore


def test_form_for_what_was_just_deleted_shows_what_was_typed(client: Client, story: Story, charlie: Owner) -> None:
    answer = story.answers.get()
    address = f"/answers/{answer.pk}/edit/"
    typed = {**_typed_by(client, address), "opening": "I stopped my own launch."}
    answer.delete()

    response = client.post(address, typed, headers=OURS)
    from_elsewhere = client.post(address, typed, headers={"Origin": "https://elsewhere.example"})
    client.force_login(charlie, backend="django.contrib.auth.backends.ModelBackend")
    by_another = client.post(address, typed, headers=OURS)

    assertContains(response, "Not saved: what you were writing has been deleted.", status_code=404)
    assertContains(response, "I stopped my own launch.</textarea>", status_code=404)
    assertNotContains(from_elsewhere, "my own launch", status_code=404)
    assertNotContains(by_another, "my own launch", status_code=403)


def _typed_by(client: Client, address: str) -> dict[str, str]:
    """The field of a form that says who typed it."""
    found = re.search(r'name="(typed-by-[0-9a-f]{32})"', client.get(address).content.decode())
    assert found
    return {found[1]: ""}


def test_other_version_is_kept_as_a_story_of_its_own_once(transactional_db: None, story: Story) -> None:
    conflict, same = EditConflict.objects.get(), EditConflict.objects.get()
    keep_both(conflict=conflict)

    with pytest.raises(EditConflict.DoesNotExist):
        keep_both(conflict=same)

    assert Story.objects.count() == 2
