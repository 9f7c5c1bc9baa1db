"""Forms: what may be typed, and the messages next to the fields. The views set owners; POST never does."""

from stories.forms.answer import AnswerForm
from stories.forms.bank import (
    HeardQuestionForm,
    ListedQuestionForm,
    OpinionForm,
    QuestionForm,
    QuestionListForm,
    ValueForm,
)
from stories.forms.fields import OwnedForm, whole_number
from stories.forms.framework import FrameworkForm, NewFrameworkForm
from stories.forms.imports import ColumnsForm, ImportForm, LabelsForm, TextForm
from stories.forms.loop import LoopForm, RoundForm, ToldForm
from stories.forms.many import ManyStoriesForm
from stories.forms.notes import NotesForm, SplitForm
from stories.forms.password import NewPasswordForm, SignInForm
from stories.forms.prepared import PreparedAnswerForm
from stories.forms.review import DismissalForm
from stories.forms.settings import SettingsForm, WorkForm
from stories.forms.story import CellForm, StoryForm, offered_values, story_initial

__all__ = [
    "AnswerForm",
    "CellForm",
    "ColumnsForm",
    "DismissalForm",
    "FrameworkForm",
    "HeardQuestionForm",
    "ImportForm",
    "LabelsForm",
    "ListedQuestionForm",
    "LoopForm",
    "ManyStoriesForm",
    "NewFrameworkForm",
    "NewPasswordForm",
    "NotesForm",
    "OpinionForm",
    "OwnedForm",
    "PreparedAnswerForm",
    "QuestionForm",
    "QuestionListForm",
    "RoundForm",
    "SettingsForm",
    "SignInForm",
    "SplitForm",
    "StoryForm",
    "TextForm",
    "ToldForm",
    "ValueForm",
    "WorkForm",
    "offered_values",
    "story_initial",
    "whole_number",
]
