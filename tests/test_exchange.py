"""Export and import: all that a person wrote comes back, and nothing existing is overwritten unseen."""

import csv
import io
import json
import os
import re
import uuid
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains

from stories.bank import demo
from stories.bank.actions import hide_question, hide_value
from stories.bank.carry_over import carried_tags, decline
from stories.core.choices import QuestionKind, Section, Status, Strength
from stories.core.exchange import (
    AnswerRecord,
    Change,
    DeclinedRecord,
    DismissalRecord,
    FollowUpRecord,
    LibraryPlan,
    LibraryRecord,
    LoopQuestionRecord,
    LoopRecord,
    MarkRecord,
    QuestionRecord,
    RefusalRecord,
    RehearsalRecord,
    RewordingRecord,
    RoundRecord,
    SeenRecord,
    StoryRecord,
    TagRecord,
    read_document,
    read_story,
    stamp,
)
from stories.core.exchange.files import Read, read_files
from stories.core.exchange.story_plan import NEARLY_THE_SAME
from stories.core.memory import Rating
from stories.enums import Occasion
from stories.exchange.apply import apply
from stories.exchange.export import archive_of, document_of, library_of
from stories.exchange.queries import plan_of, value_names
from stories.exchange.spreadsheets import TABLES, answer_table, as_csv, story_table, workbook_of
from stories.models import Concept, Framework, Owner, Question, Rehearsal, Story, Value
from stories.practice.actions import begin, choose_day, mark, rate, stop
from tests.core.exchanging import EXTRA, NOT_BLANK, TEXTS, WORDS, a_story, retold, unhurried
from tests.factories import (
    AnswerFactory,
    OpinionFactory,
    OwnerFactory,
    PreparedAnswerFactory,
    QuestionFactory,
    StoryFactory,
    TagFactory,
    ValueFactory,
)

MARKS = st.dictionaries(st.sampled_from(["candor", "courage"]), st.tuples(st.sampled_from(Strength), WORDS), max_size=2)


@pytest.fixture
def filled(alice: Owner, netflix: Framework, candor: Value) -> Owner:
    """Something in every list of a library."""
    demo.fill(alice)
    story = alice.stories.filter(status=Status.READY)[0]
    Story.objects.filter(pk=story.pk).update(extra={"mood": "calm", "list": ["a", {"b": None}]})
    own = Framework.objects.create(owner=alice, slug="own-acme", company="Acme", name="Principles")
    own_value = ValueFactory.create(owner=alice, framework=own, concept="candor", signals="says it\nshows it")
    added = ValueFactory.create(owner=alice, framework=netflix, name="Humour")
    TagFactory.create(story=story, value=added, evidence="laughed")
    question = QuestionFactory.create(
        owner=alice,
        text="What made you laugh?",
        stages=["onsite-culture"],
        source="heard",
        kind=QuestionKind.EITHER,
        concept=Concept.objects.get(slug="decency"),
    )
    prepared = PreparedAnswerFactory.create(
        owner=alice, question=question, short="Jokes.", follow_ups="Whose?\n  Mine.", tell_on=date(2026, 12, 5)
    )
    question.probes.create(owner=alice, value=own_value, strength=Strength.PRIMARY)
    answer = story.answers.all()[0]
    answer.rewordings = {"action": {"text": "I asked him to wait.", "was": "I asked."}}
    answer.follow_ups = [{"question": "Why?", "note": "Because."}]
    answer.full, answer.beats, answer.tell_on = "All of it.", "one\ntwo", date(2026, 12, 4)
    answer.save()
    begun = begin(told=answer, occasion=Occasion.MOCK, sitting=uuid.uuid4())
    mark(rehearsal=begun, section=Section.ACTION, at=20_000)
    Rehearsal.objects.filter(pk=stop(rehearsal=begun, at=95_000).pk).update(
        rating=Rating.STUMBLED, left_out=["two"], day=date(2026, 11, 30)
    )
    rate(rehearsal=begin(told=prepared), rating=Rating.WELL, left_out=[])
    begin(told=answer)
    choose_day(told=prepared, day=date(2026, 12, 5))
    asked = alice.round_questions.all()[0]
    asked.pinned = asked.told = story
    asked.was_asked = True
    asked.save()
    OpinionFactory.create(owner=alice, concept=Concept.objects.all()[0], text="I agree with *most* of it.")
    alice.dismissals.create(story=story, code="STAR108", fingerprint="0" * 16, reason="said aloud")
    decline(owner=alice, carried=carried_tags(alice, Framework.objects.get(slug="netflix-2017"))[:1])
    hide_question(owner=alice, question=Question.objects.filter(owner=None)[3], hidden=True)
    alice.refusals.create(
        question=Question.objects.filter(owner=None)[4], seen=[{"story": str(story.pk), "about": "launch metric"}]
    )
    hide_value(owner=alice, value=candor, hidden=True)
    settings = {"answer_limit": 90, "words_per_minute": 140, "practice_minutes": 45, "names_story_first": False}
    Owner.objects.filter(pk=alice.pk).update(framework=own, **settings)
    alice.refresh_from_db()
    return alice


def empty(owner: Owner) -> Owner:
    """The same owner with nothing written; the account remains."""
    name, pk = owner.username, owner.pk
    owner.delete()
    return OwnerFactory.create(pk=pk, username=name)


def plan_of_library(library: LibraryRecord, owner: Owner) -> LibraryPlan:
    return plan_of(Read((), (("library.json", library),), ()), owner)


def take_in(library: LibraryRecord, owner: Owner) -> LibraryRecord:
    apply(entries=plan_of_library(library, owner).entries, owner=owner)
    owner.refresh_from_db()
    return library_of(owner)


def test_filled_library_has_something_in_every_list(filled: Owner) -> None:
    library = library_of(filled)

    assert [name for name in LibraryRecord.__dataclass_fields__ if not getattr(library, name)] == []


def test_exported_library_comes_back_equal(filled: Owner) -> None:
    document = document_of(filled)
    library, problems = read_document(document)
    assert (library, problems) == (library_of(filled), ())

    back = take_in(library, empty(filled))

    assert back == library


def test_tellings_and_their_days_come_back_with_their_answers(filled: Owner) -> None:
    tellings = library_of(filled).rehearsals
    assert [(each.occasion, each.rating, each.left_out) for each in tellings[-2:]] == [
        ("mock", Rating.STUMBLED, ("two",)),
        ("telling", Rating.WELL, ()),
    ]
    assert tellings[-2].marks == (MarkRecord(Section.SITUATION, 0), MarkRecord(Section.ACTION, 20_000))
    document, _ = read_document(document_of(filled))

    owner = empty(filled)
    take_in(document, owner)

    assert library_of(owner).rehearsals == tellings
    assert owner.answers.get(tell_on=date(2026, 12, 4)).rehearsals.rated()[0].seconds == 95
    assert owner.prepared_answers.get(tell_on=date(2026, 12, 5)).rehearsals.rated().count() == 1
    assert (owner.practice_minutes, owner.names_story_first) == (45, False)


AT_NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)
ALIKE = a_story(title="Alike", situation="Late.", action="I went.")
ALIKE_ID = "00000000-0000-4000-8000-000000000001"


def references_to(story: str, question: str) -> LibraryRecord:
    asked = LoopQuestionRecord(question, pinned=story, was_asked=True, told=story)
    return LibraryRecord(
        answers=(AnswerRecord(question, story),),
        loops=(LoopRecord("Acme", rounds=(RoundRecord("Call", questions=(asked,)),)),),
        dismissed=(DismissalRecord(story, "STAR101", "0" * 16, "True"),),
        declined=(DeclinedRecord(story, "netflix-2024/candor"),),
        refused=(RefusalRecord(question, (SeenRecord(story, "late"),)),),
        rehearsals=(RehearsalRecord(question, AT_NOON.isoformat(), "2026-03-31", 3, story),),
    )


def test_references_follow_to_a_story_that_was_planned_without_an_id(
    alice: Owner, candor: Value, disagreement: Question
) -> None:
    others = [replace(ALIKE, id=ALIKE_ID), replace(ALIKE, id=ALIKE_ID.replace("1", "2"))]
    referring = references_to(ALIKE_ID, disagreement.slug)
    libraries = [LibraryRecord(stories=(ALIKE,)), replace(referring, stories=tuple(others))]
    read = Read((), tuple((f"{number}.json", library) for number, library in enumerate(libraries)), ())

    plan = plan_of(read, alice)
    apply(entries=plan.entries, owner=alice)

    story = alice.stories.get()
    asked = alice.round_questions.get()
    assert plan.problems == ()
    assert asked.pinned == asked.told == alice.answers.get().story == story
    assert alice.dismissals.get().story == alice.declined.get().story == story
    assert alice.rehearsals.get().answer == alice.answers.get()


def test_story_without_an_id_that_is_there_already_gets_no_references(alice: Owner, disagreement: Question) -> None:
    StoryFactory.create(owner=alice, **dict(ALIKE.texts), status=Status.DRAFT)
    asked = LoopQuestionRecord(disagreement.slug)
    loop = LoopRecord("Acme", rounds=(RoundRecord("Call", questions=(asked,)),))

    take_in(LibraryRecord(stories=(ALIKE,), loops=(loop,)), alice)

    assert alice.round_questions.get().pinned is None


def test_refusals_come_with_their_dates_and_those_that_ended(filled: Owner) -> None:
    question = filled.refusals.get().question
    filled.refusals.update(made=AT_NOON, ended=AT_NOON + timedelta(hours=1))
    filled.refusals.create(question=question, made=AT_NOON + timedelta(days=1))
    library, _ = read_document(document_of(filled))

    charlie = empty(filled)
    take_in(library, charlie)

    ended, current = charlie.refusals.all()
    assert (ended.made, ended.ended) == (AT_NOON, AT_NOON + timedelta(hours=1))
    assert (current.made, current.ended, current.seen) == (AT_NOON + timedelta(days=1), None, [])
    assert [each["about"] for each in ended.seen] == ["launch metric"]


def test_refusal_of_a_file_without_dates_is_the_one_that_stands(filled: Owner) -> None:
    library = library_of(filled)
    undated = replace(library, refused=tuple(replace(each, made="") for each in library.refused))
    made = filled.refusals.get().made

    assert {entry.change for entry in plan_of_library(undated, filled).entries} == {"same"}
    take_in(undated, filled)

    assert filled.refusals.get().made == made
    assert take_in(undated, empty(filled)).refused == undated.refused


def test_second_import_changes_nothing(filled: Owner) -> None:
    library = library_of(filled)

    plan = plan_of_library(library, filled)

    assert {entry.change for entry in plan.entries} == {"same"}
    assert apply(entries=plan.entries, owner=filled) == 0
    assert library_of(filled) == library


def test_library_of_another_gets_ids_of_its_own(filled: Owner, charlie: Owner) -> None:
    library = library_of(filled)

    theirs = take_in(library, charlie)

    assert library_of(filled) == library
    assert [story.title for story in theirs.stories] == [story.title for story in library.stories]
    assert {story.id for story in theirs.stories}.isdisjoint(story.id for story in library.stories)
    assert {answer.story for answer in theirs.answers} <= {story.id for story in theirs.stories}
    assert len(theirs.answers) == len(library.answers)
    told = [
        asked.told
        for loop in theirs.loops
        for loop_round in loop.rounds
        for asked in loop_round.questions
        if asked.told
    ]
    assert set(told) <= {story.id for story in theirs.stories}
    assert len(told) == 1
    assert theirs.frameworks == library.frameworks


def test_story_that_changed_in_the_file_alone_is_replaced(alice: Owner, candor: Value) -> None:
    story = StoryFactory.create(owner=alice, title="Before")
    TagFactory.create(story=story, value=candor)
    [record] = library_of(alice).stories

    take_in(LibraryRecord(stories=(replace(retold(record, title="After"), tags=()),)), alice)

    story.refresh_from_db()
    assert (story.title, story.tags.count(), story.version) == ("After", 0, 2)
    assert "after" in story.search_text


def test_story_that_changed_here_too_is_left_alone(alice: Owner) -> None:
    story = StoryFactory.create(owner=alice, title="Before")
    [record] = library_of(alice).stories
    Story.objects.update(title="Changed here")

    plan = plan_of_library(LibraryRecord(stories=(retold(record, title="Changed there"),)), alice)
    apply(entries=plan.entries, owner=alice)

    story.refresh_from_db()
    assert ([entry.change for entry in plan.entries], story.title) == (["conflict"], "Changed here")


@st.composite
def libraries(draw: st.DrawFn) -> LibraryRecord:
    """Stories, an own question, answers and a loop, with arbitrary texts in all of them."""
    ids = draw(st.lists(st.uuids().map(str), max_size=2, unique=True))
    stories = [
        stamp(
            a_story(
                id=pk,
                status=draw(st.sampled_from([Status.DRAFT, Status.ARCHIVED])),
                tags=tuple(TagRecord(f"netflix-2024/{value}", *mark) for value, mark in draw(MARKS).items()),
                extra=draw(EXTRA),
                **{name: draw(text) for name, text in TEXTS.items()},
            )
        )
        for pk in ids
    ]
    question = QuestionRecord("own-question", draw(NOT_BLANK), "failure", ("onsite-culture",), source=draw(WORDS))
    words: dict[str, Any] = {name: draw(WORDS) for name in ("opening", "closing", "full", "short", "headline", "beats")}
    rewordings = draw(st.dictionaries(st.sampled_from(Section), st.builds(RewordingRecord, WORDS, WORDS), max_size=1))
    follow_ups = (FollowUpRecord(draw(WORDS), draw(WORDS)),)
    answers = [AnswerRecord("own-question", pk, rewordings=rewordings, follow_ups=follow_ups, **words) for pk in ids]
    loop = LoopRecord(draw(NOT_BLANK), draw(WORDS), draw(st.just("") | st.dates().map(str)), draw(st.booleans()))
    return LibraryRecord(tuple(stories), (question,), answers=tuple(answers), loops=(loop,))


@pytest.mark.django_db(transaction=False)
@unhurried
@given(library=libraries())
def test_any_text_survives_import_and_export(library: LibraryRecord) -> None:
    owner = OwnerFactory.create()

    back = take_in(library, owner)
    owner.delete()

    assert {story.id: _without_order(story) for story in back.stories} == {
        story.id: _without_order(story) for story in library.stories
    }
    assert (back.questions, back.loops) == (library.questions, library.loops)
    assert sorted(back.answers, key=str) == sorted(library.answers, key=str)


def _without_order(story: StoryRecord) -> StoryRecord:
    return replace(story, tags=tuple(sorted(story.tags, key=lambda tag: tag.value)))


def test_export_takes_a_constant_number_of_queries(
    filled: Owner, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(21):
        library_of(filled)


def test_zip_holds_one_file_per_story_named_after_its_title(alice: Owner) -> None:
    for title in ("A launch!", "A launch", "A launch 2", ""):
        StoryFactory.create(owner=alice, title=title)

    with zipfile.ZipFile(io.BytesIO(archive_of(alice))) as archive:
        assert archive.namelist() == ["a-launch.md", "a-launch-2.md", "a-launch-3.md", "story.md"]
        assert read_story(archive.read("a-launch-2.md").decode()).title == "A launch"


def test_table_holds_one_row_per_story_and_no_formula(alice: Owner) -> None:
    StoryFactory.create(owner=alice, title="=SUM(A1)")

    header, row = as_csv(story_table(alice)).decode("utf-8-sig").splitlines()[:2]

    assert header.startswith("Id,Fingerprint,Title,")
    assert "'=SUM(A1)" in row


def sheets_of(content: bytes) -> dict[str, list[list[Any]]]:
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def test_workbook_holds_every_table_and_no_formula(filled: Owner) -> None:
    Story.objects.filter(answers__isnull=False).update(title="=SUM(A1)")

    sheets = sheets_of(workbook_of(filled))

    assert list(sheets) == ["Stories", "Coverage", "Questions", "Answers"]
    assert {title: len(rows) for title, rows in sheets.items()} == {
        title.capitalize(): len(make(filled)) for title, make in TABLES.items()
    }
    told = [cell for rows in sheets.values() for row in rows for cell in row if isinstance(cell, str)]
    assert "'=SUM(A1)" in told
    assert not [cell for cell in told if cell.startswith("=")]
    assert sheets["Coverage"][-2][0] == "Level"


def test_answers_are_told_in_their_own_words_or_the_storys(filled: Owner) -> None:
    header, *rows = answer_table(filled)

    reworded = next(dict(zip(header, row, strict=True)) for row in rows if "I asked him to wait." in row)
    story = filled.stories.get(title=reworded["Story"])
    assert (reworded["Action"], reworded["Situation"]) == ("I asked him to wait.", story.situation)
    assert (reworded["Full text"], reworded["Follow-ups"]) == ("All of it.", "Why?: Because.")
    assert len(rows) == filled.answers.count()


def test_text_that_a_cell_cannot_hold_is_marked(alice: Owner, disagreement: Question) -> None:
    story = StoryFactory.create(owner=alice, title="bell\x07")
    follow_ups = [{"question": "Why?", "note": "x" * 20_000}] * 2
    AnswerFactory.create(story=story, question=disagreement, follow_ups=follow_ups)

    sheets = sheets_of(workbook_of(alice))

    assert sheets["Stories"][1][2] == "bell\N{REPLACEMENT CHARACTER}"
    assert len(sheets["Answers"][1][-1]) == 32_767
    assert sheets["Answers"][1][-1].endswith(" … (cut off here)")


IN_A_CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20)


@unhurried
@given(
    texts=st.fixed_dictionaries(
        dict.fromkeys(("title", "headline", "situation", "task", "action", "result", "learning"), IN_A_CELL)
    )
)
@pytest.mark.django_db
def test_any_text_survives_a_workbook(texts: dict[str, str]) -> None:
    owner = OwnerFactory.create()
    StoryFactory.create(owner=owner, **texts | {"action": f"I {texts['action']}"}, status=Status.DRAFT)
    [record] = library_of(owner).stories

    read = read_files([("tables.xlsx", workbook_of(owner))], {})
    owner.delete()

    [back] = [story.record for story in read.stories]
    assert {key: text.strip() for key, text in record.texts.items()} == back.texts
    assert (back.id, read.problems) == (record.id, ())


READ_LIKE_SOMETHING_ELSE = ["#N/A", "#REF!", "TRUE", "007", "1e5", "=1", "_x000D_", "a_x0041_b", "_x005F_x000D_", "_x_"]


@pytest.mark.parametrize("text", READ_LIKE_SOMETHING_ELSE)
def test_text_that_reads_like_something_else_survives_a_workbook(alice: Owner, text: str) -> None:
    StoryFactory.create(owner=alice, title=text, action=text, status=Status.DRAFT)

    read = read_files([("tables.xlsx", workbook_of(alice))], {})

    assert read.stories[0].record.texts["title"] == read.stories[0].record.texts["action"] == text
    assert [entry.change for entry in plan_of(read, alice).entries] == [Change.SAME]


@pytest.mark.parametrize("table", TABLES)
def test_command_writes_one_table_as_csv(filled: Owner, tmp_path: Path, table: str) -> None:
    path = tmp_path / "table.csv"

    call_command("export_library", path, owner="alice", table=table)

    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == TABLES[table](filled)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("library.json", "application/json"),
        ("stories.zip", "application/zip"),
        ("stories.csv", "text/csv; charset=utf-8"),
        ("library.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_page_hands_out_files_that_can_be_read_back(
    client: Client, alice: Owner, charlie: Owner, name: str, kind: str
) -> None:
    StoryFactory.create(owner=alice, title="Rollback")
    StoryFactory.create(owner=charlie, title="Theirs")
    assertContains(client.get("/data/"), f"/data/{name}")

    response = client.get(f"/data/{name}")

    assert response["Content-Type"] == kind
    assert response["Content-Disposition"].startswith('attachment; filename="prepsite-')
    read = read_files([(name, response.content)], {})
    stories = [
        *(story.record for story in read.stories),
        *(story for _, library in read.libraries for story in library.stories),
    ]
    assert ([story.title for story in stories], read.problems) == (["Rollback"], ())


@pytest.mark.parametrize("name", ["library.json", "stories.zip", "stories.csv", "tables.xlsx"])
def test_command_exports_and_imports_back(alice: Owner, charlie: Owner, tmp_path: Path, name: str) -> None:
    StoryFactory.create(owner=alice, title="Rollback")
    path = tmp_path / name

    call_command("export_library", path, owner="alice")
    call_command("import_library", path, owner="charlie")

    assert [story.title for story in charlie.stories.all()] == ["Rollback"]
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_command_replaces_no_file_unless_told_to(alice: Owner, tmp_path: Path) -> None:
    path = tmp_path / "library.json"
    path.write_text("mine")

    with pytest.raises(CommandError, match="already exists; use --force to replace it") as refused:
        call_command("export_library", path, owner="alice")
    assert (refused.value.returncode, path.read_text()) == (2, "mine")

    call_command("export_library", path, owner="alice", force=True)
    assert json.loads(path.read_text())["format"] == "prepsite/1"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("library.odt", "doesn't end in .json, .zip, .csv, .xlsx or .docx; choose a --format."),
        ("no/such/library.json", "No such file"),
    ],
)
def test_command_exports_nowhere_it_cannot(alice: Owner, tmp_path: Path, path: str, reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        call_command("export_library", tmp_path / path, owner="alice")


def imported(capsys: pytest.CaptureFixture[str], *paths: Path, code: int = 0, **options: Any) -> Any:
    try:
        call_command("import_library", *paths, owner="alice", json=True, **options)
    except SystemExit as stopped:
        assert stopped.code == code
    else:
        assert code == 0
    return json.loads(capsys.readouterr().out)


def test_dry_run_says_what_would_be_done_and_does_nothing(
    alice: Owner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "story.md"
    path.write_text("# Rollback\n\n## Situation\nThe launch was a day away.\n")

    plan = imported(capsys, path, dry_run=True)

    assert [(row["change"], row["name"], row["origin"]) for row in plan["entries"]] == [("new", "Rollback", "story.md")]
    assert not alice.stories.exists()


def test_labels_that_were_not_understood_are_named(
    alice: Owner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "story.md"
    path.write_text(
        "# Rollback\n**Situation:** Late.\n**Secret:** None.\n**Source:** Me.\n**Result:** Nine.\n\nMood: calm.\n"
    )

    call_command("import_library", path, owner="alice", dry_run=True)

    said = capsys.readouterr().out
    assert "story.md: “Secret” and “Source” went to the notes.\n" in said
    assert "story.md: “Mood” stayed in Result, but may not belong there.\n" in said


def test_question_that_a_story_answers_is_said(
    alice: Owner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "prep.csv"
    path.write_text("Title,Situation,Question\nOne,S1,Why was Bo late?\n")

    call_command("import_library", path, owner="alice", dry_run=True)

    assert "Answers “Why was Bo late?”, a new question of your own." in capsys.readouterr().out
    assert [entry["answers"] for entry in imported(capsys, path, dry_run=True)["entries"]] == [["Why was Bo late?"]]


MENDED = {
    "The database,I": "Deleted by mistake,I",
    "tset database on a Friday.": "test database on a Friday afternoon.",
    "had notcied yet": "had noticed it yet",
    "straight away.": "straight away by phone.",
    "and replayed": "and I replayed",
    "back at 8:40.": "back at 8:40 on Monday.",
    "a days work": "a day's work",
}
"""In each sentence, and in the title, what was written first and what was written later."""


def test_story_with_every_sentence_and_its_title_mended_is_offered_as_a_change(
    alice: Owner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        "Title,Situation,Action,Result\n"
        "The database,I deleted a tset database on a Friday. Nobody else had notcied yet.,"
        "I told everybody straight away. I restored the nightly backup and replayed the logs.,"
        "The database was back at 8:40. We lost no data and nobody lost a days work.\n"
    )
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(text)
    second.write_text(reduce(lambda said, mended: said.replace(*mended), MENDED.items(), text))
    imported(capsys, first)

    (entry,) = imported(capsys, second, code=1)["entries"]

    assert (entry["change"], entry["reason"]) == ("conflict", NEARLY_THE_SAME)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "md", "json"])
def test_properties_of_notes_are_kept_through_an_export(
    alice: Owner, tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    case = Path(__file__).parent / "cases" / "import" / "55a-properties.md"
    imported(capsys, case)
    kept = alice.stories.get().extra
    exported = tmp_path / f"stories.{ending.replace('md', 'zip')}"
    call_command("export_library", exported, owner="alice")
    capsys.readouterr()

    plan = imported(capsys, exported)

    assert {row["change"] for row in plan["entries"]} == {"same"}
    assert kept
    assert alice.stories.get().extra == kept


def test_columns_that_were_not_recognised_are_named(
    alice: Owner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "prep.csv"
    path.write_text("ID,Title,Situation,Mood,Weather\n7,Late,It was late.,calm,rain\n")

    call_command("import_library", path, owner="alice", dry_run=True)

    said = capsys.readouterr().out
    assert "prep.csv: “Mood” and “Weather” aren't recognised; their cells went to the notes.\n" in said
    assert "prep.csv: “ID” isn't recognised; its cells were left out.\n" in said


def test_file_of_a_folder_that_cannot_be_read_is_named(
    alice: Owner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "deck.apkg").write_bytes(b"PK")
    (tmp_path / "late.md").write_text("## Situation\nLate.\n")

    plan = imported(capsys, tmp_path, code=1, dry_run=True)

    assert [row["change"] for row in plan["entries"]] == ["new"]
    assert [row["place"] for row in plan["problems"]] == [f"{tmp_path.name}, deck.apkg"]


def test_conflicts_and_bad_files_are_reported_and_exit_with_1(
    alice: Owner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    StoryFactory.create(owner=alice, title="Rollback", situation="The launch was a day away.")
    same, bad = tmp_path / "story.md", tmp_path / "bad.json"
    same.write_text("# Rollback\n\n## Situation\nThe launch was a day away.\n\n## Task\nAnother task.\n")
    bad.write_text("{")

    plan = imported(capsys, same, bad, code=1)

    assert [row["change"] for row in plan["entries"]] == ["conflict"]
    assert [row["place"] for row in plan["problems"]] == ["bad.json, Line 1"]
    with pytest.raises(SystemExit):
        call_command("import_library", same, bad, owner="alice")
    out = capsys.readouterr().out
    assert "bad.json, Line 1: This isn't valid JSON" in out
    assert re.search(
        "^conflict +Rollback +story.md +A different story with this title and Situation is already", out, re.MULTILINE
    )
    assert "0 new, 0 same, 0 changed, 1 conflict. 1 conflict left alone." in out


def test_file_that_is_not_there_or_too_large_is_refused(
    alice: Owner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_library", tmp_path / "none.md", owner="alice")

    os.mkfifo(tmp_path / "pipe.md")
    with pytest.raises(CommandError, match=r"pipe.md is not a file\."):
        call_command("import_library", tmp_path / "pipe.md", owner="alice")

    (tmp_path / "large.md").write_text("x" * 11)
    monkeypatch.setattr("stories.management.commands.import_library.LIMIT", 10)
    with pytest.raises(CommandError, match="is larger than 10 bytes"):
        call_command("import_library", tmp_path / "large.md", owner="alice")


@pytest.mark.parametrize("write", [lambda owner: as_csv(story_table(owner)), workbook_of], ids=["csv", "xlsx"])
def test_table_that_was_not_edited_changes_nothing(filled: Owner, write: Any) -> None:
    Story.objects.filter(pk=filled.stories.latest("created").pk).update(action="\n I asked.\x0b\r\n", extra={"a": "b"})
    name = "prep.csv" if write is not workbook_of else "prep.xlsx"

    plan = plan_of(read_files([(name, write(filled))], value_names(filled)), filled)

    assert {entry.change for entry in plan.entries} == {Change.SAME}
    assert len(plan.entries) == filled.stories.count()


def test_folder_is_imported_with_all_that_is_in_it(
    alice: Owner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "notes"
    (folder / "old").mkdir(parents=True)
    (folder / ".trash").mkdir()
    (folder / "a.md").write_text("S: It was late.")
    (folder / "old" / "b.csv").write_text("Title,Task\nB,Mine.\n")
    (folder / "picture.png").write_text("x")
    (folder / ".trash" / "c.md").write_text("S: Gone.")

    plan = imported(capsys, folder)

    assert [(row["name"], row["origin"]) for row in plan["entries"]] == [
        ("a", "notes, a.md"),
        ("B", "notes, b.csv, row 2"),
    ]


def test_folder_of_too_many_files_is_refused(alice: Owner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stories.management.commands.import_library.MOST_FILES", 1)
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("S: x")

    with pytest.raises(CommandError, match="holds 2 files; the limit is 1"):
        call_command("import_library", tmp_path, owner="alice")


def test_standard_input_is_imported(
    alice: Owner, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"# Rollback\nS: It was late.\n")))

    plan = imported(capsys, Path("-"))

    assert [(row["name"], row["origin"]) for row in plan["entries"]] == [("Rollback", "standard input")]
