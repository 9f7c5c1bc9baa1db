"""The versions of a story and an answer, their differences, and putting a version back."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from stories.core.choices import Status, Strength
from stories.library.actions import set_tag
from stories.models import Answer, Framework, Owner, Question, Story, StoryVersion, Value
from tests.factories import AnswerFactory, StoryFactory, ValueFactory, story_post

LONG = " ".join(f"word{number}" for number in range(200))


class Editor:
    """One open form of the story editor."""

    def __init__(self, client: Client, values: list[Value]) -> None:
        self.client, self.values = client, values
        self.post = story_post(values)

    def save(self, **typed: Any) -> Story:
        self.post |= typed
        response = self.client.post("/stories/new/", self.post | {"autosave": "1"})
        assert response.status_code == 200
        return Story.objects.get(pk=self.post["id"])


@pytest.fixture
def editor(client: Client, netflix: Framework) -> Editor:
    return Editor(client, list(netflix.values.all()))


def keep(story: Story, number: int, **texts: str) -> None:
    story.versions.create(
        owner=story.owner, number=number, session=uuid.uuid4(), saved=timezone.now(), texts=texts, tags=[]
    )


def told(story: Story) -> list[str]:
    return [version.texts["action"] for version in story.versions.all()]


def test_saves_of_one_sitting_make_one_version(editor: Editor) -> None:
    editor.save(action="I")
    story = editor.save(action="I asked")

    assert told(story) == ["I asked"]
    [version] = story.versions.all()
    assert (version.number, version.session) == (story.version, story.edit_session)
    assert version.began < version.saved


def test_next_form_and_next_day_make_versions_of_their_own(editor: Editor) -> None:
    story = editor.save(action="I asked")
    StoryVersion.objects.update(saved=timezone.now() - timedelta(hours=1))
    editor.save(action="I asked again")
    editor.save(action="I asked him", session=str(uuid.uuid4()), base=2)

    assert told(story) == ["I asked him", "I asked again", "I asked"]


def test_text_removed_within_a_sitting_is_kept(editor: Editor) -> None:
    editor.save(action=LONG)
    story = editor.save(action="")

    assert told(story) == ["", LONG]


def test_story_from_before_there_were_versions_is_kept_when_it_is_changed(alice: Owner, candor: Value) -> None:
    story = StoryFactory.create(owner=alice)

    set_tag(story=story, value=candor, strength=Strength.PRIMARY, evidence="asked")

    tag = {"value": candor.pk, "name": "Candor", "strength": "primary", "evidence": "asked"}
    assert [(version.number, version.tags) for version in story.versions.all()] == [(2, [tag]), (1, [])]


def test_list_says_what_each_version_changed(editor: Editor, client: Client, candor: Value) -> None:
    story = editor.save(action="I asked", title="Rollback")
    set_tag(story=story, value=candor, strength=Strength.PRIMARY)

    page = client.get(f"/stories/{story.pk}/history/")

    assert [changed for _, changed, _ in page.context["rows"]] == [["Tags"], ["Title", "Action"]]
    assertContains(page, "current version", count=1)


def test_list_goes_over_several_pages(alice: Owner, client: Client) -> None:
    story = StoryFactory.create(owner=alice)
    for number in range(1, 33):
        story.versions.create(
            owner=alice,
            number=number,
            session=uuid.uuid4(),
            saved=timezone.now(),
            texts={"title": str(number)},
            tags=[],
        )

    first, second = (client.get(f"/stories/{story.pk}/history/", {"page": number}) for number in (1, 2))

    assert [version.number for version, _, _ in first.context["rows"]] == list(range(32, 2, -1))
    assert [(version.number, changed) for version, changed, _ in second.context["rows"]] == [
        (2, ["Title"]),
        (1, ["Title"]),
    ]


def test_story_without_versions_says_when_they_begin(alice: Owner, client: Client) -> None:
    story = StoryFactory.create(owner=alice)

    assertContains(client.get(f"/stories/{story.pk}/history/"), "No versions are kept yet.")


def test_version_shows_what_it_changed_word_by_word(editor: Editor, client: Client) -> None:
    editor.save(action="I asked him twice")
    story = editor.save(action="I asked her twice", session=str(uuid.uuid4()), base=1)

    page = client.get(f"/stories/{story.pk}/history/2/")

    assertContains(page, "I asked <del>him</del><ins>her</ins> twice", html=False)
    assertContains(page, "This is the current text.")
    since = client.get(f"/stories/{story.pk}/history/1/", {"with": "now"})
    assertContains(since, "I asked <del>him</del><ins>her</ins> twice", html=False)


def test_restored_version_is_a_new_version(editor: Editor, client: Client, candor: Value) -> None:
    story = editor.save(action="I asked", **{f"tag_{candor.pk}": "primary", f"evidence_{candor.pk}": "asked"})
    editor.save(action="I shouted", session=str(uuid.uuid4()), base=1, **{f"tag_{candor.pk}": ""})

    response = client.post(f"/stories/{story.pk}/history/1/")

    assertRedirects(response, f"/stories/{story.pk}/")
    story.refresh_from_db()
    assert (story.action, story.version) == ("I asked", 3)
    assert [(tag.value, tag.strength, tag.evidence) for tag in story.tags.all()] == [(candor, "primary", "asked")]
    assert told(story) == ["I asked", "I shouted", "I asked"]
    assert "asked" in story.search_text


def test_version_with_a_value_that_is_gone_comes_back_without_its_tag(
    alice: Owner, client: Client, netflix: Framework
) -> None:
    story, value = StoryFactory.create(owner=alice), ValueFactory.create(owner=alice, framework=netflix, name="Humour")
    set_tag(story=story, value=value, strength=Strength.PRIMARY)
    value.delete()

    assertContains(client.get(f"/stories/{story.pk}/history/2/"), "Humour, primary")
    client.post(f"/stories/{story.pk}/history/2/")

    assert not story.tags.exists()


def test_unwritten_version_of_a_ready_story_does_not_count_and_says_so(alice: Owner, client: Client) -> None:
    story = StoryFactory.create(owner=alice, version=2)
    keep(story, 1, result="")

    response = client.post(f"/stories/{story.pk}/history/1/", follow=True)

    story.refresh_from_db()
    assert story.status == Status.READY
    assertContains(response, "is marked ready, but doesn&#x27;t count yet: Result is empty.")


def test_unknown_version_is_not_found(alice: Owner, client: Client) -> None:
    story = StoryFactory.create(owner=alice)

    assert client.get(f"/stories/{story.pk}/history/7/").status_code == 404


@pytest.fixture
def answer(alice: Owner, disagreement: Question) -> Answer:
    return AnswerFactory.create(story=StoryFactory.create(owner=alice), question=disagreement, opening="Once")


def save_answer(client: Client, answer: Answer, **typed: Any) -> None:
    form = client.get(f"/answers/{answer.pk}/edit/").context["form"]
    post = {field.html_name: field.value() or "" for field in form} | typed
    assert client.post(f"/answers/{answer.pk}/edit/", post).status_code == 302


def test_every_save_of_an_answer_is_a_version(answer: Answer, client: Client) -> None:
    save_answer(client, answer, opening="Last year", reworded_action="I waited.")

    page = client.get(f"/answers/{answer.pk}/history/")

    assert [(version.number, changed) for version, changed, _ in page.context["rows"]] == [
        (1, ["Opening line", "Action, reworded"]),
        (0, ["Fit", "Opening line"]),
    ]
    version = client.get(f"/answers/{answer.pk}/history/1/")
    assertContains(version, "<del>Once</del><ins>Last year</ins>", html=False)


def test_answer_is_put_back(answer: Answer, client: Client) -> None:
    save_answer(client, answer, opening="Last year", reworded_action="I waited.")

    response = client.post(f"/answers/{answer.pk}/history/0/", follow=True)

    answer.refresh_from_db()
    assert (answer.opening, answer.rewordings, answer.version) == ("Once", {}, 2)
    assert [version.fields["opening"] for version in answer.versions.all()] == ["Once", "Last year", "Once"]
    assertContains(response, "of this answer has been put back.")
    assertNotContains(client.get(f"/answers/{answer.pk}/history/2/"), "Put this version back")


def test_version_that_was_put_back_names_the_one_it_came_from(client: Client, alice: Owner) -> None:
    story = StoryFactory.create(owner=alice, version=1)
    for number, action in enumerate(["one", "two", "one"], 1):
        keep(story, number, action=action)
    first = story.versions.get(number=1)

    page = client.get(f"/stories/{story.pk}/history/")

    assert [like for _, _, like in page.context["rows"]] == [first, None, None]
    assertContains(page, "the same text as at")
    assertContains(page, timezone.localtime(first.saved).strftime("%H:%M:%S"))
