import uuid

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from stories.core.choices import Fit, Status
from stories.coverage.heard_questions import NOT_ENGLISH
from stories.models import Answer, Owner, Question, Story, Topic, Value
from tests.factories import AnswerFactory, QuestionFactory, StoryFactory, TagFactory


@pytest.fixture
def story(alice: Owner, candor: Value) -> Story:
    story = StoryFactory.create(owner=alice, title="Rollback")
    TagFactory.create(story=story, value=candor)
    return story


def test_list_is_paged_and_searched(client: Client) -> None:
    assert len(client.get("/questions/").context["page"]) == 30
    response = client.get("/questions/", {"q": "conflicting deadlines"})

    assert [row.question.slug for row in response.context["page"]] == ["nfx-seed-03"]
    assertContains(response, "1 question,")


@pytest.mark.parametrize(("written", "typed"), [("didn’t", "didn't"), ("didn't", "didn’t"), ("follow‑up", "follow-up")])
def test_search_and_the_look_for_a_twin_ignore_how_signs_are_written(
    client: Client, alice: Owner, written: str, typed: str
) -> None:
    question = QuestionFactory.create(owner=alice, text=f"What {written} you like?")

    rows = client.get("/questions/", {"q": typed}).context["page"].paginator.object_list
    pasted = client.get("/questions/new/", {"text": f"What {typed} you like…"})

    assert question in [row.question for row in rows]
    assert pasted.context["same"] == question


def test_list_is_filtered_by_value_it_probes(client: Client, candor: Value) -> None:
    rows = client.get("/questions/", {"value": str(candor.pk)}).context["page"].paginator.object_list

    assert 0 < len(rows) < 117
    assert all(candor.pk in {probe.value_id for probe in row.question.probes.all()} for row in rows)


def test_page_says_what_it_probes_why_and_what_to_listen_for(
    client: Client, disagreement: Question, story: Story
) -> None:
    response = client.get(disagreement.get_absolute_url())

    assert [(value.slug, strength) for value, strength in response.context["page"].probes] == [
        ("candor", "primary"),
        ("courage", "primary"),
        ("judgment", "supporting"),
        ("resilience", "supporting"),
    ]
    assertContains(response, disagreement.topic.why)
    assertContains(response, disagreement.topic.listen_for[0])
    assertContains(response, "tagged with Candor as primary")
    assertContains(response, "Onsite: director")


def test_page_says_whom_it_is_asked_unless_everybody_is(client: Client, disagreement: Question) -> None:
    in_production = Question.objects.get(slug="nfx-seed-02")

    assertContains(client.get(in_production.get_absolute_url()), "Asked of engineers")
    assertNotContains(client.get(disagreement.get_absolute_url()), "Asked of")


def test_story_is_attached_as_an_answer(client: Client, disagreement: Question, story: Story) -> None:
    url = f"/questions/{disagreement.pk}/answers/new/"
    assertContains(client.get(url), f"{url}?story={story.pk}")
    assert client.get(url, {"story": str(story.pk)}).context["answer"].story == story

    post = {"story": story.pk, "fit": "strong", "opening": "I stopped a launch.", "closing": "I say it first."}
    response = client.post(url, post, follow=True)

    assertRedirects(response, disagreement.get_absolute_url())
    assertContains(response, "“Rollback” now answers this question.")
    answer = Answer.objects.get()
    assert (answer.owner, answer.story, answer.question) == (story.owner, story, disagreement)
    assert (answer.fit, answer.opening, answer.closing) == (Fit.STRONG, "I stopped a launch.", "I say it first.")


@pytest.mark.parametrize(
    ("status", "fit", "message"),
    [
        (Status.DRAFT, "ok", "; the question is covered once the story is ready."),
        (Status.READY, "stretch", ", but only as a stretch, which doesn&#x27;t cover the question."),
    ],
)
def test_answer_that_does_not_cover_says_so(
    client: Client, disagreement: Question, alice: Owner, status: Status, fit: str, message: str
) -> None:
    story = StoryFactory.create(owner=alice, status=status)

    response = client.post(f"/questions/{disagreement.pk}/answers/new/", {"story": story.pk, "fit": fit}, follow=True)

    assertContains(response, message)


def test_question_has_several_answers_best_first(client: Client, alice: Owner, disagreement: Question) -> None:
    for fit in (Fit.STRETCH, Fit.STRONG, Fit.OK):
        AnswerFactory.create(story=StoryFactory.create(owner=alice, title=fit), question=disagreement, fit=fit)
    archived = StoryFactory.create(owner=alice, title="archived", status=Status.ARCHIVED)
    AnswerFactory.create(story=archived, question=disagreement)

    answers = client.get(disagreement.get_absolute_url()).context["page"].answers

    assert [str(answer.story) for answer in answers] == ["strong", "ok", "stretch", "archived"]


@pytest.mark.parametrize(
    ("post", "field"),
    [({"fit": "huge"}, "fit"), ({"fit": "ok", "opening": "x" * 501}, "opening")],
)
def test_bad_answer_is_told_beside_the_field_and_kept(
    client: Client, disagreement: Question, story: Story, post: dict[str, str], field: str
) -> None:
    given = {"closing": "kept words", "story": str(story.pk)}

    response = client.post(f"/questions/{disagreement.pk}/answers/new/", given | post)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assertContains(response, "kept words", status_code=422)
    assert not Answer.objects.exists()


def test_same_story_is_not_attached_twice(client: Client, disagreement: Question, story: Story) -> None:
    answer = AnswerFactory.create(story=story, question=disagreement, closing="I say it first.", version=1)

    typed = {"story": story.pk, "fit": "ok", "closing": "Typed in another window."}
    typed |= {"base": "0", "session": str(uuid.uuid4())}
    response = client.post(f"/questions/{disagreement.pk}/answers/new/", typed, follow=True)

    assertContains(response, "Set aside: the answer was changed elsewhere")
    assertContains(response, "Typed in another window.")
    assert Answer.objects.get().closing == answer.closing


def test_answer_is_edited_and_detached(client: Client, disagreement: Question, story: Story) -> None:
    answer = AnswerFactory.create(story=story, question=disagreement, closing="I say it first.")

    client.post(f"/answers/{answer.pk}/edit/", {"fit": "ok", "opening": "New opening", "closing": ""})
    answer.refresh_from_db()
    assert (answer.fit, answer.opening, answer.closing, answer.story) == (Fit.OK, "New opening", "", story)

    assertContains(client.get(f"/answers/{answer.pk}/delete/"), "New opening")
    response = client.post(f"/answers/{answer.pk}/delete/", follow=True)
    assertContains(response, "The story itself is untouched.")
    assert (Answer.objects.count(), Story.objects.count()) == (0, 1)


def own_question(value: Value, **changes: object) -> dict[str, object]:
    topic = Topic.objects.get(slug="failure")
    return {"text": "What broke?", "topic": topic.pk, "stages": ["onsite-culture"], "primary": [value.pk]} | changes


def test_question_in_another_language_says_what_counts(client: Client, alice: Owner) -> None:
    german = QuestionFactory.create(owner=alice, text="Wann haben Sie zuletzt einen Fehler gemacht, und was folgte?")
    english = QuestionFactory.create(owner=alice, text="When did you last make a mistake, and what followed?")

    assertContains(client.get(german.get_absolute_url()), NOT_ENGLISH.replace("'", "&#x27;"))
    assertNotContains(client.get(english.get_absolute_url()), "look like English")


def test_question_that_is_sent_twice_is_added_once(client: Client, alice: Owner, candor: Value) -> None:
    client.post("/questions/new/", own_question(candor))
    response = client.post("/questions/new/", own_question(candor), follow=True)

    assertContains(response, "You have this question already.")
    assertRedirects(response, alice.questions.get().get_absolute_url())


def test_own_question_is_added_edited_and_deleted(client: Client, alice: Owner, candor: Value, courage: Value) -> None:
    client.post("/questions/new/", own_question(candor))
    question = Question.objects.get(owner=alice)
    assert (question.text, question.topic.slug, question.stages, question.evidence, question.audience) == (
        "What broke?",
        "failure",
        ["onsite-culture"],
        "own",
        "everybody",
    )

    edited = own_question(courage, text="What broke twice?", secondary=[candor.pk], audience="managers")
    client.post(f"/questions/{question.pk}/edit/", edited)
    question.refresh_from_db()
    assert (question.text, question.audience) == ("What broke twice?", "managers")
    assert {(probe.value, probe.strength, probe.owner) for probe in question.probes.all()} == {
        (courage, "primary", alice),
        (candor, "supporting", alice),
    }

    AnswerFactory.create(story=StoryFactory.create(owner=alice, title="Rollback"), question=question)
    assertContains(
        client.get(f"/questions/{question.pk}/delete/"),
        "<p>This also deletes 1 answer, told with “Rollback”. The story stays.</p>",
        html=True,
    )
    client.post(f"/questions/{question.pk}/delete/")
    assert not Question.objects.filter(owner=alice).exists()


def test_editing_a_question_keeps_what_it_probes_in_other_frameworks(
    client: Client, alice: Owner, candor: Value
) -> None:
    question = QuestionFactory.create(owner=alice)
    other = Value.objects.get(framework__slug="netflix-2017", slug="impact")
    question.probes.create(owner=alice, value=other)

    client.post(f"/questions/{question.pk}/edit/", own_question(candor))

    assert {probe.value for probe in question.probes.all()} == {other, candor}


def test_editing_a_question_keeps_what_it_probes_among_hidden_values(
    client: Client, alice: Owner, candor: Value, courage: Value
) -> None:
    question = QuestionFactory.create(owner=alice)
    question.probes.create(owner=alice, value=courage)
    client.post(f"/values/{courage.pk}/hidden/", {"hidden": "1"})

    client.post(f"/questions/{question.pk}/edit/", own_question(candor))

    assert {probe.value for probe in question.probes.all()} == {candor, courage}


@pytest.mark.parametrize("value", ["9" * 30, "x", "-1"])
def test_question_that_probes_something_unknown_is_refused(client: Client, candor: Value, value: str) -> None:
    response = client.post("/questions/new/", own_question(candor, primary=[value]))

    assert set(response.context["form"].errors) == {"primary"}


@pytest.mark.parametrize("url", ["/questions/new/", "/values/new/", "/settings/", "/settings/password/"])
def test_empty_post_is_refused(client: Client, url: str) -> None:
    assert client.post(url).status_code == 422


def test_question_without_text_is_refused(client: Client, candor: Value) -> None:
    response = client.post("/questions/new/", own_question(candor, text=" "))

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"text"}


def test_question_is_hidden_and_shown_again(client: Client, disagreement: Question, charlie: Owner) -> None:
    url = f"/questions/{disagreement.pk}/hidden/"

    client.post(url, {"hidden": "1"})
    assertNotContains(client.get("/questions/", {"q": "disagreed"}), disagreement.text)
    assertContains(client.get("/questions/", {"level": "hidden"}), disagreement.text)
    assertContains(client.get(disagreement.get_absolute_url()), "Show it again")
    assert disagreement in Question.objects.shown_to(charlie)

    client.post(url, {"hidden": "0"})
    assertContains(client.get("/questions/", {"q": "disagreed"}), disagreement.text)
