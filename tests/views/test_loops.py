"""The loop planner: rounds and their questions, the story for each, pins, and what was told afterwards."""

import json
import re
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from stories.bank import demo
from stories.core.choices import Fit, Status
from stories.models import Loop, Owner, Question, Round, RoundQuestion, Story, Value
from tests.factories import AnswerFactory, QuestionFactory, StoryFactory, TagFactory

USUAL = [
    "Recruiter screen",
    "Hiring manager screen",
    "Technical phone screen",
    "Onsite: coding and technical",
    "Onsite: past experience",
    "Onsite: director",
    "Onsite: culture",
    "Onsite: partner",
]


@pytest.fixture
def loop(alice: Owner) -> Loop:
    """Without rounds."""
    return Loop.objects.create(owner=alice, name="Acme, ranking", company="Acme")


def add_round(loop: Loop, *questions: Question, name: str = "Culture") -> Round:
    loop_round = Round.objects.create(
        owner=loop.owner, loop=loop, name=name, stage="onsite-culture", position=loop.rounds.count()
    )
    for position, question in enumerate(questions):
        RoundQuestion.objects.create(owner=loop.owner, round=loop_round, question=question, position=position)
    return loop_round


def answer(alice: Owner, question: Question, title: str, fit: Fit = Fit.STRONG, **story: Any) -> Story:
    told: Story = StoryFactory.create(owner=alice, title=title, **story)
    AnswerFactory.create(story=told, question=question, fit=fit, opening=f"Opening of {title}")
    return told


def planned(client: Client, loop: Loop) -> list[tuple[str, str]]:
    page = client.get(loop.get_absolute_url()).context["page"]
    return [(str(row.asked.question), str(row.story or "")) for part in page.rounds for row in part.questions]


def own(alice: Owner, text: str) -> Question:
    return QuestionFactory.create(owner=alice, text=text)


def test_list_is_empty_first_and_says_what_a_loop_is(client: Client) -> None:
    assertContains(client.get("/loops/"), "No loops yet.")


def test_loop_starts_with_the_usual_rounds_and_their_likely_questions(client: Client, alice: Owner) -> None:
    post = {"name": "Acme, ranking", "company": "Acme", "date": "2026-12-01"}

    response = client.post("/loops/new/", post)

    loop = Loop.objects.get(owner=alice)
    assertRedirects(response, loop.get_absolute_url())
    assert [loop_round.name for loop_round in loop.rounds.all()] == USUAL
    for loop_round in loop.rounds.all():
        assert all(loop_round.stage in asked.question.stages for asked in loop_round.questions.all())
    questions = [asked.question_id for loop_round in loop.rounds.all() for asked in loop_round.questions.all()]
    assert len(set(questions)) == len(questions) > 15
    assert {loop_round.stage: loop_round.questions.count() for loop_round in loop.rounds.all()}["technical-screen"] == 0
    culture = loop.rounds.get(stage="onsite-culture").questions.all()
    assert len({asked.question.topic_id for asked in culture}) == len(culture)
    assertContains(client.get("/loops/"), "8 rounds")


@pytest.mark.parametrize(("post", "field"), [({"name": ""}, "name"), ({"name": "x", "date": "soon"}, "date")])
def test_bad_loop_is_refused_beside_its_field(client: Client, post: dict[str, str], field: str) -> None:
    response = client.post("/loops/new/", post | {"company": "kept words"})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assertContains(response, "kept words", status_code=422)


def test_each_question_gets_the_story_that_fits_none_twice(client: Client, alice: Owner, loop: Loop) -> None:
    first, second = own(alice, "What failed?"), own(alice, "What else failed?")
    both = answer(alice, first, "Both")
    AnswerFactory.create(story=both, question=second, fit=Fit.STRONG)
    answer(alice, first, "Only the first", Fit.OK)
    add_round(loop, first)
    add_round(loop, second, name="Director")

    assert planned(client, loop) == [("What failed?", "Only the first"), ("What else failed?", "Both")]
    response = client.get(loop.get_absolute_url())
    assertContains(response, "“Both” answers it better, but it is already used for another question.")
    assertContains(response, "Opening of Only the first")
    assert "A story is planned for <b>2 of 2</b> questions." in " ".join(response.text.split())


def test_backup_is_not_the_story_just_said_to_be_used_elsewhere(client: Client, alice: Owner, loop: Loop) -> None:
    first, second = own(alice, "What failed?"), own(alice, "What else failed?")
    both = answer(alice, first, "Both")
    AnswerFactory.create(story=both, question=second, fit=Fit.STRONG)
    answer(alice, first, "Only the first", Fit.OK)
    add_round(loop, first)
    add_round(loop, second, name="Director")

    response = client.get(loop.get_absolute_url())

    [told, _] = [question for planned in response.context["page"].rounds for question in planned.questions]
    assert (told.item.backup, told.backup) == (both.pk, None)
    assertNotContains(response, "Backup:")

    answer(alice, first, "Spare", Fit.STRETCH)

    assertContains(client.get(loop.get_absolute_url()), "Spare</a>.")


@pytest.mark.parametrize("may_repeat", [False, True])
def test_stretch_is_a_backup_where_a_good_answer_is_told_elsewhere(
    client: Client, alice: Owner, loop: Loop, *, may_repeat: bool
) -> None:
    first, second = own(alice, "What failed?"), own(alice, "What else failed?")
    both = answer(alice, first, "Both")
    AnswerFactory.create(story=both, question=second, fit=Fit.OK)
    answer(alice, second, "Spare", Fit.STRETCH)
    add_round(loop, first, second)
    Loop.objects.update(may_repeat=may_repeat)

    response = client.get(loop.get_absolute_url())

    assert planned(client, loop) == [("What failed?", "Both"), ("What else failed?", "")]
    assertContains(response, "“Both” answers it, but it is already used for another question.")
    assertContains(response, "Spare</a>.")


def test_links_to_write_a_story_say_for_which_question(client: Client, alice: Owner, loop: Loop) -> None:
    add_round(loop, own(alice, "What failed?"), own(alice, "Who left?"))

    response = client.get(loop.get_absolute_url())

    links = re.findall(
        r"Write a story for this question<span\s+class=\"visually-hidden\">: (.*?)</span></a>", response.text
    )
    assert links == ["“What failed?”", "“Who left?”"]


def test_story_may_be_told_twice_where_the_loop_says_so(client: Client, alice: Owner, loop: Loop) -> None:
    question, other = own(alice, "What failed?"), own(alice, "What else failed?")
    AnswerFactory.create(story=answer(alice, question, "Both"), question=other)
    add_round(loop, question)
    add_round(loop, other)
    Loop.objects.update(may_repeat=True)

    assert [story for _, story in planned(client, loop)] == ["Both", "Both"]


def test_empty_library_leaves_all_unanswered_and_says_why(client: Client, loop: Loop, disagreement: Question) -> None:
    add_round(loop, disagreement)

    response = client.get(loop.get_absolute_url())

    assertContains(response, "You haven&#x27;t decided which story answers it.")
    assertContains(response, "1 question without a story")
    assertContains(response, f"/stories/new/?question={disagreement.pk}")
    assertContains(response, "No planned story shows")


def test_more_questions_than_stories_leave_the_rest_unanswered(client: Client, alice: Owner, loop: Loop) -> None:
    questions = [own(alice, f"Failure {number}?") for number in range(3)]
    story = answer(alice, questions[0], "The only one")
    for question in questions[1:]:
        AnswerFactory.create(story=story, question=question, fit=Fit.OK)
    add_round(loop, *questions)

    assert [story for _, story in planned(client, loop)] == ["The only one", "", ""]
    assertContains(
        client.get(loop.get_absolute_url()), "“The only one” answers it, but it is already used for another question."
    )


def test_questions_without_a_story_are_folded_round_by_round(client: Client, alice: Owner, loop: Loop) -> None:
    questions = [own(alice, f"Failure {number}?") for number in range(4)]
    answer(alice, questions[1], "The second")
    StoryFactory.create(owner=alice)
    first = add_round(loop, *questions[:3])
    add_round(loop, questions[3], name="Director")

    response = client.get(loop.get_absolute_url())

    [part, director] = response.context["page"].rounds
    assert [[row.place for row in rows] for rows in (part.answered, part.unanswered)] == [[2], [1, 3]]
    assert (len(director.answered), len(director.unanswered)) == (0, 1)
    for said in ("2 questions without a story", "1 question without a story", "1 of 3 answered", "0 of 1 answered"):
        assertContains(response, said, count=1)
    assertNotContains(response, "No story yet")
    [_, second, third] = first.questions.all()
    assertContains(response, f'id="asked-{third.pk}"', count=1)
    moved = client.post(f"/asked/{third.pk}/move/", {"earlier": "1"})
    assert moved["Location"] == f"{loop.get_absolute_url()}#asked-{third.pk}"
    assert [asked.pk for asked in first.questions.all()][1:] == [third.pk, second.pk]


def test_values_that_no_round_shows_are_named(client: Client, alice: Owner, loop: Loop, candor: Value) -> None:
    question = own(alice, "What failed?")
    TagFactory.create(story=answer(alice, question, "Candid"), value=candor)
    add_round(loop, question)

    page = client.get(loop.get_absolute_url()).context["page"]

    assert {value.slug for value in page.not_shown} == set(
        candor.framework.values.exclude(pk=candor.pk).values_list("slug", flat=True)
    )


def test_pinned_story_stays_and_the_rest_is_planned_around_it(client: Client, alice: Owner, loop: Loop) -> None:
    question, other = own(alice, "What failed?"), own(alice, "What else failed?")
    best = answer(alice, question, "Best")
    AnswerFactory.create(story=best, question=other, fit=Fit.OK)
    answer(alice, question, "Second", Fit.OK)
    [asked, _] = add_round(loop, question, other).questions.all()
    url = f"/asked/{asked.pk}/pin/"
    assertContains(client.get(url), "Second")
    assert planned(client, loop) == [("What failed?", "Second"), ("What else failed?", "Best")]

    response = client.post(url, {"story": str(best.pk)}, follow=True)

    assertContains(response, "“Best” is pinned to this question")
    assert planned(client, loop) == [("What failed?", "Best"), ("What else failed?", "")]
    client.post(url, {"story": ""})
    assert planned(client, loop) == [("What failed?", "Second"), ("What else failed?", "Best")]


def test_pinned_story_that_is_archived_later_stays_and_is_marked(client: Client, alice: Owner, loop: Loop) -> None:
    question = own(alice, "What failed?")
    story = answer(alice, question, "Put away")
    asked = add_round(loop, question).questions.get()
    client.post(f"/asked/{asked.pk}/pin/", {"story": str(story.pk)})
    Story.objects.update(status=Status.ARCHIVED)

    assertContains(client.get(loop.get_absolute_url()), "You pinned it. It is archived.")
    assert planned(client, loop) == [("What failed?", "Put away")]

    story.delete()
    assert planned(client, loop) == [("What failed?", "")]


@pytest.mark.parametrize("story", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_missing_story_cannot_be_pinned(client: Client, alice: Owner, loop: Loop, story: str) -> None:
    asked = add_round(loop, own(alice, "What failed?")).questions.get()

    assert client.post(f"/asked/{asked.pk}/pin/", {"story": story}).status_code == 404


def test_strangers_story_cannot_be_pinned_nor_a_strangers_question_added(
    client: Client, alice: Owner, charlie: Owner, loop: Loop
) -> None:
    loop_round = add_round(loop, own(alice, "What failed?"))
    story, question = StoryFactory.create(owner=charlie), own(charlie, "Theirs?")

    pinned = client.post(f"/asked/{loop_round.questions.get().pk}/pin/", {"story": str(story.pk)})
    added = client.post(f"/rounds/{loop_round.pk}/questions/", {"question": question.pk})

    assert (pinned.status_code, added.status_code, loop_round.questions.count()) == (404, 404, 1)


def test_rounds_are_added_renamed_moved_and_deleted(client: Client, loop: Loop) -> None:
    first = add_round(loop, name="First")
    client.post(f"/loops/{loop.pk}/rounds/new/", {"name": "Lunch", "stage": "onsite-partner", "minutes": "30"})
    added = loop.rounds.get(name="Lunch")
    assert added.questions.count() == 3

    client.post(f"/rounds/{added.pk}/edit/", {"name": "Dinner", "stage": "", "minutes": "60"})
    client.post(f"/rounds/{added.pk}/move/", {"earlier": "1"})
    client.post(f"/rounds/{added.pk}/move/", {"earlier": "1"})
    assert [(loop_round.name, loop_round.minutes) for loop_round in loop.rounds.all()] == [
        ("Dinner", 60),
        ("First", 45),
    ]
    client.post(f"/rounds/{added.pk}/move/", {"later": "1"})
    assert [loop_round.name for loop_round in loop.rounds.all()] == ["First", "Dinner"]

    assertContains(client.get(f"/rounds/{first.pk}/delete/"), "Delete “<bdi>First</bdi>”?")
    client.post(f"/rounds/{first.pk}/delete/")
    assert [loop_round.name for loop_round in loop.rounds.all()] == ["Dinner"]


@pytest.mark.parametrize("minutes", ["0", "x", "9999"])
def test_bad_round_is_refused(client: Client, loop: Loop, minutes: str) -> None:
    url = f"/loops/{loop.pk}/rounds/new/"

    response = client.post(url, {"name": "kept words", "stage": "", "minutes": minutes})

    assert (response.status_code, set(response.context["form"].errors)) == (422, {"minutes"})
    assertContains(response, "kept words", status_code=422)


def test_loop_has_only_so_many_rounds(client: Client, loop: Loop) -> None:
    rounds = [add_round(loop) for _ in range(30)]

    refused = client.post(f"/loops/{loop.pk}/rounds/new/", {"name": "kept words", "stage": "", "minutes": "45"})
    renamed = client.post(f"/rounds/{rounds[0].pk}/edit/", {"name": "Renamed", "stage": "", "minutes": "45"})

    assertContains(refused, "A loop has at most 30 rounds.", status_code=422)
    assertContains(refused, "kept words", status_code=422)
    assert renamed.status_code == 302
    assert loop.rounds.count() == 30


def test_round_has_only_so_many_questions(client: Client, alice: Owner, loop: Loop) -> None:
    loop_round = add_round(loop, *QuestionFactory.create_batch(50, owner=alice))
    more = own(alice, "One more?")

    page = client.post(f"/rounds/{loop_round.pk}/questions/", {"question": more.pk}, follow=True)

    assertContains(page, "A round has at most 50 questions")
    assert loop_round.questions.count() == 50


def test_questions_are_found_added_moved_and_removed_with_a_way_back(
    client: Client, alice: Owner, loop: Loop, disagreement: Question
) -> None:
    loop_round = add_round(loop, own(alice, "What failed?"))
    url = f"/rounds/{loop_round.pk}/questions/"
    likely = client.get(url).context["page"].object_list
    assert all("onsite-culture" in question.stages for question in likely)
    assert [question.pk for question in client.get(url, {"q": "DISAGREED stakeholder"}).context["page"]] == [
        disagreement.pk
    ]
    assertContains(client.get(url, {"q": "xyzzy"}), "No question matches.")

    for _ in range(2):
        client.post(url, {"question": disagreement.pk})
    added = loop_round.questions.get(question=disagreement)
    client.post(f"/asked/{added.pk}/move/", {"earlier": "1"})
    assert next(asked.question for asked in loop_round.questions.all()) == disagreement

    response = client.post(f"/asked/{added.pk}/remove/", follow=True)
    assertContains(response, "Undo")
    assertContains(response, f'<input type="hidden" name="question" value="{disagreement.pk}">', html=True)
    assert loop_round.questions.count() == 1
    assert client.post(url, {"question": "x"}).status_code == 404


def test_what_was_told_is_noted_and_avoided_in_the_next_loop_with_the_company(
    client: Client, alice: Owner, loop: Loop
) -> None:
    question = own(alice, "What failed?")
    best = answer(alice, question, "Best")
    answer(alice, question, "Second", Fit.OK)
    loop_round = add_round(loop, question)
    asked = loop_round.questions.get()
    form = client.get(f"/rounds/{loop_round.pk}/told/").context["form"]
    assert form[f"told_{asked.pk}"].value() == str(best.pk)

    client.post(f"/rounds/{loop_round.pk}/told/", {f"asked_{asked.pk}": "on", f"told_{asked.pk}": str(best.pk)})

    asked.refresh_from_db()
    assert (asked.was_asked, asked.told) == (True, best)
    assertContains(client.get(loop.get_absolute_url()), "This was asked; you told “Best”.")
    again = Loop.objects.create(owner=alice, name="Again", company=" ACME ")
    elsewhere = Loop.objects.create(owner=alice, name="Elsewhere", company="Other")
    for other in (again, elsewhere):
        add_round(other, question)
    assert [planned(client, each) for each in (again, elsewhere, loop)] == [
        [("What failed?", "Second")],
        [("What failed?", "Best")],
        [("What failed?", "Best")],
    ]
    assertContains(client.get(again.get_absolute_url()), "this company has heard it before")


def test_what_was_not_asked_was_not_told(client: Client, alice: Owner, loop: Loop) -> None:
    question = own(alice, "What failed?")
    story = answer(alice, question, "Best")
    loop_round = add_round(loop, question)
    asked = loop_round.questions.get()

    client.post(f"/rounds/{loop_round.pk}/told/", {f"told_{asked.pk}": str(story.pk)})
    asked.refresh_from_db()
    assert (asked.was_asked, asked.told) == (False, None)

    response = client.post(
        f"/rounds/{loop_round.pk}/told/", {f"asked_{asked.pk}": "on", f"told_{asked.pk}": "nonsense"}
    )
    assert response.status_code == 422


def test_loop_is_edited_and_deleted_but_stories_stay(client: Client, alice: Owner, loop: Loop) -> None:
    add_round(loop, own(alice, "What failed?"))
    StoryFactory.create(owner=alice)

    client.post(f"/loops/{loop.pk}/edit/", {"name": "Renamed", "company": "Acme"})
    assertContains(client.get(f"/loops/{loop.pk}/delete/"), "Delete “<bdi>Renamed</bdi>”?")
    client.post(f"/loops/{loop.pk}/delete/")

    assert (Loop.objects.count(), Round.objects.count(), alice.stories.count()) == (0, 0, 1)


def test_hidden_question_stays_in_the_loop_it_was_put_into(
    client: Client, alice: Owner, loop: Loop, disagreement: Question
) -> None:
    add_round(loop, disagreement)

    client.post(f"/questions/{disagreement.pk}/hidden/", {"hidden": "1"})

    assert planned(client, loop) == [(disagreement.text, "")]


def test_demo_has_a_planned_loop(client: Client, alice: Owner) -> None:
    demo.fill(alice)

    page = client.get(alice.loops.get().get_absolute_url()).context["page"]

    assert page.told_questions >= 4
    assert {len(question.closest) for question in page.unanswered} == {3}


def test_plan_as_json(alice: Owner, loop: Loop, capsys: pytest.CaptureFixture[str], candor: Value) -> None:
    question, other = own(alice, "What failed?"), own(alice, "What else?")
    story = answer(alice, question, "Best")
    TagFactory.create(story=story, value=candor)
    add_round(loop, question, other)

    call_command("plan", str(loop.pk), owner="alice", json=True)

    plan = json.loads(capsys.readouterr().out)
    assert plan["loop"] == {"id": loop.pk, "name": "Acme, ranking", "company": "Acme"}
    assert plan["rounds"] == [
        {
            "name": "Culture",
            "items": [
                {
                    "question": question.slug,
                    "story": str(story.pk),
                    "fit": 1.0,
                    "prepared": False,
                    "pinned": False,
                    "reason": "It is your best answer.",
                    "closest": [],
                },
                {
                    "question": other.slug,
                    "story": None,
                    "fit": 0.0,
                    "prepared": False,
                    "pinned": False,
                    "reason": "You haven't decided which story answers it.",
                    "closest": [str(story.pk)],
                },
            ],
        }
    ]
    assert plan["unanswered"] == [other.slug]
    assert "candor" not in plan["values_not_shown"]
    assert len(plan["values_not_shown"]) == 7


def test_plan_as_text(alice: Owner, loop: Loop, capsys: pytest.CaptureFixture[str]) -> None:
    question = own(alice, "What failed?")
    answer(alice, question, "Best")
    add_round(loop, question)

    call_command("plan", str(loop.pk), owner="alice")

    out = capsys.readouterr().out
    assert re.search(r"Culture \(45 min\)\nStory +Question +Why\nBest +What failed\? +It is your best answer.\n", out)
    assert "Questions with a story: 1 of 1." in out


def test_plan_of_an_unknown_loop_is_refused(alice: Owner, charlie: Owner, loop: Loop) -> None:
    with pytest.raises(CommandError, match=r"There is no loop 0\. Your loops: ") as refused:
        call_command("plan", "0", owner="alice")
    assert refused.value.returncode == 2

    with pytest.raises(CommandError, match="none yet"):
        call_command("plan", str(loop.pk), owner="charlie")


def test_strangers_see_no_loop(stranger: Client, loop: Loop) -> None:
    assertNotContains(stranger.get("/loops/"), "Acme")
