"""Match: a card at a time, and a press is a decision."""

import re
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from stories.answers.match_cards import open_questions
from stories.core.choices import Fit, Status, Strength
from stories.core.coverage import QuestionLevel
from stories.core.steps import StepKind
from stories.core.terms import terms_of_story
from stories.coverage.snapshot import snapshot_of
from stories.exchange.take_back import IN_USE, ImportedItem, keep_record, take_back
from stories.library.bin import put_back, throw_away
from stories.models import Answer, Owner, Question, Refusal, Story, Value
from tests.factories import AnswerFactory, QuestionFactory, StoryFactory, TagFactory

IN_PART = {"HX-Request": "true", "HX-Target": "match"}


@pytest.fixture
def library(alice: Owner) -> list[Story]:
    titles = ["Stopped a launch", "Gave hard feedback", "Missed a deadline", "Hired a rival"]
    return [StoryFactory.create(owner=alice, title=title) for title in titles]


def level_of(question: Question, owner: Owner) -> QuestionLevel:
    return next(row.level for row in snapshot_of(owner).coverage.questions if row.question == question.pk)


def card(client: Client) -> Any:
    """The context of the page."""
    return client.get("/match/").context


def press(client: Client, choice: object, question: Question | None = None) -> Question:
    """Press a button of the card, or of an older one; the question that it was for."""
    shown: Question = question or card(client)["card"].question
    response = client.post(f"/match/{shown.pk}/", {"choice": str(choice)})
    assert response.status_code == 302
    return shown


def test_press_chooses_a_story_and_brings_the_next_card(client: Client, alice: Owner, library: list[Story]) -> None:
    before = card(client)["card"]
    chosen = before.closest[1].story

    question = press(client, chosen.pk)

    answer = alice.answers.get()
    assert (answer.question, answer.story, answer.fit, answer.was_seen) == (question, chosen, Fit.OK, False)
    assert level_of(question, alice) == QuestionLevel.DRAFT
    after = card(client)["card"]
    assert after.question != question
    assert after.waiting == before.waiting - 1


def test_answer_counts_once_it_was_opened(client: Client, alice: Owner, library: list[Story]) -> None:
    question = press(client, library[0].pk)
    assert b"haven&#x27;t looked at the answer since" in client.get(question.get_absolute_url()).content

    client.get(f"/answers/{alice.answers.get().pk}/edit/")

    assert level_of(question, alice) == QuestionLevel.COVERED


def test_pressing_twice_decides_once(client: Client, alice: Owner, library: list[Story]) -> None:
    question = press(client, library[0].pk)
    press(client, library[0].pk, question)

    assert alice.answers.count() == 1
    client.post("/match/undo/")
    assert card(client)["decided"] is None


def test_none_of_mine_makes_the_gap_a_fact(client: Client, alice: Owner, library: list[Story]) -> None:
    closest = {str(suggested.story.pk) for suggested in card(client)["card"].closest}

    question = press(client, "none")

    assert {each["story"] for each in alice.refusals.get().seen} == closest
    assert level_of(question, alice) == QuestionLevel.MISSING
    page = client.get(question.get_absolute_url())
    assert b"You said that none of your stories answers it." in page.content
    row = page.context["page"].row
    assert row.next.step.kind == StepKind.WRITE_STORY


def test_refusal_ends_when_an_unseen_story_comes_close(client: Client, alice: Owner, library: list[Story]) -> None:
    question = press(client, "none")
    assert level_of(question, alice) == QuestionLevel.MISSING

    StoryFactory.create(owner=alice, title="New", headline=question.text, situation=question.text, action=question.text)

    assert level_of(question, alice) == QuestionLevel.OPEN


def test_refusal_ends_when_a_seen_story_is_rewritten(client: Client, alice: Owner, library: list[Story]) -> None:
    question = press(client, "none")
    seen = alice.stories.get(pk=alice.refusals.get().seen[0]["story"])
    about = "budget tractor harvest orchard cellar vintage barrel cork grape vineyard"
    seen.situation = seen.action = seen.result = about
    seen.terms = seen.read_terms().dump()
    seen.save()

    assert level_of(question, alice) == QuestionLevel.OPEN


def test_answer_ends_the_refusal_and_keeps_that_there_was_one(
    client: Client, alice: Owner, library: list[Story]
) -> None:
    question = press(client, "none")

    form = {"story": str(library[0].pk), "base": "0", "fit": "strong", "follow_ups-TOTAL_FORMS": "0"}
    client.post(f"/questions/{question.pk}/answers/new/", form)

    assert alice.answers.count() == 1
    assert not alice.refusals.current().exists()
    assert b"none of your stories answered it" in client.get(question.get_absolute_url()).content


def test_question_is_asked_again(client: Client, alice: Owner, library: list[Story]) -> None:
    question = press(client, "none")

    response = client.post(f"/match/{question.pk}/again/", follow=True)

    assert b"The question is open again." in response.content
    assert level_of(question, alice) == QuestionLevel.OPEN


def test_refused_again_what_was_seen_before_counts_too(client: Client, alice: Owner, library: list[Story]) -> None:
    question = press(client, "none")
    newer = StoryFactory.create(
        owner=alice, title="New", headline=question.text, situation=question.text, action=question.text
    )
    assert press(client, "none") == question

    assert len(alice.refusals.get(ended=None).seen) == 4
    assert level_of(question, alice) == QuestionLevel.MISSING
    newer.delete()
    assert level_of(question, alice) == QuestionLevel.MISSING


def test_later_puts_a_question_last(client: Client, alice: Owner, library: list[Story]) -> None:
    question = press(client, "later")

    shown = card(client)["card"]
    assert shown.question != question
    assert shown.put_off == 1
    Question.objects.exclude(pk__in=[question.pk, shown.question.pk]).delete()
    press(client, "none")
    assert card(client)["card"].question == question


def test_undo_takes_choices_back_one_after_the_other(client: Client, alice: Owner, library: list[Story]) -> None:
    first = press(client, library[0].pk)
    second = press(client, "none")

    back = client.post("/match/undo/", follow=True)
    assert back.context["card"].question == second
    assert not Refusal.objects.exists()

    back = client.post("/match/undo/", follow=True)
    assert back.context["card"].question == first
    assert not Answer.objects.exists()
    assert client.post("/match/undo/", follow=True).status_code == 200


def test_answer_that_was_opened_is_not_undone(client: Client, alice: Owner, library: list[Story]) -> None:
    press(client, library[0].pk)
    client.get(f"/answers/{alice.answers.get().pk}/edit/")

    response = client.post("/match/undo/", follow=True)

    assert alice.answers.count() == 1
    assert "“Stopped a launch” stays: its answer has been opened since." in response.content.decode()


def test_another_story_can_be_chosen(client: Client, alice: Owner, library: list[Story]) -> None:
    [other] = card(client)["card"].others

    question = press(client, other.pk)

    assert alice.answers.get().story == other
    assert alice.answers.get().question == question


@pytest.mark.parametrize("choice", ["", "nonsense", "archived", "strange"])
def test_story_that_cannot_be_chosen_is_refused(
    client: Client, alice: Owner, charlie: Owner, library: list[Story], choice: str
) -> None:
    stories = {
        "archived": StoryFactory.create(owner=alice, status=Status.ARCHIVED).pk,
        "strange": StoryFactory.create(owner=charlie).pk,
    }
    question = card(client)["card"].question

    response = client.post(f"/match/{question.pk}/", {"choice": str(stories.get(choice, choice))}, follow=True)

    assert b"Choose another." in response.content
    assert response.context["card"].question == question
    assert not Answer.objects.exists()


def test_strangers_question_is_not_found(client: Client, charlie: Owner, library: list[Story]) -> None:
    own = QuestionFactory.create(owner=charlie)

    assert client.post(f"/match/{own.pk}/", {"choice": "none"}).status_code == 404
    assert client.post(f"/match/{own.pk}/again/").status_code == 404


def test_hidden_question_is_not_refused(client: Client, alice: Owner, library: list[Story]) -> None:
    question = card(client)["card"].question
    client.post(f"/questions/{question.pk}/hidden/", {"hidden": "1"})

    press(client, "none", question)

    assert not alice.refusals.exists()


def test_in_a_page_only_the_card_is_sent(client: Client, library: list[Story]) -> None:
    question = card(client)["card"].question

    response = client.post(f"/match/{question.pk}/", {"choice": "none"}, headers=IN_PART)

    assert response.status_code == 200
    assert b"<html" not in response.content
    assert question.text not in response.content.decode()
    assert b'id="match-question"' in response.content


def test_card_has_few_words_of_its_own(client: Client, alice: Owner, library: list[Story]) -> None:
    press(client, library[0].pk)
    press(client, "later")
    html = client.get("/match/", headers=IN_PART).content.decode()
    shown = card(client)["card"]
    text = re.sub(r"<(details|kbd|option).*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL)
    for own in [
        shown.question.text,
        *(str(s.story) for s in shown.closest),
        *(s.story.headline for s in shown.closest),
    ]:
        text = text.replace(own, " ")

    words = re.findall(r"\w+", text.replace("Stopped a launch", ""))
    assert len([*words, "Another…"]) <= 30


def test_stories_on_a_card_show_what_tells_them_apart(client: Client, alice: Owner, candor: Value) -> None:
    for text in ("ledger", "phone"):
        told = StoryFactory.create(owner=alice, terms=terms_of_story(f"The {text} was gone.", "").dump())
        TagFactory.create(story=told, value=candor)
    asked = QuestionFactory.create(owner=alice, text="When did a ledger or a phone fail you?")
    asked.probes.create(owner=alice, value=candor, strength=Strength.PRIMARY)

    page = client.get(f"/match/?question={asked.pk}")

    assert {choice.why for choice in page.context["card"].closest} == {"says “ledger”", "says “phone”"}


def test_another_story_is_chosen_by_its_title_as_it_is_written(client: Client, alice: Owner) -> None:
    StoryFactory.create_batch(3, owner=alice, title="Aaa")
    drafted = StoryFactory.create(owner=alice, title="Zoë & <b>I</b>", status=Status.DRAFT, terms="")
    other = StoryFactory.create(owner=alice, title="{0}", terms="")
    closest = {choice.story for choice in card(client)["card"].closest}

    html = client.get("/match/").content.decode()

    options = {
        drafted: f'<option value="{drafted.pk}">Zoë &amp; &lt;b&gt;I&lt;/b&gt; (draft)</option>',
        other: f'<option value="{other.pk}">{{0}}</option>',
    }
    assert {story: option in html for story, option in options.items()} == {
        story: story not in closest for story in options
    }


def test_nothing_to_choose_from(client: Client) -> None:
    assert b"First write a story or two." in client.get("/match/").content


def test_everything_decided(client: Client, alice: Owner, library: list[Story]) -> None:
    for question in snapshot_of(alice).questions.values():
        AnswerFactory.create(owner=alice, story=library[0], question=question)

    assert b"Every question is decided" in client.get("/match/").content


def test_home_and_quick_fixes_name_matching_once(client: Client, alice: Owner, library: list[Story]) -> None:
    waiting = card(client)["card"].waiting

    for page in ("/", "/coverage/next/"):
        content = client.get(page).content.decode().replace("<bdi>", "").replace("</bdi>", "")
        assert content.count(f"Match {waiting} open questions") == 1
        assert "Answer it with" not in content


def test_refusal_comes_back_from_the_bin_with_its_question(alice: Owner) -> None:
    question = QuestionFactory.create(owner=alice)
    alice.refusals.create(question=question, seen=[])

    binned = throw_away(thing=question, owner=alice)
    assert not Refusal.objects.exists()
    put_back(binned=binned)

    assert alice.refusals.get().question.text == question.text


def test_choices_go_along_when_an_import_is_taken_back(client: Client, alice: Owner, disagreement: Question) -> None:
    chosen, told = StoryFactory.create_batch(2, owner=alice)
    imported = keep_record(owner=alice, entries=[], items=map(ImportedItem.of, [chosen, told]))
    press(client, chosen.pk)
    AnswerFactory.create(owner=alice, story=told, question=disagreement)

    left = take_back(imported=imported).left

    assert left == [{"name": told.title, "why": IN_USE}]
    assert [answer.story for answer in alice.answers.all()] == [told]


def answers_typed(monkeypatch: pytest.MonkeyPatch, *typed: str) -> None:
    replies = iter(typed)

    def reply(_: str) -> str:
        try:
            return next(replies)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", reply)


def test_in_the_terminal(
    alice: Owner, library: list[Story], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers_typed(monkeypatch, "1", "0", "l", "9", "a", "rival", "u", "hired")

    call_command("match", owner="alice")

    said = capsys.readouterr().out
    assert [answer.story.title for answer in alice.answers.order_by("pk")][1:] == ["Hired a rival"]
    assert alice.answers.count() == 2
    assert alice.refusals.count() == 1
    assert "“Hired a rival” chosen." in said
    assert "3 questions decided" in said


def test_in_the_terminal_what_was_put_off_ends_it(
    alice: Owner, library: list[Story], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    waiting = len(open_questions(snapshot_of(alice)))
    answers_typed(monkeypatch, *["l"] * (waiting + 5))

    call_command("match", owner="alice")

    assert f"0 questions decided, {waiting} open." in capsys.readouterr().out
