"""Lines in a section that are not told."""

from collections.abc import Mapping

import pytest

from stories.core.exchange import LabelledStory, read_labelled

HEADED = "# Rollback\n## Situation\nLate.\n## Result\nNine.\n"
BOLD = "# Rollback\n**Situation:** Late.\n**Result:** Nine.\n"


def read(text: str, chosen: Mapping[str, str] | None = None) -> tuple[LabelledStory, list[tuple[str, str]]]:
    """The story, and the labels that weren't understood, each with the section that it stays in."""
    labelled = read_labelled(text, chosen)
    return labelled.stories[0], [(label.name, label.stays_in) for label in labelled.unknown]


@pytest.mark.parametrize("above", [HEADED, BOLD])
@pytest.mark.parametrize(
    ("below", "notes", "unknown"),
    [
        ("Source: retro", "Source: retro", ["Source"]),
        ("**Source:** retro", "Source: retro", ["Source"]),
        ("Source: a\nLinks: b\nInterviewer notes: c", "Source: a\n\nLinks: b\n\nInterviewer notes: c",
         ["Source", "Links", "Interviewer notes"]),
        ("Links:\n- a\n- b", "Links:\n- a\n- b", ["Links"]),
        ("Links:\n\n- a\n- b", "Links:\n- a\n- b", ["Links"]),
        ("**Links**\nhttps://example.org/a\nhttps://example.org/b",
         "Links:\nhttps://example.org/a\nhttps://example.org/b", ["Links"]),
        ("Interviewer notes:\nShe smiled.\n\nSource: x", "Interviewer notes: She smiled.\n\nSource: x",
         ["Interviewer notes", "Source"]),
        ("- Source: a\n- Link: b", "Source: a\n\nLink: b", ["Source", "Link"]),
        ("Audience: a\nSource: b", "Audience: a\n\nSource: b", ["Audience", "Source"]),
        ("Tags: candor\nSource: b", "Source: b", ["Source"]),
        ("Source: a\nTags: candor", "Source: a", ["Source"]),
        ("Company: Acme\nSource: b", "Source: b", ["Source"]),
        ("Quelle: a", "Quelle: a", ["Quelle"]),
    ],
)  # fmt: skip
def test_label_below_a_section_is_none_of_it(above: str, below: str, notes: str, unknown: list[str]) -> None:
    story, labels = read(f"{above}\n{below}\n")

    assert (story.texts["result"], story.texts["notes"]) == ("Nine.", notes)
    assert labels == [(name, "") for name in unknown]


def test_label_between_paragraphs_is_none_of_them() -> None:
    story, labels = read(f"{HEADED}\nSource: retro\nLink: wiki\n\nAnd then ten.\n\nAudience: x\n\nAnd we left.\n")

    assert [part for part in story.texts["result"].split("\n") if part] == [
        "Nine.", "And then ten.", "Audience: x", "And we left.",
    ]  # fmt: skip
    assert story.texts["notes"] == "Source: retro\n\nLink: wiki"
    assert labels == [("Source", ""), ("Link", "")]


@pytest.mark.parametrize(
    ("below", "unknown"),
    [
        ("\nAudience: backend teams", ["Audience"]),
        ("\n**Audience:** backend teams", ["Audience"]),
        ("\nRevenue: up 20%\nChurn: down 3%", ["Revenue", "Churn"]),
        ("\nRevenue: up\n- in May\n- in June", ["Revenue"]),
        ("Source: retro", ["Source"]),
        ("Notes: we took some.", ["Notes"]),
    ],
)
def test_line_that_may_be_told_stays_and_is_named(below: str, unknown: list[str]) -> None:
    story, labels = read(f"{HEADED}{below}\n")

    assert story.texts["result"] == f"Nine.\n{below}"
    assert (story.texts["notes"], labels) == ("", [(name, "result") for name in unknown])


@pytest.mark.parametrize(
    "below",
    [
        "Result: we kept the desk.",
        "Note that: this was in winter.",
        "Three things:\n- a desk\n- a bell",
        "Ana said: no.",
        "Step 2: I called.",
        "at noon: the call.",
        "- Revenue: up\n- Churn: down",
        "What I told the board: we stop.",
        "The one thing nobody had seen before: rust.",
        "https://example.org: down",
        "S: Late.",
        "| Source | a | b |",
        "  Source: retro",
        "Audience: x\nand y.",
    ],
)
def test_text_is_not_torn_out(below: str) -> None:
    story, labels = read(f"{HEADED}\n{below}\n")

    assert story.texts["result"].replace("\n  ", "\n") == f"Nine.\n\n{below.strip()}"
    assert labels == []


@pytest.mark.parametrize("text", ["## Situation\nLate.\n## Result\nRevenue: up 20%\nChurn: down 3%"])
def test_section_of_figures_is_a_section(text: str) -> None:
    story, labels = read(text)

    assert (story.texts["result"], labels) == ("Revenue: up 20%\nChurn: down 3%", [])


@pytest.mark.parametrize(
    ("meaning", "kept"),
    [
        ("notes", {"result": "Nine.", "notes": "Audience: Ana"}),
        ("learning", {"result": "Nine.", "learning": "Ana"}),
        ("role", {"result": "Nine.", "role": "Ana"}),
        ("nothing", {"result": "Nine."}),
    ],
)
@pytest.mark.parametrize("above", [HEADED, f"{HEADED}\n"])
def test_choice_for_a_label_counts_wherever_it_stands(above: str, meaning: str, kept: dict[str, str]) -> None:
    story, labels = read(f"{above}Audience: Ana\n", {"audience": meaning})

    assert {name: text for name, text in story.texts.items() if text} == {
        "title": "Rollback", "situation": "Late.", **kept,
    }  # fmt: skip
    assert labels == []


def test_what_stands_below_a_rule_is_not_told_although_a_label_follows() -> None:
    story, _ = read(f"{HEADED}\n---\nSmile.\n\nSource: a\n")

    assert (story.texts["result"], story.texts["notes"]) == ("Nine.", "Smile.\n\nSource: a")


def test_name_that_is_said_twice_is_named_once() -> None:
    _, labels = read(f"{HEADED}\nMood: calm\n# Other\n## Situation\nLate.\n## Result\nTen.\n\nMood: glad\n")

    assert labels == [("Mood", "result")]
