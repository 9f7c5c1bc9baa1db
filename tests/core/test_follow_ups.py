"""Follow-ups are read as people type them."""

import pytest

from stories.core.follow_ups import ExpectedQuestion, read_follow_ups


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("", []),
        (" \n\n", []),
        ("Why then?", [("Why then?", "")]),
        ("Why then?\nWho knew?", [("Why then?", ""), ("Who knew?", "")]),
        ("- Why then?\n* Who knew?\n2) What else?", [("Why then?", ""), ("Who knew?", ""), ("What else?", "")]),
        (
            "Why then?\n  The test ran late.\n\n\tAnd nobody looked.",
            [("Why then?", "The test ran late.\nAnd nobody looked.")],
        ),
        ("  Why then?\nWho knew?", [("Why then?", ""), ("Who knew?", "")]),
        ("-5 % or more?", [("-5 % or more?", "")]),
        ("x" * 301, [("x" * 300, "x" * 301)]),
        ("x" * 301 + "\n  No.", [("x" * 300, "x" * 301 + "\nNo.")]),
    ],
)
def test_a_line_is_a_question_and_what_is_indented_is_its_note(text: str, questions: list[tuple[str, str]]) -> None:
    assert read_follow_ups(text) == [ExpectedQuestion(*question) for question in questions]
