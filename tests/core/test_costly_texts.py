"""What takes time with the length of a text, not with its square: texts that were made to be costly."""

import time
from collections.abc import Callable

import pytest

from stories.core.choices import Length
from stories.core.exchange.files import read_files
from stories.core.exchange.formulas import neutralise
from stories.core.exchange.labels import target_of
from stories.core.lengths import Part, parts_of, sentences
from stories.core.proposals import propose
from stories.core.splitting.pieces import pieces_of
from tests.hostile_files import COSTLY

SECONDS = 10
"""Of processor time. Each took a fraction of one; with its square, each took minutes."""
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
