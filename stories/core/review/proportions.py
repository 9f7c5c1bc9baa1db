"""Rules about how long a story is, and where its time goes."""

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
    if situation > action and reading.told.issuperset((Section.SITUATION, Section.ACTION)):
        message = f"Situation has {count_of(situation, 'word')}, Action only {action}."
        hint = "Keep of the Situation what the listener needs to follow the Action, and tell more of what you did."
        yield Notice(Section.SITUATION, message, hint, [reading.text(Section.SITUATION), reading.text(Section.ACTION)])


def too_long_or_short(reading: Reading) -> Iterator[Notice]:
    """A story that still lacks a section is not called short."""
    length = seconds(sum(reading.words.values()), reading.words_per_minute)
    message = f"The story takes {clock(length)} to tell at {reading.words_per_minute} words a minute."
    if length > LONGEST:
        hint = "Past three minutes listeners drift away: cut what no question would miss, Situation first."
        yield Notice(None, message, hint, reading.story.told_aloud)
    elif length < SHORTEST and reading.is_told:
        hint = "Under 45 seconds little can be seen of how you work: tell more of the Action."
        yield Notice(None, message, hint, reading.story.told_aloud)
