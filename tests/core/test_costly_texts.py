"""What takes time with the length of a text, not with its square: texts that were made to be costly."""

import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import pytest

from stories.core.choices import Length
from stories.core.exchange import Change, Incoming, StoryRecord, plan_stories
from stories.core.exchange.files import read_files
from stories.core.exchange.formulas import neutralise
from stories.core.exchange.labels import target_of
from stories.core.exchange.near_copies import NearCopies
from stories.core.lengths import Part, parts_of, sentences
from stories.core.proposals import propose
from stories.core.splitting.pieces import pieces_of
from tests.hostile_files import COSTLY

SECONDS = 10
"""Of processor time. Each took a fraction of one; with its square, each took minutes."""
MEMORY = 200_000_000
"""Bytes."""
LONGEST = 200_000
"""Characters, ten times as many as a field may hold."""
TEXTS: dict[str, Callable[[], object]] = {
    "pieces of a sentence with many blanks": lambda: pieces_of("w " * 60 + " " * LONGEST + "x"),
    "pieces of full stops": lambda: pieces_of("a. " * (LONGEST // 3)),
    "pieces of blank lines": lambda: pieces_of("\n" * LONGEST * 5),
    "sentences of full stops": lambda: sentences("a. " * (LONGEST // 3)),
    "sentences of brackets": lambda: sentences("A. ((((((((" * (LONGEST // 11)),
    "a name of many digits": lambda: target_of("1" * 60 + "x"),
    "unseen blanks in a cell": lambda: neutralise(";" + "\x0b" * LONGEST + "x"),
    "parts with many blanks in a heading": lambda: parts_of("## a" + " " * LONGEST + "b"),
    "proposal from many parts": lambda: propose(Length.SHORT, parts_of("## A\n- !\n" * (LONGEST // 9)), "", 150),
    "proposal from many sentences": lambda: propose(
        Length.SHORT, [Part("Result", " ".join(f"Q{number}." for number in range(LONGEST // 5)))], "", 150
    ),
}
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


@pytest.mark.parametrize("work", TEXTS.values(), ids=TEXTS.keys())
def test_text_of_any_shape_takes_no_longer_than_its_length(work: Callable[[], object]) -> None:
    start = time.process_time()

    work()

    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("name", FILES)
def test_file_of_any_shape_is_read_or_refused_soon(name: str) -> None:
    files = COSTLY[name]()
    start = time.process_time()

    read = read_files(files, {})

    assert time.process_time() - start < SECONDS
    assert read.problems


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


def test_stories_with_one_title_take_no_time_again_for_each_of_the_library() -> None:
    library = [_titled(f"{number}", " ".join(f"é{number}w{word}" for word in range(2_600))) for number in range(20)]
    incoming = [Incoming(_titled(f"new {number}", "Other."), "a.csv") for number in range(2_000)]
    start = time.process_time()

    entries = plan_stories(incoming, library, (), NearCopies(tuple(library), lambda *_: 0))

    assert time.process_time() - start < SECONDS
    assert {entry.change for entry in entries} == {Change.NEW}


def _titled(situation: str, action: str) -> StoryRecord:
    blank = StoryRecord()
    return replace(blank, texts={**blank.texts, "title": "T", "situation": situation, "action": action})
