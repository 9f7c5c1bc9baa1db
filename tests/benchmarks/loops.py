"""How long a plan takes, for several kinds of loop: `uv run python -m tests.benchmarks.loops`."""
# ruff: noqa: S311, T201

import random
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

from stories.core.choices import Status
from stories.core.coverage import Id, StoryFact
from stories.core.loops import Loop, Round, plan

ROUNDS, QUESTIONS, STORIES = 12, 6, 200
TIMES = 9
IMPORT = "from scipy.sparse import coo_array; from scipy.sparse.csgraph import min_weight_full_bipartite_matching"
Fit = Callable[[int, int], float]


def independent(rng: random.Random) -> Fit:
    """Every story fits every question, by chance."""
    return lambda question, story: rng.random()


def contested(rng: random.Random) -> Fit:
    """A few stories fit nearly every question best."""
    good = [rng.random() ** 3 for _ in range(STORIES)]
    return lambda question, story: min(1.0, good[story] + rng.random() / 10)


def in_tenths(rng: random.Random) -> Fit:
    """Many plans are equally good."""
    return lambda question, story: rng.randint(1, 10) / 10


def alike(rng: random.Random) -> Fit:
    """Every story fits every question equally well."""
    return lambda question, story: 0.5


def loop_of(fit: Fit, stories: int, rng: random.Random, *, is_repeating: bool) -> Loop:
    numbers = iter(range(ROUNDS * QUESTIONS))
    rounds = [Round(name, tuple(next(numbers) for _ in range(QUESTIONS))) for name in range(ROUNDS)]
    names = range(stories)
    fits: dict[tuple[Id, Id], float] = {
        (question, story): fit(question, story) for question in range(ROUNDS * QUESTIONS) for story in names
    }
    return Loop(
        rounds=rounds,
        stories=[StoryFact(name, Status.READY) for name in names],
        fits=fits,
        avoided=frozenset(rng.sample(names, stories // 10)),
        is_repeating=is_repeating,
    )


def seconds_of(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def print_plans() -> None:
    print(f"{ROUNDS} rounds of {QUESTIONS} questions, {TIMES} loops each, ms")
    print(f"{'stories':>8}  {'fits':<14}{'':<12}{'median':>8}{'slowest':>9}{'told':>6}")
    for stories in (STORIES, STORIES // 10):
        for kind in (independent, contested, in_tenths, alike):
            for is_repeating in (False, True):
                print_row(stories, kind, is_repeating=is_repeating)


def print_row(stories: int, kind: Callable[[random.Random], Fit], *, is_repeating: bool) -> None:
    taken, told = [], []
    for seed in range(TIMES):
        rng = random.Random(seed)
        facts = loop_of(kind(rng), stories, rng, is_repeating=is_repeating)
        started = time.perf_counter()
        told.append(sum(plan(facts).told.values()))
        taken.append((time.perf_counter() - started) * 1000)
    mode = "repeating" if is_repeating else "once"
    print(f"{stories:>8}  {kind.__name__:<14}{mode:<12}{median(taken):>8.0f}{max(taken):>9.0f}{median(told):>6.0f}")


def print_import() -> None:
    def start(code: str) -> float:
        return median(
            seconds_of(lambda: subprocess.run([sys.executable, "-c", code], check=True)) for _ in range(TIMES)
        )

    bare = start("")
    print(f"\n{(start(IMPORT) - bare) * 1000:.0f} ms to import scipy, once a process")
    print(f"{(start('import stories.core.loops') - bare) * 1000:.0f} ms to import the planner itself")


def main() -> None:
    plan(loop_of(alike(random.Random(0)), 1, random.Random(0), is_repeating=False))  # imports scipy
    print_plans()
    print_import()


if __name__ == "__main__":
    main()
