"""Libraries with stories in them, for tests in real processes."""

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from tests.test_library import ROOT, environment, manage

COUNT = "from stories.models import Story; print(Story.objects.count())"
WRITE = """
from stories.library.derived import edition
from stories.models import Owner, Story
owner = Owner.objects.local()
for number in range({count}):
    Story.objects.create(owner=owner, title=f"Story {{number}}", derived_by=edition())
"""


def write_stories(data: Path, count: int, **extra: str) -> None:
    done = manage(data, "shell", "--no-imports", "-c", WRITE.format(count=count), **extra)
    assert done.returncode == 0, done.stderr


def stories(data: Path, **extra: str) -> int:
    """How many there are; a process of its own takes seconds to say what SQLite says at once."""
    if not extra:
        with closing(sqlite3.connect(f"file:{data / 'library.sqlite3'}?mode=ro", uri=True)) as library:
            [count] = library.execute("SELECT count(*) FROM stories_story").fetchone()
            return int(count)
    return int(manage(data, "shell", "--no-imports", "-c", COUNT, **extra).stdout)


def in_shell(data: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a bash command line in the project's folder."""
    return subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env=environment(data),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
