"""Two starts at once, and how a start hands its sign-in link to the browser: real processes."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from prepsite import browser
from tests.reliability.libraries import new_library
from tests.test_library import ROOT, SQLITE_ONLY, environment, free_port, link_in, visitor


def start(crowd: ExitStack, data: Path, port: int, *arguments: str, **extra: str) -> "subprocess.Popen[str]":
    """A `start` that is killed at the end."""
    command = [sys.executable, "manage.py", "start", "--port", str(port), *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(data, **extra), stdout=subprocess.PIPE, text=True)
    crowd.enter_context(process)
    crowd.callback(process.kill)
    return process


def lines_of(process: "subprocess.Popen[str]") -> list[str]:
    """What it prints until it serves or ends."""
    lines = []
    assert process.stdout
    for line in process.stdout:
        lines.append(line.strip())
        if line.startswith("Serving on"):
            break
    return lines


def test_two_first_starts_on_different_ports_both_serve_the_library() -> None:
    with new_library(os.environ.get("DATABASE_URL", "")) as library, ExitStack() as crowd:
        url = {"DATABASE_URL": library.url} if library.url else {}
        processes = [start(crowd, library.folder, free_port(), "--no-browser", **url) for _ in range(2)]
        links = [link_in(lines_of(process)) for process in processes]

        person = visitor()
        assert "Start with one story" in person.open(links[0], timeout=20).read().decode()
        other = links[1].partition("/sign-in/")[0]
        assert "Start with one story" in person.open(f"{other}/", timeout=20).read().decode()


@SQLITE_ONLY
def test_second_start_on_the_same_port_leads_to_the_first(tmp_path: Path) -> None:
    port = free_port()
    with ExitStack() as crowd:
        processes = [start(crowd, tmp_path / "data", port, "--no-browser") for _ in range(2)]
        served, led = sorted(map(lines_of, processes), reverse=True, key=lambda lines: lines[-1].startswith("Serving"))

        assert served[-1] == f"Serving on http://127.0.0.1:{port}; stop with Ctrl-C."
        assert led[0] == f"Prepsite is already running on http://127.0.0.1:{port}."
        assert "Start with one story" in visitor().open(link_in(led), timeout=20).read().decode()
        assert sorted(process.poll() is None for process in processes) == [False, True]


BROWSER = """#!/bin/sh
echo "$@" > {folder}/opened
file=$(echo "$1" | sed 's|^file://||')
stat -c %a "$file" > {folder}/mode
cp "$file" {folder}/page
mv {folder}/page {folder}/page.html
"""


@SQLITE_ONLY
def test_sign_in_link_stands_on_no_command_line(tmp_path: Path) -> None:
    """The browser gets the address of a page that only its owner can read, and that goes once the link is used."""
    data, command = tmp_path / "data", tmp_path / "browser"
    command.write_text(BROWSER.format(folder=tmp_path))
    command.chmod(0o755)
    with ExitStack() as crowd:
        link = link_in(lines_of(start(crowd, data, free_port(), BROWSER=str(command))))
        wait_for(lambda: (tmp_path / "page.html").exists())

        assert (tmp_path / "opened").read_text().strip() == (data / "sign-in.html").as_uri()
        assert (tmp_path / "mode").read_text().strip() == "600"
        assert f'content="0; url={link}"' in (tmp_path / "page.html").read_text()
        visitor().open(link, timeout=20).close()
        wait_for(lambda: not (data / "sign-in.html").exists())


def wait_for(condition: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(600):
        if condition():
            return
        pause.wait(0.05)
    pytest.fail("It took more than half a minute.", pytrace=False)


def test_browser_in_a_sandbox_is_recognised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "SANDBOXED", [tmp_path])
    monkeypatch.delenv("BROWSER", raising=False)
    settings = tmp_path / "xdg-settings"
    settings.write_text("#!/bin/sh\necho firefox_firefox.desktop\n")
    settings.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert browser.can_read_files()

    (tmp_path / "firefox_firefox.desktop").touch()
    assert not browser.can_read_files()

    monkeypatch.setenv("BROWSER", "/snap/bin/firefox")
    assert not browser.can_read_files()
    monkeypatch.setenv("BROWSER", "firefox-esr")
    assert browser.can_read_files()
