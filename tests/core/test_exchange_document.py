"""A library is written as one document and read back; each invalid record is named by its path and left out."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.choices import Fit, Section, Strength
from stories.core.exchange import (
    AnswerRecord,
    DismissalRecord,
    FormatError,
    LibraryRecord,
    LoopQuestionRecord,
    LoopRecord,
    OpinionRecord,
    PreparedRecord,
    Problem,
    RewordingRecord,
    RoundRecord,
    SettingsRecord,
    TagRecord,
    read_document,
    write_document,
)
from stories.core.exchange.document import LIMIT
from stories.core.exchange.shapes import EXTRA_LIMIT
from stories.core.fields import EXPORTED
from tests.core.exchanging import LIBRARIES, a_story, unhurried

ID = "3f0c9a52-0000-4000-8000-000000000000"


def document(**lists: Any) -> str:
    return json.dumps({"format": "prepsite/1"} | lists)


@unhurried
@given(LIBRARIES)
def test_written_library_is_read_back(library: LibraryRecord) -> None:
    assert read_document(write_document(library)) == (library, ())


def test_day_of_the_next_telling_is_read_back() -> None:
    answer, prepared = AnswerRecord("q", ID, tell_on="2026-12-04"), PreparedRecord("q", tell_on="2026-12-05")

    library, _ = read_document(write_document(LibraryRecord(answers=(answer,), prepared=(prepared,))))

    assert (library.answers[0].tell_on, library.prepared[0].tell_on) == ("2026-12-04", "2026-12-05")


TOLD = {"question": "q", "began": "2026-12-01T19:30:00+00:00", "day": "2026-12-01", "rating": 3, "milliseconds": 9_000}


@pytest.mark.parametrize(
    ("said", "place", "reason"),
    [
        ({"rating": 0}, ".rating", "0 is not between 1 and 4."),
        ({"rating": 5}, ".rating", "5 is not between 1 and 4."),
        ({"rating": None}, ".rating", "This is missing."),
        ({"day": ""}, ".day", "This is missing."),
        ({"day": "9999-12-31"}, ".day", "“9999-12-31” isn't between 1970 and 2199."),
        ({"began": "0001-01-01T12:00:00+00:00"}, ".began", "“0001-01-01T12:00:00+00:00” isn't between 1970 and 2199."),
        ({"began": "yesterday"}, ".began", "“yesterday” isn't a time such as 2025-03-31T16:00:00+00:00."),
        ({"milliseconds": 1_800_001}, ".milliseconds", "1800001 is not between 0 and 1800000."),
        ({"milliseconds": True}, ".milliseconds", "This must be a whole number."),
        ({"marks": [{"section": "plot", "at": 0}]}, ".marks[0].section",
         "“plot” isn't situation, task, action, result or learning."),
        ({"marks": [{"section": "task", "at": -1}]}, ".marks[0].at", "-1 is not between 0 and 1800000."),
        ({"marks": [{"section": "task", "at": 0}, {"section": "task", "at": 1}]}, ".marks", "“task” appears twice."),
        ({"marks": [{"section": "task", "at": 5}, {"section": "action", "at": 4}]}, "",
         "Its marks aren't in the order of their times, or one comes after the end."),
        ({"marks": [{"section": "task", "at": 9_001}]}, "",
         "Its marks aren't in the order of their times, or one comes after the end."),
        ({"left_out": "all"}, ".left_out", "This must be a list."),
        ({"left_out": [1]}, ".left_out[0]", "This must be text."),
        ({"sitting": "monday"}, ".sitting", "“monday” isn't an id of Prepsite."),
        ({"mood": "good"}, ".mood", "This name isn't known here."),
    ],
)  # fmt: skip
def test_telling_that_can_not_have_been_is_refused(said: dict[str, Any], place: str, reason: str) -> None:
    library, problems = read_document(document(rehearsals=[TOLD | said, TOLD]))

    assert Problem(f"rehearsals[0]{place}", reason) in problems
    assert [record.question for record in library.rehearsals] == ["q"]


def test_same_telling_comes_once() -> None:
    assert read_document(document(rehearsals=[TOLD, TOLD]))[1] == (Problem("rehearsals[1]", "It appears twice."),)


@pytest.mark.parametrize("minutes", [0, 25, 10_000])
def test_minutes_a_day_are_those_of_the_settings(minutes: int) -> None:
    _, problems = read_document(document(settings={"practice_minutes": minutes}))

    reason = f"{minutes} isn't 5, 10, 15, 20, 30, 45, 60 or 90."
    assert problems == (Problem("settings.practice_minutes", reason),)


def test_document_holds_stories_under_the_names_of_a_story_file() -> None:
    library = LibraryRecord(
        stories=(a_story(ID, title="É", tags=(TagRecord("a/b"),), situation="Once.", extra={"mood": "calm"}),)
    )

    written = write_document(library)

    assert '"title": "É"' in written
    assert json.loads(written)["stories"] == [
        {"id": ID, "fingerprint": ""}
        | dict.fromkeys(EXPORTED, "")
        | {"title": "É", "situation": "Once."}
        | {"status": "draft", "tags": [{"value": "a/b", "strength": "primary", "evidence": ""}], "mood": "calm"}
    ]


def test_hand_written_document_is_read() -> None:
    text = document(
        stories=[{"format": "prepsite/1", "title": "A", "when": None, "n": 1, "f": 1.5, "b": True, "l": [{"x": None}]}],
        answers=[{"question": "q", "story": ID.upper(), "fit": "Strong", "rewordings": {"Action": {"text": "I"}}}],
        loops=[{"name": "L", "date": "20250331", "rounds": [{"name": "R", "questions": [{"question": "q"}]}]}],
        opinions=None,
        settings={"coverage_target": 3},
    )

    assert read_document(f"\ufeff{text}") == (
        LibraryRecord(
            stories=(a_story(title="A", extra={"n": "1", "f": "1.5", "b": "true", "l": [{"x": None}]}),),
            answers=(AnswerRecord("q", ID, Fit.STRONG, rewordings={Section.ACTION: RewordingRecord("I")}),),
            loops=(
                LoopRecord("L", date="2025-03-31", rounds=(RoundRecord("R", questions=(LoopQuestionRecord("q"),)),)),
            ),
            settings=SettingsRecord(coverage_target=3),
        ),
        (),
    )


@pytest.mark.parametrize(
    ("lists", "problems"),
    [
        ({"storys": []}, ["storys: This name isn't known here."]),
        ({"stories": {}}, ["stories: This must be a list."]),
        ({"stories": ["A"]}, ["stories[0]: This must consist of names with values."]),
        (
            {"stories": [{}, {"title": 1, "tags": [{"value": "a/b", "strength": "huge"}, {"strength": 2}]}]},
            [
                "stories[1].title: This must be text.",
                "stories[1].tags[0].strength: “huge” isn't primary or supporting.",
                "stories[1].tags[1].strength: “2” isn't primary or supporting.",
                "stories[1].tags[1].value: This is missing.",
            ],
        ),
        ({"stories": [{"\ud800": "a"}, {"a": {"\0": "b"}}]},
         ["stories[0].�: This contains a character that can't be stored.",
          "stories[1].a.�: This contains a character that can't be stored."]),
        ({"stories": [{"id": ID}, {"id": ID}, {}, {}]}, ["stories[1]: It appears twice."]),
        ({"hidden_values": ["a/b", "c", "a/b"]},
         ["hidden_values[1]: “c” isn't a value such as “netflix-2024/candor”.",
          "hidden_values[2]: It appears twice."]),
        (
            {"questions": [{"slug": "a b", "text": "", "stages": "all", "position": True}]},
            [
                "questions[0].slug: “a b” isn't a short name such as “own-a-hard-choice”.",
                "questions[0].stages: This must be a list.",
                "questions[0].position: This must be a whole number.",
                "questions[0].text: This is missing.",
                "questions[0].topic: This is missing.",
            ],
        ),
        ({"frameworks": [{"slug": "a", "source": "javascript:x", "values": [{"slug": "v", "name": "V"}] * 2}]},
         ["frameworks[0].source: “javascript:x” isn't an address that begins with https://.",
          "frameworks[0].values: “v” appears twice."]),
        ({"answers": [{"question": "q", "story": ID, "rewordings": {"end": {}}, "beats": "x" * 20_001}]},
         ["answers[0].rewordings.end: “end” isn't situation, task, action, result or learning.",
          "answers[0].beats: This has 20,001 characters; the limit is 20,000."]),
        ({"answers": [{"question": "q", "story": ID, "rewordings": []}]},
         ["answers[0].rewordings: This must consist of names with values."]),
        ({"answers": [{"question": "q", "story": ID}] * 2}, ["answers[1]: It appears twice."]),
        ({"loops": [{"name": "L", "date": "soon", "may_repeat": 1,
                     "rounds": [{"name": "R", "questions": [{"question": "q", "told": ID}]}]}]},
         ["loops[0].date: “soon” isn't a date such as 2025-03-31.",
          "loops[0].may_repeat: This must be true or false.",
          "loops[0].rounds[0].questions[0]: A story is recorded as told for it, but it wasn't asked."]),
        ({"loops": [{"name": "L", "rounds": [{"name": "R", "starts": when, "time_zone": "Europe/Bonn"}]}
                    for when in ("soon", "2025-03-31T16:00:00", "0001-01-01T00:00:00+14:00")]},
         ["loops[0].rounds[0].starts: “soon” isn't a time such as 2025-03-31T16:00:00+00:00.",
          "loops[0].rounds[0].time_zone: “Europe/Bonn” isn't a time zone such as Europe/Berlin.",
          "loops[1].rounds[0].starts: “2025-03-31T16:00:00” isn't a time such as 2025-03-31T16:00:00+00:00.",
          "loops[1].rounds[0].time_zone: “Europe/Bonn” isn't a time zone such as Europe/Berlin.",
          "loops[2].rounds[0].starts: “0001-01-01T00:00:00+14:00” isn't a time such as 2025-03-31T16:00:00+00:00.",
          "loops[2].rounds[0].time_zone: “Europe/Bonn” isn't a time zone such as Europe/Berlin."]),
        ({"opinions": [{"concept": "c", "text": "a", "mood": "b"}]}, ["opinions[0].mood: This name isn't known here."]),
        ({"dismissed": [{"story": "7", "code": "STAR001", "fingerprint": "xyz", "reason": "r"}]},
         ["dismissed[0].story: “7” isn't an id of Prepsite.",
          "dismissed[0].fingerprint: “xyz” isn't a fingerprint: 16 of the digits 0-9 and a-f."]),
        ({"settings": {"coverage_target": 0, "words_per_minute": "fast"}},
         ["settings.coverage_target: 0 is not between 1 and 10.",
          "settings.words_per_minute: This must be a whole number."]),
        ({"settings": {"work": "baker"}},
         ["settings.work: “baker” isn't one of engineer, ml-engineer, manager, other."]),
        ({"settings": {"task_share": 20}}, ["settings: The four shares add up to 110 %; they must add up to 100 %."]),
    ],
)  # fmt: skip
def test_invalid_record_is_named_by_its_path(lists: dict[str, Any], problems: list[str]) -> None:
    _, errors = read_document(document(**lists))

    assert [str(problem) for problem in errors] == problems


def test_invalid_record_does_not_keep_others_out() -> None:
    sound = {"story": ID, "code": "STAR001", "fingerprint": "0" * 16, "reason": "True all the same"}
    text = document(dismissed=[sound | {"reason": 1}, sound], opinions=[{"concept": "c"}], settings={"x": "y"})

    assert read_document(text) == (
        LibraryRecord(
            dismissed=(DismissalRecord(ID, "STAR001", "0" * 16, "True all the same"),), opinions=(OpinionRecord("c"),)
        ),
        (
            Problem("settings.x", "This name isn't known here."),
            Problem("dismissed[0].reason", "This must be text."),
        ),
    )


MISSING = "This isn't a library: “format”: “prepsite/1” is missing."
TOO_LONG, TOO_DEEP = (
    f"This JSON can't be read: {what}." for what in ("a number is too long", "it is nested too deeply")
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Line 1: This isn't valid JSON: Expecting value."),
        ('{"format": "prepsite/1",\n"stories": [}', "Line 2: This isn't valid JSON: Expecting value."),
        ("[" * 100_000, TOO_DEEP),
        ("1" * 5000, TOO_LONG),
        ("[NaN]", "NaN isn't valid JSON."),
        ('{"a": 1, "b": 2, "a": 3}', "“a” appears twice in one object."),
        ("[]", MISSING),
        ("{}", MISSING),
        ('{"format": ["prepsite/1"]}', "The format is “['prepsite/1']”; this version reads prepsite/1."),
        (document(stories=[{}] * 5001), "stories: There are 5,001; the limit is 5,000."),
        (" " * (LIMIT + 1), "The document has 10,000,001 characters; the limit is 10,000,000."),
    ],
)
def test_text_that_is_not_a_document_is_refused_with_its_reason(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=rf"\A{re.escape(message)}\Z"):
        read_document(text)


def test_longest_document_is_read() -> None:
    text = document(hidden_questions=[f"q{number}" for number in range(5000)])

    library, problems = read_document(text.ljust(LIMIT))

    assert (len(library.hidden_questions), problems) == (5000, ())


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([ID, "a/b", *Strength]),
    lambda kept: (
        st.lists(kept, max_size=3)
        | st.dictionaries(
            st.sampled_from([*LibraryRecord.__dataclass_fields__, "id", "tags", "value", "story", "question"])
            | st.text(),
            kept,
            max_size=4,
        )
    ),
    max_leaves=8,
)
LISTS = st.dictionaries(st.sampled_from(list(LibraryRecord.__dataclass_fields__)), JSON | st.lists(JSON, max_size=2))


@unhurried
@given(st.text() | LISTS.map(lambda lists: document(**lists)))
def test_any_document_is_read_or_refused(text: str) -> None:
    try:
        library, problems = read_document(text)
    except FormatError as error:
        assert str(error).encode()
    else:
        assert all(str(problem).encode() for problem in problems)
        assert read_document(write_document(library)) == (library, ())


def test_story_that_keeps_too_much_under_unknown_names_is_left_out() -> None:
    kept = {"mood": "x" * 100, "diary": "x" * EXTRA_LIMIT}

    library, problems = read_document(json.dumps({"format": "prepsite/1", "stories": [{"title": "A"} | kept]}))

    assert library.stories == ()
    [problem] = problems
    assert problem.place.endswith("diary")
    assert problem.reason.startswith("All that is under unknown names has 20,1")
