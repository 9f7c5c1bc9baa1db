"""Kinds of files that hold notes or tables: HTML, Word, org, PDF, Anki, JSON, tables of other shapes."""

import io
import resource
from collections.abc import Mapping
from typing import Any

import pytest

from stories.core.choices import Strength
from stories.core.exchange.arrangement import arranged
from stories.core.exchange.budget import Budget
from stories.core.exchange.files import open_files, read_files
from stories.core.exchange.html_text import MOST_TEXT, read_html
from stories.core.exchange.json_table import as_rows, objects_in
from stories.core.exchange.org_text import read_org
from stories.core.exchange.pdf_program import MEMORY, extract, limit
from stories.core.exchange.problems import FormatError
from stories.core.exchange.shapes import is_keepable
from stories.core.exchange.story_records import TagRecord
from tests.hostile_files import packed, pdf, word

VALUES = {"netflix-2024/courage": "Courage"}
STAR = {"situation": "a", "task": "b", "action": "c", "result": "d"}


def read(name: str, data: str | bytes) -> tuple[list[dict[str, str]], list[str]]:
    """The texts of the stories that aren't empty, and what could not be read."""
    found = read_files([(name, data.encode() if isinstance(data, str) else data)], VALUES)
    texts = [{key: text for key, text in story.record.texts.items() if text} for story in found.stories]
    return texts, [str(problem) for problem in found.problems]


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


LINES = b"BT /F1 12 Tf 14 TL 50 700 Td (S: a) Tj T* (T: b) Tj T* (A: c) Tj T* (R: d) Tj ET"
CARD = "S: a<br>T: b<br>A: c<br>R: d"


@pytest.mark.parametrize(
    ("name", "data", "title"),
    [
        ("a.pdf", pdf(LINES), ""),
        ("cards.txt", f"Why?\t{CARD}\nHow?\t{CARD}\n", "Why?"),
        ("cards.txt", f"#separator:tab\n#html:true\n#tags column:3\nWhy?\t{CARD}\tx\n", "Why?"),
        ("a.txt", "Title\tSituation\tTask\tAction\tResult\nOne\ta\tb\tc\td\n", "One"),
        ("a", '[{"title": "One", "star": {"situation": "a", "task": "b", "action": ["c"], "result": "d"}}]', "One"),
        ("a.json", '{"all": [{"name": "One", "situation": "a", "task": "b", "action": "c", "result": "d"}]}', "One"),
        ("a.md", "# One\n| S | T | A | R |\n|---|---|---|---|\n| a | b | c | d |\n", "One"),
        ("a.org", "* DONE [#A] One :x:\n*Situation:* a\n*Task:* b\n*Action:* c\n- Result :: d\n", "One"),
        ("a.htm", "<p><b>Situation:</b> a</p><p><b>Task</b>: b<p><strong>Action</strong> c<h3>Result</h3>d", ""),
        ("a.docx", word("".join(paragraph(line) for line in ("S: a", "T: b", "A: c", "R: d"))), ""),
        ("a.csv", ",One\nTitle,One\nSituation,a\nTask,b\nAction,c\nResult,d\n", "One"),
        ("a.csv", "Title,One\nSituation,a\nTask,b\nAction,c\nResult,d\nTitle,Two\nTask,x\n", "One"),
        ("a.csv", ",S,T,A,R\nOne,a,b,c,d\n", "One"),
        ("a.csv", "Title,Story\nOne,S: a T: b A: c R: d\n", "One"),
    ],
)
def test_story_is_found_in_each_kind_of_file(name: str, data: str | bytes, title: str) -> None:
    texts, problems = read(name, data)

    first = {key: text for key, text in texts[0].items() if key in STAR}
    assert (first, problems) == (STAR, [])
    assert not title or texts[0]["title"] == title


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<h1>A <b>b</b></h1><p>x<br>y</p><hr><p>z</p>", "# A b\n\nx\ny\n\n---\n\nz"),
        ("<ol><li>a<ul><li>b</ul><li>c</ol>d", "1. a\n  - b\n2. c\nd"),
        ("</ul><li>a</li></span>", "- a"),
        ("<table><tr><th>A|B</th><td>x<br>y<ul><li>z</li></ul></td></tr></table>", "| A\\|B | x<br>y<br>- z |"),
        ("<script>no<b>no</b></script><style>no</style><head>no</head>yes &amp; no<!-- x -->", "yes & no"),
        ('<span style="font-weight: 700">a</span><span>b</span>', "**a**b"),
        ("<b></b><p>a", "a"),
        ("<ul><li><p>a</p></li></ul>", "- a"),
    ],
)
def test_page_becomes_markdown(page: str, text: str) -> None:
    assert read_html(page, Budget()) == text


def test_org_becomes_markdown() -> None:
    text = "#+TITLE: T\n#+BEGIN_SRC x\ny\n#+END_SRC\n#+BEGIN_QUOTE\n:WHEN: <2024-05-03 Fri>\n:END:\n[[a][b]]\n#+X: y"

    assert read_org(text) == "# T\n```\ny\n```\n\nWhen: 2024-05-03\nb"


def test_word_document_keeps_headings_lists_and_tables() -> None:
    styles = (
        '<w:style w:styleId="H"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="T"><w:name w:val="Title"/></w:style>'
        '<w:style w:styleId="L"><w:name w:val="List Bullet"/></w:style>'
    )
    body = [
        paragraph("One", '<w:pStyle w:val="T"/>'),
        paragraph("Situation", '<w:pStyle w:val="H"/><w:jc w:val="left"/>'),
        "<w:p><w:del><w:r><w:t>gone</w:t></w:r></w:del><w:r><w:instrText>x</w:instrText><w:t>a</w:t><w:tab/>"
        "<w:t>a</w:t><w:br/></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>b</w:t></w:r></w:p>",
        paragraph("Action", '<w:outlineLvl w:val="1"/>'),
        paragraph("c", '<w:numPr><w:ilvl w:val="0"/></w:numPr>'),
        paragraph("d", '<w:pStyle w:val="L"/><w:numPr><w:ilvl w:val="1"/></w:numPr>'),
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t> </w:t></w:r></w:p><w:tbl><w:tr></w:tr></w:tbl>",
        "<w:tbl><w:tr><w:tc>" + paragraph("Result: e") + "</w:tc></w:tr></w:tbl>",
    ]

    texts, problems = read("a.docx", word("".join(body), styles))

    assert problems == []
    assert texts == [{"title": "One", "situation": "a a\n**b**", "action": "- c\n  - d", "result": "e"}]


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.pdf", b"%PDF-1.4", "This PDF can't be read"),
        ("a.pdf", pdf(b""), "This PDF holds no text"),
        ("a.docx", word('<w:p><w:pPr><w:outlineLvl w:val="x"/></w:pPr></w:p>'), "The file is damaged"),
        ("a.txt", "#separator:tab\n" + "x" * 200_000, "The export of Anki can't be read"),
        ("a.md", "x" * 1_000_001, "the limit for notes is 1,000,000"),
        ("a.csv", "Question\nWhy?\nHow?\n", "It holds 2 questions, not stories"),
        ("a.md", f"S: {'x' * 20_001}", "Situation: This has 20,001 characters; the limit is 20,000. The story"),
        ("a.zip", packed({"a.zip": packed({"a.zip": packed({"a.zip": packed({"a.zip": packed({"a.md": "S: x"})})})})}),
         "There are too many archives inside one another"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(name: str, data: str | bytes, problem: str) -> None:
    texts, problems = read(name, data)

    assert texts == []
    assert problem in problems[0]


def test_text_of_a_pdf_is_extracted() -> None:
    target = io.BytesIO()

    extract(io.BytesIO(pdf(LINES)), target)

    assert target.getvalue() == b"S: a\nT: b\nA: c\nR: d\n\n"


def test_front_matter_that_is_no_yaml_is_read_line_by_line() -> None:
    text = "---\ntitle: One\nrole: <% x %>\nsituation: s\nmood: [calm\nmade: <% y %>\n---\n# Other\nTask: b\n"

    texts, problems = read("a.md", text)

    assert problems == []
    assert texts == [{"title": "One", "situation": "s", "task": "b", "notes": "Title in the text: Other"}]


def test_rows_of_names_and_bands_are_no_stories() -> None:
    table = "Title,Task,Tags\nCourage,,\nOne,a,\nTitle,Task,Tags\nTwo,b,\n"

    found = read_files([("a.csv", table.encode())], VALUES)

    assert [(story.record.title, len(story.record.tags)) for story in found.stories] == [("One", 1), ("Two", 1)]


@pytest.mark.parametrize(
    "rows", [[], [[]], [["Title"]], [["a", "b"], ["c"]], [["Title", "Task"], ["a", "Goal"], ["", ""]]]
)
def test_table_that_is_arranged_well_stays_as_it_is(rows: list[list[str]]) -> None:
    assert arranged(rows)[0] == rows


def test_objects_within_objects_become_text() -> None:
    objects: list[Mapping[str, Any]] = [{"Task": [{"a": "b"}, True, None], "Result": {"x": False}}]

    assert as_rows(objects, Budget()) == [["Task", "x"], ["b, yes, ", "no"]]
    assert objects_in({"a": 5, "b": [objects[0], 6]}) == objects


def test_first_of_two_names_for_a_line_counts() -> None:
    texts, _ = read("a.md", "---\norganisation: Acme\ncompany: Other\n---\n## Situation\na\n## Action\nb")

    assert texts[0]["organisation"] == "Acme"


def test_sentence_before_a_story_is_not_its_title() -> None:
    story = "Situation: a\nAction: b\n\n"

    texts, _ = read("a.md", f"{story}Notes:\nx\n\nThis is a sentence.\n\n{story}")

    assert [each.get("notes") for each in texts] == ["x\n\nThis is a sentence.", None]


def test_program_that_reads_a_pdf_limits_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[object] = []
    monkeypatch.setattr("resource.setrlimit", lambda *limit: limits.append(limit))

    limit()

    assert limits == [(resource.RLIMIT_AS, (MEMORY, MEMORY))]


@pytest.mark.parametrize(("extra", "is_kept"), [({"mood": ["proud"]}, True), (["mood"], False)])
def test_only_what_a_file_could_say_can_be_kept(extra: object, is_kept: bool) -> None:  # noqa: FBT001
    assert is_keepable(extra) is is_kept


def test_page_and_row_of_a_story_are_joined() -> None:
    table = "Name,Situation,Role\nOne,a and more,Lead\n"
    files = {"Export/All.csv": table, "Export/All/One.md": "# One\n\nRole: Boss\n\n## Situation\na\n## Action\nb\n"}

    texts, problems = read("a.zip", packed(files))

    assert problems == []
    assert [each["situation"] for each in texts] == ["a and more"]


def test_names_beside_texts_may_have_empty_rows_between() -> None:
    story = [["Situation", "a"], ["", ""], ["Task", "t"], ["Action", "b"], ["Result", "c"]]

    assert arranged(story * 2)[0] == [["Situation", "Task", "Action", "Result"], *[["a", "t", "b", "c"]] * 2]


LABELLED = "**Situation:** Late.\n**Task:** Mine.\n**Action:** I went.\n**Result:** Nine.\n"
NAMES = {"amazon-lp/ownership": "Ownership"}


def told(name: str, text: str) -> list[tuple[str, str, list[str], tuple[str, ...]]]:
    """Of each story its title, notes, values and what is said of how it was read."""
    return [
        (
            story.record.title,
            story.record.texts["notes"],
            [tag.value for tag in story.record.tags],
            story.remarks,
        )
        for story in read_files([(name, text.encode())], NAMES).stories
    ]


def test_text_of_a_file_that_belongs_to_no_story_is_named() -> None:
    text = f"# Prep of Ana\nAsk Bo for more.\n## Situations\n### One\n{LABELLED}### Two\n{LABELLED}"

    (_, notes, _, said), (_, *_, others) = told("a.md", text)

    assert (notes, others) == ("", ())
    assert said == ("Not part of a story, so it was left out: “Prep of Ana: Ask Bo for more.”.",)


def test_only_the_first_texts_that_belong_to_no_story_are_quoted() -> None:
    beside = "".join(f"## Part {letter}\nText {letter}.\n" for letter in "ABCDEFG")

    [(*_, said)] = told("a.md", f"{beside}## The story\n{LABELLED}")

    assert said[0] == "Not part of a story, so it was left out: “Part A: Text A.”."
    assert (len(said), said[-1]) == (6, "So were 2 more texts.")


@pytest.mark.parametrize(
    ("above", "kept"),
    [
        ("# My prep\n## Conflict\n", [("Under the heading: Conflict", []), ("", [])]),
        ("# My prep\n## Ownership\n", [("", ["amazon-lp/ownership"]), ("", [])]),
        ("# Conflict\n## Ownership\n", [("", ["amazon-lp/ownership"]), ("", [])]),
    ],
)
def test_heading_above_some_stories_is_kept_with_them(above: str, kept: list[tuple[str, list[str]]]) -> None:
    found = told("a.md", f"{above}### One\n{LABELLED}## Other\n### Two\n{LABELLED}")

    assert [(notes.replace("Under the heading: Other", ""), tags) for _, notes, tags, _ in found] == kept
    assert found[1][1] == "Under the heading: Other"


@pytest.mark.parametrize(("above", "tags"), [("# Ownership\n", ["amazon-lp/ownership"]), ("# My prep\n", []), ("", [])])
def test_heading_above_all_stories_is_kept_if_it_names_a_value(above: str, tags: list[str]) -> None:
    two = told("a.md", f"{above}## One\n{LABELLED}## Two\n{LABELLED}")
    one = told("a.md", f"{above}## One\n{LABELLED}")

    assert [(notes, values) for _, notes, values, _ in two + one] == [("", tags)] * 3


def test_rows_above_the_names_of_the_columns_are_named() -> None:
    rows = "".join(f"Row {number},of mine\n" for number in range(6))

    (*_, said), (*_, others) = told("a.csv", f"{rows}Title,Action\nOne,a\nTwo,b\n")
    (*_, few), *_ = told("a.csv", "My prep,\n,\nTitle,Action\nOne,a\n")

    listed = ", ".join(f"“Row {number} of mine”" for number in range(5))
    assert said == (f"Above the names of the columns, and left out: {listed} and ….",)
    assert others == ()
    assert few == ("Above the names of the columns, and left out: “My prep”.",)


@pytest.mark.parametrize("name", ["Notes", "NOTES", "Follow-up questions"])
def test_what_is_not_told_may_begin_with_a_name_alone_on_its_line(name: str) -> None:
    text = f"Situation\nLate.\n\nAction\nI went.\n\nResult\nNine.\n\n{name}\nDon't name Bo.\n"

    [story] = read_files([("a.txt", text.encode())], {}).stories

    assert story.record.texts["result"] == "Nine."
    assert story.record.texts["notes" if name.lower() == "notes" else "follow_ups"] == "Don't name Bo."


def test_what_stands_below_a_rule_after_the_last_section_is_not_told() -> None:
    text = f"## One\n{LABELLED}\n---\n\nRemember to smile.\n\n---\nOr not.\n\n## Two\n{LABELLED}\n---\n"

    stories = read_files([("a.md", text.encode())], {}).stories

    assert [(story.record.texts["result"], story.record.texts["notes"]) for story in stories] == [
        ("Nine.", "Remember to smile.\n\n---\nOr not."),
        ("Nine.", ""),
    ]


def test_rule_inside_a_section_is_part_of_it() -> None:
    [story] = read_files([("a.md", b"## Action\nI went.\n\n---\n\nI wrote.\n## Result\nNine.\n")], {}).stories

    assert story.record.texts["action"] == "I went.\n\n---\n\nI wrote."


def test_tags_of_an_org_file_are_those_of_each_story() -> None:
    star = "*** Situation\nLate.\n*** Action\nI went.\n*** Result\nNine.\n"

    found = told("a.org", f"#+TITLE: Prep\n#+FILETAGS: :ownership:späß🙂:\n** One\n{star}** Two\n{star}")

    assert [(title, notes, tags) for title, notes, tags, _ in found] == [
        ("One", "Tags: späß🙂", ["amazon-lp/ownership"]),
        ("Two", "Tags: späß🙂", ["amazon-lp/ownership"]),
    ]


@pytest.mark.parametrize("names", ["LP1,LP2", "LP 1,LP 2", "Skill 1,Skill 2", "LP,LP2"])
def test_values_in_columns_with_numbers_are_tags(names: str) -> None:
    assert told("a.csv", f"Title,Action,{names},Rating 2\nOne,a,Ownership,Nerve,4\n") == [
        (
            "One",
            "Rating 2: 4\n\nTags: Nerve",
            ["amazon-lp/ownership"],
            ("No value is called “Nerve”: kept in the notes.",),
        )
    ]


@pytest.mark.parametrize("reference", [f"&#{'9' * 6_000};", f"&#x{'9' * 50_000}", "&#99999999;"])
def test_character_that_does_not_exist_is_replaced(reference: str) -> None:
    assert read_html(f"<p>a{reference} b</p>", Budget()) == "a\ufffd b"


TOO_DEEP = "a.json: A value holds lists inside one another, more than 20 levels deep."


def test_json_table_holds_only_what_can_be_stored() -> None:
    opened = open_files([("a.json", b'[{"title\\u0000": "a\\ud800b", "task": ["c\\udfff"]}]')])

    assert opened.tables[0].rows == [["title\ufffd", "task"], ["a\ufffdb", "c\ufffd"]]


@pytest.mark.parametrize(("levels", "problems"), [(18, []), (30, [TOO_DEEP]), (900, [TOO_DEEP])])
def test_json_table_with_a_value_nested_too_deep_is_refused(levels: int, problems: list[str]) -> None:
    opened = open_files([("a.json", f'[{{"title": {"[" * levels}1{"]" * levels}, "task": "b"}}]'.encode())])

    assert [str(problem) for problem in opened.problems] == problems
    assert bool(opened.tables) == (not problems)


TABLE = "| Title | Task |\n|---|---|\n| a | b |\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.org", f"* a{' ' * 400_000}b\n** Situation\nx\n"),
        ("a.org", f"* a{' :x' * 200_000}b\n** Situation\nx\n"),
        ("a.md", f"{TABLE}\n# a{' ' * 400_000}b\n{TABLE}"),
        ("a.md", f"{TABLE}\n# a{' #' * 200_000}b\n{TABLE}"),
        ("a.md", f"# {'-' * 400_000}b\n**Situation**{'#' * 400_000}: x\n"),
    ],
)
def test_long_line_is_read_in_a_time_that_grows_with_it(name: str, text: str) -> None:
    """With patterns that try every end of a heading, each of these would take minutes."""
    open_files([(name, text.encode())])


@pytest.mark.parametrize("text", [f"{' ' * 300_000}<summary", f"<details>{' ' * 300_000}b", f"{' ' * 300_000}column"])
def test_long_line_of_notes_is_read_in_a_time_that_grows_with_it(text: str) -> None:
    read_files([("a.md", f"Situation: x\nResult: y\n{text}\n".encode()), ("a.csv", f"{text}\nTitle\n".encode())], {})


def test_table_of_values_below_a_story_is_its_tags() -> None:
    head = "| Competency | Strength | Evidence |\n|---|---|---|"
    rows = "| Courage | supporting | I said, no; never |\n| Shoes | 3 | x |\n| Courage | - | none |"
    text = f"## Situation\nIt was late.\n## Action\nI asked.\n## Competencies\n{head}\n{rows}\n"

    (story,) = read_files([("late.md", text.encode())], VALUES).stories

    assert story.record.tags == (TagRecord("netflix-2024/courage", Strength.SUPPORTING, "I said, no; never"),)
    assert story.record.texts["notes"] == "Tags: Shoes: 3: x"


def test_page_with_too_much_text_is_refused() -> None:
    with pytest.raises(FormatError, match="more than 3,000,000 characters of text"):
        read_html(f"<p>{'a' * (MOST_TEXT + 1)}</p>", Budget())
