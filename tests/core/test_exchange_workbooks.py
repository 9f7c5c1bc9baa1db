"""Spreadsheets as files: what they show is read, and whatever is wrong with them is reported in a sentence."""

import io
import re
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from stories.core.exchange import Columns, FormatError, Problem, workbooks
from stories.core.exchange.archives import opened_archive
from stories.core.exchange.budget import Budget
from stories.core.exchange.cells import escaped
from stories.core.exchange.columns import Rows
from stories.core.exchange.files import open_files, read_files, read_tables
from tests.core.exchanging import packed, unhurried

VALUES = {"netflix-2024/candor": "Candor"}


def workbook(**sheets: list[list[Any]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def read_workbook(data: bytes, budget: Budget | None = None) -> list[tuple[str, Rows]]:
    with opened_archive(data) as archive:
        return [(sheet.title, sheet.rows) for sheet in workbooks.read_workbook(archive, budget or Budget())]


def altered(data: bytes, name: str, change: Any) -> bytes:
    """The workbook with a different text in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            text = old.read(part)
            new.writestr(part.filename, change(text.decode()) if part.filename == name else text)
    return out.getvalue()


STORY = workbook(Tabelle=[["Title", "Action", "Candor"], ["Rollback", "I asked.", "x"]])
SHEET = "xl/worksheets/sheet1.xml"


def test_cells_are_read_as_they_show() -> None:
    rows: list[list[Any]] = [
        ["text", 3, 2.0, 2.5, True, None, date(2025, 3, 1), datetime(2025, 3, 1, 14, 5), "#REF!", "=1+1", "end"],
        [],
        [None, " spaced ", None],
        ["two_x000D_\nlines", "_x005F_x000D_", "_x0041__xD83D_", "_x000d_", "_xG041_"],
    ]

    [(title, read)] = read_workbook(workbook(Sheet=rows))

    assert title == "Sheet"
    assert read == [
        ["text", "3", "2", "2.5", "True", "", "2025-03-01", "2025-03-01 14:05", "", "", "end"],
        [],
        ["", " spaced "],
        ["two\r\nlines", "_x000D_", "A_xD83D_", "\r", "_xG041_"],
    ]


def test_story_is_read_with_its_row() -> None:
    read = read_files([("prep.xlsx", STORY)], VALUES)

    [story] = read.stories
    assert (story.record.title, story.record.texts["action"], story.origin) == (
        "Rollback",
        "I asked.",
        "prep.xlsx, row 2",
    )
    assert [tag.value for tag in story.record.tags] == ["netflix-2024/candor"]
    assert read.problems == ()


def test_workbook_is_recognised_by_its_content_not_its_name() -> None:
    assert [story.record.title for story in read_files([("prep.zip", STORY)], VALUES).stories] == ["Rollback"]
    with opened_archive(packed(**{"a.md": "x"})) as archive:
        assert not workbooks.is_workbook(archive)


def test_every_sheet_with_stories_is_read_and_the_others_are_named() -> None:
    data = workbook(
        One=[["Title", "Action"], ["First", "x"]],
        Empty=[],
        Two=[["Story", "Result"], ["Second", "y"]],
        Sums=[["Total"], [3]],
    )

    read = read_files([("prep.xlsx", data)], VALUES)

    assert [(story.record.title, story.origin) for story in read.stories] == [
        ("First", "prep.xlsx, sheet One, row 2"),
        ("Second", "prep.xlsx, sheet Two, row 2"),
    ]
    reason = "No column has a name that is recognised, such as Title, Situation or Action."
    assert read.problems == (Problem("prep.xlsx, sheet Sums", reason),)


@pytest.mark.parametrize(("written", "shown"), [("3.0", "3"), ("1E3", "1000"), ("3.5", "3.5"), ("3", "3")])
def test_number_is_read_as_a_sheet_shows_it(written: str, shown: str) -> None:
    data = workbook(Sheet=[["Title"], [7]])

    assert read_workbook(altered(data, SHEET, lambda text: text.replace("<v>7</v>", f"<v>{written}</v>"))) == [
        ("Sheet", [["Title"], [shown]])
    ]


def test_sheets_of_an_export_that_are_only_for_reading_are_skipped() -> None:
    stories, other = [["Id", "Fingerprint", "Title"], ["", "", "First"]], [["Title"], ["Covered"]]

    own = read_files([("own.xlsx", workbook(Stories=stories, Coverage=other, Answers=other))], VALUES)
    foreign = read_files([("foreign.xlsx", workbook(Stories=other, Coverage=other))], VALUES)

    assert ([story.record.title for story in own.stories], own.problems) == (["First"], ())
    assert len(foreign.stories) == 2


def test_columns_can_be_chosen_by_hand() -> None:
    opened = open_files([("prep.xlsx", workbook(Sheet=[["A", "B"], ["I asked.", "Rollback"]]))])

    by_name = read_tables(opened, VALUES)
    by_hand = read_tables(opened, VALUES, {"prep.xlsx": Columns(0, ("action", "title"))})
    without_header = read_tables(opened, VALUES, {"prep.xlsx": Columns(-1, ("action", "title"))})

    assert (by_name.stories, len(by_name.problems)) == ((), 1)
    assert [(story.record.title, story.record.texts["action"]) for story in by_hand.stories] == [
        ("Rollback", "I asked.")
    ]
    assert [story.record.title for story in without_header.stories] == ["B", "Rollback"]


def test_too_many_stories_are_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stories.core.exchange.tables.MOST_ROWS", 1)
    data = workbook(Sheet=[["Title"], ["a"], ["b"]])

    assert read_files([("prep.xlsx", data)], VALUES).problems == (
        Problem("prep.xlsx", "There are 2 rows; the limit is 1."),
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (workbook(Sheet=[]), "The workbook is empty."),
        (STORY[:2000], "The archive is damaged or isn't a zip file."),
        (altered(STORY, SHEET, lambda text: text[:200]), "The file is damaged"),
        (altered(STORY, "xl/workbook.xml", lambda _: "x"), "The file is damaged"),
        (b"\xd0\xcf\x11\xe0 secret", "This is an Office file that is old or has a password, not text."),
        (packed(**{"word/document.xml": "x"}), "The file is damaged; open it in the pro"),
        (packed(**{"ppt/presentation.xml": "x"}), "This is a presentation;"),
        (packed(**{"content.xml": "x"}), "This is an OpenDocument file; save it as DOCX, XLSX or CSV."),
        (packed(**{"[Content_Types].xml": "x"}), "The archive contains no file that can b"),
    ],
)
def test_file_that_is_not_a_workbook_says_so(data: bytes, reason: str) -> None:
    read = read_files([("prep.xlsx", data)], VALUES)

    assert read.stories == ()
    [problem] = read.problems
    assert (problem.place, problem.reason[: len(reason)]) == ("prep.xlsx", reason)


def test_entities_are_never_expanded() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    data = altered(STORY, SHEET, lambda text: bomb + re.sub(r"^<\?xml.*?\?>", "", text))

    with pytest.raises(FormatError, match="The file is damaged"):
        read_workbook(data)


def test_sheet_that_lies_about_its_size_is_read_all_the_same() -> None:
    data = altered(STORY, SHEET, lambda text: text.replace('ref="A1:C2"', 'ref="A1:XFD1048576"'))

    assert read_workbook(data) == read_workbook(STORY)


def test_row_far_below_is_refused_without_filling_what_is_between() -> None:
    data = altered(STORY, SHEET, lambda text: text.replace('<row r="2"', '<row r="1048576"'))

    with pytest.raises(FormatError, match="sheet Tabelle: There are more than 20,000 rows"):
        read_workbook(data)


@pytest.mark.parametrize(
    ("budget", "reason"),
    [
        (Budget(unpacked=1_000), "Unpacked, it is too large to be read at once"),
        (Budget(steps=20), "There is too much in it to be read at once"),
        (Budget(characters=20), "the files hold more than 20,000,000 characters"),
    ],
)
def test_workbook_is_read_until_the_budget_is_spent(budget: Budget, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read_workbook(STORY, budget)


def test_bomb_is_refused() -> None:
    data = altered(STORY, SHEET, lambda text: text.replace("<sheetData>", "<sheetData>" + " " * Budget().unpacked))
    assert len(data) < 200_000

    assert "too large to be read at once" in read_files([("prep.xlsx", data)], VALUES).problems[0].reason


CELLS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.dates(date(1901, 1, 1))
    | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
)


@unhurried
@given(rows=st.lists(st.lists(CELLS, max_size=4), max_size=4))
def test_any_cells_are_read(rows: list[list[Any]]) -> None:
    read = read_files([("a.xlsx", workbook(Sheet=[["Title", "Action", "Status", "Candor"], *rows]))], VALUES)

    assert all(story.origin.startswith("a.xlsx, row ") for story in read.stories)
    assert all(problem.place.startswith("a.xlsx, Row ") and problem.reason for problem in read.problems)


@unhurried
@given(at=st.integers(0, len(STORY) - 1), byte=st.integers(0, 255), part=st.sampled_from([SHEET, "xl/styles.xml"]))
def test_any_damage_is_read_over_or_named(at: int, byte: int, part: str) -> None:
    flipped = STORY[:at] + bytes([byte]) + STORY[at + 1 :]
    inside = altered(STORY, part, lambda text: text[: at % len(text)] + chr(byte) + text[at % len(text) + 1 :])

    for data in (flipped, inside):
        read = read_files([("a.xlsx", data)], VALUES)
        assert all(problem.place.startswith("a.xlsx") and problem.reason for problem in read.problems)


def test_workbook_with_too_many_sheets_is_refused() -> None:
    book = workbook(**{f"s{number}": [["Title"]] for number in range(workbooks.MOST_SHEETS + 1)})

    with pytest.raises(FormatError, match="has 101 sheets; the limit is 100"):
        read_workbook(book)


@pytest.mark.parametrize("text", ["_x000D_", "a_x0041_b", "_x005F_x000D_", "plain_text", "_xyz_"])
def test_text_that_looks_like_an_escape_comes_back(text: str) -> None:
    [(_, rows)] = read_workbook(workbook(Sheet=[[escaped(text)]]))

    assert [list(row) for row in rows] == [[text]]


def test_workbook_without_styles_shows_its_numbers() -> None:
    book = workbook(Sheet=[["Title"], [date(2025, 3, 1)]])
    plain = altered(
        book, "xl/_rels/workbook.xml.rels", lambda text: re.sub(r"<Relationship [^>]*styles[^>]*/>", "", text)
    )

    [(_, rows)] = read_workbook(plain)

    assert [list(row) for row in rows] == [["Title"], ["45717"]]
