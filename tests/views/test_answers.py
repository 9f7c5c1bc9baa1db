"""The answer builder: rewordings, lengths, follow-ups, two windows, the view for saying it aloud, the sheet."""

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from stories.core.choices import Fit, Section, Status
from stories.models import Answer, Owner, Question, Story
from tests.factories import AnswerFactory, StoryFactory


@pytest.fixture
def story(alice: Owner) -> Story:
    return StoryFactory.create(owner=alice, title="Rollback")


@pytest.fixture
def answer(story: Story, disagreement: Question) -> Answer:
    return AnswerFactory.create(story=story, question=disagreement)


def edit(client: Client, answer: Answer, **typed: object) -> Answer:
    """The answer after its form was sent with `typed`, along with `fit` and the version that the form knows."""
    client.post(f"/answers/{answer.pk}/edit/", {"fit": "strong", "base": answer.version} | typed)
    answer.refresh_from_db()
    return answer


def test_new_answer_shows_the_question_the_story_and_its_times(
    client: Client, disagreement: Question, story: Story
) -> None:
    response = client.get(f"/questions/{disagreement.pk}/answers/new/", {"story": str(story.pk)})

    assertContains(response, "The decision was mine.")
    assertContains(response, "What would you do differently?")
    assertContains(response, "<b>0:54</b>, 135 words")
    assert [str(value) for value, _ in response.context["probes"]][:2] == ["Candor", "Courage"]


def test_story_that_answers_already_leads_to_its_answer(client: Client, answer: Answer) -> None:
    response = client.get(f"/questions/{answer.question_id}/answers/new/", {"story": str(answer.story_id)})

    assertRedirects(response, f"/answers/{answer.pk}/edit/")


@pytest.mark.parametrize("asked", ["", "nonsense", "9975f078-1c14-42d3-be25-911ad495f940"])
def test_answer_without_a_story_asks_to_choose_one(client: Client, disagreement: Question, asked: str) -> None:
    response = client.post(f"/questions/{disagreement.pk}/answers/new/", {"story": asked, "fit": "strong"})

    assertContains(response, "Choose a story", status_code=422)
    assert not Answer.objects.exists()


def test_strangers_story_is_not_answered_with(client: Client, charlie: Owner, disagreement: Question) -> None:
    theirs = StoryFactory.create(owner=charlie, title="Secret of Charlie")

    response = client.post(f"/questions/{disagreement.pk}/answers/new/", {"story": str(theirs.pk), "fit": "strong"})

    assertNotContains(response, "Secret of Charlie", status_code=422)
    assert not Answer.objects.exists()


def test_rewording_is_told_and_its_blank_is_the_storys_own(client: Client, answer: Answer) -> None:
    edit(client, answer, reworded_action="I called her first.", reworded_task=answer.story.task)

    assert answer.rewordings == {"action": {"text": "I called her first.", "was": answer.story.action}}
    assert (answer.told(Section.ACTION), answer.told(Section.TASK)) == ("I called her first.", answer.story.task)

    edit(client, answer, reworded_action="")

    assert (answer.rewordings, answer.told(Section.ACTION)) == ({}, answer.story.action)


def test_change_of_the_story_is_shown_until_it_was_seen(client: Client, answer: Answer) -> None:
    edit(client, answer, reworded_action="I called her first.", reworded_task="Mine to stop.")
    answer.story.action = "I read the logs and wrote to the director."
    answer.story.save()

    response = client.get(f"/answers/{answer.pk}/edit/")
    assertContains(response, "The story's Action has changed")
    assertContains(response, "<del>called</del><ins>wrote to</ins>", html=False)
    assertNotContains(response, "The story's Task has changed")

    edit(client, answer, reworded_action="I called her first.", reworded_task="Mine to stop.")
    assert answer.outdated == [Section.ACTION]
    edit(client, answer, reworded_action="I called her first.", reworded_task="Mine to stop.", seen_action="on")
    assert answer.outdated == []


def test_new_rewording_of_a_changed_section_rests_on_the_new_text(client: Client, answer: Answer) -> None:
    edit(client, answer, reworded_action="I called her first.")
    answer.story.action = "I wrote."
    answer.story.save()

    edit(client, answer, reworded_action="I wrote to her first.")

    assert answer.outdated == []


@pytest.mark.parametrize(
    ("button", "field", "text"),
    [
        ("own-task", "reworded_task", "The decision was mine."),
        ("blank-action", "reworded_action", ""),
        (
            "proposed-headline",
            "headline",
            "I stopped my own launch. The launch moved by nine days and lost no member.",
        ),
        ("own-nonsense", "reworded_action", "typed"),
        ("nonsense", "reworded_action", "typed"),
    ],
)
def test_button_fills_a_field_and_saves_nothing(
    client: Client, answer: Answer, button: str, field: str, text: str
) -> None:
    typed = {"fit": "ok", "reworded_action": "typed", "note_0": "kept", "fill": button}

    response = client.post(f"/answers/{answer.pk}/edit/", typed)

    assert response.context["form"][field].value() == text
    assertContains(response, "kept")
    assertContains(response, "not saved yet")
    answer.refresh_from_db()
    assert (answer.rewordings, answer.headline, answer.follow_ups) == ({}, "", [])


def test_times_while_typing_are_those_after_saving(client: Client, answer: Answer) -> None:
    typed = {"fit": "ok", "reworded_action": "I went **there** " * 40, "opening": "One breath."}

    live = client.post(f"/answers/{answer.pk}/edit/", typed | {"preview": "1"})
    answer.refresh_from_db()
    assert answer.rewordings == {}
    edit(client, answer, **typed)
    saved = client.get(f"/answers/{answer.pk}/edit/")

    words = 11 + 4 + 120 + 10 + 2
    for response in (live, saved):
        assertContains(response, f"<b>0:59</b>, {words} words")
    assertContains(live, 'id="proposal-short"')
    assertNotContains(live, "<html")


def test_full_answer_that_fits_needs_no_proposal(client: Client, answer: Answer) -> None:
    edit(client, answer, reworded_action="I called **her** first.")

    (full, proposal), *_ = client.get(f"/answers/{answer.pk}/edit/").context["lengths"]

    assert (full.is_proposal, proposal) == (False, None)


def test_full_answer_over_two_minutes_is_proposed_shorter(client: Client, answer: Answer) -> None:
    edit(client, answer, reworded_action="I called her again and again. " * 60)

    (full, proposal), *_ = client.get(f"/answers/{answer.pk}/edit/").context["lengths"]

    assert full.words > 300 >= proposal.words > 290


def test_follow_ups_are_kept_usual_ones_first(client: Client, answer: Answer) -> None:
    edit(
        client,
        answer,
        follow_up_0="What would you do differently?",
        note_0="Ask sooner.",
        follow_up_6="Why you?",
        note_7="A note alone",
    )

    assert answer.follow_ups == [
        {"question": "What would you do differently?", "note": "Ask sooner."},
        {"question": "Why you?", "note": ""},
        {"question": "", "note": "A note alone"},
    ]
    rows = client.get(f"/answers/{answer.pk}/edit/").context["form"].follow_up_rows
    assert [(question.value(), note.value()) for _, question, note in rows][6:] == [
        ("Why you?", ""),
        ("", "A note alone"),
        ("", ""),
        ("", ""),
    ]


def test_second_window_does_not_overwrite_without_a_word(client: Client, answer: Answer) -> None:
    first = {"fit": "ok", "base": answer.version, "closing": "From the first window"}
    second = {"fit": "ok", "base": answer.version, "closing": "From the second window"}
    client.post(f"/answers/{answer.pk}/edit/", first)

    response = client.post(f"/answers/{answer.pk}/edit/", second)

    assertContains(response, "changed in another window", status_code=409)
    assertContains(response, "From the second window", status_code=409)
    assert Answer.objects.get().closing == "From the first window"

    again = second | {"base": response.context["form"]["base"].value()}
    client.post(f"/answers/{answer.pk}/edit/", again)
    assert Answer.objects.get().closing == "From the second window"


def test_answer_is_said_at_three_lengths(client: Client, answer: Answer) -> None:
    edit(client, answer, opening="In one breath.", short="## Action\nI *called*.")

    full, short, headline, other = (
        client.get(f"/answers/{answer.pk}/", {"length": length}) for length in ("full", "short", "headline", "x")
    )

    assert [part.name for part in full.context["told"].parts] == [
        "Opening",
        "Situation",
        "Task",
        "Action",
        "Result",
    ]
    assert [(part.name, part.html) for part in short.context["told"].parts] == [("Action", "<p>I <em>called</em>.</p>")]
    assertContains(headline, "proposed, in whole sentences")
    assertNotContains(short, "proposed, in whole sentences")
    assert other.context["told"] == full.context["told"]


def test_sheet_shows_what_was_chosen(client: Client, alice: Owner, answer: Answer, charlie: Owner) -> None:
    edit(client, answer, opening="In one breath.", closing="I say it first.", beats="- Logs\n- Page\n- Nine days")
    other = AnswerFactory.create(story=StoryFactory.create(owner=alice), question=answer.question)
    theirs = AnswerFactory.create(story=StoryFactory.create(owner=charlie), question=answer.question)

    page = client.get("/answers/sheet/", {"answer": [str(answer.pk), str(theirs.pk), "x"]})

    assert page.context["answers"] == [answer, other]
    (entry,) = page.context["entries"]
    assert (entry.answer, entry.beats, entry.figures) == (answer, ("Logs", "Page", "Nine days"), ("nine days",))
    for text in ("I stopped my own launch", "In one breath.", "I say it first."):
        assertContains(page, text)


def test_sheet_proposes_beats_and_leaves_archived_stories_out(client: Client, alice: Owner, answer: Answer) -> None:
    archived = StoryFactory.create(owner=alice, status=Status.ARCHIVED)
    AnswerFactory.create(story=archived, question=answer.question)

    page = client.get("/answers/sheet/", {"answer": answer.pk})

    assert page.context["answers"] == [answer]
    assert page.context["entries"][0].beats == (
        answer.story.task,
        "I read the logs and called the director.",
        answer.story.result,
    )
    assertContains(page, "These beats are proposed.")


def test_detaching_names_all_that_goes(client: Client, answer: Answer) -> None:
    edit(client, answer, opening="One.", reworded_task="Mine.", short="Two.", note_0="Three.")

    page = client.get(f"/answers/{answer.pk}/delete/")

    assertContains(page, "the opening line, the reworded Task, the short text and 1 follow-up")


def test_bad_text_is_told_and_kept(client: Client, answer: Answer) -> None:
    response = client.post(
        f"/answers/{answer.pk}/edit/", {"fit": "ok", "reworded_task": "x" * 20_001, "closing": "kept"}
    )

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"reworded_task"}
    assertContains(response, "kept", status_code=422)
    assert Answer.objects.get().fit == Fit.STRONG


def test_saving_again_does_not_say_that_the_question_is_now_answered(client: Client, answer: Answer) -> None:
    url = f"/answers/{answer.pk}/edit/"
    form = {"story": answer.story_id, "base": answer.version, "fit": answer.fit, "stay": ""}

    assertContains(client.post(url, form, follow=True), "Answer saved.")

    answer.story.status = Status.ARCHIVED
    answer.story.save()
    again = client.post(url, form | {"base": answer.version + 1}, follow=True)
    assertContains(again, "Answer saved. It doesn&#x27;t count while its story is archived.")


@pytest.mark.parametrize("base", [2**31 - 1, 2**63])
def test_version_that_no_answer_has_is_refused(client: Client, answer: Answer, base: int) -> None:
    response = client.post(f"/answers/{answer.pk}/edit/", {"fit": "ok", "base": base})

    assert response.status_code == 422
