"""The answer builder: rewordings, lengths, follow-ups, two windows, the view for saying it aloud, the sheet."""

import re
import uuid
from typing import cast

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from stories.core.choices import Fit, Section, Status
from stories.models import Answer, AnswerConflict, Owner, Question, Story
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


def typing(client: Client, path: str, **typed: object) -> HttpResponse:
    """The answer to a form that saves itself."""
    return cast("HttpResponse", client.post(path, {"fit": "ok", "autosave": "1"} | typed))


def test_typing_saves_and_folds_into_one_version(client: Client, answer: Answer) -> None:
    path, window = f"/answers/{answer.pk}/edit/", str(uuid.uuid4())

    response = typing(client, path, base=0, session=window, opening="In")
    typing(client, path, base=0, session=window, opening="In one breath.")  # Sent before the first was answered.

    assertContains(response, "Saved at")
    assertContains(response, '<input type="hidden" name="base" id="id_base" value="1" hx-swap-oob="true">', html=True)
    assert response["HX-Replace-Url"] == path
    answer.refresh_from_db()
    assert (answer.opening, answer.version) == ("In one breath.", 2)
    assert [version.fields["opening"] for version in answer.versions.all()] == ["In one breath.", ""]


def test_typing_the_same_saves_nothing(client: Client, answer: Answer) -> None:
    typing(client, f"/answers/{answer.pk}/edit/", base=0, fit="strong")

    assert list(Answer.objects.values_list("version", flat=True)) == [answer.version]


def test_bad_text_is_told_while_typing(client: Client, answer: Answer) -> None:
    response = typing(client, f"/answers/{answer.pk}/edit/", base=0, beats="x" * 20_001)

    assertContains(response, "Not saved yet. Three beats: This has 20,001 characters", status_code=422)
    assertNotContains(response, "<html", status_code=422)


def test_new_answer_that_is_typed_has_an_address_and_is_made_once(
    client: Client, disagreement: Question, story: Story
) -> None:
    path, window = f"/questions/{disagreement.pk}/answers/new/", str(uuid.uuid4())
    typed = {"story": str(story.pk), "session": window, "base": 0}

    first = typing(client, path, **typed, opening="In")
    typing(client, path, **typed, opening="In one breath.")

    answer = Answer.objects.get()
    assert first["HX-Replace-Url"] == answer.get_absolute_url()
    assert (answer.opening, answer.was_seen) == ("In one breath.", True)


def test_opening_a_new_answer_makes_none(client: Client, disagreement: Question, story: Story) -> None:
    client.get(f"/questions/{disagreement.pk}/answers/new/", {"story": str(story.pk)})

    assert not Answer.objects.exists()


@pytest.fixture
def aside(client: Client, answer: Answer) -> AnswerConflict:
    """What a second window typed after a first had saved."""
    path = f"/answers/{answer.pk}/edit/"
    first = {"closing": "From one", "follow_up_0": "Why?", "note_0": "One's", "follow_up_1": "How?", "note_1": "Kept"}
    second = {"closing": "From two", "follow_up_0": "Why?", "note_0": "Two's", "reworded_task": "Mine."}
    typing(client, path, base=0, session=str(uuid.uuid4()), **first)
    response = typing(client, path, base=0, session=str(uuid.uuid4()), **second)
    assertContains(response, "because the answer was changed elsewhere")
    return AnswerConflict.objects.get()


def test_second_window_overwrites_nothing_and_shows_both(client: Client, answer: Answer, aside: AnswerConflict) -> None:
    page = client.get(aside.get_absolute_url())

    shown = [(part.label, part.stored, part.mine) for part in page.context["differences"]]
    assert shown == [
        ("Task, reworded", "", "Mine."),
        ("Closing line", "From one", "From two"),
        ("Follow-up: Why?", "One's", "Two's"),
        ("Follow-up: How?", "Kept", ""),
    ]
    assertNotContains(page, "Keep both")
    answer.refresh_from_db()
    assert answer.closing == "From one"
    assertContains(client.get(answer.get_absolute_url()), "Another version of this answer")


def test_what_was_chosen_is_saved_part_by_part(client: Client, answer: Answer, aside: AnswerConflict) -> None:
    choices = {"base": "1", "reworded_task": "mine", "closing": "stored", "follow_up_0": "mine"}

    response = client.post(aside.get_absolute_url(), choices, follow=True)

    assertContains(response, "The answer is saved with your choices.")
    answer.refresh_from_db()
    assert (answer.closing, answer.told(Section.TASK), answer.version) == ("From one", "Mine.", 2)
    assert answer.follow_ups == [{"question": "How?", "note": "Kept"}, {"question": "Why?", "note": "Two's"}]
    assert not AnswerConflict.objects.exists()


def test_own_text_of_the_second_window_replaces_the_first(
    client: Client, answer: Answer, aside: AnswerConflict
) -> None:
    client.post(aside.get_absolute_url(), {"base": "1", "closing": "mine", "follow_up_1": "mine"})

    answer.refresh_from_db()
    assert (answer.closing, answer.follow_ups) == ("From two", [{"question": "Why?", "note": "One's"}])


def test_choice_made_on_an_old_page_is_asked_again(client: Client, answer: Answer, aside: AnswerConflict) -> None:
    response = client.post(aside.get_absolute_url(), {"base": "0", "closing": "mine"}, follow=True)

    assertContains(response, "Not saved: the answer was changed again in the meantime.")
    answer.refresh_from_db()
    assert answer.closing == "From one"


def test_save_in_a_second_window_leads_to_the_choice(client: Client, answer: Answer) -> None:
    edit(client, answer, closing="From one")

    response = client.post(answer.get_absolute_url(), {"fit": "ok", "base": 0, "closing": "From two"})

    assertRedirects(response, AnswerConflict.objects.get().get_absolute_url())


def test_second_window_with_a_new_answer_overwrites_nothing(
    client: Client, disagreement: Question, story: Story
) -> None:
    path = f"/questions/{disagreement.pk}/answers/new/"
    typed = {"story": str(story.pk), "base": 0}
    typing(client, path, **typed, session=str(uuid.uuid4()), opening="From one")

    typing(client, path, **typed, session=str(uuid.uuid4()), opening="From two")

    assert (Answer.objects.get().opening, AnswerConflict.objects.get().content["opening"]) == ("From one", "From two")


@pytest.mark.parametrize(
    ("typed", "states"),
    [
        ({}, ["as it stands, 0:54", "proposed, 0:54", "proposed, 0:06", "0 of 6 follow-ups thought through"]),
        (
            {"short": "I called.", "follow_up_0": "Why?", "note_0": "Because."},
            ["your own, 0:01", "1 of 7 follow-ups thought through"],
        ),
    ],
)
def test_folds_say_what_they_hold(client: Client, answer: Answer, typed: dict[str, str], states: list[str]) -> None:
    edit(client, answer, **typed)

    page = client.get(f"/answers/{answer.pk}/edit/")
    live = client.post(f"/answers/{answer.pk}/edit/", {"fit": "ok", "preview": "1"} | typed)

    for response in (page, live):
        text = " ".join(response.content.decode().split())
        assert [state for state in states if state not in text] == []


def test_error_in_a_fold_opens_it(client: Client, answer: Answer) -> None:
    typed = {"fit": "ok", "short": "x" * 20_001, "reworded_task": "y" * 20_001, "note_0": "z" * 20_001}

    page = client.post(f"/answers/{answer.pk}/edit/", typed).content.decode()

    opened = re.findall(r"<details class=.(\w+).(?: id=.([\w-]+).)? open>", " ".join(page.split()))
    assert opened == [("fold", "length-short"), ("fold", "follow-ups"), ("otherwise", "")]


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
