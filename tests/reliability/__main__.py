"""Every promise of docs/reliability.md, tried at length: `uv run python -m tests.reliability`.

Prints tables, and exits with 1 if a promise is broken. PostgreSQL is tried on the server of DATABASE_URL.
"""
# ruff: noqa: T201

import argparse
import os
import random
import sys
from collections.abc import Iterator, Sequence

from tests.reliability.crowding import crowd
from tests.reliability.filling import FileLimit, SmallDisk, fill_up
from tests.reliability.killing import kill_while_saving, kill_while_setting_up
from tests.reliability.libraries import new_library
from tests.reliability.reports import Report

KILLS_PER_SETUP = 5
"""For so many kills while saving, there is one while a library is set up."""


def options_from(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability", description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="kills while stories are saved (100)")
    parser.add_argument("--seconds", type=float, default=30, help="how long the writers write (30)")
    parser.add_argument("--writers", type=int, default=50, help="people writing at once (50)")
    parser.add_argument(
        "--seed", type=int, default=random.SystemRandom().randrange(10**6), help="the seed for everything random"
    )
    parser.add_argument(
        "--postgres", default=os.environ.get("DATABASE_URL", ""), metavar="URL", help="a server to create databases on"
    )
    return parser.parse_args(arguments)


def trials(options: argparse.Namespace) -> Iterator[Report]:
    for server in ["", options.postgres] if options.postgres else [""]:
        with new_library(server) as library:
            yield kill_while_saving(library, kills=options.kills, seed=options.seed)
        set_ups = max(1, options.kills // KILLS_PER_SETUP)
        yield kill_while_setting_up(server, kills=set_ups, seed=options.seed)
        with new_library(server) as library:
            yield crowd(library, writers=options.writers, seconds=options.seconds, seed=options.seed)
    yield fill_up(FileLimit, seed=options.seed)
    yield fill_up(SmallDisk, seed=options.seed)


def main(arguments: Sequence[str]) -> int:
    options = options_from(arguments)
    print(f"seed {options.seed}", flush=True)
    broken = 0
    for report in trials(options):
        print(f"\n{report}", flush=True)
        broken += len(report.broken)
    if not options.postgres:
        print("\nPostgreSQL wasn't tried; name a server with --postgres or DATABASE_URL.")
    print(f"\n{'Every promise held.' if not broken else f'Broken promises: {broken}.'}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
