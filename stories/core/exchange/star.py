"""A story in one cell: its sections after labels such as “S:” or “Situation:”."""

import re
from itertools import islice

from stories.core.choices import Section

_LABELS = {
    **dict.fromkeys(("s", "situation", "context", "background"), Section.SITUATION),
    **dict.fromkeys(("t", "task", "goal", "challenge"), Section.TASK),
    **dict.fromkeys(("a", "action", "actions"), Section.ACTION),
    **dict.fromkeys(("r", "result", "results", "outcome", "outcomes", "impact"), Section.RESULT),
    **dict.fromkeys(("l", "learning", "learnings", "lesson", "lessons", "takeaway"), Section.LEARNING),
}
_WORDS = "|".join(sorted(_LABELS, key=len, reverse=True))
_LABEL = re.compile(
    rf"(^|(?<=[\s|]))(?:[->][ \t]+)?(?:[*_#]+[ \t]*)?({_WORDS})[*_]*[ \t]*:[*_]*[ \t]*",
    re.MULTILINE | re.IGNORECASE | re.ASCII,
)
MOST_LABELS = 100
"""In a cell; one with more isn't a story."""
_NEAR = 20
"""Characters before a label to look at; those further away, with only spaces between, make no difference."""
_ENDS = tuple("\n.!?;|…")


def read_star(text: str) -> dict[Section, str]:
    """The text after each label; empty if there are no labels, or too many.

    Text before the first label goes to its section.
    """
    labels = _labels(text)
    if not labels:
        return {}
    ends = [*(match.start() for match in labels[1:]), len(text)]
    parts: dict[Section, list[str]] = {}
    for match, end in zip(labels, ends, strict=True):
        before = text[: match.start()] if match is labels[0] else ""
        pieces = [piece.strip(" \t\n|") for piece in (before, text[match.end() : end])]
        parts.setdefault(_LABELS[match[2].lower()], []).extend(filter(None, pieces))
    return {section: "\n\n".join(pieces) for section, pieces in parts.items()}


def _labels(text: str) -> list[re.Match[str]]:
    """Those that begin a line or a sentence; within one (“plan A: …”) only a capital that continues the order."""
    candidates = list(islice(_LABEL.finditer(text), MOST_LABELS + 1))
    if len(candidates) > MOST_LABELS:
        return []
    labels: list[re.Match[str]] = []
    order = list(Section)
    for match in candidates:
        before = text[max(0, match.start() - _NEAR) : match.start()].rstrip(" \t")
        continues = labels and order.index(_LABELS[match[2].lower()]) > order.index(_LABELS[labels[-1][2].lower()])
        if not before or before.endswith(_ENDS) or (continues and match[2][0].isupper()):
            labels.append(match)
    return labels
