"""Which stories are suggested for a question, which questions for a story, and what becomes of a pasted question."""

import json
import re
import uuid
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from stories.core.choices import Status, Strength
from stories.core.terms import load
from stories.coverage.snapshot import snapshot_of
from stories.coverage.suggestions import Suggestions, infer_question
from stories.forms import HeardQuestionForm
from stories.library.actions import save_story
from stories.library.content import StoryContent
from stories.models import Framework, Owner, Question, Story, Topic, Value
from tests.factories import AnswerFactory, QuestionFactory, StoryFactory, TagFactory

BET = "Tell me about a bet that went badly."
FAILURE = "I had argued for the new ledger. It failed, and after five months I recommended that we stop the project."


@pytest.fixture
def failure(alice: Owner, courage: Value) -> Story:
    """A story that fits BET without sharing a word with it."""
    story = StoryFactory.create(owner=alice, title="The ledger", action=FAILURE)
    TagFactory.create(story=story, value=courage)
    return story


@pytest.fixture
def garden(alice: Owner) -> Story:
    """A story that hardly fits anything."""
    return StoryFactory.create(owner=alice, title="Tomatoes", headline="", action="I watered tomatoes.")


def titles(suggestions: Suggestions) -> list[str]:
    return [str(suggestion.story) for suggestion in (*suggestions.closest, *suggestions.others)]


def test_question_page_ranks_stories_with_reasons(
    client: Client, alice: Owner, candor: Value, disagreement: Question
) -> None:
    def tagged(title: str, action: str, strength: Strength, status: Status = Status.READY) -> None:
        TagFactory.create(
            story=StoryFactory.create(owner=alice, title=title, action=action, status=status),
            value=candor,
            strength=strength,
        )

    tagged("closest", "I disagreed with my manager and argued against the plan.", Strength.PRIMARY)
    tagged("archived", "I disagreed with my manager and argued against the plan.", Strength.PRIMARY, Status.ARCHIVED)
    tagged("tagged only", "I watered tomatoes.", Strength.SUPPORTING)

    response = client.get(disagreement.get_absolute_url())

    assert titles(response.context["page"].suggestions) == ["closest", "tagged only"]
    assertContains(response, "tagged with Candor as primary")
    assertContains(response, "not told yet")


@pytest.mark.parametrize(
    ("stories", "shown", "said"),
    [(3, 3, None), (4, 4, "1 other story"), (11, 11, "8 other stories"), (13, 11, "The next 8 of 10 other stories")],
)
def test_page_shows_the_three_closest_and_some_others(
    client: Client, alice: Owner, candor: Value, disagreement: Question, stories: int, shown: int, said: str | None
) -> None:
    for number in range(stories):
        TagFactory.create(story=StoryFactory.create(owner=alice, title=f"Story {number}"), value=candor)

    response = client.get(disagreement.get_absolute_url())

    assert len(response.context["page"].suggestions.closest) == 3
    assertContains(response, "Answer with it</a>", count=shown)
    text = " ".join(response.text.split())
    assert (said or "Story 0") in text
    assert ("other stor" in text) == bool(said)


def test_story_that_answers_is_not_suggested_for_the_same_question(
    client: Client, disagreement: Question, candor: Value, failure: Story
) -> None:
    TagFactory.create(story=failure, value=candor)
    AnswerFactory.create(story=failure, question=disagreement)

    suggestions = client.get(disagreement.get_absolute_url()).context["page"].suggestions

    assert titles(suggestions) == []


def test_those_that_answer_take_no_place_from_others(client: Client, alice: Owner, disagreement: Question) -> None:
    for story in StoryFactory.create_batch(15, owner=alice)[:3]:
        AnswerFactory.create(story=story, question=disagreement)

    suggestions = client.get(disagreement.get_absolute_url()).context["page"].suggestions

    assert (len(suggestions.closest), len(suggestions.others), suggestions.remaining) == (3, 8, 9)


def test_heard_question_counts_the_stories_that_are_left(client: Client, alice: Owner) -> None:
    StoryFactory.create_batch(13, owner=alice)

    assertContains(client.get("/questions/new/", {"text": BET}), "Not these: show 8 of 10 more")


def test_question_without_a_story_says_so_and_offers_a_new_one(client: Client, disagreement: Question) -> None:
    response = client.get(disagreement.get_absolute_url())

    assertContains(response, "You have no story yet. Write a new one for it.")
    assertContains(response, f"/stories/new/?question={disagreement.pk}")


def test_terms_are_stored_on_saving(alice: Owner) -> None:
    content = StoryContent(texts={"title": "The ledger", "headline": "", "action": FAILURE})

    saved = save_story(owner=alice, pk=uuid.uuid4(), base=0, session=uuid.uuid4(), content=content)

    stored = load(Story.objects.get(pk=saved.story.pk).terms)
    assert stored == saved.story.read_terms()
    assert stored and "failure" in stored.concepts


def test_terms_of_another_vocabulary_are_read_again_once(
    client: Client, disagreement: Question, failure: Story, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Story.objects.update(terms="old|1||")
    url = disagreement.get_absolute_url()

    first = client.get(url).context["page"].suggestions
    failure.refresh_from_db()

    assert failure.terms == failure.read_terms().dump()
    assert client.get(url).context["page"].suggestions == first
    with django_assert_num_queries(25):
        client.get(url)


def test_storys_questions_come_unanswered_first_and_without_its_own(
    client: Client, alice: Owner, failure: Story, courage: Value
) -> None:
    own = [
        QuestionFactory.create(owner=alice, text=f"Describe a failure, version {name}.")
        for name in ("own", "other", "new")
    ]
    for question in own:
        question.probes.create(owner=alice, value=courage)
    AnswerFactory.create(story=failure, question=own[0])
    AnswerFactory.create(story=StoryFactory.create(owner=alice), question=own[1])

    response = client.get(f"/stories/{failure.pk}/questions/")

    rows = response.context["page"].paginator.object_list
    assert [row.question for row in rows if row.question.owner_id] == [own[2], own[1]]
    assert [row.is_answered for row in rows] == sorted(row.is_answered for row in rows)
    assertContains(client.get(f"/stories/{failure.pk}/questions/?page=99"), "1 already answered with another story")
    assertContains(client.get(failure.get_absolute_url()), f"/stories/{failure.pk}/questions/")


def test_what_is_common_to_a_storys_questions_is_said_once(client: Client, failure: Story) -> None:
    response = client.get(f"/stories/{failure.pk}/questions/")

    groups = response.context["groups"]
    assert len(response.context["page"]) > 10
    assert response.context["said"][-1] == "not told yet"
    assertContains(response, "not told yet", count=1)
    shared = [group.reason for group in groups if group.reason]
    assert "tagged with Courage as primary" in shared or "tagged with Courage as primary" in response.context["said"]
    for group in groups:
        assert not any(group.reason in answerable.reasons for answerable in group.questions)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.READY, "It is among the closest stories of no question beyond those it already answers."),
        (Status.ARCHIVED, "Archived stories"),
    ],
)
def test_story_that_is_closest_to_no_question_says_so(
    client: Client, alice: Owner, netflix: Framework, garden: Story, status: Status, said: str
) -> None:
    for _ in range(3):
        story = StoryFactory.create(owner=alice)
        for value in netflix.values.all():
            TagFactory.create(story=story, value=value)
    Story.objects.update(status=status)

    assertContains(client.get(f"/stories/{garden.pk}/questions/"), said)


@pytest.mark.parametrize("path", ["/", "/stories/", "/coverage/", "/settings/", "/questions/new/", "/nowhere/"])
def test_heard_question_has_a_box_on_every_page(client: Client, path: str) -> None:
    header = client.get(path).text.split("</header>")[0]

    assert re.search(r'<form class="heard" action="/questions/new/"(?! method)', header)
    assert 'name="text"' in header


def test_strangers_have_no_box_for_a_heard_question(db: None) -> None:
    assert 'class="heard"' not in Client().get("/sign-in/").text


def test_new_question_begins_with_its_text(client: Client) -> None:
    response = client.get("/questions/new/", {"text": "  "})

    assertContains(response, 'name="text"')
    assertNotContains(response, 'name="topic"')


def test_pasted_question_gets_a_proposal_and_suggestions(client: Client, failure: Story, courage: Value) -> None:
    response = client.get("/questions/new/", {"text": "Tell me about\n a risk that failed."})

    form = response.context["form"]
    assert form["text"].value() == "Tell me about a risk that failed."
    assert form["topic"].value()
    assert form["primary"].value()
    assert titles(response.context["heard"].suggestions) == ["The ledger"]
    assertContains(response, "Proposed from the questions most like it")
    assert not Question.objects.filter(owner=failure.owner).exists()


def test_heard_question_shows_every_value_and_presses_those_inferred(client: Client, netflix: Framework) -> None:
    response = client.get("/questions/new/", {"text": BET})

    form = response.context["form"]
    for name in ("primary", "secondary"):
        assert [label for _, label in form.fields[name].choices] == [value.name for value in netflix.values.all()]
        checked = re.findall(rf'name="{name}" value="(\d+)"[^>]*checked', response.text)
        assert checked == [str(pk) for pk, _ in form.fields[name].choices if int(pk) in form[name].value()]
    assert form["primary"].value()
    assertContains(response, "Show the three")


def topics_shown(form: HeardQuestionForm) -> tuple[list[str], list[str]]:
    """The names of the topics that are offered at once, and of the others."""
    few, others = form.topics
    return [choice.choice_label for choice in few], [choice.choice_label for choice in others]


def test_likeliest_topics_are_chips_and_the_first_is_pressed(client: Client, alice: Owner) -> None:
    response = client.get("/questions/new/", {"text": BET})

    inferred = infer_question(BET, snapshot_of(alice))
    names = {topic.slug: topic.name for topic in Topic.objects.all()}
    few, others = topics_shown(response.context["form"])
    assert few == [names[slug] for slug in inferred.topics[:5]]
    assert others == [name for name in names.values() if name not in few]
    pressed = re.findall(r'name="topic" value="(\d+)"[^>]*checked', response.text)
    assert pressed == [str(Topic.objects.get(slug=inferred.topic).pk)]


def test_topics_are_offered_in_their_order_where_nothing_points_to_one(client: Client, alice: Owner) -> None:
    response = client.get("/questions/new/", {"text": "Каков?"})

    few, _ = topics_shown(response.context["form"])
    assert few == ["Conflict", "Feedback", "Failure", "Prioritisation", "Ambiguity"]
    assert not re.search('name="topic"[^>]*checked', response.text)


def test_chosen_topic_stays_among_the_few(client: Client, alice: Owner) -> None:
    memo = Topic.objects.get(slug="culture-memo")

    response = client.post("/questions/new/", own_question(look="1", topic=memo.pk))

    few, others = topics_shown(response.context["form"])
    assert (len(few), few[-1]) == (6, "The culture memo")
    assert "The culture memo" not in others


def test_missing_topic_is_asked_for(client: Client, alice: Owner) -> None:
    response = client.post("/questions/new/", own_question(topic=""))

    assert response.status_code == 422
    assertContains(response, 'aria-describedby="id_topic_error"', status_code=422)
    assertContains(response, 'id="id_topic_error">This field is required.', status_code=422)


def own_question(**changes: object) -> dict[str, object]:
    topic = Question.objects.get(slug="nfx-seed-02").topic.pk
    return {"text": BET, "topic": topic, "stages": [], "primary": [], "secondary": []} | changes


def test_corrected_question_is_looked_at_again_and_not_saved(client: Client, failure: Story, courage: Value) -> None:
    plain = client.post("/questions/new/", own_question(look="1", primary=[courage.pk], text=""))
    quick = client.post("/questions/new/", own_question(look="1", topic=""), headers={"HX-Target": "suggested"})

    assert (plain.status_code, quick.status_code) == (200, 200)
    assertContains(plain, "tagged with Courage as primary")
    assertNotContains(plain, "Proposed from")
    assertContains(quick, 'id="suggested-title"')
    assertNotContains(quick, "<h1>")
    assert not Question.objects.filter(owner=failure.owner).exists()


@pytest.mark.parametrize(
    ("then", "url"),
    [
        ("", "/questions/{question}/"),
        ("new", "/stories/new/?question={question}"),
        ("story", "/questions/{question}/answers/new/?story={story}"),
    ],
)
def test_pasted_question_is_saved_and_leads_on(
    client: Client, alice: Owner, failure: Story, then: str, url: str
) -> None:
    post = own_question(then=failure.pk if then == "story" else then)

    response = client.post("/questions/new/", post)

    question = Question.objects.get(owner=alice)
    assertRedirects(response, url.format(question=question.pk, story=failure.pk))


def test_existing_question_is_named(client: Client, disagreement: Question) -> None:
    response = client.get("/questions/new/", {"text": disagreement.text.upper().strip("?.")})

    assertContains(response, "You already have this question")
    assertContains(response, disagreement.get_absolute_url())


def run(capsys: pytest.CaptureFixture[str], **options: Any) -> Any:
    call_command("suggest", owner="alice", json=True, **options)
    return json.loads(capsys.readouterr().out)


def test_command_suggests_for_a_question_of_the_bank(
    capsys: pytest.CaptureFixture[str], disagreement: Question, failure: Story
) -> None:
    output = run(capsys, question="nfx-seed-01")

    assert output["question"] == {
        "slug": "nfx-seed-01",
        "text": disagreement.text,
        "topic": "conflict",
        "values": {"candor": "primary", "courage": "primary", "judgment": "supporting", "resilience": "supporting"},
    }
    [suggestion] = output["suggestions"]
    assert (suggestion["story"], suggestion["title"]) == (str(failure.pk), "The ledger")
    assert suggestion["score"] > 0
    assert "tagged with Courage as primary" in suggestion["reasons"]


def test_command_names_the_answers_and_ranks_the_others(
    alice: Owner, capsys: pytest.CaptureFixture[str], disagreement: Question, failure: Story
) -> None:
    told = StoryFactory.create(owner=alice, title="Told the director")
    AnswerFactory.create(question=disagreement, story=told)

    output = run(capsys, question="nfx-seed-01")

    assert output["answered_with"] == [{"story": str(told.pk), "title": "Told the director"}]
    assert [suggestion["title"] for suggestion in output["suggestions"]] == ["The ledger"]
    call_command("suggest", owner="alice", question="nfx-seed-01")
    assert "\nAnswered with “Told the director”.\n" in capsys.readouterr().out


def test_command_infers_what_is_not_given(capsys: pytest.CaptureFixture[str], failure: Story) -> None:
    inferred = run(capsys, text=BET)["question"]
    given = run(capsys, text=BET, topic="conflict", value=["candor", "judgment"])["question"]

    assert (inferred["slug"], inferred["text"], bool(inferred["topic"])) == (None, BET, True)
    assert (given["topic"], given["values"]) == ("conflict", {"candor": "primary", "judgment": "primary"})


def test_command_shows_stories_and_reasons_as_text(capsys: pytest.CaptureFixture[str], failure: Story) -> None:
    call_command("suggest", owner="alice", text=BET, topic="failure", value=["courage"])
    out = capsys.readouterr().out

    assert out.startswith(f"{BET}\nTopic: failure. Probes: courage (primary).\n")
    assert "1  The ledger  close in meaning to the question; tagged with Courage as primary; " in out


def test_command_says_when_there_is_no_story(capsys: pytest.CaptureFixture[str], alice: Owner) -> None:
    call_command("suggest", owner="alice", text="?!")

    assert "There is no story yet." in capsys.readouterr().out


def test_command_offers_three_and_the_banks_closest(
    capsys: pytest.CaptureFixture[str], alice: Owner, failure: Story
) -> None:
    for number in range(3):
        StoryFactory.create(owner=alice, title=f"Tomatoes {number}", headline="", action="I watered tomatoes.")

    output = run(capsys, text=BET)
    call_command("suggest", owner="alice", text=BET)
    out = capsys.readouterr().out

    assert [story["title"][:8] for story in output["suggestions"]] == ["The ledg", "Tomatoes", "Tomatoes"]
    assert [set(question) for question in output["bank"]] == [{"slug", "text"}] * 3
    assert output["limits"] == ""
    assert "The bank has it as:\nSlug" in out
    assert output["bank"][0]["text"] in out


def test_command_says_when_meaning_is_not_compared(capsys: pytest.CaptureFixture[str], failure: Story) -> None:
    output = run(capsys, text="Wann haben Sie zuletzt versagt?")
    call_command("suggest", owner="alice", text="Wann haben Sie zuletzt versagt?")

    assert output["bank"] == []
    assert output["limits"].startswith("This doesn't look like English")
    assert output["limits"] in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"question": "no-such"}, "There is no question 'no-such', or it is hidden."),
        ({"text": " "}, "--text is empty."),
        ({"text": "x", "topic": "no-such"}, "There is no topic 'no-such'."),
        ({"text": "x", "value": ["no-such"]}, "There is no value 'no-such' in Netflix: Culture memo, June 2024."),
        ({"question": "nfx-seed-01", "topic": "conflict"}, "--value and --topic only work with --text"),
        ({}, "one of the arguments --question --text is required"),
        ({"text": "x", "owner": "nobody"}, "There is no owner 'nobody'."),
    ],
)
def test_command_refuses_with_a_sentence(alice: Owner, options: dict[str, Any], reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        call_command("suggest", **({"owner": "alice"} | options))
