"""What the other files don't cover without JavaScript: filters by their button, and the settings; with JavaScript they
do the same, and going back or reloading keeps them."""

import re

import pytest
from playwright.sync_api import Page, expect

from stories.bank.demo import fill
from stories.models import Answer, Owner
from tests.browser.pages import field, go_back, press, reload
from tests.browser.test_main_way import SCRIPTING


def leave_and_go_back(page: Page) -> None:
    page.goto("/culture/")
    go_back(page)


@pytest.mark.parametrize("scripting", SCRIPTING)
def test_filters_narrow_and_last_through_reload_and_back(page: Page, alice: Owner, scripting: str) -> None:
    fill(alice)
    choices = {"/stories/": ("Status", "draft"), "/questions/": ("Topic", "failure")}
    for path, (label, choice) in choices.items():
        page.goto(path)
        everything = page.locator("#results").inner_text()
        page.get_by_label(label).select_option(choice)
        if scripting == "without":
            press(page, "Show")
        expect(page).to_have_url(re.compile(f"{label.lower()}={choice}"))
        expect(page.locator("#results")).not_to_have_text(everything)
        narrowed = page.locator("#results").inner_text()

        for leave in (reload, leave_and_go_back):
            leave(page)
            expect(page.get_by_label(label)).to_have_value(choice)
            expect(page.locator("#results")).to_have_text(narrowed, use_inner_text=True)

    page.goto("/coverage/")
    page.get_by_role("searchbox", name="Story").fill("zeros")
    page.get_by_role("searchbox", name="Story").press("Enter")
    rows = page.get_by_role("row", name=re.compile("^Eleven hours"))
    expect(rows).to_have_count(1)
    reload(page)
    expect(page.get_by_role("searchbox", name="Story")).to_have_value("zeros")
    expect(rows).to_have_count(1)

    page.goto("/answers/sheet/")
    chosen = page.get_by_role("checkbox").first
    chosen.check()
    press(page, "Show on the sheet")
    answer = Answer.objects.get(pk=int(page.url.rpartition("=")[2]))
    reload(page)
    expect(page.get_by_role("article").get_by_role("link", name=answer.question.text)).to_be_visible()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_settings_and_a_pressed_cell_are_saved_without_javascript(page: Page, alice: Owner) -> None:
    fill(alice)
    page.goto("/settings/")
    words = page.get_by_role("spinbutton", name=re.compile("words per minute", re.IGNORECASE))
    words.fill("130")
    press(page, "Save")
    expect(page.get_by_role("status")).not_to_be_empty()
    reload(page)
    expect(words).to_have_value("130")
    alice.refresh_from_db()
    assert alice.words_per_minute == 130

    page.goto("/coverage/")
    cell = page.get_by_role("row", name=re.compile("^Eleven hours")).get_by_role(
        "button", name=re.compile("not tagged")
    )
    name = (cell.first.get_attribute("aria-label") or "").partition(":")[0]
    cell.first.click()
    expect(page.get_by_text(f"“Eleven hours of zeros”, {name}: supporting.")).to_be_visible()
    story = alice.stories.get(title="Eleven hours of zeros")
    assert story.tags.get(value__name=name, value__framework__is_default=True).strength == "supporting"


@pytest.mark.parametrize("scripting", SCRIPTING)
def test_answer_changed_in_two_tabs_keeps_both(page: Page, alice: Owner, scripting: str) -> None:
    fill(alice)
    answer = alice.answers.all()[0]
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(answer.get_absolute_url())
    field(other, "Opening line").fill("From the other.")
    other.get_by_role("button", name="Save", exact=True).first.click()
    expect(other.get_by_text("Answer saved")).to_be_visible()

    field(page, "Opening line").fill("From this one.")
    page.get_by_role("button", name="Save", exact=True).first.click()

    expect(page.get_by_text("Set aside: the answer was changed elsewhere")).to_be_visible()
    expect(page.get_by_text("From the other.", exact=True)).to_be_visible()
    answer.refresh_from_db()
    assert answer.opening == "From the other."
    press(page, "Save my choices")
    expect(page.get_by_text("The answer is saved with your choices.")).to_be_visible()
    answer.refresh_from_db()
    assert answer.opening == "From this one."
    page.goto(f"/answers/{answer.pk}/history/")
    page.get_by_role("main").get_by_role("listitem").nth(1).get_by_role("link").first.click()
    page.get_by_text("The whole version").click()
    expect(page.get_by_text("From the other.", exact=True)).to_be_visible()


@pytest.mark.parametrize("scripting", SCRIPTING)
def test_finding_is_dismissed_comes_back_and_is_mended(page: Page, alice: Owner, scripting: str) -> None:
    fill(alice)
    story = alice.stories.get(title="Eleven hours of zeros")
    for result in ("Everybody was very happy with it.", "Everybody was quite happy with it in the end."):
        page.goto(f"{story.get_absolute_url()}edit/")
        field(page, "Result").fill(result)
        press(page, "Save")
        expect(page.get_by_role("region", name="Review").locator(".finding-box", has_text="STAR101")).to_be_visible()
        page.goto("/review/")
        page.get_by_role("main").get_by_role("link", name=story.title, exact=True).click()
        box = page.get_by_role("region", name="Review").locator(".finding-box", has_text="STAR101")
        box.get_by_text("Dismiss…").click()
        box.get_by_label("Why it doesn't apply").fill("It was never measured.")
        box.get_by_role("button", name="Dismiss").click()
        expect(page.get_by_text("Finding dismissed. It comes back if the text changes.")).to_be_visible()
        expect(box).to_have_count(0)
        page.get_by_text("1 dismissed").click()
        expect(page.get_by_text("It was never measured.")).to_be_visible()
        page.goto("/review/")
        card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=story.title))
        expect(card.filter(has_text="STAR101")).to_have_count(0)

    page.goto(f"{story.get_absolute_url()}edit/")
    field(page, "Result").fill("The zeros were gone in 11 hours, and 3 teams took the check over.")
    press(page, "Save")
    expect(page.get_by_role("heading", name=story.title)).to_be_visible()
    expect(page.get_by_text("STAR101")).to_have_count(0)
