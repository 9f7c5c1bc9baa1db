"""The rows of a CSV file."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from stories.core.exchange.budget import Budget
from stories.core.exchange.columns import HEADER_WITHIN, known_fields
from stories.core.exchange.problems import FormatError

MOST_LINES = 100_000

DELIMITERS = ",;\t|"
_SAYS = re.compile(r"sep=([,;\t|])(?=[\r\n])")
"""A line with which Excel is told of the delimiter."""
_SAMPLE = 50_000
"""Characters."""


def read_csv(text: str, budget: Budget | None = None) -> list[list[str]]:
    """Split at commas, semicolons, tabs or bars, whichever fits best. Raises FormatError."""
    budget = budget or Budget()
    text = text.removeprefix("\ufeff")
    if said := _SAYS.match(text):  # The line stays, empty: readers count it.
        delimiter, text = said[1], text[said.end() :]
    else:
        beginning = "\n".join(text[:_SAMPLE].split("\n", HEADER_WITHIN)[:HEADER_WITHIN])
        budget.take("steps", sum(map(beginning.count, DELIMITERS)))
        delimiter = max(DELIMITERS, key=lambda character: _fitness(text[:_SAMPLE], character))
    most_cells = sum(map(text.count, (delimiter, "\n", "\r")))
    budget.take("steps", most_cells)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = list(islice(reader, MOST_LINES + 1))
    except csv.Error as error:
        reason = "A cell is too long here, or a quotation mark is never closed."
        raise FormatError(reason, f"Line {reader.line_num}") from error
    if len(rows) > MOST_LINES:
        raise FormatError(f"There are more than {MOST_LINES:,} rows, perhaps mostly empty.")
    return rows


def _fitness(sample: str, delimiter: str) -> tuple[int, int, int]:
    """How many column names the best row has, how many rows are as long as the first, and how long that is.

    csv.Sniffer goes by how often a character occurs, and stories are full of commas.
    """
    rows = [row for row in islice(_rows(sample, delimiter), HEADER_WITHIN) if row]
    length = len(rows[0]) if rows else 0
    as_long = sum(len(row) == length for row in rows) if length > 1 else 0
    return max(map(known_fields, rows), default=0), as_long, length


def _rows(sample: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    while True:
        try:
            yield next(reader)
        except (csv.Error, StopIteration):
            return
