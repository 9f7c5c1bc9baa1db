"""The editor saves while you type: nothing typed is lost, and nothing is overwritten unseen."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from stories.base.signin import link_for
from stories.models import EditConflict, Owner, Story
from tests.browser.pages import eventually, field, follow, open_editor, press, reload
from tests.factories import StoryFactory

WITHIN = 5_000  # milliseconds: the most that may be lost
AFTER_RETRY = 10_000


@pytest.fixture
def story(alice: Owner) -> Story:
    return StoryFactory.create(owner=alice, title="Rollback", situation="It was late.", learning="Ask first.")


@pytest.fixture
def action(page: Page, story: Story) -> Locator:
    """The Action field of the open editor."""
    open_editor(page, story)
    return field(page, "Action")


def saved(page: Page) -> Locator:
    return page.locator("#state").get_by_text("Saved at")


def stored_action() -> str:
    return Story.objects.get().action


def holds(text: str) -> Callable[[], bool]:
    return lambda: stored_action() == text


def add(text: Locator, more: str) -> None:
    text.press("Control+End")
    text.press_sequentially(more)


def test_new_story_saves_itself_and_a_reload_shows_it(page: Page, alice: Owner) -> None:
    page.goto("/stories/new/")

    field(page, "Situation").press_sequentially("It was Friday.")

    expect(saved(page)).to_be_visible(timeout=WITHIN)
    story = alice.stories.get()
    assert (story.situation, story.status) == ("It was Friday.", "draft")
    expect(page).to_have_url(re.compile(f"/stories/{story.pk}/edit/$"))
    reload(page)
    expect(field(page, "Situation")).to_have_value("It was Friday.")


def test_new_story_without_a_title_is_kept_at_its_address(page: Page, alice: Owner) -> None:
    page.goto("/stories/new/")
    field(page, "Situation").fill("It was Friday.")

    press(page, "Save")

    expect(page.get_by_role("alert")).to_have_text("Kept as an untitled draft. Give it a title to finish.")
    expect(page).to_have_url(re.compile(f"/stories/{alice.stories.get().pk}/edit/$"))
    field(page, "Title").fill("Friday")
    press(page, "Save")
    expect(page.get_by_role("status")).to_contain_text("“Friday” is saved")
    assert alice.stories.get().title == "Friday"


def test_text_is_saved_while_the_typing_goes_on(page: Page, action: Locator) -> None:
    action.clear()
    typed = "I read the logs and saw the same session twice in them."

    page.keyboard.type(typed, delay=100)

    kept = stored_action()
    assert kept
    assert typed.startswith(kept)
    assert len(typed) - len(kept) <= 50  # 5 seconds of typing
    expect(saved(page)).to_be_visible()
    assert eventually(holds(typed))


def test_changed_evidence_and_tag_are_saved_too(page: Page, action: Locator) -> None:
    page.get_by_role("group", name="Candor", exact=True).get_by_label("Primary").check()
    field(page, "Evidence for Candor").fill("I told her the same day")

    expect(saved(page)).to_be_visible(timeout=WITHIN)

    tags = Story.objects.get().tags.values_list("value__slug", "strength", "evidence")
    assert list(tags) == [("candor", "primary", "I told her the same day")]


def test_control_s_saves_at_once(page: Page, action: Locator) -> None:
    action.fill("Now.")

    action.press("Control+s")

    expect(saved(page)).to_be_visible(timeout=1_000)
    assert stored_action() == "Now."


def test_closed_page_has_sent_what_was_typed(page: Page, action: Locator) -> None:
    action.fill("Last words.")

    page.close(run_before_unload=False)

    assert eventually(holds("Last words."))


def test_left_page_has_sent_what_was_typed(page: Page, action: Locator) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    action.fill("Last words.")

    follow(page, "Stories")

    expect(page.get_by_role("heading", name="Stories", exact=True)).to_be_visible()
    assert eventually(holds("Last words."))


def test_leaving_with_unsaved_words_is_asked_about(page: Page, action: Locator) -> None:
    action.press_sequentially("x")

    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)

    assert asked.value.type == "beforeunload"
    asked.value.accept()


def test_second_tab_is_set_aside_and_both_are_chosen_from(context: BrowserContext, story: Story) -> None:
    first, second = context.new_page(), context.new_page()
    open_editor(first, story)
    open_editor(second, story)
    field(first, "Action").fill("From one.")
    press(first, "Save")
    expect(first.get_by_role("status")).to_contain_text("“Rollback” is saved")
    field(second, "Action").fill("From two.")
    field(second, "Learning").fill("Learned by two.")

    press(second, "Save")

    expect(second.get_by_role("status")).to_contain_text("Set aside: the story was changed elsewhere")
    for part, versions in {"Action": ["From one.", "From two."], "Learning": ["Ask first.", "Learned by two."]}.items():
        shown = second.get_by_role("group", name=part, exact=True)
        for version in versions:
            expect(shown.get_by_text(version, exact=True)).to_be_visible()
    assert (stored_action(), EditConflict.objects.count()) == ("From one.", 1)

    second.get_by_role("group", name="Action", exact=True).get_by_label("As saved in the story").check()
    press(second, "Save my choices")

    expect(second.get_by_role("status")).to_have_text("“Rollback” is saved with your choices.")
    chosen = Story.objects.get()
    assert (chosen.action, chosen.learning, chosen.situation) == ("From one.", "Learned by two.", "It was late.")
    assert not EditConflict.objects.exists()


def test_second_tab_says_so_while_typing(context: BrowserContext, story: Story) -> None:
    first, second = context.new_page(), context.new_page()
    open_editor(first, story)
    open_editor(second, story)
    field(first, "Action").fill("From one.")
    field(first, "Action").press("Control+s")
    expect(saved(first)).to_be_visible()

    field(second, "Action").fill("From two.")
    field(second, "Action").press("Control+s")

    expect(second.get_by_role("alert")).to_contain_text("the story was changed elsewhere")
    assert stored_action() == "From one."
    follow(second, "Compare and choose")
    expect(second.get_by_text("From two.", exact=True)).to_be_visible()


def test_counters_and_preview_follow_the_typing_and_match_the_saved_story(page: Page, action: Locator) -> None:
    action.fill("I **called** the director. " * 30)

    expect(page.get_by_text("120 words · 0:48", exact=True)).to_be_visible()
    total = page.get_by_role("complementary").get_by_text("(limit").inner_text()
    press(page, "Read it as told")
    told = page.get_by_role("dialog", name="As told")
    expect(told.get_by_role("strong").first).to_have_text("called")
    expect(told.get_by_text("120 words · 0:48", exact=True)).to_have_count(0)
    press(told, "Close")
    press(page, "Save")
    expect(page.get_by_role("heading", name="Action 120 words · 0:48")).to_be_visible()
    time, words = re.match(r"([\d:]+) \(limit [\d:]+\), (\d+) words,", total.strip()).groups()  # type: ignore[union-attr]
    expect(page.get_by_text(f"{words} words, {time} to tell")).to_be_visible()


def test_unreachable_server_is_reported_and_saving_resumes_by_itself(
    page: Page, context: BrowserContext, action: Locator
) -> None:
    context.set_offline(True)
    action.fill("Typed in a tunnel.")
    expect(page.get_by_role("alert")).to_contain_text("Not saved yet: the server can't be reached.")

    context.set_offline(False)

    expect(saved(page)).to_be_visible(timeout=AFTER_RETRY)
    expect(action).to_have_value("Typed in a tunnel.")
    assert stored_action() == "Typed in a tunnel."


def test_signed_out_typing_is_kept_and_saved_after_signing_in_again(
    page: Page, context: BrowserContext, action: Locator, alice: Owner, base_url: str
) -> None:
    elsewhere = context.new_page()
    sign_out(elsewhere)
    action.fill("Typed while signed out.")
    expect(page.get_by_role("alert")).to_contain_text("Not saved: you are signed out.")
    expect(action).to_have_value("Typed while signed out.")

    expect(page.get_by_role("link", name="Sign in from another tab")).to_have_attribute("href", "/sign-in/")
    sign_in_again(elsewhere, alice, base_url)
    add(action, " And on.")

    expect(saved(page)).to_be_visible(timeout=AFTER_RETRY)
    assert stored_action() == "Typed while signed out. And on."


def test_save_pressed_after_signing_in_again_loses_nothing(
    page: Page, context: BrowserContext, action: Locator, alice: Owner, base_url: str
) -> None:
    elsewhere = context.new_page()
    sign_out(elsewhere)
    sign_in_again(elsewhere, alice, base_url)
    action.fill("Typed in one go.")

    press(page, "Save")

    expect(page.get_by_role("status")).to_contain_text("“Rollback” is saved")
    assert stored_action() == "Typed in one go."


def test_save_pressed_while_another_is_under_way_is_the_last_request(page: Page, action: Locator) -> None:
    sent: list[str] = []
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        sent.append("autosave" if "autosave" in (route.request.post_data or "") else "save")
        if len(sent) == 1:
            held.append(route)
        else:
            route.continue_()

    page.route(lambda url: url.endswith("/edit/"), hold_the_first)
    action.fill("Typed in one go.")
    with page.expect_request(lambda request: request.method == "POST"):
        action.press("Control+s")

    press(page, "Save")
    held[0].continue_()

    expect(page.get_by_role("status")).to_contain_text("“Rollback” is saved")
    assert sent == ["autosave", "save"]


def test_save_pressed_while_signed_out_keeps_the_page(page: Page, context: BrowserContext, action: Locator) -> None:
    sign_out(context.new_page())
    action.fill("Typed while signed out.")

    press(page, "Save")

    expect(page.get_by_role("alert")).to_contain_text("Not saved: you are signed out.")
    expect(action).to_have_value("Typed while signed out.")


@pytest.mark.parametrize("presses_save", [True, False])
def test_coming_back_from_signing_in_saves_what_waited(
    page: Page, context: BrowserContext, action: Locator, alice: Owner, base_url: str, *, presses_save: bool
) -> None:
    elsewhere = context.new_page()
    sign_out(elsewhere)
    action.fill("Typed while signed out.")
    action.press("Control+s")
    expect(page.get_by_role("alert")).to_contain_text("then keep typing.")
    if presses_save:
        press(page, "Save")
        expect(page.get_by_role("alert")).to_contain_text("then press Save again.")

    sign_in_again(elsewhere, alice, base_url)
    page.evaluate("window.dispatchEvent(new Event('focus'))")  # All of Playwright's tabs always have it.

    shown = page.get_by_role("status").get_by_text("“Rollback” is saved") if presses_save else saved(page)
    expect(shown).to_be_visible()
    assert stored_action() == "Typed while signed out."


def test_refusal_on_a_phone_is_next_to_save(page: Page, context: BrowserContext, action: Locator) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    sign_out(context.new_page())
    field(page, "Learning").fill("Typed while signed out.")
    field(page, "Learning").scroll_into_view_if_needed()

    press(page, "Save")

    alert = page.get_by_role("alert")
    expect(alert).to_be_in_viewport(ratio=1)
    expect(alert).to_have_css("font-weight", "600")
    # At one moment, because each try puts another alert in the place of the last.
    below, save = page.evaluate(
        "() => [document.querySelector('[role=alert]').getBoundingClientRect().bottom,"
        " document.querySelector('button[name=save]').getBoundingClientRect().top]"
    )
    assert 0 <= save - below < 16


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_scripts_nothing_claims_to_save_by_itself(page: Page, action: Locator) -> None:
    expect(page.get_by_text("Saves as you type.")).to_be_hidden()
    expect(page.get_by_text("Press Save: without JavaScript, nothing is saved automatically.")).to_be_visible()


def test_save_pressed_without_a_server_keeps_the_page(page: Page, context: BrowserContext, action: Locator) -> None:
    context.set_offline(True)
    action.fill("Typed in a tunnel.")

    press(page, "Save")

    expect(page.get_by_role("alert")).to_contain_text("Not saved yet: the server can't be reached.")
    expect(action).to_have_value("Typed in a tunnel.")


def sign_out(page: Page) -> None:
    page.goto("/")
    press(page, "Sign out")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


def sign_in_again(page: Page, owner: Owner, base_url: str) -> None:
    port = urlsplit(base_url).port
    assert port
    page.goto(link_for(owner, port).replace("127.0.0.1", "localhost"))
    expect(page.get_by_role("heading", name="Where you stand")).to_be_visible()


def test_story_deleted_elsewhere_can_be_kept_as_a_new_one(page: Page, action: Locator, story: Story) -> None:
    story.delete()
    action.fill("Still here.")
    action.press("Control+s")
    expect(page.get_by_role("alert")).to_contain_text("this story was deleted elsewhere")

    press(page, "Save")

    expect(page.get_by_role("status")).to_contain_text("“Rollback” is saved")
    assert stored_action() == "Still here."


def test_too_long_text_is_reported_and_saved_once_it_is_shorter(page: Page, action: Locator) -> None:
    action.fill("x" * 20_001)
    expect(page.get_by_role("alert")).to_contain_text("Not saved yet. Action: This has 20,001 characters")

    action.fill("Shorter.")

    expect(saved(page)).to_be_visible(timeout=WITHIN)
    assert stored_action() == "Shorter."
