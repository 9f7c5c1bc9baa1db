from stories.models.answer import Answer
from stories.models.binned import Binned
from stories.models.concept import Concept, Opinion
from stories.models.conflict import AnswerConflict, EditConflict
from stories.models.dismissal import Dismissal
from stories.models.framework import Framework, HiddenValue, Value
from stories.models.imported import Imported
from stories.models.loop import Loop, Round, RoundQuestion
from stories.models.owner import Owner
from stories.models.pending_import import PendingImport
from stories.models.prepared import PreparedAnswer
from stories.models.question import HiddenQuestion, Probe, Question, Topic
from stories.models.refusal import Refusal
from stories.models.rehearsal import Rehearsal
from stories.models.revision import Revision
from stories.models.story import Story
from stories.models.tag import Declined, Tag
from stories.models.vector import StoryVector
from stories.models.version import AnswerVersion, PreparedVersion, StoryVersion

__all__ = [
    "Answer",
    "AnswerConflict",
    "AnswerVersion",
    "Binned",
    "Concept",
    "Declined",
    "Dismissal",
    "EditConflict",
    "Framework",
    "HiddenQuestion",
    "HiddenValue",
    "Imported",
    "Loop",
    "Opinion",
    "Owner",
    "PendingImport",
    "PreparedAnswer",
    "PreparedVersion",
    "Probe",
    "Question",
    "Refusal",
    "Rehearsal",
    "Revision",
    "Round",
    "RoundQuestion",
    "Story",
    "StoryVector",
    "StoryVersion",
    "Tag",
    "Topic",
    "Value",
]
