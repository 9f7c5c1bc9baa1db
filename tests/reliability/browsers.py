"""What a browser does over HTTP to save a story."""

import http.client
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Self
from urllib.parse import urlencode

from tests.reliability.writing import Written

TIMEOUT = 120
"""Seconds to wait for an answer: more than the product may take, even on a busy machine."""
NEW = "/stories/new/"


class LostError(Exception):
    """No answer came."""


class RefusedError(Exception):
    """The answer acknowledges nothing."""

    def __init__(self, answer: "Answer") -> None:
        super().__init__(f"{answer.status} {' '.join(answer.text.split())[:300]}")
        self.answer = answer


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def location(self) -> str:
        return self.headers.get("location", "")


class Browser:
    """One connection and its cookies."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None) -> None:
        self.cookies = dict(cookies or {})
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)

    @classmethod
    def signed_in(cls, port: int, link: str) -> Self:
        browser = cls(port)
        browser.get(link, expected=302)
        return browser

    def another(self, port: int) -> "Browser":
        """Another tab; cookies ignore ports."""
        return Browser(port, self.cookies)

    def close(self) -> None:
        self._connection.close()

    def get(self, path: str, expected: int = 200) -> Answer:
        """Raises LostError, and RefusedError if the answer isn't the expected one."""
        answer = self._ask("GET", path, None, {})
        if answer.status != expected:
            raise RefusedError(answer)
        return answer

    def post(self, path: str, fields: Mapping[str, str], **headers: str) -> Answer:
        """Raises LostError."""
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields), form | headers)

    def _ask(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self._connection.request(method, path, body, {**headers, "Cookie": cookies})
            response = self._connection.getresponse()
            text = response.read().decode()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise LostError(repr(error)) from error
        for header in response.headers.get_all("Set-Cookie", []):
            self._take(SimpleCookie(header))
        return Answer(response.status, {name.lower(): value for name, value in response.headers.items()}, text)

    def _take(self, cookies: "SimpleCookie") -> None:
        for name, cookie in cookies.items():
            if cookie["max-age"] == "0" or not cookie.value:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = cookie.coded_value


class Fields(HTMLParser):
    """The fields of the form that posts to `action`, as a browser would send them."""

    def __init__(self, page: str, action: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._action, self._is_inside, self._area = action, False, ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_inside = has.get("method") == "post" and has.get("action", self._action) == self._action
        elif self._is_inside and tag == "input" and "name" in has and (has.get("type") != "radio" or "checked" in has):
            self.values[has["name"]] = has.get("value", "")
        elif self._is_inside and tag == "textarea":
            self._area = has["name"]
            self.values[self._area] = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.values[self._area] = self.values[self._area].removeprefix("\n")
            self._area = ""
        self._is_inside = self._is_inside and tag != "form"


@dataclass(frozen=True)
class Saved:
    """The answer gives the `version` only while typing."""

    version: int = 0


@dataclass(frozen=True)
class KeptAside:
    conflict: str
    """The path of its page."""


class Editor:
    """An open story form."""

    def __init__(self, browser: Browser, path: str = NEW) -> None:
        self.browser = browser
        self.path = path
        self.fields = Fields(browser.get(path).text, path).values

    @property
    def story(self) -> uuid.UUID:
        return uuid.UUID(self.fields["id"])

    @property
    def session(self) -> uuid.UUID:
        return uuid.UUID(self.fields["session"])

    @property
    def base(self) -> int:
        return int(self.fields["base"])

    @property
    def values(self) -> list[int]:
        prefix = "evidence_"
        return [int(name.removeprefix(prefix)) for name in self.fields if name.startswith(prefix)]

    def filled(self, written: Written) -> dict[str, str]:
        """The form with a story typed into it."""
        tags = {name: "" for name in self.fields if name.startswith(("tag_", "evidence_"))}
        for value, strength, evidence in written.tags:
            tags |= {f"tag_{value}": strength, f"evidence_{value}": evidence}
        return {**self.fields, **tags, **written.texts}

    def save(self, written: Written, *, is_pressed: bool) -> Saved | KeptAside:
        """By the button, or while typing. Raises LostError, and RefusedError if nothing is acknowledged."""
        return self._press_save(written) if is_pressed else self._save_while_typing(written)

    def _press_save(self, written: Written) -> Saved | KeptAside:
        answer = self.browser.post(self.path, self.filled(written))
        if answer.status != 302 or "/sign-in/" in answer.location:
            raise RefusedError(answer)
        return KeptAside(answer.location) if answer.location.startswith("/conflicts/") else Saved()

    def _save_while_typing(self, written: Written) -> Saved | KeptAside:
        """Afterwards the form is based on the version that the answer gives."""
        answer = self.browser.post(self.path, self.filled(written) | {"autosave": "1"}, **{"HX-Request": "true"})
        if answer.status != 200:
            raise RefusedError(answer)
        self.path = answer.headers["hx-replace-url"]
        if kept := re.search(r'set aside at.*?href="([^"]+)"', answer.text, re.DOTALL):
            return KeptAside(kept[1])
        version = re.search(r'id="id_base" value="(\d+)"', answer.text)
        if not version:
            raise RefusedError(answer)
        self.fields["base"] = version[1]
        return Saved(int(version[1]))


def editing(story: uuid.UUID) -> str:
    return f"/stories/{story}/edit/"
