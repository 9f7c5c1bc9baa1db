"""The focus stays where it was, whatever htmx swaps: on the replacement, or on what surrounds it."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, Route, expect

from stories.core.choices import Status, Strength
from stories.models import Owner, Question, Value
from tests.browser.pages import field, open_editor, press_keys
from tests.factories import AnswerFactory, StoryFactory, TagFactory

WATCH = """() => {
    const page = document.documentElement;
    delete page.dataset.settled;
    const done = () => setTimeout(() => { page.dataset.settled = ""; });
    document.body.addEventListener("htmx:afterSettle", done, {once: true});
}"""
FOCUSED = """() => {
    const element = document.activeElement;
    return element.id || element.getAttribute("href") || element.textContent.trim().split(":")[0];
}"""
VAGUE = "Everybody was very happy with it in the end, and the mood was really good for us all."


def focus_after(page: Page, path: str, act: Callable[[], object], stop: Locator) -> str:
    """What has the focus after the swap, if it moved to `stop` while the server answered a request to `path`."""

    def meanwhile(route: Route) -> None:
        stop.focus()
        route.continue_()

    page.evaluate(WATCH)
    page.route(re.compile(path), meanwhile, times=1)
    act()
    expect(page.locator("html[data-settled]")).to_be_attached()
    page.unroute_all()
    return str(page.evaluate(FOCUSED))


def test_focus_stays_while_the_editor_redraws(page: Page, alice: Owner) -> None:
    story = StoryFactory.create(owner=alice, result=VAGUE, status=Status.DRAFT)
    open_editor(page, story)
    action, result, ready = field(page, "Action"), field(page, "Result"), page.locator("#mark-ready")
    rule = page.locator("#findings-result").get_by_role("link", name="STAR101")

    after = {
        "on a finding": focus_after(page, "/preview/", lambda: action.fill("I asked her."), rule),
        "on a button": focus_after(page, "/edit/", lambda: action.press("Control+s"), ready),
        "on a finding that goes": focus_after(page, "/preview/", lambda: result.fill("It fell by 40 %."), rule),
    }

    assert after == {
        "on a finding": "/review/STAR101/",
        "on a button": "mark-ready",
        "on a finding that goes": "findings-result",
    }
    page.keyboard.press("Shift+Tab")
    expect(result).to_be_focused()


def test_focus_and_the_open_fold_stay_while_the_answer_is_timed(
    page: Page, alice: Owner, disagreement: Question
) -> None:
    answer = AnswerFactory.create(story=StoryFactory.create(owner=alice), question=disagreement)
    page.goto(answer.get_absolute_url())
    fold = page.locator("#length-headline")
    fold.locator("summary").click()
    use, opening = fold.get_by_role("button", name="Use this proposal"), field(page, "Opening line")

    after = [
        focus_after(page, "/edit/", lambda: opening.fill("In one."), fold.locator("summary")),
        focus_after(page, "/edit/", lambda: opening.fill("In two."), use),
    ]

    assert [words.split(":")[0] for words in after] == ["Headline", "Use this proposal"]
    expect(use).to_be_visible()
    expect(fold).to_contain_text("In two.")


def test_focus_stays_while_lists_are_narrowed_and_after_going_back(
    page: Page, alice: Owner, disagreement: Question, candor: Value
) -> None:
    kept = StoryFactory.create(owner=alice, title="Rollback")
    TagFactory.create(story=kept, value=candor)
    search = page.get_by_role("searchbox", name="Search")
    rows = {
        "/stories/?q=rol": kept.get_absolute_url(),
        "/questions/?q=dis": disagreement.get_absolute_url(),
        "/coverage/?view=questions&q=dis": disagreement.get_absolute_url(),
    }
    for path, address in rows.items():
        before, word = path[-3:], "rollb" if "stories" in path else "disagreed with"
        page.goto(path)
        link = page.locator(f"#results a[href='{address}']").first

        assert focus_after(page, "q=", lambda word=word: search.fill(word), link) == address, path  # type: ignore[misc]
        expect(page).to_have_url(re.compile(f"q={word[:5]}"))
        search.focus()
        page.go_back()
        expect(search).to_have_value(before)
        expect(search).to_be_focused()

    # The page that going back restores works as the first one did.
    page.get_by_role("grid").locator("tbody [tabindex='0']").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("grid").locator(":focus")).to_have_attribute("tabindex", "0")
    press_keys(page, "?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


def test_focus_comes_back_to_a_redrawn_cell(page: Page, alice: Owner, candor: Value) -> None:
    story = StoryFactory.create(owner=alice)
    TagFactory.create(story=story, value=candor, strength=Strength.SUPPORTING)
    page.goto("/coverage/")
    cell = page.locator(f"#cell-{story.pk}-{candor.pk}")
    why = page.get_by_role("link", name=re.compile("^Candor in"))

    why.press("0")
    expect(cell).to_have_accessible_name(re.compile("^Candor: not tagged"))
    expect(cell).to_be_focused()

    cell.press("p")
    expect(cell).to_have_accessible_name(re.compile("^Candor: primary"))
    cell.press("o")
    basis = page.get_by_role("complementary", name="The evidence")
    expect(basis.get_by_role("heading")).to_be_focused()
    cell.press("0")
    expect(cell).to_have_accessible_name(re.compile("^Candor: not tagged"))
    basis.get_by_role("button", name="Close").focus()
    page.keyboard.press("Enter")
    expect(cell).to_be_focused()


def test_focus_stays_while_a_heard_question_finds_its_stories(page: Page, alice: Owner, candor: Value) -> None:
    story = StoryFactory.create(owner=alice)
    TagFactory.create(story=story, value=candor)
    page.goto("/questions/new/?text=Tell+me+about+candor")
    page.get_by_role("group", name="Probes as primary").get_by_label("Candor").check()
    link = page.locator("#suggested").get_by_role("link", name=story.title, exact=True)

    topics = page.get_by_role("group", name="Topic")
    after = focus_after(page, "/questions/new/", lambda: topics.get_by_role("radio").nth(1).check(), link)

    assert after == story.get_absolute_url()


def test_focus_is_on_the_first_field_that_was_refused(page: Page) -> None:
    page.goto("/questions/new/?text=Wann+haben+Sie+zuletzt+versagt")

    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("Not saved: correct the marked fields.")
    expect(page.get_by_role("group", name="Topic").get_by_role("radio").first).to_be_focused()
    expect(page).to_have_title("Error: Add a question · Prepsite")
