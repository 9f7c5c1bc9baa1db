"""The answer builder saves while you type: nothing typed is lost, and nothing is overwritten unseen."""

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from stories.models import Answer, AnswerConflict, Owner, Question, Story
from tests.browser.pages import eventually, field, follow, reload, sign_in_again, sign_out_elsewhere
from tests.factories import AnswerFactory, StoryFactory

AFTER_RETRY = 20_000


@pytest.fixture
def story(alice: Owner) -> Story:
    return StoryFactory.create(owner=alice, title="Rollback")


@pytest.fixture
def answer(story: Story, disagreement: Question) -> Answer:
    return AnswerFactory.create(story=story, question=disagreement)


@pytest.fixture
def opening(page: Page, answer: Answer) -> Locator:
    """The opening line of the open answer."""
    page.goto(answer.get_absolute_url())
    return field(page, "Opening line")


def saved(page: Page) -> Locator:
    return page.locator("#state").get_by_text("Saved at")


def press_save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).first.click()


def stored() -> str:
    return Answer.objects.get().opening


def test_new_answer_saves_itself_at_an_address_of_its_own(page: Page, story: Story, disagreement: Question) -> None:
    page.goto(f"/questions/{disagreement.pk}/answers/new/?story={story.pk}")

    field(page, "Opening line").press_sequentially("In one breath.")

    expect(saved(page)).to_be_visible()
    answer = Answer.objects.get()
    expect(page).to_have_url(re.compile(f"/answers/{answer.pk}/edit/$"))
    reload(page)
    expect(field(page, "Opening line")).to_have_value("In one breath.")


def test_new_answer_that_is_only_looked_at_is_not_made(page: Page, story: Story, disagreement: Question) -> None:
    page.goto(f"/questions/{disagreement.pk}/answers/new/?story={story.pk}")
    page.locator("#section-task").get_by_text("Say it otherwise").click()
    page.get_by_text("Short:").click()

    follow(page, "Culture")

    expect(page.get_by_role("heading", level=1)).to_contain_text("ulture")
    assert not Answer.objects.exists()


def test_closed_page_has_sent_what_was_typed(page: Page, opening: Locator) -> None:
    opening.fill("Last words.")

    page.close(run_before_unload=False)

    assert eventually(lambda: stored() == "Last words.")


def test_lost_session_keeps_the_text_and_saves_it_after_signing_in_again(
    page: Page, context: BrowserContext, opening: Locator, alice: Owner
) -> None:
    sign_out_elsewhere(context)
    opening.fill("Typed while signed out.")
    expect(page.get_by_role("alert")).to_contain_text("Not saved: you are signed out.")
    expect(opening).to_have_value("Typed while signed out.")

    sign_in_again(context, alice)
    opening.press_sequentially(" And on.")

    expect(saved(page)).to_be_visible(timeout=AFTER_RETRY)
    assert stored() == "Typed while signed out. And on."


def test_server_that_was_away_gets_the_text_when_it_is_back(
    page: Page, context: BrowserContext, opening: Locator
) -> None:
    context.set_offline(True)
    opening.fill("Typed during a restart.")
    expect(page.get_by_role("alert")).to_contain_text("Not saved yet: the server can't be reached.")

    context.set_offline(False)

    expect(saved(page)).to_be_visible(timeout=AFTER_RETRY)
    assert stored() == "Typed during a restart."


def test_text_is_not_saved_for_somebody_else(
    page: Page, context: BrowserContext, opening: Locator, charlie: Owner, alice: Owner
) -> None:
    sign_in_again(context, charlie)
    opening.fill("Typed once.")
    opening.press("Control+s")

    expect(page.get_by_role("alert")).to_contain_text("Not saved: somebody else is signed in.")
    assert stored() == ""
    sign_in_again(context, alice)
    opening.press("Control+s")
    expect(saved(page)).to_be_visible()
    assert stored() == "Typed once."


def test_second_window_says_so_and_both_are_chosen_from(context: BrowserContext, answer: Answer) -> None:
    first, second = context.new_page(), context.new_page()
    for window in (first, second):
        window.goto(answer.get_absolute_url())
    field(first, "Opening line").fill("From one.")
    expect(saved(first)).to_be_visible()

    field(second, "Opening line").fill("From two.")
    field(second, "Closing line").fill("Closed by two.")
    expect(second.get_by_role("alert")).to_contain_text("the answer was changed elsewhere")
    assert stored() == "From one."
    follow(second, "Compare and choose")

    shown = second.get_by_role("group", name="Opening line", exact=True)
    for version in ("From one.", "From two."):
        expect(shown.get_by_text(version, exact=True)).to_be_visible()
    shown.get_by_label("As saved in the answer").check()
    second.get_by_role("button", name="Save my choices").click()
    expect(second.get_by_role("status")).to_contain_text("The answer is saved with your choices.")
    chosen = Answer.objects.get()
    assert (chosen.opening, chosen.closing) == ("From one.", "Closed by two.")
    assert not AnswerConflict.objects.exists()


def test_answer_deleted_elsewhere_can_be_kept_as_a_new_one(page: Page, opening: Locator, answer: Answer) -> None:
    answer.delete()
    opening.fill("Typed after the end.")
    opening.press("Control+s")
    expect(page.get_by_role("alert")).to_contain_text("Press Save to keep it as a new answer.")

    press_save(page)

    expect(page.get_by_role("status")).to_contain_text(re.compile("saved", re.IGNORECASE))
    assert stored() == "Typed after the end."


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_scripts_one_press_on_the_next_page_saves_it(
    page: Page, context: BrowserContext, opening: Locator, alice: Owner
) -> None:
    opening.fill("Typed once.")
    sign_in_again(context, alice)

    press_save(page)

    expect(page.get_by_role("alert")).to_contain_text("You have signed in again since you opened this form.")
    page.get_by_role("button", name="Save again").click()
    expect(page.get_by_role("status")).to_contain_text("Answer saved")
    assert stored() == "Typed once."
