import uuid

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from stories.core.choices import Status, Strength
from stories.models import Framework, Owner, Question, Story, Value
from tests.factories import AnswerFactory, StoryFactory, TagFactory


def titles(client: Client, **query: str) -> list[str]:
    return [str(story) for story in client.get("/stories/", query).context["page"]]


def test_empty_list_says_how_to_begin(client: Client) -> None:
    assertContains(client.get("/stories/"), "Write your first story")


def test_list_shows_all_but_archived_stories_latest_first(client: Client, alice: Owner) -> None:
    for title, status in [("first", Status.READY), ("second", Status.DRAFT), ("third", Status.ARCHIVED)]:
        StoryFactory.create(owner=alice, title=title, status=status)

    assert titles(client) == ["second", "first"]
    assert titles(client, status="archived") == ["third"]
    assert titles(client, status="all", sort="title") == ["first", "second", "third"]
    assert titles(client, status="draft") == ["second"]


@pytest.mark.parametrize(
    ("query", "is_found"), [("resume", True), ("RÉSUMÉ parser", True), ("parser resume", True), ("resume zebra", False)]
)
def test_search_looks_for_every_word_in_all_texts(client: Client, alice: Owner, query: str, *, is_found: bool) -> None:
    StoryFactory.create(owner=alice, title="x", search_text="the resume parser failed")

    assert titles(client, q=query) == (["x"] if is_found else [])


@pytest.mark.parametrize("query", ["%", "_", "'", '"; drop table', "\\"])
def test_search_takes_signs_literally(client: Client, alice: Owner, query: str) -> None:
    StoryFactory.create(owner=alice, title="x", search_text="plain words")

    assert titles(client, q=query) == []


def test_list_is_filtered_by_value_and_gap(client: Client, alice: Owner, candor: Value, disagreement: Question) -> None:
    tagged = StoryFactory.create(owner=alice, title="tagged")
    TagFactory.create(story=tagged, value=candor)
    AnswerFactory.create(story=tagged, question=disagreement)
    doubtful = StoryFactory.create(owner=alice, title="doubtful", learning="Ask first.")
    TagFactory.create(story=doubtful, value=candor, evidence="")
    StoryFactory.create(owner=alice, title="begun", status=Status.DRAFT, result="", headline="", learning="More.")

    assert titles(client, value=str(candor.pk), sort="title") == ["doubtful", "tagged"]
    assert titles(client, gap="untagged") == ["begun"]
    assert titles(client, gap="no-evidence") == ["doubtful"]
    assert titles(client, gap="unwritten") == ["begun"]
    assert titles(client, gap="no-headline") == ["begun"]
    assert titles(client, gap="no-learning") == ["tagged"]
    assert titles(client, gap="unused", sort="title") == ["begun", "doubtful"]


@pytest.mark.parametrize("query", [{"status": "x"}, {"value": "x"}, {"gap": "x"}, {"sort": "x"}, {"page": "x"}])
def test_unknown_filter_narrows_nothing(client: Client, alice: Owner, query: dict[str, str]) -> None:
    StoryFactory.create(owner=alice, title="x")

    assert titles(client, **query) == ["x"]


def test_list_is_paged_and_keeps_its_filters(client: Client, alice: Owner) -> None:
    StoryFactory.create_batch(40, owner=alice)

    first = client.get("/stories/", {"q": "launch"})
    second = client.get("/stories/", {"q": "launch", "page": "2"})

    assert (len(first.context["page"]), len(second.context["page"])) == (30, 10)
    assertContains(first, 'href="?q=launch&amp;page=2"')


def test_htmx_gets_the_results_alone(client: Client, alice: Owner) -> None:
    StoryFactory.create(owner=alice, title="the one")

    response = client.get("/stories/", headers={"HX-Request": "true", "HX-Target": "results"})

    assertContains(response, "the one")
    assertNotContains(response, "<html")


def test_story_page_renders_markdown_safely(client: Client, alice: Owner) -> None:
    story = StoryFactory.create(owner=alice, action="**I** acted <script>alert(1)</script>")

    response = client.get(story.get_absolute_url())

    assertContains(response, "<strong>I</strong> acted", html=False)
    assertNotContains(response, "<script>alert")


def test_story_page_shows_tags_answers_and_time(
    client: Client, alice: Owner, candor: Value, disagreement: Question
) -> None:
    story = StoryFactory.create(owner=alice, action="word " * 300)
    TagFactory.create(story=story, value=candor, evidence="called the director")
    AnswerFactory.create(story=story, question=disagreement)

    response = client.get(story.get_absolute_url())

    assertContains(response, "called the director")
    assertContains(response, str(disagreement))
    assertContains(response, "300 words · 2:00")


def test_ready_only_with_what_a_story_needs(client: Client, alice: Owner) -> None:
    story = StoryFactory.create(owner=alice, status=Status.DRAFT, task="", result="")

    response = client.post(f"/stories/{story.pk}/status/", {"status": "ready"}, follow=True)

    assertContains(response, "To mark it ready, write Result first.")
    assert Story.objects.get().status == Status.DRAFT


def test_status_is_changed_and_can_be_undone(client: Client, alice: Owner) -> None:
    story = StoryFactory.create(owner=alice)

    response = client.post(f"/stories/{story.pk}/status/", {"status": "archived"}, follow=True)

    assert Story.objects.get().status == Status.ARCHIVED
    assertContains(response, 'name="status" value="ready">Undo</button>')
    client.post(f"/stories/{story.pk}/status/", {"status": "ready"})
    assert Story.objects.get().status == Status.READY


@pytest.mark.parametrize("status", ["", "gone"])
def test_unknown_status_is_refused(client: Client, alice: Owner, status: str) -> None:
    story = StoryFactory.create(owner=alice)

    response = client.post(f"/stories/{story.pk}/status/", {"status": status})

    assert response.status_code == 422
    assert Story.objects.get().status == Status.READY


def test_duplicate_is_a_draft_with_texts_and_tags(
    client: Client, alice: Owner, candor: Value, disagreement: Question
) -> None:
    story = StoryFactory.create(owner=alice, title="Rollback")
    TagFactory.create(story=story, value=candor, strength=Strength.PRIMARY, evidence="called the director")
    AnswerFactory.create(story=story, question=disagreement)

    response = client.post(f"/stories/{story.pk}/duplicate/")

    copy = Story.objects.exclude(pk=story.pk).get()
    assertRedirects(response, f"/stories/{copy.pk}/edit/")
    assert (copy.title, copy.status, copy.action) == ("Rollback (copy)", Status.DRAFT, story.action)
    assert [(tag.value, tag.strength, tag.evidence) for tag in copy.tags.all()] == [
        (candor, "primary", "called the director")
    ]
    assert (copy.answers.count(), story.answers.count()) == (0, 1)


def test_delete_says_what_goes_with_it_and_then_deletes(
    client: Client, alice: Owner, candor: Value, disagreement: Question
) -> None:
    story = StoryFactory.create(owner=alice, title="Rollback")
    TagFactory.create(story=story, value=candor)
    AnswerFactory.create(story=story, question=disagreement)

    asked = client.get(f"/stories/{story.pk}/delete/")
    assertContains(asked, "<li>1 tag with its evidence: Candor</li>", html=True)
    assertContains(asked, str(disagreement))
    assert Story.objects.exists()

    response = client.post(f"/stories/{story.pk}/delete/", follow=True)
    assertContains(response, "“Rollback” was deleted.")
    assert not Story.objects.exists()


@pytest.mark.parametrize("url", ["duplicate", "status"])
def test_get_changes_nothing(client: Client, alice: Owner, url: str) -> None:
    story = StoryFactory.create(owner=alice)

    assert client.get(f"/stories/{story.pk}/{url}/").status_code == 405
    assert Story.objects.count() == 1


def test_missing_story_is_not_found(client: Client) -> None:
    assertContains(client.get(f"/stories/{uuid.uuid4()}/"), "Page not found", status_code=404)


def test_what_a_story_keeps_of_its_file_is_shown(client: Client, alice: Owner) -> None:
    story = StoryFactory.create(owner=alice)
    assertNotContains(client.get(story.get_absolute_url()), "Also in its file")

    Story.objects.filter(pk=story.pk).update(extra={"skills": ["<b>", {"a": None}], "mood": "calm"})
    page = client.get(story.get_absolute_url())

    assertContains(page, '<dt dir="auto">skills</dt>', html=True)
    assertContains(page, "- &lt;b&gt;")
    assertContains(page, '<dd dir="auto">calm</dd>', html=True)


def test_story_page_marks_the_evidence_and_says_what_became_of_it(
    client: Client, alice: Owner, netflix: Framework
) -> None:
    story = StoryFactory.create(owner=alice, action="I called *her* first. Then <we> met.", headline="")
    lines = ["I called her first.", "Then <we> met", "Then we had met", "I sang aloud all night", ""]
    strengths = [Strength.PRIMARY, *[Strength.SUPPORTING] * 4]
    for value, evidence, strength in zip(netflix.values.all(), lines, strengths, strict=False):
        TagFactory.create(story=story, value=value, evidence=evidence, strength=strength)

    response = client.get(story.get_absolute_url())

    assertContains(
        response,
        '<p><mark class="shown-primary">I called </mark><em><mark class="shown-primary">her</mark></em>'
        '<mark class="shown-primary"> first.</mark> <mark class="shown-supporting">Then &lt;we&gt; met</mark>.</p>',
    )
    remarks = [remark for _, remark in response.context["page"].shown]
    assert sorted(remarks) == ["", "", "", "The story says it in other words now.", "These words aren’t in the story."]
    for remark in filter(None, remarks):
        assertContains(response, remark, count=1)


def test_story_page_without_evidence_explains_no_marks(client: Client, alice: Owner, candor: Value) -> None:
    story = TagFactory.create(story=StoryFactory.create(owner=alice), value=candor, evidence="").story

    assertNotContains(client.get(story.get_absolute_url()), "<mark")
