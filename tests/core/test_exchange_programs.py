"""Notes as other programs save them: RTF, Evernote, Roam, wikis and e-mail."""

import json

import pytest

from stories.core.exchange.budget import Budget
from stories.core.exchange.files import read_files
from stories.core.exchange.mail_text import is_mail, read_mail
from stories.core.exchange.rich_text import read_rich_text
from stories.core.exchange.roam import DEEPEST, is_roam, read_roam
from stories.core.exchange.wiki_text import is_wiki, read_wiki

STAR = {"situation": "a", "task": "b", "action": "c", "result": "d"}


def read(name: str, text: str) -> list[dict[str, str]]:
    stories = read_files([(name, text.encode())], {}).stories
    return [{key: said for key, said in story.record.texts.items() if said} for story in stories]


@pytest.mark.parametrize(
    ("rich", "text"),
    [
        (r"{\rtf1 a\par b}", "a\nb"),
        (r"{\rtf1{\fonttbl\f0 Arial;}{\*\generator x;}a}", "a"),
        (r"{\rtf1 {\b a} b\plain c}", "**a** bc"),
        (r"{\rtf1 \b a\b0 \pard b}", "**a**b"),
        ("{\\rtf1 \\b a\\\n\\\nb\\b0}", "**a**\n\n**b**"),
        (r"{\rtf1 \b a}", "**a**"),
        (r"{\rtf1 \'e9\u8212?\u-10179?\~\_\{\}\\\- x}", "é—?\ufffd? -{}\\ x"),
        (r"{\rtf1 a\unknown1 b}}}", "ab"),
        (r"{\rtf1 {\*\b x}a\tab\ldblquote b\rdblquote}", "a\t“b”"),
    ],
)
def test_rich_text_is_read_with_what_is_bold(rich: str, text: str) -> None:
    assert read_rich_text(rich, Budget()) == text


def test_notes_of_evernote_without_a_title_or_content_are_read_too() -> None:
    note = "<note><content><![CDATA[<en-note><div>S: a</div><div>T: b</div><div>A: c</div><div>R: d</div></en-note>]]>"
    export = f"<en-export><note><title>Empty</title></note>{note}</content></note></en-export>"

    assert [{**story, "title": ""} for story in read("a.enex", export)] == [STAR | {"title": ""}]


def test_only_pages_with_outlines_are_an_export_of_roam() -> None:
    assert is_roam([{"title": "a"}, {"title": "b", "children": [{"string": "c"}]}])
    others: list[object] = [
        {},
        [],
        [1],
        [{"title": "a"}],
        [{"title": 1, "children": []}],
        [{"title": "a", "children": [1]}],
    ]
    assert not any(map(is_roam, others))
    assert is_roam([{"title": "a", "children": 1}])


def test_outline_of_roam_keeps_its_levels_and_what_has_no_text() -> None:
    deep: dict[str, object] = {"string": "x"}
    for _ in range(DEEPEST + 5):
        deep = {"string": "", "children": [deep, 1, {"string": 1}]}

    [(title, text)] = read_roam([{"title": "a", "children": [deep]}], Budget())

    assert title == "a"
    assert text.split("\n")[:3] == ["# a", "- ", "  - "]
    assert f"\n{'  ' * DEEPEST}- x" in text


def test_deeply_nested_outline_is_refused() -> None:
    text = "[" + '{"title": "a", "children": [' + '{"string": "", "children": [' * 400 + "]}" * 400 + "]}]"

    assert json.loads(text)
    assert read("a.json", text) == []


@pytest.mark.parametrize("form", ["h2. {}", "== {} ==", "== {}", "===== {} ====="])
def test_headings_of_wikis_are_headings(form: str) -> None:
    text = "\n".join(f"{form.format(name)}\n{said}" for name, said in (("Situation", "a"), ("Task", "b")))

    assert is_wiki(text)
    assert read("One.txt", text) == [{"title": "One", "situation": "a", "task": "b"}]
    assert not is_wiki(text.replace("Task", "Mood"))
    assert read_wiki("'''a''' == b") == "**a** == b"


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("From: a\nTo: b\nSubject: Re: AW: One\n\nb", "# One\n%%From: a%%\n%%To: b%%\n\nb"),
        ("Von: a\nAn: b\nBetreff: One\nb", "# One\n%%Von: a%%\n%%An: b%%\nb"),
        ("From: a\nTo: b\nSubject: One\n> b\n\nc", "# One\n%%From: a%%\n%%To: b%%\n> b\n\nc"),
        ("From: a\nTo: b\nSubject: One\nc\nA wrote:\n> 5 %\n\n> b\n", "# One\n%%From: a%%\n%%To: b%%\n"
         "%%A wrote:%%\n%%> 5 %%\n%%> b%%\nc"),
        ("From: a\nTo: b\nSubject: One", "# One\n%%From: a%%\n%%To: b%%"),
        ("From: a\nTo: b\nSubject: One\n> b", "# One\n%%From: a%%\n%%To: b%%\n%%> b%%"),
    ],
)  # fmt: skip
def test_subject_is_the_title_and_what_is_around_the_text_is_hidden(text: str, notes: str) -> None:
    assert is_mail(text)
    assert read_mail(text) == notes


@pytest.mark.parametrize("text", ["From: a\nTo: b\n", "From: a\nTo: b\nDate: c\n", "a\nFrom: a\nTo: b\nSubject: c"])
def test_text_with_few_headers_is_no_mail(text: str) -> None:
    assert not is_mail(text)


@pytest.mark.parametrize("line", ["Story", "Hi Sam,"])
def test_many_lines_above_a_story_that_are_no_title_are_read(line: str) -> None:
    [story] = read("One.txt", f"{line}\n" * 1_500 + "\nS: a\nT: b\nA: c\nR: d\n")

    assert {name: story[name] for name in STAR} == STAR
