import re
from pathlib import Path

import pytest
from django.conf import Settings, settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client, RequestFactory
from pytest_django.asserts import assertContains, assertRedirects

from stories.base.signin import client_address, link_for
from stories.models import Owner


@pytest.fixture
def visitor() -> Client:
    return Client()


@pytest.fixture
def link(alice: Owner) -> str:
    return link_for(alice, 8000).removeprefix("http://127.0.0.1:8000")


def signed_in(visitor: Client) -> bool:
    return visitor.get("/").status_code == 200


def test_link_signs_in_once(visitor: Client, link: str) -> None:
    assertRedirects(visitor.get(link), "/")
    assert signed_in(visitor)

    assertContains(Client().get(link), "has already been used or has expired", status_code=403)


def test_used_link_does_not_bother_the_owner_it_signed_in(visitor: Client, link: str) -> None:
    visitor.get(link)

    assertRedirects(visitor.get(link), "/")


def test_broken_links_close_nothing(link: str) -> None:
    for _ in range(15):
        assert Client().get("/sign-in/link/?sesame=AAAAAAAAAAAAAAAAAAAAAA").status_code == 403

    assertRedirects(Client().get(link), "/", fetch_redirect_response=False)


def test_second_link_uses_itself_up_and_leaves_open_forms_alone(client: Client, link: str) -> None:
    client.get("/settings/")
    token = client.cookies["prepsite_csrf"].value

    assertRedirects(client.get(link), "/")

    assert client.cookies["prepsite_csrf"].value == token
    assert Client().get(link).status_code == 403


def test_guesses_are_counted_by_the_address_that_the_proxy_saw(settings: Settings) -> None:
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "10.9.9.9, 203.0.113.7"})

    assert client_address(request) == "127.0.0.1"
    settings.PRODUCTION = True  # type: ignore[attr-defined]
    assert client_address(request) == "203.0.113.7"


def test_link_expires(visitor: Client, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import sesame.tokens_v2 as tokens

    now = tokens.time.time()
    monkeypatch.setattr(tokens.time, "time", lambda: now + 601)

    assert visitor.get(link).status_code == 403
    assert not signed_in(visitor)


@pytest.mark.parametrize("address", ["192.168.1.7", "10.0.0.1", "2001:db8::1"])
def test_link_works_from_this_machine_alone(visitor: Client, link: str, address: str) -> None:
    response = visitor.get(link, REMOTE_ADDR=address)

    assertContains(response, "only in a browser on the machine", status_code=403)
    assert not signed_in(visitor)


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_link_is_refused_to_what_a_proxy_passed_on(visitor: Client, link: str, header: str) -> None:
    assert visitor.get(link, headers={header: "127.0.0.1"}).status_code == 403
    assert not signed_in(visitor)


def test_links_do_not_work_on_a_server(visitor: Client, link: str, settings: Settings) -> None:
    settings.PRODUCTION = True  # type: ignore[attr-defined]

    assert visitor.get(link).status_code == 403
    with pytest.raises(CommandError, match="with their password"):
        call_command("link")


def test_link_command_prints_a_link_that_works(db: None, visitor: Client, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("link", port=8123)

    printed = capsys.readouterr().out.strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:8123/sign-in/link/\?sesame=\S+", printed)
    visitor.get(printed.removeprefix("http://127.0.0.1:8123"))
    assert signed_in(visitor)


def test_password_signs_in(visitor: Client, alice: Owner) -> None:
    alice.set_password("a long enough one")
    alice.save()

    response = visitor.post("/sign-in/?next=/coverage/", {"username": "alice", "password": "a long enough one"})

    assertRedirects(response, "/coverage/", fetch_redirect_response=False)
    assert signed_in(visitor)


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/"])
def test_sign_in_leads_nowhere_else(visitor: Client, alice: Owner, target: str) -> None:
    alice.set_password("a long enough one")
    alice.save()

    response = visitor.post(
        f"/sign-in/?next={target}", {"username": "alice", "password": "a long enough one", "next": target}
    )

    assertRedirects(response, "/")


def test_guessing_passwords_is_stopped(visitor: Client, alice: Owner) -> None:
    alice.set_password("a long enough one")
    alice.save()
    for _ in range(10):
        visitor.post("/sign-in/", {"username": "alice", "password": "guess"})

    response = visitor.post("/sign-in/", {"username": "alice", "password": "a long enough one"})

    assertContains(response, "Too many attempts", status_code=429)
    assert not signed_in(visitor)


def test_owner_without_password_cannot_sign_in_by_password(visitor: Client, db: None) -> None:
    Owner.objects.local()

    response = visitor.post("/sign-in/", {"username": "me", "password": ""})

    assert response.status_code == 200
    assert not signed_in(visitor)


def test_sign_out(client: Client) -> None:
    assert client.get("/sign-out/").status_code == 405
    client.post("/sign-out/")

    assert not signed_in(client)


def test_forged_post_is_refused(alice: Owner) -> None:
    visitor = Client(enforce_csrf_checks=True)
    visitor.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")

    assert visitor.post("/values/new/", {"name": "Forged"}).status_code == 403
    assert not alice.values.exists()


@pytest.mark.parametrize("url", ["/", "/sign-in/", "/stories/new/", "/nothing/"])
def test_pages_forbid_foreign_and_inline_code(client: Client, url: str) -> None:
    response = client.get(url)

    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self';" in f"{policy};"
    assert "style-src 'self';" in f"{policy};"
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("url", ["/", "/coverage/", "/stories/new/", "/questions/", "/sign-in/"])
def test_pages_hold_no_inline_code_and_name_no_other_host(client: Client, url: str) -> None:
    page = client.get(url).content.decode()

    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)
    assert not re.search(r"(src|<link[^>]*href)=\"(https?:)?//", page)


def test_templates_never_mark_text_safe() -> None:
    """rendering.py is the one place that does."""
    for path in [
        *Path(settings.BASE_DIR, "templates").rglob("*.html"),
        *Path(settings.BASE_DIR, "stories").rglob("*.py"),
    ]:
        source = path.read_text()
        if path.name != "rendering.py":
            assert not re.search(r"mark_safe|\|\s*safe\b|autoescape off|SafeString\(", source), path


def test_first_password_is_set_and_changed_only_with_the_present_one(client: Client, alice: Owner) -> None:
    first = {"new_password1": "a long enough one", "new_password2": "a long enough one"}
    assertContains(client.post("/settings/password/", first, follow=True), "Your password is set.")
    second = {"new_password1": "another long one", "new_password2": "another long one"}
    assert client.post("/settings/password/", second | {"old_password": "guess"}).status_code == 422
    client.post("/settings/password/", second | {"old_password": "a long enough one"})

    alice.refresh_from_db()
    assert alice.check_password("another long one")
    assert signed_in(client)


@pytest.mark.parametrize("password", ["short", "password", "alice123"])
def test_weak_password_is_refused(client: Client, alice: Owner, password: str) -> None:
    response = client.post("/settings/password/", {"new_password1": password, "new_password2": password})

    assert response.status_code == 422
    assert "new_password2" in response.context["form"].errors
