"""What to write or repair next, what hangs by a thread, and what would drop without a story."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from stories.core.choices import Fit, Status, Strength
from stories.core.likelihood import Audience, Work
from stories.core.steps import StepKind
from stories.models import Loop, Owner, Question, Round, RoundQuestion, Story, Value
from tests.factories import AnswerFactory, QuestionFactory, StoryFactory, TagFactory


@pytest.fixture
def story(alice: Owner, candor: Value, disagreement: Question) -> Story:
    """The only story, and the only answer to a question."""
    story = StoryFactory.create(owner=alice, title="Rollback")
    TagFactory.create(story=story, value=candor)
    AnswerFactory.create(story=story, question=disagreement)
    return story


def test_empty_library_gets_stories_to_write_that_start_with_tags_and_prompts(client: Client) -> None:
    response = client.get("/coverage/next/")

    proposals = response.context["proposals"]
    assert len(proposals) == 5
    first = proposals[0]
    assert 1 <= len(first.values) <= 2
    assert 1 <= len(first.questions) <= 4
    assert {question.topic for question in first.questions} == {first.topic}
    gains = [row.proposal.gain for row in proposals]
    assert gains == sorted(gains, reverse=True)
    assert {row.repair.kind for group in response.context["repairs"] for row in group.repairs} == {StepKind.PREPARE}

    values = "".join(f"value={value.pk}&amp;" for value in first.values)
    assertContains(response, f'href="/stories/new/?{values}topic={first.topic.slug}"')
    draft = client.get("/stories/new/", {"value": [value.pk for value in first.values], "topic": first.topic.slug})
    assertContains(draft, first.topic.why)
    picked = {value.pk for value, tag, _ in draft.context["form"].tags if tag.value()}
    assert picked == {value.pk for value in first.values}


def test_no_story_rests_on_questions_that_only_others_are_asked(client: Client, alice: Owner) -> None:
    """Unless the next loop asks them."""
    asked = client.get("/coverage/next/").context["proposals"][0].questions[0]
    alice.work = Work.MANAGER
    alice.save()
    Question.objects.filter(pk=asked.pk).update(audience=Audience.ENGINEERS)
    assert asked not in rested_on(client)

    loop = Loop.objects.create(owner=alice, name="Loop", date=timezone.localdate())
    part = Round.objects.create(owner=alice, loop=loop, name="Round")
    RoundQuestion.objects.create(owner=alice, round=part, question=asked)

    assert asked in rested_on(client)


def rested_on(client: Client) -> set[Question]:
    """The questions that the proposed stories would cover."""
    return {question for row in client.get("/coverage/next/").context["proposals"] for question in row.questions}


def test_unknown_topic_starts_a_plain_draft(client: Client) -> None:
    response = client.get("/stories/new/", {"topic": "no-such", "value": "x"})

    assert response.status_code == 200
    assertNotContains(response, "A story of the topic")


def test_repairs_say_what_would_rise_and_lead_there(client: Client, alice: Owner, candor: Value, story: Story) -> None:
    draft = StoryFactory.create(owner=alice, title="Begun", status=Status.DRAFT)
    TagFactory.create(story=draft, value=candor, strength=Strength.SUPPORTING)

    response = client.get("/coverage/next/")

    kinds = {
        (str(row.repair.kind), *sorted(str(each.story) for each in row.next.stories))
        for group in response.context["repairs"].paginator.object_list
        for row in group.repairs
    }
    assert kinds == {("finish the draft", "Begun"), ("match the open questions",), ("prepare a short answer",)}
    pages = response.context["repairs"].paginator.page_range
    whole = "".join(client.get(f"/coverage/next/?page={page}").text for page in pages)
    assert f'Finish it<span class="visually-hidden">: “{draft}”</span>' in whole
    assert f"/stories/{draft.pk}/edit/" in whole


def test_repairs_are_grouped_by_story_the_most_worthwhile_first(client: Client, alice: Owner) -> None:
    drafts = {title: StoryFactory.create(owner=alice, title=title, status=Status.DRAFT) for title in ("one", "two")}
    for question in Question.objects.filter(owner=None, kind="episode")[:3]:
        AnswerFactory.create(story=drafts["two"], question=question)
    looked_at = StoryFactory.create(owner=alice, title="looked at")
    for question in Question.objects.filter(owner=None, kind="episode")[3:5]:
        AnswerFactory.create(story=looked_at, question=question, was_seen=False)

    groups = client.get("/coverage/next/").context["repairs"].paginator.object_list

    by_story = {str(group.story): [row.repair.kind for row in group.repairs] for group in groups}
    assert by_story.pop("None")[0] == StepKind.MATCH
    assert by_story == {"two": [StepKind.FINISH_DRAFT], "looked at": [StepKind.LOOK] * 2}
    best = [max(row.repair.gain for row in group.repairs) for group in groups]
    assert best == sorted(best, reverse=True)


def test_each_repair_has_one_action(client: Client, alice: Owner) -> None:
    bent, *_ = stories = StoryFactory.create_batch(3, owner=alice)
    question = Question.objects.filter(owner=None, kind="episode")[0]
    AnswerFactory.create(story=bent, question=question, fit=Fit.STRETCH)

    response = client.get("/coverage/next/")

    rows = [row for group in response.context["repairs"] for row in group.repairs]
    assert any(len(row.next.stories) > 1 for row in rows)
    actions = re.findall(r'<div class="repair-step">(.*?)\n  </div>', response.text, re.DOTALL)
    assert len(actions) == len(rows)
    for action, row in zip(actions, rows, strict=True):
        assert ("<summary" in action) == (len(row.next.stories) > 1)
        assert action.count('class="step"') == (len(row.next.stories) <= 1)
        offered = {story.pk for story in stories if f"story={story.pk}" in action}
        assert offered == ({each.story.pk for each in row.next.stories} if "<summary" in action else set())


def test_covered_library_needs_no_new_story(client: Client, alice: Owner, candor: Value) -> None:
    alice.coverage_target = 1
    alice.save()
    for value in candor.framework.values.all():
        story = StoryFactory.create(owner=alice)
        TagFactory.create(story=story, value=value)
    for question in Question.objects.all():
        AnswerFactory.create(story=story, question=question)

    response = client.get("/coverage/next/")

    assert response.context["proposals"] == []
    assertContains(response, "You need no new story")


def test_risks_name_what_one_story_holds_up(client: Client, alice: Owner, story: Story, candor: Value) -> None:
    others = [QuestionFactory.create(owner=alice) for _ in range(2)]
    for question in others:
        AnswerFactory.create(story=story, question=question, fit=Fit.OK)

    response = client.get("/coverage/risk/")

    risks = response.context["risks"]
    [overused] = risks.overused
    assert (overused.story, len(overused.questions), overused.is_severe) == (story, 3, False)
    assert [(risk.held, risk.story) for risk in risks.values] == [(candor, story)]
    assert {risk.held for risk in risks.questions} == {*others, story.answers.order_by("pk")[0].question}
    assertContains(response, f"/stories/{story.pk}/archive/")


def test_risks_of_an_empty_library_are_none(client: Client) -> None:
    assertContains(client.get("/coverage/risk/"), "None.", count=4)


@pytest.mark.parametrize("page", ["archive", "delete"])
def test_what_would_fall_is_shown_before_a_story_goes(
    client: Client, story: Story, candor: Value, disagreement: Question, page: str
) -> None:
    response = client.get(f"/stories/{story.pk}/{page}/")

    loss = response.context["loss"]
    assert [(loss_row.value, loss_row.change.before, loss_row.change.after) for loss_row in loss.values] == [
        (candor, "thin", "missing")
    ]
    assert (disagreement, "covered", "missing") in [
        (loss_row.question, loss_row.change.before, loss_row.change.after) for loss_row in loss.questions
    ]
    assertContains(response, "Without it, these drop to a lower level:")
    assertContains(response, disagreement.text)


def test_story_that_holds_nothing_up_goes_without_loss(client: Client, alice: Owner) -> None:
    story, _ = (StoryFactory.create(owner=alice) for _ in range(2))

    assertContains(client.get(f"/stories/{story.pk}/archive/"), "Without it, every value and question keeps its level.")
    assertContains(client.get(story.get_absolute_url()), f"/stories/{story.pk}/archive/")
