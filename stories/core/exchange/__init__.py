"""Reading and writing stories and whole libraries in other formats."""

from stories.core.exchange.problems import FormatError, Problem
from stories.core.exchange.records import FORMAT, StoryRecord, TagRecord
from stories.core.exchange.story_file import LIMIT, read_story, write_story

StoryFileError = FormatError
"""As the review command calls it."""

__all__ = [
    "FORMAT",
    "LIMIT",
    "FormatError",
    "Problem",
    "StoryFileError",
    "StoryRecord",
    "TagRecord",
    "read_story",
    "write_story",
]
