"""What a person decides about conflicts, and what the library holds after a plan is applied."""

from dataclasses import fields, replace

import pytest
from hypothesis import given

from stories.core.exchange import (
    AnswerRecord,
    Change,
    Decision,
    Entry,
    LibraryRecord,
    LoopRecord,
    OpinionRecord,
    PreparedRecord,
    QuestionRecord,
    SettingsRecord,
    TagRecord,
    after,
    decided,
    decisions_for,
    plan_library,
)
from stories.core.exchange.references import Known
from tests.core.exchanging import LIBRARIES, a_story, unhurried

LEAVE, TAKE, BOTH = Decision.LEAVE, Decision.TAKE, Decision.BOTH
OLD = a_story(id="1", title="Rollback", action="I asked.")
NEW = a_story(id="2", fingerprint="0" * 16, title="Rollback", action="I waited.")


def conflict(name: str, record: object, existing: object) -> Entry:
    return Entry(name, Change.CONFLICT, record, existing)


ANSWER = conflict("answers", AnswerRecord("q", "1", opening="New"), AnswerRecord("q", "1"))
LOOP = conflict("loops", LoopRecord("Loop", may_repeat=True), LoopRecord("Loop"))
QUESTION = conflict("questions", QuestionRecord("q", "New?", "t"), QuestionRecord("q", "Old?", "t"))


@pytest.mark.parametrize(
    ("entry", "decisions"),
    [
        (conflict("stories", NEW, OLD), (LEAVE, TAKE, BOTH)),
        (conflict("stories", NEW, replace(OLD, id="")), (LEAVE, BOTH)),
        (ANSWER, (LEAVE, TAKE)),
        (conflict("opinions", OpinionRecord("c", "New"), OpinionRecord("c", "Old")), (LEAVE, TAKE)),
        (conflict("prepared", PreparedRecord("q", "New"), PreparedRecord("q", "Old")), (LEAVE, TAKE)),
        (conflict("settings", SettingsRecord(), SettingsRecord(answer_limit=90)), (LEAVE, TAKE)),
        (LOOP, (LEAVE, BOTH)),
        (QUESTION, (LEAVE,)),
    ],
)
def test_only_what_can_be_done_is_offered(entry: Entry, decisions: tuple[Decision, ...]) -> None:
    assert decisions_for(entry) == decisions
    for decision in Decision:
        changed = decided(entry, decision).change != Change.CONFLICT
        assert changed is (decision in decisions and decision != LEAVE)


def test_story_that_is_taken_keeps_the_id_it_has_here() -> None:
    taken = decided(conflict("stories", NEW, OLD), TAKE)

    assert (taken.change, taken.record) == (Change.CHANGED, replace(NEW, id="1"))


def test_story_that_is_kept_next_to_the_other_is_new() -> None:
    both = decided(conflict("stories", NEW, OLD), BOTH)

    assert (both.change, both.record) == (Change.NEW, replace(NEW, id="", fingerprint=""))


def test_other_records_are_taken_as_they_are() -> None:
    assert decided(ANSWER, TAKE) == replace(ANSWER, change=Change.CHANGED)
    assert decided(LOOP, BOTH) == replace(LOOP, change=Change.NEW)


def test_entry_without_a_conflict_needs_no_decision() -> None:
    entry = Entry("stories", Change.SAME, NEW, OLD)

    assert decided(entry, TAKE) == entry


@pytest.mark.parametrize(
    ("name", "record", "expected"),
    [
        ("stories", OLD, "Rollback"),
        ("stories", a_story(headline="I asked"), "I asked"),
        ("stories", a_story(action="x" * 99), "x" * 60 + "…"),
        ("stories", a_story(), "stories"),
        ("questions", QUESTION.record, "New?"),
        ("settings", SettingsRecord(), "settings"),
        ("hidden_values", "netflix-2024/candor", "candor (netflix 2024)"),
    ],
)
def test_entry_is_called_by_what_a_person_knows_it_by(name: str, record: object, expected: str) -> None:
    assert Entry(name, Change.NEW, record).name == expected


def test_after_a_plan_the_library_holds_what_was_new_and_changed() -> None:
    question = QuestionRecord("q", "Why?", "t")
    before = LibraryRecord(stories=(OLD,), settings=SettingsRecord())
    changed, settings = replace(OLD, tags=(TagRecord("a/b"),)), SettingsRecord(answer_limit=90)

    held = after(
        before,
        [
            Entry("stories", Change.CHANGED, changed, OLD),
            Entry("stories", Change.NEW, NEW),
            Entry("stories", Change.SAME, OLD, OLD),
            Entry("questions", Change.NEW, question),
            Entry("settings", Change.CHANGED, settings, before.settings),
            ANSWER,
        ],
    )

    assert held == LibraryRecord(stories=(changed, NEW), questions=(question,), settings=settings)
    conflicting = Entry("settings", Change.CONFLICT, settings, before.settings)
    assert after(before, [conflicting]) == before


@unhurried
@given(incoming=LIBRARIES, existing=LIBRARIES)
def test_planning_the_same_again_finds_nothing_new(incoming: LibraryRecord, existing: LibraryRecord) -> None:
    kinds = [field.name for field in fields(Known) if field.name != "names"]
    bank = Known(**{kind: frozenset({"netflix-2024"}) for kind in kinds})  # type: ignore[arg-type]
    held = after(existing, plan_library(incoming, existing, bank).entries)

    again = plan_library(incoming, held, bank)

    assert {entry.change for entry in again.entries} <= {Change.SAME, Change.CONFLICT}
