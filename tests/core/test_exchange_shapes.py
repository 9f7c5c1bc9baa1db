"""Small things in the ways people set their notes and tables, and what only looks like them."""

import pytest

from stories.core.exchange import Incoming, header_field
from stories.core.exchange.budget import Budget
from stories.core.exchange.files import read_files
from stories.core.exchange.guides import is_guide
from stories.core.exchange.json_table import as_rows

STAR = "## Situation\nLate.\n## Result\nNine.\n"
FOUND = {"situation": "Late.", "result": "Nine."}


def read(name: str, text: str) -> list[Incoming]:
    return list(read_files([(name, text.encode())], {"a/ownership": "Ownership"}).stories)


def texts(story: Incoming) -> dict[str, str]:
    return {name: text for name, text in story.record.texts.items() if text and name != "title"}


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Key learnings", "learning"),
        ("Main challenge", "task"),
        ("Actions menées", "action"),
        ("Résultats obtenus", "result"),
        ("Leçons apprises", "learning"),
        ("Acciones realizadas", "action"),
        ("状況 Situation", "situation"),
        ("Key account", ""),
        ("状況", ""),
        ("What did you do?", "action"),
        ("What did you learn?", "learning"),
    ],
)
def test_name_is_known_whatever_stands_beside_it(name: str, field: str) -> None:
    assert header_field(name) == field


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("• The fish market", "The fish market"),
        ("- The fish market", "The fish market"),
        ("I. The fish market", "The fish market"),
        ("XIV) The fish market", "The fish market"),
        ("I said no", "I said no"),
        ("IV drips for all", "IV drips for all"),
        ("C. elegans", "C. elegans"),
        ("-5 degrees", "-5 degrees"),
    ],
)
def test_sign_of_an_outline_is_not_part_of_a_title(title: str, said: str) -> None:
    assert [story.record.title for story in read("a.txt", f"{title}\n\nS: Late.\nR: Nine.\n")] == [said]


@pytest.mark.parametrize(
    ("line", "tags", "notes"),
    [
        ("*Themes: Ownership*", ["a/ownership"], ""),
        ("**Skills: Ownership**", ["a/ownership"], ""),
        ("_Company: Acme_", [], ""),
        ("*Mood: calm*", [], "*Mood: calm*"),
    ],
)
def test_line_in_italics_may_be_a_label(line: str, tags: list[str], notes: str) -> None:
    [story] = read("a.md", f"# Rollback\n{line}\n{STAR}")

    assert ([tag.value for tag in story.record.tags], story.record.texts["notes"]) == (tags, notes)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "a.md",
            "<details><summary>Situation</summary>\nLate.\n</details>\n<summary><b>Result</b></summary>\nNine.\n",
        ),
        ("a.md", "- ## Situation\n\t- Late.\n- ## Result\n\t- Nine.\n"),
        ("a.md", "#### **S**ituation\nLate.\n#### __R__esult\nNine.\n"),
        ("a.md", "*Situation: Late.*\n**Result: Nine.**\n"),
        ("a.md", "---\nsituation: Late.\nresult: |\n  Nine.\n---\n"),
        ("a.html", "<details><summary>Situation</summary><p>Late.</p></details><p><b>Result:</b> Nine.</p>"),
    ],
)
def test_sections_are_found_in_what_programs_fold_and_nest(name: str, text: str) -> None:
    [story] = read(name, text)

    assert {key: said.removeprefix("- ") for key, said in texts(story).items()} == FOUND


def test_text_below_front_matter_that_tells_the_story_is_kept() -> None:
    [story] = read("One.md", "---\nsituation: Late.\nresult: Nine.\n---\nTold twice.\n")

    assert (story.record.title, texts(story)) == ("One", FOUND | {"notes": "Told twice."})
    assert [each.record.title for each in read("Story.md", "---\nsituation: Late.\nresult: Nine.\n---\n")] == [""]


@pytest.mark.parametrize("front", ["context: work", "context: work\nresult:", "context: work\nresult: [a]"])
def test_one_section_in_front_matter_is_no_story(front: str) -> None:
    assert read("a.md", f"---\n{front}\n---\nSome text.\n") == []


def test_sections_in_front_matter_fill_empty_headings() -> None:
    [story] = read("a.md", "---\nsituation: Late.\nresult: Nine.\n---\n# Template\n## Situation\n## Result\n")

    assert texts(story) == FOUND


def test_time_of_day_is_no_part_of_a_date() -> None:
    [story] = read("a.md", f"---\ndate: 2024-02-11 09:00:00 +0100\n---\n{STAR}")

    assert story.record.texts["when"] == "2024-02-11"


def test_words_of_a_known_name_in_json_are_told_apart() -> None:
    assert as_rows([{"storyTitle": "One", "whatILearned": "Ask.", "userId": "5"}], Budget())[0] == [
        "story Title",
        "what I Learned",
        "userId",
    ]


@pytest.mark.parametrize("names", ["Column 1,Column 2", "A,B", ",", "Unnamed: 0,Unnamed: 1", "\n,\nSpalte 1,Spalte 2"])
def test_names_that_a_program_gave_to_columns_are_none(names: str) -> None:
    table = f"{names}\nTitle,One\nSituation,Late.\nTask,Mine.\nResult,Nine.\n"

    assert [texts(story) for story in read("a.csv", table)] == [FOUND | {"task": "Mine."}]


GUIDE = [["Section", "Situation", "Task"], ["What to say", "Set the scene", "Your part"], ["Share", "20%", ""]]


def test_table_of_tips_holds_no_story() -> None:
    found = read_files(
        [("a.csv", b"Part,Tips\nSituation,Set the scene\nTask,Yours\nAction,Say I\nResult,Numbers\n")], {}
    )

    assert found.stories == ()
    assert [str(problem) for problem in found.problems] == ["a.csv: It says how to write a story, and holds none."]


@pytest.mark.parametrize(
    ("rows", "is_one"),
    [
        (GUIDE, True),
        ([*GUIDE, ["My story", "Late.", "Mine."]], False),
        (GUIDE[:1], False),
        ([["Section", "Situation"], ["", "Late."]], False),
        ([["Title", "Situation"], ["Tips", "Late."]], False),
        ([], False),
        ([["Situation", "Section"], ["Late."]], False),
    ],
)
def test_table_of_stories_is_no_guide(rows: list[list[str]], is_one: bool) -> None:  # noqa: FBT001
    assert is_guide(rows) is is_one
