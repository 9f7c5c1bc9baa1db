"""The rule that a story gives nothing confidential away: it will be told to strangers."""

import re
from collections.abc import Iterator, Sequence

from stories.core.choices import Section
from stories.core.grammar import join_words
from stories.core.review.reading import Reading
from stories.core.review.rules import Notice

_EMAIL = re.compile(r"(?<![\w.+-])(?!git@)[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,}")
_PHONE = re.compile(
    r"(?<![\w.,+])\+(?=(?:\D{0,3}\d){9})[1-9]\d{0,3}(?:[ /.-]{0,2}\(?\d{1,5}\)?){2,6}(?![\w%])|"
    r"\(\d{3}\) ?\d{3}[ -]\d{4}\b|(?<![\w.,-])\d{3}([-. ])\d{3}\1\d{4}(?![\w-])|"
    r"(?<![\w.,:-])0[1-9]\d{1,4}[ /-]\d{3,}(?:[ -]?\d{2,}){0,4}(?![\w-])"
)
_PERSONAL_NUMBER = re.compile(
    r"\b(?i:employee|customer|member|patient|account|user|staff|personnel|passport|insurance|tax|student|card) "
    r"(?:[iI][dD]|[nN]umber|[nN]o\.?|#)[:#]? ?(?:is |was )?[A-Z]{0,3}-?\d(?:[ -]?\d){3,20}|"
    r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])|(?<![\w-])(?:\d{4}[ -]){3}\d{4}(?![\w-])|"
    r"\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}(?: ?[A-Z\d]{1,3})?\b"
)
_PERSONAL = {"an e-mail address": _EMAIL, "a phone number": _PHONE, "a personal number": _PERSONAL_NUMBER}
_SCALE = r"(?:\s?(?:k|m|bn|[mb]illion|thousand)\b)?"
_SUM = rf"\d[\d.,]{{0,20}}{_SCALE}"
_CURRENCY = r"(?:EUR|USD|GBP|CHF|euros?|dollars?|pounds?|francs?)\b"
_AMOUNT = re.compile(rf"(?:[$€£¥]|\b{_CURRENCY})\s?{_SUM}|(?<![\w.,]){_SUM}\s?(?:[€£]|{_CURRENCY})", re.IGNORECASE)
_DEAL = re.compile(
    r"\b(?:contracts?(?! tests?)|salar(?:y|ies)|settlement|purchase price|acquisition|"
    r"(?<!good )(?<!great )deal(?! with))\b",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"\b(?:internal(?: use)? only|for internal use|(?:company|strictly) confidential|"
    r"(?:internal|confidential) figures?|not for (?:distribution|publication|sharing)|do not share|under (?:an )?NDA|"
    r"not (?:yet )?public)\b|\(confidential\)|\bconfidential:",
    re.IGNORECASE,
)
_MOST_LISTED = 3
_FIGURE = re.compile(r"\d")
_GIVES_AWAY = re.compile(r"[\d@]")
"""A text with neither of them gives nothing away."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n\s*\n")
"""A sentence may run over a single line end."""


def confidential(reading: Reading) -> Iterator[Notice]:
    sections = [(section, reading.text(section)) for section in Section]
    for section, text in [(None, reading.story.headline), *sections]:
        secrets = list(dict.fromkeys([*_personal(text), *_secret(text)])) if _GIVES_AWAY.search(text) else []
        if secrets:
            where = section.capitalize() if section else "The headline"
            hint = "Leave it out, or be vague: “a seven-figure contract”, “about a third”, “our supplier”."
            yield Notice(section, f"{where} may give away {_listed(secrets)}.", hint, secrets)


def _listed(secrets: Sequence[str]) -> str:
    more = [f"{len(secrets) - _MOST_LISTED} more"] if len(secrets) > _MOST_LISTED else []
    return join_words([*secrets[:_MOST_LISTED], *more])


# What these two yield is judged too: other words would bring dismissed findings back.


def _personal(text: str) -> Iterator[str]:
    for kind, pattern in _PERSONAL.items():
        yield from (f"{kind} ({match.group().strip()})" for match in pattern.finditer(text))


def _secret(text: str) -> Iterator[str]:
    for sentence in map(_on_one_line, _SENTENCE_END.split(text)):
        amount, mark = _AMOUNT.search(sentence), _MARK.search(sentence)
        if amount and _DEAL.search(sentence):
            yield f"what was paid or agreed ({amount.group()})"
        if mark and _FIGURE.search(sentence):
            yield f"a figure marked “{mark.group().strip('(:)')}”"


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
