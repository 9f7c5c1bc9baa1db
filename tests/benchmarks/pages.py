"""How long pages take: `uv run python -m tests.benchmarks.pages` prints the tables of docs/performance.md.

In one process and through all the middleware, on a new library; with DATABASE_URL, on a new PostgreSQL database there.
Each page takes turns with a bare one, which only signs in, so that other load on the machine slows both alike; figures
are medians.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

import django

from tests.reliability.libraries import Library, new_library

if TYPE_CHECKING:
    from django.test import Client

    from stories.models import Owner

SIZES = (10, 100, 1000, 5000)
ROUNDS = 25
BARE = "/bare/"
AFTER_A_SAVE = ("home", "coverage: values", "coverage: questions", "question", "loop")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one page costs."""

    milliseconds: float
    ratio: float
    """To the bare page in the same run."""
    queries: int
    size: int
    """Bytes of HTML before compression."""

    def __str__(self) -> str:
        return f"{self.milliseconds:.1f} ms, {self.ratio:.1f} ×, {self.queries} q, {self.size / 1000:.0f} kB"


def say(line: str = "") -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextmanager
def library(server_url: str) -> Iterator[Library]:
    """Django, set up on a new library with the bank."""
    with new_library(server_url) as new:
        os.environ |= {"PREPSITE_DATA_DIR": str(new.folder), "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings"}
        os.environ["DATABASE_URL"] = new.url
        django.setup()
        from django.db import connections

        from prepsite import statics
        from prepsite.library import set_up

        set_up()
        statics.bring_up_to_date()
        import prepsite.wsgi  # noqa: F401 - imported because it sets up the garbage collector

        try:
            yield new
        finally:
            connections.close_all()


def paths_of(owner: "Owner") -> dict[str, str]:
    """The measured pages, with the ids of the owner's rows."""
    answer = owner.answers.select_related("question")[0]
    story, question = answer.story_id, answer.question_id
    return {
        "home": "/",
        "stories": "/stories/",
        "stories found": "/stories/?q=launch",
        "story": f"/stories/{story}/",
        "edit": f"/stories/{story}/edit/",
        "coverage: values": "/coverage/",
        "coverage: questions": "/coverage/?view=questions",
        "coverage: topics": "/coverage/?view=topics",
        "next story": "/coverage/next/",
        "risks": "/coverage/risk/",
        "questions": "/questions/",
        "question": f"/questions/{question}/",
        "answer": f"/answers/{answer.pk}/edit/",
        "loop": owner.loops.get().get_absolute_url(),
    }


def client_of(owner: "Owner") -> "Client":
    from django.test import Client

    client = Client(HTTP_HOST="localhost")
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    return client


def milliseconds(work: Callable[[], Any]) -> float:
    started = perf_counter()
    work()
    return 1000 * (perf_counter() - started)


def cost_of(client: "Client", path: str, *, before: Callable[[], Any] = int, **headers: str) -> Cost:
    """What a page costs after `before`, which isn't measured."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def visit() -> Any:
        return client.get(path, headers=headers)

    def measured() -> float:
        before()
        return milliseconds(visit)

    measured()
    before()
    with CaptureQueriesContext(connection) as queries:
        response = visit()
    count = len(queries)  # The next request forgets them.
    if response.status_code != (HTTPStatus.NOT_MODIFIED if headers else HTTPStatus.OK):
        raise SystemExit(f"{path} answered {response.status_code}.")
    pairs = [(milliseconds(lambda: client.get(BARE)), measured()) for _ in range(ROUNDS)]
    bare, page = (median(times) for times in zip(*pairs, strict=True))
    return Cost(page, page / bare, count, len(response.content))


def costs_of(owner: "Owner") -> dict[str, Cost]:
    """What every page costs, some also as the first after a save, and coverage for a browser that already has it."""
    client = client_of(owner)
    paths = paths_of(owner)
    costs = {name: cost_of(client, path) for name, path in paths.items()}
    story = owner.stories.all()[0]
    first = {f"{name}, first after a save": cost_of(client, paths[name], before=story.save) for name in AFTER_A_SAVE}
    known = client.get("/coverage/")["ETag"]
    return costs | first | {"coverage, unchanged": cost_of(client, "/coverage/", if_none_match=known)}


def reading(owner: "Owner") -> str:
    """What working out the coverage costs, compared with reading the same rows by raw SQL."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from stories.coverage.snapshot import snapshot_of

    @transaction.atomic  # In a transaction nothing is kept.
    def work_out() -> None:
        snapshot_of(owner)

    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        snapshot_of(owner)

    def read() -> None:
        with connection.cursor() as cursor:
            for query in queries.captured_queries:
                cursor.execute(query["sql"])
                cursor.fetchall()

    pairs = [(milliseconds(read), milliseconds(work_out)) for _ in range(ROUNDS)]
    raw, total = (median(times) for times in zip(*pairs, strict=True))
    return f"{total:.1f} ms, {total / raw:.1f} × {raw:.1f} ms"


def print_table(columns: Mapping[str, Mapping[str, object]]) -> None:
    """One row a page, one column a library."""
    say(f"| | {' | '.join(columns)} |")
    say(f"|---|{'---|' * len(columns)}")
    for page in next(iter(columns.values())):
        say(f"| {page} | {' | '.join(str(costs[page]) for costs in columns.values())} |")


def column(owner: "Owner") -> Mapping[str, object]:
    return {**costs_of(owner), "coverage by raw SQL": reading(owner)}


def measure(sizes: Sequence[int], others: int) -> None:
    from django.db import connection

    from stories.models import Owner
    from tests.benchmarks.filling import fill_others, fill_with_vectors

    new = {size: Owner.objects.create(username=f"owner-{size}") for size in sizes}
    owners = {f"{size:,} stories": fill_with_vectors(owner, size) for size, owner in new.items()}
    columns = {name: column(owner) for name, owner in owners.items()}
    if others:
        rows = fill_others(others)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # As a server does by itself, sooner or later.
        name, owner = list(owners.items())[min(2, len(owners) - 1)]
        columns[f"{name} beside {rows:,} rows of {others:,} others"] = column(owner)
    print_table(columns)


def main(arguments: Iterable[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.pages", description=__doc__)
    parser.add_argument("--stories", type=int, nargs="+", default=SIZES, help="the sizes of libraries")
    parser.add_argument("--others", type=int, default=0, help="other owners, with 100 rows each")
    options = parser.parse_args(list(arguments))
    with library(os.environ.get("DATABASE_URL", "")) as measured:
        say(f"{measured.kind}; median of {ROUNDS}, × of a bare page, queries, HTML before compression\n")
        measure(options.stories, options.others)


if __name__ == "__main__":
    main(sys.argv[1:])
