from stories.models.answer import Answer
from stories.models.concept import Concept, Opinion
from stories.models.conflict import EditConflict
from stories.models.dismissal import Dismissal
from stories.models.framework import Framework, HiddenValue, Value
from stories.models.owner import Owner
from stories.models.question import HiddenQuestion, Probe, Question, Topic
from stories.models.story import Story
from stories.models.tag import Tag

__all__ = [
    "Answer",
    "Concept",
    "Dismissal",
    "EditConflict",
    "Framework",
    "HiddenQuestion",
    "HiddenValue",
    "Opinion",
    "Owner",
    "Probe",
    "Question",
    "Story",
    "Tag",
    "Topic",
    "Value",
]
