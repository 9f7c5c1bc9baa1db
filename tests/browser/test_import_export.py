"""Exporting a library and importing stories as a person does, with and without JavaScript."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from stories.bank.demo import fill
from stories.exchange.export import library_of
from stories.models import Owner, Story
from tests.browser.pages import choose, follow, press
from tests.browser.test_main_way import SCRIPTING
from tests.factories import StoryFactory

TABLE = "My tale,The scene,Candor\nRollback,The numbers looked wrong.,x\n"


def send(page: Page, path: Path) -> None:
    page.goto("/data/")
    follow(page, "Import files")
    page.get_by_label("Files").set_input_files(path)
    press(page, "See what it would do")


@pytest.mark.parametrize("scripting", SCRIPTING)
def test_exported_library_comes_back_whole(
    page: Page, live_server: LiveServer, alice: Owner, tmp_path: Path, scripting: str
) -> None:
    fill(alice)
    before = library_of(alice)
    page.goto("/data/")
    with page.expect_download() as download:
        follow(page, "Download JSON")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    alice.stories.all().delete()
    alice.loops.all().delete()

    send(page, file)
    expect(page.get_by_text("Nothing has been imported yet.")).to_be_visible()
    page.get_by_role("button", name="Import ").click()

    expect(page.get_by_text("Imported ")).to_be_visible()
    assert library_of(alice) == before


@pytest.mark.parametrize("scripting", SCRIPTING)
def test_spreadsheet_with_names_of_its_own_is_read_as_its_owner_says(
    page: Page, live_server: LiveServer, alice: Owner, tmp_path: Path, scripting: str
) -> None:
    file = tmp_path / "prep.csv"
    file.write_text(TABLE)
    send(page, file)
    expect(page.get_by_text("The column “My tale” isn't recognised; its cells go to the notes.")).to_be_visible()
    page.get_by_label("My tale").select_option("Title")
    page.get_by_label("The scene").select_option("Situation")
    press(page, "Read the columns this way")
    expect(page.get_by_text("New: 1")).to_be_visible()
    press(page, "Import 1 item")
    follow(page, "See the stories")

    expect(page.get_by_role("link", name="Rollback")).to_be_visible()
    [story] = alice.stories.all()
    assert (story.title, story.situation) == ("Rollback", "The numbers looked wrong.")
    assert [tag.value.name for tag in story.tags.all()] == ["Candor"]


@pytest.mark.parametrize("scripting", SCRIPTING)
def test_deleted_story_is_brought_back_by_one_press(
    page: Page, live_server: LiveServer, alice: Owner, scripting: str
) -> None:
    story = StoryFactory.create(owner=alice, title="Rollback")
    page.goto(story.get_absolute_url())
    choose(page, "Delete…")
    press(page, "Delete the story")
    assert not Story.objects.exists()

    press(page, "Undo")

    expect(page.get_by_role("heading", name="Rollback")).to_be_visible()
    expect(page.get_by_text("“Rollback” has been put back.")).to_be_visible()
    assert Story.objects.get() == story


@pytest.mark.parametrize("scripting", SCRIPTING)
def test_earlier_version_is_seen_and_put_back(
    page: Page, live_server: LiveServer, alice: Owner, scripting: str
) -> None:
    story = StoryFactory.create(owner=alice, title="Rollback", action="I asked him twice.")
    page.goto(f"{story.get_absolute_url()}edit/")
    page.get_by_role("textbox", name="Action", exact=True).fill("I asked her twice.")
    press(page, "Save")
    choose(page, "Versions")
    page.get_by_role("listitem").filter(has_text="current version").get_by_role("link").click()
    expect(page.locator("del")).to_have_text("him")
    expect(page.locator("ins")).to_have_text("her")

    follow(page, "Previous version")
    press(page, "Put this version back")

    expect(page.get_by_text("has been put back.")).to_be_visible()
    expect(page.get_by_text("I asked him twice.")).to_be_visible()
