"""No request ends in a failure, whatever its bytes: every URL, every field of every form, on both databases.

URLs come from the URL patterns, fields from the forms in the pages, and the names in a query from what the views ask
for, so a new one is covered by itself.
"""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html import escape
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote, unquote, urlencode

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from pytest_django.asserts import assertContains

from stories.base.unreadable import CHARSET, NULL, without_charset
from stories.core.fields import PROSE_LIMIT
from tests.forms import Page, PageForm
from tests.views import test_access
from tests.views.test_access import NOBODYS, PATTERNS, WITH_ID, url_of

ids = test_access.ids
FORM = "application/x-www-form-urlencoded"
SHORT = {
    "null": "a%00b",
    "bad bytes and a lone surrogate": "%FF%C3%ED%A0%80",
    "negative": "-1",
    "huge": "9" * 30,
    "longer than Python reads a number": "9" * 5_000,
    "markup, turned around, with line ends": "%22%3E%3Cscript%3E{{%E2%80%AE%0D%0A%09b%0A",
    "repeated": "1&NAME=2&NAME[]=3",
}
"""Values, percent-encoded; NAME stands for the name of the field."""
LONG = "x" * (PROSE_LIMIT + 1)
MULTIPART = "multipart/form-data; boundary=b"
PART = b'--b\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
NAMED = b'; filename="%s"'
BASE64 = b'; filename="a"\r\nContent-Transfer-Encoding: base64'
END = b"--b--"
BODIES = [
    (f"{FORM}; charset=utf-7", b"title=%2B2AA-"),
    (f"{FORM}; charset=foo", b"title=a"),
    (f"{FORM}; charset=hex", b"title=a"),
    (f"{FORM}; charset=undefined", b"title=a"),
    (f"{FORM};;=;charset*=hex''a;x*=\xff'b", b"title=a"),
    (f"{FORM}; charset=UTF-8", b"a=b&" * 1_100),
    (FORM, b"a" * 2_200_000),
    (FORM, b"%&=&%00=%00&%GG=\xff\x00&a[]=1&a[0][b]=2;c"),
    ("multipart/form-data", b"a"),
    ("multipart/form-data; boundary=\xff", b"a"),
    (f"multipart/form-data; boundary={'b' * 500}", b"a"),
    (f"{MULTIPART}; charset=utf-7", PART % (b"title", b"", b"+2AA-") + END),
    (MULTIPART, PART % (b"file", BASE64, b"*") + END),
    (MULTIPART, PART % (b"title", b"", b"cut off")),
    (MULTIPART, PART % (b"uploads", NAMED % b"a.json", b'{"a": "\\ud800"}') + END),
    (
        MULTIPART,
        b"--b\r\nContent-Disposition: form-data\r\n\r\n\r\n"
        + PART % (b"\xff\x00", b"", b"\xff\x00\xed\xa0\x80")
        + PART % (b"uploads", b"", b"no file")
        + PART % (b"title", NAMED % b"a.csv", b"a file")
        + PART % (b"file", NAMED % b"\xff\x00../../a.toml", b"\xff\x00")
        + PART % (b"uploads", NAMED % b"a\x00.csv", b"Title\n\x00\xff\n")
        + END,
    ),
    ("application/json", b'[{"title": "\\ud800"}]'),
    ("", b"\xff\x00"),
]
"""Content types and bodies."""
METHODS = ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "\xff"]
COOKIES = ["prepsite_session", "sessionid", "messages", "prepsite_csrf", "prepsite_theme"]
HEADERS: list[dict[str, str]] = [
    {
        "HTTP_IF_NONE_MATCH": '"\xff, W/"',
        "HTTP_IF_MODIFIED_SINCE": "Sun, 99 Foo 99999 99:99:99 GMT",
        "HTTP_RANGE": "bytes=9-1,-,\xff",
        "HTTP_ACCEPT_LANGUAGE": "\xff;q=nan," * 500,
        "HTTP_ACCEPT_ENCODING": "gzip;q=\xff,*;q=-1",
        "HTTP_ACCEPT": "\xff/*;q=NaN",
        "HTTP_REFERER": "http://[",
        "HTTP_ORIGIN": "http://[",
    },
    {
        "HTTP_HX_REQUEST": "true",
        "HTTP_HX_TARGET": "\xff" * 5_000,
        "HTTP_HX_CURRENT_URL": "http://[",
        "HTTP_HX_CURRENT_URL_URI_AUTOENCODED": "true",
        "HTTP_HX_TRIGGERING_EVENT": "{",
        "HTTP_HX_PROMPT": "%ED%A0%80",
        "HTTP_IF_MATCH": "\xff",
        "HTTP_IF_UNMODIFIED_SINCE": "Thu, 01 Jan 0000 00:00:00 GMT",
        "HTTP_X_FORWARDED_FOR": "\xff, [::1, %s" % ("9" * 5_000),
        "HTTP_X_FORWARDED_HOST": "[",
        "HTTP_X_FORWARDED_PROTO": "\xff",
        "HTTP_X_FORWARDED_PORT": "-1",
        "HTTP_FORWARDED": 'for="\xff',
        "HTTP_USER_AGENT": "\xff" * 5_000,
        "CONTENT_LENGTH": "-5",
    },
    {"HTTP_COOKIE": "; ".join(f'{name}="a\\000bcdefgh\\377"' for name in COOKIES)},
    {"HTTP_COOKIE": "; ".join(f"{name}=\xff\xed{'x' * 500}" for name in COOKIES)},
    {"HTTP_HOST": "\xff"},
    {"HTTP_HOST": "127.0.0.1:99999999"},
    {"HTTP_HOST": "evil.example"},
]
PATHS = [
    "/%00",
    "/%FF",
    "/%ED%A0%80/",
    "//evil.example/",
    "/../../etc/passwd",
    f"/{'a/' * 5_000}",
    "/static/%00",
    "/\\",
]
IDS: dict[str, list[object]] = {
    "int": [0, 2**63, 10**30, "9" * 5_000],
    "uuid": [uuid.UUID(int=0)],
    "slug": ["a" * 5_000],
}


class Readable(ClientHandler):
    """What the site does before Django reads a request."""

    def __call__(self, environ: dict[str, Any]) -> Any:
        return super().__call__(without_charset(environ))


class Attacker:
    """Sends requests that change nothing, as each is rolled back, and notes those that fail."""

    def __init__(self, client: Client) -> None:
        client.raise_request_exception = False
        client.handler = Readable(enforce_csrf_checks=False)
        self._client = client
        self._cookies = client.cookies.output(header="", sep=";")
        self.failures: list[str] = []

    def check_tokens(self) -> None:
        self._client.handler.enforce_csrf_checks = True

    def send(self, method: str, url: str, body: bytes = b"", kind: str = FORM, **environ: str) -> Any:
        self._client.cookies = SimpleCookie(self._cookies)
        path, _, query = url.partition("?")
        with transaction.atomic():
            response: Any = self._client.generic(
                method,
                path,
                body,
                content_type=kind,
                **{"QUERY_STRING": query} | environ,  # type: ignore[arg-type]
            )
            if response.streaming:
                b"".join(response.streaming_content)
            transaction.set_rollback(True)
        if response.status_code >= 500:
            sent = f"{method} {url} {kind} {body[:80]!r} {environ}"
            self.failures.append(f"{sent[:300]}: {response.exc_info and response.exc_info[1]!r}")
        return response

    def pages(self, urls: Iterable[str]) -> Iterator[Page]:
        for url in urls:
            response = self.send("GET", url)
            if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
                yield Page(response.content.decode(), url)


@pytest.fixture
def attacker(client: Client) -> Attacker:
    """Alice herself."""
    return Attacker(client)


@pytest.fixture
def urls(ids: dict[str, Any]) -> dict[str, str]:
    """One address by each URL's name."""
    banks = {"concept-detail": "keeper-test", "review-rule": "STAR101"}
    with_id = {name: reverse(f"stories:{name}", args=[banks[name]]) for name in NOBODYS}
    with_id |= {name: url_of(name, ids) for name in WITH_ID if name not in NOBODYS}
    return {name: with_id.get(name) or reverse(f"stories:{name}") for name in PATTERNS}


def test_no_query_breaks_a_page(attacker: Attacker, urls: dict[str, str]) -> None:
    links = {link for page in attacker.pages(urls.values()) for link in page.links if "?" in link}
    asked: dict[tuple[str, str], set[str]] = {}
    for url in {*urls.values(), *links}:
        path, _, query = url.partition("?")
        kept = next((part for part in query.split("&") if part.startswith("view=")), "")
        with names_asked_for() as names:
            attacker.send("GET", url)
        asked.setdefault((path, kept), set()).update(names)

    for (path, kept), names in asked.items():
        if not names:
            continue
        for value in [*SHORT.values(), LONG]:
            pairs = [f"{quote(name)}={value.replace('NAME', quote(name))}" for name in names if f"{name}=" not in kept]
            attacker.send("GET", f"{path}?{'&'.join([kept, *pairs])}")

    assert attacker.failures == []


def test_no_body_breaks_a_page(attacker: Attacker, urls: dict[str, str]) -> None:
    for url in urls.values():
        for kind, body in BODIES:
            attacker.send("POST", url, body, kind)

    assert attacker.failures == []


@pytest.mark.parametrize("name", ["story-create", "password", "import-create"])
def test_no_body_breaks_the_check_of_its_token(attacker: Attacker, urls: dict[str, str], name: str) -> None:
    attacker.check_tokens()

    statuses = {attacker.send("POST", urls[name], body, kind).status_code for kind, body in BODIES}

    assert (statuses, attacker.failures) == ({400, 403}, [])


def test_no_header_cookie_or_method_breaks_a_page(attacker: Attacker, urls: dict[str, str]) -> None:
    for url in urls.values():
        for headers in HEADERS:
            attacker.send("GET", url, b"", FORM, **headers)
        for method in METHODS:
            attacker.send(method, url, b"title=a")

    assert attacker.failures == []


def test_no_address_breaks_a_page(attacker: Attacker) -> None:
    paths = [*PATHS]
    for name, pattern in PATTERNS.items():
        kinds = {
            word: type(converter).__name__.removesuffix("Converter").lower()
            for word, converter in pattern.pattern.converters.items()
        }
        paths += [
            reverse(f"stories:{name}", kwargs=dict(zip(kinds, given, strict=True)))
            for given in zip(*(IDS[kind] for kind in kinds.values()), strict=False)
        ]

    for path in paths:
        attacker.send("GET", path)

    assert attacker.failures == []


def test_no_visitor_who_is_signed_out_breaks_a_page(client: Client, urls: dict[str, str]) -> None:
    client.logout()
    attacker = Attacker(client)
    [form] = [form for page in attacker.pages(["/sign-in/"]) for form in page.forms if "username" in form.names]

    for what, value in [*SHORT.items(), ("long", LONG)]:
        complaints = list(attack(attacker, form, what, value))
        assert complaints == []
        attacker.send("GET", f"/sign-in/?next={value}")
        attacker.send("GET", f"/sign-in/link/?sesame={value}")
        attacker.send("POST", "/theme/", f"theme=dark&next={value}".encode())
    for headers in HEADERS:
        attacker.send("POST", "/sign-in/", b"username=alice&password=wrong", FORM, **headers)

    assert attacker.failures == []


@pytest.mark.parametrize(
    ("url", "kind", "sentence"),
    [
        ("/questions/?topic=%00", FORM, NULL),
        ("/questions/%00/", FORM, NULL),
        ("/theme/", f"{FORM}; charset=utf-7", CHARSET),
        ("/theme/", f"{FORM}; charset=foo", CHARSET),
        ("/theme/", "multipart/form-data", "It was damaged or cut off on the way."),
    ],
)
def test_page_says_why_a_request_is_refused(attacker: Attacker, url: str, kind: str, sentence: str) -> None:
    page = attacker.send("POST", url, b"theme=dark", kind)
    fragment = attacker.send("POST", url, b"theme=dark", kind, HTTP_HX_REQUEST="true")

    assertContains(page, "<h1>Prepsite can't answer this request</h1>", status_code=400, html=True)
    assertContains(page, escape(sentence), status_code=400)
    assertContains(page, "site-head", status_code=400)
    assert sentence in fragment.content.decode()
    assert fragment["Content-Type"] == "text/plain; charset=utf-8"


def test_no_field_of_a_form_breaks_a_page(attacker: Attacker, urls: dict[str, str]) -> None:
    forms = {form.key: form for page in attacker.pages(urls.values()) for form in page.forms}

    lost = [
        complaint
        for form in forms.values()
        for what, value in [*SHORT.items(), ("long", LONG)]
        for complaint in attack(attacker, form, what, value)
    ]

    assert (attacker.failures, lost) == ([], [])


@contextmanager
def names_asked_for() -> Iterator[set[str]]:
    """The names that views and forms look up in the query meanwhile."""
    names: set[str] = set()

    def noting(method: Any) -> Any:
        def noted(data: Any, name: str, *args: Any, **kwargs: Any) -> Any:
            names.add(name)
            return method(data, name, *args, **kwargs)

        return noted

    with pytest.MonkeyPatch.context() as patch:
        for method in ("__getitem__", "__contains__", "_getlist"):
            patch.setattr(QueryDict, method, noting(getattr(MultiValueDict, method)))
        yield names


def attack(attacker: Attacker, form: PageForm, what: str, value: str) -> Iterator[str]:
    """Send the value in every field; then in those that took it, with the others filled in as they should be.

    Yields what is wrong with the answers that show the form again.
    """
    names = set(form.names)
    response = send_form(attacker, form, names, value)
    if refused := errors_in(response):
        yield from (f"{form.action} {what}: {complaint}" for complaint in complaints_about(response, form, value))
        send_form(attacker, form, names - set(refused), value)
    elif response.status_code >= 400:
        for name in names:
            send_form(attacker, form, {name}, value)


def send_form(attacker: Attacker, form: PageForm, hostile: set[str], value: str) -> Any:
    pairs = [
        f"{quote(name)}={value.replace('NAME', quote(name))}"
        if name in hostile
        else urlencode({name: filled}, doseq=True)
        for name, filled in form.filled().items()
    ]
    if form.method == "get":
        return attacker.send("GET", f"{form.action.partition('?')[0]}?{'&'.join(pairs)}")
    return attacker.send("POST", form.action, "&".join(pairs).encode())


def errors_in(response: Any) -> dict[str, list[str]]:
    """The messages of a form that is shown again, by the names of its fields as the page has them."""
    form = (response.context or {}).get("form") if response.status_code in (200, 422) else None
    return {form.add_prefix(name): list(errors) for name, errors in form.errors.items()} if form else {}


def complaints_about(response: Any, sent: PageForm, value: str) -> Iterator[str]:
    """Messages that aren't beside their field, and fields that have lost what was typed."""
    page = Page(response.content.decode(), sent.action)
    shown = next((form for form in page.forms if form.action == sent.action and form.shown), None)
    for name, messages in errors_in(response).items():
        if name not in sent.shown:
            continue
        beside = shown.beside(name) if shown else ""
        yield from (
            f"{name}: {message!r} is not in {beside[:200]!r}" for message in messages if squeezed(message) not in beside
        )
        typed = [unquote(value.replace("NAME", name)).partition("&")[0]]
        if shown and name in sent.typed and shown.fields[name] != typed and "&" not in value:
            yield f"{name}: {typed[0][:50]!r} became {shown.fields[name][0][:50]!r}"


def squeezed(text: str) -> str:
    return " ".join(text.split())
