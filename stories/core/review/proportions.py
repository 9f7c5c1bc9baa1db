"""Rules about how long a story takes, and where the time goes."""

from collections.abc import Iterator

from stories.core.choices import Section
from stories.core.grammar import count_of
from stories.core.review.reading import Reading
from stories.core.review.rules import Notice
from stories.core.speaking import clock, seconds

LONGEST = 180
"""Seconds."""
SHORTEST = 45
"""Seconds."""


def situation_outweighs_action(reading: Reading) -> Iterator[Notice]:
    situation, action = reading.words[Section.SITUATION], reading.words[Section.ACTION]
    if situation > action and reading.prose.issuperset((Section.SITUATION, Section.ACTION)):
        message = f"Situation has {count_of(situation, 'word')}, but Action has only {action}."
        hint = "Cut the Situation to what a listener needs to follow the Action, and say more about what you did."
        yield Notice(Section.SITUATION, message, hint, [reading.text(Section.SITUATION), reading.text(Section.ACTION)])


def too_long_or_short(reading: Reading) -> Iterator[Notice]:
    """A story that still lacks a section isn't called short."""
    length = seconds(sum(reading.words.values()), reading.words_per_minute)
    message = f"The story takes {clock(length)} to tell at {reading.words_per_minute} words a minute."
    if length > LONGEST:
        hint = "After three minutes listeners drift off: cut what no question needs, starting with the Situation."
        yield Notice(None, message, hint, reading.story.texts)
    elif length < SHORTEST and reading.is_complete:
        hint = "Less than 45 seconds shows little of how you work: say more about the Action."
        yield Notice(None, message, hint, reading.story.texts)
