"""All that an owner has written, as a document holds it; what comes with Prepsite is named only by its slug."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from stories.core.choices import Fit, QuestionKind, Section, Strength
from stories.core.coverage import DEFAULT_TARGET
from stories.core.directions import straight
from stories.core.exchange.constraints import (
    Address,
    Day,
    Fingerprint,
    Id,
    KindOfWork,
    Line100,
    Line300,
    Line500,
    LongSlug,
    Moment,
    Prose,
    Slug,
    TimeZone,
    ValueName,
    at_most,
    between,
    few,
    is_of_these_times,
    once,
    one_of,
)
from stories.core.exchange.story_records import StoryRecord
from stories.core.fields import PROSE_LIMIT
from stories.core.follow_ups import MOST_OWN_FOLLOW_UPS
from stories.core.frameworks import MOST_VALUES
from stories.core.likelihood import Audience
from stories.core.loops import MOST_QUESTIONS, MOST_ROUNDS
from stories.core.memory import Rating
from stories.core.practice import DEFAULT_MINUTES, MINUTES
from stories.core.section_times import LONGEST
from stories.core.speaking import DEFAULT_LIMIT, DEFAULT_SHARES, DEFAULT_SHORTEST, DEFAULT_WORDS_PER_MINUTE

MOST_STAGES = 20
MOST_PROBES = 200
"""A form offers the values of one framework: the bank's and MOST_VALUES of the owner's own."""
MOST_SEEN = 1_000
"""Stories that an owner looked at before they said that none answers a question."""
MOST_FOLLOW_UPS = MOST_OWN_FOLLOW_UPS + 20
"""With the usual ones, which have changed over time."""

MOST_LEFT_OUT = PROSE_LIMIT
"""No text has more lines."""

Position = Annotated[int, between(0, 32_767)]
Share = Annotated[int, between(1, 97)]


def _make_a_whole(settings: "SettingsRecord") -> "SettingsRecord":
    total = settings.situation_share + settings.task_share + settings.action_share + settings.result_share
    if total != 100:
        raise ValueError(f"The four shares add up to {total} %; they must add up to 100 %.")
    return settings


def _told_when_asked(row: "LoopQuestionRecord") -> "LoopQuestionRecord":
    if row.told and not row.was_asked:
        raise ValueError("A story is recorded as told for it, but it wasn't asked.")
    return row


def _marked_in_order(row: "RehearsalRecord") -> "RehearsalRecord":
    moments = [*(mark.at for mark in row.marks), row.milliseconds]
    if moments != sorted(moments):
        raise ValueError("Its marks aren't in the order of their times, or one comes after the end.")
    return row


@dataclass(frozen=True, slots=True)
class ProbeRecord:
    value: ValueName
    strength: Strength = Strength.PRIMARY


@dataclass(frozen=True, slots=True)
class QuestionRecord:
    """A question of the owner's own."""

    slug: LongSlug
    text: Line500
    topic: Slug
    stages: Annotated[tuple[Slug, ...], few(MOST_STAGES)] = ()
    evidence: Annotated[str, at_most(20)] = "own"
    source: Line300 = ""
    audience: Audience = Audience.EVERYBODY
    kind: QuestionKind = QuestionKind.EPISODE
    concept: Slug = ""
    """Of the memo, that it is about."""
    position: Position = 1000
    probes: Annotated[tuple[ProbeRecord, ...], few(MOST_PROBES), once("value")] = ()


@dataclass(frozen=True, slots=True)
class ValueRecord:
    slug: LongSlug
    name: Annotated[str, straight, at_most(80)]
    concept: Slug = ""
    signals: Annotated[str, at_most(2000)] = ""
    position: Position = 1000


@dataclass(frozen=True, slots=True)
class FrameworkRecord:
    """The owner's own values in a framework, with company and name if the framework is the owner's too."""

    slug: LongSlug
    company: Line100 = ""
    name: Line100 = ""
    source: Address = ""
    values: Annotated[tuple[ValueRecord, ...], few(MOST_VALUES), once("slug")] = ()


@dataclass(frozen=True, slots=True)
class RewordingRecord:
    text: Prose = ""
    was: Prose = ""
    """The section of the story at the time of the rewording."""


@dataclass(frozen=True, slots=True)
class FollowUpRecord:
    question: Line300 = ""
    note: Prose = ""


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    question: LongSlug
    story: Id
    fit: Fit = Fit.OK
    opening: Line500 = ""
    closing: Line500 = ""
    rewordings: Mapping[Section, RewordingRecord] = field(default_factory=dict)
    full: Prose = ""
    short: Prose = ""
    headline: Prose = ""
    beats: Prose = ""
    follow_ups: Annotated[tuple[FollowUpRecord, ...], few(MOST_FOLLOW_UPS)] = ()
    was_seen: bool = True
    """Whether the owner has opened it since the story was chosen."""
    tell_on: Day = field(default="", compare=False)
    """The day that the owner has chosen for the next telling; the same words on another day are the same answer."""


@dataclass(frozen=True, slots=True)
class LoopQuestionRecord:
    question: LongSlug
    pinned: Id = ""
    """The story that the owner pinned to it."""
    was_asked: bool = False
    told: Id = ""
    """The story that was told in the interview."""


@dataclass(frozen=True, slots=True)
class RoundRecord:
    name: Line100
    stage: Slug = ""
    minutes: Annotated[int, between(5, 480)] = 45
    starts: Moment = ""
    time_zone: TimeZone = ""
    questions: Annotated[
        tuple[Annotated[LoopQuestionRecord, _told_when_asked], ...], few(MOST_QUESTIONS), once("question")
    ] = ()


@dataclass(frozen=True, slots=True)
class LoopRecord:
    name: Line100
    company: Line100 = ""
    date: Day = ""
    may_repeat: bool = False
    """A story may be told in more than one round."""
    rounds: Annotated[tuple[RoundRecord, ...], few(MOST_ROUNDS)] = ()


@dataclass(frozen=True, slots=True)
class OpinionRecord:
    concept: Slug
    text: Prose = ""


@dataclass(frozen=True, slots=True)
class PreparedRecord:
    """What the owner says to a question that no episode answers."""

    question: LongSlug
    full: Prose = ""
    short: Prose = ""
    headline: Prose = ""
    follow_ups: Prose = ""
    """As a story's."""
    tell_on: Day = field(default="", compare=False)
    """As an answer's."""


@dataclass(frozen=True, slots=True)
class MarkRecord:
    """The moment at which a section was begun."""

    section: Section
    at: Annotated[int, between(0, LONGEST)] = 0
    """Milliseconds after the beginning."""


@dataclass(frozen=True, slots=True)
class RehearsalRecord:
    """One telling that is over, of an answer or, without a story, of a prepared answer."""

    question: LongSlug
    began: Annotated[Moment, is_of_these_times]
    day: Annotated[Day, is_of_these_times]
    """Where the owner was."""
    rating: Annotated[int, between(Rating.FORGOT, Rating.WELL)]
    story: Id = ""
    occasion: Annotated[str, at_most(20)] = "telling"
    milliseconds: Annotated[int, between(0, LONGEST)] = 0
    marks: Annotated[tuple[MarkRecord, ...], few(len(Section)), once("section")] = ()
    left_out: Annotated[tuple[Prose, ...], few(MOST_LEFT_OUT)] = ()
    sitting: Id = ""
    """What the tellings of one mock round or one quick recall have in common."""


@dataclass(frozen=True, slots=True)
class DismissalRecord:
    story: Id
    code: Annotated[str, at_most(10)]
    fingerprint: Fingerprint
    reason: Line300


@dataclass(frozen=True, slots=True)
class DeclinedRecord:
    """A carried tag that the owner does not want."""

    story: Id
    value: ValueName


@dataclass(frozen=True, slots=True)
class SeenRecord:
    story: Id
    about: Prose = ""
    """The stems of what it was about, with spaces between them."""


@dataclass(frozen=True, slots=True)
class RefusalRecord:
    """A question that none of the owner's stories answers, as they said when they had seen these."""

    question: LongSlug
    seen: Annotated[tuple[SeenRecord, ...], few(MOST_SEEN), once("story")] = ()
    made: Moment = field(default="", compare=False)
    """When they said so; the same word at another time is the same decision."""
    ended: Moment = ""
    """When it was answered after all, or asked again; empty as long as the decision is theirs."""


@dataclass(frozen=True, slots=True)
class SettingsRecord:
    """The target shares are in percent and add up to 100."""

    framework: LongSlug = ""
    coverage_target: Annotated[int, between(1, 10)] = DEFAULT_TARGET
    words_per_minute: Annotated[int, between(60, 300)] = DEFAULT_WORDS_PER_MINUTE
    answer_limit: Annotated[int, between(30, 600)] = DEFAULT_LIMIT
    """Seconds."""
    answer_least: Annotated[int, between(10, 120)] = DEFAULT_SHORTEST
    """Seconds."""
    situation_share: Share = DEFAULT_SHARES[Section.SITUATION]
    task_share: Share = DEFAULT_SHARES[Section.TASK]
    action_share: Share = DEFAULT_SHARES[Section.ACTION]
    result_share: Share = DEFAULT_SHARES[Section.RESULT]
    work: KindOfWork = ""
    """Empty as long as the owner hasn't said."""
    practice_minutes: Annotated[int, one_of(MINUTES)] = DEFAULT_MINUTES
    names_story_first: bool = True
    """Whether there are ten seconds to name the story before the clock starts."""


@dataclass(frozen=True, slots=True)
class LibraryRecord:
    stories: tuple[StoryRecord, ...] = ()
    questions: tuple[QuestionRecord, ...] = ()
    frameworks: tuple[FrameworkRecord, ...] = ()
    answers: tuple[AnswerRecord, ...] = ()
    loops: tuple[LoopRecord, ...] = ()
    opinions: tuple[OpinionRecord, ...] = ()
    settings: Annotated[SettingsRecord | None, _make_a_whole] = None
    dismissed: tuple[DismissalRecord, ...] = ()
    declined: tuple[DeclinedRecord, ...] = ()
    refused: tuple[RefusalRecord, ...] = ()
    prepared: tuple[PreparedRecord, ...] = ()
    rehearsals: tuple[Annotated[RehearsalRecord, _marked_in_order], ...] = ()
    hidden_questions: tuple[LongSlug, ...] = ()
    hidden_values: tuple[ValueName, ...] = ()


KEYS: dict[str, tuple[str, ...]] = {
    "stories": ("id",),
    "questions": ("slug",),
    "frameworks": ("slug",),
    "answers": ("question", "story"),
    "loops": ("name", "company", "date"),
    "opinions": ("concept",),
    "dismissed": ("story", "code", "fingerprint"),
    "declined": ("story", "value"),
    "refused": ("question", "ended"),
    "prepared": ("question",),
    "rehearsals": ("question", "story", "began"),
    "settings": (),
}
"""What tells the records of a list apart."""
MAY_COME_TWICE = {"loops"}


def key_of(name: str, record: Any) -> tuple[str, ...]:
    """What tells a record apart from others in the list called `name`; a hidden question or value is its own key."""
    return tuple(getattr(record, key) for key in KEYS[name]) if name in KEYS else (record,)
