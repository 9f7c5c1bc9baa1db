"""Rules about whether there is anything to tell."""

from collections.abc import Iterator

from stories.core.choices import REQUIRED_SECTIONS, TIMED_SECTIONS, Section
from stories.core.grammar import count_of
from stories.core.review.reading import Reading
from stories.core.review.rules import Notice, Severity

_LEAST_WORDS = {Section.SITUATION: 8, Section.TASK: 6, Section.ACTION: 15, Section.RESULT: 6}
"""With fewer, a stranger couldn't follow."""
_WHAT_TO_SAY = {
    Section.SITUATION: "In two or three sentences, say where you were and what was at stake.",
    Section.TASK: "In one sentence, say what you were responsible for, unless the Situation already does.",
    Section.ACTION: "Say step by step what you did, and why you did it that way.",
    Section.RESULT: "Say what came of it, and how anyone could tell.",
}


def empty_section(reading: Reading) -> Iterator[Notice]:
    for section in TIMED_SECTIONS:
        if not reading.words[section]:
            message = f"{section.capitalize()} is empty."
            severity = None if section in REQUIRED_SECTIONS else Severity.HINT
            yield Notice(section, message, _WHAT_TO_SAY[section], [reading.text(section)], severity)


def thin_section(reading: Reading) -> Iterator[Notice]:
    for section, least in _LEAST_WORDS.items():
        words = reading.words[section]
        if section in reading.prose and words < least:
            message = f"{section.capitalize()} has only {count_of(words, 'word')}."
            yield Notice(section, message, _WHAT_TO_SAY[section], [reading.text(section)], _gravity(section))


def not_prose(reading: Reading) -> Iterator[Notice]:
    for section, fault in reading.nonsense.items():
        hint = "Tell it in sentences, the way you would say it aloud."
        message = f"{section.capitalize()} {fault}."
        yield Notice(section, message, hint, [reading.text(section)], _gravity(section))


def _gravity(section: Section) -> Severity:
    """Without the sections that it needs, a story can't be told."""
    return Severity.ERROR if section in REQUIRED_SECTIONS else Severity.WARNING


def no_headline(reading: Reading) -> Iterator[Notice]:
    """A story with nothing in it needs other things first."""
    if any(reading.words.values()) and not reading.story.headline.strip():
        yield Notice(None, "The story has no headline.", "Say in one line what you did and what came of it.", [""])
