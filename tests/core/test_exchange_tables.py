"""Spreadsheets as people keep them: columns are recognised, and each row is read or reported with a reason."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.choices import Section, Status, Strength
from stories.core.exchange import (
    Columns,
    FormatError,
    Incoming,
    StoryRecord,
    TagRecord,
    neutralise,
    read_csv,
    read_rows,
    recognise,
    restore,
    write_rows,
)
from stories.core.exchange.csv_text import MOST_LINES
from stories.core.exchange.files import Read, read_files
from stories.core.exchange.star import read_star
from stories.core.fields import EXPORTED, LABELS
from tests.core.exchanging import STORIES, a_story, unhurried

CANDOR, COURAGE, IMPACT = "netflix-2024/candor", "netflix-2024/courage", "netflix-2017/impact"
RIGHT, BACKBONE = "amazon-lp/are-right", "amazon-lp/have-backbone"
VALUES = {
    CANDOR: "Candor",
    COURAGE: "Courage",
    IMPACT: "Impact",
    "netflix-2017/courage": "Courage",
    RIGHT: "Are Right, A Lot",
    BACKBONE: "Have Backbone; Disagree and Commit",
}
FINGERPRINT = "0123456789abcdef"
ID = "3f0c9a52-0000-4000-8000-000000000000"
EXPORTED_FIRST = ("id", "fingerprint", "title")


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ([], Columns(0, ())),
        ([["", "x"], ["Pears", "Apples"]], Columns(0, ("", ""))),
        ([["Title", "Situation", "TASK ", "Actions", "Outcome", "Lessons learned"]],
         Columns(0, ("title", "situation", "task", "action", "result", "learning"))),
        ([["Story name", "S", "T", "A", "R", "L", "Where?", "Your role", "Date(s)", "Progress", "STAR", "In one line"]],
         Columns(0, ("title", "situation", "task", "action", "result", "learning", "organisation", "role", "when",
                     "status", "star", "headline"))),
        ([["Résumé"], ["Équipe", "Compañy", "Company", "Employer"]], Columns(1, ("", "organisation", "", ""))),
        ([["My stories"], [], ["Title"], ["Name", "Role", "When", "Values"], ["Story"]],
         Columns(3, ("title", "role", "when", "tags"))),
        ([["Title"], ["a", "b"]], Columns(0, ("title", ""))),
        ([["Title", "CÁNDOR", "courage", IMPACT, "Are Right a lot", "have-backbone"]],
         Columns(0, ("title", CANDOR, COURAGE, IMPACT, RIGHT, BACKBONE))),
        ([["Title", "Impact"], ["a", "x"], ["b", " "], ["c"]], Columns(0, ("title", IMPACT))),
        ([["Title", "Impact"], ["a", "x"], ["b", "We halved it."]], Columns(0, ("title", "result"))),
        ([["Title", "Impact"], ["a", ""], ["b"]], Columns(0, ("title", "result"))),
        ([["Title", "Impact", IMPACT], ["a", "x", ""]], Columns(0, ("title", "result", IMPACT))),
        ([["Title", "impact", IMPACT], ["a", "", "x"]], Columns(0, ("title", "result", IMPACT))),
        ([["Id", "Fingerprint", "Title", "Impact"], ["", "", "a", "x"]], Columns(0, (*EXPORTED_FIRST, "result"))),
        ([["Id", "Fingerprint", "Title"]], Columns(0, EXPORTED_FIRST)),
        ([*[["a"]] * 20, ["Title"]], Columns(0, ("",))),
        ([["Title"] * 400], Columns(0, ("title", *[""] * 299))),
        ([["S", "T", "A", "Result"]], Columns(0, ("", "", "", "result"))),
    ],
)  # fmt: skip
def test_columns_are_recognised(rows: list[list[str]], columns: Columns) -> None:
    assert recognise(rows, VALUES) == columns


def read(*rows: Sequence[str], header: int = 0) -> tuple[list[StoryRecord], list[str]]:
    """The first row gives the targets."""
    stories, problems = read_rows(rows, Columns(header, tuple(rows[0])), VALUES)
    remarks = [remark for story in stories for remark in story.remarks]
    return [story.record for story in stories], [*remarks, *map(str, problems)]


@pytest.mark.parametrize(
    ("targets", "cells", "record"),
    [
        (["title", "headline", "role"], [" A ", "B", "C\r\nD"], a_story(title="A", headline="B", role="C\nD")),
        (["title", "", "when"], ["A", "B", "2025", "D"], a_story(title="A", when="2025")),
        (["title", "task"], ["A"], a_story(title="A")),
        (["task", "task", "role", "role"], ["A", "B", "C", "D"], a_story(task="A\n\nB", role="C, D")),
        (["id", "fingerprint"], [ID.upper(), FINGERPRINT], a_story(id=ID, fingerprint=FINGERPRINT)),
        (["title", "status"], ["A", "Done"], a_story(title="A", status=Status.READY)),
        (["title", "status"], ["A", "archive"], a_story(title="A", status=Status.ARCHIVED)),
        (["title", "status"], ["A", "WIP"], a_story(title="A")),
        (["title", "action"], ["=1+1", "'=1+1"], a_story(title="=1+1", action="=1+1")),
        (["star"], ["S: It was late.\nT: Mine.\nA: I went.\nR: Nine.\nL: Ask."],
         a_story(situation="It was late.", task="Mine.", action="I went.", result="Nine.", learning="Ask.")),
        (["star", "task"], ["Situation: Late. Task: Mine.", "Ours."],
         a_story(situation="Late.", task="Ours.\n\nMine.")),
        (["tags"], ["Candor (primary), courage - supporting; Are Right, a lot: s\nhave backbone; disagree and commit"],
         a_story(tags=(TagRecord(CANDOR), TagRecord(COURAGE, Strength.SUPPORTING),
                           TagRecord(RIGHT, Strength.SUPPORTING), TagRecord(BACKBONE)))),
        (["tags"], ["Candor (S) , ; ,Courage - p "],
         a_story(tags=(TagRecord(CANDOR, Strength.SUPPORTING), TagRecord(COURAGE)))),
        (["tags"], [f"{CANDOR}; netflix-2017/courage; impact"],
         a_story(tags=(TagRecord(CANDOR), TagRecord("netflix-2017/courage"), TagRecord(IMPACT)))),
        (["tags", CANDOR], ["Candor, Courage (no)", "S: told her"],
         a_story(tags=(TagRecord(CANDOR, Strength.SUPPORTING, "told her"), TagRecord(COURAGE)))),
        ([CANDOR, COURAGE, IMPACT, RIGHT], ["X", "No", "(x)", "primary: A: B"],
         a_story(tags=(TagRecord(CANDOR), TagRecord(IMPACT, Strength.SUPPORTING),
                           TagRecord(RIGHT, evidence="A: B")))),
    ],
)  # fmt: skip
def test_row_is_read(targets: list[str], cells: list[str], record: StoryRecord) -> None:
    assert read(targets, cells) == ([record], [])


@pytest.mark.parametrize("mark", ["x", "X", "1", "yes", "Y", "TRUE", "✓", "✔", "✅", "primary", "P", "main"])
def test_mark_of_a_primary_value(mark: str) -> None:
    assert read([CANDOR], [mark]) == ([a_story(tags=(TagRecord(CANDOR),))], [])


@pytest.mark.parametrize("mark", ["supporting", "S", "secondary", "(x)"])
def test_mark_of_a_supporting_value(mark: str) -> None:
    assert read([CANDOR], [mark]) == ([a_story(tags=(TagRecord(CANDOR, Strength.SUPPORTING),))], [])


@pytest.mark.parametrize("mark", ["", "0", "No", "n", "FALSE", "none", "-", "–", "—", "n/a"])
def test_mark_of_a_value_not_shown(mark: str) -> None:
    assert read(["title", CANDOR], ["A", mark]) == ([a_story(title="A")], [])


@pytest.mark.parametrize(
    ("targets", "cells", "records", "problem"),
    [
        (["", "title"], ["A", " "], [], "Row 2: The columns that are read are empty, so the row was left out."),
        (["title"], ["x" * 151], [a_story(title=f"{'x' * 149}…", notes=f"Title: {'x' * 151}")],
         "Title is longer than 150 characters: cut, and kept whole in the notes."),
        (["id", "title"], ["7", "A"], [a_story(title="A")], "“7” is no id of Prepsite, so it wasn't read."),
        (["task"], ["x" * 20_001], [],
         "Row 2: Task: This has 20,001 characters; the limit is 20,000. The row was left out."),
        (["title"], ["a\ud800"], [],
         "Row 2: Title: This contains a character that can't be stored. The row was left out."),
        (["title", "status"], ["A", "good"], [a_story(title="A")],
         "“good” isn't a status, so the story becomes a draft."),
        (["title", "tags"], ["A", "Candor, Bravery"],
         [a_story(title="A", tags=(TagRecord(CANDOR),), notes="Tags: Bravery")],
         "No value is called “Bravery”: kept in the notes."),
        (["title", "tags"], ["A", "Candor, " * 400], [a_story(title="A", notes=f"Tags: {'Candor, ' * 400}".strip())],
         f"No value is called “{('Candor, ' * 8)[:60]}…”: kept in the notes."),
        (["title", CANDOR], ["A", "maybe"], [a_story(title="A", notes=f"{CANDOR}: maybe")],
         f"“{CANDOR}: maybe” is no mark such as x or primary: kept in the notes."),
        (["title", "task"], ["Total", ""], [], "Row 2: This is a row of totals, not a story."),
        (["star"], ["I went."], [a_story(situation="I went.")],
         "There are no labels such as “S:” in the cell of the whole story: it went to Situation."),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_row_is_named(
    targets: list[str], cells: list[str], records: list[StoryRecord], problem: str
) -> None:
    assert read(targets, cells) == (records, [problem])


TITLE = frozenset({"title"})


def test_rows_are_counted_as_the_spreadsheet_counts() -> None:
    rows = [["", ""], ["", "Title"], ["  "], ["", "A"], ["7", "B"], []]

    columns = recognise(rows, VALUES)

    assert columns == Columns(1, ("", "title"))
    assert read_rows(rows, columns, VALUES) == (
        (Incoming(a_story(title="A"), "row 4", TITLE), Incoming(a_story(title="B"), "row 5", TITLE)),
        (),
    )
    assert read_rows([["A"]], Columns(-1, ("title",)), {}) == ((Incoming(a_story(title="A"), "row 1", TITLE),), ())


def test_too_many_rows_are_refused() -> None:
    rows = [[], *[["A"]] * 5001]

    assert len(read_rows(rows[:-1], Columns(0, ("title",)), VALUES)[0]) == 5000
    with pytest.raises(FormatError, match=re.escape("There are 5,001 rows; the limit is 5,000.")):
        read_rows(rows, Columns(0, ("title",)), VALUES)


S, T, A, R = Section.SITUATION, Section.TASK, Section.ACTION, Section.RESULT


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("", {}),
        ("No label", {}),
        ("S: a T: b A: c R: d", {S: "a", T: "b", A: "c", R: "d"}),
        ("s: a. t: b", {S: "a.", T: "b"}),
        ("**Situation:** a\n- *Task*: b\n## ACTIONS :\nc", {S: "a", T: "b", A: "c"}),
        ("S: a | T: b|R: c", {S: "a", T: "b", R: "c"}),
        ("Once.\nTask: b", {T: "Once.\n\nb"}),
        ("S: a\nA: plan A: wait. A: b\nS: c", {S: "a\n\nc", A: "plan A: wait.\n\nb"}),
        ("A: I took plan R: it, and a: this", {A: "I took plan", R: "it, and a: this"}),
        ("Data: x", {}),
        ("T:" + " " * 99 + "R: y", {T: "", R: "y"}),
        ("ſ: x", {}),
    ],
)
def test_sections_of_one_cell(text: str, sections: dict[Section, str]) -> None:
    assert read_star(text) == sections


@pytest.mark.parametrize(
    "text",
    [
        *("=1", "+1", "-1", "@a", "\t1", "\ra", "\n", "|", "%0A", "＝1", "＋", "－", "＠", "'=1"),
        *("\x01=1", "'\x01=1", "\ufeff=1", "\u200b\u202e@a", "\ufffd=1"),
    ],
)
def test_formula_is_neutralised(text: str) -> None:
    assert neutralise(text) == f"'{text}"
    assert restore(f"'{text}") == text


@pytest.mark.parametrize(
    ("text", "neutral"),
    [
        ("a;=cmd", "a;'=cmd"),
        ("a\t@b\t+c", "a\t'@b\t'+c"),
        ("Steps:\n- ask\n- tell", "Steps:\n'- ask\n'- tell"),
        ('a; "=b', "a; \"'=b"),
        ("a;'=b", "a;''=b"),
        ("=a;=b", "'=a;'=b"),
        ("\t=a", "'\t'=a"),
        ("a;\x01=b", "a;'\x01=b"),
        ("a\n \ufeff=b", "a\n '\ufeff=b"),
    ],
)
def test_formula_of_a_reader_with_other_separators_is_neutralised(text: str, neutral: str) -> None:
    assert neutralise(text) == neutral
    assert restore(neutral) == text


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_cell_of_a_csv_file_begins_like_a_formula_however_it_is_parted(separator: str) -> None:
    tricks = [
        f"{before}{sign}cmd|' /C calc'!A0" for before in ("", "a;", "a\t", "a\n", 'a;"', "a; ") for sign in "=+-@"
    ]
    records = [a_story(f"{number:032x}", title=trick, situation=trick) for number, trick in enumerate(tricks)]
    written = io.StringIO()
    csv.writer(written).writerows(write_rows(records))

    lines = written.getvalue().splitlines()
    cells = [
        cell for line in lines for cell in (*line.split(separator), *next(csv.reader([line], delimiter=separator)))
    ]

    assert [cell for cell in cells if cell.lstrip(' "').startswith(tuple("=+-@"))] == []


@pytest.mark.parametrize("text", ["", "a=1", "'tis", "''", " -", "a; b", "a;'b", "a\n\n" * 9_000, "; " * 9_000])
def test_other_text_is_left_as_it_is(text: str) -> None:
    assert neutralise(text) == text
    assert restore(text) == text


CELLS = st.text(st.sampled_from("'=+-@;\t\r\n a\"") | st.characters())


@unhurried
@given(CELLS)
def test_neutralised_text_is_restored(text: str) -> None:
    assert restore(neutralise(text)) == text


def as_a_table_holds_it(record: StoryRecord) -> StoryRecord:
    texts = {key: text.replace("\r", "").strip() for key, text in record.texts.items()}
    tags = tuple(replace(tag, evidence=tag.evidence.replace("\r", "").strip()) for tag in record.tags)
    return replace(record, texts=texts, tags=tuple(sorted(tags, key=lambda tag: tag.value)), extra={})


@unhurried
@given(st.lists(STORIES.map(as_a_table_holds_it), max_size=3))
def test_written_table_is_read_back(records: list[StoryRecord]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerows(write_rows(records))

    rows = read_csv(file.getvalue())
    known = {tag.value: "" for record in records for tag in record.tags}
    stories, problems = read_rows(rows, recognise(rows, known), known)

    assert [story.record for story in stories] == records
    assert problems == ()


def test_value_named_like_two_sections_is_read_back() -> None:
    tags = tuple(TagRecord(value, Strength.PRIMARY, "") for value in ("0/0", "A/R"))
    rows = write_rows([a_story(tags=tags)])

    columns = recognise(rows, {tag.value: "" for tag in tags})

    assert {"0/0", "A/R"} <= set(columns.targets)


def test_table_is_written() -> None:
    record = a_story(
        ID,
        FINGERPRINT,
        title="-A",
        status=Status.READY,
        tags=(TagRecord(CANDOR, evidence="=B"),),
        task=" C ",
        notes="N",
    )

    header, *rows = write_rows([record, a_story(tags=(TagRecord(IMPACT, Strength.SUPPORTING),))])

    assert header == ["Id", "Fingerprint", *(LABELS[name] for name in EXPORTED), "Status", IMPACT, CANDOR]
    written = [{name: cell for name, cell in zip(header, row, strict=True) if cell} for row in rows]
    assert written == [
        {
            "Id": ID,
            "Fingerprint": FINGERPRINT,
            "Title": "'-A",
            "Task": "C",
            "Notes": "N",
            "Status": "ready",
            CANDOR: "primary: =B",
        },
        {"Status": "draft", IMPACT: "supporting"},
    ]


def test_export_is_read_by_its_headers_though_a_value_is_named_like_one_of_them() -> None:
    value = "own/learning"
    rows = write_rows([a_story(ID, FINGERPRINT, title="A", tags=(TagRecord(value, evidence="B"),))])

    columns = recognise(rows, {value: "Learning"})

    assert columns.targets == ("id", "fingerprint", *EXPORTED, "status", value)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("\ufeffTitle,Task\nA,B", [["Title", "Task"], ["A", "B"]]),
        ("Title;Task\nA, B, C;B", [["Title", "Task"], ["A, B, C", "B"]]),
        ("Title\tTask\nA, B;\tB", [["Title", "Task"], ["A, B;", "B"]]),
        ('Title,Task\r\n"A;\r\nB;",C\r\n\r\n', [["Title", "Task"], ["A;\r\nB;", "C"], []]),
        ("a;b\n1,2,3,4;2", [["a", "b"], ["1,2,3,4", "2"]]),
        ("a, b\nc\nd;e", [["a", " b"], ["c"], ["d;e"]]),
        ("Title\nA", [["Title"], ["A"]]),
    ],
)
def test_csv_is_split_at_the_delimiter_that_fits(text: str, rows: list[list[str]]) -> None:
    assert read_csv(text) == rows


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('Title\nA\n"' + "b\n" * 99_000, "Line "),
        ("\n" * (MOST_LINES + 1), "There are more than 100,000 rows, perhaps mostly empty."),
    ],
)
def test_csv_without_end_is_refused(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=f"^{message}"):
        read_csv(text)


ANY_CELL = st.text(max_size=9) | st.sampled_from(
    ["Title", "Values", "Status", "STAR", "Candor", "S: a T: b", "x", "A: :", "Candor (", "primary: ", "'", "/"]
)


@unhurried
@given(
    st.lists(st.lists(ANY_CELL, max_size=4), max_size=4),
    st.none()
    | st.builds(Columns, st.integers(-1, 5), st.lists(ANY_CELL | st.sampled_from(["star", "tags"])).map(tuple)),
)
def test_any_rows_are_read_or_named(rows: list[list[str]], columns: Columns | None) -> None:
    stories, problems = read_rows(rows, columns or recognise(rows, VALUES), VALUES)

    assert all(story.origin and story.record for story in stories)
    assert all(str(problem).encode() for problem in problems)


def test_csv_with_the_most_rows_is_read() -> None:
    assert read_csv("\n" * MOST_LINES) == [[]] * MOST_LINES


@unhurried
@given(st.text(st.sampled_from(",;\t\"'\r\n a") | st.characters()))
def test_any_csv_is_read(text: str) -> None:
    assert isinstance(read_csv(text), list)


@pytest.mark.parametrize("text", ["S:", "A ", "- ", "(", "x,", "x;\n", "P - ", " \t"])
def test_long_cells_are_read_at_once(text: str) -> None:
    rows = [["Star", "Tags", "Title"], [f"{text * 60_000}x"] * 3]

    stories, problems = read_rows(rows, recognise(rows, VALUES), VALUES)

    assert len(stories) + len(problems) > 0


TOLD = "Late,It was late.,I asked.,Fine."


def read_table(header: str, *rows: str) -> Read:
    return read_files([("a.csv", "\n".join((header, *rows)).encode())], VALUES)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Total,3,3,3", "totals"),
        ("# of stories,,,4", "totals"),
        ("Number of stories,2,2,100%", "totals"),
        ("Total stories: 3,,,", "totals"),
        ("Average,1.5,2 of 3,1/3", "totals"),
        (",3,3,2", "totals"),
        ("Write your story here,,,", "what to write"),
        (
            "Write your story here,Describe the context: where and when,What did you do?,What was the outcome?",
            "what to",
        ),
        ("[Your title],[Describe it],[Your steps],[Result]", "what to"),
        ("(1 line),Set the scene,What YOU did - use I,Quantify the result", "what to"),
        ("Titel,Beschreibe die Lage,Was hast du getan?,Was war das Ergebnis?", "what to"),
        ("A story,Briefly (2 sentences),Your steps,I think numbers help", ""),
        ("Total recall,It was late.,I asked.,3", ""),
        ("Coverage,We had little.,I wrote tests.,90", ""),
        ("Stories,12,I wrote them.,40", ""),
        ("Who decides?,What to buy was open.,I asked.,Fine.", ""),
        ("Plan,Write the plan,Share it with all teams,Keep to it", ""),
        ("What went wrong?,,,", ""),
        ("Story 3,,,", ""),
    ],
)
def test_row_of_totals_or_guidance_is_no_story(row: str, reason: str) -> None:
    read = read_table("Title,Situation,Action,Result", TOLD, row)

    assert len(read.stories) == (1 if reason else 2)
    assert [problem.place for problem in read.problems] == (["a.csv, Row 3"] if reason else [])
    assert all(reason in problem.reason for problem in read.problems)


def test_guidance_that_is_longer_than_a_hint_is_a_story() -> None:
    read = read_table("Title,Situation,Action,Result", f"A,{'Describe it. ' * 30},{'What did you do? ' * 30},x")

    assert len(read.stories) == 1


def test_values_stand_below_primary_and_secondary() -> None:
    read = read_table("Title,Situation,Primary,Secondary,Other", "Late,It was late.,Candor,Courage,Rome")

    (story,) = read.stories
    assert {tag.value: tag.strength for tag in story.record.tags} == {CANDOR: "primary", COURAGE: "supporting"}
    assert story.record.texts["notes"] == "Other: Rome"


@pytest.mark.parametrize(
    ("header", "cell", "organisation", "role"),
    [
        ("Company / Role", "Acme — Data engineer", "Acme", "Data engineer"),
        ("Company | Role", "Acme | Data engineer", "Acme", "Data engineer"),
        ("Company / Role", "Data engineer at Acme", "Acme", "Data engineer"),
        ("Company / Role", '"Data engineer, Acme"', "Acme", "Data engineer"),
        ("Company / Role", "Acme / Cook", "Acme", "Cook"),
        ("Company / Role", '"Acme, Berlin"', "Acme, Berlin", ""),
        ("Company / Role", "Acme", "Acme", ""),
        ("Company", "Acme | Data engineer", "Acme", "Data engineer"),
        ("Company", '"Ernst & Young, Consulting"', "Ernst & Young, Consulting", ""),
    ],
)
def test_organisation_and_role_in_one_cell_are_told_apart(header: str, cell: str, organisation: str, role: str) -> None:
    (story,) = read_table(f"Title,{header},Situation", f"Late,{cell},It was late.").stories

    assert (story.record.texts["organisation"], story.record.texts["role"]) == (organisation, role)
    assert story.holds is not None
    assert ("role" in story.holds) == bool(role)


def test_cell_is_not_divided_where_there_is_a_column_for_each() -> None:
    (story,) = read_table("Title,Organisation,Role,Situation", "Late,Acme | Data engineer,,It was late.").stories

    assert (story.record.texts["organisation"], story.record.texts["role"]) == ("Acme | Data engineer", "")


def test_columns_that_are_not_recognised_are_named() -> None:
    read = read_table("Id,Title,Situation,Mood,Empty", "S-1,Late,It was late.,calm,")

    assert read.columns == {"a.csv": [("Id", ""), ("Mood", "notes")]}


def test_time_to_tell_of_an_exported_document_is_not_read() -> None:
    (story,) = read_table("Story,Situation,Time to tell", "Late,It was late.,1:20").stories

    assert story.record.texts["notes"] == ""
