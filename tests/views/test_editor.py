"""Saving a story: by button, while typing, from two tabs."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from stories.core.choices import Status
from stories.models import EditConflict, Framework, Owner, Question, Story, Topic, Value
from tests.factories import StoryFactory, TagFactory, ValueFactory, story_post

WRITTEN = {"title": "Rollback", "situation": "S", "task": "T", "action": "A", "result": "R"}


@pytest.fixture
def values(netflix: Framework) -> list[Value]:
    return list(netflix.values.all())


@pytest.fixture
def story(alice: Owner) -> Story:
    return StoryFactory.create(owner=alice, title="Rollback", situation="S", task="T", action="A")


def opened(client: Client, url: str) -> dict[str, Any]:
    """The fields of a freshly opened editor, as a browser would send them back."""
    form = client.get(url).context["form"]
    fields = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in fields.items()}


def test_new_story_is_saved_as_a_draft_with_its_tags(client: Client, values: list[Value], candor: Value) -> None:
    typed = WRITTEN | {f"tag_{candor.pk}": "primary", f"evidence_{candor.pk}": "I told her"}

    response = client.post("/stories/new/", story_post(values, **typed), follow=True)

    story = Story.objects.get()
    assertRedirects(response, story.get_absolute_url())
    assertContains(response, "“Rollback” is saved, as a draft.")
    assert (story.status, story.action, story.version, story.words) == (Status.DRAFT, "A", 1, 4)
    assert [(tag.value, tag.strength, tag.evidence) for tag in story.tags.all()] == [(candor, "primary", "I told her")]


def test_new_story_can_be_marked_ready_at_once(client: Client, values: list[Value]) -> None:
    response = client.post("/stories/new/", story_post(values, **WRITTEN, ready=""), follow=True)

    assertContains(response, "“Rollback” is marked ready, but doesn&#x27;t count yet: Situation has only 1 word.")
    assert Story.objects.get().status == Status.READY


def test_new_story_that_can_be_told_is_ready_at_once(client: Client, values: list[Value]) -> None:
    texts = {name: getattr(StoryFactory.build(), name) for name in ("situation", "action", "result")}

    response = client.post("/stories/new/", story_post(values, title="Rollback", **texts, ready=""), follow=True)

    assertContains(response, "“Rollback” is saved and ready.")


def test_unwritten_story_is_saved_but_not_marked_ready(client: Client, values: list[Value]) -> None:
    response = client.post("/stories/new/", story_post(values, title="Rollback", ready=""), follow=True)

    assertContains(response, "Saved as a draft. To mark it ready, write Situation, Action and Result first")
    assert Story.objects.get().status == Status.DRAFT


def test_story_without_a_title_is_kept_and_asks_for_one(client: Client, values: list[Value], alice: Owner) -> None:
    typed = story_post(values, **(WRITTEN | {"title": ""}))

    response = client.post("/stories/new/", typed)

    story = alice.stories.get()
    assert (story.title, story.action, story.status) == ("", "A", Status.DRAFT)
    assertContains(response, "Kept as an untitled draft. Give it a title to finish.", status_code=422)
    assertContains(response, "Give the story a title so you can find it again.", status_code=422)
    assertContains(response, f'action="{story.get_absolute_url()}edit/"', status_code=422)
    assertNotContains(response, "data-unsaved", status_code=422)
    assertRedirects(
        client.post(f"{story.get_absolute_url()}edit/", typed | {"title": "Named"}), story.get_absolute_url()
    )
    assert alice.stories.get().title == "Named"


def test_empty_story_is_not_kept(client: Client, values: list[Value]) -> None:
    response = client.post("/stories/new/", story_post(values))

    assertContains(response, "Not saved: correct the marked fields.", status_code=422)
    assert not Story.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"title": "x" * 151}, "title", "at most 150 characters (it has 151)"),
        ({"action": "x" * 20_001}, "action", "This has 20,001 characters; the limit is 20,000."),
    ],
)
def test_bad_input_is_told_beside_the_field_and_kept(
    client: Client, values: list[Value], typed: dict[str, str], field: str, message: str
) -> None:
    response = client.post("/stories/new/", story_post(values, **(WRITTEN | {"learning": "kept words"} | typed)))

    assert response.status_code == 422
    assert message in response.context["form"].errors[field][0]
    assertContains(response, message, status_code=422)
    assertContains(response, "kept words", status_code=422)
    assert not Story.objects.exists()


def test_line_ends_count_once_against_the_limit(client: Client, values: list[Value]) -> None:
    text = "\r\n".join("x" * 9 for _ in range(2_000))  # 19,999 characters as the browser counts them

    client.post("/stories/new/", story_post(values, **(WRITTEN | {"action": text})))

    assert Story.objects.get().action == text.replace("\r\n", "\n")


@pytest.mark.parametrize("field", ["id", "base", "session"])
def test_broken_hidden_field_is_refused(client: Client, values: list[Value], field: str) -> None:
    response = client.post("/stories/new/", story_post(values, **(WRITTEN | {field: "x"})))

    assert response.status_code == 422
    assert not Story.objects.exists()


def test_link_presets_the_tag_of_a_value(client: Client, candor: Value) -> None:
    fields = opened(client, f"/stories/new/?value={candor.pk}")

    assert {name for name, value in fields.items() if value == "primary"} == {f"tag_{candor.pk}"}


def test_heard_question_presets_the_values_that_were_pressed(
    client: Client, candor: Value, courage: Value, values: list[Value]
) -> None:
    heard = {"text": "Who did you contradict?", "primary": [courage.pk], "secondary": [candor.pk], "then": "new"}
    topic = Topic.objects.get(slug="conflict").pk

    response = client.post("/questions/new/", heard | {"topic": topic})

    fields = opened(client, response.headers["Location"])
    assert (fields[f"tag_{courage.pk}"], fields[f"tag_{candor.pk}"]) == ("primary", "supporting")
    assert sum(bool(fields[f"tag_{value.pk}"]) for value in values) == 2


def test_value_that_the_link_asks_for_too_is_primary(
    client: Client, values: list[Value], disagreement: Question
) -> None:
    judgment = next(value for value in values if value.slug == "judgment")

    fields = opened(client, f"/stories/new/?question={disagreement.pk}&value={judgment.pk}")

    assert fields[f"tag_{judgment.pk}"] == "primary"


def test_link_presets_the_tags_of_a_question_and_saving_leads_to_its_answer(
    client: Client, values: list[Value], candor: Value, courage: Value, disagreement: Question
) -> None:
    fields = opened(client, f"/stories/new/?question={disagreement.pk}")
    tags = {value.slug: fields[f"tag_{value.pk}"] for value in values}
    assert {slug: strength for slug, strength in tags.items() if strength} == {
        "candor": "primary",
        "courage": "primary",
        "judgment": "supporting",
        "resilience": "supporting",
    }

    response = client.post("/stories/new/", story_post(values, **WRITTEN, question=disagreement.pk))

    assertRedirects(response, f"/questions/{disagreement.pk}/answers/new/?story={Story.objects.get().pk}")


@pytest.mark.parametrize("query", ["value=x", "value=999999", "question=x"])
def test_link_with_an_unknown_preset_is_a_blank_story(client: Client, query: str) -> None:
    fields = opened(client, f"/stories/new/?{query}")

    assert "primary" not in fields.values()


def test_ready_story_whose_section_is_emptied_stays_marked_and_does_not_count(client: Client, story: Story) -> None:
    url = reverse("stories:story-update", args=[story.pk])

    response = client.post(url, opened(client, url) | {"result": " "}, follow=True)

    assertContains(response, "Result is empty.")
    assert Story.objects.get().status == Status.READY


def test_tags_of_other_frameworks_stay(client: Client, story: Story, candor: Value) -> None:
    other = Value.objects.get(framework__slug="netflix-2017", slug="impact")
    TagFactory.create(story=story, value=other)
    TagFactory.create(story=story, value=candor)
    url = reverse("stories:story-update", args=[story.pk])

    client.post(url, opened(client, url) | {f"tag_{candor.pk}": ""})

    assert [tag.value for tag in story.tags.all()] == [other]


def test_saved_text_and_evidence_are_found_by_the_search(client: Client, values: list[Value], candor: Value) -> None:
    typed = WRITTEN | {f"tag_{candor.pk}": "primary", f"evidence_{candor.pk}": "Überraschung"}
    client.post("/stories/new/", story_post(values, **typed))

    assert [list(Story.objects.matching(query)) for query in ("uberraschung", "ROLLBACK", "absent")] == [
        [Story.objects.get()],
        [Story.objects.get()],
        [],
    ]


def test_autosave_makes_one_draft_however_often_it_comes(client: Client, values: list[Value]) -> None:
    post = story_post(values, autosave="1", situation="It began")

    first = client.post("/stories/new/", post)
    client.post("/stories/new/", post)
    client.post("/stories/new/", post | {"situation": "It began well"})

    story = Story.objects.get()
    assertContains(first, "Saved at")
    assertNotContains(first, "<html")
    assert first["HX-Replace-Url"] == f"/stories/{story.pk}/edit/"
    assert (story.situation, story.title, str(story)) == ("It began well", "", "Untitled story")


def test_autosave_hands_back_the_version_to_go_on_from(client: Client, story: Story) -> None:
    url = reverse("stories:story-update", args=[story.pk])

    response = client.post(url, opened(client, url) | {"action": "More", "autosave": "1"})

    assertContains(response, '<input type="hidden" name="base" id="id_base" value="2" hx-swap-oob="true">', html=True)


def test_autosave_without_a_change_changes_nothing(client: Client, story: Story) -> None:
    url = reverse("stories:story-update", args=[story.pk])

    client.post(url, opened(client, url) | {"autosave": "1"})

    assert (Story.objects.get().version, Story.objects.get().updated) == (1, story.updated)


def test_autosave_of_too_much_says_why(client: Client, story: Story) -> None:
    url = reverse("stories:story-update", args=[story.pk])

    response = client.post(url, opened(client, url) | {"action": "x" * 20_001, "autosave": "1"})

    assertContains(response, "Not saved yet. Action: This has 20,001 characters", status_code=422)
    assert Story.objects.get().action == "A"


def test_autosave_tells_that_a_ready_story_does_not_count(client: Client, story: Story) -> None:
    url = reverse("stories:story-update", args=[story.pk])

    response = client.post(url, opened(client, url) | {"action": "", "autosave": "1"})

    assertContains(response, "Action is empty.")
    assert Story.objects.get().status == Status.READY


def test_same_form_may_save_again_after_a_lost_answer(client: Client, story: Story) -> None:
    url = reverse("stories:story-update", args=[story.pk])
    form = opened(client, url)

    client.post(url, form | {"action": "First", "autosave": "1"})
    client.post(url, form | {"action": "First and second", "autosave": "1"})

    assert Story.objects.get().action == "First and second"
    assert not EditConflict.objects.exists()


def test_two_tabs_with_the_same_text_do_not_conflict(client: Client, story: Story) -> None:
    url = reverse("stories:story-update", args=[story.pk])
    first, second = opened(client, url), opened(client, url)

    for form in (first, second):
        client.post(url, form | {"action": "The same"})

    assert Story.objects.get().action == "The same"
    assert not EditConflict.objects.exists()


@pytest.fixture
def conflict(client: Client, story: Story, candor: Value) -> EditConflict:
    """Two tabs were open; the first saved, then the second, with a different action, a learning and a tag."""
    url = reverse("stories:story-update", args=[story.pk])
    first, second = opened(client, url), opened(client, url)
    client.post(url, first | {"action": "From one", "result": "From one"})
    typed = {"action": "From two", "learning": "From two", f"tag_{candor.pk}": "primary"}
    response = client.post(url, second | typed, follow=True)
    conflict = EditConflict.objects.get()
    assertRedirects(response, conflict.get_absolute_url())
    return conflict


def test_second_save_overwrites_nothing_and_shows_both(client: Client, conflict: EditConflict) -> None:
    story = Story.objects.get()

    page = client.get(conflict.get_absolute_url())

    assert (story.action, story.result, story.learning, story.tags.count()) == ("From one", "From one", "", 0)
    assert [(first.label, first.stored, first.mine) for first in page.context["differences"]] == [
        ("Action", "From one", "From two"),
        ("Result", "From one", "The launch moved by nine days and lost no member."),
        ("Learning", "", "From two"),
        ("Tags", "", "Candor, primary"),
    ]
    assertContains(client.get(story.get_absolute_url()), "Compare and choose")


def test_choice_is_saved_part_by_part(client: Client, conflict: EditConflict, candor: Value) -> None:
    choice = {"action": "stored", "result": "stored", "learning": "mine", "tags": "mine"}

    client.post(conflict.get_absolute_url(), choice | {"base": "2"})

    story = Story.objects.get()
    assert (story.action, story.result, story.learning) == ("From one", "From one", "From two")
    assert [tag.value for tag in story.tags.all()] == [candor]
    assert not EditConflict.objects.exists()


def test_both_versions_can_be_kept(client: Client, conflict: EditConflict) -> None:
    client.post(conflict.get_absolute_url(), {"both": ""})

    assert sorted(Story.objects.values_list("title", "action", "status")) == [
        ("Rollback", "From one", "ready"),
        ("Rollback (other version)", "From two", "draft"),
    ]
    assert not EditConflict.objects.exists()


def test_choice_made_on_an_old_page_is_asked_again(client: Client, conflict: EditConflict) -> None:
    Story.objects.update(version=3, action="From three")

    response = client.post(conflict.get_absolute_url(), {"action": "mine", "base": "2"}, follow=True)

    assertContains(response, "Not saved: the story was changed again in the meantime.")
    assert Story.objects.get().action == "From three"
    assert EditConflict.objects.exists()


def test_tab_that_goes_on_typing_keeps_its_text_aside(client: Client, story: Story) -> None:
    url = reverse("stories:story-update", args=[story.pk])
    first, second = opened(client, url), opened(client, url)
    client.post(url, first | {"action": "From one"})

    for text in ("From two", "From two, longer"):
        response = client.post(url, second | {"action": text, "autosave": "1"})

    assertContains(response, "Your changes were set aside at")
    assertContains(response, "Compare and choose")
    assert EditConflict.objects.get().content["texts"]["action"] == "From two, longer"
    assert Story.objects.get().action == "From one"


def test_tag_set_on_the_coverage_page_is_not_overwritten_by_an_open_form(
    client: Client, story: Story, candor: Value
) -> None:
    url = reverse("stories:story-update", args=[story.pk])
    form = opened(client, url)
    client.post(f"/coverage/{story.pk}/{candor.pk}/", {"strength": "primary"})

    client.post(url, form | {"action": "Typed meanwhile"})

    assert story.tags.count() == 1
    assert EditConflict.objects.count() == 1


def test_form_opened_under_another_framework_saves_what_it_showed(
    client: Client, alice: Owner, story: Story, candor: Value
) -> None:
    amazon = Framework.objects.get(slug="amazon-lp")
    own = amazon.values.get(slug="ownership")
    TagFactory.create(story=story, value=own, evidence="kept")
    url = reverse("stories:story-update", args=[story.pk])
    form = opened(client, url)
    alice.framework = amazon
    alice.save()

    client.post(url, form | {f"tag_{candor.pk}": "primary", f"evidence_{candor.pk}": "I told her"})

    assert {(tag.value, tag.evidence) for tag in story.tags.all()} == {(own, "kept"), (candor, "I told her")}


def test_value_shown_again_while_a_form_is_open_keeps_its_tag(
    client: Client, alice: Owner, story: Story, candor: Value
) -> None:
    TagFactory.create(story=story, value=candor)
    client.post(f"/values/{candor.pk}/hidden/", {"hidden": "1"})
    url = reverse("stories:story-update", args=[story.pk])
    form = opened(client, url)
    client.post(f"/values/{candor.pk}/hidden/", {"hidden": "0"})

    client.post(url, form | {"action": "More"})

    assert [tag.value for tag in story.tags.all()] == [candor]


def test_conflict_survives_the_deletion_of_a_value(client: Client, alice: Owner, story: Story, candor: Value) -> None:
    own = ValueFactory.create(owner=alice, framework=candor.framework)
    url = reverse("stories:story-update", args=[story.pk])
    first, second = opened(client, url), opened(client, url)
    client.post(url, first | {"action": "From one"})
    client.post(url, second | {"action": "From two", f"tag_{own.pk}": "primary", f"tag_{candor.pk}": "primary"})
    own.delete()

    page = EditConflict.objects.get().get_absolute_url()
    assertContains(client.get(page), "From two")
    client.post(page, {"action": "mine", "tags": "mine", "base": "2"})

    assert Story.objects.get().action == "From two"
    assert [tag.value for tag in story.tags.all()] == [candor]


def test_autosave_goes_on_saying_that_the_story_does_not_count(client: Client, story: Story) -> None:
    url = reverse("stories:story-update", args=[story.pk])
    form = opened(client, url)

    for text in ("", "New words"):
        response = client.post(url, form | {"situation": text, "autosave": "1"})

    assertContains(response, "doesn’t count yet: Situation has only 2 words.")
    assertNotContains(response, "Save and mark ready")


def test_story_written_for_a_question_that_is_gone_is_saved(client: Client, values: list[Value]) -> None:
    client.post("/stories/new/", story_post(values, **WRITTEN, question="123456"))

    assert Story.objects.get().title == "Rollback"


@pytest.mark.parametrize("number", ["9" * 5_000, "²", "-1", "1e3"])
def test_odd_numbers_are_no_trouble(client: Client, values: list[Value], number: str) -> None:
    assert client.get("/stories/new/", {"question": number}).status_code == 200
    assert client.post("/stories/new/", story_post(values, **(WRITTEN | {"base": number}))).status_code == 422


def test_preview_renders_and_counts_without_saving(client: Client, values: list[Value]) -> None:
    response = client.post("/stories/preview/", story_post(values, action="**word** " * 150))

    assertContains(response, "<strong>word</strong>")
    assertContains(
        response, '<span class="count" id="count-action" hx-swap-oob="true">150 words · 1:00</span>', html=True
    )
    assert not Story.objects.exists()


def test_signed_out_htmx_request_is_told_so(story: Story) -> None:
    response = Client().post(
        reverse("stories:story-update", args=[story.pk]), {"autosave": "1"}, headers={"HX-Request": "true"}, follow=True
    )

    assert response.status_code == 401


def test_story_id_of_a_deleted_story_can_be_saved_as_new(client: Client, story: Story) -> None:
    url = reverse("stories:story-update", args=[story.pk])
    form = opened(client, url)
    client.post(f"/stories/{story.pk}/delete/")

    assert client.post(url, form | {"autosave": "1"}).status_code == 404
    client.post("/stories/new/", form | {"action": "Still here"})

    assert Story.objects.get().action == "Still here"


def test_stories_have_ids_that_nobody_guesses(client: Client) -> None:
    assert uuid.UUID(str(opened(client, "/stories/new/")["id"])).version == 4
