"""A new story from notes."""

import uuid

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertRedirects

from stories.core.choices import QuestionKind, Status
from stories.models import Owner, PendingImport, Question, Value
from tests.factories import OwnerFactory, QuestionFactory, StoryFactory

NOTES = """The release that lied

Our export had failed three times in one week.  The customer was about to leave.
My job was to find out why before Monday.

- I read the logs with the colleague who had written the job.
- Then I built a small copy of the database.

Failures fell from three a week to none. I learned to ask the person who wrote the code first."""
LABELLED = """# The release

**Situation:** The export failed.
**Task:** To find out why.
**Action:** I read the logs.
**Result:** It never failed again.

Tags: candor, patience
"""


def first(notes: str) -> dict[str, str]:
    """The first form as it is sent."""
    return {"id": str(uuid.uuid4()), "notes": notes}


def proposed(client: Client, notes: str = NOTES) -> dict[str, str]:
    """The form of the proposal, as a browser would send it back."""
    form = client.post("/stories/new/notes/", first(notes)).context["form"]
    return {name: form[name].value() for name in form.fields}


def test_notes_begin_with_one_field_and_the_editor_is_one_press_away(client: Client) -> None:
    response = client.get("/stories/new/notes/?value=3")

    assertContains(response, "Paste or speak your notes as they are")
    assertContains(response, '<a class="btn btn-plain" href="/stories/new/?value=3">Write in the editor</a>')


def test_unlabelled_notes_are_proposed_as_sections_and_nothing_is_kept(client: Client, alice: Owner) -> None:
    response = client.post("/stories/new/notes/", first(NOTES))

    assertContains(response, "This is a proposal.")
    form = response.context["form"]
    assert form["title"].value() == "The release that lied"
    assert [(text.split()[0], field.value()) for text, field in form.pieces] == [
        ("Our", "situation"),
        ("The", "situation"),
        ("My", "task"),
        ("-", "action"),
        ("-", "action"),
        ("Failures", "result"),
        ("I", "learning"),
    ]
    assert not alice.stories.exists()


def test_proposal_is_kept_as_a_draft_in_its_own_words(client: Client, alice: Owner) -> None:
    response = client.post("/stories/new/notes/", proposed(client) | {"keep": "1"}, follow=True)

    story = alice.stories.get()
    assertRedirects(response, f"{story.get_absolute_url()}edit/")
    assertContains(response, "Your notes are kept as a draft, in your own words.")
    assert (story.status, story.title) == (Status.DRAFT, "The release that lied")
    assert story.situation == "Our export had failed three times in one week.  The customer was about to leave."
    assert story.action == (
        "- I read the logs with the colleague who had written the job.\n- Then I built a small copy of the database."
    )


def test_proposal_that_is_sent_twice_makes_one_story(client: Client, alice: Owner) -> None:
    sent = proposed(client) | {"keep": "1"}

    for _ in range(2):
        client.post("/stories/new/notes/", sent)

    assert [story.version for story in alice.stories.all()] == [1]


def test_proposal_that_is_sent_again_with_other_places_is_set_aside(client: Client, alice: Owner) -> None:
    sent = proposed(client) | {"keep": "1"}
    client.post("/stories/new/notes/", sent)

    response = client.post("/stories/new/notes/", sent | {"place_0": "task"})

    assertRedirects(response, alice.stories.get().conflicts.get().get_absolute_url())


def test_story_of_somebody_else_is_not_touched(client: Client) -> None:
    story = StoryFactory.create(owner=OwnerFactory.create(), title="Hers")

    response = client.post("/stories/new/notes/", proposed(client) | {"id": str(story.pk), "keep": "1"})

    assert response.status_code == 404
    story.refresh_from_db()
    assert story.title == "Hers"


def test_sentence_goes_where_it_was_put(client: Client, alice: Owner) -> None:
    client.post("/stories/new/notes/", proposed(client) | {"place_1": "task", "place_6": "notes", "keep": "1"})

    story = alice.stories.get()
    assert story.task == "The customer was about to leave.\nMy job was to find out why before Monday."
    assert story.notes == "I learned to ask the person who wrote the code first."


@pytest.mark.parametrize(
    ("move", "place"),
    [
        ("1 next", "task"),
        ("1 previous", "situation"),
        ("6 next", "notes"),
        ("99 next", "situation"),
        ("x", "situation"),
        ("", "situation"),
    ],
)
def test_sentence_is_moved_by_a_button_without_javascript(client: Client, alice: Owner, move: str, place: str) -> None:
    number = int(move[0]) if move[:1] in {"1", "6"} else 1

    response = client.post("/stories/new/notes/", proposed(client) | {"move": move, "title": "Mine"})

    form = response.context["form"]
    assert form[f"place_{number}"].value() == place
    assert form["title"].value() == "Mine"
    assert not alice.stories.exists()


@pytest.mark.parametrize("move", ["9" * 5_000 + " next", "99 next", "-1 next", "² back", "next"])
def test_button_that_names_no_sentence_moves_none(client: Client, move: str) -> None:
    form = proposed(client)
    places = {name: text for name, text in form.items() if name.startswith("place_")}

    response = client.post("/stories/new/notes/", form | {"move": move})

    assert {name: response.context["form"][name].value() for name in places} == places


def test_labelled_notes_are_split_at_once(client: Client, alice: Owner, candor: Value) -> None:
    response = client.post("/stories/new/notes/", first(LABELLED), follow=True)

    story = alice.stories.get()
    assertRedirects(response, f"{story.get_absolute_url()}edit/")
    assertContains(response, "split by their own labels")
    assert (story.title, story.situation, story.result) == (
        "The release",
        "The export failed.",
        "It never failed again.",
    )
    assert [(tag.value, tag.strength) for tag in story.tags.all()] == [(candor, "primary")]
    assert "Tags: patience" in story.notes


def test_several_labelled_stories_are_shown_as_an_import(client: Client, alice: Owner) -> None:
    response = client.post("/stories/new/notes/", first(LABELLED + LABELLED.replace("release", "launch")))

    assertRedirects(response, PendingImport.objects.get().get_absolute_url())
    assert not alice.stories.exists()


def test_many_labelled_notes_are_shown_as_an_import(client: Client, alice: Owner) -> None:
    response = client.post("/stories/new/notes/", first(LABELLED.replace("I read", "I read and read. " * 2000)))

    assertRedirects(response, PendingImport.objects.get().get_absolute_url())


def test_empty_notes_are_refused(client: Client) -> None:
    response = client.post("/stories/new/notes/", first(" \n"))

    assertContains(response, "There is nothing here yet.", status_code=422)


def test_notes_that_are_too_long_are_refused_and_stay(client: Client) -> None:
    response = client.post("/stories/new/notes/", first("It broke. " * 2001))

    assertContains(response, "no labels to split it by; the limit is 20,000", status_code=422)
    assertContains(response, "It broke. It broke.", status_code=422)


@pytest.mark.parametrize("button", ["keep", "move"])
def test_proposal_that_is_too_long_is_refused_before_it_is_split(
    client: Client, monkeypatch: pytest.MonkeyPatch, button: str
) -> None:
    monkeypatch.setattr("stories.forms.notes.pieces_of", lambda _: pytest.fail("It was split."))

    response = client.post("/stories/new/notes/", first("It broke. " * 3_000) | {button: "1"})

    assertContains(response, "no labels to split it by; the limit is 20,000", status_code=422)
    assertContains(response, "It broke. It broke.", status_code=422)


@pytest.mark.parametrize(
    "wrong",
    [{"place_0": "elsewhere"}, {"place_0": ""}, {"title": "x" * 151}, {"notes": "Our export had failed. " * 1000}],
)
def test_proposal_sent_wrongly_is_shown_again(client: Client, alice: Owner, wrong: dict[str, str]) -> None:
    response = client.post("/stories/new/notes/", proposed(client) | wrong | {"keep": "1"})

    assert response.status_code == 422
    assertContains(response, "Our export had failed", status_code=422)
    assert not alice.stories.exists()


def test_question_and_values_that_the_story_is_for_go_with_it(client: Client, alice: Owner, candor: Value) -> None:
    question = Question.objects.filter(owner=None).first()
    assert question
    address = f"/stories/new/notes/?question={question.pk}&value={candor.pk}"
    response = client.post(address, proposed(client) | {"keep": "1"})

    story = alice.stories.get()
    assertRedirects(response, f"{story.get_absolute_url()}edit/?question={question.pk}")
    assert candor in [tag.value for tag in story.tags.all()]


def test_only_reading_and_sending_are_answered(client: Client) -> None:
    assert client.put("/stories/new/notes/").status_code == 405


def test_labels_and_tags_of_pasted_notes_that_were_not_understood_are_named(client: Client) -> None:
    notes = LABELLED.replace("again.", "again.\nMetrics: 30 %").replace("# The", "Mood: grim\n# The")

    page = client.post("/stories/new/notes/", first(notes), follow=True)

    assertContains(page, "“Metrics” stayed in Result, but may not belong there.")
    assertContains(page, "“Mood” went to the notes.")
    assertContains(page, "No value is called “patience”: kept in the notes.")


QUESTION = "Tell me about a time that a release failed."
ASKED = LABELLED.replace("# The release\n", f"# The release\nQuestion: {QUESTION}\n")


def test_question_of_pasted_notes_is_answered_by_the_story_as_in_a_file(client: Client, alice: Owner) -> None:
    page = client.post("/stories/new/notes/", first(ASKED), follow=True)

    answer = alice.answers.get()
    assert (answer.question.text, answer.question.owner, answer.story.title) == (QUESTION, alice, "The release")
    assert not answer.was_seen
    assert "Question" not in answer.story.notes
    assertContains(page, f"It answers “{QUESTION}”.")


@pytest.mark.parametrize("is_own", [True, False])
def test_question_that_is_there_already_is_answered(client: Client, alice: Owner, *, is_own: bool) -> None:
    there = QuestionFactory.create(owner=alice if is_own else None, text=QUESTION.upper())

    for _ in range(2):
        client.post("/stories/new/notes/", {"id": "00000000-0000-4000-8000-000000000001", "notes": ASKED})

    assert alice.answers.get().question == there
    assert alice.questions.count() == is_own


def test_question_of_pasted_notes_that_takes_no_story_stays_in_their_notes(client: Client, alice: Owner) -> None:
    QuestionFactory.create(owner=None, text=QUESTION, kind=QuestionKind.OPINION)

    client.post("/stories/new/notes/", first(ASKED))

    assert f"Question: {QUESTION}" in alice.stories.get().notes
    assert not alice.answers.exists()


def test_front_matter_of_pasted_notes_is_read(client: Client, alice: Owner, candor: Value) -> None:
    front = "---\ntags: star candor\nstatus: done\nmood: grim\n---\nA line above all.\n\n"
    notes = front + LABELLED.partition("Tags:")[0]

    page = client.post("/stories/new/notes/", first(notes), follow=True)

    story = alice.stories.get()
    assert (story.title, story.status, story.extra) == ("The release", Status.READY, {"mood": "grim"})
    assert [tag.value for tag in story.tags.all()] == [candor]
    assert "A line above all." in story.notes
    assertContains(page, "marked ready as they say")
    assertContains(page, "No value is called “star”: kept in the notes.")


def test_pasted_rows_of_a_sheet_are_shown_as_an_import(client: Client, alice: Owner) -> None:
    rows = "Title\tSituation\tTask\tAction\nOne\tS\tT\tA\n"

    response = client.post("/stories/new/notes/", first(rows))

    assertRedirects(response, PendingImport.objects.get().get_absolute_url())
