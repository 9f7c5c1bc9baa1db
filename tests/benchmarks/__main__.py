"""All figures of suggestions and review: `uv run python -m tests.benchmarks` runs these benchmarks, in order."""

import subprocess
import sys

IN_ORDER = ("matching", "review", "heard", "embedding", "saving")

if __name__ == "__main__":
    for name in IN_ORDER:
        print(f"\n# {name}\n", flush=True)  # noqa: T201
        subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"], check=True)
