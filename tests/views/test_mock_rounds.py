"""A mock round: its cards, the clock in it, what was told twice, and what came of it."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from stories.core.memory import Rating
from stories.enums import FOLLOW_UPS, Occasion
from stories.models import Answer, Loop, Owner, Question, Rehearsal, Round, RoundQuestion
from stories.practice.actions import begin, rate, stop
from stories.practice.mock_sittings import sitting_of
from tests.factories import AnswerFactory, PreparedAnswerFactory, StoryFactory

IN_PART = {"HX-Request": "true", "HX-Target": "telling"}


@pytest.fixture
def loop(alice: Owner) -> Loop:
    return Loop.objects.create(owner=alice, name="Ranking", date=timezone.localdate())


@pytest.fixture
def part(loop: Loop) -> Round:
    """Ten minutes: three questions with a story each, one with a prepared answer, and one with nothing."""
    part = Round.objects.create(owner=loop.owner, loop=loop, name="Culture", minutes=10)
    for number, question in enumerate(episodes()[:3]):
        story = StoryFactory.create(owner=loop.owner, title=f"Story {number}")
        AnswerFactory.create(story=story, question=question)
        ask(part, question)
    why = Question.objects.get(slug="nfx-mot-01")
    PreparedAnswerFactory.create(owner=loop.owner, question=why, follow_ups="Why not Acme?")
    ask(part, why)
    ask(part, episodes()[3])
    return part


def episodes() -> list[Question]:
    return list(Question.objects.filter(owner=None, evidence="reported", kind="episode").order_by("position"))


def ask(part: Round, question: Question) -> RoundQuestion:
    return RoundQuestion.objects.create(
        owner=part.owner, round=part, question=question, position=part.questions.count()
    )


def start(client: Client, part: Round) -> str:
    """The address of the first question."""
    response = client.post(f"/rounds/{part.pk}/mock/")
    assert response.status_code == 302
    return response.headers["Location"]


def sitting_in(address: str) -> uuid.UUID:
    return uuid.UUID(address.rstrip("/").split("/")[-1])


def tell(client: Client, address: str, rating: int = 3, **said: object) -> None:
    client.post(address, {"do": "start"})
    client.post(address, {"do": "stop", "at": "50000"})
    assertRedirects(client.post(address, {"rating": rating, **said}), address)


def next_of(client: Client, address: str) -> str:
    return str(client.get(address).context["next"])


def test_round_says_what_it_holds(client: Client, part: Round) -> None:
    page = client.get(f"/rounds/{part.pk}/mock/")

    assertContains(page, "5 questions in 10 minutes")
    assertContains(page, "2:00")
    assertContains(page, "Nothing to tell yet")
    assertContains(page, str(episodes()[3]))


def test_round_without_questions_and_without_answers_leads_on(client: Client, loop: Loop) -> None:
    part = Round.objects.create(owner=loop.owner, loop=loop, name="Culture")
    assertContains(client.get(f"/rounds/{part.pk}/mock/"), "No question is planned")
    ask(part, episodes()[0])

    assertContains(client.get(f"/rounds/{part.pk}/mock/"), "Match stories to questions")
    assertRedirects(client.post(f"/rounds/{part.pk}/mock/"), "/match/")


def test_from_the_first_question_to_the_last(client: Client, part: Round) -> None:
    address = start(client, part)
    sitting = sitting_in(address)
    assertContains(client.get(address), "question 1 of 5")
    assertNotContains(client.get(address), "Story 0")
    for number in range(4):
        assertContains(client.get(address), f"question {number + 1} of 5")
        tell(client, address, rating=3 if number else 2)
        page = client.get(address)
        assertContains(page, "Why not Acme?" if number == 3 else "The interviewer asks next")
        address = next_of(client, address)
    assertContains(client.get(address), "There is nothing to tell yet")

    end = next_of(client, address)

    assert end == f"/mocks/{sitting}/"
    page = client.get(end)
    assertContains(page, "4 told in 3:20 of")
    assertContains(page, "0:50\n              of 2:00")
    assertContains(page, "Tell it again until it is fine.", count=1)
    assertContains(page, "Nothing: it stands.", count=3)
    assertContains(page, "Not told")
    assert {(row.occasion, row.round) for row in Rehearsal.objects.all()} == {("mock", part)}
    assertContains(client.get(f"/rounds/{part.pk}/mock/"), end)


def test_reload_finds_the_same_cards(client: Client, alice: Owner, part: Round) -> None:
    address = start(client, part)
    sitting = sitting_in(address)
    before = [place.card for place in sitting_of(part, alice, sitting).places]
    tell(client, address)

    after = [place.card for place in sitting_of(part, alice, sitting).places]

    assert after == before
    assert [card.follow_up in FOLLOW_UPS for card in after] == [True, True, True, False, False]
    assert sum(card.interruption is not None for card in after) == 1


def test_interruption_comes_with_its_section(client: Client, alice: Owner, part: Round) -> None:
    sitting = sitting_in(start(client, part))
    place = next(place for place in sitting_of(part, alice, sitting).places if place.card.interruption)
    cut_in = place.card.interruption
    assert cut_in is not None
    address = f"/asked/{place.asked.pk}/mock/{sitting}/"

    begun = client.post(address, {"do": "start"}, headers=IN_PART)
    marked = client.post(address, {"section": cut_in.section}, headers=IN_PART)

    assertNotContains(begun, "The interviewer:")
    assertContains(marked, cut_in.text)
    assert f'action="{address}"' in marked.content.decode()


def test_skipped_question_can_be_told_later(client: Client, part: Round) -> None:
    address = start(client, part)
    tell(client, client.get(address).context["seat"].skip)

    page = client.get(f"/rounds/{part.pk}/mock/")

    assertContains(page, "Go on with question 1")
    assert page.context["go_on"] == address
    tell(client, address)
    assertContains(client.get(f"/rounds/{part.pk}/mock/"), "Go on with question 3")


def test_telling_alone_and_in_a_round_are_two(client: Client, part: Round) -> None:
    address = start(client, part)
    client.post(address, {"do": "start"})
    told = Rehearsal.objects.get().told

    assertContains(client.get(told.get_tell_url()), "Start")
    client.post(told.get_tell_url(), {"do": "start"})

    assert set(Rehearsal.objects.values_list("sitting", flat=True)) == {None, sitting_in(address)}


def test_rating_of_another_window_counts_once(client: Client, part: Round) -> None:
    address = start(client, part)
    tell(client, address)

    assertRedirects(client.post(address, {"rating": "1"}), address)
    assertRedirects(client.post(address, {"do": "start"}), address)

    assert Rehearsal.objects.get().rated == Rating.FINE


# Told twice


def stopped(client: Client, address: str) -> str:
    client.post(address, {"do": "start"})
    client.post(address, {"do": "stop"})
    return client.get(address).content.decode()


def pin_to_first(part: Round) -> None:
    """The second question is answered by the story of the first."""
    first, second = part.questions.all()[:2]
    story = Answer.objects.get(question=first.question).story
    AnswerFactory.create(story=story, question=second.question)
    part.questions.filter(pk__in=[first.pk, second.pk]).update(pinned=story)


def test_story_told_twice_in_a_sitting_is_named_at_once_and_at_the_end(client: Client, part: Round) -> None:
    pin_to_first(part)
    address = start(client, part)
    assert "told in the loop already" not in stopped(client, address)
    client.post(address, {"rating": "3"})

    second = next_of(client, address)

    assert f"told in the loop already: for “{episodes()[0]}”" in stopped(client, second).replace("&#x27;", "'")
    client.post(second, {"rating": "3"})
    page = client.get(f"/mocks/{sitting_in(address)}/")
    assertContains(page, "Choose another story", count=1)


def other_round(part: Round) -> tuple[Round, Answer]:
    """One in which the first story of `part` answers another question."""
    other = Round.objects.create(owner=part.owner, loop=part.loop, name="Director", position=2)
    question = episodes()[5]
    ask(other, question)
    story = Answer.objects.get(question=part.questions.all()[0].question).story
    return other, AnswerFactory.create(story=story, question=question)


def mock_telling(answer: Answer, part: Round, sitting: uuid.UUID) -> Rehearsal:
    begun = begin(told=answer, occasion=Occasion.MOCK, sitting=sitting, round_=part)
    return rate(rehearsal=stop(rehearsal=begun), rating=Rating.FINE, left_out=())


def test_latest_sitting_of_another_round_counts(client: Client, part: Round) -> None:
    other, answer = other_round(part)
    mock_telling(answer, other, uuid.uuid4())

    assert "in “Director”" in stopped(client, start(client, part))


def test_earlier_sitting_of_another_round_does_not(client: Client, part: Round) -> None:
    other, answer = other_round(part)
    mock_telling(answer, other, uuid.uuid4())
    another = AnswerFactory.create(story=StoryFactory.create(owner=part.owner), question=answer.question)
    mock_telling(another, other, uuid.uuid4())

    assert "told in the loop already" not in stopped(client, start(client, part))


def test_earlier_sitting_of_the_same_round_does_not(client: Client, part: Round) -> None:
    _, answer = other_round(part)
    mock_telling(answer, part, uuid.uuid4())

    assert "told in the loop already" not in stopped(client, start(client, part))


def test_story_told_in_the_interview_counts(client: Client, part: Round) -> None:
    other, answer = other_round(part)
    other.questions.update(was_asked=True, told=answer.story)

    assert "in the interview “Director”" in stopped(client, start(client, part))


# The end


def test_sitting_that_is_nobodys_is_not_found(client: Client, part: Round) -> None:
    assert client.get(f"/mocks/{uuid.uuid4()}/").status_code == 404


def test_results_survive_their_round(client: Client, part: Round) -> None:
    address = start(client, part)
    tell(client, address, left_out=[])
    part.delete()

    assertContains(client.get(f"/mocks/{sitting_in(address)}/"), "1 told in 0:50")


def test_prepared_answer_has_its_own_limit(client: Client, part: Round, alice: Owner) -> None:
    told = alice.prepared_answers.get()
    sitting = uuid.uuid4()
    begun = begin(told=told, occasion=Occasion.MOCK, sitting=sitting, round_=part)
    rate(rehearsal=stop(rehearsal=begun, at=100_000), rating=Rating.FINE, left_out=())

    assertContains(client.get(f"/mocks/{sitting}/"), "Shorten it by 0:10.")


def test_practice_and_loop_lead_to_the_round(client: Client, part: Round) -> None:
    for page in ("/practise/", f"/loops/{part.loop_id}/"):
        assertContains(client.get(page), f'href="/rounds/{part.pk}/mock/"')


def test_round_that_is_over_is_not_offered(client: Client, part: Round) -> None:
    Loop.objects.update(date=timezone.localdate() - timedelta(1))

    assertNotContains(client.get("/practise/"), "/mock/")


def queries_of(ask_for: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        ask_for()
    return len(queries)


def test_press_takes_as_many_queries_in_a_long_round(client: Client, part: Round) -> None:
    def press() -> int:
        address = start(client, part)
        client.post(address, {"do": "start"})
        return queries_of(lambda: client.post(address, {"section": "task"}, headers=IN_PART))

    short = press()
    for question in episodes()[6:16]:
        AnswerFactory.create(story=StoryFactory.create(owner=part.owner), question=question)
        ask(part, question)

    assert press() == short
