"""The figures of a text: numbers with what they count, those that matter first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

_DIGITS = r"\d+(?:[.,]\d+)*"
_SUFFIX = r"(?:k|m|bn|b|ms|s|h|x|×|pp|[kmgt]b|kg|km|min)"
_AMOUNT = rf"[+−-]?(?:[$€£¥]\s?)?{_DIGITS}(?:[–-]{_DIGITS})?{_SUFFIX}?(?![\w:/-]|[.,]\d)(?:\s?%)?"
_SPELT = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand)"
)
_MEASURE = (
    r"(?:milli)?seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?|points?|per\s?cent|euros?|dollars?|pounds?|"
    r"[mb]illion|ms"
)
_QUANTITY = rf"(?:{_AMOUNT}|{_SPELT}\s(?:{_MEASURE})\b)"
_FIGURE = re.compile(
    rf"(?<![\w.,:/-])(?:(?P<change>{_QUANTITY}(?:\s[^\W\d_]+)?\s(?:to|→|[-=]>)\s{_QUANTITY})|{_QUANTITY})"
    r"(?P<noun>\s[^\W\d_]+)?",
    re.IGNORECASE,
)
_STANDS_ALONE = re.compile(rf"[%$€£¥+−-]|\d{_SUFFIX}$|^{_SPELT}\s", re.IGNORECASE)
"""A share, money, a difference, or a number that already has its unit: no noun need follow."""
_IS_MEASURE = re.compile(rf"\s?(?:{_MEASURE})", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d(?!\S)")
_MONTH = re.compile(r"\s(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\w*", re.IGNORECASE)
_NO_NOUN = re.compile(
    r"\s(?:\w+ed|a|after|against|and|are|as|at|but|by|each|for|from|had|has|have|in|instead|is|less|more|newer|of|off|on|"
    r"or|out|over|per|so|than|that|the|there|to|under|was|were|when|which|while|who|with|within)",
    re.IGNORECASE,
)


class Weight(IntEnum):
    """How much a figure says by itself, the most first."""

    CHANGE = 0
    """From how much to how much."""
    MEASURE = 1
    """A share, money, a difference, or a number with its unit."""
    COUNT = 2
    """Of something, or a time in words."""
    SMALL = 3
    """A count below ten, or a short number without anything that it counts."""


@dataclass(frozen=True, slots=True)
class Figure:
    text: str
    weight: Weight


def figures_in(text: str) -> Iterator[Figure]:
    """In their order; years, dates and small counts in words (“two people”) are none."""
    for match in _FIGURE.finditer(text):
        noun = match["noun"] or ""
        bare = match.group().removesuffix(noun)
        if match["change"]:
            yield Figure(bare + (noun if _IS_MEASURE.fullmatch(noun) else ""), Weight.CHANGE)
        elif not (_YEAR.match(bare) or _MONTH.fullmatch(noun)):
            yield _figure(bare, noun)


def _figure(bare: str, noun: str) -> Figure:
    if _STANDS_ALONE.search(bare):
        return Figure(bare, Weight.COUNT if bare[0].isalpha() else Weight.MEASURE)
    if _IS_MEASURE.fullmatch(noun):
        return Figure(bare + noun, Weight.MEASURE)
    if not noun or _NO_NOUN.fullmatch(noun):
        return Figure(bare, Weight.COUNT if len(bare) > 2 else Weight.SMALL)
    return Figure(bare + noun, Weight.SMALL if len(bare) == 1 else Weight.COUNT)
