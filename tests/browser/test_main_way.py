"""The main way through Prepsite: from an empty library to a value and a question that are covered.

The same steps with and without JavaScript, and with the real text of two stories of the demo.
"""

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from stories.bank.seeding import Row, read
from stories.base.signin import link_for
from stories.models import Answer, Owner, Question, Story, Value
from tests.browser.pages import field, follow, level, press, value_row

SCRIPTING = [
    "with JavaScript",
    pytest.param("without", marks=pytest.mark.browser_context_args(java_script_enabled=False)),
]
FIELDS = {
    "Title": "title",
    "Headline": "headline",
    "Organisation": "organisation",
    "Role": "role",
    "When": "when",
    "Situation": "situation",
    "Task": "task",
    "Action": "action",
    "Result": "result",
    "Learning": "learning",
}
WANTED = "candor"


def two_stories() -> list[Row]:
    entries = [entry for entry in read("demo", "story") if entry["status"] == "ready"]
    return [entry for entry in entries if WANTED in {tag["value"] for tag in entry["tags"]}][:2]


def texts(entry: Row) -> dict[str, str]:
    return {name: entry.get(name, "").strip() for name in FIELDS.values()}


def write_story(page: Page, entry: Row) -> None:
    for label, name in FIELDS.items():
        field(page, label).fill(texts(entry)[name])
    for tag in entry["tags"]:
        value = Value.objects.get(framework__is_default=True, slug=tag["value"]).name
        page.get_by_role("group", name=value, exact=True).get_by_label(tag["strength"].capitalize()).check()
        field(page, f"Evidence for {value}").fill(tag["evidence"])
    press(page, "Save and mark ready")
    expect(page.get_by_role("status")).to_have_text(f"“{entry['title']}” is saved and ready.")


def stored(owner: Owner) -> list[tuple[dict[str, str], set[tuple[str, str, str]]]]:
    return [
        (
            {name: getattr(story, name) for name in FIELDS.values()},
            {(tag.value.slug, tag.strength, tag.evidence) for tag in story.tags.all()},
        )
        for story in owner.stories.order_by("created")
    ]


@pytest.mark.parametrize("scripting", SCRIPTING)
def test_empty_library_becomes_a_covered_value_and_question(
    page: Page, alice: Owner, disagreement: Question, scripting: str
) -> None:
    first, second = two_stories()
    page.goto("/")
    expect(page.get_by_role("heading", name="Start with one story")).to_be_visible()

    follow(page, "Write your first story")
    write_story(page, first)
    follow(page, "Coverage")
    expect(value_row(page, "Candor")).to_contain_text("Thin")
    follow(page, "Stories")
    follow(page, "New story")
    follow(page, "Write in the editor")
    write_story(page, second)

    follow(page, "Coverage")
    expect(value_row(page, "Candor")).to_contain_text("Covered")
    follow(page, "Prepsite")
    expect(page.get_by_role("link", name="1 of 8", exact=True)).to_be_visible()

    follow(page, "Questions")
    page.get_by_role("searchbox", name="Search").fill(disagreement.text[:40])
    page.get_by_role("searchbox", name="Search").press("Enter")
    follow(page, disagreement.text)
    expect(level(page, "Open")).to_be_visible()
    could = page.get_by_role("region", name="The closest of your stories").get_by_role("listitem")
    could.filter(has_text=first["title"]).get_by_role("link", name="Answer with it").click()
    page.get_by_role("radio", name="Strong").check()
    field(page, "Opening line").fill(first["answers"][0]["opening"])
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(level(page, "Covered")).to_be_visible()

    assert stored(alice) == [
        (texts(entry), {(tag["value"], tag["strength"], tag["evidence"]) for tag in entry["tags"]})
        for entry in (first, second)
    ]
    assert list(Answer.objects.values_list("owner", "question", "story__title", "fit", "opening", "closing")) == [
        (alice.pk, disagreement.pk, first["title"], "strong", first["answers"][0]["opening"], "")
    ]


@pytest.mark.parametrize("scripting", SCRIPTING)
def test_typed_text_survives_a_save_that_is_refused(page: Page, alice: Owner, scripting: str) -> None:
    page.goto("/stories/new/")
    field(page, "Action").fill("I read the logs.")

    press(page, "Save and mark ready")

    expect(page.get_by_role("alert")).to_have_text("Kept as an untitled draft. Give it a title to finish.")
    expect(page.get_by_text("Give the story a title so you can find it again.")).to_be_visible()
    expect(field(page, "Action")).to_have_value("I read the logs.")
    assert not Story.objects.exclude(title="").exists()


def test_sign_in_link_opens_the_library_and_works_once(
    context: BrowserContext, alice: Owner, live_server: LiveServer
) -> None:
    context.clear_cookies()
    page = context.new_page()
    link = link_for(alice, live_server.thread.port)
    page.goto(f"http://127.0.0.1:{live_server.thread.port}/stories/")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()

    page.goto(link)
    expect(page.get_by_role("heading", name="Where you stand")).to_be_visible()
    press(page, "Sign out")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    page.goto(link)

    expect(page.get_by_role("alert")).to_have_text(
        "This sign-in link has already been used or has expired, or is for another library."
    )
