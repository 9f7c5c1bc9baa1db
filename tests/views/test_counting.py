"""What counts as ready, and as an answer, on the pages."""

from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from stories.core.choices import Fit, Status
from stories.core.coverage import QuestionLevel, ValueLevel
from stories.coverage.snapshot import snapshot_of
from stories.models import Answer, Owner, Question, Value
from tests.factories import AnswerFactory, StoryFactory, TagFactory


def value_level(owner: Owner, value: Value) -> ValueLevel:
    return next(row.coverage.level for row in snapshot_of(owner).value_rows if row.value == value)


def question_level(owner: Owner, question: Question) -> QuestionLevel:
    return next(row.coverage.level for row in snapshot_of(owner).question_rows if row.question == question)


def test_stubs_cover_no_value(alice: Owner, candor: Value) -> None:
    for _ in range(15):
        TagFactory.create(story=StoryFactory.create(owner=alice, words=82), value=candor)

    assert value_level(alice, candor) == ValueLevel.DRAFT

    alice.stories.update(words=112)
    assert value_level(alice, candor) == ValueLevel.COVERED


def test_task_may_stand_in_the_situation(client: Client, alice: Owner) -> None:
    story = StoryFactory.create(owner=alice, status=Status.DRAFT, task="")

    response = client.post(f"/stories/{story.pk}/status/", {"status": "ready"}, follow=True)

    assertContains(response, "is ready and now counts.")
    assertContains(response, "Task is empty.")
    assertNotContains(response, "doesn’t count yet")


def test_mark_stays_where_a_section_is_emptied_and_the_reason_stands_beside_it(client: Client, alice: Owner) -> None:
    story = StoryFactory.create(owner=alice)
    page: Any = client.get(f"/stories/{story.pk}/edit/")
    form = {**page.context["form"].initial, "action": "", "base": story.version}

    told = client.post(f"/stories/{story.pk}/edit/", {**form, "save": ""}, follow=True)

    story.refresh_from_db()
    assert story.status == Status.READY
    assertContains(told, "is saved.")
    assertContains(told, "doesn’t count yet: Action is empty.")
    assertContains(client.get("/stories/"), "doesn’t count yet: Action is empty.")


@pytest.mark.parametrize(
    ("changes", "level"),
    [
        ({}, QuestionLevel.COVERED),
        ({"words": 111}, QuestionLevel.DRAFT),
        ({"words": 452}, QuestionLevel.DRAFT),
        ({"words": 450}, QuestionLevel.COVERED),
        ({"was_seen": False}, QuestionLevel.DRAFT),
        ({"fit": Fit.STRETCH}, QuestionLevel.DRAFT),
    ],
)
def test_answer_covers_its_question_when_it_can_be_told(
    alice: Owner, disagreement: Question, changes: dict[str, Any], level: QuestionLevel
) -> None:
    AnswerFactory.create(story=StoryFactory.create(owner=alice), question=disagreement, **changes)

    assert question_level(alice, disagreement) == level


def test_answer_counts_once_it_is_opened(client: Client, alice: Owner, disagreement: Question) -> None:
    answer = AnswerFactory.create(story=StoryFactory.create(owner=alice), question=disagreement, was_seen=False)
    assert question_level(alice, disagreement) == QuestionLevel.DRAFT

    client.get(answer.get_absolute_url())

    assert question_level(alice, disagreement) == QuestionLevel.COVERED


def test_answer_has_the_words_that_would_be_said(client: Client, alice: Owner, disagreement: Question) -> None:
    story = StoryFactory.create(owner=alice, learning="", result="Nine words are said here, and not one more.")
    for name in ("situation", "task", "action"):
        setattr(story, name, "")
    story.save()
    answer = AnswerFactory.create(story=story, question=disagreement, opening="Two words.", words=0)
    page: Any = client.get(answer.get_absolute_url())

    def saved(**changes: str) -> int:
        form = {name: value or "" for name, value in page.context["form"].initial.items()}
        base = str(Answer.objects.get(pk=answer.pk).version)
        client.post(answer.get_absolute_url(), {**form, "base": base, "stay": "", **changes})
        return Answer.objects.get(pk=answer.pk).words

    assert saved() == 11
    assert saved(reworded_result="Three of them.") == 5
    assert saved(full="All in all seven words are said.") == 7


def test_saving_a_story_counts_the_words_of_its_answers_anew(
    client: Client, alice: Owner, disagreement: Question
) -> None:
    story = StoryFactory.create(owner=alice)
    answer = AnswerFactory.create(story=story, question=disagreement, words=1)
    page: Any = client.get(f"/stories/{story.pk}/edit/")

    client.post(f"/stories/{story.pk}/edit/", {**page.context["form"].initial, "result": "One two three.", "save": ""})

    story.refresh_from_db()
    answer.refresh_from_db()
    assert answer.words == story.words


def test_error_that_is_dismissed_no_longer_counts_against_the_story(client: Client, alice: Owner) -> None:
    story = StoryFactory.create(owner=alice)
    page: Any = client.get(f"/stories/{story.pk}/edit/")
    client.post(f"/stories/{story.pk}/edit/", {**page.context["form"].initial, "result": "We won.", "save": ""})
    story.refresh_from_db()
    assert story.faults == "Result has only 2 words."

    [error] = client.get(f"/stories/{story.pk}/").context["page"].reviewed.findings[:1]
    dismissal = {"code": error.code, "fingerprint": error.fingerprint, "reason": "It says all."}
    client.post(f"/stories/{story.pk}/dismiss/", dismissal)
    story.refresh_from_db()
    assert story.faults == ""

    client.post(f"/dismissals/{story.dismissals.get().pk}/restore/")
    story.refresh_from_db()
    assert story.faults == "Result has only 2 words."


def test_story_that_is_marked_ready_and_too_short_is_not_said_to_count(client: Client, alice: Owner) -> None:
    story = StoryFactory.create(owner=alice, title="Short", status=Status.DRAFT, words=50)

    response = client.post(f"/stories/{story.pk}/status/", {"status": "ready"}, follow=True)

    assertContains(response, "“Short” is marked ready, but doesn&#x27;t count yet: It takes 0:20 to tell;")
    assertContains(response, 'name="status" value="draft">Undo</button>')
    assertNotContains(response, "now counts")


@pytest.fixture
def fallen(alice: Owner, candor: Value, disagreement: Question) -> Owner:
    """Covered by what was marked ready; nothing of it can be told in time."""
    Owner.objects.filter(pk=alice.pk).update(hears_what_fell=True)
    for words in (82, 200):
        TagFactory.create(story=StoryFactory.create(owner=alice, title=f"Of {words}", words=words), value=candor)
    AnswerFactory.create(story=alice.stories.get(words=200), question=disagreement, words=700)
    alice.refresh_from_db()
    return alice


def test_notice_says_what_counts_no_longer_and_why(client: Client, fallen: Owner, disagreement: Question) -> None:
    response = client.get("/")

    text = " ".join(response.content.decode().split())
    assert "What counts no longer" in text
    assert 'No longer covered: <a href="/values/' in text
    assert "<summary>1 question is no longer covered</summary>" in text
    named = f'<a href="/questions/{disagreement.pk}/" dir="auto">{disagreement}</a>'
    assert f"{named} Answered only at a length that loses the room." in text
    assert "It takes 0:33 to tell; less than 0:45 shows too little." in text
    assert "takes between 0:45 and 3:00" in text


def test_notice_is_gone_once_it_is_read(client: Client, fallen: Owner) -> None:
    client.get("/")

    assertNotContains(client.post("/fallen/read/", follow=True), "What counts no longer")
    assertNotContains(client.get("/"), "What counts no longer")


def test_nobody_is_told_that_nothing_fell(client: Client, alice: Owner) -> None:
    Owner.objects.filter(pk=alice.pk).update(hears_what_fell=True)
    StoryFactory.create(owner=alice)

    assertNotContains(client.get("/"), "What counts no longer")


def many(client: Client, owner: Owner, **sent: Any) -> Any:
    return client.post(
        "/stories/many/?status=all", {"story": [story.pk for story in owner.stories.all()], **sent}, follow=True
    )


def test_many_stories_are_marked_at_once_and_those_that_cannot_be_are_named(client: Client, alice: Owner) -> None:
    stories: dict[str, dict[str, Any]] = {"Whole": {}, "Short": {"words": 50}, "Holey": {"action": ""}}
    for title, texts in stories.items():
        StoryFactory.create(owner=alice, title=title, status=Status.DRAFT, **texts)

    response = many(client, alice, change="ready")

    marked = dict(alice.stories.values_list("title", "status"))
    assert marked == {"Whole": "ready", "Short": "ready", "Holey": "draft"}
    assertContains(response, "2 stories marked ready.")
    assertContains(response, "“Short” is marked ready, but doesn&#x27;t count yet: It takes 0:20 to tell;")
    assertContains(response, "“Holey” was left as it is. To mark it ready, write Action first.")
    assert response.redirect_chain == [("/stories/?status=all", 302)]


def test_many_stories_are_archived_at_once(client: Client, alice: Owner) -> None:
    StoryFactory.create_batch(2, owner=alice)

    assertContains(many(client, alice, change="archived"), "2 stories archived.")
    assert set(alice.stories.values_list("status", flat=True)) == {"archived"}


def test_many_stories_are_tagged_at_once_and_keep_their_evidence(client: Client, alice: Owner, candor: Value) -> None:
    tagged = TagFactory.create(story=StoryFactory.create(owner=alice), value=candor, evidence="I said so.")
    StoryFactory.create(owner=alice)

    response = many(client, alice, change="tag", value=candor.pk, strength="supporting")

    assertContains(response, "2 stories tagged with Candor.")
    tagged.refresh_from_db()
    assert (tagged.strength, tagged.evidence) == ("supporting", "I said so.")
    assert alice.tags.count() == 2


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"change": "tag", "strength": "primary"}, "Choose the value to tag them with."),
        ({"change": "ready", "story": []}, "Select the stories first."),
        ({"change": "erase"}, "Select a valid choice."),
    ],
)
def test_unfinished_selection_changes_nothing(client: Client, alice: Owner, sent: dict[str, Any], message: str) -> None:
    StoryFactory.create(owner=alice, status=Status.DRAFT)

    assertContains(many(client, alice, **sent), message)
    assert alice.stories.get().status == Status.DRAFT


def test_strangers_story_is_not_among_those_selected(stranger: Client, alice: Owner) -> None:
    StoryFactory.create(owner=alice)

    assertContains(many(stranger, alice, change="archived"), "Select a valid choice.")
    assert alice.stories.get().status == Status.READY
