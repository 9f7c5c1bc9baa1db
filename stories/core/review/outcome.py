"""The rule that a Result says how anyone could tell."""

import re
from collections.abc import Iterator

from stories.core.choices import Section
from stories.core.review.reading import Reading
from stories.core.review.rules import Notice

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|ember|ober)?\b\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_COUNTER = r"(?:versions?|releases?|phase|step|level|part|stage|tier|number|no\.|python|java|windows|iso|http|postgres)"
_NO_MEASURE = re.compile(
    "|".join(
        (
            rf"\b(?:in|since|until|during|the|early|late|spring|summer|autumn|fall|winter|{_MONTH})\s{_YEAR}\b",
            rf"\b{_YEAR}\b(?!\s?%|[.,]\d|\s(?!was|is|has|this)[a-z]+s\b)",
            r"\b\d{4}-\d\d(?:-\d\d)?\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{1,2}:\d\d\b|\b24/7\b",
            rf"\b{_DAY}\s(?:of\s)?{_MONTH}(?!\w)|\b{_MONTH}\s{_DAY}\b",
            rf"\b{_COUNTER}\s?\d+(?:\.\d+)*\b|\b\d+(?:\.\d+){{2,9}}\b|\b\d+(?:st|nd|rd|th)\b|#\d+",
            r"\b[a-z_]+[-/_]?\d[\w.-]*",
        )
    )
)
"""Years, dates, times of day, versions and identifiers: they contain digits but measure nothing."""
_NUMBER = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|[mb]illions?|dozens?|zero)"
)
_MEASURE = re.compile(
    rf"\d|[½¼¾]|\b(?:{_NUMBER}|twice|half|halves|halved?|halving|doubl(?:ed?|ing)|tripl(?:ed?|ing)|quadrupled?|\w+fold|"
    r"per\s?cent|one\s(?:in|out\sof|day|hour|week|month|minute|second|year)|a\s(?:third|quarter|fifth|tenth)(?:\s"
    r"(?:of|less|more|fewer|lower|higher|faster|cheaper))?)\b(?!\sparty)"
)
_FACT = re.compile(
    r"\b(?:still|since|never|no\slonger|not\s(?:one|a\ssingle|once)|none|nobody|no\sone|neither|without\sa\ssingle|"
    r"(?:is|are)\snow\s(?:used|part|the|in\suse)|(?:became|become)\sthe|(?:came|come)\sback|again|returned|ordered|hired|both|"
    r"asked\s(?:me|us|him|her|them|for|to)|renewed|granted|withdr[ae]wn?|approved|accepted|signed|adopted|promoted|certified|published|merged|cancell?ed|"
    r"called\soff|deleted|removed|replaced|copied|reopened|stayed\sopen|passed|won|elected|voted|refunded|awarded|"
    r"extended|retired|shut\sdown|switched\soff|[io]n\stime|on\sschedule|ahead\sof|(?:under|within)\sbudget|"
    r"on\sthe\s(?:original|agreed|promised|planned)\s\w+|every\s(?:day|night|evening|morning|week|month|year|release))\b"
)
"""Plain facts that someone else could confirm or deny."""


def no_checkable_outcome(reading: Reading) -> Iterator[Notice]:
    result = " ".join(reading.text(Section.RESULT).lower().split())
    if reading.is_english(Section.RESULT) and not _is_checkable(result):
        hint = "Give a figure or a fact: what changed and by how much, what was decided, or what has been in use since."
        message = "Result gives neither a number nor any other outcome that could be checked."
        yield Notice(Section.RESULT, message, hint, [reading.text(Section.RESULT)])


def _is_checkable(result: str) -> bool:
    return bool(_MEASURE.search(_NO_MEASURE.sub(" ", result)) or _FACT.search(result))
