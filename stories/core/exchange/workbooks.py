"""The rows of an XLSX workbook, as a spreadsheet program last showed them: formulas are neither calculated nor kept."""

import io
import warnings
import zipfile
from collections.abc import Iterable
from datetime import datetime, time
from itertools import islice
from typing import Any

from stories.core.exchange.archives import PACKED_LIMIT, UNPACKED_LIMIT
from stories.core.exchange.columns import MOST_COLUMNS, Rows
from stories.core.exchange.problems import FormatError, printable

MOST_LINES = 20_000
MOST_PARTS = 2_000
"""Files packed into the workbook; each sheet is one of them."""
MOST_SHEETS = 100

_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}
_OTHERS = {
    "word/document.xml": "This is a Word document; save its text as a Markdown or text file.",
    "ppt/presentation.xml": "This is a presentation; put its stories into a Markdown file or a table.",
    "content.xml": "This is an OpenDocument file; save it as XLSX or CSV.",
}


def is_workbook(data: bytes) -> bool:
    """Whether a zip archive is an XLSX workbook. Raises FormatError for other kinds of documents."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False  # Reading it as an archive will show what is wrong with it.
    for name, reason in _OTHERS.items():
        if name in names:
            raise FormatError(reason)
    return "xl/workbook.xml" in names


def read_workbook(data: bytes) -> list[tuple[str, Rows]]:
    """The sheets that aren't empty, with their titles. Raises FormatError."""
    from openpyxl import load_workbook  # It imports numpy, which takes longer than the rest of the site's start.

    _check_size(data)
    try:
        with warnings.catch_warnings(action="ignore"):  # They are about styles and extensions, which are not read.
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            sheets = [(sheet.title, _rows(sheet)) for sheet in islice(book.worksheets, MOST_SHEETS)]
    except FormatError:
        raise
    except Exception as error:  # What openpyxl raises for a damaged file is anybody's guess.
        raise FormatError("The workbook is damaged; open it in a spreadsheet program and save it again.") from error
    return [(title, rows) for title, rows in sheets if rows]


def _check_size(data: bytes) -> None:
    """The stated sizes can be relied on here: zipfile stops unpacking there."""
    if len(data) > PACKED_LIMIT:
        raise FormatError(f"The workbook has {len(data):,} bytes; the limit is {PACKED_LIMIT:,}.")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED_LIMIT:
        raise FormatError(f"Unpacked, the workbook has more than {UNPACKED_LIMIT:,} bytes.")


def _rows(sheet: Any) -> Rows:
    sheet.reset_dimensions()  # The size that a sheet states may be false.
    rows = [_trimmed(row) for row in sheet.iter_rows(max_row=MOST_LINES + 1, max_col=MOST_COLUMNS, values_only=True)]
    if len(rows) > MOST_LINES:
        reason = f"There are more than {MOST_LINES:,} rows, perhaps mostly empty."
        raise FormatError(reason, f"sheet {printable(sheet.title)}")
    return rows if any(rows) else []


def _trimmed(row: Iterable[Any]) -> list[str]:
    """The cells as texts, up to the last one that holds anything."""
    cells = [_text(cell) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(cell: Any) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
        case float() if cell.is_integer():
            return str(int(cell))
        case str() if cell in _ERRORS:
            return ""
    return str(cell).replace("_x000D_", "\r")  # How spreadsheet programs on Windows write line ends.
