"""What the sentence-embedding model costs: `uv run python -m tests.benchmarks.embedding`, medians.

The memory is that which the process holds afterwards, as Linux counts it. On a busy machine, look at the CPU's time.
"""

import subprocess
import sys
import tomllib
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from threadpoolctl import threadpool_limits

from stories.base.embedding import load_model
from stories.core.meaning.sentence_model import SentenceModel

LOADS, ROUNDS = 5, 25
QUESTION = "Tell me about a time you disagreed with a manager."
DEMO = Path("stories/bank/seeds/demo.toml")
SENTENCES = 10
LOAD = """
import time
from pathlib import Path
from stories.base.embedding import load_model

def measure():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return 1000 * time.perf_counter(), 1000 * time.process_time(), pages * 4096 / 1e6

steps = [measure()]
import numpy, scipy.special, threadpoolctl
steps.append(measure())
model = load_model()
steps.append(measure())
model.embed(["The first takes buffers as well."])
steps.append(measure())
for before, after in zip(steps, steps[1:]):
    print(*(later - earlier for earlier, later in zip(before, after)))
"""


def loads() -> list[tuple[str, float, float, float]]:
    """Each step with its milliseconds, those of the CPU and the megabytes added, in processes of their own."""
    runs = [
        subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True) for _ in range(LOADS)
    ]
    steps = zip(*([list(map(float, line.split())) for line in run.stdout.splitlines()] for run in runs), strict=True)
    names = ("numpy and scipy", "model", "first text")
    return [
        (name, *(median(figures) for figures in zip(*same, strict=True)))
        for name, same in zip(names, steps, strict=True)
    ]


def cost(model: SentenceModel, texts: list[str]) -> tuple[float, float]:
    """Milliseconds, and those of the CPU."""
    times = []
    for _ in range(ROUNDS):
        before = perf_counter(), process_time()
        model.embed(texts)
        times.append((perf_counter() - before[0], process_time() - before[1]))
    wall, cpu = (1000 * median(column) for column in zip(*times, strict=True))
    return wall, cpu


def sentences() -> list[str]:
    """The first sentences of the demo's first story."""
    story = tomllib.loads(DEMO.read_text(encoding="utf-8"))["story"][0]
    text = " ".join(story[section] for section in ("situation", "task", "action", "result"))
    return [f"{sentence}." for sentence in text.split(". ")][:SENTENCES]


def main() -> None:
    for step, wall, cpu, memory in loads():
        sys.stdout.write(f"{step:<32}{wall:8.1f} ms {cpu:8.1f} ms of CPU {memory:8.1f} MB\n")
    model = load_model()
    assert isinstance(model, SentenceModel), model.reason
    for threads in (1, 2):
        for what, texts in (("question", [QUESTION]), ("story", sentences())):
            with threadpool_limits(threads, user_api="blas"):
                wall, cpu = cost(model, texts)
            label = f"{what}, {threads} BLAS thread{'s' * (threads > 1)}"
            sys.stdout.write(f"{label:<32}{wall:8.1f} ms {cpu:8.1f} ms of CPU\n")


if __name__ == "__main__":
    main()
