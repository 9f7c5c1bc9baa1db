"""What things are called in sentences: by their own names, never by a path, a slug or an id."""

from typing import Any

import pytest

from stories.core.exchange import (
    AnswerRecord,
    Change,
    DeclinedRecord,
    DismissalRecord,
    Entry,
    FrameworkRecord,
    Known,
    LibraryRecord,
    OpinionRecord,
    PreparedRecord,
    QuestionRecord,
    RefusalRecord,
    RehearsalRecord,
    SettingsRecord,
    ValueRecord,
    plan_library,
)
from stories.core.exchange.naming import in_words, readable
from tests.core.exchanging import a_story

ID = "3f0c1111-2222-4333-8444-555566667777"
DATA: dict[str, Any] = {
    "stories": [{}, {"title": " "}, "x", {"title": "Rollback", "tags": [{"value": "a/b"}]}],
    "loops": [{"name": "Acme", "rounds": [{"name": "Onsite", "questions": [{"question": "q"}]}]}],
    "answers": [{"question": "own-q"}],
}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("stories[3].tags[0].strength", "Story 4 “Rollback”, tag 1, strength"),
        ("stories[3].follow_ups", "Story 4 “Rollback”, follow-ups"),
        ("stories[3].situation", "Story 4 “Rollback”, situation"),
        ("stories[0].title", "Story 1, title"),
        ("stories[1]", "Story 2"),
        ("stories[2].tags[1]", "Story 3, tag 2"),
        ("stories[9]", "Story 10"),
        ("loops[0].rounds[0].questions[0].told", "Loop 1 “Acme”, round 1 “Onsite”, question 1, told"),
        ("answers[0].rewordings.action", "Answer 1, rewordings, action"),
        ("hidden_values[2]", "Hidden value 3"),
        ("stories", "Stories"),
        ("settings.coverage_target", "Settings, coverage target"),
        ("mood[0][2]", "Mood 1.3"),
        ("", ""),
    ],
)
def test_path_is_said_in_words(path: str, said: str) -> None:
    assert in_words(path, DATA) == said


@pytest.mark.parametrize(
    ("slug", "words"),
    [("own-hard_choice", "own hard choice"), ("netflix-2024/candor", "candor (netflix 2024)"), ("", "")],
)
def test_slug_is_said_in_words(slug: str, words: str) -> None:
    assert readable(slug) == words


def test_records_are_called_by_the_names_of_what_they_are_about() -> None:
    library = LibraryRecord(
        stories=(a_story(ID, title="Rollback"),),
        questions=(QuestionRecord("own-q", "Why did you stop it?", "failure"),),
        frameworks=(
            FrameworkRecord("acme-2025", "Acme", "Our way", values=(ValueRecord("kind-heart", "Kind"),)),
            FrameworkRecord("netflix-2024"),
        ),
        answers=(AnswerRecord("own-q", ID),),
        opinions=(OpinionRecord("free-dom"),),
        dismissed=(DismissalRecord(ID, "STAR104", "0" * 16, "Short."),),
        declined=(DeclinedRecord(ID, "acme-2025/kind-heart"),),
        refused=(RefusalRecord("own-q"), RefusalRecord("own-q", ended="2026-03-31T16:00:00+00:00")),
        prepared=(PreparedRecord("own-q"),),
        rehearsals=(RehearsalRecord("own-q", "2026-12-01T19:30:00+00:00", "2026-12-01", 3),),
        hidden_questions=("own-q",),
        hidden_values=("acme-2025/kind-heart",),
        settings=SettingsRecord("acme-2025"),
    )
    bank = Known(
        topics=frozenset({"failure"}),
        frameworks=frozenset({"netflix-2024"}),
        concepts=frozenset({"free-dom"}),
        evidence=frozenset({"own"}),
        occasions=frozenset({"telling"}),
        names={("frameworks", "netflix-2024"): "Culture memo", ("concepts", "free-dom"): "Freedom"},
    )

    plan = plan_library(library, LibraryRecord(), bank)

    assert plan.problems == ()
    assert [(entry.list, entry.name) for entry in plan.entries] == [
        ("frameworks", "Our way"),
        ("frameworks", "Culture memo"),
        ("stories", "Rollback"),
        ("questions", "Why did you stop it?"),
        ("answers", "Why did you stop it?"),
        ("opinions", "Freedom"),
        ("dismissed", "STAR104, Rollback"),
        ("declined", "Kind, Rollback"),
        ("refused", "Why did you stop it?"),
        ("refused", "Why did you stop it?, until 2026-03-31"),
        ("prepared", "Why did you stop it?"),
        ("rehearsals", "Why did you stop it?, 2026-12-01"),
        ("hidden_questions", "Why did you stop it?"),
        ("hidden_values", "Kind"),
        ("settings", "settings"),
    ]


def test_question_of_an_answer_is_named_in_full() -> None:
    assert Entry("answers", Change.NEW, AnswerRecord("q", ID), called="x" * 99).name == "x" * 99
