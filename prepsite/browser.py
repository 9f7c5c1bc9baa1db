"""Hands a sign-in link to the browser without putting it on a command line, which everybody on the machine can read."""

import os
import shutil
import subprocess
import time
import webbrowser
from collections.abc import Callable
from html import escape
from pathlib import Path

from django.conf import settings

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Prepsite</title><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={link}"><p><a href="{link}">Open Prepsite</a></p></html>
"""
SECONDS = 60
"""How long the page stays at most."""
SANDBOXED = (
    Path("/var/lib/snapd/desktop/applications"),
    Path("/var/lib/flatpak/exports/share/applications"),
    Path("~/.local/share/flatpak/exports/share/applications").expanduser(),
)
"""Where snap and flatpak list what they have installed."""


def open_link(link: str, is_used: Callable[[], bool]) -> None:
    """Open a page that leads to the link and that only its owner can read; it stays until the link is used."""
    remove_page()
    try:
        _page().touch(0o600)
        _page().write_text(PAGE.format(link=escape(link)), encoding="utf-8")
        webbrowser.open(_page().as_uri())
        end = time.monotonic() + SECONDS
        while not is_used() and time.monotonic() < end:
            time.sleep(0.5)
    finally:
        remove_page()


def remove_page() -> None:
    _page().unlink(missing_ok=True)


def _page() -> Path:
    folder: Path = settings.DATA_DIR
    return folder / "sign-in.html"


def can_read_files() -> bool:
    """False if the system's browser comes from snap or flatpak, which keep it away from hidden folders."""
    if chosen := os.environ.get("BROWSER"):
        command = chosen.split(os.pathsep)[0]
        return not os.path.realpath(shutil.which(command) or command).startswith(("/snap/", "/usr/bin/snap"))
    try:
        question = ["xdg-settings", "get", "default-web-browser"]
        told = subprocess.run(question, capture_output=True, text=True, timeout=5, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return True  # No Linux desktop.
    name = told.stdout.strip()
    return not (name and any((folder / name).exists() for folder in SANDBOXED))
