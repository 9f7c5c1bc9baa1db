"""The theme follows the system until one is chosen, and stays as chosen."""

import pytest
from playwright.sync_api import Page, expect

from stories.models import Owner
from tests.browser.pages import field, press, reload

PAPER = {"light": "rgb(251, 250, 246)", "dark": "rgb(21, 25, 23)"}
SCRIPTING = [
    "with JavaScript",
    pytest.param("without", marks=pytest.mark.browser_context_args(java_script_enabled=False)),
]


def expect_theme(page: Page, name: str) -> None:
    expect(page.locator("body")).to_have_css("background-color", PAPER[name])


@pytest.mark.parametrize("scripting", SCRIPTING)
def test_chosen_theme_lasts_and_the_system_is_followed_again(page: Page, alice: Owner, scripting: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("/questions/?q=risk")
    expect_theme(page, "light")

    press(page, "Dark")
    expect_theme(page, "dark")
    expect(page.get_by_role("button", name="Dark", exact=True)).to_have_attribute("aria-pressed", "true")
    assert page.url.endswith("/questions/?q=risk")
    page.goto("/stories/")
    expect_theme(page, "dark")

    press(page, "System")
    expect_theme(page, "light")
    page.emulate_media(color_scheme="dark")
    expect_theme(page, "dark")
    press(page, "Light")
    expect_theme(page, "light")
    reload(page)
    expect_theme(page, "light")


def test_choosing_a_theme_keeps_what_is_typed(page: Page, alice: Owner) -> None:
    page.goto("/values/new/")
    field(page, "Name").fill("Patience")

    press(page, "Dark")

    expect_theme(page, "dark")
    expect(field(page, "Name")).to_have_value("Patience")
