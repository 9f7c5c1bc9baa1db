"""Rules about how a story is told: who acts, how sure the teller sounds, and what a failure taught."""

import re
from collections import Counter
from collections.abc import Iterator

from stories.core.choices import TIMED_SECTIONS, Section
from stories.core.grammar import join_words
from stories.core.review.reading import Reading, without_quotes
from stories.core.review.rules import Notice

_WE = re.compile(r"\b(?:we|wir|(?:our|my|the)(?: whole| entire)? team)\b", re.IGNORECASE)
_I = re.compile(r"\b(?:I|i(?=['’ ])|[Ii]ch)\b(?![./]\w)")
_LEAST_WE = 3
_KIND = "(?:kind|sort) of"
_HEDGE = re.compile(
    rf"\b(?:(?:an?|the|this|that|these|those|what|which|some|any|all|every|each|one|new|same|right|other|no) {_KIND}|"
    rf"(?P<hedge>{_KIND}|maybe|perhaps|probably|possibly|basically|actually|honestly|literally|hopefully|somehow|"
    r"somewhat|more or less|pretty much|to be honest|or something|or so|and stuff|i (?:think|guess|suppose|mean)|"
    r"you know(?=[,.;])|(?<=, )like(?=,)))\b"
)
_LEAST_HEDGES = 4
_MOST_NAMED = 4
_FAILED = (
    r"(?:failed|(?:missed|lost)(?! (?:my|count|track|sleep|touch|contact|no|nothing)\b)|"
    r"broke(?! (?:\w+ ){0,5}?(?:down|up|into|silence|ice))|underestimated|overestimated|overlooked|misjudged|misread|"
    r"misunderstood|miscalculated|neglected|botched|ruined|forgot|(?:messed|screwed) up|dropped the ball|"
    r"gave up(?! (?:a bit|a little|some|part|half|my)\b)|(?:was|were) wrong|(?:got|had) (?:it|this|that) wrong|"
    r"made (?:a|the|one) (?:\w+ )?(?:mistake|error)|let \w+ (?:\w+ )?down|should(?:n['’]t| not| never)? have|"
    r"(?:hired|chose|picked|made|sent|took|promoted|shipped|bought|deleted) the wrong|"
    r"(?:chose|chosen|picked|planned|decided|judged|estimated|guessed) (?:badly|wrongly|poorly))\b"
)
_BEFORE = r"(?<!\bif )(?<!\bwhether )(?<!\bthought )(?<!\bwhat )(?<!\bwhich )"
_ADVERBS = r"(?:['’](?:d|ve))?(?: had| have| badly| simply| completely| clearly)*"
_WORK = (
    r"(?:own )?(?:\w+ )?(?:change|commit|deploy(?:ment)?|release|code|patch|script|query|clean-up|migration|model|"
    r"forecasts?|numbers?|figures?|estimates?|report|plan|decision|configuration|idea)"
)
_MINE = (
    r"\bmy (?:own |biggest |worst )?(?:mistake|fault|failure|error|oversight|blunder)\b|"
    r"\b(?:mistake|fault|error) was mine\b|\bmy (?:own )?name on the (?:mistake|error|failure)\b|"
    rf"\b(?:caused|broken|twice|down|wrong|lost) by my {_WORK}\b|"
    r"\b(?:it|this) was my (?:own )?(?:change|commit|deploy)\b|"
    rf"\bmy {_WORK} (?:(?:had|was|were) (?:broken|caused|done it|wrong|off|to blame)|broke|caused)\b"
)
_I_FAILED = re.compile(rf"{_BEFORE}\bI{_ADVERBS} {_FAILED}|{_MINE}", re.IGNORECASE)
_AND_FAILED = re.compile(rf"\bI (?:[\w’'-]+ ){{2,8}}and {_FAILED}", re.IGNORECASE)
"""What a headline says in one breath: “I renamed a column and broke the recommendations”."""
_WE_FAILED = re.compile(rf"{_BEFORE}\bwe{_ADVERBS} {_FAILED}", re.IGNORECASE)


def told_as_we(reading: Reading) -> Iterator[Notice]:
    """Counts “we” in English and “wir” in German; in other languages “we” may be another word."""
    action = reading.own_words(Section.ACTION)
    we, i = [word.lower() for word in _WE.findall(action)], len(_I.findall(action))
    if Section.ACTION not in reading.prose or len(we) < _LEAST_WE or len(we) <= 2 * i:
        return
    if reading.is_english(Section.ACTION) or "wir" in we:
        own = f", but “I” only {_times(i)}" if i else " but never “I”"
        message = f"Action says {_counted(we)}{own}: your own part doesn't show."
        hint = "Where it was you, say “I”. Where it was the group, say what your part was."
        yield Notice(Section.ACTION, message, hint, [reading.text(Section.ACTION)])


def hedged(reading: Reading) -> Iterator[Notice]:
    """One finding for the whole story, at the section that hedges most."""
    by_section = {section: _hedges(reading.own_words(section)) for section in Section if reading.is_english(section)}
    hedges = [hedge for section in by_section for hedge in by_section[section]]
    if len(hedges) >= _LEAST_HEDGES:
        most = max(by_section, key=lambda section: len(by_section[section]))
        message = f"The story hedges {len(hedges)} times, most often in {most.capitalize()}: {_counted(hedges)}."
        hint = "Say it plainly, or say exactly what was uncertain. One hedge is honest; many sound like self-doubt."
        yield Notice(most, message, hint, [reading.text(section) for section in by_section])


def _hedges(text: str) -> list[str]:
    hedges = [match["hedge"] for match in _HEDGE.finditer(text.lower()) if match["hedge"]]
    return [f"I{hedge[1:]}" if hedge.startswith("i ") else hedge for hedge in hedges]


def _counted(words: list[str]) -> str:
    """The most frequent words, each with its number; of equals, the one said first."""
    return join_words([f"“{word}” {_times(count)}" for word, count in Counter(words).most_common(_MOST_NAMED)])


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")


def failure_without_learning(reading: Reading) -> Iterator[Notice]:
    if reading.words[Section.LEARNING]:
        return
    hint = "Say what you do differently now, and since when."
    if failures := _failures(reading):
        message = f"The story tells of a failure (“{failures[0]}”), but Learning is empty."
        yield Notice(Section.LEARNING, message, hint, failures)
    elif reading.story.answers_failure and reading.is_complete:
        message = "The story answers a question about failure, but Learning is empty."
        yield Notice(Section.LEARNING, message, hint, [])


def _failures(reading: Reading) -> list[str]:
    """What the teller owns up to; “we failed” counts only in title, headline and Result. A disk may fail by itself."""
    names = [without_quotes(reading.story.title), without_quotes(reading.story.headline)]
    sections = [reading.own_words(section) for section in TIMED_SECTIONS if section in reading.prose]
    own = [match.group() for text in [*names, *sections] for match in _I_FAILED.finditer(text)]
    own += [match.group() for text in names for match in _AND_FAILED.finditer(text)]
    shared = [*names, reading.own_words(Section.RESULT)]
    return own or [match.group() for text in shared for match in _WE_FAILED.finditer(text)]
