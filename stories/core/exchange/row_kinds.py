"""Rows of a table of stories that are none: totals, and what is to be written in each column."""

import re
from collections.abc import Mapping, Sequence

from stories.core.choices import Section
from stories.core.exchange.names import plain_name
from stories.core.search import fold

_TOTALS = (
    "total, totals, sum, sums, count, counts, average, avg, coverage, summe, gesamt, insgesamt, anzahl, "
    "somme, suma, soma, totale"
)
_COUNTED = "stories, examples, answers, geschichten, histoires, historias"
_BESIDE = (
    "grand, number, no, nr, of, in, all, per, each, value, values, principle, principles, lp, lps, competency, column, "
    "how, many, ready, story, der, pro, je, de, par, por, nombre, numero"
)
LONGEST_TOTAL = 40
"""Characters."""
LONGEST_GUIDANCE = 300
_FIGURES = re.compile(r"[\s\d.,:/%()+*=<>~–—-]+|\d+ of \d+")
_PLACEHOLDER = re.compile(r"\[[^\[\]]*\]|<[^<>]*>|\{[^{}]*\}|\([^()]*\)|…|\.\.\.")
_FIRST = r"\W*(?:briefly |clearly |please |then |also )*"
_WRITING = re.compile(
    _FIRST + r"(?:describe|explain|outline|quantify|summari[sz]e|specify|elaborate|set the scene|give the|paint|"
    r"beschreibe|beschreiben sie|schildere|erklare|decris|decrivez|expliquez|describa|descreva|explica|explique)\b"
)
_DOING = re.compile(
    _FIRST + r"(?:write|set|give|provide|state|list|include|add|enter|fill|use|mention|note|share|detail|tell|define|"
    r"insert|identify|focus|highlight|show|keep|reflect|say|nenne)\b"
)
"""What a task may be, too, unless it speaks to the reader."""
_QUESTION = re.compile(
    r"\W*(?:what|who|how|why|when|where|which|was|wie|wer|warum|qu|que|quoi|comment|como|cual|qual|o que)\b"
)
_READER = re.compile(
    r"\b(?:you|your|yourself|du|dein|deine|deinen|ihr|ihre|sie|vous|votre|vos|tu|tus|su|voce|seu|sua)\b"
)
_TELLER = re.compile(
    r"\b(?:i|me|my|we|us|our|ich|mir|mich|mein|meine|wir|uns|je|j|nous|mon|ma|notre|yo|mi|eu|meu|minha)\b"
)
_HERE = re.compile(r"\W*(?:write|add|enter|insert|type|paste|put|fill in)\b.{0,40}\b(?:yours?|here)\b")
_LENGTH = re.compile(r"\d (?:sentences?|words?|lines?|bullets?|minutes?|satze?|worter|phrases?)\b")
_FEWEST = 2
"""Cells that say what to write."""


def is_total(filled: Sequence[str], *, holds_text: bool) -> bool:
    """Whether a row counts the others; `filled` are its cells that hold something."""
    first, *others = filled
    is_counted = all(map(_FIGURES.fullmatch, others))
    if all(map(_FIGURES.fullmatch, filled)) and holds_text:
        return len(filled) > 1
    words = plain_name(first).split() if len(first) <= LONGEST_TOTAL else []
    bare = {word for word in words if not word.isdecimal()}
    totals, counted, beside = (set(names.split(", ")) for names in (_TOTALS, _COUNTED, _BESIDE))
    is_named = not bare.isdisjoint(totals) or (not bare.isdisjoint(counted) and bool(others) and is_counted)
    return bool(bare) and bare <= totals | counted | beside and is_named and (is_counted or not holds_text)


def is_guidance(cells: Mapping[str, Sequence[str]]) -> bool:
    """Whether the cells, by what they hold, say what is to be written there."""
    told = [text for section in Section for text in cells.get(section, ())]
    if not told:
        return any(_HERE.match(fold(text)) for text in cells.get("title", ()) if len(text) <= LONGEST_GUIDANCE)
    asked = list(map(_is_guidance, told))
    is_told = any(not guides and _TELLER.search(fold(text)) for guides, text in zip(asked, told, strict=True))
    return sum(asked) >= _FEWEST and sum(asked) * 2 > len(asked) and not is_told


def _is_guidance(text: str) -> bool:
    if len(text) > LONGEST_GUIDANCE:
        return False
    folded = fold(text).strip()
    is_to_reader, is_told = bool(_READER.search(folded)), bool(_TELLER.search(folded))
    asks = _QUESTION.match(folded) and (is_to_reader or (folded.endswith("?") and not is_told))
    writing, doing = _WRITING.match(folded), _DOING.match(folded)
    tells = (writing and not is_told) or ((writing or doing) and is_to_reader)
    names_reader = folded.startswith(("your ", "dein", "votre "))
    return bool(_PLACEHOLDER.fullmatch(folded) or asks or tells or names_reader or _LENGTH.search(folded))
