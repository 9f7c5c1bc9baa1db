"""Merged cells of a workbook: one label for several rows, names in two rows, and a story over several rows."""

import io
from typing import Any

import pytest
from openpyxl import Workbook

from stories.core.exchange import Columns, FormatError, recognise
from stories.core.exchange.budget import Budget
from stories.core.exchange.files import Read, open_files, read_files, read_tables
from stories.core.exchange.keeping import pack, unpack
from stories.core.exchange.merged_cells import spread
from tests.core.test_exchange_workbooks import SHEET, altered

VALUES = {"netflix-2024/candor": "Candor", "amazon-lp/ownership": "Ownership"}
NAMES = ["Company", "LP", "Title", "Situation", "Action", "Result"]


def workbook(rows: list[list[Any]], *merged: str) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def read(rows: list[list[Any]], *merged: str) -> Read:
    return read_files([("prep.xlsx", workbook(rows, *merged))], VALUES)


def told(read: Read) -> list[dict[str, Any]]:
    """What each story holds, without what is empty."""
    return [
        {name: text for name, text in story.record.texts.items() if text}
        | ({"tags": [tag.value for tag in story.record.tags]} if story.record.tags else {})
        for story in read.stories
    ]


def test_label_that_is_merged_over_rows_is_that_of_each_story() -> None:
    found = read(
        [
            NAMES,
            ["Acme", "Candor", "One", "s", "a", "r"],
            [None, None, "Two", "s2", "a2", "r2"],
            [None, "Ownership", "Three", "s3", "a3", "r3"],
            ["Other", None, "Four", "s4", "a4", "r4"],
        ],
        "A2:A4",
        "B2:B3",
    )

    labels = [(s.record.title, s.record.texts["organisation"], [t.value for t in s.record.tags]) for s in found.stories]
    assert labels == [
        ("One", "Acme", ["netflix-2024/candor"]),
        ("Two", "Acme", ["netflix-2024/candor"]),
        ("Three", "Acme", ["amazon-lp/ownership"]),
        ("Four", "Other", []),
    ]
    assert [story.remarks for story in found.stories] == [
        (),
        ("“Company” is merged over rows 2 to 4.", "“LP” is merged over rows 2 to 3."),
        ("“Company” is merged over rows 2 to 4.",),
        (),
    ]


def test_mark_and_situation_that_are_merged_are_those_of_each_story() -> None:
    rows: list[list[Any]] = [
        ["Title", "Situation", "Action", "Candor"],
        ["One", "Late.", "a", "x"],
        ["Two", None, "b", None],
    ]

    assert told(read(rows, "B2:B3", "D2:D3")) == [
        {"title": "One", "situation": "Late.", "action": "a", "tags": ["netflix-2024/candor"]},
        {"title": "Two", "situation": "Late.", "action": "b", "tags": ["netflix-2024/candor"]},
    ]


def test_empty_rows_below_a_merged_cell_are_no_stories() -> None:
    found = read([NAMES, ["Acme", None, "One", "s", "a", "r"], [], [None, None, None, " "]], "A2:A9")

    assert ([story.record.title for story in found.stories], found.problems) == (["One"], ())


def test_merged_cell_writes_over_nothing() -> None:
    rows: list[list[Any]] = [NAMES, ["Acme", None, "One", "s"], ["Own", None, "Two", "s2"], [None, None, "Three", "s3"]]
    data = workbook(rows)
    merged = '</sheetData><mergeCells><mergeCell ref="A2:A4"/><mergeCell ref="B2:B4"/></mergeCells>'

    found = read_files([("a.xlsx", altered(data, SHEET, lambda text: text.replace("</sheetData>", merged)))], VALUES)

    assert [story.record.texts["organisation"] for story in found.stories] == ["Acme", "Own", "Acme"]


def test_rows_merged_in_title_and_section_are_one_story() -> None:
    found = read(
        [
            ["Title", "Situation", "Action", "Result"],
            ["One", "Late.", "I asked.", "Nine."],
            [None, None, "I went.", None, "Odd."],
            [None, None, "I wrote."],
            ["Two", "Lost.", "I looked.", "Found."],
        ],
        "A2:A4",
        "B2:B4",
        "D2:D4",
    )

    assert told(found) == [
        {"title": "One", "situation": "Late.", "action": "I asked.\nI went.\nI wrote.", "result": "Nine."},
        {"title": "Two", "situation": "Lost.", "action": "I looked.", "result": "Found."},
    ]
    assert found.stories[0].remarks == ("Rows 2 to 4 are one story, as their merged cells show.",)


@pytest.mark.parametrize(
    ("header", "merged"),
    [
        (
            [
                ["Story", "Employer", "STAR", None, None, None, "Principles", None],
                [None, None, "Situation", "Task", "Action", "Result", "Candor", "Ownership"],
            ],
            ["A1:A2", "B1:B2", "C1:F1", "G1:H1"],
        ),
        (
            [
                ["My prep"],
                ["Story", "Employer", "S", "T", "A", "R", "Principles"],
                [None, None, None, None, None, None, "Candor", "Ownership"],
            ],
            ["A1:H1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "F2:F3", "G2:H2"],
        ),
    ],
)
def test_names_in_two_rows_with_merged_cells_are_read_as_one_row(header: list[list[Any]], merged: list[str]) -> None:
    found = read([*header, ["One", "Acme", "s", "t", "a", "r", "x", None]], *merged)

    assert told(found) == [
        {
            "title": "One",
            "organisation": "Acme",
            "situation": "s",
            "task": "t",
            "action": "a",
            "result": "r",
            "tags": ["netflix-2024/candor"],
        }
    ]
    assert found.problems == ()


def test_parts_below_the_merged_name_of_a_section_belong_to_it() -> None:
    header = [["Title", "Situation", None, "Action", "Result"], [None, "Part one", "Part two", None, None]]

    found = read([*header, ["One", "In Lima.", "Ana.", "a", "r"]], "A1:A2", "B1:C1", "D1:D2", "E1:E2")

    assert told(found) == [{"title": "One", "situation": "In Lima.\n\nAna.", "action": "a", "result": "r"}]


def test_title_of_a_sheet_that_is_merged_over_its_columns_is_no_name() -> None:
    rows: list[list[Any]] = [["My prep"], ["Title", "Situation", "Action", "Result"], ["One", "s", "a", "r"]]

    assert told(read(rows, "A1:D1")) == told(read(rows))


def test_merged_cells_of_a_turned_table_are_turned() -> None:
    rows: list[list[Any]] = [
        ["Title", "One", "Two"],
        ["Company", "Acme", None],
        ["Situation", "s", "s2"],
        ["Action", "a", "a2"],
    ]

    assert [story.record.texts["organisation"] for story in read(rows, "B2:C2").stories] == ["Acme", "Acme"]


def test_merged_column_without_a_name_is_called_by_its_number() -> None:
    data = workbook([["One", "s", "Acme"], ["Two", "s2", None]], "C1:C2")
    opened = unpack(pack(open_files([("prep.xlsx", data)])))
    columns = Columns(-1, ("title", "situation", "organisation"))

    found = read_tables(opened, VALUES, {"prep.xlsx": columns})

    assert [story.record.texts["organisation"] for story in found.stories] == ["Acme", "Acme"]
    assert found.stories[1].remarks == ("Column 3 is merged over rows 1 to 2.",)


@pytest.mark.parametrize(
    "reference", ["", "A", "7", "A0:A3", "A2:", "A2:ZZZZ3", "Ä2:Ä3", "A-1:A3", "Z2:Z3", "A9:A99", "B3:A2"]
)
def test_merged_cells_that_are_nowhere_are_passed_over(reference: str) -> None:
    merged = f'</sheetData><mergeCells><mergeCell/><mergeCell ref="{reference}"/></mergeCells>'
    rows: list[list[Any]] = [NAMES, ["Acme", "Candor", "One", "s", "a", "r"], [None, None, "Two", "s2", "a2", "r2"]]
    data = workbook(rows)

    found = read_files([("a.xlsx", altered(data, SHEET, lambda text: text.replace("</sheetData>", merged)))], VALUES)

    assert told(found) == told(read(rows))


@pytest.mark.parametrize(
    ("budget", "reason"), [(Budget(steps=9_000), "too much"), (Budget(characters=900), "more than")]
)
def test_merged_cells_are_filled_within_the_budget(budget: Budget, reason: str) -> None:
    many = "".join(f'<mergeCell ref="A2:A{number}"/>' for number in range(3, 203))
    rows: list[list[Any]] = [
        NAMES,
        ["x" * 100, None, "One", "s"],
        *([None, None, "Two", str(number)] for number in range(200)),
    ]
    data = altered(workbook(rows), SHEET, lambda text: text.replace("</sheetData>", f"</sheetData><c>{many}</c>"))

    [table] = open_files([("a.xlsx", data)]).tables

    with pytest.raises(FormatError, match=reason):
        spread(table.rows, recognise(table.rows, VALUES), table.merged, budget)
