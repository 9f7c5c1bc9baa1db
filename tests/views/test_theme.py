"""The form in the footer of every page, including the sign-in page."""

import pytest
from django.test import Client

COOKIE = "prepsite_theme"


def test_theme_is_kept_in_the_browser_and_the_page_comes_back() -> None:
    response = Client().post("/theme/", {"theme": "dark", "next": "/stories/?q=a"})

    assert (response.status_code, response["Location"]) == (302, "/stories/?q=a")
    assert response.cookies[COOKIE].value == "dark"
    assert response.cookies[COOKIE]["max-age"] == 365 * 24 * 60 * 60


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_way_back_leads_nowhere_else(page: str) -> None:
    assert Client().post("/theme/", {"theme": "light", "next": page})["Location"] == "/"


def test_unknown_theme_is_refused() -> None:
    response = Client().post("/theme/", {"theme": "neon"})

    assert response.status_code == 400
    assert COOKIE not in response.cookies


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ('"><script>', "system")])
def test_page_is_drawn_in_the_theme_of_the_cookie(client: Client, cookie: str, theme: str) -> None:
    client.cookies[COOKIE] = cookie

    assert f'data-theme="{theme}"' in client.get("/").content.decode()
