import re
import threading
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.conf import Settings, settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from sesame.backends import ModelBackend as LinkBackend

from stories.base.proxies import ForwardedScheme, client_address
from stories.base.signin import link_for
from stories.models import Owner
from tests.factories import OwnerFactory


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


@pytest.mark.usefixtures("transactional_db")
def test_link_signs_in_once_however_many_requests_use_it_at_the_same_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    link = link_for(OwnerFactory.create(), 8000).removeprefix("http://127.0.0.1:8000")
    all_valid = threading.Barrier(8)

    class Backend(LinkBackend):  # type: ignore[misc] # sesame has no types
        def authenticate(self, *arguments: Any, **options: Any) -> Any:
            user = super().authenticate(*arguments, **options)
            all_valid.wait(timeout=30)  # Every request has found the link valid before one of them uses it up.
            return user

    def use(_: int) -> int:
        try:
            return Client().get(link).status_code
        finally:
            connections.close_all()

    monkeypatch.setattr("stories.views.signin.LinkBackend", Backend)
    with ThreadPoolExecutor(8) as threads:
        answers = sorted(threads.map(use, range(8)))

    assert answers == [302] + [403] * 7


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


def guess(visitor: Client, count: int = 1, **where: Any) -> Any:
    """The answer to the last of some wrong passwords for Alice."""
    for _ in range(count):
        response = visitor.post("/sign-in/", {"username": "alice", "password": "guess"}, **where)
    return response


def is_let_in(visitor: Client, **where: Any) -> bool:
    response = visitor.post("/sign-in/", {"username": "alice", "password": "a long enough one"}, **where)
    return response.status_code == 302


@pytest.fixture
def password(alice: Owner) -> None:
    alice.set_password("a long enough one")
    alice.save()


@pytest.fixture
def proxy(settings: Settings) -> str:
    """The address of a proxy that is listed."""
    settings.PROXIES = [ip_network("10.0.0.0/24")]  # type: ignore[attr-defined]
    return "10.0.0.7"


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("192.0.2.1, 203.0.113.7", "203.0.113.7"),
        ("192.0.2.1,203.0.113.7,10.0.0.3", "203.0.113.7"),
        ("192.0.2.1, nonsense", None),
        ("10.0.0.3", None),
        ("", None),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:2:3:4:5:6:7", "2001:db8:2:3::"),
    ],
)
def test_listed_proxy_says_where_a_request_comes_from(proxy: str, forwarded: str, address: str | None) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}

    assert client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=proxy)) == address


@pytest.mark.parametrize(
    ("peer", "address"), [("203.0.113.7", "203.0.113.7"), ("2001:db8:2:3:4:5:6:7", "2001:db8:2:3::"), ("", None)]
)
def test_request_without_a_proxy_comes_from_its_peer(proxy: str, peer: str, address: str | None) -> None:
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=peer)) == address


@pytest.mark.parametrize(("is_listed", "address"), [(True, "203.0.113.7"), (False, None)])
def test_proxy_on_a_unix_socket_is_believed_if_it_is_listed(
    settings: Settings, *, is_listed: bool, address: str | None
) -> None:
    settings.PROXY_USES_A_SOCKET = is_listed  # type: ignore[attr-defined]
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "203.0.113.7"}, REMOTE_ADDR="")

    assert client_address(request) == address


@pytest.mark.parametrize("peer", ["127.0.0.1", "203.0.113.7", "10.0.0.7"])
def test_nothing_rotates_past_the_lock(visitor: Client, password: None, proxy: str, peer: str) -> None:
    """Neither with a header of one's own, from anywhere or through a proxy, nor with another browser."""
    lies = [f"192.0.2.{number}" for number in range(12)]
    seen = ", 203.0.113.9" if peer == proxy else ""
    for lie in lies:
        guess(visitor, headers={"X-Forwarded-For": f"{lie}{seen}", "User-Agent": lie}, REMOTE_ADDR=peer)

    assert not is_let_in(visitor, headers={"X-Forwarded-For": f"192.0.2.99{seen}"}, REMOTE_ADDR=peer)


def test_addresses_of_one_network_do_not_rotate_past_the_lock(visitor: Client, password: None) -> None:
    for number in range(10):
        guess(visitor, REMOTE_ADDR=f"2001:db8:2:3::{number}")

    assert not is_let_in(visitor, REMOTE_ADDR="2001:db8:2:3::99")
    assert is_let_in(visitor, REMOTE_ADDR="2001:db8:2:4::1")


def test_lock_holds_only_where_the_guesses_came_from(visitor: Client, password: None, proxy: str) -> None:
    assert guess(visitor, 10, headers={"X-Forwarded-For": "192.0.2.1"}, REMOTE_ADDR=proxy).status_code == 429

    assert is_let_in(visitor, headers={"X-Forwarded-For": "203.0.113.7"}, REMOTE_ADDR=proxy)


@pytest.mark.parametrize(
    ("peer", "headers"),
    [("127.0.0.1", {"X-Forwarded-For": "192.0.2.1"}), ("10.0.0.7", {}), ("10.0.0.7", {"X-Forwarded-For": "10.0.0.9"})],
    ids=["unlisted proxy", "silent proxy", "proxy that names itself"],
)
def test_nobody_is_locked_out_through_the_address_of_a_proxy(
    visitor: Client, password: None, proxy: str, peer: str, headers: dict[str, str]
) -> None:
    """What can't be counted by where it comes from is refused, with what to do, and isn't counted."""
    assertContains(guess(visitor, 12, headers=headers, REMOTE_ADDR=peer), "PREPSITE_PROXIES")

    assert not is_let_in(visitor, headers=headers, REMOTE_ADDR=peer)
    assert is_let_in(visitor, REMOTE_ADDR="127.0.0.1")


def test_listed_proxy_alone_says_that_a_request_came_by_https(proxy: str) -> None:
    said = {}
    for peer in (proxy, "127.0.0.1"):
        request = RequestFactory().get("/", headers={"X-Forwarded-Proto": "https"}, REMOTE_ADDR=peer)
        ForwardedScheme(lambda request: HttpResponse(str(request.is_secure())))(request)
        said[peer] = request.is_secure()

    assert said == {proxy: True, "127.0.0.1": False}


def test_link_expires(visitor: Client, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import sesame.tokens_v2 as tokens

    now = tokens.time.time()
    monkeypatch.setattr(tokens.time, "time", lambda: now + 601)

    assert visitor.get(link).status_code == 403
    assert not signed_in(visitor)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_link_works_from_every_address_of_this_machine(visitor: Client, link: str, address: str) -> None:
    assertRedirects(visitor.get(link, REMOTE_ADDR=address), "/")


@pytest.mark.parametrize("address", ["192.168.1.7", "10.0.0.1", "2001:db8::1"])
def test_link_works_from_this_machine_alone(visitor: Client, link: str, address: str) -> None:
    response = visitor.get(link, REMOTE_ADDR=address)

    assertContains(response, "only in a browser on the machine", status_code=403)
    assert not signed_in(visitor)


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "X-Real-IP", "Via"]
)
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


def test_guessing_the_present_password_in_order_to_change_it_is_stopped(
    client: Client, visitor: Client, password: None, alice: Owner
) -> None:
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")  # The password has changed.
    new = {"new_password1": "another long one", "new_password2": "another long one"}
    answers = [client.post("/settings/password/", new | {"old_password": f"guess {n}"}).status_code for n in range(10)]

    response = client.post("/settings/password/", new | {"old_password": "a long enough one"})

    assert answers == [422] * 9 + [429]
    assertContains(response, "Too many attempts", status_code=429)
    alice.refresh_from_db()
    assert alice.check_password("a long enough one")
    assert not is_let_in(visitor)
    assert "long one" not in AccessAttempt.objects.get().post_data


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


def test_lock_is_announced_and_says_what_still_works(visitor: Client, password: None) -> None:
    assertNotContains(guess(visitor, 6), "15 minutes")
    assertContains(guess(visitor), "After 3 more wrong passwords, none is accepted for 15 minutes.")
    assertContains(guess(visitor, 2), "After 1 more wrong password, none is accepted for 15 minutes.")

    locked = guess(visitor)

    assertContains(locked, "until 15 minutes after the last attempt", status_code=429)
    assertContains(locked, '<a href="/sign-in/">See how to get one</a>', status_code=429)


@pytest.mark.parametrize(
    ("is_demo", "port", "command"),
    [
        (False, 8000, "python3 manage.py link"),
        (True, 8000, "python3 manage.py link --demo"),
        (True, 8831, "python3 manage.py link --demo --port 8831"),
    ],
)
def test_command_for_a_link_is_for_this_library(
    visitor: Client, db: None, settings: Settings, *, is_demo: bool, port: int, command: str
) -> None:
    settings.DEMO = is_demo  # type: ignore[attr-defined]

    assertContains(visitor.get("/sign-in/", SERVER_PORT=str(port)), f"<code>{command}</code>")
