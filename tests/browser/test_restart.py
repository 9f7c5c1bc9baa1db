"""A real server that is stopped while somebody types, and started again: nothing typed is lost."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.pages import field
from tests.reliability.libraries import Library, new_library
from tests.reliability.servers import Server, serving

LINES = {"story": ("Situation", "situation"), "answer": ("Opening line", "opening")}


@pytest.fixture
def library() -> Iterator[Library]:
    with new_library() as library:
        yield library


@pytest.fixture
def own_page(browser: Browser) -> Iterator[Page]:
    """Of a browser that nobody has signed in yet."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def begin(page: Page, server: Server, thing: str) -> None:
    """Open a new story, or a new answer from a story that is saved already; both save themselves from here on."""
    here = f"http://127.0.0.1:{server.port}"
    page.goto(f"{here}{server.link}")
    page.goto(f"{here}/stories/new/")
    field(page, "Title").fill("Rollback")
    expect(page.locator("#saved-at")).to_be_visible()
    if thing == "answer":
        story = page.url.removesuffix("/edit/").rsplit("/", 1)[-1]
        page.goto(f"{here}/questions/1/answers/new/?story={story}")


@pytest.mark.parametrize("thing", LINES)
def test_text_typed_while_the_server_restarts_saves_itself_afterwards(
    own_page: Page, library: Library, thing: str
) -> None:
    name, column = LINES[thing]
    with serving(library) as server:
        port = server.port
        begin(own_page, server, thing)
        field(own_page, name).press_sequentially("Before.")
        expect(own_page.locator("#saved-at")).to_be_visible()
        field(own_page, name).press_sequentially(" As it stops,")
    field(own_page, name).press_sequentially(" while it is away,")
    expect(own_page.get_by_role("alert")).to_contain_text("Not saved yet: the server can't be reached. Trying again…")
    field(own_page, name).press_sequentially(" and after.")

    with serving(library, port=port):
        expect(own_page.locator("#saved-at")).to_be_visible(timeout=30_000)
        expect(own_page.get_by_role("alert")).to_have_count(0)
        expect(field(own_page, name)).to_have_value("Before. As it stops, while it is away, and after.")
        own_page.reload()
        expect(field(own_page, name)).to_have_value("Before. As it stops, while it is away, and after.")

    assert library.rows(f"select {column} from stories_{thing}") == [
        ("Before. As it stops, while it is away, and after.",)
    ]
