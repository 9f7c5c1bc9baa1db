"""What is costly to read is refused, or read within bounds; what is damaged is refused with a sentence."""

import json
import random
import string
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.exchange import FormatError, Opened, open_files, read_csv, read_document, read_story
from stories.core.exchange.archives import opened_archive
from stories.core.exchange.budget import MOST_STORIES, Budget
from stories.core.exchange.files import READ_AS_NOTES, read_files
from stories.core.exchange.front_matter import read_front_matter
from stories.core.exchange.marks import read_tags
from stories.core.exchange.star import read_star
from stories.core.exchange.workbooks import Sheet, read_workbook
from tests.core.exchanging import unhurried
from tests.hostile_files import COSTLY, DAMAGED, Files, document, packed, workbook

QUICK = (
    "a row of 10,000,000 empty cells",
    "9,000,000 shared strings",
    "20 sheets with a cell at KN20000",
    "a long text in 20,000 cells",
    "a tag of 40 MB",
    "5,000,000 levels of tags",
    "100 story files of flow lists",
    "100 story files of 49,000 brackets",
    "30 tables of 300 columns",
    "10 MB of commas",
    "10 MB of JSON lists",
    "5,000 rows of unknown values",
    "400,000 unknown names",
)
"""All of them are tried, with their time and memory, by tests/benchmarks/hostile.py."""
SMALL = Budget(steps=50_000, characters=1_000_000, unpacked=5_000_000)
VALUES = {"netflix-2024/candor": "Candor"}


def size_of(opened: Opened) -> tuple[int, int, int]:
    """Stories, cells, and characters in cells."""
    cells = [cell for table in opened.tables for row in table.rows for cell in row]
    stories = len(opened.stories) + sum(len(library.stories) for _, library in opened.libraries)
    return stories, len(cells), sum(map(len, cells))


@pytest.mark.parametrize("name", QUICK)
def test_what_is_kept_of_costly_files_is_bounded(name: str) -> None:
    read = open_files(COSTLY[name](), replace(SMALL))

    stories, cells, characters = size_of(read)
    assert stories <= MOST_STORIES
    assert cells <= SMALL.steps
    assert characters <= SMALL.characters


@pytest.mark.parametrize("files", DAMAGED.values(), ids=DAMAGED.keys())
def test_damaged_file_is_refused_with_a_sentence(files: Callable[[], Files]) -> None:
    read = read_files(files(), VALUES)

    assert read.stories == () or READ_AS_NOTES in read.problems[0].reason
    assert read.problems
    assert all(problem.place.startswith("a.") and problem.reason.endswith(".") for problem in read.problems)


def test_budget_is_for_all_files_together() -> None:
    files = [(f"{number}.json", document(stories=[{"skills": ["a"] * 100}])) for number in range(10)]

    read = open_files(files, Budget(steps=1_000))

    assert len(read.libraries) == 4
    assert read.problems[0].reason.startswith("There is too much in it to be read at once")


@pytest.mark.parametrize(
    ("files", "kept", "reason"),
    [
        ([(f"{n}.csv", b"Title\na") for n in range(51)], 50, "There are too many tables to be read at once"),
        ([(f"{n}.json", document()) for n in range(11)], 10, "There are too many libraries to be read at once"),
        (
            [("a.zip", packed({f"{n}.md": "## Task\na" for n in range(3_000)}))] * 2,
            5_000,
            "hold more than 5,000 stories",
        ),
        ([("a.csv", b"Title\n" + b"a\n" * 3_000), ("b.csv", b"Title\n" + b"a\n" * 2_001)], 3_000, "than 5,000 stories"),
    ],
)
def test_there_are_only_so_many_stories_tables_and_libraries(files: Files, kept: int, reason: str) -> None:
    opened = open_files(files)

    read = read_files(files, VALUES)

    assert max(len(read.stories), len(opened.tables) if len(opened.tables) > 2 else 0, len(read.libraries)) == kept
    assert reason in read.problems[-1].reason


def test_rows_of_tables_that_hold_too_many_stories_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read_row = Mock(wraps=read_tags)
    monkeypatch.setattr("stories.core.exchange.tables.read_tags", read_row)

    read_files([(f"{n}.csv", b"Title,Tags\n" + b"a,b\n" * 3_000) for n in range(5)], VALUES)

    assert read_row.call_count == 3_000


def test_file_in_which_all_is_wrong_is_refused_as_a_whole() -> None:
    with pytest.raises(FormatError, match=r"More than 1,000 things in it are wrong\."):
        read_document(document(stories=[{"status": "odd"}] * 1_001).decode())


def test_only_so_many_cells_without_a_mark_are_named_in_a_row() -> None:
    values = {f"netflix-2024/v{number}": f"V{number}" for number in range(50)}
    rows = ["Title," + ",".join(values), "a," + ",".join("z" * 50)]

    read = read_files([("a.csv", "\n".join(rows).encode())], values)

    [story] = read.stories
    assert len(story.remarks) == 20
    assert story.record.texts["notes"].count(": z") == 50


def test_only_so_many_problems_of_a_table_are_told() -> None:
    read = read_files([("a.csv", b"Title,Task\n" + b"total,\n" * 1_200)], VALUES)

    assert read.stories == ()
    assert len(read.problems) == 1_001
    assert str(read.problems[-1]) == "a.csv: There are 200 more problems."


def test_only_so_many_unknown_values_are_named_in_a_row() -> None:
    read = read_files([("a.csv", f'Title,Tags\na,"{",".join(f"v{n}" for n in range(50))}"\n'.encode())], VALUES)

    [story] = read.stories
    assert story.remarks[0].endswith("“v18” and “v19” and 30 more: kept in the notes.")
    assert story.record.texts["notes"].endswith("v49")


def test_lines_of_values_deep_inside_a_front_matter_are_not_kept() -> None:
    names = "".join(f"{' ' * level}{'k' * 60}:\n" for level in range(40))

    front_matter = read_front_matter(f"{names}{' ' * 40}a: [{'a,' * 1_000}]", Budget())

    assert sum(map(len, front_matter.lines)) < 1_000


@pytest.mark.parametrize("before", ["", "\ufeff", "a: b\n...\n"])
@pytest.mark.parametrize("line_end", ["\n", "\x85", "\u2028"])
def test_front_matter_of_many_directives_is_refused_before_they_are_compared(before: str, line_end: str) -> None:
    directives = line_end.join(f"%TAG !a{number}! a" for number in range(11))

    with pytest.raises(FormatError, match="begin with “%”"):
        read_front_matter(f"{before}{directives}{line_end}--- {{title: a}}", Budget())


def test_front_matter_that_begins_again_is_refused() -> None:
    with pytest.raises(FormatError, match="Line 3: The front matter can't be read: it ends and begins again"):
        read_front_matter("a: 1\n--- b", Budget())


def test_front_matter_may_hold_lines_with_percentages() -> None:
    text = "a: |\n" + " %\n" * 20

    assert read_front_matter(text, Budget()).data == {"a": "%\n" * 20}


def test_sheet_without_addresses_is_read_in_its_order() -> None:
    data = workbook(
        ['<row><c t="inlineStr"><is><t>Title</t></is></c><c/><c><v>2</v></c></row><row><c><v>x</v></c></row>']
    )

    with opened_archive(data) as archive:
        assert read_workbook(archive, Budget()) == [Sheet("S1", [["Title", "", "2"], ["x"]])]


def test_dates_are_told_by_their_format_and_the_year_that_days_are_counted_from() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="200" formatCode="[h]:mm"/>'
        '<numFmt numFmtId="201" formatCode="0.0&quot;d&quot;"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="200"/><xf numFmtId="201"/></cellXfs>'
    )
    row = "".join(f'<c s="{style}"><v>45000</v></c>' for style in range(4)) + '<c s="1"><v>1e300</v></c>'

    read: list[Any] = []
    for book in ("", '<workbookPr date1904="1"/>'):
        with opened_archive(workbook([f"<row>{row}</row>"], styles=styles, book=book)) as archive:
            read += read_workbook(archive, Budget())[0].rows

    assert read[0] == ["45000", "2023-03-15", "45000 days, 0:00:00", "45000"]
    assert read[1][:2] == ["45000", "2027-03-16"]


def test_number_formats_are_looked_through_within_the_budget() -> None:
    formats = "".join(f'<numFmt numFmtId="{number}" formatCode="{"[" * 255}"/>' for number in range(200, 300))
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in range(200, 300))
    data = workbook(["<row><c><v>1</v></c></row>"], styles=f"<numFmts>{formats}</numFmts><cellXfs>{styles}</cellXfs>")

    with opened_archive(data) as archive, pytest.raises(FormatError, match="too much in it to be read at once"):
        read_workbook(archive, Budget(steps=20_000))


@pytest.mark.parametrize(("labels", "end"), [(100, "x"), (101, "s:|x"), (43_000, "s:|x")])
def test_cell_of_too_many_labels_is_not_split(labels: int, end: str) -> None:
    assert read_star("s:|" * labels + "x")["situation"].endswith(end)


def test_text_in_runs_is_joined_without_its_pronunciation() -> None:
    strings = "<si><r><t>Roll</t></r><r><t>back</t></r><rPh><t>x</t></rPh></si>"

    with opened_archive(workbook(['<row><c t="s"><v>0</v></c></row>'], strings=strings)) as archive:
        assert read_workbook(archive, Budget()) == [Sheet("S1", [["Rollback"]])]


PIECES = st.sampled_from(
    [
        *string.punctuation,
        *("\n", "\t", "  ", "a", "a: ", "- ", "? ", "|\n", ">-\n", "---\n", "...\n", "## Task\n", "é"),
        *('"\\', "U0010FFFF", "\\x", "!!str ", "&a ", "*a", "%TAG", "1e999", "NaN", "null", "\ud800", "\x00", "\ufeff"),
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)


@unhurried
@given(text=TEXTS)
def test_readers_of_text_raise_only_format_errors(text: str) -> None:
    for read in (read_story, read_document, read_csv, lambda text: read_front_matter(text, Budget())):
        for given_text in (text, f"---\n{text}\n---\n## Task", f'{{"format": "prepsite/1", "stories": [{text}]}}'):
            try:
                read(given_text)
            except FormatError as error:
                assert str(error)


PARTS = ("workbook.xml", "_rels/workbook.xml.rels", "sharedStrings.xml", "styles.xml", "worksheets/s1.xml")


@unhurried
@given(part=st.sampled_from(PARTS), seed=st.integers(0, 2**32), content=st.none() | TEXTS)
def test_any_damage_to_the_xml_of_a_workbook_is_read_over_or_named(part: str, seed: int, content: str | None) -> None:
    rows = '<row r="1"><c r="A1" t="s" s="1"><v>0</v></c><c r="B1" s="1"><v>45000</v></c></row>'
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    whole = workbook([rows], strings="<si><t>Title</t></si>", styles=styles)
    with opened_archive(whole) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    data = bytearray(parts[f"xl/{part}"])
    for _ in range(chance.randrange(4)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    damaged = bytes(data) if content is None else content.encode("utf-8", "replace")

    read = read_files([("a.xlsx", packed(parts | {f"xl/{part}": damaged}))], VALUES)

    assert all(problem.place.startswith("a.xlsx") and problem.reason for problem in read.problems)


def test_half_a_character_in_an_outline_is_read_as_a_question_mark() -> None:
    page = {"title": "Launch", "children": [{"string": "Situation: late \ud800"}, {"string": "Action: I stopped it."}]}

    opened = open_files([("roam.json", json.dumps([page]).encode())])

    assert "late ?" in opened.notes[0].text
