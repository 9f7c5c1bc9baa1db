"""Texts that a spreadsheet would take for formulas."""

import re

_FORMULA = re.compile("'*[=+\\-@\t\r\n|%＝＋－＠]")


def neutralise(text: str) -> str:
    """With an apostrophe before what a spreadsheet would reckon, or run."""
    return f"'{text}" if _FORMULA.match(text) else text


def restore(text: str) -> str:
    """What `neutralise` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
