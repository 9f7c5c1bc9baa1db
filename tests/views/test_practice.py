"""Practice: the plan of the days, one telling from Start to its rating, and what comes of it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from stories.bank import demo
from stories.core.choices import Section
from stories.core.memory import Rating
from stories.core.practice import Practice as Standing
from stories.core.section_times import LONGEST, Mark
from stories.library.actions import duplicate_story
from stories.library.bin import put_back, throw_away
from stories.models import Answer, Loop, Owner, PreparedAnswer, Question, Rehearsal, Round, RoundQuestion
from stories.practice.actions import begin, choose_day, mark, pause, rate, resume, start_over, stop, unmark
from stories.practice.checklist import lines_to_check, verdict_on
from stories.practice.queries import ANSWER, FURTHEST, PREPARED, practice_of
from tests.factories import AnswerFactory, PreparedAnswerFactory, StoryFactory

NOW = datetime(2026, 12, 1, 19, 30, tzinfo=ZoneInfo("UTC"))
TODAY = NOW.date()
IN_PART = {"HX-Request": "true", "HX-Target": "telling"}


class Clock:
    """The server's, set by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = NOW
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def goes_on(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def answer(alice: Owner, disagreement: Question) -> Answer:
    story = StoryFactory.create(owner=alice, title="Stopped my launch", result="It saved 40 hours a month.")
    return AnswerFactory.create(story=story, question=disagreement, beats="- I stopped it\n- I asked for nine days")


@pytest.fixture
def why(alice: Owner) -> PreparedAnswer:
    """Why Netflix?"""
    return PreparedAnswerFactory.create(owner=alice, question=Question.objects.get(slug="nfx-mot-01"))


def tell(answer: Answer | PreparedAnswer, rating: Rating = Rating.FINE, **left_out: list[str]) -> Rehearsal:
    return rate(rehearsal=stop(rehearsal=begin(told=answer)), rating=rating, left_out=left_out.get("left_out", []))


def interview(owner: Owner, question: Question, *, days: int) -> Round:
    loop = Loop.objects.create(owner=owner, name="Ranking")
    part = Round.objects.create(owner=owner, loop=loop, name="Culture", starts=NOW + timedelta(days), time_zone="UTC")
    RoundQuestion.objects.create(owner=owner, round=part, question=question)
    return part


# The clock


def test_each_section_lasts_until_the_next_begins(clock: Clock, answer: Answer) -> None:
    rehearsal = begin(told=answer)
    clock.goes_on(seconds=20)
    rehearsal = mark(rehearsal=rehearsal, section=Section.TASK)
    clock.goes_on(seconds=10)
    rehearsal = mark(rehearsal=rehearsal, section=Section.ACTION)
    clock.goes_on(seconds=70)
    rehearsal = stop(rehearsal=rehearsal)

    assert rehearsal.begun == [Mark(Section.SITUATION, 0), Mark(Section.TASK, 20_000), Mark(Section.ACTION, 30_000)]
    assert (rehearsal.seconds, rehearsal.state) == (100, "told")


def test_tellers_own_clock_counts_however_late_it_arrives(clock: Clock, answer: Answer) -> None:
    rehearsal = begin(told=answer)
    clock.goes_on(seconds=25)

    rehearsal = mark(rehearsal=rehearsal, section=Section.TASK, at=20_000)
    clock.goes_on(seconds=5)

    assert rehearsal.begun[-1] == Mark(Section.TASK, 20_000)
    assert rehearsal.elapsed(clock.now) == 25_000


def test_clock_stands_while_it_is_paused(clock: Clock, answer: Answer) -> None:
    rehearsal = begin(told=answer)
    clock.goes_on(seconds=20)
    rehearsal = pause(rehearsal=rehearsal)
    clock.goes_on(hours=3)
    assert (rehearsal.state, rehearsal.elapsed(clock.now)) == ("paused", 20_000)

    rehearsal = resume(rehearsal=rehearsal)
    clock.goes_on(seconds=5)

    assert stop(rehearsal=rehearsal).seconds == 25


def test_page_that_is_left_keeps_the_time_at_which_it_was(clock: Clock, answer: Answer) -> None:
    """The second time too: the teller had gone on without saying so."""
    rehearsal = pause(rehearsal=begin(told=answer), at=10_000)

    assert pause(rehearsal=rehearsal, at=40_000).milliseconds == 40_000


def test_clock_never_runs_backwards_nor_for_ever(clock: Clock, answer: Answer) -> None:
    rehearsal = mark(rehearsal=begin(told=answer), section=Section.TASK, at=20_000)
    clock.goes_on(days=2)

    assert stop(rehearsal=rehearsal, at=3_000).milliseconds == 20_000
    assert stop(rehearsal=unmark(rehearsal=rehearsal)).milliseconds == 20_000
    start_over(rehearsal=rehearsal)
    rehearsal = begin(told=answer)
    clock.goes_on(days=2)
    assert stop(rehearsal=rehearsal).milliseconds == LONGEST


def test_back_takes_the_stop_and_then_the_latest_section_back(clock: Clock, answer: Answer) -> None:
    rehearsal = stop(rehearsal=mark(rehearsal=begin(told=answer), section=Section.TASK, at=9_000), at=12_000)

    rehearsal = unmark(rehearsal=rehearsal)
    assert (rehearsal.state, [begun.section for begun in rehearsal.begun]) == ("paused", ["situation", "task"])
    for _ in range(2):
        rehearsal = unmark(rehearsal=rehearsal)
        assert [begun.section for begun in rehearsal.begun] == ["situation"]
    assert rehearsal.milliseconds == 12_000


def test_second_window_goes_on_with_the_same_telling(clock: Clock, answer: Answer) -> None:
    first = begin(told=answer)

    assert begin(told=answer) == first
    assert (
        mark(rehearsal=first, section=Section.TASK, at=5_000).marks
        == mark(rehearsal=first, section=Section.TASK, at=9_000).marks
    )


def test_telling_that_is_over_stays_as_it_is(clock: Clock, answer: Answer) -> None:
    rehearsal = tell(answer)

    start_over(rehearsal=rehearsal)
    with pytest.raises(Rehearsal.DoesNotExist):
        mark(rehearsal=rehearsal, section=Section.ACTION)

    assert Rehearsal.objects.get().rated == Rating.FINE


def test_answer_without_a_story_has_no_sections(clock: Clock, why: PreparedAnswer) -> None:
    rehearsal = stop(rehearsal=begin(told=why), at=95_000)

    assert rehearsal.marks == []
    assert verdict_on(rehearsal, why.owner.pace) == "It took 1:35; without a story, aim for 0:45 to 1:30."


# The pages


def test_question_stands_alone_until_it_is_told(client: Client, answer: Answer) -> None:
    page = client.get(answer.get_tell_url())

    assertContains(page, str(answer.question))
    assertNotContains(page, "Stopped my launch")
    assertContains(page, "Ten seconds")


def test_ten_seconds_can_be_switched_off(client: Client, answer: Answer) -> None:
    Owner.objects.update(names_story_first=False)

    assertNotContains(client.get(answer.get_tell_url()), "Ten seconds")


def test_telling_without_scripts(client: Client, clock: Clock, answer: Answer) -> None:
    page = answer.get_tell_url()
    assertRedirects(client.post(page, {"do": "start"}), page)
    clock.goes_on(seconds=48)
    client.post(page, {"section": "task"})
    clock.goes_on(seconds=10)
    client.post(page, {"section": "action"})
    assertContains(client.get(page), "0:58")
    clock.goes_on(seconds=37)
    client.post(page, {"section": "result"})
    clock.goes_on(seconds=15)
    client.post(page, {"do": "stop"})
    told = client.get(page)
    assertContains(told, "I asked for nine days")
    assertContains(told, "40 hours")

    response = client.post(page, {"rating": "2", "left_out": ["40 hours", "what I never wrote"]})

    rehearsal = answer.rehearsals.get()
    assertRedirects(response, rehearsal.get_absolute_url())
    assert (rehearsal.rated, rehearsal.left_out, rehearsal.day) == (Rating.STUMBLED, ["40 hours"], TODAY)
    shown = client.get(rehearsal.get_absolute_url())
    assertContains(shown, "Situation took 48 s of 110; aim for 17.")
    assertContains(shown, "40 hours")


def test_press_by_script_brings_the_clock_alone(client: Client, answer: Answer) -> None:
    client.post(answer.get_tell_url(), {"do": "start"})

    response = client.post(answer.get_tell_url(), {"section": "task", "at": "31000"}, headers=IN_PART)

    assert response.status_code == 200
    assert b"<html" not in response.content
    assert answer.rehearsals.get().marks[-1] == ["task", 31_000]


@pytest.mark.parametrize(
    "press", [{"section": "prologue"}, {"do": "fly"}, {}, {"do": "pause", "at": "later"}, {"do": "stop", "at": "-4"}]
)
def test_press_that_means_nothing_loses_nothing(client: Client, answer: Answer, press: dict[str, str]) -> None:
    client.post(answer.get_tell_url(), {"do": "start"})

    assert client.post(answer.get_tell_url(), press).status_code == 302
    assert answer.rehearsals.get().marks == [["situation", 0]]


def test_rating_that_is_none_is_asked_for_again(client: Client, answer: Answer) -> None:
    client.post(answer.get_tell_url(), {"do": "start"})
    client.post(answer.get_tell_url(), {"do": "stop"})

    page = client.post(answer.get_tell_url(), {"rating": "9"}, follow=True)

    assertContains(page, "say how it went")
    assert answer.rehearsals.get().rating is None


def test_rating_pressed_twice_counts_once(client: Client, answer: Answer) -> None:
    rehearsal = tell(answer)

    response = client.post(answer.get_tell_url(), {"rating": "1"})

    assertRedirects(response, rehearsal.get_absolute_url())
    assert answer.rehearsals.get().rated == Rating.FINE


def test_rating_raced_by_another_window_leads_to_what_was_said_there(
    client: Client, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post(answer.get_tell_url(), {"do": "start"})

    def raced(**_: object) -> None:
        Rehearsal.objects.update(rating=Rating.WELL)
        raise Rehearsal.DoesNotExist

    monkeypatch.setattr("stories.views.tellings.rate", raced)

    assertRedirects(client.post(answer.get_tell_url(), {"rating": "1"}), answer.rehearsals.get().get_absolute_url())
    assert answer.rehearsals.get().rated == Rating.WELL


def test_interview_in_a_far_year_doesnt_hold_the_plan_up(client: Client, alice: Owner, answer: Answer) -> None:
    part = interview(alice, answer.question, days=9)
    part.starts = datetime(9999, 12, 30, tzinfo=ZoneInfo("UTC"))
    part.save()

    assertContains(client.get("/practise/"), str(answer.question))


def test_deleted_telling_can_be_put_back(client: Client, alice: Owner, answer: Answer) -> None:
    rehearsal = tell(answer)

    client.post(f"{rehearsal.get_absolute_url()}discard/")
    assert not answer.rehearsals.exists()
    put_back(binned=alice.binned.get())

    assert answer.rehearsals.get().rated == Rating.FINE


def test_tellings_go_with_their_answer_and_come_back_with_it(alice: Owner, answer: Answer) -> None:
    tell(answer)

    binned = throw_away(thing=answer, owner=alice)
    assert not Rehearsal.objects.exists()
    put_back(binned=binned)

    assert alice.answers.get().rehearsals.count() == 1


def test_sample_library_has_been_practised_for_a_fortnight(clock: Clock, alice: Owner) -> None:
    demo.fill(alice)

    practice = practice_of(alice, TODAY)

    told = alice.rehearsals.rated()
    assert min(each.day for each in told) == TODAY - timedelta(13)
    assert max(each.day for each in told) == TODAY - timedelta(1)
    assert {each.rated for each in told} == set(Rating)
    assert all(0 < each.seconds <= LONGEST // 1000 and each.begun[0].at == 0 for each in told)
    assert practice.interview == TODAY + timedelta(9)
    assert practice.due
    assert practice.later


def test_copy_of_a_story_was_never_told(alice: Owner, answer: Answer) -> None:
    tell(answer)

    copy = duplicate_story(story=answer.story)

    assert not copy.answers.exists()
    assert alice.rehearsals.get().answer == answer


def test_telling_of_a_day_to_come_does_not_count_yet(alice: Owner, answer: Answer) -> None:
    tell(answer)
    Rehearsal.objects.update(day=date.max)

    item = practice_of(alice, timezone.localdate()).turns[ANSWER, answer.pk].item

    assert item.memory is None


def test_day_beyond_all_reason_is_the_furthest(alice: Owner, answer: Answer) -> None:
    choose_day(told=answer, day=date.max)

    practice = practice_of(alice, timezone.localdate())

    assert practice.turns[ANSWER, answer.pk].item.moved_to == timezone.localdate() + FURTHEST


def test_tellings_go_with_a_story_and_come_back_with_it(alice: Owner, answer: Answer) -> None:
    tell(answer)

    put = put_back(binned=throw_away(thing=answer.story, owner=alice))

    assert put.lost == []
    assert alice.rehearsals.get().answer == answer


def test_tellings_survive_a_round_that_is_deleted(alice: Owner, answer: Answer) -> None:
    part = interview(alice, answer.question, days=9)
    begin(told=answer, round_=part)

    throw_away(thing=part, owner=alice)

    assert answer.rehearsals.get().round is None


# The plan


def test_never_told_comes_today_and_says_why(clock: Clock, alice: Owner, answer: Answer) -> None:
    interview(alice, answer.question, days=9)

    practice = practice_of(alice, TODAY)

    assert [turn.question for turn in practice.due] == [answer.question]
    assert practice.due[0].why == "Never told; the interview is in 9 days."
    assert practice.interview == TODAY + timedelta(9)


def test_told_answer_waits_for_its_day(clock: Clock, alice: Owner, answer: Answer) -> None:
    interview(alice, answer.question, days=9)
    tell(answer)

    practice = practice_of(alice, TODAY)

    assert not practice.due
    assert [turn.question for turn in practice.done] == [answer.question]
    assert practice.later[0].turns[0].why == "Last told today; the interview is in 9 days."


def test_day_never_has_more_than_its_owners_minutes(alice: Owner) -> None:
    for question in Question.objects.filter(
        owner=None, evidence="reported", kind="episode", topic__category="behavioral-culture"
    )[:12]:
        AnswerFactory.create(story=StoryFactory.create(owner=alice), question=question)
    Owner.objects.update(practice_minutes=10)
    alice.refresh_from_db()

    practice = practice_of(alice, timezone.localdate())

    assert len(practice.turns) == 12
    assert all(day.minutes <= 10 for day in practice.days)


def test_answer_that_was_missed_in_a_quick_recall_is_forgotten(clock: Clock, alice: Owner, answer: Answer) -> None:
    tell(answer, Rating.WELL)
    before = practice_of(alice, TODAY).turns[ANSWER, answer.pk].item
    Rehearsal.objects.create(owner=alice, answer=answer, occasion="recall", rating=Rating.FORGOT, day=TODAY, began=NOW)

    after = practice_of(alice, TODAY).turns[ANSWER, answer.pk].item

    assert before.memory is not None
    assert after.memory is not None
    assert after.memory.stability < before.memory.stability


def test_right_recall_is_no_telling(alice: Owner, answer: Answer) -> None:
    Rehearsal.objects.create(owner=alice, answer=answer, occasion="recall", rating=Rating.FINE)

    item = practice_of(alice, timezone.localdate()).turns[ANSWER, answer.pk].item

    assert item.standing(timezone.localdate()) == Standing.NONE


def test_prepared_answer_is_practised_too(client: Client, alice: Owner, why: PreparedAnswer) -> None:
    turn = practice_of(alice, timezone.localdate()).turns[PREPARED, why.pk]

    assert turn.address == why.get_tell_url()
    assertContains(client.get("/practise/"), str(why.question))
    assertRedirects(client.get("/practise/ask/"), why.get_tell_url())


def test_day_chosen_by_hand_holds_until_it_is_told(client: Client, clock: Clock, alice: Owner, answer: Answer) -> None:
    moved = TODAY + timedelta(3)

    page = client.post(f"{answer.get_tell_url()}move/", {"day": moved.isoformat()}, follow=True)

    assertContains(page, "is told on 4 December")
    alice.refresh_from_db()
    assert practice_of(alice, TODAY).days[0].day == moved
    answer.refresh_from_db()
    tell(answer)
    answer.refresh_from_db()
    assert answer.tell_on is None


@pytest.mark.parametrize("day", ["2026-11-30", "2029-01-01", "tomorrow", "2026-02-31"])
def test_day_that_can_not_be_is_refused(client: Client, clock: Clock, answer: Answer, day: str) -> None:
    page = client.post(f"{answer.get_tell_url()}move/", {"day": day}, follow=True)

    assertContains(page, "Not moved")
    answer.refresh_from_db()
    assert answer.tell_on is None


def test_plan_chooses_again(client: Client, alice: Owner, why: PreparedAnswer) -> None:
    choose_day(told=why, day=timezone.localdate() + timedelta(2))

    client.post(f"{why.get_tell_url()}move/", {"day": ""})

    why.refresh_from_db()
    assert why.tell_on is None


def test_empty_library_is_led_to_match(client: Client) -> None:
    assertContains(client.get("/practise/"), "Match stories to questions")
    assertRedirects(client.get("/practise/ask/"), "/practise/")


def test_day_on_which_everything_was_told_says_so(client: Client, answer: Answer) -> None:
    tell(answer)

    page = client.get("/practise/ask/", follow=True)

    assertContains(page, "That is all for today")
    assertNotContains(page, "nothing to tell yet")


def test_lines_to_check_are_the_beats_and_figures_once(answer: Answer, why: PreparedAnswer) -> None:
    assert lines_to_check(answer, answer.owner.pace)[:2] == ["I stopped it", "I asked for nine days"]
    assert "40 hours" in lines_to_check(answer, answer.owner.pace)
    assert len(lines_to_check(why, why.owner.pace)) == 1


def test_what_a_rehearsal_says_of_itself(answer: Answer, why: PreparedAnswer) -> None:
    assert str(tell(answer)) == f"Told alone: {answer.question}"
    assert tell(why).told == why
    with pytest.raises(TypeError):
        _ = Rehearsal(owner=answer.owner).told
