"""Which saves of a text are worth keeping as versions."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

LONGEST_PAUSE = timedelta(minutes=30)
"""A longer pause begins a new sitting."""
MOST_LOST = 30
"""Words that one save may remove; when it removes more, and more than half, the text before it is kept."""


def goes_on(before: Mapping[str, str], after: Mapping[str, str], pause: timedelta) -> bool:
    """Whether a save continues the sitting of the save before it, and may take its place."""
    return pause <= LONGEST_PAUSE and not _removes_much(_words(before), _words(after))


def _words(texts: Mapping[str, str]) -> Counter[str]:
    return Counter(word for text in texts.values() for word in text.split())


def _removes_much(before: Counter[str], after: Counter[str]) -> bool:
    lost = (before - after).total()
    return lost > max(MOST_LOST, before.total() // 2)
