"""The machine's Chromium, and how it is started."""

import os
import shutil

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
QUIET = ("--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update")
MISSING = "No Chromium found; install one (Debian: apt install chromium) to run the browser tests."


def found() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def is_required() -> bool:
    """Whether running without one counts as a failure."""
    return os.environ.get("PREPSITE_REQUIRE_BROWSER") == "1"


def flags() -> list[str]:
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*QUIET, "--disable-sync", *(["--no-sandbox"] if is_root else [])]
