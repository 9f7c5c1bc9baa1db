"""From a new loop to a plan that is kept, and to the record of what was told."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from stories.bank.demo import fill
from stories.models import Loop, Owner
from tests.browser.pages import field, follow, press

SCRIPTING = [
    "with JavaScript",
    pytest.param("without", marks=pytest.mark.browser_context_args(java_script_enabled=False)),
]
DIRECTOR = "Asked a director to hold the ranking launch"
DISAGREED = re.compile("disagreed with a manager")


@pytest.mark.parametrize("scripting", SCRIPTING)
def test_loop_is_planned_pinned_and_noted(page: Page, alice: Owner, scripting: str) -> None:
    fill(alice)
    page.goto("/")
    follow(page, "Loops")
    follow(page, "Plan a loop")
    field(page, "Name").fill("Acme, ranking")
    field(page, "Company").fill("Acme")
    press(page, "Plan the loop")

    expect(page.get_by_text("is planned with the usual rounds")).to_be_visible()
    manager = page.get_by_role("region", name="2. Hiring manager screen")
    disagreed = manager.get_by_role("listitem").filter(has=page.get_by_role("heading", name=DISAGREED))
    expect(disagreed.get_by_role("link", name=DIRECTOR)).to_be_visible()
    expect(disagreed).to_contain_text("It is your best answer.")

    disagreed.locator(".menu summary").click()
    disagreed.get_by_role("link", name=re.compile("^Another story")).click()
    others = page.get_by_role("listitem").filter(has_text="Told a peer that people were avoiding their reviews")
    others.get_by_role("button", name="Tell this one").first.click()
    expect(disagreed).to_contain_text("pinned by you")
    expect(disagreed.get_by_role("link", name="Told a peer that people were avoiding their reviews")).to_be_visible()

    manager.get_by_role("link", name=re.compile("^After the interview")).click()
    page.get_by_role("group", name=DISAGREED).get_by_role("checkbox").check()
    press(page, "Save")
    expect(disagreed).to_contain_text("This was asked; you told “Told a peer that people were avoiding their reviews”.")


def test_each_round_is_printed_on_its_own_sheet(page: Page, alice: Owner, tmp_path: Path) -> None:
    fill(alice)
    loop = alice.loops.get()
    kept = [loop_round.pk for loop_round in loop.rounds.all() if loop_round.questions.count() in {3, 4}][:3]
    loop.rounds.exclude(pk__in=kept).delete()
    page.goto(Loop.objects.get().get_absolute_url())

    page.pdf(path=tmp_path / "loop.pdf", format="A4")

    pages = len(re.findall(rb"/Type\s*/Page[^s]", (tmp_path / "loop.pdf").read_bytes()))
    assert pages == len(kept) == 3
