"""Time and memory for reading the most costly files that were found: `uv run python -m tests.benchmarks.hostile`.

Each is read in a process of its own. `LIMIT` and `MEMORY` are the promise of docs/reliability.md; a file that breaks it
makes the program exit with 1. Memory is read from /proc, so this needs Linux.
"""

import subprocess
import sys
import time
from pathlib import Path

from stories.core.exchange import Known, LibraryRecord, plan_library, plan_stories, read_files
from tests.hostile_files import COSTLY

LIMIT, MEMORY = 10, 300
"""Seconds of processor time, and megabytes."""


def main() -> None:
    wanted = sys.argv[1:]
    if wanted[:1] == ["--one"]:
        _read(wanted[1])
        return
    broken = 0
    for name in [name for name in COSTLY if not wanted or name in wanted]:
        done = subprocess.run(
            [sys.executable, "-m", __spec__.name, "--one", name], capture_output=True, text=True, check=True
        )
        seconds, megabytes, kept = done.stdout.split(maxsplit=2)
        broken += float(seconds) > LIMIT or int(megabytes) > MEMORY
        sys.stdout.write(f"{name:44}{seconds:>7} s{megabytes:>5} MB  {kept}")
    sys.exit(1 if broken else 0)


def _read(name: str) -> None:
    files = COSTLY[name]()
    _peak()
    start = time.process_time()
    read = read_files(files, {"netflix-2024/candor": "Candor"})
    plan_stories(read.stories, (), ())
    for _, library in read.libraries:
        plan_library(library, LibraryRecord(), Known())
    kept = f"{len(read.stories)} stories, {len(read.problems)} problems"
    sys.stdout.write(f"{time.process_time() - start:.2f} {_peak()} {kept}\n")


def _peak() -> int:
    """Megabytes, after forgetting the peak so far: making a file takes more than reading it."""
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    Path("/proc/self/clear_refs").write_text("5")
    return int(line.split()[1]) // 1024


if __name__ == "__main__":
    main()
