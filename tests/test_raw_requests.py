"""Bytes that no browser sends, over raw sockets to a real server: nobody sees a traceback, and it goes on serving."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_library import SQLITE_ONLY, free_port, started

pytestmark = SQLITE_ONLY
POST = b"POST /theme/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
GET = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
REQUESTS = [
    # First lines
    b"\r\n\r\n",
    b"GET /\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"\xff\xfe / HTTP/1.1\r\n\r\n",
    b"GET /\0 HTTP/1.1\r\n\r\n",
    b"GET /\xff?\xff=\xff HTTP/1.1\r\n\r\n",
    b"GET http://[/ HTTP/1.1\r\n\r\n",
    b"GET //[ HTTP/1.1\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\n\r\n",
    b"GET /static/%00 HTTP/1.1\r\n\r\n",
    b"GET /%s HTTP/1.1\r\n\r\n" % (b"a" * 300_000),
    b"\x16\x03\x01\x02\x00" + bytes(range(256)) + b"\r\n\r\n",
    # Headers
    GET + b"Host: \xff\r\n\r\n",
    GET + b"X\xff: \xff\0\r\n\r\n",
    GET + b"nonsense\r\n\r\n",
    GET + b"X: a\rb\r\n c\r\n\r\n",
    GET + b"X: %s\r\n\r\n" % (b"a" * 300_000),
    GET + b"X: a\r\n" * 20_000 + b"\r\n",
    GET + b'Cookie: prepsite_session="aaaaaaaaaa\\000b"; \xff; =;;messages=\xff\r\n\r\n',
    GET + b"Range: bytes=\xff-%s\r\n\r\n" % (b"9" * 5_000),
    # Lengths
    POST + b"Content-Length: -1\r\n\r\n",
    POST + b"Content-Length: \xb2\r\n\r\n",
    POST + b"Content-Length: %s\r\n\r\n" % (b"9" * 5_000),
    POST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    POST + b"Content-Length: 100\r\n\r\nabc",
    POST + b"Content-Length: 60000000\r\n\r\nabc",
    CHUNKED + b"zz\r\nabc\r\n0\r\n\r\n",
    CHUNKED + b"-5\r\nabc\r\n0\r\n\r\n",
    CHUNKED + b"fffffffffffffffff\r\nabc",
    CHUNKED + b"3;\xff=\xff\r\na=b\r\n0\r\nX: \xff\r\n\r\n",
    POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    # Charsets, which Django reads before it can answer with a page
    POST.replace(b"/theme/", b"/theme/?a=b") + FORM + b"; charset=hex\r\nContent-Length: 0\r\n\r\n",
    POST.replace(b"/theme/", b"/theme/?" + b"a&" * 1_500) + FORM + b"; charset=utf-8\r\nContent-Length: 0\r\n\r\n",
    POST + FORM + b"; charset=a\0b\r\nContent-Length: 0\r\n\r\n",
    POST + FORM + b"; x*0*=hex''%41; x*1*=%ff; charset*=\"utf-8''\r\nContent-Length: 0\r\n\r\n",
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    port = free_port()
    with started(tmp_path_factory.mktemp("library"), port=port):
        yield port


def answer_to(request: bytes, port: int) -> bytes:
    """Everything the server sends before it closes the connection, which it does as nothing more will come."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        try:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65_536), b""))
        except ConnectionError:  # The server hung up before it had read everything.
            return b""


def test_no_bytes_bring_a_server_down_or_show_a_traceback(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, port=port):
        answers = {request[:80]: answer_to(request, port) for request in REQUESTS}
        good = answer_to(b"GET /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", port)

    bad = {request: answer for request, answer in answers.items() if b"Traceback" in answer or b" 500 " in answer[:20]}
    assert bad == {}
    assert good.startswith(b"HTTP/1.1 200 OK")


@pytest.mark.parametrize("path", ["/sign-in/", "/", "/session/", "/static/stories/prepsite.css", "/nowhere/"])
def test_head_gets_no_body(server: int, path: str) -> None:
    answer = answer_to(f"HEAD {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode(), server)

    assert answer.startswith(b"HTTP/1.1 ")
    assert answer.partition(b"\r\n\r\n")[2] == b""
