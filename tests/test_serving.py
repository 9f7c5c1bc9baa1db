"""The server under a crowd of connections, and what it writes to the terminal."""

import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.test_library import ROOT, SQLITE_ONLY, environment, free_port, link_in, started, visitor

pytestmark = SQLITE_ONLY


@pytest.mark.parametrize(("count", "sent"), [(200, b""), (900, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ")])
def test_idle_connections_do_not_stop_the_server(tmp_path: Path, count: int, sent: bytes) -> None:
    port = free_port()
    with started(tmp_path, port=port) as (_, lines), ExitStack() as crowd:
        for _ in range(count):
            idle = crowd.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            idle.sendall(sent)

        with visitor().open(link_in(lines), timeout=20) as page:
            assert "Start with one story" in page.read().decode()


FAIL = """
import logging
from unittest.mock import patch
from django.test import Client
visitor = Client(raise_request_exception=False)
with patch("stories.views.signin._password_page", side_effect=ValueError("\\x1b[2J" + "long " * 100_000)):
    visitor.get("/sign-in/", headers={"Host": "localhost"}, query_params={"next": "x" * 100_000})
visitor.get("/" + "y" * 100_000, headers={"Host": "y" * 100_000})
logging.getLogger("waitress").warning("Exception while serving /%s\\n" * 500, *["z" * 100_000] * 500)
logging.getLogger("django.request").error("Internal Server Error: %s", "/" + "w" * 100_000)
"""


def test_lines_in_the_log_are_bounded(tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", FAIL]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, timeout=60, check=True
    )

    lines = done.stderr.splitlines()
    assert "ValueError: " in done.stderr and "Internal Server Error: /www" in done.stderr
    assert "Exception while serving /zzz" in done.stderr
    assert max(map(len, lines)) <= 550
    assert len(lines) <= 200
    assert "\x1b" not in done.stderr
