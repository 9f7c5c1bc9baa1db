"""Files that were made to be costly: each is read or refused soon, and without much memory.

They are no tests of the core's branches: measuring those makes every line several times slower.
"""

import time
import tracemalloc

import pytest

from stories.core.exchange import plan_stories
from stories.core.exchange.files import read_files
from tests.hostile_files import COSTLY

SECONDS = 10
"""Of processor time."""
MEMORY = 200_000_000
"""Bytes."""
FILES = (
    "2,400,000 directives of Anki",
    "300,000 texts in a paragraph of Word",
    "tabs in a paragraph of Word",
    "blanks and colons in org",
    "24,000 tables in notes",
    "blanks in notes without a section",
    "letters in a line of notes",
    "10 MB of stars in HTML",
    "900 files of labelled cells",
    "400 tables split in four ways",
    "20 MB of small tables in notes",
)
PLANNED = (
    "6,000,000 characters that are 18 when folded",
    "6,000,000 characters with typographic signs",
)
PLANNED_IN = 5
"""Seconds of processor time, for reading and planning together."""


@pytest.mark.parametrize("name", FILES)
def test_file_of_any_shape_is_read_or_refused_soon(name: str) -> None:
    files = COSTLY[name]()
    start = time.process_time()

    read = read_files(files, {})

    assert time.process_time() - start < SECONDS
    assert read.problems


@pytest.mark.parametrize("name", PLANNED)
def test_stories_in_any_letters_are_compared_soon(name: str) -> None:
    files = COSTLY[name]()
    start = time.process_time()

    entries = plan_stories(read_files(files, {}).stories, (), ())

    assert time.process_time() - start < PLANNED_IN
    assert entries


@pytest.mark.parametrize("name", ["a tag of 10 MB in HTML", "a name of 10 MB in JSON"])
def test_long_file_without_breaks_takes_little_memory(name: str) -> None:
    files = COSTLY[name]()
    tracemalloc.start()

    try:
        read = read_files(files, {})
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert read.problems
    assert peak < MEMORY
