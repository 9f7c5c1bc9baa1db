"""Rules about how long a story takes, and where the time goes."""

from collections.abc import Iterator

from stories.core.choices import Section
from stories.core.grammar import count_of
from stories.core.review.reading import Reading
from stories.core.review.rules import Notice, Severity
from stories.core.speaking import clock, seconds


def situation_outweighs_action(reading: Reading) -> Iterator[Notice]:
    situation, action = reading.words[Section.SITUATION], reading.words[Section.ACTION]
    if situation > action and reading.prose.issuperset((Section.SITUATION, Section.ACTION)):
        message = f"Situation has {count_of(situation, 'word')}, but Action has only {action}."
        hint = "Cut the Situation to what a listener needs to follow the Action, and say more about what you did."
        yield Notice(Section.SITUATION, message, hint, [reading.text(Section.SITUATION), reading.text(Section.ACTION)])


def too_long_or_short(reading: Reading) -> Iterator[Notice]:
    """A story that still lacks a section isn't called short."""
    pace = reading.pace
    length = seconds(sum(reading.words.values()), pace.per_minute)
    time = f"The story takes {clock(length)} to tell at {pace.per_minute} words a minute"
    message = f"{time}: {pace.verdict_on(length)}."
    if length > pace.limit:
        hint = "Cut what no question needs, starting with the Situation."
        yield Notice(None, message, hint, reading.story.texts, None if length > pace.longest else Severity.HINT)
    elif length < pace.shortest and reading.is_complete:
        yield Notice(None, message, "Say more about the Action.", reading.story.texts)
