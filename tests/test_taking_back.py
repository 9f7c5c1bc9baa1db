"""Imports that are taken back."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from stories.answers.versions import recorded_answer
from stories.core.choices import QuestionKind, Status, Strength
from stories.core.exchange import Change, Decision, Entry, decided, read_files
from stories.core.memory import Rating
from stories.exchange.apply import apply
from stories.exchange.export import document_of
from stories.exchange.queries import plan_of, value_names
from stories.exchange.take_back import (
    IN_USE,
    NO_VERSION,
    WRITTEN_ON,
    TakenBackError,
    is_undoable,
    source_of,
    summary_of,
    take_back,
)
from stories.library.actions import change_status, set_tag
from stories.library.bin import put_back
from stories.models import Imported, Loop, Owner, Question, Round, RoundQuestion, Story, Value
from stories.practice.actions import begin, rate
from tests.factories import (
    AnswerFactory,
    OwnerFactory,
    PreparedAnswerFactory,
    QuestionFactory,
    StoryFactory,
    TagFactory,
)

TWO = b"Title,Situation,Task,Action,Result,Values\nOne,S1,T1,A1,R1,Candor\nTwo,S2,T2,A2,R2,\n"


def import_of(owner: Owner, content: bytes = TWO, name: str = "stories.csv") -> Imported:
    """Import a file, taking what it says where the library differs."""
    plan = plan_of(read_files([(name, content)], value_names(owner)), owner)
    apply(entries=[decided(entry, Decision.TAKE) for entry in plan.entries], owner=owner)
    return owner.imports.first() or pytest.fail("The import was not kept.")


def test_import_is_one_entry_with_what_it_made(alice: Owner, candor: Value) -> None:
    imported = import_of(alice)

    assert imported.source == "stories.csv"
    assert [(item["kind"], item["name"], item["before"]) for item in imported.items] == [
        ("story", "One", None),
        ("story", "Two", None),
    ]
    assert imported.staying == []


@pytest.mark.parametrize(
    ("name", "source"),
    [("Plan, 2024.csv", "Plan, 2024.csv"), ("rows, row 7.csv", "rows, row 7.csv"), ("a.csv", "a.csv")],
)
def test_source_is_the_name_of_the_file(alice: Owner, name: str, source: str) -> None:
    assert import_of(alice, name=name).source == source


@pytest.mark.parametrize(
    ("origin", "source"),
    [
        ("Plan, 2024.md, line 7", "Plan, 2024.md"),
        ("prep.xlsx, sheet One, two, row 2", "prep.xlsx"),
        ("vault.zip, Stories, old/a.md, line 3", "vault.zip"),
        ("", "a file"),
    ],
)
def test_place_within_a_file_is_not_its_name(origin: str, source: str) -> None:
    assert source_of([Entry("stories", Change.NEW, None, origin=origin)]) == source


@pytest.mark.parametrize("status", [Status.READY, Status.ARCHIVED])
def test_story_whose_status_was_set_since_stays(alice: Owner, candor: Value, status: Status) -> None:
    imported = import_of(alice)
    change_status(story=alice.stories.get(title="One"), status=status)

    taken = take_back(imported=imported)

    assert taken.left == [{"name": "One", "why": WRITTEN_ON}]
    assert alice.stories.get().status == status


def test_story_that_a_loop_tells_stays(alice: Owner, disagreement: Question) -> None:
    imported = import_of(alice)
    loop = Loop.objects.create(owner=alice, name="Onsite")
    loop_round = Round.objects.create(owner=alice, loop=loop, name="First")
    for field, title in (("pinned", "One"), ("told", "Two")):
        asked = {"question": QuestionFactory.create(owner=alice), field: alice.stories.get(title=title)}
        RoundQuestion.objects.create(owner=alice, round=loop_round, was_asked=True, **asked)

    taken = take_back(imported=imported)

    assert sorted(left["name"] for left in taken.left) == ["One", "Two"]
    assert {left["why"] for left in taken.left} == {IN_USE}


def test_imports_are_taken_back_one_after_another(alice: Owner) -> None:
    story = StoryFactory.create(owner=alice, title="One", status=Status.DRAFT, situation="S1", action="A")
    first = import_of(alice, b"Title,Situation,Action\nOne,S1,First\n")
    second = import_of(alice, b"Title,Situation,Action\nOne,S1,Second\n")

    left = [take_back(imported=imported).left for imported in (second, first)]

    story.refresh_from_db()
    assert (left, story.action) == ([[], []], "A")


def test_story_that_one_import_changed_twice_says_what_it_said_before(alice: Owner) -> None:
    story = StoryFactory.create(owner=alice, title="One", status=Status.DRAFT, situation="S1", action="A")
    files = [(f"{name}.md", f"# One\n## Situation\nS1\n## Action\n{name}\n".encode()) for name in ("First", "Second")]
    plan = plan_of(read_files(files, value_names(alice)), alice)
    apply(entries=[decided(entry, Decision.TAKE) for entry in plan.entries], owner=alice)
    story.refresh_from_db()
    assert story.action == "Second"

    taken = take_back(imported=alice.imports.get())

    story.refresh_from_db()
    assert (taken.left, story.action) == ([], "A")


@pytest.mark.parametrize(
    ("change", "is_sound"),
    [
        ({}, True),
        ({"status": "ready"}, True),
        ({"status": "zzz"}, False),
        ({"pk": "abc"}, False),
        ({"kind": "zzz"}, False),
        ({"kind": "answer"}, False),
        ({"kind": "answer", "pk": "12"}, True),
        ({"kind": "question", "pk": "9" * 19}, False),
    ],
)
def test_only_what_an_import_can_have_written_is_undoable(
    alice: Owner, change: dict[str, str], *, is_sound: bool
) -> None:
    [item, _] = import_of(alice).items

    assert is_undoable(item | change) == is_sound


def test_import_that_changes_nothing_leaves_no_entry(alice: Owner, candor: Value) -> None:
    import_of(alice)

    import_of(alice)

    assert alice.imports.count() == 1


def test_made_stories_go_to_the_bin_with_their_tags_and_can_be_put_back(alice: Owner, candor: Value) -> None:
    taken = take_back(imported=import_of(alice))

    assert (taken.left, alice.stories.count()) == ([], 0)
    assert taken.taken_back
    put_back(binned=alice.binned.get(name="One"))
    assert alice.stories.get().tags.get().value == candor


def test_changed_story_gets_its_texts_tags_and_status_from_before(alice: Owner, candor: Value) -> None:
    story = StoryFactory.create(owner=alice, title="One", situation="S1", task="T", action="A", result="R")
    TagFactory.create(story=story, value=candor, evidence="mine")
    change_status(story=story, status=Status.READY)
    Story.objects.filter(pk=story.pk).update(extra={"mood": "calm"})
    imported = import_of(alice)
    assert Story.objects.get(pk=story.pk).action == "A1"

    taken = take_back(imported=imported)

    story.refresh_from_db()
    assert taken.left == []
    assert (story.action, story.status, story.extra) == ("A", Status.READY, {"mood": "calm"})
    assert story.tags.get().evidence == "mine"
    assert [kept.title for kept in alice.stories.all()] == ["One"]


def test_what_was_written_on_since_is_left_and_named(alice: Owner, candor: Value) -> None:
    imported = import_of(alice)
    set_tag(story=alice.stories.get(title="Two"), value=candor, strength=Strength.PRIMARY)

    taken = take_back(imported=imported)

    assert taken.left == [{"name": "Two", "why": WRITTEN_ON}]
    assert [story.title for story in alice.stories.all()] == ["Two"]


def test_story_that_a_later_answer_tells_is_left(alice: Owner, candor: Value) -> None:
    imported = import_of(alice)
    AnswerFactory.create(owner=alice, story=alice.stories.get(title="One"), question=QuestionFactory.create())

    taken = take_back(imported=imported)

    assert taken.left == [{"name": "One", "why": IN_USE}]


def library() -> bytes:
    """A whole library of somebody else."""
    owner = OwnerFactory.create()
    story = StoryFactory.create(owner=owner, title="Hers")
    question = QuestionFactory.create(owner=owner, text="Why?")
    AnswerFactory.create(owner=owner, story=story, question=question, opening="It was late.")
    owner.loops.create(name="Acme")
    return document_of(owner).encode()


def test_library_is_taken_back_but_for_its_loops_as_said_before(alice: Owner) -> None:
    imported = import_of(alice, library(), "library.json")
    assert sorted(item["kind"] for item in imported.items) == ["answer", "question", "story"]
    assert imported.staying == ["1 loop", "the settings"] or imported.staying == ["1 loop"]

    taken = take_back(imported=imported)

    assert taken.left == []
    assert (alice.stories.count(), alice.answers.count(), alice.questions.count()) == (0, 0, 0)
    assert alice.loops.count() == 1


def test_changed_answer_gets_its_fields_from_before(alice: Owner) -> None:
    content = library()
    import_of(alice, content, "library.json")
    answer = alice.answers.get()
    answer.opening, answer.version = "Mine.", answer.version + 1
    with recorded_answer(alice.answers.get(), answer):
        answer.save()
    imported = import_of(alice, content, "library.json")
    assert alice.answers.get().opening == "It was late."

    take_back(imported=imported)

    assert alice.answers.get().opening == "Mine."


def test_question_that_was_changed_is_left(alice: Owner) -> None:
    imported = import_of(alice, library(), "library.json")
    alice.questions.update(text="Why not?")

    taken = take_back(imported=imported)

    assert taken.left == [{"name": "Why?", "why": WRITTEN_ON}]


def test_question_that_has_another_answer_is_left(alice: Owner) -> None:
    imported = import_of(alice, library(), "library.json")
    AnswerFactory.create(owner=alice, story=StoryFactory.create(owner=alice), question=alice.questions.get())

    assert take_back(imported=imported).left == [{"name": "Why?", "why": IN_USE}]


def test_what_is_gone_already_is_nothing_to_undo(alice: Owner) -> None:
    imported = import_of(alice, library(), "library.json")
    alice.answers.all().delete()
    alice.stories.all().delete()
    alice.questions.all().delete()

    assert take_back(imported=imported).left == []


def test_import_is_taken_back_once_and_for_thirty_days(alice: Owner, candor: Value) -> None:
    imported = import_of(alice)
    old = Imported.objects.create(owner=alice, source="old.csv", items=[], staying=[])
    Imported.objects.filter(pk=old.pk).update(created=timezone.now() - timedelta(days=31))
    take_back(imported=imported)

    for over in (imported, old):
        with pytest.raises(TakenBackError):
            take_back(imported=over)


def test_imports_that_are_too_old_are_forgotten_at_the_next(alice: Owner, candor: Value) -> None:
    old = Imported.objects.create(owner=alice, source="old.csv", items=[], staying=[])
    Imported.objects.filter(pk=old.pk).update(created=timezone.now() - timedelta(days=31))

    import_of(alice)

    assert [imported.source for imported in alice.imports.all()] == ["stories.csv"]


def test_list_shows_imports_and_one_press_takes_one_back(client: Client, alice: Owner, candor: Value) -> None:
    imported = import_of(alice)
    set_tag(story=alice.stories.get(title="Two"), value=candor, strength=Strength.PRIMARY)
    page = client.get("/data/imports/")
    assertContains(page, "2 stories made")
    assertContains(page, f'action="/data/imports/{imported.pk}/take-back/"')

    response = client.post(f"/data/imports/{imported.pk}/take-back/", follow=True)

    assertContains(response, "The import was undone.")
    assertContains(response, "<bdi>Two</bdi>: it has been changed since")
    assertNotContains(response, "take-back/")
    again = client.post(f"/data/imports/{imported.pk}/take-back/", follow=True)
    assertContains(again, "This import has already been undone.")


def test_empty_list_says_what_to_do(client: Client) -> None:
    assertContains(client.get("/data/imports/"), "Nothing was imported in the last 30 days.")


def test_import_of_somebody_else_does_not_exist(client: Client) -> None:
    hers = import_of(OwnerFactory.create())

    assert client.post(f"/data/imports/{hers.pk}/take-back/").status_code == 404
    assert client.get(f"/data/imports/{hers.pk}/take-back/").status_code == 404


def test_mended_file_is_offered_as_a_change_of_the_same_story(alice: Owner) -> None:
    cases = Path(__file__).parent / "cases" / "import"
    import_of(alice, (cases / "59a-typo.csv").read_bytes(), "59a-typo.csv")

    import_of(alice, (cases / "59b-typo-mended.csv").read_bytes(), "59b-typo-mended.csv")

    story = alice.stories.get()
    assert story.situation == "I deleted a test database."
    take_back(imported=alice.imports.latest("pk"))
    story.refresh_from_db()
    assert story.situation == "I deleted a tset database."


def library_with(**rows: list[dict[str, Any]]) -> bytes:
    return json.dumps({"format": "prepsite/1", **rows}).encode()


def test_prepared_answer_that_was_made_goes_to_the_bin(alice: Owner, disagreement: Question) -> None:
    imported = import_of(alice, library_with(prepared=[{"question": disagreement.slug, "full": "Yes."}]), "a.json")
    assert (alice.prepared_answers.get().full, imported.staying) == ("Yes.", [])

    taken = take_back(imported=imported)

    assert (taken.left, alice.prepared_answers.count()) == ([], 0)
    put_back(binned=alice.binned.get())
    assert alice.prepared_answers.get().full == "Yes."


def test_prepared_answer_that_was_written_on_stays(alice: Owner, disagreement: Question) -> None:
    imported = import_of(alice, library_with(prepared=[{"question": disagreement.slug, "full": "Yes."}]), "a.json")
    alice.prepared_answers.update(full="No.")

    assert [left["why"] for left in take_back(imported=imported).left] == [WRITTEN_ON]
    assert alice.prepared_answers.get().full == "No."


def test_prepared_answer_that_was_changed_is_put_back(alice: Owner, disagreement: Question) -> None:
    PreparedAnswerFactory.create(owner=alice, question=disagreement, full="No.", follow_ups="Why?")
    imported = import_of(alice, library_with(prepared=[{"question": disagreement.slug, "full": "Yes."}]), "a.json")
    assert (alice.prepared_answers.get().full, imported.staying) == ("Yes.", [])

    taken = take_back(imported=imported)

    prepared = alice.prepared_answers.get()
    assert (taken.left, prepared.full, prepared.follow_ups, prepared.version) == ([], "No.", "Why?", 3)


def test_prepared_answer_whose_version_is_gone_stays(alice: Owner, disagreement: Question) -> None:
    PreparedAnswerFactory.create(owner=alice, question=disagreement, full="No.")
    imported = import_of(alice, library_with(prepared=[{"question": disagreement.slug, "full": "Yes."}]), "a.json")
    alice.prepared_versions.all().delete()

    assert [left["why"] for left in take_back(imported=imported).left] == [NO_VERSION]
    assert alice.prepared_answers.get().full == "Yes."


def test_tellings_of_an_answer_that_was_there_are_taken_back_one_by_one(alice: Owner, disagreement: Question) -> None:
    PreparedAnswerFactory.create(owner=alice, question=disagreement)
    imported = import_of(alice, library_with(rehearsals=[telling_of(disagreement)]), "a.json")
    assert summary_of(imported).counts == "1 rehearsal made"

    taken = take_back(imported=imported)

    assert (taken.left, alice.rehearsals.count(), alice.prepared_answers.count()) == ([], 0, 1)
    put_back(binned=alice.binned.get())
    assert alice.rehearsals.get().rating == Rating.FINE


def test_tellings_go_with_the_answer_that_came_with_them(alice: Owner, disagreement: Question) -> None:
    rows = {"prepared": [{"question": disagreement.slug, "full": "Yes."}], "rehearsals": [telling_of(disagreement)]}
    imported = import_of(alice, library_with(**rows), "a.json")

    assert take_back(imported=imported).left == []

    put_back(binned=alice.binned.get())
    assert alice.prepared_answers.get().rehearsals.count() == 1


def test_answer_that_was_told_since_stays(alice: Owner, disagreement: Question) -> None:
    rows = {"prepared": [{"question": disagreement.slug, "full": "Yes."}], "rehearsals": [telling_of(disagreement)]}
    imported = import_of(alice, library_with(**rows), "a.json")
    rate(rehearsal=begin(told=alice.prepared_answers.get()), rating=Rating.WELL, left_out=[])

    assert [left["why"] for left in take_back(imported=imported).left] == [IN_USE]
    assert alice.prepared_answers.get().rehearsals.get().rating == Rating.WELL


def telling_of(question: Question) -> dict[str, Any]:
    return {"question": question.slug, "began": "2026-01-31T19:30:00+00:00", "day": "2026-01-31", "rating": 3}


def test_question_with_a_prepared_answer_of_later_stays(alice: Owner) -> None:
    rows = [{"slug": "own-why", "text": "Why us?", "topic": "motivation", "kind": "opinion"}]
    imported = import_of(alice, library_with(questions=rows), "a.json")
    PreparedAnswerFactory.create(owner=alice, question=alice.questions.get())

    assert [left["why"] for left in take_back(imported=imported).left] == [IN_USE]


CARDS = (Path(__file__).parent / "cases" / "import" / "17-anki-notes.txt").read_bytes()


def answers_of(owner: Owner) -> list[tuple[str, str, str, bool]]:
    return [(row.question.text, row.story.situation, row.fit, row.was_seen) for row in owner.answers.order_by("pk")]


def test_front_of_a_card_is_answered_by_its_story_and_taken_back_with_it(alice: Owner) -> None:
    bank = QuestionFactory.create(owner=None, text="Tell me about a time you failed.")

    imported = import_of(alice, CARDS, "cards.txt")

    assert answers_of(alice) == [
        (bank.text, "I deleted a database.", "ok", False),
        ("Tell me about a conflict", "Two teams, one service.", "ok", False),
    ]
    own = alice.questions.get()
    assert (own.text, own.topic.slug, own.evidence) == ("Tell me about a conflict", "conflict", "own")
    assert [(item["kind"], item["name"]) for item in imported.items] == [
        ("story", "Tell me about a time you failed"),
        ("answer", str(alice.answers.earliest("pk"))),
        ("question", "Tell me about a conflict"),
        ("story", "Tell me about a conflict"),
        ("answer", str(alice.answers.latest("pk"))),
    ]
    assert take_back(imported=imported).left == []
    assert [rows.count() for rows in (alice.stories, alice.answers, alice.questions)] == [0, 0, 0]


def test_cards_that_come_again_change_nothing(alice: Owner) -> None:
    import_of(alice, CARDS, "cards.txt")

    plan = plan_of(read_files([("cards.txt", CARDS)], value_names(alice)), alice)

    assert [(entry.list, entry.change) for entry in plan.entries] == [("stories", Change.SAME)] * 2


def test_story_in_the_library_answers_the_question_of_a_later_file(alice: Owner, disagreement: Question) -> None:
    StoryFactory.create(owner=alice, title="One", situation="S1")
    rows = f"Title,Situation,Question\nOne,S1,{disagreement.text}\n".encode()

    imported = import_of(alice, rows)

    assert answers_of(alice) == [(disagreement.text, "S1", "ok", False)]
    assert [item["kind"] for item in imported.items] == ["answer"]


def test_changed_story_keeps_the_answer_that_it_has(alice: Owner, disagreement: Question) -> None:
    story = StoryFactory.create(owner=alice, title="One", situation="S1", action="A")
    answer = AnswerFactory.create(owner=alice, question=disagreement, story=story, opening="Yes.")
    rows = f"Title,Situation,Action,Question\nOne,S1,B,{disagreement.text}\n".encode()

    imported = import_of(alice, rows)

    assert (alice.answers.get().opening, [item["kind"] for item in imported.items]) == (answer.opening, ["story"])


def test_question_that_takes_no_story_stays_in_the_notes(alice: Owner) -> None:
    QuestionFactory.create(owner=None, text="Why do you apply?", kind=QuestionKind.OPINION)

    import_of(alice, b"Title,Situation,Question\nOne,S1,Why do you apply?\n")

    assert (alice.stories.get().notes, alice.answers.count()) == ("Question: Why do you apply?", 0)


def test_question_about_nothing_known_gets_a_topic(alice: Owner) -> None:
    import_of(alice, b"Title,Situation,Question\nOne,S1,Qwxyz?\n")

    assert alice.questions.get().text == "Qwxyz?"
