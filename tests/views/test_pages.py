"""Home, values, culture and settings."""

import re
from unittest.mock import Mock

import pytest
from django.db import IntegrityError
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from stories.answers.opinions import save_opinion
from stories.core.choices import TIMED_SECTIONS, Status
from stories.core.speaking import Pace
from stories.models import Concept, Framework, Opinion, Owner, Question, Value
from stories.models.owner import SHARES
from tests.factories import AnswerFactory, StoryFactory, TagFactory

SETTINGS = {
    "coverage_target": 2,
    "words_per_minute": 150,
    "answer_limit": 120,
    "answer_least": 45,
    "practice_minutes": 20,
    "situation_share": 15,
    "task_share": 10,
    "action_share": 60,
    "result_share": 15,
}


def test_home_of_an_empty_library_shows_how_to_begin(client: Client) -> None:
    response = client.get("/")

    assertContains(response, "Start with one story")
    assertNotContains(response, "0 of")


def test_home_tells_where_i_stand(client: Client, alice: Owner, candor: Value, disagreement: Question) -> None:
    for title in ("first", "second"):
        story = StoryFactory.create(owner=alice, title=title)
        TagFactory.create(story=story, value=candor)
    AnswerFactory.create(story=story, question=disagreement)

    response = client.get("/")

    assertContains(response, "<b>1</b> of 8", html=False)
    assertContains(response, "12%")
    assertContains(response, "Of all behavioral and culture questions, 1 of")


def test_home_never_says_a_hundred_percent_while_something_is_left(
    client: Client, alice: Owner, netflix: Framework
) -> None:
    alice.coverage_target = 1
    alice.save()
    story = StoryFactory.create(owner=alice)
    for value in netflix.values.exclude(slug="courage"):
        TagFactory.create(story=story, value=value)

    assertContains(client.get("/"), "87%")


def test_value_page_shows_stories_and_questions(client: Client, alice: Owner, candor: Value) -> None:
    story = StoryFactory.create(owner=alice, title="Rollback", status=Status.DRAFT)
    TagFactory.create(story=story, value=candor, evidence="called the director")

    response = client.get(candor.get_absolute_url())

    assertContains(response, "No ready story shows it, only 1 that isn&#x27;t.")
    assertContains(response, "“called the director”")
    assertContains(response, "Tell me about a time you disagreed")


def test_own_value_is_added_edited_and_deleted(client: Client, alice: Owner, netflix: Framework) -> None:
    client.post("/values/new/", {"name": "Craft", "signals": "polishes\nmeasures"})
    value = Value.objects.get(owner=alice)
    assert (value.name, value.framework, client.get("/").context["snapshot"].coverage.values_percent) == (
        "Craft",
        netflix,
        0,
    )
    assertContains(client.get("/coverage/"), "of 9")

    client.post(f"/values/{value.pk}/edit/", {"name": "Craftsmanship", "signals": ""})
    assertContains(client.get("/values/"), "Craftsmanship")

    TagFactory.create(story=StoryFactory.create(owner=alice, title="Rollback"), value=value)
    assertContains(client.get(f"/values/{value.pk}/delete/"), "“Rollback”")
    client.post(f"/values/{value.pk}/delete/")
    assert not Value.objects.filter(owner=alice).exists()


def test_value_without_name_is_refused(client: Client) -> None:
    assert client.post("/values/new/", {"name": ""}).status_code == 422


def test_value_is_hidden_and_shown_again(client: Client, candor: Value, charlie: Owner) -> None:
    client.post(f"/values/{candor.pk}/hidden/", {"hidden": "1"})
    assertContains(client.get("/values/"), "Hidden by you")
    assertContains(client.get(candor.get_absolute_url()), "Show it again")
    assert candor in Value.objects.shown_to(charlie)

    client.post(f"/values/{candor.pk}/hidden/", {"hidden": "0"})
    assertContains(client.get("/coverage/"), "of 8")


def test_culture_lists_principles_practices_and_older_phrases(client: Client) -> None:
    kinds = {concept.kind for concept in client.get("/culture/").context["concepts"]}

    assert kinds == {"principle", "practice", "older phrase"}


def test_older_phrase_has_its_note(client: Client) -> None:
    concept = Concept.objects.get(slug="freedom-and-responsibility")

    assertContains(client.get(concept.get_absolute_url()), "People over Process")


def test_opinion_is_written_and_rewritten(client: Client, alice: Owner) -> None:
    url = Concept.objects.get(slug="keeper-test").get_absolute_url()

    assertRedirects(client.post(url, {"text": "First thought"}), url)
    client.post(url, {"text": "Second thought"})

    assert [(opinion.owner, opinion.text) for opinion in Opinion.objects.all()] == [(alice, "Second thought")]
    assertContains(client.get("/culture/"), "Opinion written")


def test_opinion_changed_elsewhere_is_not_overwritten(client: Client) -> None:
    url = Concept.objects.get(slug="keeper-test").get_absolute_url()
    client.post(url, {"text": "From one\ntab", "seen": ""})

    refused = client.post(url, {"text": "From another", "seen": ""})
    assertContains(refused, "your opinion was changed elsewhere", status_code=422)
    assertContains(refused, "From another", status_code=422)
    assert Opinion.objects.get().text == "From one\ntab"

    client.post(url, {"text": "From both", "seen": "From one\r\ntab"})
    assert Opinion.objects.get().text == "From both"


def test_unknown_concept_is_not_found(client: Client) -> None:
    assert client.get("/culture/nothing/").status_code == 404


def test_settings_are_saved(client: Client, alice: Owner) -> None:
    framework = Framework.objects.get(slug="amazon-lp")

    chosen = {
        "framework": framework.pk,
        "coverage_target": 3,
        "words_per_minute": 120,
        "answer_limit": 90,
        "answer_least": 40,
    }
    client.post("/settings/", SETTINGS | chosen | {"action_share": 50, "result_share": 25})

    alice.refresh_from_db()
    assert (alice.framework, alice.coverage_target, alice.words_per_minute) == (framework, 3, 120)
    assert alice.pace == Pace(120, 90, 40, dict(zip(TIMED_SECTIONS, (15, 10, 50, 25), strict=True)))
    assertContains(client.get("/coverage/"), "of 16")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("coverage_target", 0),
        ("coverage_target", 11),
        ("words_per_minute", 59),
        ("framework", "x"),
        ("answer_limit", 29),
        ("answer_least", 9),
        ("situation_share", -1),
        ("result_share", 20),
    ],
)
def test_bad_setting_is_refused(client: Client, alice: Owner, netflix: Framework, field: str, value: object) -> None:
    post = SETTINGS | {"framework": netflix.pk} | {field: value}

    response = client.post("/settings/", post)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    alice.refresh_from_db()
    assert (alice.coverage_target, alice.words_per_minute, alice.framework) == (2, 150, None)


@pytest.mark.parametrize(
    ("url", "typed"),
    [
        ("/settings/", SETTINGS | {"words_per_minute": 1}),
        ("/questions/new/", {"text": "A mistake?"}),
        ("/loops/new/", {"name": ""}),
        ("/settings/password/", {"new_password1": "", "new_password2": ""}),
        ("/data/import/", {}),
    ],
)
def test_refused_form_says_so_at_the_top_and_in_the_title(client: Client, url: str, typed: dict[str, object]) -> None:
    before = client.get(url)
    response = client.post(url, typed)

    assertNotContains(before, 'role="alert"')
    assertContains(response, '<p class="notice notice-error" role="alert">', status_code=422, count=1)
    assertContains(response, "<title>Error: ", status_code=422)


def test_opinion_written_in_two_windows_at_once_is_shown_beside_the_other(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    concept = Concept.objects.get(slug="keeper-test")
    url = concept.get_absolute_url()

    def save_too_late(*, opinion: Opinion, seen: str) -> None:
        Opinion.objects.update_or_create(owner=opinion.owner, concept=concept, defaults={"text": "From one tab"})
        save_opinion(opinion=opinion, seen=seen)

    monkeypatch.setattr("stories.views.concepts.save_opinion", save_too_late)

    first = client.post(url, {"text": "From another", "seen": ""})
    again = client.post(url, {"text": "From a third", "seen": "Older"})

    for response, typed in ((first, "From another"), (again, "From a third")):
        assertContains(response, "your opinion was changed elsewhere", status_code=422)
        assertContains(response, typed, status_code=422)
    assert Opinion.objects.get().text == "From one tab"


def test_opinion_written_first_in_two_windows_at_once_is_kept_in_the_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Opinion, "save", Mock(side_effect=IntegrityError("opinion_once_a_concept")))

    response = client.post(Concept.objects.get(slug="keeper-test").get_absolute_url(), {"text": "Mine", "seen": ""})

    assertContains(response, "your opinion was changed elsewhere", status_code=422)
    assertContains(response, "Mine", status_code=422)


def test_settings_begin_with_what_is_changed_first_and_name_the_empty_choice(client: Client, alice: Owner) -> None:
    page = client.get("/settings/").text

    fields = re.findall(r'<(?:select|input)[^>]* name="(\w+)"[^>]* id="id_', page)
    assert fields == [
        "work",
        "framework",
        "words_per_minute",
        "answer_limit",
        "answer_least",
        "practice_minutes",
        "names_story_first",
        "coverage_target",
        *SHARES.values(),
    ]
    assert re.search(r'<option value=""[^>]*>Any kind of work</option>', page)


def test_no_choice_is_named_with_dashes(client: Client, alice: Owner) -> None:
    forms = (
        "/settings/",
        "/values/new/",
        "/questions/new/",
        "/loops/new/",
        "/frameworks/new/",
        "/stories/",
        "/questions/",
    )

    assert [path for path in forms if "-----" in client.get(path).text] == []


def test_value_says_what_is_lacking_and_how_many_questions_are_covered(
    client: Client, alice: Owner, candor: Value, disagreement: Question
) -> None:
    story = StoryFactory.create(owner=alice)
    TagFactory.create(story=story, value=candor)
    AnswerFactory.create(story=story, question=disagreement)
    probing = Question.objects.filter(probes__value=candor, probes__strength="primary", owner=None)

    page = client.get(candor.get_absolute_url())

    assertContains(page, "What is lacking")
    shown = [question for question, _ in page.context["page"].questions]
    assert {question.pk for question in shown} <= {question.pk for question in probing}
    assert page.context["page"].covered == 1
    assertContains(page, f"1 of {len(shown)} covered")
    assertContains(page, f"Show all {len(shown)}")


def test_data_begins_with_import_and_offers_every_format(client: Client, alice: Owner) -> None:
    page = client.get("/data/").text

    assert re.findall(r"<h2[^>]*>(.+?)</h2>", page)[:3] == ["Import", "Export", "Deleted"]
    assert re.findall(r"download>Download (\w+)</a>", page) == [
        *("JSON", "ZIP", "XLSX", "DOCX"),
        *("stories", "answers", "values", "questions"),
    ]
