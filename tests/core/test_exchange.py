"""A story file is read whole or refused with a sentence; what is written can be read back."""

import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stories.core.choices import Status, Strength
from stories.core.exchange import (
    LIMIT,
    FormatError,
    Problem,
    StoryRecord,
    TagRecord,
    fingerprints,
    read_story,
    write_story,
)
from stories.core.exchange.budget import Budget
from stories.core.exchange.front_matter import LIMIT as FRONT_LIMIT
from tests.core.exchanging import STORIES, a_story, unhurried

FILE = """---
format: prepsite/1
id: 3f0c9a52-0000-4000-8000-000000000000
title: Rolled back the ranking launch
headline: 'I stopped my own launch: an hour before'
organisation: Acme Video
role: ML engineer
when: 2025
status: ready
tags:
- {value: netflix-2024/candor, strength: primary, evidence: told the director}
- {value: netflix-2024/courage, strength: supporting, evidence: ''}
mood: calm
---
## Situation
The launch was a day away.

### A detail
It was Friday.

## Task
Mine.

## Action
I said **no**.

## Result
We waited.

## Learning
"""
RECORD = a_story(
    id="3f0c9a52-0000-4000-8000-000000000000",
    title="Rolled back the ranking launch",
    headline="I stopped my own launch: an hour before",
    organisation="Acme Video",
    role="ML engineer",
    when="2025",
    status=Status.READY,
    tags=(
        TagRecord("netflix-2024/candor", Strength.PRIMARY, "told the director"),
        TagRecord("netflix-2024/courage", Strength.SUPPORTING, ""),
    ),
    situation="The launch was a day away.\n\n### A detail\nIt was Friday.",
    task="Mine.",
    action="I said **no**.",
    result="We waited.",
    extra={"mood": "calm"},
)


def test_story_file_is_written() -> None:
    assert write_story(RECORD) == FILE


def test_story_file_is_read() -> None:
    assert read_story(FILE) == RECORD


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("## Situation\nOnce.", a_story(situation="Once.")),
        ("\ufeff---\n---\r\n## Situation\r\nOnce.\rTwice.", a_story(situation="Once.\nTwice.")),
        ("# The day \n\n## situation:\n\n Once.\n", a_story(title="The day", situation="Once.")),
        ("---\ntitle: A\n---\n# B\nAt first.\n\n## Task\nMine.", a_story(title="A", task="At first.\n\nMine.")),
        ("---\ntitle:\nsituation: Once.\n---\n# B\n## Task\n", a_story(title="B", situation="Once.")),
        ("## Task\nA\n## Action\nB\n## TASK\n## Task\nC", a_story(task="A\n\nC", action="B")),
        ("## Task\nA\n## Next\n# Result\nB", a_story(task="A\n## Next\n# Result\nB")),
        ("## Task\nA\n## Notes\nB\n## follow-ups\n- C?", a_story(task="A", notes="B", follow_ups="- C?")),
        ("---\nnotes: [A, B]\n---\n## Task", a_story(notes="- A\n- B")),
        ("---\nnotes: A\ntask: T\n---\n## Notes\nB\n## Task\nU", a_story(notes="A\n\nB", task="T\n\nU")),
        ("---\nnotes:\nfollow_ups: C?\n---\n## Task", a_story(follow_ups="C?")),
        ("## Task\n\\## Task\n\\\\## Task\n\\## Tasks", a_story(task="## Task\n\\## Task\n\\## Tasks")),
        ("## Task\n&#10;a&#13;b\\&#9;\\\\&#32;", a_story(task="\na\rb&#9;\\ ")),
        ("---\nstatus: Archived\ntags:\n---\n## Task", a_story(status=Status.ARCHIVED)),
        ("---\ntags: [{value: a/b}]\n---\n## Task", a_story(tags=(TagRecord("a/b"),))),
        ("---\nid: 3F0C9A52000040008000000000000000\n---\n## Task", replace(a_story(), id=RECORD.id)),
        ("---\nmood: 1.10\nn: null\nb: yes\n---\n## Task", a_story(extra={"mood": "1.10", "n": None, "b": "yes"})),
    ],
)
def test_hand_written_file_is_read(text: str, record: StoryRecord) -> None:
    assert read_story(text) == record


NO_VALUE = "Line 4: Tag 2, value: “candor” isn't a value such as “netflix-2024/candor”."
NO_STRENGTH = "Line 2: Tag 1, strength: “huge” isn't primary or supporting."
TOO_LONG = "Line 5: Action: This has 20,001 characters; the limit is 20,000."


EMPTY = "## Situation\n\n## Task\n\n## Action\n\n## Result\n\n## Learning\n"


def front(line: str) -> str:
    return f"---\n{line}\n---\n## Task\nMine."


NO_SUCH_CHARACTER = "The front matter isn't valid YAML: found invalid Unicode character escape code."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "No section found: write headings such as “## Situation”."),
        ("Just text", "No section found: write headings such as “## Situation”."),
        ("x" * (LIMIT + 1), "The file has 1,000,001 characters; the limit for a story file is 1,000,000."),
        (front("a" * 100_000), "Line 2: The front matter has 100,001 characters; the limit is 100,000."),
        (front("format: prepsite/9"), "The format is “prepsite/9”; this version reads prepsite/1."),
        (front("format: [a]"), "The format is “['a']”; this version reads prepsite/1."),
        (front("title: [a"), "Line 3: The front matter isn't valid YAML: did not find expected ',' or ']'."),
        (front("title: &a x\nrole: *a"), "Line 3: The front matter isn't valid YAML: aliases are not allowed."),
        (front("title: a\nrole: !!python/name:os"),
         "Line 3: The front matter can't be read: YAML tags are not allowed."),
        (front("title: !!binary aGk="), "Line 2: The front matter can't be read: YAML tags are not allowed."),
        (front("title: \x01"), "The front matter can't be read as YAML."),
        (front("[" * 5000), "Line 2: This is nested more than 50 levels deep."),
        (front('title: "a\\UFFFFFFFFb"'), f"Line 2: {NO_SUCH_CHARACTER}"),
        (front("- a"), "Line 2: The front matter must consist of lines such as “title: …”."),
        (front("title: a\n? [a]\n: b"), "Line 3: A list can't be a name."),
        (front("title: a\ntitle: b"), "Line 3: “title” appears twice."),
        (front("title: {a: b}"), "Line 2: Title: This must be text."),
        (front("role: a\ntitle: " + "x" * 151), "Line 3: Title: This has 151 characters; the limit is 150."),
        (front('title: "\\0"'), "Line 2: Title: This contains a character that can't be stored."),
        (front('mood:\n  - a\n  - "\\ud800"'), f"Line 4: {NO_SUCH_CHARACTER}"),
        (front('"a\\0": b'), "Line 2: A�: This contains a character that can't be stored."),
        (front("mood: " + "[" * 22 + "]" * 22),
         f"Line 2: Mood {'.'.join('1' * 20)}: This is nested more than 20 levels deep."),
        (front("id: 7"), "Line 2: Id: “7” isn't an id of Prepsite."),
        (front("status: done"), "Line 2: Status: “done” isn't draft, ready or archived."),
        (front("status: [draft]"), "Line 2: Status: “['draft']” isn't draft, ready or archived."),
        (front("tags: candor"), "Line 2: Tags: This must be a list."),
        (front("tags: [candor]"), "Line 2: Tag 1: This must consist of names with values."),
        (front("tags:\n- value: a/b\n- strength: primary"), "Line 4: Tag 2, value: This is missing."),
        (front("tags:\n- {value: a/b}\n- {value: candor}"), NO_VALUE),
        (front("tags:\n- {value: a/b}\n- {value: a/b}"), "Line 3: Tags: “b (a)” appears twice."),
        (front("tags: [{strength: huge, value: a/b}]"), NO_STRENGTH),
        (front("tags: [{value: a/b, proof: x}]"), "Line 2: Tag 1, proof: This name isn't known here."),
        ("# " + "x" * 151 + "\n## Task", "Line 1: Title: This has 151 characters; the limit is 150."),
        ("---\n---\n## Task\n\n## Action\n" + "x" * 20_001, TOO_LONG),
    ],
)  # fmt: skip
def test_bad_file_is_refused_with_its_reason(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=rf"\A{re.escape(message)}\Z"):
        read_story(text)


def test_refusal_names_its_place_apart_from_its_reason() -> None:
    with pytest.raises(FormatError) as raised:
        read_story(front("id: " + "7 " * 99))

    reason = f"Id: “{'7 ' * 30}…” isn't an id of Prepsite."
    assert raised.value.problem == Problem("Line 2", reason)


def test_longest_file_is_read() -> None:
    blank = " " * (LIMIT - len("## Task\n"))

    assert read_story(f"## Task\n{blank}") == a_story()


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("\n a \t", "&#10; a &#9;"),
        (" ", "&#32;"),
        ("a\r\nb", "a&#13;\nb"),
        ("&#10;", "\\&#10;"),
        ("\\&#10;", "\\\\\\&#10;"),
        ("\\\\&#13;", "\\\\\\\\\\&#13;"),
        ("a\\\r", "a\\\\&#13;"),
        ("a\\\\\n", "a\\\\\\\\&#10;"),
        ("## Task", "\\## Task"),
        ("a\n\\## Task : \nb", "a\n\\\\## Task : \nb"),
        ("---\n# A\n### Task\n## Tasks\n&#11;", "---\n# A\n### Task\n## Tasks\n&#11;"),
    ],
)
def test_text_keeps_its_form_in_a_file(text: str, body: str) -> None:
    written = write_story(a_story(action=text))

    sections = EMPTY.replace("## Action", f"## Action\n{body}")
    assert written == f"---\nformat: prepsite/1\nstatus: draft\n---\n{sections}"
    assert read_story(written) == a_story(action=text)


@unhurried
@given(STORIES)
def test_written_story_is_read_back(record: StoryRecord) -> None:
    assert read_story(write_story(record)) == record


def test_longest_front_matter_is_read() -> None:
    comment = "#" * (FRONT_LIMIT - 1)

    assert read_story(front(comment)) == a_story(task="Mine.")


def test_list_that_appears_twice_is_written_without_an_alias() -> None:
    shared = ["a"]
    record = a_story(extra={"b": shared, "c": shared})

    assert read_story(write_story(record)) == record


def test_known_name_is_never_written_from_what_was_unknown() -> None:
    record = a_story(title="A", extra={"title": "B", "format": "C"})

    assert read_story(write_story(record)) == a_story(title="A")


@unhurried
@given(st.text(alphabet="-\n:#{}[]&*!|>'\"\\ aTask") | st.text())
@example("---\n? [a]\n: b\n---\n## Task\nx")
@example("[")
@example('a[b: {c: 1, c: "\\0"}')
def test_any_text_is_read_or_refused(text: str) -> None:
    for candidate in (text, front(text), front(f"title: {text}"), f"## Task\n{text}"):
        try:
            read_story(candidate)
        except FormatError as error:
            assert str(error).encode()


@pytest.mark.parametrize("text", ["\\", " ", "## Task ", "##", "\n", "# a", "&#1", "---\n"])
def test_long_runs_are_read_at_once(text: str) -> None:
    long = text * (LIMIT // len(text) - 20)
    for candidate in (f"## Task\n{long}x", f"---\n{long}", long):
        try:
            read_story(candidate)
        except FormatError as error:
            assert str(error)


def test_old_export_with_notes_in_its_front_matter_and_in_a_text_is_read_as_it_was_written() -> None:
    story = a_story(title="A", learning="Ask first.\n## Notes\nAn ordinary heading then.", notes="Not the name.")
    front_matter = f"title: A\nnotes: Not the name.\nfingerprint: {fingerprints._first_fingerprint_of(story)}"

    read = read_story(f"---\n{front_matter}\n---\n## Learning\n{story.texts['learning']}\n")

    assert read.texts == story.texts
    assert read_story("---\ntitle: A\nnotes: B\n---\n## Learning\nC\n## Notes\nD\n").texts["notes"] == "B\n\nD"


@pytest.mark.parametrize(("fingerprint", "readings"), [("", 1), ("0123456789abcdef", 3)])
def test_every_reading_of_a_files_headings_is_paid_for(fingerprint: str, readings: int) -> None:
    text = front(f"title: A\nfingerprint: '{fingerprint}'") + "\n## Task" * 100
    budget = Budget()

    read_story(text, budget)

    before = Budget()
    read_story(front(f"title: A\nfingerprint: '{fingerprint}'"), before)
    assert before.steps - budget.steps == 100 * readings
