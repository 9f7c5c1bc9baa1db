"""From what people have, notes, a sheet, a Notion export or a pasted text, to stories that count as ready."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from stories.core.choices import REQUIRED_SECTIONS, Status
from stories.core.review import Severity
from stories.library.findings import review_library
from stories.models import Owner, Story
from tests.browser.pages import field, follow, level, press

PHONE = {"width": 390, "height": 844}

EXPORT = {
    "situation": "Our nightly export to the biggest customer had failed three times in one week, and they had asked us "
    "in writing when they could rely on it again.",
    "task": "I had to find the cause before Monday, when their month was closed.",
    "action": "I read the logs with the colleague who had written the job, and saw that it stopped at the same table "
    "each night. I built a small copy of the database, made it fail there, and moved the lock out of the loop. Then I "
    "called the customer, told them what had been wrong, and let them watch the next night's run.",
    "result": "Failures fell from three a week to none in the two months after it, and the customer stayed.",
    "learning": "Ask the person who wrote it before you read the code alone.",
}
ROTA = {
    "situation": "Two of the five people on nights had handed in their notice, and the rota for the summer was full of "
    "holes that nobody had time to fill.",
    "task": "I had eight weeks to get a night team that would stay.",
    "action": "I sat with each of them for an hour, wrote down what made a night bad, and changed the two things that "
    "everyone named: the single break and the late handover. I asked for nobody's patience and showed them the rota "
    "first.",
    "result": "Both took their notice back, and nobody has left the nights in the fourteen months since.",
    "learning": "People tell you why they leave if you ask before they have gone.",
}

NOTES = f"""# Interview prep

## 1. The export that failed
*Example Freight, spring 2025*

**Context:** {EXPORT["situation"]}
**My goal:** {EXPORT["task"]}
**What I did:**
{EXPORT["action"]}
**Outcome / impact:** {EXPORT["result"]}
**Lesson learned:** {EXPORT["learning"]}

---

## 2. The night rota

- **S:** {ROTA["situation"]}
- **T:** {ROTA["task"]}
- **A:** {ROTA["action"]}
- **R:** {ROTA["result"]}
- **Reflection:** {ROTA["learning"]}
"""

PAGE = f"""# The export that failed 2a2e3d4c5b6a798081726354a5b6c7d8

Company: Example Freight
Status: Done ✅
Skills: Stakeholders, Courage

## 📍 Situation

{EXPORT["situation"]}

## 🎯 Task

{EXPORT["task"]}

## ⚙️ Action

{EXPORT["action"]}

## 🏆 Result

{EXPORT["result"]}

## 📚 Learnings

{EXPORT["learning"]}
"""


def send(page: Page, path: Path) -> None:
    page.goto("/data/")
    follow(page, "Import files")
    page.get_by_label("Files").set_input_files(path)
    press(page, "See what it would do")
    expect(page.get_by_text("Nothing has been imported yet.")).to_be_visible()


def sheet() -> str:
    """Marks below the names of Leadership Principles, which are in a second row."""
    out = io.StringIO()
    groups = ["", "", "", "", "", "Leadership Principles", "", ""]
    names = ["Story", *(name.capitalize() for name in REQUIRED_SECTIONS), "Ownership", "Dive Deep", "Earn Trust"]
    rows = [
        ["The export that failed", *(EXPORT[name] for name in REQUIRED_SECTIONS), "x", "✔", ""],
        ["The night rota", *(ROTA[name] for name in REQUIRED_SECTIONS), "", "", "x"],
    ]
    csv.writer(out).writerows([groups, names, *rows, ["Total", "", "", "", "", "1", "1", "1"]])
    return out.getvalue()


def notion_export(path: Path) -> None:
    """A zip in a zip: the table of a database, and the page of its row."""
    table = "Name,Company,Competency,Strength\nThe export that failed,Example Freight,Courage,⭐⭐⭐⭐\n"
    number = "1f2e3d4c5b6a798081726354a5b6c7d8"
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr(f"Stories {number}.csv", table)
        archive.writestr(f"Stories {number}/The export that failed 2a2e3d4c5b6a798081726354a5b6c7d8.md", PAGE)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Export-1f2e3d4c-Part-1.zip", inner.getvalue())


def mark_ready(page: Page, title: str) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Stories").click()
    follow(page, title)
    press(page, "Mark ready")
    expect(level(page, "Ready")).to_be_visible()


def told(story: Story) -> dict[str, str]:
    return {section.value: text for section, text in story.texts.items()}


def tags_of(story: Story) -> set[str]:
    return {str(tag.value.name) for tag in story.tags.all()}


def assert_all_count_as_ready(owner: Owner) -> None:
    """What makes a story one that counts: its owner's mark, the sections that must be there, and no error."""
    reviewed = review_library(owner)
    assert {story.story.status for story in reviewed} == {Status.READY}
    assert not [finding for story in reviewed for finding in story.findings if finding.severity == Severity.ERROR]


@pytest.mark.browser_context_args(viewport=PHONE)
def test_notes_file_becomes_stories_that_count_as_ready(page: Page, alice: Owner, tmp_path: Path) -> None:
    file = tmp_path / "Interview prep.md"
    file.write_text(NOTES)

    send(page, file)
    expect(page.get_by_text("New: 2")).to_be_visible()
    press(page, "Import 2 items")
    follow(page, "See the stories")
    mark_ready(page, "The export that failed")
    mark_ready(page, "The night rota")

    assert {story.title: told(story) for story in alice.stories.all()} == {
        "The export that failed": EXPORT,
        "The night rota": ROTA,
    }
    assert_all_count_as_ready(alice)


def test_sheet_with_leadership_principles_becomes_stories_that_count_as_ready(
    page: Page, alice: Owner, tmp_path: Path
) -> None:
    file = tmp_path / "STAR matrix.csv"
    file.write_text(sheet())

    send(page, file)
    expect(page.get_by_text("New: 2")).to_be_visible()
    press(page, "Import 2 items")
    follow(page, "See the stories")
    mark_ready(page, "The export that failed")
    expect(page.get_by_role("region", name="What it shows")).to_contain_text("Dive Deep")
    mark_ready(page, "The night rota")

    assert {story.title: tags_of(story) for story in alice.stories.all()} == {
        "The export that failed": {"Ownership", "Dive Deep"},
        "The night rota": {"Earn Trust"},
    }
    assert set(alice.stories.values_list("tags__value__framework__slug", flat=True)) == {"amazon-lp"}
    assert_all_count_as_ready(alice)


def test_notion_export_becomes_a_story_that_counts_as_ready(page: Page, alice: Owner, tmp_path: Path) -> None:
    notion_export(tmp_path / "Export-1f2e3d4c.zip")

    send(page, tmp_path / "Export-1f2e3d4c.zip")
    expect(page.get_by_text("New: 1")).to_be_visible()
    press(page, "Import 1 item")
    follow(page, "See the stories")
    follow(page, "The export that failed")
    expect(level(page, "Ready")).to_be_visible()

    story = alice.stories.get()
    assert (told(story), story.organisation, tags_of(story)) == (EXPORT, "Example Freight", {"Courage"})
    assert_all_count_as_ready(alice)


def test_pasted_notes_become_a_story_that_counts_as_ready(page: Page, alice: Owner) -> None:
    page.goto("/stories/")
    follow(page, "New story")
    field(page, "Paste or speak your notes as they are").fill("\n".join(EXPORT.values()))
    press(page, "Split into sections")
    expect(page.get_by_text("This is a proposal.")).to_be_visible()
    field(page, "Title").fill("The export that failed")

    press(page, "Keep as a draft")
    press(page, "Save and mark ready")

    expect(page.get_by_text("“The export that failed” is saved and ready.")).to_be_visible()
    assert "".join(told(alice.stories.get()).values()).split() == "".join(EXPORT.values()).split()
    assert_all_count_as_ready(alice)


def test_text_without_a_story_stands_beside_its_field(page: Page, alice: Owner, tmp_path: Path) -> None:
    file = tmp_path / "Diary.md"
    file.write_text("It was late.\n\n" + "I asked. " * 200)

    send(page, file)
    text = page.get_by_role("region", name="Diary.md as it was read")
    expect(text).to_contain_text("It was late.")
    form = page.get_by_label("No story was found in this text.")

    for width, is_beside in ((1280, True), (390, False)):
        page.set_viewport_size({"width": width, "height": 844})
        left, right = form.bounding_box(), text.bounding_box()
        assert left
        assert right
        assert (right["x"] >= left["x"] + left["width"]) is is_beside
        assert (right["y"] >= left["y"] + left["height"]) is not is_beside
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert not alice.stories.exists()
