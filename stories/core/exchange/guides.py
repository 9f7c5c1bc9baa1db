"""Tables that say how to write a story: a row for each section, with tips beside it."""

from stories.core.exchange.columns import Rows
from stories.core.exchange.names import plain_name

_SECTIONS = "section, sections, part, parts, element, elements, letter, component, components, step, steps, star"
_TIPS = (
    "what to say, what to write, what to include, what it means, meaning, description, definition, explanation, tip, "
    "tips, hint, hints, guidance, guide, advice, how to, how, prompt, prompts, questions to ask, ask yourself, "
    "purpose, share, share of time, percentage, weight, time, duration, seconds, length, words"
)


def is_guide(rows: Rows) -> bool:
    """`rows` are arranged: the names of the sections stand in the first row, and those of the tips below their name."""
    for at, cell in enumerate(rows[0] if rows else ()):
        if plain_name(cell) in _SECTIONS.split(", "):
            names = [plain_name(row[at]) for row in rows[1:] if at < len(row) and row[at].strip()]
            return bool(names) and all(name in _TIPS.split(", ") for name in names)
    return False
