"""Texts that a spreadsheet program would take for formulas."""

import re

_UNSEEN = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffd"
"""What a program may drop before it looks at a cell; U+FFFD stands for it in a workbook."""
_SIGN = rf"'*+[{_UNSEEN}]*+[=+\-@|%＝＋－＠]"
_FORMULA = re.compile(rf"{_SIGN}|'*[\t\r\n]")
_FORMULA_WITHIN = re.compile(rf"""([;\t\r\n](?:[^\S\t\r\n]|")*+)({_SIGN})""")
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
