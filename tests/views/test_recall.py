"""Quick recall: which questions, the reveal, right or not, and what a reload finds."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from stories.core.memory import Rating
from stories.models import Answer, Owner, PreparedAnswer, Question, Rehearsal
from stories.practice.actions import begin, choose_day, rate
from stories.practice.recall import first_line
from tests.factories import AnswerFactory, PreparedAnswerFactory, StoryFactory

PAGE = "/practise/recall/"
REPORTED = {"owner": None, "evidence": "reported", "kind": "episode", "topic__category": "behavioral-culture"}


@pytest.fixture
def answers(alice: Owner) -> list[Answer]:
    return [
        AnswerFactory.create(
            story=StoryFactory.create(owner=alice, title=f"Story {number}"),
            question=question,
            opening=f"I began {number}.",
        )
        for number, question in enumerate(Question.objects.filter(**REPORTED)[:12])
    ]


def press(client: Client, number: int, **button: str) -> None:
    assertRedirects(client.post(PAGE, {"number": str(number), **button}), PAGE)


def current() -> Rehearsal:
    """The card whose clock runs or was stopped."""
    return Rehearsal.objects.under_way().get()


def test_ten_of_the_answers_are_asked_and_the_story_is_hidden(client: Client, answers: list[Answer]) -> None:
    assertContains(client.get(PAGE), "10 likely questions, 10 seconds each")

    client.post(PAGE, {"do": "start"})

    page = client.get(PAGE)
    assertContains(page, "1 of 10")
    assertContains(page, current().told.question)
    assertNotContains(page, "Story 0")
    assertNotContains(page, "I began")


def test_weakest_come_first(client: Client, alice: Owner, answers: list[Answer]) -> None:
    for answer in answers[1:]:
        rate(rehearsal=begin(told=answer), rating=Rating.WELL, left_out=())

    client.post(PAGE, {"do": "start"})

    assert current().told == answers[0]


def test_reveal_keeps_its_moment_and_right_brings_the_next(client: Client, answers: list[Answer]) -> None:
    client.post(PAGE, {"do": "start"})
    first = current()

    press(client, 1, do="reveal", at="4200")

    page = client.get(PAGE)
    assert isinstance(first.told, Answer)
    assertContains(page, first.told.story.title)
    assertContains(page, first.told.opening)
    press(client, 1, right="1")
    first.refresh_from_db()
    assert (first.occasion, first.rated, first.milliseconds, first.marks) == ("recall", Rating.FINE, 4200, [])
    assert current().told != first.told
    assert current().sitting == first.sitting
    assertContains(client.get(PAGE), "2 of 10")


def test_end_says_how_many_were_right_and_leads_to_those_missed(
    client: Client, alice: Owner, answers: list[Answer]
) -> None:
    alice.answers.exclude(pk__in=[answer.pk for answer in answers[:3]]).delete()
    client.post(PAGE, {"do": "start"})
    missed = current().told
    for number, right in enumerate("011", 1):
        press(client, number, do="reveal")
        press(client, number, right=right)

    page = client.get(PAGE)

    assertContains(page, "2 of 3 right")
    assertContains(page, missed.get_tell_url())
    assert Rehearsal.objects.rated().filter(rating=Rating.FORGOT).get().told == missed


def test_press_of_a_page_that_is_out_of_date_does_nothing(client: Client, answers: list[Answer]) -> None:
    client.post(PAGE, {"do": "start"})
    press(client, 1, right="1")
    assert not Rehearsal.objects.rated().exists()
    press(client, 1, do="reveal")
    press(client, 1, right="1")

    press(client, 1, right="0")
    press(client, 1, do="reveal")

    assert Rehearsal.objects.rated().get().rated == Rating.FINE
    assert current().state == "running"


def test_reload_and_another_tab_go_on_where_it_was(client: Client, answers: list[Answer]) -> None:
    client.post(PAGE, {"do": "start"})
    press(client, 1, do="reveal", at="3000")
    asked = client.session["recall"]["asked"]

    for _ in range(2):
        assertContains(client.get(PAGE), "Not right")

    other = Question.objects.filter(owner=None, answers=None)[0]
    AnswerFactory.create(story=StoryFactory.create(owner=answers[0].owner), question=other)
    press(client, 1, right="1")
    assert client.session["recall"]["asked"] == asked


def test_start_again_drops_what_was_left_and_keeps_what_was_said(client: Client, answers: list[Answer]) -> None:
    client.post(PAGE, {"do": "start"})
    press(client, 1, do="reveal")
    press(client, 1, right="0")

    client.post(PAGE, {"do": "start"})

    assert Rehearsal.objects.rated().count() == 1
    assertContains(client.get(PAGE), "1 of 10")
    assert current().sitting != Rehearsal.objects.rated().get().sitting


def test_answer_that_is_deleted_on_the_way_is_not_asked(client: Client, answers: list[Answer]) -> None:
    client.post(PAGE, {"do": "start"})
    current().told.delete()

    assertContains(client.get(PAGE), "Go on")
    press(client, 1)

    assertContains(client.get(PAGE), "1 of 9")
    assertContains(client.get(PAGE), "Reveal")


def test_recall_moves_no_telling_and_stands_beside_one(client: Client, answers: list[Answer]) -> None:
    day = timezone.localdate() + timedelta(2)
    client.post(PAGE, {"do": "start"})
    told = current().told
    assert isinstance(told, Answer)
    choose_day(told=told, day=day)

    assertContains(client.get(told.get_tell_url()), "Ten seconds")
    press(client, 1, do="reveal")
    press(client, 1, right="1")

    told.refresh_from_db()
    assert told.tell_on == day


def test_nothing_to_recall_is_said(client: Client) -> None:
    page = client.post(PAGE, {"do": "start"}, follow=True)

    assertContains(page, "nothing to recall yet")


def test_another_owner_starts_a_sitting_of_their_own(client: Client, answers: list[Answer], charlie: Owner) -> None:
    client.post(PAGE, {"do": "start"})
    client.force_login(charlie)

    assertNotContains(client.get(PAGE), "of 10")


def test_first_line_is_the_opening_or_the_first_sentence(alice: Owner, disagreement: Question) -> None:
    story = StoryFactory.create(owner=alice, situation="The **launch** was near. Nobody slept.")
    answer = AnswerFactory.create(story=story, question=disagreement, opening="")
    prepared = PreparedAnswerFactory.create(owner=alice, question=disagreement, full="I like *candour*. It is rare.")

    assert (first_line(answer), first_line(prepared)) == ("The launch was near.", "I like candour.")
    assert first_line(PreparedAnswer(full="")) == ""


@pytest.mark.parametrize("count", [2, 10])
def test_card_takes_a_constant_number_of_queries(
    client: Client, alice: Owner, answers: list[Answer], count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    alice.answers.exclude(pk__in=[answer.pk for answer in answers[:count]]).delete()
    client.post(PAGE, {"do": "start"})

    with django_assert_num_queries(4):
        client.get(PAGE)
