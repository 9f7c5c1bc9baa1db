"""Arbitrary stories, questions, answers … for the tests of reading and writing."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from stories.core.choices import Fit, QuestionKind, Section, Status, Strength
from stories.core.exchange import (
    AnswerRecord,
    DeclinedRecord,
    DismissalRecord,
    FollowUpRecord,
    FrameworkRecord,
    LibraryRecord,
    LoopQuestionRecord,
    LoopRecord,
    MarkRecord,
    OpinionRecord,
    PreparedRecord,
    ProbeRecord,
    QuestionRecord,
    RefusalRecord,
    RehearsalRecord,
    RewordingRecord,
    RoundRecord,
    SeenRecord,
    SettingsRecord,
    StoryRecord,
    TagRecord,
    ValueRecord,
)
from stories.core.exchange.library_records import key_of
from stories.core.exchange.shapes import field_kinds
from stories.core.fields import FIELDS, Kind
from stories.core.likelihood import Audience, Work
from stories.core.practice import MINUTES
from stories.core.section_times import LONGEST

unhurried = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""Generating a whole library takes a while on a busy machine, and none of these tests is about time."""

TURNS = "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
"""Controls of direction, which no line keeps."""
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters=f"\0{TURNS}")
TRICKY = st.sampled_from(
    [
        *(
            "\n",
            "\r",
            " ",
            "\t",
            "\\",
            "#",
            "## Task",
            "\n## Task:\n",
            "## RESULT ",
            "---",
            "\n---\n",
            "&#10;",
            "&#13;",
        ),
        *("null", "~", "2025", "- a", "a: b", "{", "[", "'", '"', "\u2028", "\x85", "\ufeff", "\ufffe", "é", "🙂"),
    ]
)
WORDS = st.lists(TRICKY | st.text(CHARACTERS, max_size=4), max_size=6).map("".join)
KEYS = st.text(CHARACTERS, max_size=6)
SLUGS = st.from_regex(r"[-a-zA-Z0-9_]{1,8}", fullmatch=True)
VALUES = st.builds("{}/{}".format, SLUGS, SLUGS)
IDS = st.uuids().map(str)
FINGERPRINTS = st.from_regex(r"[0-9a-f]{16}", fullmatch=True)


def lists_of(strategy: st.SearchStrategy[Any], *, unique: Any = None) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=3, unique_by=unique).map(tuple)


TAGS = st.builds(TagRecord, VALUES, st.sampled_from(Strength), WORDS)
EXTRA = st.dictionaries(
    KEYS.filter(lambda key: key not in {"format", "extra", *field_kinds(StoryRecord)}),
    st.recursive(
        st.none() | WORDS,
        lambda kept: st.lists(kept, max_size=2) | st.dictionaries(KEYS, kept, max_size=2),
        max_leaves=3,
    ),
    max_size=3,
)
TEXTS = {
    field.name: WORDS.map(lambda text: text[:50]) if field.kind == Kind.LINE else WORDS
    for field in FIELDS
    if field.is_exported
}


def a_story(
    id: str = "",  # noqa: A002
    fingerprint: str = "",
    *,
    status: Status = Status.DRAFT,
    tags: tuple[TagRecord, ...] = (),
    extra: Mapping[str, Any] | None = None,
    **texts: str,
) -> StoryRecord:
    """A record with only some of its texts written."""
    return StoryRecord(id, fingerprint, dict.fromkeys(TEXTS, "") | texts, status, tags, extra or {})


def retold(record: StoryRecord, **texts: str) -> StoryRecord:
    """The same record with other texts."""
    return replace(record, texts={**record.texts, **texts})


STORIES = st.builds(
    StoryRecord,
    id=st.just("") | IDS,
    fingerprint=st.just("") | FINGERPRINTS,
    texts=st.fixed_dictionaries(TEXTS),
    status=st.sampled_from(Status),
    tags=lists_of(TAGS, unique=lambda tag: tag.value),
    extra=EXTRA,
)

NOT_BLANK = WORDS.map(lambda text: f"x{text}")
PROBES = st.builds(ProbeRecord, VALUES, st.sampled_from(Strength))
QUESTIONS = st.builds(
    QuestionRecord,
    slug=SLUGS,
    text=NOT_BLANK,
    topic=SLUGS,
    stages=lists_of(SLUGS),
    source=WORDS,
    audience=st.sampled_from(Audience),
    kind=st.sampled_from(QuestionKind),
    concept=st.just("") | SLUGS,
    position=st.integers(0, 32_767),
    probes=lists_of(PROBES, unique=lambda probe: probe.value),
)
OWN_VALUES = st.builds(
    ValueRecord, SLUGS, NOT_BLANK, st.just("") | SLUGS, signals=WORDS, position=st.integers(0, 32_767)
)
FRAMEWORKS = st.builds(
    FrameworkRecord,
    slug=SLUGS,
    company=WORDS,
    name=WORDS,
    source=st.sampled_from(["", "https://example.org/values"]),
    values=lists_of(OWN_VALUES, unique=lambda value: value.slug),
)
ANSWERS = st.builds(
    AnswerRecord,
    question=SLUGS,
    story=IDS,
    fit=st.sampled_from(Fit),
    **dict.fromkeys(("opening", "closing", "full", "short", "headline", "beats"), WORDS),
    rewordings=st.dictionaries(st.sampled_from(Section), st.builds(RewordingRecord, WORDS, WORDS), max_size=2),
    follow_ups=lists_of(st.builds(FollowUpRecord, WORDS, WORDS)),
)
NOT_ASKED = st.builds(LoopQuestionRecord, SLUGS, st.just("") | IDS)
ASKED = st.builds(
    LoopQuestionRecord,
    question=SLUGS,
    pinned=st.just("") | IDS,
    was_asked=st.sampled_from([True]),
    told=st.just("") | IDS,
)
MOMENTS = st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat)
ROUNDS = st.builds(
    RoundRecord,
    name=NOT_BLANK,
    stage=st.just("") | SLUGS,
    minutes=st.integers(5, 480),
    starts=st.just("") | MOMENTS,
    time_zone=st.sampled_from(["", "Europe/Berlin", "America/Los_Angeles"]),
    questions=lists_of(ASKED | NOT_ASKED, unique=lambda row: row.question),
)
LOOPS = st.builds(
    LoopRecord,
    name=NOT_BLANK,
    company=WORDS,
    date=st.just("") | st.dates().map(str),
    may_repeat=st.booleans(),
    rounds=lists_of(ROUNDS),
)
SETTINGS = st.builds(
    SettingsRecord,
    st.just("") | SLUGS,
    st.integers(1, 10),
    st.integers(60, 300),
    st.integers(30, 600),
    work=st.sampled_from(["", *Work]),
    practice_minutes=st.sampled_from(MINUTES),
    names_story_first=st.booleans(),
)
TIMES = st.integers(0, LONGEST)
MARKED = st.lists(st.tuples(st.sampled_from(Section), TIMES), max_size=3, unique_by=lambda mark: mark[0])
REHEARSALS = st.builds(
    lambda marks, record: replace(
        record,
        marks=tuple(MarkRecord(section, at) for section, at in sorted(marks, key=lambda mark: mark[1])),
        milliseconds=max([record.milliseconds, *(at for _, at in marks)]),
    ),
    MARKED,
    st.builds(
        RehearsalRecord,
        question=SLUGS,
        story=st.just("") | IDS,
        began=st.datetimes(datetime(1970, 1, 2), datetime(2199, 12, 30), timezones=st.just(UTC)).map(
            datetime.isoformat
        ),
        day=st.dates(date(1970, 1, 1), date(2199, 12, 31)).map(str),
        rating=st.integers(1, 4),
        milliseconds=TIMES,
        left_out=lists_of(WORDS),
        sitting=st.just("") | IDS,
    ),
)
DISMISSALS = st.builds(DismissalRecord, IDS, SLUGS, FINGERPRINTS, NOT_BLANK)


def lists_of_distinct(name: str, strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return lists_of(strategy, unique=lambda record: key_of(name, record))


SEEN = st.builds(SeenRecord, IDS, WORDS)
LIBRARIES = st.builds(
    LibraryRecord,
    stories=lists_of_distinct("stories", STORIES),
    questions=lists_of_distinct("questions", QUESTIONS),
    frameworks=lists_of_distinct("frameworks", FRAMEWORKS),
    answers=lists_of_distinct("answers", ANSWERS),
    loops=lists_of(LOOPS),
    opinions=lists_of_distinct("opinions", st.builds(OpinionRecord, SLUGS, WORDS)),
    prepared=lists_of_distinct("prepared", st.builds(PreparedRecord, SLUGS, WORDS, WORDS, WORDS, WORDS)),
    rehearsals=lists_of_distinct("rehearsals", REHEARSALS),
    settings=st.none() | SETTINGS,
    dismissed=lists_of_distinct("dismissed", DISMISSALS),
    declined=lists_of_distinct("declined", st.builds(DeclinedRecord, IDS, VALUES)),
    refused=lists_of_distinct(
        "refused",
        st.builds(
            RefusalRecord,
            SLUGS,
            lists_of(SEEN, unique=lambda seen: seen.story),
            st.just("") | MOMENTS,
            st.just("") | MOMENTS,
        ),
    ),
    hidden_questions=lists_of_distinct("hidden_questions", SLUGS),
    hidden_values=lists_of_distinct("hidden_values", VALUES),
)


def packed(**files: str) -> bytes:
    """A zip archive of the files, given by name."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()
