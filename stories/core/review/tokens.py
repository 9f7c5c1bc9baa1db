"""The words of a text in any language, for comparison."""

import re
from collections.abc import Sequence
from itertools import pairwise

from stories.core.search import fold
from stories.core.speaking import IDEOGRAPH

_WORD = re.compile(rf"[{IDEOGRAPH}]+|[^\W_{IDEOGRAPH}]+(?:'[^\W_{IDEOGRAPH}]+)*")
_UNSPACED = re.compile(f"[{IDEOGRAPH}]{{2}}")


def tokens(text: str) -> list[str]:
    """The words without case and accents; where no spaces divide words, each pair of neighbouring characters."""
    return [token for run in _WORD.findall(fold(text)) for token in _split(run)]


def _split(run: str) -> Sequence[str]:
    return ["".join(pair) for pair in pairwise(run)] if _UNSPACED.match(run) else [run]
