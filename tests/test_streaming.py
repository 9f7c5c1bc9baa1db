"""A long import shows its progress while it runs: seen through the real server, before anything is committed."""

import http.client
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from tests.test_library import SQLITE_ONLY, free_port, link_in, started

pytestmark = SQLITE_ONLY
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
STAMP = re.compile(r'name="stamp" value="([^"]+)"')
STORIES = 200


class Visitor:
    """A browser that reads a response as it arrives."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def open(
        self, path: str, body: bytes | None = None, kind: str = "", accept: str = "identity"
    ) -> http.client.HTTPResponse:
        headers = {
            "Accept-Encoding": accept,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        headers |= {"Content-Type": kind} if kind else {}
        self.connection.request("POST" if body is not None else "GET", path, body, headers)
        response = self.connection.getresponse()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response

    def read(self, path: str, body: bytes | None = None, kind: str = "") -> str:
        response = self.open(path, body, kind)
        text = response.read().decode()
        place = response.headers.get("Location")
        return self.read(place) if place else text


def upload(token: str, table: str) -> tuple[bytes, str]:
    parts = [
        f'Content-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}',
        f'Content-Disposition: form-data; name="uploads"; filename="a.csv"\r\n\r\n{table}',
    ]
    body = "".join(f"--border\r\n{part}\r\n" for part in parts) + "--border--\r\n"
    return body.encode(), "multipart/form-data; boundary=border"


def found(pattern: re.Pattern[str], page: str) -> str:
    match = pattern.search(page)
    assert match, page
    return match[1]


def test_progress_is_sent_while_nothing_is_committed_yet(tmp_path: Path) -> None:
    table = "\n".join(["Title,Action", *(f"Story {number},I asked." for number in range(STORIES))])
    port = free_port()
    with started(tmp_path, port=port) as (_, lines), closing(sqlite3.connect(tmp_path / "library.sqlite3")) as database:
        visitor = Visitor(port)
        link = urlsplit(link_in(lines))
        visitor.read(f"{link.path}?{link.query}")
        token = found(TOKEN, visitor.read("/data/import/"))
        plan = visitor.read("/data/import/", *upload(token, table))
        apply = found(re.compile(r'action="(/data/import/\d+/apply/)"'), plan)
        body = f"csrfmiddlewaretoken={found(TOKEN, plan)}&stamp={found(STAMP, plan)}".encode()

        answer = visitor.open(apply, body, "application/x-www-form-urlencoded", accept="gzip")
        told = b""
        while b"<p>50 of 200</p>" not in told:
            piece = answer.read1()
            assert piece, "The answer ended without it."
            told += piece
        saved_then = database.execute("SELECT count(*) FROM stories_story").fetchone()
        rest = answer.read().decode()

        assert (answer.status, saved_then) == (200, (0,))
        assert "Imported 200 items." in rest
        assert database.execute("SELECT count(*) FROM stories_story").fetchone() == (STORIES,)
