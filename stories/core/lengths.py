"""An answer at the length it is told: whole sentences chosen to fit, three beats, and the figures to remember.

All of it is proposed. Sentences are taken whole and in their order; none is ever cut.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from stories.core.choices import TIMED_SECTIONS, Length, Section
from stories.core.figures import figures_in
from stories.core.speaking import count_words

SECONDS: Mapping[Length, int] = {Length.FULL: 120, Length.SHORT: 90, Length.HEADLINE: 30}
"""The time each length aims at."""
OPENING = "Opening"
CLOSING = "Closing"
MOST_FIGURES = 5

_OPENING_MARKS = "\"'“‘«(["
_END = re.compile(
    rf"""(?<![.!?…])[.!?…]+["'”’»)\]]*\s+(?=[{re.escape(_OPENING_MARKS)}]*(.?))|(?<![。！？])[。！？]+[”’」』）]*"""
)
"""What may end a sentence; in a script with spaces, with the first character of the next."""
_LOOK_BACK = 50
"""Characters: more than any abbreviation has, with the marks before it."""
_TITLES = frozenset(("Dr.", "Jr.", "Mr.", "Mrs.", "Ms.", "Prof.", "Sr.", "St."))
_ABBREVIATIONS = _TITLES | {"approx.", "cf.", "e.g.", "etc.", "Fig.", "i.e.", "Inc.", "Ltd.", "No.", "vs.", "U.S."}
_ITEM = re.compile(r"^\s*[-*•]\s+")
_HEADING = re.compile(r"^##[ \t]+(\S.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """A named stretch of an answer, such as "Action"; the name is empty where none is given."""

    name: str
    text: str


def sentences(spoken: str) -> list[str]:
    """The sentences of a text without markup. Each line is a block by itself: a paragraph or a list item."""
    return [sentence for line in spoken.splitlines() for sentence in _split(_ITEM.sub("", line).strip())]


def _split(line: str) -> Iterator[str]:
    return (sentence.strip() for sentence in cut(line))


def cut(line: str) -> Iterator[str]:
    """The sentences of a line, each with the blanks after it; together they are the line."""
    start = 0
    for match in _END.finditer(line):
        if match[1] is None or _is_end(line[max(start, match.start() - _LOOK_BACK) : match.end()], match[1]):
            yield line[start : match.end()]
            start = match.end()
    if line[start:]:
        yield line[start:]


def _is_end(before: str, next_character: str) -> bool:
    """A full stop may also belong to an abbreviation or an initial, or come inside a sentence."""
    last = before.split()[-1].lstrip(_OPENING_MARKS)
    is_initial = len(last) == 2 and last != "I." and last[0].isupper()
    return not (last in _ABBREVIATIONS or is_initial or next_character.islower())


def parts_of(text: str) -> list[Part]:
    """The parts of a length as its owner wrote it: each `## Name` line begins one."""
    names = ["", *(name.rstrip(" \t") for name in _HEADING.findall(text))]
    texts = [piece.strip() for piece in _HEADING.split(text)[::2]]
    return [Part(name, piece) for name, piece in zip(names, texts, strict=True) if piece]


def as_written(parts: Iterable[Part]) -> str:
    """The text from which `parts_of` reads these parts."""
    return "\n\n".join(f"## {part.name}\n{part.text}" if part.name else part.text for part in parts)


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    words: int
    place: tuple[int, int]
    """Of the part in the answer, and of the sentence in the part."""
    urgency: tuple[int, ...]
    """The lower, the earlier it is taken."""


def propose(length: Length, parts: Sequence[Part], headline: str, per_minute: int) -> list[Part]:
    """The sentences to say at a length, from `parts`, the answer as it is told in full.

    Where not even one fits, the most important one is proposed all the same. `headline` is the story's.
    """
    budget = SECONDS[length] * per_minute // 60
    if length == Length.FULL and sum(count_words(part.text) for part in parts) <= budget:
        return list(parts)
    if length == Length.HEADLINE:
        text = " ".join(part.text for part in _shortened(_headline_parts(parts, headline), budget))
        return [Part("", text)] if text else []
    return _shortened(parts, budget)


def shorten(spoken: str, seconds: int, per_minute: int) -> str:
    """The sentences of a text without markup that can be said in that time, at least the first."""
    return " ".join(part.text for part in _shortened([Part("", spoken)], seconds * per_minute // 60))


def _shortened(parts: Sequence[Part], budget: int) -> list[Part]:
    """The parts, with only the sentences that fit into `budget` words."""
    chosen = groupby(_choose(_sentences_of(parts), budget), key=lambda sentence: sentence.place[0])
    return [Part(parts[number].name, " ".join(one.text for one in said)) for number, said in chosen]


def _headline_parts(parts: Sequence[Part], headline: str) -> list[Part]:
    """The opening line, or the story's headline; the result; the closing line."""
    by_name = {part.name: part for part in parts}
    first = by_name.get(OPENING, Part(OPENING, _with_full_stop(headline)))
    rest = [by_name[name] for name in (_name(Section.RESULT), CLOSING) if name in by_name]
    return [first, *rest]


def _with_full_stop(line: str) -> str:
    """Headlines often lack one, and more is said after them."""
    return f"{line}." if line and line[-1].isalnum() else line


def _name(section: Section) -> str:
    return section.capitalize()


_TAKEN_FIRST = (OPENING, _name(Section.RESULT), _name(Section.ACTION), CLOSING, _name(Section.TASK))
"""The parts whose best sentence goes in before anything else; those of other parts follow."""


def _sentences_of(parts: Sequence[Part]) -> list[_Sentence]:
    candidates = []
    for number, part in enumerate(parts):
        best_first = _best_first(part)
        ranks = {text: rank for rank, text in reversed(list(enumerate(best_first)))}
        for place, text in enumerate(sentences(part.text)):
            if text in ranks:
                urgency = (*_urgency(part.name, ranks[text]), place)
                candidates.append(_Sentence(text, count_words(text), (number, place), urgency))
    return candidates


def _urgency(name: str, rank: int) -> tuple[int, int]:
    """One sentence of every part first, then the rest of the Action, of the Result and of the others."""
    if rank == 0:
        return 0, _TAKEN_FIRST.index(name) if name in _TAKEN_FIRST else len(_TAKEN_FIRST)
    later = [_name(Section.ACTION), _name(Section.RESULT)]
    return 1 + (later.index(name) if name in later else len(later)), rank


def _best_first(part: Part) -> list[str]:
    """In the Result, sentences with a figure come first; elsewhere no order is better than that of telling.

    What ends in a colon only leads to a list, and means nothing without it; nor does the list without what leads to it,
    unless nothing else is there.
    """
    usable = _without_lead_ins("\n".join(_without_lists(part.text))) or _without_lead_ins(part.text)
    return sorted(usable, key=lambda text: not any(figures_in(text))) if part.name == _name(Section.RESULT) else usable


def _without_lead_ins(text: str) -> list[str]:
    return [sentence for sentence in sentences(text) if not sentence.endswith(":")]


def _without_lists(text: str) -> Iterator[str]:
    """The lines of a text, except the items that a line ending in a colon leads to."""
    leads = False
    for line in text.splitlines():
        if not (_ITEM.match(line) and leads):
            yield line
            leads = line.rstrip().endswith(":") or (leads and not line.strip())


def _choose(candidates: Sequence[_Sentence], budget: int) -> list[_Sentence]:
    """The most urgent that fit into `budget` words, at least one, in the order of telling."""
    chosen: list[_Sentence] = []
    for sentence in sorted(candidates, key=lambda sentence: sentence.urgency):
        if sentence.words <= budget or not chosen:
            chosen.append(sentence)
            budget -= sentence.words
    return sorted(chosen, key=lambda sentence: sentence.place)


def propose_beats(parts: Sequence[Part]) -> list[str]:
    """Up to three whole sentences to hold on to: what was at stake, what was done, and what came of it."""
    by_name = {part.name: part for part in parts}
    stake = [by_name[name] for name in map(_name, TIMED_SECTIONS[:2]) if name in by_name][-1:]
    rest = [by_name[name] for name in map(_name, TIMED_SECTIONS[2:]) if name in by_name]
    return [best[0] for part in [*stake, *rest] if (best := _best_first(part))]


def figures(parts: Sequence[Part]) -> list[str]:
    """The figures of an answer that matter most; of equals, those of the Result first."""
    ordered = sorted(parts, key=lambda part: part.name != _name(Section.RESULT))
    found = [figure for part in ordered for figure in figures_in(part.text)]
    chosen: list[str] = []
    for figure in sorted(found, key=lambda figure: figure.weight):
        if len(chosen) < MOST_FIGURES and not any(f" {figure.text} " in f" {other} " for other in chosen):
            chosen.append(figure.text)
    return chosen
