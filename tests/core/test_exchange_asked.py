"""The question that a file says its story answers."""

import tomllib
from pathlib import Path

import pytest

from stories.core.exchange import Change, Entry, StoryRecord, read_files
from stories.core.exchange.asked_question import LONGEST_QUESTION, question_in, with_answers
from stories.core.exchange.library_records import AnswerRecord
from stories.core.exchange.story_records import Asked

SEEDS = Path(__file__).parents[2] / "stories" / "bank" / "seeds"
STORY = "Situation: a\nAction: b\nResult: c\n"
WHY = Asked("why", "Why?")


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Tell me about\u00a0a  conflict.", "Tell me about a conflict."),
        ("Erzählen Sie von einem Konflikt", "Erzählen Sie von einem Konflikt"),
        ("¿Qué salió mal?", "¿Qué salió mal?"),
        ("Parlez-moi d’un échec", "Parlez-moi d’un échec"),
        ("Conflict", ""),
        ("The database that nobody owned", ""),
        ("Why?\nHow?", ""),
        ("Why " * LONGEST_QUESTION, ""),
        ("", ""),
    ],
)
def test_one_question_is_told_from_other_texts(text: str, question: str) -> None:
    assert question_in(text) == question


def test_every_question_of_the_bank_that_a_story_answers_is_seen_as_one() -> None:
    topics = tomllib.loads((SEEDS / "topics.toml").read_text())["topic"]
    bank = tomllib.loads((SEEDS / "questions.toml").read_text())["question"]
    behavioral = {topic["slug"] for topic in topics if topic["category"].startswith("behavioral")}

    asked = [question["text"] for question in bank if question["topic"] in behavioral]

    assert len(asked) > 100
    assert [text for text in asked if not question_in(text)] == []


@pytest.mark.parametrize(
    ("name", "text", "question", "notes"),
    [
        ("a.csv", "Title,Question,Situation,Action\nOne,Why?,a,b\n", "Why?", ""),
        ("a.csv", "Title,Question,Situation,Action\nOne,Conflict,a,b\n", "", "Question: Conflict"),
        ("a.md", f"# One\nQuestion: Why?\n\n{STORY}", "Why?", ""),
        ("a.md", f"# One\n**Interview question:** Why?\n\n{STORY}", "Why?", ""),
        ("a.md", "# One\n## Question\nWhy?\n## Situation\na\n## Action\nb\n", "Why?", ""),
        ("a.md", "# One\n## Situation\na\n## Action\nb\n## Question\nWhy?\n", "Why?", ""),
        ("a.md", "# One\n## Situation\na\n## Action\nb\n## Question\nWhy?\n## Prompt\nHow?\n", "Why?", "Prompt: How?"),
        ("a.md", f"# One\nQuestion: Conflict\n\n{STORY}", "", "Question: Conflict"),
        ("a.md", f"---\nquestion: Why?\n---\n# One\n{STORY}", "Why?", ""),
        ("a.md", f"## Question: Why?\n{STORY}", "Why?", ""),
    ],
)
def test_question_of_a_story_is_read(name: str, text: str, question: str, notes: str) -> None:
    [story] = read_files([(name, text.encode())], {}).stories

    assert (story.question, story.record.texts["notes"], story.record.extra) == (question, notes, {})


def test_page_of_a_row_may_say_what_it_answers() -> None:
    text = f"| Title | Situation |\n|---|---|\n| One | a |\n\n# One\nQuestion: Why?\n\n{STORY}"

    [story] = read_files([("a.md", text.encode())], {}).stories

    assert story.question == "Why?"


def entry(change: Change, record: StoryRecord, existing: StoryRecord | None = None) -> Entry:
    return Entry("stories", change, record, existing, origin="a.csv")


def test_story_to_write_answers_its_question() -> None:
    new, conflict = entry(Change.NEW, StoryRecord()), entry(Change.CONFLICT, StoryRecord(), StoryRecord("1"))

    planned = with_answers([new, conflict], [None, WHY], set())

    assert [each.answers for each in planned] == [(), (WHY,)]


def test_story_that_comes_twice_answers_both_questions() -> None:
    record, how = StoryRecord(), Asked("how", "How?")
    entries = [entry(Change.NEW, record), *(entry(Change.SAME, StoryRecord(), record) for _ in range(3))]

    planned = with_answers(entries, [WHY, how, how, None], set())

    assert [each.answers for each in planned] == [(WHY, how), (), (), ()]


def test_story_of_the_library_answers_what_it_did_not_before() -> None:
    same = entry(Change.SAME, StoryRecord(), StoryRecord("1"))

    planned = with_answers([same, same], [WHY, WHY], set())

    answer = Entry("answers", Change.NEW, AnswerRecord("why", "1", was_seen=False), origin="a.csv", answers=(WHY,))
    assert planned == (same, answer, same)
    assert planned[1].name == "Why?"
    assert with_answers([same], [WHY], {("why", "1")}) == (same,)
