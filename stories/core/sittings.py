"""What of a text's past is worth keeping."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

LONGEST_PAUSE = timedelta(minutes=30)
"""After a longer one, a new sitting begins."""
MOST_LOST = 30
"""Words that a sitting may take away at one save; where more go, and more than half, what was there is kept."""


def goes_on(before: Mapping[str, str], after: Mapping[str, str], pause: timedelta) -> bool:
    """Whether a save goes on with the sitting that the save before it belongs to, and may stand in its place."""
    return pause <= LONGEST_PAUSE and not _takes_much_away(_words(before), _words(after))


def _words(texts: Mapping[str, str]) -> Counter[str]:
    return Counter(word for text in texts.values() for word in text.split())


def _takes_much_away(before: Counter[str], after: Counter[str]) -> bool:
    lost = (before - after).total()
    return lost > max(MOST_LOST, before.total() // 2)
