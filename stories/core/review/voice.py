"""Rules about how a story is told: who acts, how sure the teller sounds, what a failure taught."""

import re
from collections import Counter
from collections.abc import Iterator

from stories.core.review.findings import Notice
from stories.core.review.reading import Reading
from stories.core.words import Section, join_words

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
    r"failed|missed|lost|broke(?! (?:\w+ ){0,5}?(?:down|up|into))|underestimated|overestimated|overlooked|misjudged|"
    r"misread|miscalculated|neglected|botched|ruined|messed up|screwed up|forgot|caused|(?:was|were) wrong|"
    r"(?:got|had) (?:it|this|that) wrong|made (?:a|the|an?other|one) (?:\w+ )?(?:mistake|error)|let \w+ (?:\w+ )?down"
)
_FAILURE = re.compile(
    rf"(?<!\bif )(?<!\bwhether )(?<!\bthought )\b(?:I|we)(?:['’](?:d|ve))?(?: had| have| badly| simply| completely)* "
    rf"(?:{_FAILED})\b|\b(?:my (?:own |biggest |worst )?(?:mistake|fault|failure|error|oversight))\b|"
    r"\b(?:mistake|fault|error) was (?:all )?mine\b",
    re.IGNORECASE,
)


def told_as_we(reading: Reading) -> Iterator[Notice]:
    """ "we" counts in English, where it is no other word, and "wir" in German."""
    action = reading.own_words(Section.ACTION)
    we, i = [word.lower() for word in _WE.findall(action)], len(_I.findall(action))
    if Section.ACTION not in reading.told or len(we) < _LEAST_WE or len(we) <= 2 * i:
        return
    if reading.in_english(Section.ACTION) or "wir" in we:
        message = f"{_counted(we)} in Action, “I” {_times(i)}: your own part can't be seen."
        hint = "Where it was you, say “I”. Where it was the group, say what your share in it was."
        yield Notice(Section.ACTION, message, hint, [reading.text(Section.ACTION)])


def hedged(reading: Reading) -> Iterator[Notice]:
    """One finding for the whole story, at the section that hedges most."""
    found = {section: _hedges(reading.own_words(section)) for section in Section if reading.in_english(section)}
    hedges = [hedge for section in found for hedge in found[section]]
    if len(hedges) >= _LEAST_HEDGES:
        most = max(found, key=lambda section: len(found[section]))
        message = f"The story hedges {len(hedges)} times, most in {most.capitalize()}: {_counted(hedges)}."
        hint = "Say it plainly, or say what exactly is unsure. Once is honest; often it sounds like doubt in yourself."
        yield Notice(most, message, hint, [reading.text(section) for section in found])


def _hedges(text: str) -> list[str]:
    return [match["hedge"] for match in _HEDGE.finditer(text.lower()) if match["hedge"]]


def _counted(words: list[str]) -> str:
    """The most frequent ones with their number, the first one first where they are even."""
    return join_words([f"“{word}” {_times(count)}" for word, count in Counter(words).most_common(_MOST_NAMED)])


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")


def failure_without_learning(reading: Reading) -> Iterator[Notice]:
    failures = [] if reading.words[Section.LEARNING] else _failures(reading)
    if failures:
        message = f"The story tells of a failure (“{failures[0]}”), and Learning is empty."
        hint = "Say what you do differently now, and since when."
        yield Notice(Section.LEARNING, message, hint, failures)


def _failures(reading: Reading) -> list[str]:
    """What the teller owns up to. That a disk failed is nobody's lesson."""
    told = [reading.own_words(section) for section in Section if section in reading.told]
    texts = [reading.story.title, reading.story.headline, *told]
    return [match.group() for text in texts for match in _FAILURE.finditer(text)]
