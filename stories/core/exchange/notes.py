"""Files of notes: their front matter, the stories in their text, and the records these become."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from stories.core.choices import Section, Strength
from stories.core.exchange.asked_question import LONGEST_QUESTION, asks, question_in
from stories.core.exchange.budget import Budget
from stories.core.exchange.front_matter import as_text, read_front_matter
from stories.core.exchange.labelled_text import Labelled, LabelledStory, Unknown, is_general, read_labelled
from stories.core.exchange.labels import Column, target_of
from stories.core.exchange.marks import read_tag_table, read_tags, split_words
from stories.core.exchange.markup import unlinked, without_id
from stories.core.exchange.names import plain_name
from stories.core.exchange.problems import FormatError, Problem, quoted
from stories.core.exchange.sections import PROSE
from stories.core.exchange.shapes import plain, shape
from stories.core.exchange.story_records import Incoming, StoryRecord, TagRecord
from stories.core.exchange.tables import LONGEST_LIST, sentence_of, shorten, status_of, unknown_tags
from stories.core.exchange.templates import is_template
from stories.core.exchange.unread import unread_labels
from stories.core.exchange.whereabouts import named_whereabouts
from stories.core.fields import DETAILS, EXPORTED, LINES
from stories.core.grammar import join_words

NO_SECTION = "No section found: write headings such as “## Situation”."
FRONT = re.compile(r"\A---[ \t]*\n(?P<front>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"([A-Za-z][\w -]{0,60}):[ \t]*(.*)\Z")
EMPTY_TEMPLATE = "This is an empty template, not a story."
QUESTIONS = "questions, not stories"
"""What the sentence about a list of questions says it holds."""
_LIST_SIGN = re.compile(r"\A\s*(?:[-*+•]|\(?\d{1,3}[.)])\s*")
_IN_BRACKETS = re.compile(r"(?<=\S)\s+[(\[]([^()\[\]]{1,200})[)\]]\s*\Z")
_FEWEST_QUESTIONS = 2
_FEWEST_SECTIONS = 2
"""In front matter that tells a story."""
_OF_A_STORY_FILE = ("format", "id", "fingerprint", "extra")
"""Keys that mean something in a story file; what others mean by them is kept in the notes."""
_OF_WORDS = "tags, tag, hashtags, keywords, categories, schlagworte, schlagworter, stichworter, etiquettes, etiquetas"
"""Keys whose words may stand side by side, with spaces between them."""
_MOST_OUTSIDE = 5
"""Texts beside the stories of a file that are quoted."""


@dataclass(frozen=True, slots=True)
class Notes:
    """A text that has yet to be read: what its labels mean is up to its owner."""

    name: str
    """The file."""
    text: str
    remark: str = ""
    """What is to be said of each of its stories."""

    @property
    def body(self) -> str:
        """The text below its front matter."""
        match = FRONT.match(self.text)
        return self.text[match.end() :] if match else self.text


@dataclass(frozen=True, slots=True)
class NotesRead:
    stories: tuple[Incoming, ...] = ()
    problems: tuple[Problem, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    """Headings and labels that were not understood."""


def read_notes(
    notes: Notes,
    names: Mapping[str, str],
    chosen: Mapping[str, str] | None = None,
    budget: Budget | None = None,
    *,
    keeps_outside: bool = False,
) -> NotesRead:
    """The stories of a file; `names` are those of the values, and `chosen` is as in `read_labelled`.

    What belongs to none of them is left out, or kept in the notes of the first. Raises FormatError if there are none.
    """
    budget = budget or Budget()
    match = FRONT.match(notes.text)
    front, remarks = _front(match["front"], budget) if match else ({}, [])
    name = without_id(PurePath(notes.name.rpartition(", ")[2]).stem)
    body = notes.body
    if questions := _questions_in(body):
        raise FormatError(questions_only(questions))
    is_named = is_general(name) or any(target_of(key) == "title" for key in front)
    labelled = read_labelled(body, chosen, budget, "" if is_named else name)
    if not labelled.stories and _tells_a_story(front):
        labelled = Labelled((LabelledStory({"title": "" if is_named else name, "notes": body.strip()}),))
    if not labelled.stories:
        raise FormatError(NO_SECTION)
    labelled = _with_outside(labelled) if keeps_outside else labelled
    if all(map(is_template, labelled.stories)) and not _tells_a_story(front):
        raise FormatError(EMPTY_TEMPLATE)
    budget.take("stories", len(labelled.stories))
    remarks += [notes.remark] if notes.remark else []
    before = notes.text.count("\n", 0, match.end()) if match else 0
    front = front if len(labelled.stories) == 1 else _shared(front)
    stories: list[Incoming] = []
    problems: list[Problem] = []
    for story in _below_their_own_headings(labelled.stories, names):
        place = f"line {before + story.line}"
        if is_template(story) and not _tells_a_story(front):
            problems.append(Problem(place.capitalize(), f"{EMPTY_TEMPLATE} It was left out."))
            continue
        origin = notes.name if len(labelled.stories) == 1 else f"{notes.name}, {place}"
        read = _story(story, front, names, origin, [*remarks, *([] if stories else _left_out(labelled.outside))])
        if isinstance(read, Incoming):
            stories.append(read)
        else:
            problems += [
                Problem(place.capitalize(), f"{sentence_of(problem)} The story was left out.") for problem in read
            ]
    return NotesRead(tuple(stories), tuple(problems), labelled.unknown)


def labels_in(notes: Notes) -> frozenset[str]:
    """The plain names of the headings and labels in the stories of a file, or in one without stories: its shape."""
    try:
        names = read_labelled(notes.body).names
    except FormatError:
        return frozenset()
    return names or frozenset(plain_name(label.name) for label in unread_labels(notes.body))


def _below_their_own_headings(stories: Sequence[LabelledStory], names: Mapping[str, str]) -> Iterator[LabelledStory]:
    """The stories without the headings above them that are about the whole file, unless these name a value."""
    shared = set(stories[0].groups[:1]) if len(stories) == 1 else set.intersection(*(set(s.groups) for s in stories))
    for story in stories:
        groups = [group for group in story.groups if group not in shared or plain_name(group) in names]
        yield replace(story, groups=tuple(groups))


def _with_outside(labelled: Labelled) -> Labelled:
    """With the texts that belong to no story in the notes of the first."""
    first, *others = labelled.stories
    notes = "\n\n".join(filter(None, (first.texts.get("notes", ""), *labelled.outside)))
    return replace(labelled, stories=(replace(first, texts={**first.texts, "notes": notes}), *others), outside=())


def _left_out(outside: Sequence[str]) -> Iterator[str]:
    """What is said, with the first story, of the texts that belong to none."""
    for text in outside[:_MOST_OUTSIDE]:
        yield f"Not part of a story, so it was left out: {quoted(text)}."
    if len(outside) > _MOST_OUTSIDE:
        yield f"So were {len(outside) - _MOST_OUTSIDE:,} more texts."


def _empty(headings: Sequence[str]) -> Iterator[str]:
    """What is said of headings that have no text."""
    if headings:
        listed = join_words([*map(quoted, headings[:_MOST_OUTSIDE]), *(["…"] if len(headings) > _MOST_OUTSIDE else [])])
        yield f"There is no text under {listed}, so nothing was kept of it."


def _front(text: str, budget: Budget) -> tuple[dict[str, Any], list[str]]:
    """What the front matter says; if it is no YAML, line by line."""
    try:
        return read_front_matter(text, budget).data, []
    except FormatError:
        pairs = [_KEY.match(line) for line in text.split("\n")[:200]]
        return {pair[1].strip(): pair[2].strip(" '\"") for pair in pairs if pair}, [
            "The lines between “---” aren't valid YAML; they were read one by one."
        ]


def _tells_a_story(front: Mapping[str, Any]) -> bool:
    """Whether the sections are in the front matter."""
    told = {target_of(key) for key, value in front.items() if isinstance(value, str) and value.strip()}
    return len(told & set(Section)) >= _FEWEST_SECTIONS


def _shared(front: Mapping[str, Any]) -> dict[str, Any]:
    """Of the front matter of several stories, what may be said of each."""
    return {key: value for key, value in front.items() if target_of(key) not in ("title", "headline", "")}


def _questions_in(text: str) -> int:
    """How many questions there are, if there is hardly anything else; some are labels of stories as well."""
    lines = [_LIST_SIGN.sub("", line, count=1).strip() for line in text.split("\n") if line.strip()]
    lines = [line for line in lines if not line.startswith("#")]
    asked = sum(len(line) <= LONGEST_QUESTION and asks(line) for line in lines)
    return asked if asked >= _FEWEST_QUESTIONS and asked * 4 >= len(lines) * 3 else 0


def questions_only(count: int) -> str:
    return f"It holds {count:,} {QUESTIONS}; add them to your questions as a list."


def _story(
    story: LabelledStory, front: Mapping[str, Any], names: Mapping[str, str], origin: str, said: Sequence[str]
) -> Incoming | list[Problem]:
    """The record of a story, or what keeps it from being one."""
    remarks = [*said, *story.remarks, *_empty(story.empty)]
    parts = {name: [story.texts[name]] if story.texts.get(name) else [] for name in EXPORTED}
    question, front = _question(story, front, parts)
    extra, listed, status = _properties(front, parts, names)
    shown = _values_in_title(parts, names)
    tags, unknown = _tags(names, [*listed, *story.tags, *shown], story.supporting, story.groups)
    for group in story.groups:
        if plain_name(group) not in names:
            parts["notes"].append(f"Under the heading: {group}")
    if unknown:
        remarks.append(unknown_tags(unknown))
        parts["notes"].append(f"Tags: {', '.join(unknown)}")
    read_status, remark = status_of(story.status or status)
    remarks += [remark] if remark else []
    for name in LINES:
        shorten(name, parts, remarks)
    texts = {name: ("\n\n" if name in PROSE else ", ").join(texts) for name, texts in parts.items()}
    holds = {name for name, text in texts.items() if text} | (set(Section) & set(story.texts))
    holds |= ({"status"} if story.status or status else set()) | ({"extra"} if extra else set())
    data = extra | texts | {"status": read_status, "tags": [*map(plain, tags)]}
    problems: list[Problem] = []
    record = shape(StoryRecord, data, "", problems)
    return problems if record is None else Incoming(record, origin, frozenset(holds), tuple(remarks), question)


def _question(
    story: LabelledStory, front: Mapping[str, Any], parts: dict[str, list[str]]
) -> tuple[str, Mapping[str, Any]]:
    """The question that a story answers, and the other properties; what is no question stays where it is kept."""
    if question := question_in(story.question):
        return question, front
    if story.question:
        parts["notes"].append(f"Question: {story.question}")
    key = next((key for key in front if target_of(key) == Column.QUESTION and question_in(as_text(front[key]))), None)
    others = {name: value for name, value in front.items() if name != key}
    return ("" if key is None else question_in(unlinked(as_text(front[key])))), others


def _properties(
    front: Mapping[str, Any], parts: dict[str, list[str]], names: Mapping[str, str]
) -> tuple[dict[str, Any], list[str], str]:
    """What the front matter says of the story goes to `parts`; the rest of it, tags and the status are returned."""
    extra: dict[str, Any] = {}
    tags: list[str] = []
    status, is_ours = "", as_text(front.get("format")).startswith("prepsite/")
    for key, value in front.items():
        target = target_of(key)
        text = "\n".join(map(as_text, value)) if isinstance(value, list) else as_text(value)
        if target in (Column.TAGS, Column.SUPPORTING):
            is_words = isinstance(value, str) and plain_name(key) in _OF_WORDS.split(", ")
            tags.append(split_words(unlinked(text), names) if is_words else unlinked(text))
        elif target == Column.STATUS:
            status = unlinked(text)
        elif target in parts and text:
            for name, said in (_found_in(key, target, text, front) or {target: text}).items():
                _put(parts, name, said)
        elif key in _OF_A_STORY_FILE:
            parts["notes"] += [f"{key.capitalize()}: {text}"] if text and not is_ours else []
        elif not (text and not unlinked(text)):
            extra[key] = value
    return extra, tags, status


def _put(parts: dict[str, list[str]], target: str, text: str) -> None:
    """A property, which counts for more than a title in the text, and for less than other lines there."""
    clean = unlinked(text) if target in LINES else text.strip()
    if target == "title" and parts["title"] and plain_name(parts["title"][0]) != plain_name(clean):
        parts["notes"].append(f"Title in the text: {parts['title'][0]}")
    if target in LINES and (target == "title" or not parts[target]):
        parts[target] = [clean]
    elif target in PROSE:
        parts[target].insert(0, clean)


def _found_in(key: str, target: str, text: str, front: Mapping[str, Any]) -> dict[str, str]:
    """What one line says of where, as what and when it was, if no other line says any of it."""
    details = named_whereabouts(f"{key}: {unlinked(text)}") if target in DETAILS else {}
    others = {target_of(other) for other in front if other != key}
    return details if target in details and not details.keys() & others else {}


def _tags(
    names: Mapping[str, str], primary: Sequence[str], supporting: Sequence[str], groups: Sequence[str]
) -> tuple[list[TagRecord], list[str]]:
    """One tag per value, and the names of unknown ones."""
    tags: dict[str, TagRecord] = {}
    unknown: list[str] = []
    for texts, strength in ((supporting, Strength.SUPPORTING), (primary, Strength.PRIMARY)):
        for text in texts:
            listed, others = _read_tags(text, names, strength)
            tags |= {tag.value: tag for tag in listed if tag.evidence or not _has_evidence(tags, tag)}
            unknown += others
    for group in groups:
        if value := names.get(plain_name(group)):
            tags.setdefault(value, TagRecord(value))
    return list(tags.values()), list(dict.fromkeys(unknown))


def _values_in_title(parts: dict[str, list[str]], names: Mapping[str, str]) -> list[str]:
    """Of “The fork (Ownership, Candor)”, what is in the brackets, if it is all names of values."""
    match = _IN_BRACKETS.search(parts["title"][0]) if parts["title"] else None
    tags, unknown = read_tags(match[1], names) if match else ([], [])
    if match is None or unknown or not tags:
        return []
    parts["title"] = [parts["title"][0][: match.start()]]
    return [match[1]]


def _read_tags(text: str, names: Mapping[str, str], strength: Strength) -> tuple[list[TagRecord], list[str]]:
    if text.startswith("|"):
        return read_tag_table(text, names)
    return read_tags(text, names, strength) if len(text) <= LONGEST_LIST else ([], [text])


def _has_evidence(tags: Mapping[str, TagRecord], tag: TagRecord) -> bool:
    return tag.value in tags and bool(tags[tag.value].evidence)


def name_once(problems: Sequence[Problem]) -> Iterator[Problem]:
    """The notes of an archive that hold no story, such as an index or a template, in one sentence for each archive."""
    without: dict[str, list[str]] = {}
    for problem in problems:
        archive, _, name = problem.place.partition(", ")
        if name and problem.reason in (NO_SECTION, EMPTY_TEMPLATE):
            without.setdefault(archive, []).append(name.rpartition(", ")[2])
        else:
            yield problem
    for archive, names in without.items():
        listed = ", ".join(names[:10]) + (f" and {len(names) - 10:,} more" if len(names) > 10 else "")
        yield Problem(archive, f"These files hold no story: {listed}.")
