"""Reading and writing stories and whole libraries in other formats."""

from stories.core.exchange.archives import ArchivedFile, read_archive
from stories.core.exchange.cells import escaped
from stories.core.exchange.columns import Columns, columns_below, header_field, recognise
from stories.core.exchange.completion import storable
from stories.core.exchange.csv_text import read_csv
from stories.core.exchange.document import read_document, write_document
from stories.core.exchange.encodings import decode, is_zip
from stories.core.exchange.files import Opened, Read, Table, open_files, read_files, read_tables
from stories.core.exchange.fingerprints import fingerprint_of, stamp
from stories.core.exchange.formulas import neutralise, restore
from stories.core.exchange.front_matter import as_text
from stories.core.exchange.keeping import pack, unpack
from stories.core.exchange.labelled_text import NOTHING, Labelled, LabelledStory, Unknown, read_labelled
from stories.core.exchange.labels import Column
from stories.core.exchange.library_plan import LibraryPlan, after, plan_library
from stories.core.exchange.library_records import (
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
    ValueRecord,
)
from stories.core.exchange.names import by_name, plain_name
from stories.core.exchange.notes import Notes, labels_in
from stories.core.exchange.problems import FormatError, Problem
from stories.core.exchange.references import Known, renamed
from stories.core.exchange.story_file import LIMIT, read_story, write_story
from stories.core.exchange.story_plan import Change, Decision, Entry, decided, decisions_for, is_saved, plan_stories
from stories.core.exchange.story_records import FORMAT, Incoming, StoryRecord, TagRecord
from stories.core.exchange.tables import read_rows, write_rows

StoryFileError = FormatError
"""The review command's name for it."""

__all__ = [
    "FORMAT",
    "LIMIT",
    "NOTHING",
    "AnswerRecord",
    "ArchivedFile",
    "Change",
    "Column",
    "Columns",
    "Decision",
    "DeclinedRecord",
    "DismissalRecord",
    "Entry",
    "FollowUpRecord",
    "FormatError",
    "FrameworkRecord",
    "Incoming",
    "Known",
    "Labelled",
    "LabelledStory",
    "LibraryPlan",
    "LibraryRecord",
    "LoopQuestionRecord",
    "LoopRecord",
    "MarkRecord",
    "Notes",
    "Opened",
    "OpinionRecord",
    "PreparedRecord",
    "ProbeRecord",
    "Problem",
    "QuestionRecord",
    "Read",
    "RefusalRecord",
    "RehearsalRecord",
    "RewordingRecord",
    "RoundRecord",
    "SeenRecord",
    "SettingsRecord",
    "StoryFileError",
    "StoryRecord",
    "Table",
    "TagRecord",
    "Unknown",
    "ValueRecord",
    "after",
    "as_text",
    "by_name",
    "columns_below",
    "decided",
    "decisions_for",
    "decode",
    "escaped",
    "fingerprint_of",
    "header_field",
    "is_saved",
    "is_zip",
    "labels_in",
    "neutralise",
    "open_files",
    "pack",
    "plain_name",
    "plan_library",
    "plan_stories",
    "read_archive",
    "read_csv",
    "read_document",
    "read_files",
    "read_labelled",
    "read_rows",
    "read_story",
    "read_tables",
    "recognise",
    "renamed",
    "restore",
    "stamp",
    "storable",
    "unpack",
    "write_document",
    "write_rows",
    "write_story",
]
