"""Many people at once: `uv run python -m tests.benchmarks.served` prints the table of docs/performance.md.

A real `manage.py start` on a new library, on loopback only: readers open page after page and writers save stories, each
without a pause and over a connection of their own. With DATABASE_URL, on a new PostgreSQL database there.
"""

import argparse
import os
import random
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass

from tests.benchmarks.pages import library, paths_of, say
from tests.reliability.browsers import Browser, LostError, RefusedError
from tests.reliability.crowding import all_at_once
from tests.reliability.reports import Times
from tests.reliability.servers import Server, serving
from tests.reliability.typists import Typist

READERS, WRITERS, SECONDS, STORIES = 50, 5, 30, 1000
SAVES = "a story saved"


@dataclass(frozen=True)
class Visit:
    """What everyone at the server does, how long it took and what went wrong."""

    paths: Mapping[str, str]
    times: Mapping[str, Times]
    errors: list[str]

    def read(self, browser: Browser, chance: random.Random, stop: threading.Event) -> None:
        """Open pages until `stop` is set."""
        names = list(self.paths)
        with closing(browser):
            while not stop.is_set():
                name = chance.choice(names)
                try:
                    with self.times[name].measured():
                        browser.get(self.paths[name])
                except (LostError, RefusedError) as error:
                    self.errors.append(f"{name}: {error}")

    def write(self, typist: Typist, stop: threading.Event) -> None:
        """Save stories until `stop` is set."""
        with closing(typist.browser):
            while not stop.is_set():
                try:
                    typist.save_something()
                except (LostError, RefusedError) as error:
                    self.errors.append(f"{SAVES}: {error}")


def crowd(server: Server, visit: Visit, readers: int, writers: int) -> list[Callable[[threading.Event], None]]:
    """What each reader and writer does, for a thread each."""
    with closing(Browser.signed_in(server.port, server.link)) as door:
        browsers = [door.another(server.port) for _ in range(readers + writers)]
    reading = [
        lambda stop, browser=browser, seed=seed: visit.read(browser, random.Random(seed), stop)  # noqa: S311
        for seed, browser in enumerate(browsers[:readers])
    ]
    return [*reading, *(writing(visit, number, browser) for number, browser in enumerate(browsers[readers:]))]


def writing(visit: Visit, number: int, browser: Browser) -> Callable[[threading.Event], None]:
    typist = Typist(f"w{number}", random.Random(number), visit.times[SAVES], stories=3)  # noqa: S311
    typist.move_to(browser)
    return lambda stop: visit.write(typist, stop)


def print_table(visit: Visit, took: float) -> None:
    say("| | answers | p50 | p95 | p99 |")
    say("|---|---|---|---|---|")
    for name, times in visit.times.items():
        at = " | ".join(f"{1000 * times.at(share):.0f} ms" for share in (0.5, 0.95, 0.99))
        say(f"| {name} | {len(times.taken)} | {at} |")
    answers = sum(len(times.taken) for times in visit.times.values())
    say(f"\n{answers} answers in {took:.1f} s, {answers / took:.1f} a second; {len(visit.errors)} errors")
    for error in visit.errors[:10]:
        say(f"- {error}")


def main(arguments: Iterable[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.served", description=__doc__)
    parser.add_argument("--stories", type=int, default=STORIES)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    options = parser.parse_args(list(arguments))
    with library(os.environ.get("DATABASE_URL", "")) as measured:
        from stories.models import Owner
        from tests.benchmarks.filling import fill

        paths = paths_of(fill(Owner.objects.local(), options.stories))
        times = {name: Times() for name in [*paths, SAVES]}
        visit = Visit(paths, times, [])
        with serving(measured) as server:
            work = crowd(server, visit, READERS, WRITERS)
            say(f"{measured.kind}, {options.stories:,} stories, {READERS} readers, {WRITERS} writers\n")
            print_table(visit, all_at_once(work, threading.Event(), options.seconds))
        return 1 if visit.errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
