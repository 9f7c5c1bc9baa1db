import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.base.rendering import listed_text, mark_evidence, render_markdown, speak_story, spoken_text, written_text
from stories.core.choices import Section, Strength
from stories.core.fields import PROSE_LIMIT


class Tags(HTMLParser):
    """The tags and attributes that a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name if name != "href" else str(value).split(":")[0] for name, value in attrs}


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<p onclick='alert(1)' style='color:red'>text</p>",
        "[click](javascript:alert(1))",
        "[click](JaVaScRiPt:alert(1))",
        "[click](data:text/html;base64,PHNjcmlwdD4=)",
        "[click](vbscript:alert(1))",
        "![picture](http://elsewhere.example/track.png)",
        "<iframe src='http://elsewhere.example'></iframe>",
        "<svg onload=alert(1)>",
        "<style>body{display:none}</style>",
        "<form action='/sign-out/'><button>x</button></form>",
        "<a href='x' target='_blank' id='content'>x</a>",
    ],
)
def test_hostile_markdown_is_made_harmless(hostile: str) -> None:
    rendered = Tags(render_markdown(hostile))

    assert rendered.tags <= {"p", "a"}
    assert rendered.attributes <= {"rel", "http"}


def test_html_is_shown_as_it_was_typed() -> None:
    assert render_markdown("if a <b>c</b>") == "<p>if a &lt;b&gt;c&lt;/b&gt;</p>"


@pytest.mark.parametrize(
    "piece", ["[", "![", "[a](", "![a][", "<a ", "- ", "  - ", "1. ", "> ", "*", "_", "`", "[a](b)"]
)
def test_the_longest_section_of_anything_is_rendered(piece: str) -> None:
    text = (piece * PROSE_LIMIT)[:PROSE_LIMIT]

    assert render_markdown(text)


@pytest.mark.parametrize(
    "text", ["|a" * 300 + "\n" + "|-" * 300 + "\n" + "|a\n" * 1_000, "``\t: \\" * (PROSE_LIMIT // 6)]
)
def test_costly_markup_is_shown_as_it_was_typed(text: str) -> None:
    """A row is filled up to the widest one, and the end of code is searched from each backtick."""
    start = time.process_time()

    rendered = render_markdown(text)

    assert time.process_time() - start < 1
    assert len(rendered) < 3 * len(text)


def test_table_with_a_few_empty_cells_stays_one() -> None:
    rendered = render_markdown("One\n\n| a | b | c |\n|---|---|---|\n| 1 |\n| 2 | 3 | 4 |\n\nTwo")

    assert rendered.count("<td>") == 6


def test_brackets_and_links_stay_among_many() -> None:
    text = "[memo](https://example.org/) and [x] " * 101

    html = render_markdown(text)

    assert html.count(">memo</a>") == 101
    assert html.count("[x]") == 101


def test_links_tell_nobody_where_they_were_followed_from() -> None:
    assert render_markdown("[memo](https://example.org/)") == (
        '<p><a href="https://example.org/" rel="noopener noreferrer nofollow">memo</a></p>'
    )


def test_headings_come_below_those_of_the_page() -> None:
    assert render_markdown("# One\n\n## Two\n\n### Three") == "<h3>One</h3>\n<h4>Two</h4>\n<h3>Three</h3>"


def test_lists_and_line_breaks_are_kept() -> None:
    assert render_markdown("**I** did\ntwo things:\n\n- one\n- two") == (
        "<p><strong>I</strong> did<br>\ntwo things:</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>"
    )


PIECES = ["<", ">", "script", "onclick", "javascript:", *"\"'=/ a()[]!&#;`*_-\n1"]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_no_text_yields_a_script_or_a_handler(text: str) -> None:
    rendered = Tags(render_markdown(text))

    assert not rendered.tags & {"script", "img", "style", "iframe", "svg"}
    assert not [
        name for name in rendered.attributes if name.startswith("on") or name in {"style", "javascript", "data"}
    ]


def test_line_end_in_a_wrapped_file_is_a_space() -> None:
    assert render_markdown("one\ntwo\n\nthree", wrapped=True) == "<p>one\ntwo</p>\n<p>three</p>"


def test_markup_is_not_spoken() -> None:
    assert spoken_text(render_markdown("**I** said `no` to [the plan](https://example.org) & left")).strip() == (
        "I said no to the plan & left"
    )


@pytest.mark.parametrize(
    "text", ["Two ways:\n\n- wait\n- stop\n\nI asked.", "Two ways:\n\n1. wait\n\n2. stop\n\nI asked."]
)
def test_items_of_a_list_are_told_from_paragraphs(text: str) -> None:
    lines = [line for line in listed_text(render_markdown(text)).splitlines() if line]

    assert lines == ["Two ways:", "- wait", "- stop", "I asked."]


def test_story_is_timed_by_section_and_in_all() -> None:
    texts = dict.fromkeys(Section, "") | {Section.ACTION: "word " * 150, Section.RESULT: "- word\n- word\n"}

    spoken = speak_story(texts, per_minute=150)

    assert [(section.section, section.words, section.seconds) for section in spoken.sections] == [
        ("situation", 0, 0),
        ("task", 0, 0),
        ("action", 150, 60),
        ("result", 2, 1),
        ("learning", 0, 0),
    ]
    assert (spoken.words, spoken.seconds) == (152, 61)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("1. one\n2. two\n\nThen\n\n1. three", ["1. one", "2. two", "Then", "1. three"]),
        ("1986. A year.", ["1986. A year."]),
        ("10. ten\n11. eleven", ["10. ten", "11. eleven"]),
        ("- a\n- b\n    1. c\n    2. d\n- e", ["- a", "- b", "1. c", "2. d", "- e"]),
        ("```\n# keep\n__init__ *x*\n```", ["# keep", "__init__ *x*"]),
        ("**bold** & <b>", ["bold & <b>"]),
    ],
)
def test_written_text_keeps_numbers_and_code(text: str, lines: list[str]) -> None:
    assert [line for line in written_text(render_markdown(text)).splitlines() if line] == lines


def test_page_shows_the_number_that_a_list_begins_with() -> None:
    assert '<ol start="1986">' in render_markdown("1986. A year.")


P, S = Strength.PRIMARY, Strength.SUPPORTING


@pytest.mark.parametrize(
    ("text", "lines", "shown"),
    [
        ("I asked. I left.", [("i ASKED.", P)], '<p><mark class="shown-primary">I asked.</mark> I left.</p>'),
        ("A “b” & c", [('"b" & c', S)], '<p>A <mark class="shown-supporting">“b” &amp; c</mark></p>'),
        (
            "I *asked* her\nagain",
            [("asked her again", S)],
            '<p>I <em><mark class="shown-supporting">asked</mark></em><mark class="shown-supporting"> her</mark><br>'
            '<mark class="shown-supporting">\nagain</mark></p>',
        ),
        (
            "First. Then. Last.",
            [("First. … Last.", S), ("Last.", P)],
            '<p><mark class="shown-supporting">First.</mark> Then. <mark class="shown-primary">Last.</mark></p>',
        ),
        ("I left.", [("I asked.", P), ("", S), ("…", S)], "<p>I left.</p>"),
        ("", [("I asked.", P)], ""),
        ("<b>", [("<b>", P)], '<p><mark class="shown-primary">&lt;b&gt;</mark></p>'),
    ],
)
def test_evidence_is_marked_where_it_is_said(text: str, lines: list[tuple[str, Strength]], shown: str) -> None:
    assert mark_evidence(render_markdown(text), lines) == shown


def test_evidence_in_a_tag_is_no_evidence() -> None:
    rendered = render_markdown('[a > b](https://a.example/?c=1 "I asked > her")')

    assert mark_evidence(rendered, [("I asked > her", P), ("https", S)]) == rendered


@given(st.text(), st.text(max_size=20))
def test_marks_change_nothing_else(text: str, evidence: str) -> None:
    rendered = render_markdown(text)

    marked = mark_evidence(rendered, [(evidence, P), (text[:20], S)])

    assert spoken_text(marked) == spoken_text(rendered)
    assert Tags(marked).tags <= Tags(rendered).tags | {"mark"}
    assert Tags(marked).attributes <= Tags(rendered).attributes | {"class"}
