"""Texts that a spreadsheet program would take for formulas."""

import re

_FORMULA = re.compile("'*[=+\\-@\t\r\n|%＝＋－＠]")


def neutralise(text: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet program would calculate or run it."""
    return f"'{text}" if _FORMULA.match(text) else text


def restore(text: str) -> str:
    """The text that `neutralise` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
