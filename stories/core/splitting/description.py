"""What the splitting model knows of each sentence of a story: its place, its cues and meaning, and its neighbours'.

The cues are turns of phrase that are common in one section and rare in others.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from stories.core.meaning.transformer import Matrix

Numbers = NDArray[np.float64]

CUES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # A duty.
        r"\b(?:my|our) (?:job|task|part|role|goal|brief)\b|\b(?:mine|my call|up to me|responsible|fell to me)\b"
        r"|\b(?:had|needed|wanted|(?:was|were) (?:asked|told|expected)|asked me) to\b|\bi (?:owned|led|ran) the\b",
        # A deed of the teller's at the beginning of a sentence.
        r"^(?:(?:then|so|first|next|instead|that \w+|the next \w+),? )?i (?!am|had|have|learn|now|should|was|would)\w+",
        # One of their usual deeds.
        r"\bi (?:asked|built|called|checked|counted|did|drew|explained|found|gave|listened|made|moved|offered|proposed"
        r"|put|ran|read|said|sat|sent|set|showed|spoke|started|suggested|told|took|went|worked|wrote)\b",
        # A number.
        r"\d|\bper ?cent\b|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|twice|third)\b",
        # Later.
        r"\b(?:afterwards|eventually|in the end|now|next year|since|still|today)\b|\b(?:day|week|month|year)s? later\b",
        # What it taught.
        r"\b(?:learn(?:ed|t)?|lesson|mistake|next time|reali[sz]ed?|should have|taught me|would (?:now|do|have))\b"
        r"|\bi (?:ask|had (?:been|known|taken)|now)\b|\b(?:always|never)\b|\b(?:do|does|is)(?:n[’']t| not)\b",
        # What is so in general, or was so once.
        r"\b(?:are|can|do|does|has|is|means|will)\b",
        r"\b(?:had|had been|was|were)\b",
        # Who.
        r"\b(?:our|us|we)\b",
        r"\b(?:i|me|my)\b",
        # What changed.
        r"\b(?:adopted|agreed|cut|dropped|fell|grew|increased|kept|launched|no longer|nobody|none|passed|promoted"
        r"|reduced|renewed|rose|saved|shipped|stayed|thanked)\b|\bfrom .{1,20} to\b",
        # What was said.
        r"[\"“„«]|\b(?:asked|said|told)\b",
        # Where and when.
        r"^(?:a|after|at|during|for|in|last|my|on|one|our|the|three|two|when)\b",
        r"\b(?:client|company|customer|department|director|hotel|manager|office|project|quarter|school|shift|team)\b",
    )
)
LONGEST = 2000
"""Characters of a sentence that are searched for cues."""
MEANING_SHARE = 3.0
"""What the embedding of a sentence weighs next to one cue; those of its neighbours weigh half of that."""
_PLACES = np.linspace(0, 1, 9)
_WIDTH = 0.1
_FIRST = 3
"""Sentences at each end that are known as such."""
_FAR = 6


def describe(said: Sequence[str], vectors: Matrix | None) -> Numbers:
    """A row for each sentence; `vectors` are their embeddings, if there is a model."""
    cues = np.array([[bool(cue.search(sentence[:LONGEST])) for cue in CUES] for sentence in said], np.float64)
    columns = [np.ones((len(said), 1)), _places(len(said)), *_with_neighbours(cues)]
    if vectors is not None:
        meaning, before, after = _with_neighbours(MEANING_SHARE * vectors.astype(np.float64))
        columns += [meaning, before / 2, after / 2]
    return np.concatenate(columns, axis=1)


def _places(count: int) -> Numbers:
    """How near each sentence is to nine places of the text, and how far from its beginning and its end."""
    from_start = np.arange(count)[:, None]
    from_end = from_start[::-1]
    shares = (from_start + 0.5) / count
    ends = np.arange(_FIRST)
    return np.concatenate(
        [
            np.exp(-(((shares - _PLACES) / _WIDTH) ** 2)),
            from_start == ends,
            from_end == ends,
            np.minimum(from_start, _FAR) / _FAR,
            np.minimum(from_end, _FAR) / _FAR,
        ],
        axis=1,
    )


def _with_neighbours(rows: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """The rows, those of the sentences before them, and those of the sentences after them."""
    none = np.zeros((1, rows.shape[1]))
    return rows, np.concatenate([none, rows[:-1]]), np.concatenate([rows[1:], none])
