"""Reading and writing stories and whole libraries in other formats."""

from stories.core.exchange.document import read_document, write_document
from stories.core.exchange.library import (
    AnswerRecord,
    DeclinedRecord,
    DismissalRecord,
    FollowUpRecord,
    FrameworkRecord,
    LibraryRecord,
    LoopQuestionRecord,
    LoopRecord,
    OpinionRecord,
    ProbeRecord,
    QuestionRecord,
    RewordingRecord,
    RoundRecord,
    SettingsRecord,
    ValueRecord,
)
from stories.core.exchange.problems import FormatError, Problem
from stories.core.exchange.records import FORMAT, StoryRecord, TagRecord
from stories.core.exchange.story_file import LIMIT, read_story, write_story

StoryFileError = FormatError
"""As the review command calls it."""

__all__ = [
    "FORMAT",
    "LIMIT",
    "AnswerRecord",
    "DeclinedRecord",
    "DismissalRecord",
    "FollowUpRecord",
    "FormatError",
    "FrameworkRecord",
    "LibraryRecord",
    "LoopQuestionRecord",
    "LoopRecord",
    "OpinionRecord",
    "ProbeRecord",
    "Problem",
    "QuestionRecord",
    "RewordingRecord",
    "RoundRecord",
    "SettingsRecord",
    "StoryFileError",
    "StoryRecord",
    "TagRecord",
    "ValueRecord",
    "read_document",
    "read_story",
    "write_document",
    "write_story",
]
