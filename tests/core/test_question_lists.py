import time
from pathlib import Path

import pytest

from stories.core.exchange.asked_question import LONGEST_QUESTION
from stories.core.question_lists import (
    MOST_QUESTIONS,
    ListedQuestion,
    each_on_a_line,
    read_question_list,
)

CASES = Path(__file__).parent.parent / "cases" / "import"


def test_numbers_and_bullets_are_left_out() -> None:
    assert [question.text for question in read_question_list((CASES / "18-questions.txt").read_text())] == [
        "Tell me about a time you disagreed with your manager.",
        "Describe a project that failed.",
        "What is the hardest feedback you ever gave?",
        "How do you decide with half the data?",
        "Tell me about a decision you reversed",
    ]


def test_columns_question_and_category_are_read() -> None:
    assert read_question_list((CASES / "19-questions.csv").read_text()) == [
        ListedQuestion("Tell me about a time you disagreed with your manager.", "Conflict"),
        ListedQuestion("Describe a project that failed.", "Failure"),
    ]


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("", []),
        ("\n \n- \n", []),
        ("Question\nWhy?\n", [("Why?", "")]),
        ("Why?\nWHY?\n", [("Why?", "")]),
        ("# Failure\n1. Why?\n**Conflict**\nQ2: Who?", [("Why?", "Failure"), ("Who?", "Conflict")]),
        ("Why, oh why?\nWho; you?", [("Why, oh why?", ""), ("Who; you?", "")]),
        ("\nNotes;Frage\n;1) Why?\nx;\n", [("Why?", "")]),
        ("Question\tTopic\nWhy?\n", [("Why?", "")]),
        ("- [ ] Why?", [("Why?", "")]),
        ('Question,Category\n"open', [("open", "")]),
        ("x" * (LONGEST_QUESTION + 1), []),
    ],
)
def test_lists_of_many_kinds(text: str, questions: list[tuple[str, str]]) -> None:
    assert [(question.text, question.category) for question in read_question_list(text)] == questions


def test_table_that_can_not_be_read_is_read_by_lines() -> None:
    cell = "x" * 200_000

    assert read_question_list(f"Question,Category\n{cell}\nWhy?")[-1].text == "Why?"


def test_list_has_at_most_a_hundred_questions() -> None:
    assert (
        len(read_question_list("\n".join(f"Why {number}?" for number in range(MOST_QUESTIONS + 1)))) == MOST_QUESTIONS
    )


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ""),
        ("Why?", ""),
        ("Why did you leave? Tell me.", ""),
        ("Tell me. Why?", ""),
        ("Why? How? ", "Why?\nHow?"),
        ("1. Why? 2. How? And then", "1. Why?\n2. How?\nAnd then"),
        ("为什么？ 怎么样？", "为什么？\n怎么样？"),
    ],
)
def test_line_that_asks_several_times_is_put_on_several(text: str, lines: str) -> None:
    assert each_on_a_line(text) == lines


def test_heading_with_many_signs_is_read_quickly() -> None:
    start = time.process_time()

    read_question_list("\n".join([f"# a{' #' * 490}b"] * 1_000))

    assert time.process_time() - start < 1


@pytest.mark.parametrize("filling", [" ", ":#", "# ", "- ", "1. "])
def test_line_that_is_too_long_is_passed_over_quickly(filling: str) -> None:
    """A heading's pattern would take minutes for it."""
    listed = f"# a{filling * 400_000}b\nWhat did you ask?"

    assert [question.text for question in read_question_list(listed)] == ["What did you ask?"]
