"""Many candidates on a server: `uv run python -m tests.benchmarks.candidates` prints a table of docs/performance.md.

gunicorn serves the site as in production, on the loopback alone, from a PostgreSQL database of its own on the server of
DATABASE_URL; wrk (Debian's package) sends the requests, each with the session of one of the candidates. A bare page,
which only signs in, is measured right before each page, so whatever else the machine does slows both down. On a busy
machine compare the processor time, which others change less. Every fifth candidate saves a story before each page is
measured, after which what is kept of their libraries has to be worked out anew.
"""

import argparse
import json
import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NoReturn
from urllib.request import Request, urlopen

import psycopg

from tests.benchmarks.pages import BARE, client_of, library, paths_of, say
from tests.reliability.libraries import Library
from tests.reliability.servers import READY_WITHIN, ROOT, environment

if TYPE_CHECKING:
    from stories.models import Owner

CANDIDATES, STORIES, WORKERS, CONNECTIONS = 300, 30, 2, 16
ROUNDS, SECONDS, BARE_SECONDS, WARM_UP = 3, 3, 1, 40
SAVING = 5
"""Before each page every fifth candidate saves a story."""
PAGES = (
    *("home", "stories", "story", "edit"),
    *("coverage: values", "coverage: questions", "questions", "question", "answer"),
)
"""The nine main pages."""
MIXED = "all nine mixed"
SCRIPT = Path(__file__).with_suffix(".lua")
STOPS_WITHIN = 10
"""Seconds that gunicorn has to finish the answers under way."""


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk saw of one page in one round; times are in milliseconds."""

    a_second: float
    p50: float
    p95: float
    processor: float
    """Of the workers, for one page."""


class Served:
    """A gunicorn master and its workers."""

    def __init__(self, made: Library, workers: int) -> None:
        with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
            self.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
            at = f"fd://{listener.fileno()}"
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "prepsite.wsgi", "--bind", at, "--workers", str(workers)],
                cwd=ROOT,
                env=production(made),
                pass_fds=[listener.fileno()],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    @property
    def _workers(self) -> list[Path]:
        pid = self._process.pid
        return [Path("/proc", child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    @property
    def megabytes(self) -> list[float]:
        """The memory of each worker."""
        statuses = [(worker / "status").read_text() for worker in self._workers]
        return [int(status.split("VmRSS:")[1].split()[0]) / 1024 for status in statuses]

    @property
    def processor(self) -> float:
        """The milliseconds that the workers have had of the processor."""
        stats = [(worker / "stat").read_text().rpartition(")")[2].split() for worker in self._workers]
        return 1000 * sum(int(stat[11]) + int(stat[12]) for stat in stats) / os.sysconf("SC_CLK_TCK")

    def wait(self, line: str) -> None:
        """Until it has answered whatever was asked before, and this. Raises SystemExit where it redirects."""
        path, cookie = line.split()
        headers = {"Cookie": cookie, "X-Forwarded-Proto": "https"}
        with urlopen(Request(self.address + path, headers=headers), timeout=READY_WITHIN) as answer:  # noqa: S310
            if answer.url != self.address + path:
                raise SystemExit(f"{path} leads to {answer.url}.")

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


@contextmanager
def gunicorn(made: Library, workers: int) -> Iterator[Served]:
    served = Served(made, workers)
    try:
        yield served
    finally:
        served.stop()


def production(made: Library) -> dict[str, str]:
    """The environment of a server; the secret key is the one that signed the sessions."""
    return environment(made) | {
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "PREPSITE_PRODUCTION": "1",
        "PREPSITE_PROXIES": "127.0.0.1",
        "PREPSITE_ALLOWED_HOSTS": "127.0.0.1",
        "PREPSITE_SECRET_KEY": os.environ["PREPSITE_SECRET_KEY"],
    }


def missing() -> str:
    """What this benchmark lacks, in a sentence; "" where everything is there."""
    if not shutil.which("wrk"):
        return "wrk is missing; install it (Debian: apt-get install wrk)."
    if not find_spec("gunicorn"):
        return "gunicorn is missing; uv sync installs it."
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return "PostgreSQL is missing; set DATABASE_URL, for example to postgres://postgres@127.0.0.1:5432/postgres."
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError as error:
        return f"PostgreSQL can't be reached: {' '.join(str(error).split())}"
    return ""


def requests_of(owners: Sequence["Owner"], chance: random.Random) -> dict[str, list[str]]:
    """For each page a line a candidate, as the Lua script reads them; mixed, all of them in any order."""
    from django.conf import settings

    requests: dict[str, list[str]] = {name: [] for name in (BARE, *PAGES)}
    for owner in owners:
        cookie = f"{settings.SESSION_COOKIE_NAME}={client_of(owner).cookies[settings.SESSION_COOKIE_NAME].value}"
        paths = paths_of(owner)
        requests[BARE].append(f"{BARE} {cookie}")
        for name in PAGES:
            requests[name].append(f"{paths[name]} {cookie}")
    mixed = [line for name in PAGES for line in requests[name]]
    chance.shuffle(mixed)
    return {MIXED: mixed, **requests}


def save_some(made: Library, chance: random.Random) -> None:
    """What some candidates save between two pages, written past the site: their libraries have another revision."""
    with psycopg.connect(made.url) as connection:
        stories = connection.execute("select distinct on (owner_id) id from stories_story order by owner_id").fetchall()
        saved = [pk for (pk,) in chance.sample(stories, len(stories) // SAVING)]
        connection.execute("update stories_story set version = version where id = any(%s)", [saved])


def load(served: Served, lines: Sequence[str], folder: Path, seconds: int, connections: int) -> Load:
    """Ask for the pages for so long. Raises SystemExit where that fails."""
    file = folder / "requests.txt"
    file.write_text("".join(f"{line}\n" for line in lines))
    command = ["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", str(SCRIPT)]
    before = served.processor
    printed = subprocess.run([*command, served.address, "--", str(file)], check=True, capture_output=True, text=True)
    used = served.processor - before
    seen = json.loads(printed.stdout.splitlines()[-1])
    if seen["failed"] or not seen["answers"]:
        raise SystemExit(f"{seen['failed']} of {seen['answers']} answers failed.")
    answers = seen["answers"]
    return Load(1e6 * answers / seen["microseconds"], seen["p50"] / 1000, seen["p95"] / 1000, used / answers)


def measure(served: Served, requests: Mapping[str, Sequence[str]], made: Library, options: argparse.Namespace) -> None:
    """Print the table: a row a page, the medians of all rounds."""
    chance = random.Random(options.candidates)  # noqa: S311

    def measured(name: str, seconds: int = options.seconds) -> Load:
        served.wait(requests[name][0])
        return load(served, requests[name], made.folder, seconds, options.connections)

    def pair(name: str) -> tuple[Load, Load]:
        save_some(made, chance)
        return measured(BARE, BARE_SECONDS), measured(name)

    measured(MIXED, options.warm_up)
    names = [name for name in requests if name != BARE]
    rounds = [{name: pair(name) for name in names} for _ in range(options.rounds)]
    pairs = {name: [loads[name] for loads in rounds] for name in names}
    say("| | pages a second | of the bare page | p50 | p95 | processor | of the bare page |")
    say("|---|---|---|---|---|---|---|")
    say(row("bare page", [(bare, bare) for of_page in pairs.values() for bare, _ in of_page]))
    for name, of_page in pairs.items():
        say(row(name, of_page))
    say(f"\nMemory of a worker: {', '.join(f'{used:.0f} MB' for used in served.megabytes)}")


def row(name: str, pairs: Sequence[tuple[Load, Load]]) -> str:
    """A page in the table, from what was seen of the bare page and then of it."""
    ratio = median(page.a_second / bare.a_second for bare, page in pairs)
    times = median(page.processor / bare.processor for bare, page in pairs)
    pages = zip(*(astuple(page) for _, page in pairs), strict=True)
    a_second, p50, p95, processor = (median(figures) for figures in pages)
    return (
        f"| {name} | {a_second:.0f} | {ratio:.3f} | {p50:.0f} ms | {p95:.0f} ms | {processor:.1f} ms | {times:.1f} × |"
    )


def stop_by_signal(*_: object) -> NoReturn:
    """End in the usual way, which stops the server and drops the database."""
    raise SystemExit("Stopped.")


def main(arguments: Iterable[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.candidates", description=__doc__)
    parser.add_argument("--candidates", type=int, default=CANDIDATES)
    parser.add_argument("--stories", type=int, default=STORIES, help="of each candidate")
    parser.add_argument("--workers", type=int, default=WORKERS, help="processes of gunicorn")
    parser.add_argument("--connections", type=int, default=CONNECTIONS, help="requests under way at once")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="for each page in each round")
    parser.add_argument("--warm-up", type=int, default=WARM_UP, help="seconds before the first round")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args(list(arguments))
    if lacks := missing():
        raise SystemExit(lacks)
    signal.signal(signal.SIGTERM, stop_by_signal)
    os.environ["PREPSITE_SECRET_KEY"] = secrets.token_urlsafe(50)
    with library(os.environ["DATABASE_URL"]) as made:
        from tests.benchmarks.filling import fill_candidates

        owners = fill_candidates(options.candidates, options.stories)
        requests = requests_of(owners, random.Random(options.candidates))  # noqa: S311
        say(
            f"{options.candidates} candidates with {options.stories} stories, {options.workers} workers,"
            f" {options.connections} connections; medians of {options.rounds} rounds of {options.seconds} s a page\n"
        )
        with gunicorn(made, options.workers) as served:
            measure(served, requests, made, options)


if __name__ == "__main__":
    main(sys.argv[1:])
