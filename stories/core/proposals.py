"""What to say of an answer in less time: whole sentences chosen to fit, and three beats.

All of it is proposed. Sentences are said whole and in their order; none is ever cut. A list is said as one sentence
with the line that leads to it, and the items of any other list are sentences of their own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from stories.core.choices import TIMED_SECTIONS, Length, Section
from stories.core.figures import figures_in
from stories.core.lengths import CLOSING, OPENING, Part, is_item, sentences
from stories.core.speaking import count_words

SECONDS: Mapping[Length, int] = {Length.FULL: 120, Length.SHORT: 90, Length.HEADLINE: 30}
"""The time each length aims at."""

_DECIDED = re.compile(
    r"\b(?:decided|decision|chose|settled on|opted|committed to|called (?:it|the \w+) off|"
    r"(?:I|we) (?:stopped|went with)|rolled (?:it |the \w+ )?back)\b",
    re.IGNORECASE,
)
_LEANS_BACK = re.compile(
    r"(?:it|its|this|that|these|those|they|their|them|he|him|his|she|her|both|also|and|but|so|then|thus|yet|or|nor|"
    r"because|therefore|however|instead|still|afterwards|later|there|here|such|neither|either)\b",
    re.IGNORECASE,
)
"""Words that point to something said before, where a sentence begins with one."""
_VERB_ALONE = re.compile(
    r"(?:[a-z]{2,}ed|built|cut|fell|grew|held|led|went|ran|rose|won|lost)(?:\W*$|[.!?,;:]|"
    r"\s+(?:in|on|at|by|to|from|with|within|without|as|after|before|during|until|again|early|late|later|ahead|anyway|"
    r"over|under|out|up|down|back|and|but)\b)",
    re.IGNORECASE,
)
"""Where a sentence begins with a verb and doesn't say what it was done to."""
_MARKS = "\"'“‘«(["


def propose(length: Length, parts: Sequence[Part], headline: str, per_minute: int) -> list[Part]:
    """The sentences to say at a length, from `parts`, the answer as it is told in full.

    Where not even one fits, the most important one is proposed all the same. `headline` is the story's.
    """
    budget = SECONDS[length] * per_minute // 60
    if length == Length.FULL and sum(count_words(part.text) for part in parts) <= budget:
        return list(parts)
    if length == Length.HEADLINE:
        text = " ".join(part.text for part in _shortened(_headline_parts(parts, headline, budget), budget))
        return [Part("", text)] if text else []
    return _shortened(parts, budget)


def shorten(spoken: str, seconds: int, per_minute: int) -> str:
    """The sentences of a text without markup that can be said in that time, at least the first."""
    return " ".join(part.text for part in _shortened([Part("", spoken)], seconds * per_minute // 60))


def propose_beats(parts: Sequence[Part]) -> list[str]:
    """Up to three whole sentences to hold on to: what was at stake, what was done, and what came of it."""
    by_name = {part.name: part for part in parts}
    stake = [by_name[name] for name in map(_name, TIMED_SECTIONS[:2]) if name in by_name][-1:]
    rest = [by_name[name] for name in map(_name, TIMED_SECTIONS[2:]) if name in by_name]
    told = [(part, said) for part in [*stake, *rest] if (said := said_sentences(part.text))]
    return [said[_figures_first(part, said)[0]] for part, said in told]


def begins_in_the_middle(sentence: str) -> bool:
    """Whether a listener would ask what it is about: “It held.”, “Shipped in March as promised.”

    A line such as “Held a launch” says what it is about, though not who did it.
    """
    start = sentence.lstrip(_MARKS)
    return bool(_LEANS_BACK.match(start) or _VERB_ALONE.match(start))


def said_sentences(text: str) -> list[str]:
    """The sentences of a text as they are said; a line that only leads to something is not said without it."""
    return [sentence for block in _blocks(text) for sentence in _said(block)]


def _blocks(text: str) -> Iterator[list[str]]:
    """The lines of a text, each alone, but a line that ends in a colon together with the list below it."""
    block: list[str] = []
    for line in filter(str.strip, text.splitlines()):
        if not (is_item(line) and block and block[0].rstrip().endswith(":")):
            if block:
                yield block
            block = []
        block.append(line)
    if block:
        yield block


def _said(block: Sequence[str]) -> list[str]:
    first, *items = block
    said = [_as_sentence(one) if is_item(first) else one for one in sentences(first)]
    if not said or not said[-1].endswith(":"):
        return said
    return [*said[:-1], *([f"{said[-1]} {_listed(items)}"] if items else [])]


def _listed(items: Sequence[str]) -> str:
    """Items as they are said after a colon: sentences if they are written as such, else one list."""
    texts = [" ".join(sentences(item)).rstrip(",;") for item in items]
    if any(text[:1].isupper() or text.endswith((".", "!", "?")) for text in texts):
        return " ".join(map(_as_sentence, texts))
    *most, last = texts
    between = "; " if any("," in text for text in texts) else ", "
    return _with_full_stop(f"{between.join(most)}{between}and {last}" if most else last)


def _as_sentence(item: str) -> str:
    return _with_full_stop(f"{item[:1].upper()}{item[1:]}".rstrip(",;"))


def _with_full_stop(line: str) -> str:
    """Headlines and items often lack one, and more is said after them."""
    return f"{line}." if line and line[-1].isalnum() else line


def _name(section: Section) -> str:
    return section.capitalize()


def _headline_parts(parts: Sequence[Part], headline: str, budget: int) -> list[Part]:
    """The opening line, or the story's headline; what was decided; the result; the closing line."""
    by_name = {part.name: part for part in parts}
    action = by_name.get(_name(Section.ACTION), Part(_name(Section.ACTION), ""))
    opening = by_name[OPENING].text if OPENING in by_name else _with_full_stop(headline)
    setting, decided = _setting(opening, by_name, budget), _decision(said_sentences(action.text))
    first = Part(OPENING, f"{setting} {opening}".strip())
    decision = Part(action.name, decided if decided != setting else "")
    rest = [by_name[name] for name in (_name(Section.RESULT), CLOSING) if name in by_name]
    return [part for part in [first, decision, *rest] if part.text]


def _setting(opening: str, by_name: Mapping[str, Part], budget: int) -> str:
    """A sentence to begin with, where the opening leaves the listener asking what it is about."""
    if opening and not begins_in_the_middle(opening):
        return ""
    told = [by_name[name] for name in map(_name, TIMED_SECTIONS[:3]) if name in by_name]
    said = [sentence for part in told for sentence in said_sentences(part.text)]
    complete = [sentence for sentence in said if not begins_in_the_middle(sentence)]
    return next((sentence for sentence in complete if 2 * count_words(sentence) <= budget), next(iter(complete), ""))


def _decision(said: Sequence[str]) -> str:
    """The last sentence that tells of one; empty if none does."""
    return next((sentence for sentence in reversed(said) if _DECIDED.search(sentence)), "")


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    words: int
    place: tuple[int, int]
    """Of the part in the answer, and of the sentence in the part."""
    urgency: tuple[int, ...]
    """The lower, the earlier it is taken."""


def _shortened(parts: Sequence[Part], budget: int) -> list[Part]:
    """The parts, with only the sentences that fit into `budget` words."""
    chosen = groupby(_choose(_sentences_of(parts), budget), key=lambda sentence: sentence.place[0])
    return [Part(parts[number].name, " ".join(one.text for one in said)) for number, said in chosen]


_TAKEN_FIRST = (OPENING, _name(Section.RESULT), _name(Section.ACTION), CLOSING, _name(Section.TASK))
"""The parts whose best sentence goes in before anything else; those of other parts follow."""
_LEARNING = _name(Section.LEARNING)
_LAST = 9
"""The urgency of the Learning: what is shortened ends with the decision and the result."""


def _sentences_of(parts: Sequence[Part]) -> list[_Sentence]:
    candidates = []
    for number, part in enumerate(parts):
        said = said_sentences(part.text)
        for rank, place in enumerate(_best_first(part, said)):
            urgency = (*_urgency(part.name, rank), place)
            candidates.append(_Sentence(said[place], count_words(said[place]), (number, place), urgency))
    return candidates


def _urgency(name: str, rank: int) -> tuple[int, int]:
    """One sentence of every part first, then the rest of the Action, of the Result and of the others."""
    if name == _LEARNING:
        return _LAST, rank
    if rank == 0:
        return 0, _TAKEN_FIRST.index(name) if name in _TAKEN_FIRST else len(_TAKEN_FIRST)
    later = [_name(Section.ACTION), _name(Section.RESULT)]
    return 1 + (later.index(name) if name in later else len(later)), rank


def _best_first(part: Part, said: Sequence[str]) -> list[int]:
    """The places of the sentences. In the Action, what was decided comes first, or else how it ended.

    In the Result, sentences with a figure come first; otherwise no order is better than that of telling.
    """
    if part.name == _name(Section.ACTION):
        decisions = [place for place, text in enumerate(said) if _DECIDED.search(text)]
        end = decisions[-1] if decisions else len(said) - 1
        return sorted(range(len(said)), key=lambda place: place != end)
    return _figures_first(part, said)


def _figures_first(part: Part, said: Sequence[str]) -> list[int]:
    is_result = part.name == _name(Section.RESULT)
    return sorted(range(len(said)), key=lambda place: is_result and not any(figures_in(said[place])))


def _choose(candidates: Sequence[_Sentence], budget: int) -> list[_Sentence]:
    """The most urgent that fit into `budget` words, at least one, in the order of telling.

    The Learning is only for an answer of which nothing else is left out.
    """
    chosen: list[_Sentence] = []
    for number, sentence in enumerate(sorted(candidates, key=lambda sentence: sentence.urgency)):
        is_shortened = len(chosen) < number
        if chosen and (sentence.words > budget or (is_shortened and sentence.urgency[0] == _LAST)):
            continue
        chosen.append(sentence)
        budget -= sentence.words
    return sorted(chosen, key=lambda sentence: sentence.place)
