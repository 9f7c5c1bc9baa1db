"""What Lighthouse says about the pages.

`uv run --group test python -m tests.lighthouse` prints a table, and ends with 1 on a miss.

A real `manage.py start` with the demo library, on the loopback alone, seen through the machine's Chromium. Lighthouse
comes by npm into a folder that is thrown away; without npm nothing is measured, which is said in a line. A desktop is
imitated unless a phone is asked for: a phone's processor is imitated by multiplying what this machine took by four, and
what else the machine does with it, so its figures hold only on a quiet machine.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.browser import chromium
from tests.test_library import free_port, link_in, started
from tests.test_streaming import Visitor
from tests.test_weight import STORY

LIGHTHOUSE = "lighthouse@12.8.2"
"""The last version that runs on Node 20."""
AIMS = {"performance": 99, "accessibility": 100, "best-practices": 100}
MOST_SHIFT = 0.001
RUNS = 3
"""For a page that misses an aim at first; the middle run counts, because the machine may have been busy."""
TRIES = 5
"""On a busy machine, Chromium sometimes fails to record the start of a page; Lighthouse then asks to be run again."""
WITHIN = 180
"""Seconds that npm, or a page, may take."""
FIGURES = {
    "LCP": "largest-contentful-paint",
    "CLS": "cumulative-layout-shift",
    "TBT": "total-blocking-time",
    "over the wire": "total-byte-weight",
}


class NotMeasuredError(Exception):
    """Something was missing or failed; the text says what."""


@dataclass(frozen=True)
class Result:
    """What Lighthouse said about a page."""

    report: Mapping[str, Any]

    @property
    def scores(self) -> dict[str, int]:
        return {name: round(100 * (self.report["categories"][name]["score"] or 0)) for name in AIMS}

    def figure(self, name: str) -> str:
        shown: str = self.report["audits"][FIGURES[name]].get("displayValue", "?")
        return shown.removeprefix("Total size was ").replace("\N{NO-BREAK SPACE}", " ")

    @property
    def misses(self) -> list[str]:
        """A sentence for each aim that was missed, with the audits that failed."""
        misses = [
            f"{name} {self.scores[name]}, not {aim}: {', '.join(self.failed_in(name))}"
            for name, aim in AIMS.items()
            if self.scores[name] < aim
        ]
        shift = self.report["audits"][FIGURES["CLS"]].get("numericValue", 1)
        return misses + ([f"layout shift {shift:.4f}, not 0: {self.moved}"] if shift > MOST_SHIFT else [])

    def failed_in(self, category: str) -> list[str]:
        audits, counted = self.report["audits"], self.report["categories"][category]["auditRefs"]
        ids = [reference["id"] for reference in counted if reference["weight"]]
        return [f"{name} ({audits[name]['score']})" for name in ids if is_failed(audits[name])]

    @property
    def moved(self) -> str:
        items = self.report["audits"]["layout-shifts"].get("details", {}).get("items", [])
        return ", ".join(item["node"]["selector"] for item in items if "node" in item)


def is_failed(audit: Mapping[str, Any]) -> bool:
    return audit["scoreDisplayMode"] != "notApplicable" and (audit["score"] or 0) < 1


@dataclass(frozen=True)
class Lighthouse:
    """Lighthouse in a browser that is signed in."""

    program: Path
    browser: str
    cookie: str
    preset: str
    report: Path
    """Where a run writes what it found."""

    def measure(self, url: str) -> Result:
        """One run, or the middle one of a few if the first misses an aim. Raises NotMeasuredError."""
        first = self.run(url)
        if not first.misses:
            return first
        results = [first, *(self.run(url) for _ in range(RUNS - 1))]
        return sorted(results, key=lambda result: result.scores["performance"])[RUNS // 2]

    def run(self, url: str) -> Result:
        said = ""
        for _ in range(TRIES):
            done = subprocess.run(
                self.command(url),
                env=os.environ | {"CHROME_PATH": self.browser},
                capture_output=True,
                text=True,
                timeout=WITHIN,
                check=False,
            )
            report = json.loads(self.report.read_text()) if self.report.exists() else {"runtimeError": {}}
            self.report.unlink(missing_ok=True)
            if "runtimeError" not in report:
                return Result(report)
            said = report["runtimeError"].get("message") or done.stderr.strip()
        raise NotMeasuredError(f"Lighthouse failed {TRIES} times at {url}: {said}")

    def command(self, url: str) -> list[str]:
        return [
            str(self.program),
            url,
            "--quiet",
            "--output=json",
            f"--output-path={self.report}",  # It would write only as much as fits into a pipe, and end.
            "--no-enable-error-reporting",
            "--disable-full-page-screenshot",
            f"--only-categories={','.join(AIMS)}",
            f"--chrome-flags={' '.join(['--headless=new', *chromium.flags()])}",
            f"--extra-headers={json.dumps({'Cookie': self.cookie})}",
            *(["--preset=desktop"] if self.preset == "desktop" else []),
        ]


def install(folder: Path) -> Path:
    """Lighthouse's program, freshly fetched. Raises NotMeasuredError."""
    command = ["npm", "install", "--prefix", str(folder), "--no-save", "--no-package-lock", "--ignore-scripts"]
    done = subprocess.run(
        [*command, "--no-audit", "--no-fund", LIGHTHOUSE],
        env=os.environ | {"npm_config_cache": str(folder / "cache"), "npm_config_update_notifier": "false"},
        capture_output=True,
        text=True,
        timeout=WITHIN,
        check=False,
    )
    if done.returncode:
        raise NotMeasuredError(f"npm could not install {LIGHTHOUSE}: {done.stderr.strip()}")
    return folder / "node_modules" / ".bin" / "lighthouse"


@contextmanager
def demo(folder: Path) -> Iterator[Visitor]:
    """A visitor who is signed in to the demo."""
    port = free_port()
    with started(folder, "--demo", port=port) as (_, lines):
        visitor, link = Visitor(port), urlsplit(link_in(lines))
        visitor.read(f"{link.path}?{link.query}")
        with closing(visitor.connection):
            yield visitor


def paths(visitor: Visitor) -> dict[str, str]:
    story = STORY.search(visitor.read("/stories/"))
    if not story:
        raise NotMeasuredError("The demo shows no story.")
    return {"home": "/", "story": story[1], "edit": f"{story[1]}edit/", "coverage": "/coverage/"}


def say(line: str = "") -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def missing() -> str:
    """What is missing on this machine, in a sentence; empty if nothing."""
    if not shutil.which("npm"):
        return "no npm found; it comes with Node (Debian: apt install npm)."
    return "" if chromium.found() else chromium.MISSING


def table(visitor: Visitor, lighthouse: Lighthouse) -> Iterator[str]:
    """Print a row for each page as it is measured; yield the misses."""
    say(f"{LIGHTHOUSE}, {lighthouse.preset}, the demo library\n")
    say(row(["", *AIMS, *FIGURES]))
    say(row(["---"] * (1 + len(AIMS) + len(FIGURES))))
    host = f"http://{visitor.connection.host}:{visitor.connection.port}"
    for name, path in paths(visitor).items():
        result = lighthouse.measure(f"{host}{path}")
        say(row([name, *map(str, result.scores.values()), *map(result.figure, FIGURES)]))
        yield from (f"{name}: {miss}" for miss in result.misses)


def row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main(arguments: Iterable[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.lighthouse", description=__doc__)
    parser.add_argument("--preset", choices=["desktop", "mobile"], default="desktop", help="what is imitated (desktop)")
    options = parser.parse_args(list(arguments))
    if lacking := missing():
        say(f"Lighthouse was not run: {lacking}")
        return 1 if lacking == chromium.MISSING and chromium.is_required() else 0
    with tempfile.TemporaryDirectory(prefix="prepsite-lighthouse-") as name:
        folder = Path(name)
        try:
            program = install(folder)
            with demo(folder / "data") as visitor:
                cookie = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
                report = folder / "report.json"
                lighthouse = Lighthouse(program, chromium.found() or "", cookie, options.preset, report)
                misses = list(table(visitor, lighthouse))
        except (NotMeasuredError, subprocess.TimeoutExpired) as error:
            say(str(error))
            return 1
    say("\nEvery aim is reached." if not misses else "")
    for miss in misses:
        say(f"Missed: {miss}")
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
