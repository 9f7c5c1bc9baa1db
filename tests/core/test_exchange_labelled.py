"""Labelled text: notes as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.exchange import Labelled, LabelledStory, Notes, labels_in, read_files, read_labelled
from stories.core.exchange.notes import read_notes
from tests.core.exchanging import WORDS, unhurried

STAR = {"situation": "Late.", "task": "Mine.", "action": "I went.", "result": "Nine."}


def texts(story: LabelledStory) -> dict[str, str]:
    """Those that hold something."""
    return {name: text for name, text in story.texts.items() if text}


def read(text: str, **chosen: str) -> list[dict[str, str]]:
    return [texts(story) for story in read_labelled(text, chosen).stories]


@pytest.mark.parametrize("line", ["*Example Freight, 2025*", "_Example Freight, 2025_", "\n*Example Freight, 2025*\n"])
def test_line_in_italics_below_a_title_is_not_another_title(line: str) -> None:
    below = {"organisation": "Example Freight", "when": "2025", "situation": "Late.", "result": "Nine."}

    assert read(f"# Prep\n## 1. The export\n{line}\n**Situation:** Late.\n**Result:** Nine.") == [
        {"title": "The export"} | below
    ]


@pytest.mark.parametrize("above", ["# Stories", "# Stories\n## Ownership\nOf mine.\n", "S: Late.\nR: Nine.\n"])
def test_line_in_italics_is_a_title_where_there_is_none(above: str) -> None:
    assert read(f"{above}\n*The export*\nS: Late.\nR: Nine.")[-1]["title"] == "The export"


@pytest.mark.parametrize(
    "text", ["## Situation\n\n---\nLate.", "## Situation\nLate.\n---\n \n", "Situation: \n---\nLate."]
)
def test_rules_at_the_edges_of_a_text_are_left_out(text: str) -> None:
    assert read(f"{text}\n## Task\nMine.\n---\n## Result\nNine.") == [
        {"situation": "Late.", "task": "Mine.", "result": "Nine."}
    ]


@pytest.mark.parametrize(
    "text",
    [
        "## Situation\nLate.\n## Task\nMine.\n## Action\nI went.\n## Result\nNine.",
        "# Situation #\nLate.\n###### Task ##\nMine.\n### Actions\nI went.\n### Results\nNine.",
        "## S\nLate.\n## T\nMine.\n## A\nI went.\n## R\nNine.",
        "## S (Situation)\nLate.\n## T (Task)\nMine.\n## A (Action)\nI went.\n## R (Result)\nNine.",
        "## Situation (30 sec)\nLate.\n## Task / Goal\nMine.\n## Actions taken\nI went.\n## Results & Impact\nNine.",
        "## 1. Situation\nLate.\n## 2. Task\nMine.\n## 3. Action\nI went.\n## 4. Result\nNine.",
        "## 📍 Situation\nLate.\n## 🎯 Task\nMine.\n## ⚙️ Action\nI went.\n## 🏆 Result\nNine.",
        "## Situation: Late.\n## Task: Mine.\n## Action: I went.\n## Result: Nine.",
        "## **Situation**\nLate.\n## **Task**\nMine.\n## *Action*\nI went.\n## `Result`\nNine.",
        "Situation\n=========\nLate.\n\nTask\n----\nMine.\n\nAction\n---\nI went.\n\nResult\n------\nNine.",
        "**Situation:** Late.\n**Task:** Mine.\n**Action:** I went.\n**Result:** Nine.",
        "**Situation**: Late.\n\n**Task** – Mine.\n\n**Action** (60%): I went.\n\n**Result** Nine.",
        "**Situation**\nLate.\n\n**Task**\nMine.\n\n**Action**\nI went.\n\n**Result**\nNine.",
        "__S__: Late.\n__T__: Mine.\n__A__: I went.\n__R__: Nine.",
        "**S**ituation: Late.\n**T**ask: Mine.\n**A**ction: I went.\n**R**esult: Nine.",
        "📍 **Situation:** Late.\n🎯 **Task:** Mine.\n**⚙️ Action:** I went.\n**Result 🏆:** Nine.",
        "S: Late.\nT: Mine.\nA: I went.\nR: Nine.",
        "S - Late.\nT – Mine.\nA — I went.\nR = Nine.",
        "S — Situation: Late.\nT — Task: Mine.\nA — Action: I went.\nR — Result\nNine.",
        "S：Late.\nT：Mine.\nA：I went.\nR：Nine.",
        "SITUATION\nLate.\n\nTASK\nMine.\n\nACTION\nI went.\n\nRESULT\nNine.",
        "Situation\nLate.\nTask\nMine.\nAction\nI went.\nResult\nNine.",
        "1. Situation: Late.\n2. Task: Mine.\n3. Action: I went.\n4. Result: Nine.",
        "1) Situation - Late.\n2) Task - Mine.\n3) Action - I went.\n4) Result - Nine.",
        "• Situation: Late.\n• Task: Mine.\n• Action: I went.\n• Result: Nine.",
        "- **Situation** – Late.\n- **Task** – Mine.\n- **Action** – I went.\n- **Result** – Nine.",
        "- [ ] Situation: Late.\n- [x] Task: Mine.\n- [ ] Action: I went.\n- [ ] Result: Nine.",
        "> **Situation:** Late.\n> **Task:** Mine.\n> **Action:** I went.\n> **Result:** Nine.",
        "> [!note] Situation\n> Late.\n\n> [!note] Task\n> Mine.\n\n> [!tip] Action\n> I went.\n> [!a] Result\n> Nine.",
        "|Part|What|\n|---|---|\n| Situation | Late. |\n| **Task** | Mine. |\n| Action | I went. |\n| Result | Nine. |",
        "| S | Late. |\n|---|---|\n| T | Mine. |\n| A | I went. |\n| R | Nine. |",
        "S: Late. T: Mine. A: I went. R: Nine.",
        "Situation: Late. Task: Mine. Action: I went. Result: Nine.",
        "**S:** Late. **T:** Mine. **A:** I went. **R:** Nine.",
        "S - Late. T - Mine. A - I went. R - Nine.",
        "## Situation\nLate.\n**Task:** Mine.\n**Action:** I went.\n## Result\nNine.",
        "## Situation\nLate.\n### Task\nMine.\n### Action\nI went.\n### Result\nNine.",
        "Context: Late.\nGoal: Mine.\nApproach: I went.\nImpact: Nine.",
        "Situation: Late.\nObstacle: Mine.\nAction: I went.\nResult: Nine.",
        "Situation: Late.\nTask: Mine.\nBehavior: I went.\nImpact: Nine.",
        "S: Late.\nO: Mine.\nA: I went.\nR: Nine.",
        "Ausgangslage: Late.\nAufgabe: Mine.\nMaßnahmen: I went.\nErgebnis: Nine.",
        "## Contexte\nLate.\n## Tâche\nMine.\n## Démarche\nI went.\n## Résultats\nNine.",
        "Situación: Late.\nTarea: Mine.\nAcción: I went.\nResultado: Nine.",
        "Situação: Late.\nTarefa: Mine.\nAção: I went.\nResultados: Nine.",
    ],
)
def test_sections_are_found_however_they_are_set(text: str) -> None:
    assert read(text) == [STAR]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Problem: Late.\nAction: I went.", {"situation": "Late.", "action": "I went."}),
        ("C: Late.\nA: I went.\nR: Nine.", {"situation": "Late.", "action": "I went.", "result": "Nine."}),
        ("P: Late.\nA: I went.\nR: Nine.", {"situation": "Late.", "action": "I went.", "result": "Nine."}),
        ("S: Late.\nB: I went.\nI: Nine.", {"situation": "Late.", "action": "I went.", "result": "Nine."}),
        ("S: Late.\nT: Mine.\nA: I went.\nR: Nine.\nR: Ask.", STAR | {"learning": "Ask."}),
        ("## S\nLate.\n## T\nMine.\n## A\nI went.\n## R\nNine.\n## R\nAsk.", STAR | {"learning": "Ask."}),
        ("S: Late.\nT: Mine.\nA: I went.\nR: Nine.\nL: Ask.", STAR | {"learning": "Ask."}),
        ("S/T: Late, mine.\nA: I went.", {"situation": "Late, mine.", "action": "I went."}),
        ("Situation: a\nWhat I would do differently: b", {"situation": "a", "learning": "b"}),
        ("S: Team A: five people on call. T: cut.", {"situation": "Team A: five people on call.", "task": "cut."}),
        ("**Action:**\n- I went\n  - Result: not yet\n- I came", {"action": "- I went\n  - Result: not yet\n- I came"}),
        ("## Action\nGoal: be there.\n**Impact:** none yet.", {"action": "Goal: be there.\n**Impact:** none yet."}),
        ("## Action\na\n### Step\nb\n#### Result\nNine.", {"action": "a\n### Step\nb", "result": "Nine."}),
        ("## Action\n```\n## Result\nS: x\n```\nafter", {"action": "```\n## Result\nS: x\n```\nafter"}),
        ("S: a\nA: plan A: wait", {"situation": "a", "action": "plan A: wait"}),
        ("| Action | one<br>two |", {"action": "one\ntwo"}),
    ],
)  # fmt: skip
def test_text_goes_to_the_section_that_its_label_means(text: str, found: dict[str, str]) -> None:
    assert read(text) == [found]


ONE = "S: a\nA: b\nR: c"
AS_ONE = {"situation": "a", "action": "b", "result": "c"}


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (f"# One\n{ONE}\n# Two\n{ONE}", ["One", "Two"]),
        (f"# File\n## 1. One\n{ONE}\n## Story 2: Two\n{ONE}\n### S003 — Three\n{ONE}", ["One", "Two", "Three"]),
        (f"# One\n## STAR\n{ONE}\n# Two\n## Details\n{ONE}", ["One", "Two"]),
        (f"**One**\n\n{ONE}\n\n**Two**\n\n{ONE}", ["One", "Two"]),
        (f"One\n\n{ONE}\n\nTwo\n\n{ONE}\n---\nThree\n\n{ONE}", ["One", "Two", "Three"]),
        (f"Title: One\n{ONE}\n\nTitle: Two\n{ONE}", ["One", "Two"]),
        (f"## Title: One\n{ONE}\n\n## Question: Why?\n{ONE}", ["One", "Why?"]),
        (f"{ONE}\n---\n{ONE}", ["", ""]),
        ("## One\nA: b\nR: c\n## Two\nA: d\nR: e", ["One", "Two"]),
        ("# All\n### Situation\na\n### Action\nb\n## Second\n### Situation\nc\n### Action\nd", ["All", "Second"]),
        ("# One\n## Situation\na\n## Action\nb\n# Two\n## Situation\nc\n## Action\nd", ["One", "Two"]),
        ("# Stories\n## Situation\na\n## Action\nb\n## Situation\nc\n## Action\nd", ["", ""]),
        ("# Mine\n## Situation\na\n## Action\nb\n## Situation\nc\n## Action\nd", ["", ""]),
        ("## Situation\na chapter\n## The database\n**S** gone\n**A** restored", ["The database"]),
        ("# The queue 1f2e3d4c5b6a798081726354a5b6c7d8\nS: a", ["The queue"]),
    ],
)  # fmt: skip
def test_several_stories_are_several(text: str, titles: list[str]) -> None:
    assert [story.texts["title"] for story in read_labelled(text).stories] == titles


def test_story_between_others_keeps_its_own_text() -> None:
    found = read(f"One\n\n{ONE}\n\nTwo\n\n{ONE}")

    assert found == [AS_ONE | {"title": "One"}, AS_ONE | {"title": "Two"}]


def test_name_of_the_file_is_the_title_of_its_only_story() -> None:
    assert read_labelled(ONE, title="The queue").stories[0].texts["title"] == "The queue"
    assert read_labelled(f"# One\n{ONE}", title="The queue").stories[0].texts["title"] == "One"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# One\nCompany: X\nStrength: high\n## Situation\na",
         {"title": "One", "organisation": "X", "situation": "a", "notes": "Strength: high"}),
        ("# One\nIt was long ago.\n\nI was young.\n## Situation\na",
         {"title": "One", "situation": "a", "notes": "It was long ago.\n\nI was young."}),
        ("# One\n## Situation\na\n## Related\n- x\n- y\n## Action\nb",
         {"title": "One", "situation": "a", "action": "b", "notes": "Related:\n- x\n- y"}),
        ("# One\n## Situation\na\n## Notes\nb\n## Follow-up questions\n- Why?\n## Questions\n- How?",
         {"title": "One", "situation": "a", "notes": "b", "follow_ups": "- Why?\n\n- How?"}),
        ("# One\n- Situation: a\n- Action: b\n- Version history: v1\n- Notes: n",
         {"title": "One", "situation": "a", "action": "b", "notes": "n\n\nVersion history: v1"}),
        ("**Situation:** a\n**Best for:** b\n**Role:** l", {"situation": "a", "role": "l", "notes": "Best for: b"}),
        ("> [!abstract] In short\n> I went.\n\n## Situation\na", {"headline": "I went.", "situation": "a"}),
        ("## Situation\na\n> [!tip]- If asked\n> More.\n\nb", {"situation": "a\n\nb", "notes": "If asked: More."}),
        ("## Situation\na\n> [!quote] He said\n> No.", {"situation": "a\nHe said\nNo."}),
        ("## Situation\na\n> [!faq] Why?\n> So.", {"situation": "a", "follow_ups": "So."}),
        ("## Situation\na %%secret%% b\n<!-- hidden -->", {"situation": "a  b", "notes": "secret\n\nhidden"}),
        ("## Situation\nSee [[A#B|c]] and [[D/E]] ==now== ^id", {"situation": "See c and E now"}),
        ("## Situation\na\n![[p.png|40]]\nb", {"situation": "a\nb", "notes": "p.png"}),
        ("## Situation\na\n\n<aside>\n💡 b\n\n</aside>\nc", {"situation": "a\n\n💡 b\n\nc"}),
        ("## Situation\na <% tp.date.now() %>{{title}}", {"situation": "a "}),
    ],
)  # fmt: skip
def test_what_is_no_section_is_kept_and_never_spoken(text: str, found: dict[str, str]) -> None:
    assert read(text) == [{name: part.strip() for name, part in found.items()}]


def test_tags_status_and_groups_are_told_as_they_are_written() -> None:
    above = "# All\n## Ownership\n### [Trust + Speed] The queue\nStatus: Done\nSecondary skills: x\n"

    [story] = read_labelled(f"{above}#### Situation\na #b #c/d\n#### Tags\n#e").stories

    assert story.texts["title"] == "The queue"
    assert (story.tags, story.supporting) == (("b", "c/d", "e", "Trust", "Speed"), ("x",))
    assert (story.groups, story.status) == (("All", "Ownership"), "Done")


def test_what_was_not_understood_is_named_once() -> None:
    read_text = read_labelled("# File\nAbout it.\n## One\n**S:** a\n**Source:** x\n## Two\n**S:** b\n**Source:** y")

    assert [(label.name, label.sample) for label in read_text.unknown] == [("Source", "x")]
    assert read_text.outside == ("File: About it.",)


@pytest.mark.parametrize(
    ("meaning", "found"),
    [
        ("result", {"result": "x"}),
        ("nothing", {}),
        ("tags", {}),
        ("notes", {"notes": "Source: x"}),
    ],
)
def test_meaning_of_a_label_can_be_chosen(meaning: str, found: dict[str, str]) -> None:
    [story] = read_labelled("**S:** a\n**Source:** x", {"source": meaning}).stories[:1]

    assert texts(story) == {"situation": "a"} | found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Some words.",
        "# Heading\n\nand text",
        "A line: with a colon",
        "- a\n- b",
        "**Bold** and more",
        "| Situation | a | b |",
        "\r\r",
    ],
)
def test_text_without_labels_holds_no_story(text: str) -> None:
    assert read_labelled(text) == Labelled()


@unhurried
@given(
    st.lists(WORDS | st.sampled_from([*("S: ", "\n## Task\n", "**", "| A | b |", "\n# x\n", "> [!a]")])).map("".join)
)
def test_any_text_is_read(text: str) -> None:
    for story in read_labelled(text).stories:
        assert set(story.texts) & {"situation", "task", "action", "result", "learning"}


def test_heading_before_a_story_is_not_part_of_it() -> None:
    labelled = read_labelled("### Before\nx\n\n## Situation\na\n## Action\nb")

    assert [texts(story) for story in labelled.stories] == [{"situation": "a", "action": "b"}]
    assert labelled.outside == ("Before: x",)


def test_answer_to_a_question_is_no_action() -> None:
    assert read("Q: Why?\nA:\nBecause.") == []


@pytest.mark.parametrize(
    "below",
    [
        "**Notes:** Never say her name.\n**Tags:** candor",
        "Notes: Never say her name.\nTags: candor",
        "**Tags:** candor\n\n**Notes:**\nNever say her name.",
    ],
)
def test_labels_below_sections_with_headings_are_not_part_of_the_last(below: str) -> None:
    [story] = read_labelled(f"# Rollback\n## Situation\nLate.\n## Result\nNine.\n\n{below}\n").stories

    assert (texts(story), story.tags) == (
        {"title": "Rollback", "situation": "Late.", "result": "Nine.", "notes": "Never say her name."},
        ("candor",),
    )


@pytest.mark.parametrize("line", ["Notes: we took some.", "Tags: we had none."])
def test_word_at_the_start_of_a_line_within_a_paragraph_is_no_label(line: str) -> None:
    [story] = read_labelled(f"# Rollback\n## Situation\nLate.\n## Result\nNine.\n{line}\n").stories

    assert texts(story)["result"] == f"Nine.\n{line}"


TABLE = "| Situation | Late. |\n|---|---|\n| Action | I went. |\n| | And came. |\n| Result | Nine.<br>Or ten. |\n"
IN_TABLE = {"situation": "Late.", "action": "I went.\nAnd came.", "result": "Nine.\nOr ten."}


@pytest.mark.parametrize(
    ("below", "found", "unknown"),
    [
        ("", {}, []),
        ("| Company | Acme |", {"organisation": "Acme"}, []),
        ("| Asked by | Ana<br>Bo \\| Co |", {"notes": "Asked by:\nAna\nBo | Co"}, ["Asked by"]),
        ("| Asked by | Ana |\n| | Bo |", {"notes": "Asked by:\nAna\nBo"}, ["Asked by"]),
        ("| Told twice | |", {"notes": "Told twice"}, []),
        ("| Tags | candor |\n\nTold twice.", {"notes": "Told twice."}, []),
        ("\nTold twice.\n\nIt went well.", {"notes": "Told twice.\n\nIt went well."}, []),
        ("Told twice.", {"notes": "Told twice."}, []),
        ("\n---\nTold twice.", {"notes": "Told twice."}, []),
        ("|---|---|\n| a | b | c |", {"notes": "| a | b | c |"}, []),
        ("## Learning\nAsk.", {"learning": "Ask."}, []),
    ],
)
def test_what_is_below_the_sections_of_a_table_is_none_of_them(
    below: str, found: dict[str, str], unknown: list[str]
) -> None:
    labelled = read_labelled(f"{TABLE}{below}\n")

    assert [texts(story) for story in labelled.stories] == [IN_TABLE | found]
    assert [label.name for label in labelled.unknown] == unknown


def test_line_below_a_table_may_be_the_title_of_the_next() -> None:
    assert read(f"One\n\n{TABLE}\nTwo\n\n{TABLE}") == [IN_TABLE | {"title": "One"}, IN_TABLE | {"title": "Two"}]


def test_table_within_a_section_is_part_of_it() -> None:
    assert read("## Action\n| Month | Loss |\n|---|---|\n| May | 3 |\n\nThen none.\n## Result\nNine.") == [
        {"action": "| Month | Loss |\n|---|---|\n| May | 3 |\n\nThen none.", "result": "Nine."}
    ]


def test_text_apart_from_a_line_such_as_company_is_no_part_of_it() -> None:
    assert read("S: Late.\nR: Nine.\n\nCompany: Acme\n and Sons\n\nTold twice.") == [
        {"situation": "Late.", "result": "Nine.", "organisation": "Acme and Sons", "notes": "Told twice."}
    ]


def test_shape_of_notes_is_the_set_of_their_labels() -> None:
    text = "---\ntitle: x\n---\n# One\nCompany: Acme\n## Situation\nLate.\n## Secret\na\n## Result\nNine.\n\nMood: b\n"

    assert labels_in(Notes("a.md", text)) == {"company", "situation", "secret", "result", "mood"}
    assert labels_in(Notes("a.md", "No labels.")) == frozenset()
    assert labels_in(Notes("a.md", "\n" * 2_000_000)) == frozenset()


def test_headings_without_text_are_named() -> None:
    read = read_labelled(
        "# Prep\n## To say\n# Late\n## Situation\nLate.\n## Retro\n## Follow-ups\n## Asked\n\n# Nothing\n"
    )

    assert [story.empty for story in read.stories] == [("Retro", "Asked")]
    assert read.outside == ("To say", "Nothing")
    assert read.unknown == ()


@pytest.mark.parametrize(
    "text", ["# My prep\n# Late\nS: Late.\nR: Nine.", "# A\n## Work\n### Late\nS: Late.\nR: Nine."]
)
def test_heading_of_a_file_or_a_group_is_not_named(text: str) -> None:
    assert read_labelled(text).outside == ()


LISTED = {"netflix-2017/high-performance": "High Performance", "netflix-2024/courage": "Courage"}


@pytest.mark.parametrize(
    ("line", "values", "unknown"),
    [
        ("tags: star courage", ["courage"], "star"),
        ("tags: star, courage", ["courage"], "star"),
        ("tags: star courage interview", ["courage"], "star, interview"),
        ("tags: star high performance courage", ["high-performance", "courage"], "star"),
        ("tags: high-performance star", ["high-performance"], "star"),
        ("categories: high courage", ["courage"], "high"),
        ("tags: conflict resolution", [], "conflict resolution"),
        ("tags: [deep courage]", [], "deep courage"),
        ("competency: deep courage", [], "deep courage"),
        ("tags: courage", ["courage"], ""),
        ("tags: courage (secondary)", ["courage"], ""),
        (f"tags: {'star ' * 20}courage", [], f"{'star ' * 20}courage"),
    ],
)
def test_words_in_front_matter_are_tags_if_one_is_a_value(line: str, values: list[str], unknown: str) -> None:
    text = f"---\n{line}\n---\n# One\n**Situation:** a\n**Action:** b\n"

    [story] = read_files([("a.md", text.encode())], LISTED).stories

    assert [tag.value.partition("/")[2] for tag in story.record.tags] == values
    assert story.record.texts["notes"] == (f"Tags: {unknown}" if unknown else "")


def test_text_outside_of_stories_is_kept_in_the_notes_of_the_first_where_nothing_is_left_out() -> None:
    text = "# Intro\nRead me.\n# One\n**Situation:** a\n**Action:** b\n# Two\n**Situation:** c\n**Action:** d\n"

    first, second = read_notes(Notes("a.md", text), {}, keeps_outside=True).stories

    assert (first.record.texts["notes"], second.record.texts["notes"]) == ("Intro: Read me.", "")
    assert first.remarks == ()
