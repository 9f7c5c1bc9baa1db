"""Every rule has its page, and the page's examples are good and bad as it says."""

import re
from pathlib import Path

import pytest

from stories.core.choices import Section
from stories.core.review import RULES, Rule, StoryText, TagLine, review
from tests.core.reviewing import CLEAN, spoiled

PAGES = Path(__file__).parents[2] / "docs" / "review"
PART = re.compile(r"^(Title|Headline|Situation|Task|Action|Result|Learning|Tag):[ \n]?", re.MULTILINE)


def page(rule: Rule) -> str:
    path = PAGES / f"{rule.code}.md"
    if not path.exists():
        pytest.fail(f"Write docs/review/{path.name}, the page of the rule “{rule.name}”.")
    return path.read_text()


def example(text: str, heading: str) -> StoryText:
    """The story fenced below a heading; parts that it leaves out are those of the clean story."""
    fenced = re.search(rf"^## {heading}\n\n```text\n(.*?)\n```$", text, re.MULTILINE | re.DOTALL)
    assert fenced
    _, *rest = PART.split(fenced[1])
    parts = {name.lower(): value.strip() for name, value in zip(rest[::2], rest[1::2], strict=True)}
    tag = parts.pop("tag", None)
    tags = [TagLine(*tag.split(" | "))] if tag else CLEAN.tags
    if parts.keys() & set(Section):
        tags = [TagLine("Candor", parts.get("result") or CLEAN.sections[Section.RESULT])]
    return spoiled(**parts, tags=tags)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_bad_example_is_noticed_and_the_good_one_is_clean(rule: Rule) -> None:
    bad, good = example(page(rule), "Bad"), example(page(rule), "Good")

    assert rule.code in {finding.code for finding in review(bad)}
    assert review(good) == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_page_names_its_rule_and_says_why_and_when_not(rule: Rule) -> None:
    lines = page(rule).splitlines()

    assert lines[0] == f"# {rule.code}: {rule.name}"
    assert lines[2] == f"Severity: {rule.gravity}"
    assert lines[4].startswith("Language: ")
    assert [line for line in lines if line.startswith("## ")] == [
        "## Why it matters",
        "## Bad",
        "## Good",
        "## When to dismiss it",
    ]


def test_there_are_no_other_pages() -> None:
    without_rule = {path.stem for path in PAGES.glob("STAR*.md")} - {rule.code for rule in RULES}

    assert without_rule == set(), "Add these to RULES in stories/core/review/__init__.py."
