"""Texts that a spreadsheet program would take for formulas."""

import re

_SIGN = r"'*[=+\-@|%＝＋－＠]"
_FORMULA = re.compile(rf"{_SIGN}|'*[\t\r\n]")
_FORMULA_WITHIN = re.compile(rf"""([;\t\r\n](?:[^\S\t\r\n]|")*)({_SIGN})""")
"""What begins a cell for a program that splits cells at semicolons or tabs, and so misses the quotes around a cell."""
_NEUTRALISED_WITHIN = re.compile(_FORMULA_WITHIN.pattern.replace(f"({_SIGN})", f"'({_SIGN})"))


def neutralise(text: str) -> str:
    """The text, with an apostrophe before each place that a spreadsheet program might calculate or run."""
    text = _FORMULA_WITHIN.sub(r"\1'\2", text)
    return f"'{text}" if _FORMULA.match(text) else text


def restore(text: str) -> str:
    """The text that `neutralise` was given."""
    text = text[1:] if text.startswith("'") and _FORMULA.match(text) else text
    return _NEUTRALISED_WITHIN.sub(r"\1\2", text)
