"""A story file is read whole, or refused with a sentence."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stories.core.exchange import LIMIT, FileTag, StoryFile, StoryFileError, read_story
from stories.core.words import Strength

FILE = """---
format: prepsite/1
id: 3f0c9a52-0000-4000-8000-000000000000
title: Rolled back the ranking launch
headline: "I stopped my own launch: an hour before"
organisation: Acme Video
role: ML engineer
when: 2025
status: ready
mood: calm
tags:
  - {value: netflix-2024/candor, strength: primary, evidence: "told the director"}
  - value: netflix-2024/courage
    strength: supporting
---
# Rolled back

## Situation
The launch was a day away.

### A detail
It was Friday.
## Task
Mine.
## Action
I said **no**.

## Result
## LEARNING
Ask.
"""
BLANK = dict.fromkeys(
    ("title", "headline", "organisation", "role", "when", "situation", "task", "action", "result", "learning"), ""
)


def test_story_file_is_read() -> None:
    assert read_story(FILE) == StoryFile(
        texts={
            "title": "Rolled back the ranking launch",
            "headline": "I stopped my own launch: an hour before",
            "organisation": "Acme Video",
            "role": "ML engineer",
            "when": "2025",
            "situation": "The launch was a day away.\n\n### A detail\nIt was Friday.",
            "task": "Mine.",
            "action": "I said **no**.",
            "result": "",
            "learning": "Ask.",
        },
        tags=(
            FileTag("netflix-2024/candor", Strength.PRIMARY, "told the director"),
            FileTag("netflix-2024/courage", Strength.SUPPORTING, ""),
        ),
        id="3f0c9a52-0000-4000-8000-000000000000",
        extra={"status": "ready", "mood": "calm"},
    )


@pytest.mark.parametrize("text", ["## Situation\nOnce.", "\ufeff---\n---\r\n## Situation\r\nOnce.\r\n"])
def test_story_without_front_matter_is_read(text: str) -> None:
    assert read_story(text) == StoryFile(texts=BLANK | {"situation": "Once."})


def front(line: str) -> str:
    return f"---\n{line}\n---\n## Task\nMine."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "No section found"),
        ("Just text", "No section found"),
        ("x" * (LIMIT + 1), "The file has 1,000,001 characters; a story file may have 1,000,000."),
        (front("format: prepsite/9"), "The format is 'prepsite/9'; this version reads prepsite/1."),
        (front("title: [a"), "Line 3: the front matter is no YAML"),
        (front("title: &a x\nrole: *a"), "Line 3: the front matter is no YAML: aliases are not allowed"),
        (front("title: !!python/object:os.system x"), "Line 2: the front matter is no YAML"),
        (front("title: \x01"), "The front matter is no YAML that can be read."),
        (front("[" * 5000), "The front matter is no YAML"),
        (front("- a"), "Line 2: the front matter must hold lines"),
        (front("title: {a: b}"), "“title” must be a line of text."),
        (front("tags: candor"), "“tags” must be a list"),
        (front("tags: [candor]"), "“tags” must be a list"),
        (front("tags: [{strength: primary}]"), "A tag has no “value”."),
        (front("tags: [{value: a/b, strength: huge}]"), "The tag “a/b” has the strength “huge”"),
    ],
)
def test_bad_file_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(StoryFileError, match=f"^{re.escape(reason)}"):
        read_story(text)


@given(st.text(alphabet="-\n:#{}[]&*!|>'\" aTask"))
@example("---\n? [a]\n: b\n---\n## Task\nx")
def test_any_text_is_read_or_refused(text: str) -> None:
    for candidate in (text, front(text)):
        try:
            read_story(candidate)
        except StoryFileError as error:
            assert str(error)
