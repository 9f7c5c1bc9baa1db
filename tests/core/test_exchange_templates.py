"""Empty notes that people fill in for each story."""

import pytest

from stories.core.exchange import open_files, read_tables
from stories.core.exchange.files import Read
from tests.hostile_files import packed

EMPTY = "## Situation\n\n## Task\n\n## Action\n\n## Result\n"
TOLD = "## Situation\nLate.\n## Result\nNine.\n"


def read(*files: tuple[str, str | bytes]) -> Read:
    return read_tables(open_files((name, text.encode() if isinstance(text, str) else text) for name, text in files), {})


def titles(found: Read) -> list[str]:
    return [story.record.title for story in found.stories]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Story.md", EMPTY),
        ("Story.md", f"# {{{{title}}}}\n{EMPTY}"),
        ("Story.md", f"# <% tp.file.title %>\n{EMPTY}"),
        ("Story.md", f"# [Story title]\n{EMPTY}"),
        ("Story.md", f"# Title of the story\n{EMPTY}"),
        ("Template.md", EMPTY),
        ("STAR template.md", f"---\ntags: star\n---\n{EMPTY}"),
        ("a.md", f"# Vorlage\n{EMPTY}## Notes\nFill in every part.\n"),
        ("a.md", "# Template\n**Situation:** [Set the scene]\n**Task:** *Your part*\n**Action:** …\n**Result:** TBD\n"),
        ("a.md", "# Template\n## Situation\n- [ ]\n- <what was at stake>\n## Result\n_In numbers_\n"),
    ],
)
def test_empty_template_is_no_story(name: str, text: str) -> None:
    found = read((name, text))

    assert titles(found) == []
    assert [str(problem) for problem in found.problems] == [f"{name}: This is an empty template, not a story."]
    assert found.refused == ()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"# The fish market\n{EMPTY}", "The fish market"),
        (f"# Template\n{TOLD}", "Template"),
        (f"# Template\n{EMPTY.replace('Result', 'Result: Nine [of ten].')}", "Template"),
        (f"# Story\n{EMPTY}## Notes\nThe one about the lift.\n", "a"),
    ],
)
def test_story_that_has_a_title_or_a_text_is_one(text: str, title: str) -> None:
    assert titles(read(("a.md", text))) == [title]


def test_templates_of_an_archive_are_named_once() -> None:
    vault = {"Index.md": "# All\n", "Template.md": EMPTY, "Story.md": EMPTY, "One.md": TOLD}

    found = read(("a.zip", packed(vault)))

    assert titles(found) == ["One"]
    assert [str(problem) for problem in found.problems] == [
        "a.zip: These files hold no story: Index.md, Template.md, Story.md."
    ]


def test_template_among_stories_is_left_out() -> None:
    found = read(("a.md", f"# Template\n{EMPTY}# One\n{TOLD}"))

    assert titles(found) == ["One"]
    assert [str(problem) for problem in found.problems] == [
        "a.md, Line 2: This is an empty template, not a story. It was left out."
    ]
