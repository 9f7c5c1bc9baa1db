"""Greetings and signatures around stories."""

import pytest

from stories.core.exchange import read_labelled
from stories.core.exchange.labelled_text import UNTITLED
from stories.core.exchange.letters import LETTER, is_greeting, signature_at

STORY = "Situation: a\nTask: b\nAction: c\nResult: d\n"


@pytest.mark.parametrize("line", ["Hi Sam,", "Dear Ms. Lee,", "Hallo zusammen!", "Olá Ana,", "Hi –"])
def test_greeting_is_one(line: str) -> None:
    assert is_greeting(line)


@pytest.mark.parametrize("line", ["Hello World", "Hidden costs,", "Dear to the team", "Hi, is it you?", "Hi " * 40])
def test_title_is_no_greeting(line: str) -> None:
    assert not is_greeting(line)


@pytest.mark.parametrize(
    ("lines", "at"),
    [
        (["d", "", "Best,", "Anna"], 2),
        (["d", "Mit freundlichen Grüßen", "Anna Lang", "Engineer, Acme"], 1),
        (["d", "", "-- ", "Anna | Acme"], 2),
        (["d", "", "Many thanks and regards,", "Anna", ""], 2),
        (["d", "", "Thanks!"], 3),
        (["Thanks!", "Anna"], 2),
        (["d", "Thanks", "to all, it held for a year."], 3),
        (["d", "Best of all it held", "x"], 3),
        (["d", "", "--"], 3),
    ],
)
def test_signature_is_where_somebody_takes_leave(lines: list[str], at: int) -> None:
    assert signature_at(lines, is_letter=False) == at


def test_letter_needs_no_name_below_its_end() -> None:
    assert signature_at(["d", "", "Thanks!"], is_letter=True) == 2


@pytest.mark.parametrize(
    ("text", "title", "notes"),
    [
        (f"Hi Sam,\n\nhere it is.\n\n{STORY}\nBest,\nAnna\n", "", "Hi Sam,\n\nhere it is.\n\nBest,\nAnna"),
        (f"Dear Ms. Lee,\n{STORY}Thanks!\n", "", "Dear Ms. Lee,\n\nThanks!"),
        (f"Hi Sam,\n\nRolled back\n\n{STORY}\n-- \nAnna | Acme\n", "Rolled back", "Hi Sam,\n\n-- \nAnna | Acme"),
        (f"Hi Sam,\n\n# Rolled back\n{STORY}", "Rolled back", "Hi Sam,"),
        (f"# Rolled back\n{STORY}\nBest,\nAnna\n", "Rolled back", "Best,\nAnna"),
    ],
)
def test_letter_around_a_story_is_kept_in_its_notes(text: str, title: str, notes: str) -> None:
    [story] = read_labelled(text).stories

    assert (story.texts["title"], story.texts["notes"], story.texts["result"]) == (title, notes, "d")
    assert story.remarks == (LETTER,)


def test_letter_with_two_stories_ends_with_the_second() -> None:
    text = "Hi,\n\nStory 1: One\nS: a\nA: b\nR: c\n\nStory 2: Two\nS: d\nA: e\nR: f\n\nCheers\nAnna\n"

    first, second = read_labelled(text).stories

    assert (first.texts["notes"], first.remarks) == ("Hi,", (LETTER,))
    assert (second.texts["result"], second.texts["notes"], second.remarks) == ("f", "Cheers\nAnna", (LETTER,))


@pytest.mark.parametrize(
    "text",
    [
        "- One\n  - Situation: a\n  - Result: b\n- Two\n  - Situation: a\n  - Result: b\n",
        "- One\n\t- **Situation**\n\t\t- a\n\t- **Result**\n\t\t- b\n- Two\n\t- Situation: a\n\t- Result: b\n",
        "1. One\n   - Situation: a\n   - Result: b\n2. Two\n   - Situation: a\n   - Result: b\n",
        "- One\n- Situation: a\n- Result: b\n- Two\n- Situation: a\n- Result: b\n",
        "1. One\n- Situation: a\n- Result: b\n2. Two\n- Situation: a\n- Result: b\n",
        "One\nSituation: a\nResult: b\nTwo\nSituation: a\nResult: b\n",
    ],
)
def test_titles_in_an_outline_are_told_from_the_results_above(text: str) -> None:
    found = read_labelled(text).stories

    read = [(story.texts["title"], story.texts["result"].removeprefix("- ")) for story in found]
    assert read == [("One", "b"), ("Two", "b")]


@pytest.mark.parametrize(("above", "notes"), [("- Stories\n", ""), ("- At Acme\n", "- At Acme"), ("", "")])
def test_outline_may_have_a_name(above: str, notes: str) -> None:
    [story] = read_labelled(f"{above}  - One\n    - Situation: a\n    - Result: b\n").stories

    assert (story.texts["title"], story.texts["notes"]) == ("One", notes)


def test_item_without_a_story_is_named() -> None:
    [story] = read_labelled("- One\n  - Situation: a\n  - Result: b\n- Two\n").stories

    assert (story.texts["result"], story.empty) == ("b", ("Two",))


def test_line_that_may_be_a_title_is_named() -> None:
    first, second = read_labelled("S: a\nA: b\nR:\n- c\n- d\n\nS: a\nA: b\nR: c\n").stories

    assert (first.texts["result"], second.remarks) == ("- c\n- d", (UNTITLED.format("“- d”"),))
