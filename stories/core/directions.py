"""Which way a text runs."""

import re

_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def straight(line: str) -> str:
    """A line without the controls of Unicode (UAX #9) that embed, override or isolate a direction.

    They would also turn around what is printed next to it, or show its letters in another order. Hebrew and Arabic need
    none of them, as their letters say which way they run.
    """
    return _TURNS.sub("", line)
