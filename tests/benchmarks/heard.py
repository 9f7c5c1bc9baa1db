"""How long a heard question takes: `uv run python -m tests.benchmarks.heard` prints the figures of docs/performance.md.

First its page, then a press that corrects what it is about, which draws only the stories again.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterable
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any

from tests.benchmarks.pages import BARE, ROUNDS, client_of, library, milliseconds, say

if TYPE_CHECKING:
    from stories.models import Owner

SIZES = (10, 100, 1000)
TEXT = "When did you last tell your manager something she did not want to hear?"
PAGE = "/questions/new/"


def fill_with_vectors(owner: "Owner", stories: int) -> None:
    """Vectors of nothing in particular: making the real ones would take minutes."""
    import numpy as np

    from stories.base.engine import edition
    from stories.core.meaning.recipe import dump_vector
    from stories.models import StoryVector
    from tests.benchmarks.filling import fill

    fill(owner, stories)
    rows = np.random.default_rng(1).normal(size=(stories, 384)).astype(np.float32)
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    StoryVector.objects.filter(owner=owner).delete()
    StoryVector.objects.bulk_create(
        StoryVector(story=story, owner=owner, numbers=dump_vector(vector), made_by=edition(), made_from=story.version)
        for story, vector in zip(owner.stories.all(), unit, strict=True)
    )


def measure(owner: "Owner") -> str:
    """Medians of what each takes, and how many times as long as a page that only signs in."""
    from stories.models import Topic, Value

    client = client_of(owner)
    values = list(Value.objects.filter(framework__is_default=True).values_list("pk", flat=True))
    asked = {"text": TEXT, "topic": Topic.objects.get(slug="feedback").pk, "look": "1"}
    size = owner.stories.count()  # so that no text has been heard before
    texts = (TEXT.replace("manager", f"manager {number} of {size}") for number in range(1000))
    presses = ({**asked, "primary": values[number % len(values)]} for number in range(1000))
    works: dict[str, Callable[[], Any]] = {
        "page": lambda: client.get(PAGE, {"text": next(texts)}),
        "press": lambda: client.post(PAGE, next(presses), headers={"HX-Target": "suggested"}),
    }
    return ", ".join(f"{name} {cost(lambda: client.get(BARE), work)}" for name, work in works.items())


def cost(bare: Callable[[], Any], work: Callable[[], Any]) -> str:
    """The median, how many times the bare page's it is, and what of it the processor took; the rest is waiting."""
    work()
    rounds = [(milliseconds(bare), *both_times(work)) for _ in range(ROUNDS)]
    least, whole, processor = (median(times) for times in zip(*rounds, strict=True))
    return f"{whole:.0f} ms ({whole / least:.1f} ×), {processor:.0f} ms of CPU"


def both_times(work: Callable[[], Any]) -> tuple[float, float]:
    """Milliseconds on the clock, and of the processor."""
    started = process_time()
    whole = milliseconds(work)
    return whole, 1000 * (process_time() - started)


def main(arguments: Iterable[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.heard", description=__doc__)
    parser.add_argument("--stories", type=int, nargs="+", default=SIZES, help="the sizes of libraries")
    options = parser.parse_args(list(arguments))
    with library(os.environ.get("DATABASE_URL", "")) as measured:
        from stories.models import Owner

        say(f"{measured.kind}; median of {ROUNDS}, × of a bare page")
        for size in options.stories:
            owner = Owner.objects.create(username=f"owner-{size}")
            fill_with_vectors(owner, size)
            say(f"{size:,} stories: {measure(owner)}")


if __name__ == "__main__":
    main(sys.argv[1:])
