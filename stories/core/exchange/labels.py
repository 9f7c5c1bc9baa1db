"""What the names that people give to the parts of a story mean, in notes and in spreadsheets alike."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from stories.core.choices import Section
from stories.core.exchange.names import plain_name
from stories.core.fields import FIELDS
from stories.core.search import fold

LONGEST_LABEL = 80
"""Characters; a longer text is no label."""


class Column(StrEnum):
    """What a column or a label may announce other than a text of the story or a value."""

    STATUS = "status"
    STAR = "star"
    """The sections in one cell, labelled."""
    TAGS = "tags"
    SUPPORTING = "supporting"
    """Values that the story shows besides those in TAGS."""
    QUESTION = "question"
    """The interview question that the story answers."""
    ID = "id"
    FINGERPRINT = "fingerprint"


_VALUE_LISTS = (
    "value, values, culture value, culture values, principle, principles, leadership principle, "
    "leadership principles, lp, lps, competency, competencies, competence, competences, skill, skills, theme, "
    "themes, category, categories, trait, traits, dimension, dimensions"
)
OTHERS = {
    Column.STATUS: "status, state, progress, statut, estado",
    Column.TAGS: "tags, tag, labels, hashtags, keywords, keyword, schlagworte, what shows it, "
    "kompetenz, kompetenzen, werte, wert, schlagworter, stichworter, valeurs, "
    f"etiquettes, competencia, competencias, valores, etiquetas, {_VALUE_LISTS}, "
    + ", ".join(f"{first} {name}" for first in ("primary", "main") for name in _VALUE_LISTS.split(", ")),
    Column.SUPPORTING: ", ".join(
        f"{first} {name}" for first in ("secondary", "supporting", "other") for name in _VALUE_LISTS.split(", ")
    ),
    Column.QUESTION: "question, interview question, behavioral question, behavioural question, prompt, frage, "
    "behavioral interview question, behavioural interview question, behavioral questions, behavioural questions, "
    "pregunta, pergunta, questions",
}
"""By what they announce, the names of whatever isn't a text of the story."""

_TEXTS = {
    name: field.name
    for field in FIELDS
    if field.is_exported
    for name in f"{field.columns}, {field.abroad}".split(", ")
    if name
}
TARGETS: Mapping[str, str] = {
    name: target.value for target, names in OTHERS.items() for name in names.split(", ")
} | _TEXTS
"""What each known name announces; names are as in `plain_name`."""
LETTERS: Mapping[str, str] = {section[0]: section.value for section in Section}
OTHER_LETTERS: Mapping[str, str] = {
    "c": Section.SITUATION,
    "p": Section.SITUATION,
    "o": Section.TASK,
    "b": Section.ACTION,
    "i": Section.RESULT,
}
"""Of CAR, PAR, SOAR and SBI; they mean something only next to others."""
FLOATING = frozenset(
    {"problem", "problem statement", "challenge", "challenges", "herausforderung", "probleme", "problema"}
)
"""What needed doing, if the situation is told apart from it; the situation, if nothing else tells it."""

_BESIDE = (
    "source, sources, link, links, related, related stories, see also, reference, references, url, attachment, "
    "attachments, interviewer note, interviewer notes, notes for the interviewer, coach notes, delivery notes, "
    "delivery, best for, best used for, good for, use for, used for, used in, used at, told at, told in, told to, "
    "last told, last used, use count, asked at, asked in, version, version history, created, updated, last updated, "
    "deploy for, todo, to do, to check, reminder, edit, edited, private, do not share, do not say, quelle, quellen, "
    "siehe auch, verweise, voir aussi, liens, fuente, fuentes, ver tambien, enlaces, fonte, fontes, veja tambem"
)
"""What people note beside a story, and never tell."""

METHODS = frozenset({"star", "starl", "starr", "soar", "car", "carl", "par", "parl", "sbi"})
"""What may stand before a name, as in “STAR - Action”, and means nothing more."""
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_BETWEEN = re.compile(r"[/&+|,:：;•·–—]|\s-+\s|\b(?:and|und|et|y|e)\b")
_BEFORE = re.compile(
    r"(?:(?:\d{1,2}|[a-z](?=[.)] )|step|part|section|(?:what|which)(?: (?:was|were|is)|(?! (?:did|i|you|we)\b))|"
    r"the|my|our|your|key|main|"
    r"meine?|unsere?|die|das|der|mes|mon|ma|notre|nos|les?|la|mis?|el|los|las|minhas?|meus?)\W*\s+|\d{1,2}\W+)+"
)
_AFTER = re.compile(
    r"\W{1,20}(?:overview|section|summary|taken|achieved|statement|details|description|\d{1,3}|"
    r"demonstrated|shown|assessed|tested|did (?:you|i|we) (?:take|achieve|have)|(?:you|i|we) (?:took|achieved|had)|"
    r"from (?:it|this|that)|"
    r"menees|realisees|entreprises|obtenus|atteints|apprises|tirees|realizadas|tomadas|obtenidos|obtidos|alcancados|"
    r"aprendidas)\W{0,20}\Z"
)
_OTHER_SCRIPT = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
"""Chinese, Japanese or Korean, beside which the same name may stand in English."""
_LENGTH = re.compile(r"\d+(?:\s+\d+)*\s*(?:s|sec|secs|seconds?|m|min|mins|minutes?|words?)?")


@lru_cache(maxsize=5_000)
def target_of(name: str) -> str:
    """What a label announces, “Results & Impact (30 sec)” as well as “result”; empty if it isn't known."""
    if len(name) > LONGEST_LABEL:
        return ""
    folded = _BRACKETS.sub(" ", fold(name)).strip()
    whole = TARGETS.get(plain_name(folded), "")
    return whole or _target_of_parts(folded)


@lru_cache(maxsize=5_000)
def letter_of(name: str) -> str:
    """The section of a single letter, or of the first of two as in “S/T”; empty if it is anything else."""
    if not name.isascii():
        return ""
    letters = [plain_name(part) for part in re.split(r"[/&+]", _BRACKETS.sub(" ", name[:LONGEST_LABEL]))]
    known = [LETTERS.get(letter, "") for letter in letters]
    return known[0] if all(known) else ""


def is_beside(name: str) -> bool:
    """Whether it is the name of something that is kept with a story, but has no place of its own there."""
    return plain_name(name) in _BESIDE.split(", ")


def is_floating(name: str) -> bool:
    return plain_name(name) in FLOATING


def _target_of_parts(folded: str) -> str:
    """Every part must be known: “Conflict & Communication” is no section, although a part of it could be."""
    parts = [_stripped(part) for part in _BETWEEN.split(folded)]
    named = [part for part in parts if part and not _LENGTH.fullmatch(part)]
    named = [part for part in named if part not in METHODS] if len(named) > 1 else named
    targets = [TARGETS.get(part, "") or (LETTERS.get(part, "") if len(named) > 1 else "") for part in named]
    return targets[0] if targets and all(targets) else ""


def _stripped(part: str) -> str:
    """Without what people put before and after a name: “2. The Result”, “Actions taken”."""
    part = f"{_OTHER_SCRIPT.sub(' ', part).strip()} "
    bare = _BEFORE.sub("", part, count=1) if _BEFORE.match(part) else part
    return plain_name(_AFTER.sub("", bare.strip()))
