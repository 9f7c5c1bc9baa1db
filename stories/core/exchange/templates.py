"""Empty notes that people fill in for each story: none of them is one."""

import re

from stories.core.exchange.labelled_text import LabelledStory, is_general
from stories.core.exchange.names import plain_name
from stories.core.fields import FIELDS

_TEMPLATES = "template, templates, vorlage, vorlagen, muster, plantilla, modele, modelo, skeleton, boilerplate"
_PLACEHOLDERS = "title, titel, titre, titulo, your, untitled, new, insert, here, name, of, the, a, short"
_NOTHING = re.compile(
    r"[\W_]*|(?:[-*+•>]\s*)?(?:\[[^\[\]]*\]|<[^<>]*>|\{[^{}]*\}|\([^()]*\)|([*_]{1,3})[^*_]+\1|(?:tbd|todo|tba|n/a|xxx?)\W*)",
    re.IGNORECASE,
)
"""A line that only says what is to be written there."""
_PROSE = tuple(field.name for field in FIELDS if field.is_spoken)


def is_template(story: LabelledStory) -> bool:
    """Whether nothing is written in any section, and the title is no title of a story."""
    words = plain_name(story.texts["title"]).split()
    if any(_is_written(story.texts.get(name, "")) for name in _PROSE):
        return False
    if not set(words).isdisjoint(_TEMPLATES.split(", ")):
        return True
    said = [word for word in words if word not in _PLACEHOLDERS.split(", ")]
    return is_general(" ".join(said)) and not _is_written(story.texts["notes"])


def _is_written(text: str) -> bool:
    return not all(_NOTHING.fullmatch(line.strip()) for line in text.split("\n"))
