"""The one reader of labelled text: notes as people write them, for files, cells and whatever is pasted.

A section begins at a heading or label whose name is known (labels.py), however it is set (lines.py). What is neither a
section nor a known part is kept with the notes of its story, under its own name, and named in what was not understood.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from stories.core.choices import Section
from stories.core.exchange.budget import Budget
from stories.core.exchange.closing import ClosingLabel, closing_of
from stories.core.exchange.labels import LETTERS, OTHER_LETTERS, Column, is_floating, target_of
from stories.core.exchange.letters import LETTER, is_greeting, signature_at
from stories.core.exchange.lines import BOLD, INLINE, Line, Mark, lines_of
from stories.core.exchange.markup import unlinked, without_id
from stories.core.exchange.names import plain_name
from stories.core.exchange.problems import quoted
from stories.core.exchange.whereabouts import is_date_of_a_note, is_time, named_whereabouts, whereabouts
from stories.core.fields import ASIDES, FIELDS, LABELS, Kind

NOTHING = "nothing"
"""What is chosen for a label whose text is to be left out."""
UNTITLED = "It has no title; the line above it is part of the story before: {}."
STEPS = 12
"""What a line costs."""

SPOKEN = tuple(field.name for field in FIELDS if field.is_spoken)
_PROSE = tuple(field.name for field in FIELDS if field.kind == Kind.PROSE)
_WHEREABOUTS = ("organisation", "role", "when")
_ONE_LINERS = ("abstract", "summary", "tldr")
_ASKED = ("question", "faq", "help")
_ASIDES = ("tip", "hint", "info", "note", "warning", "caution", "important", "danger", "attention", "todo", "bug")
_OF_A_FILE = (
    "star, story, stories, detail, details, my, the, l, starl, starr, format, method, answer, answers, full, response, "
    "bank, storybank, library, behavioral, behavioural, interview, examples, example"
)
"""A heading that consists of these is no title."""
_FORM_TITLES = ("title", "story title", "titel", "titre", "titulo")
"""Headings of a form, below which the title stands."""
_CODE = re.compile(
    r"(?:(?:starr?l?|soar|carl?|parl?|sbi|story|example|q|question|beispiel|geschichte|histoire|historia)\s*#?\d{0,4}|#?\d{1,4}|[A-Z]{1,4}-?\d{1,4})"
    r"\s*(?:[.):：—–]|-\s)\s*(?=\S)|[IVX]{1,5}[.)]\s+(?=\S)",
    re.IGNORECASE,
)
_LEFTOVER = re.compile(r"=\s*this\.|<%|\{\{")
"""Of Dataview and of templates, where the name of the file would stand."""
_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]+)[\"”“»]")
_BULLET = re.compile(r"\A\s*[-+*•◦▪‣●○·–—]\s+(?=\S)")
_BULLET_OR_NUMBER = re.compile(r"\A\s*(?:[-+*•◦▪‣●○·–—]|\(?\d{1,2}[.)])\s+(?=\S)")
_THEMES = re.compile(r"\[([^\[\]\n]{1,100})\]\s*(?=\S)")
_LIST_SIGN = re.compile(r"\A(?:[-*+•]|\d{1,2}[.)])\s+")
_LONGEST_TITLE = 150
"""Characters."""
_LISTED = (Column.TAGS, Column.SUPPORTING, Column.STATUS, Column.QUESTION)
"""What parts of a story may say that isn't a text of it."""
_LONGEST_KEY = 4
"""Words in the name of a property or of an unknown label."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A heading or label that was not understood."""

    name: str
    sample: str
    """How its text begins."""
    stays_in: str = ""
    """The section that its text is still part of; empty if it went to the notes."""


@dataclass(frozen=True, slots=True)
class LabelledStory:
    """A story as it stands in the notes; what its tags and its status mean is up to the reader of the record."""

    texts: Mapping[str, str]
    """The fields that are there, by name: sections, title, notes, follow_ups, organisation …"""
    tags: tuple[str, ...] = ()
    """As they are written, not yet looked up."""
    supporting: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    """The headings above its title; one may name a value."""
    status: str = ""
    """As it is written."""
    question: str = ""
    """That it answers, as it is written."""
    line: int = 1
    """Where it begins."""
    empty: tuple[str, ...] = ()
    """The headings that have no text and mean nothing that is known."""
    remarks: tuple[str, ...] = ()
    """How it was told from what is around it where that isn't sure, in sentences."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """What a labelled text holds."""

    stories: tuple[LabelledStory, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    """Each name once; their texts are in the notes."""
    outside: tuple[str, ...] = ()
    """Paragraphs that belong to no story."""
    names: frozenset[str] = frozenset()
    """The plain names of all headings and labels in the stories."""


def read_labelled(
    text: str, chosen: Mapping[str, str] | None = None, budget: Budget | None = None, title: str = ""
) -> Labelled:
    """The stories in `text`; none if nothing in it is labelled.

    `chosen` says what labels mean, by their plain names: a field, tags, status or NOTHING. `title` is for a story that
    has none, such as the name of its file. Raises FormatError if there are more lines than the budget allows.
    """
    (budget or Budget()).take("steps", STEPS * (text.count("\n") + 1))
    reader = _Reader({name: meaning for name, meaning in (chosen or {}).items() if meaning})
    lines = list(lines_of(text))
    reader.know_letters(line.mark for line in lines if line.mark)
    for line in lines:
        reader.take(line)
    return reader.read(title)


@dataclass
class _Heading:
    """A heading that is no section: a title, a group of stories, or something beside the sections."""

    name: str
    level: int
    number: int
    lines: list[str] = field(default_factory=list)
    titles: int = 0
    """How many stories it is the title of."""
    is_settled: bool = False
    is_first: bool = False
    """In the file, so it may be the name of it all."""
    asks: bool = False
    """It is the question that its story answers."""


@dataclass
class _Part:
    target: str
    """Empty for what was not understood."""
    name: str
    level: int
    lines: list[str] = field(default_factory=list)
    is_quoted: bool = False
    begins_inline: bool = False
    """Its first line stands behind its label."""
    is_row: bool = False
    """It is a row of a table."""

    @property
    def text(self) -> str:
        lines = [re.sub(r"\A[ \t]*>[ \t]?", "", line) for line in self.lines] if self.is_quoted else self.lines
        return _without_rules(_outdented(lines, begins_inline=self.begins_inline))


@dataclass
class _Draft:
    number: int
    heading: _Heading | None = None
    groups: tuple[str, ...] = ()
    preface: list[str] = field(default_factory=list)
    title: str = ""
    parts: list[_Part] = field(default_factory=list)
    sections: list[_Part] = field(default_factory=list)
    """Those of the parts that are spoken."""
    targets: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)
    """The plain names of the sections."""
    asides: list[_Part] = field(default_factory=list)
    doubtful: list[tuple[_Part, str]] = field(default_factory=list)
    """What may be no part of the section that it stands in, with that section."""
    tags: list[str] = field(default_factory=list)
    style: str = ""
    level: int = 0
    indent: int = 0
    has_letters: bool = False
    is_over: bool = False
    above: str = ""
    """The line before it, which is part of the story before."""
    remarks: list[str] = field(default_factory=list)

    @property
    def title_level(self) -> int:
        return self.heading.level if self.heading else 0

    @property
    def part(self) -> _Part | None:
        return self.parts[-1] if self.parts else None

    def add(self, part: _Part) -> None:
        self.parts.append(part)
        self.targets.add(part.target)
        if part.target in SPOKEN:
            self.sections.append(part)
            self.said.add(plain_name(part.name))


class _Reader:
    def __init__(self, chosen: Mapping[str, str]) -> None:
        self.chosen = chosen
        self.letters = dict(LETTERS)
        self.drafts: list[_Draft] = []
        self.outline: list[_Heading] = []
        self.outside: list[str] = []
        self.is_begun = False
        """Whether there was a heading or a section."""
        self.into: list[str] = []
        """Where lines of text go."""
        self.loose = self.into
        """The lines before the first heading or label of a story."""
        self.held: list[_Part] = []
        """Callouts, comments … before the story that they belong to."""
        self.held_tags: list[str] = []
        self.after_rule = False

    @property
    def draft(self) -> _Draft | None:
        return self.drafts[-1] if self.drafts else None

    def know_letters(self, marks: Iterable[Mark]) -> None:
        """C, P, O, B and I mean something if the letters around them do."""
        names = {plain_name(mark.name) for mark in marks if len(plain_name(mark.name)) == 1}
        for acronym in ("car", "par", "soar", "sbi"):
            if set(acronym) <= names:
                self.letters |= {letter: OTHER_LETTERS.get(letter) or LETTERS[letter] for letter in acronym}

    def take(self, line: Line) -> None:
        if line.mark is None:
            self._text(line)
        elif line.callout:
            self._callout(line, line.mark)
        elif line.mark.level < BOLD:
            self._heading(line, line.mark)
        else:
            self._label(line, line.mark)
        self._keep(line)

    def _keep(self, line: Line) -> None:
        """The hashtags and hidden text of a line."""
        draft = self.draft if self.draft and not self.draft.is_over else None
        (draft.tags if draft else self.held_tags).extend(line.tags)
        if line.aside:
            (draft.asides if draft else self.held).append(_Part("notes", "", INLINE, [line.aside]))

    def _text(self, line: Line) -> None:
        self.after_rule = self.after_rule or line.is_rule
        draft = self.draft
        if draft and not draft.is_over and _is_outdented(line.text, draft):
            self._open(_Heading(_BULLET_OR_NUMBER.sub("", line.text).strip(), BOLD, line.number))
            return
        if draft and line.text.strip() and not line.is_row and not line.is_rule and self._is_below(draft):
            self.into = [""]
            draft.add(_Part("notes", "", INLINE, self.into))
        is_not_chosen = line.is_unchecked and draft and draft.part and draft.part.target in _LISTED
        if not (line.is_emptied or is_not_chosen):
            self.into.append("---" if line.is_rule else line.text)

    def _is_below(self, draft: _Draft) -> bool:
        """Whether a line stands below a table of sections, or apart from a line such as “Company: …”: it is no part."""
        part = draft.part
        if part is None or self.into is not part.lines:
            return False
        is_one_line = part.target not in _PROSE and bool(part.target) and part.begins_inline
        return part.is_row or (is_one_line and not part.lines[-1].strip())

    def _target(self, mark: Mark) -> str:
        name = plain_name(mark.name)
        if name in self.chosen:
            return self.chosen[name]
        if mark.target == Column.QUESTION and name == "questions":
            return "follow_ups"
        if mark.name.isascii() and name in self.letters and not mark.target:
            return self.letters[name]
        return mark.target

    def _callout(self, line: Line, mark: Mark) -> None:
        """A box between the lines, which don't end with it."""
        target, kind = self._target(mark), line.callout
        if target in SPOKEN:
            self._section(line, mark, target)
            return
        if not target:
            target = "headline" if kind in _ONE_LINERS else "follow_ups" if kind in _ASKED else ""
        draft = self.draft if self.draft and not self.draft.is_over else None
        if not target and kind not in _ASIDES and draft and draft.parts:
            self.into.extend((mark.name, mark.rest))
            return
        part = _Part(target or "notes", "", INLINE, [mark.rest if target else _named(mark.name, mark.rest)])
        (draft.asides if draft else self.held).append(part)

    def _heading(self, line: Line, mark: Mark) -> None:
        target, draft = self._target(mark), self.draft
        if target in SPOKEN:
            self._section(line, mark, target)
        elif target and target != "title" and draft and not draft.is_over and mark.level > draft.title_level:
            self._begin(draft, mark, target)
        elif draft and draft.part and not draft.is_over and draft.part.level < mark.level < BOLD:
            self.into.append(line.text)
        elif not mark.rest and mark.level > 1 and plain_name(mark.name) in _FORM_TITLES:
            self._entitle(line, mark)
        elif target == Column.QUESTION and not mark.rest and self.outline:
            part = _Part(target, mark.name, INLINE)
            self.held.append(part)
            self.into = part.lines
        else:
            name = mark.rest if target in ("title", Column.QUESTION) and mark.rest else mark.name
            self._open(_Heading(name, mark.level, line.number, asks=target == Column.QUESTION and bool(mark.rest)))

    def _open(self, heading: _Heading) -> None:
        draft = self.draft
        while self.outline and self.outline[-1].level >= heading.level:
            self._settle(self.outline.pop())
        if draft and heading.level <= draft.title_level:
            draft.is_over = True
        heading.is_first, self.is_begun = not self.is_begun, True
        self.outline.append(heading)
        self.into = heading.lines

    def _settle(self, heading: _Heading, *, is_group: bool = False) -> None:
        """A heading that turned out to be neither a title nor a group: something beside the sections, if in a story."""
        if heading.is_settled:
            return
        heading.is_settled = True
        draft = self.draft
        if draft and not draft.is_over and heading.number > draft.number and heading.level > draft.title_level:
            draft.asides.append(_Part("", heading.name, heading.level, heading.lines))
        elif text := _without_rules(_outdented(heading.lines)):
            self.outside.append(f"{heading.name}: {text}")
        elif not (heading.titles or is_group or heading.is_first or is_general(heading.name)):
            self.outside.append(heading.name)

    def _label(self, line: Line, mark: Mark) -> None:
        target, draft = self._target(mark), self.draft
        is_inside = bool(draft and draft.part and self.into is draft.part.lines)
        if mark.is_letter and target == Section.ACTION and not (is_inside or mark.rest):
            accepted = False  # Of Q and A.
        elif target in SPOKEN:
            accepted = not is_inside or self._divides(mark, target)
        elif target:
            accepted = is_inside and self._is_in_style(mark)
        else:
            accepted = is_inside and bool(mark.style) and mark.level == INLINE and self._looks_like(mark)
        if not target and mark.level == BOLD and "*" in mark.style and self._may_title(mark):
            self._open(_Heading(mark.name, BOLD, line.number))
        elif not accepted:
            self._text(line)
        elif target in SPOKEN:
            self._section(line, mark, target)
        elif draft and target != "title":
            self._begin(draft, mark, target)
        else:
            self._entitle(line, mark)

    def _may_title(self, mark: Mark) -> bool:
        """A bold line is a heading where sections begin with labels; so is one in italics, but not below a title."""
        draft = self.draft
        if mark.is_italic and self._is_below_title():
            return False
        return not mark.indent and (draft is None or draft.is_over or draft.part is None or draft.part.level >= BOLD)

    def _is_below_title(self) -> bool:
        above = self.outline[-1] if self.outline else None
        is_open = above is not None and self.into is above.lines and not any(map(str.strip, above.lines))
        return bool(above and is_open and not is_general(above.name))

    def _divides(self, mark: Mark, target: str) -> bool:
        """Whether a known label within a story begins a section, or is only part of the text of one."""
        draft = self.draft
        part = draft.part if draft else None
        if draft is None or part is None or mark.indent > draft.indent + 1:
            return False
        if part.level >= BOLD:
            return not mark.is_letter or draft.has_letters or "*" in mark.style or mark.style == draft.style
        is_own_name = plain_name(mark.name) in SPOKEN or mark.is_letter
        is_set_apart = "*" in mark.style or mark.style == "|" or (mark.level == BOLD and not mark.is_letter)
        return is_own_name and target != part.target and (is_set_apart or not mark.is_letter)

    def _is_in_style(self, mark: Mark) -> bool:
        """Whether a label that is no section stands where one may: below headings, in bold or after a blank line."""
        draft = self.draft
        part = draft.part if draft else None
        if draft and part and part.level >= BOLD:
            return mark.indent <= draft.indent + 1
        is_apart = not any(map(str.strip, self.into[-1:]))
        return not mark.indent and ("*" in mark.style or is_apart)

    def _looks_like(self, mark: Mark) -> bool:
        """Whether an unknown label is set like those of the story's sections."""
        draft = self.draft
        return bool(
            draft
            and self._is_in_style(mark)
            and (mark.style, mark.level) == (draft.style, draft.level)
            and mark.indent == draft.indent
            and len(mark.name.split()) <= _LONGEST_KEY + 2
        )

    def _entitle(self, line: Line, mark: Mark) -> None:
        """“Title: …” among labels begins another story if there is one already."""
        draft = self._new_draft(line.number, mark.level)
        part = _Part("title", mark.name, mark.level, [mark.rest] if mark.rest else [])
        draft.add(part)
        self.into = draft.preface if mark.rest else part.lines

    def _section(self, line: Line, mark: Mark, target: str) -> None:
        draft, self.is_begun = self.draft, True
        if draft and mark.is_letter and target == Section.RESULT and self._is_second_r(draft):
            target = Section.LEARNING
        if draft is None or self._begins_anew(draft, mark, target):
            draft = self._new_draft(line.number, mark.level)
        else:
            while self.outline and not self.outline[-1].is_settled and self.outline[-1].number > draft.number:
                self._settle(self.outline.pop())
        if not draft.sections:
            draft.style, draft.indent, draft.level = mark.style, mark.indent, mark.level
        draft.has_letters = draft.has_letters or mark.is_letter
        self._begin(draft, mark, target)

    @staticmethod
    def _is_second_r(draft: _Draft) -> bool:
        """STARR: the second R is for reflection."""
        return bool(draft.part and draft.part.target == Section.RESULT) and Section.LEARNING not in draft.targets

    def _begins_anew(self, draft: _Draft, mark: Mark, target: str) -> bool:
        sections = draft.sections
        if not sections:
            return draft.is_over
        name = plain_name(mark.name)
        is_said_again = name in draft.said and sections[-1].target != target
        is_past = draft.targets & {Section.ACTION, Section.RESULT, Section.LEARNING}
        again = (target == Section.SITUATION and bool(is_past)) or (
            is_said_again and (target == Section.SITUATION or name == plain_name(sections[0].name) or self.after_rule)
        )
        pending = [heading for heading in self.outline if not heading.is_settled and heading.number > draft.number][:1]
        is_untitled = not draft.title_level and bool(pending) and pending[0].level < min(sections[0].level, BOLD)
        is_below_another = bool(pending) and (target == Section.SITUATION or target in draft.targets or is_untitled)
        return draft.is_over or again or is_below_another

    def _new_draft(self, number: int, level: int) -> _Draft:
        last = self.draft
        if last:
            last.is_over = last.is_over or bool(last.sections)
        while self.outline and self.outline[-1].level >= level and level < BOLD:
            self._settle(self.outline.pop())
        draft = _Draft(number)
        titles = [heading for heading in self.outline if not is_general(heading.name)]
        if titles:
            draft.heading = titles[-1]
            draft.heading.titles += 1
            draft.groups = tuple(heading.name for heading in titles[:-1])
        for heading in self.outline:
            if heading in titles[:-1]:
                self._settle(heading, is_group=True)
            elif not heading.is_settled:
                draft.preface += heading.lines
                heading.is_settled = True
        if self.loose:
            draft.preface = self.loose + draft.preface
            self.loose = []
        if last and not draft.heading:
            draft.preface = _title_at_the_end(last) + draft.preface
            draft.above = next((line.strip() for line in reversed(last.parts[-1].lines) if line.strip()), "")
        draft.asides += self.held
        draft.tags += self.held_tags
        self.held, self.held_tags, self.after_rule = [], [], False
        self.drafts.append(draft)
        return draft

    def _begin(self, draft: _Draft, mark: Mark, target: str) -> None:
        level = INLINE if mark.level == BOLD else mark.level
        part = _Part(target, mark.name, level, [mark.rest] if mark.rest else [], mark.is_quoted, bool(mark.rest))
        part.is_row = mark.style == "|"
        draft.add(part)
        self.into = part.lines

    def read(self, title: str) -> Labelled:
        if not self.drafts:
            return Labelled()
        while self.outline:
            self._settle(self.outline.pop())
        drafts = [draft for at, draft in enumerate(self.drafts) if draft.sections and not self._is_topic(at)]
        for first, last in zip(drafts[:1], drafts[-1:], strict=True):
            _without_letter(first, last)
        for draft in drafts:
            self._close(draft)
            _read_preface(draft)
        stories = tuple(_story(draft, title if len(drafts) == 1 else "") for draft in drafts)
        return Labelled(stories, tuple(_unknown(drafts)), tuple(self.outside), frozenset(_names(drafts)))

    def _close(self, draft: _Draft) -> None:
        """Labels at the end of a section, or below a line such as “Tags: …”, are none of it."""
        for part in draft.parts:
            if part.target in ASIDES or not part.target:
                continue
            closing = closing_of(part.lines, self.chosen, begins_inline=part.begins_inline)
            part.lines = closing.told
            draft.asides += [_closing_part(*found) for found in closing.beside]
            if part.target in LABELS:  # A list of tags names what it doesn't know itself.
                draft.doubtful += [(_closing_part(*found), part.target) for found in closing.doubtful]

    def _is_topic(self, at: int) -> bool:
        """“## Situation” is the name of a chapter if it is all there is, and a story stands under its sibling."""
        draft, after = self.drafts[at], self.drafts[at + 1 : at + 2]
        sections = draft.sections
        is_topic = (
            len(sections) == 1
            and sections[0].level < BOLD
            and bool(after and after[0].heading and after[0].heading.level == sections[0].level)
        )
        if is_topic:
            self.outside.append(f"{sections[0].name}: {sections[0].text}")
        return is_topic


def _closing_part(label: ClosingLabel, lines: list[str]) -> _Part:
    return _Part(label.target, label.mark.name, INLINE, lines, begins_inline=True)


def is_general(name: str) -> bool:
    words = plain_name(name).split()
    return not words or all(word in _OF_A_FILE.split(", ") or word.isdigit() for word in words)


def _is_outdented(line: str, draft: _Draft) -> bool:
    """Whether it is an item of an outline above those that are the sections of a story."""
    item = _BULLET_OR_NUMBER.match(line)
    return bool(item) and draft.indent > _indent(line) and len(line.strip()) <= _LONGEST_TITLE


def _indent(line: str) -> int:
    """As in a Mark."""
    return len(line.replace("\t", "    ")) - len(line.replace("\t", "    ").lstrip())


def _without_letter(first: _Draft, last: _Draft) -> None:
    """The greeting before the first story and the signature below the last are kept in their notes."""
    is_greeted = any(map(is_greeting, first.preface))
    lines = last.parts[-1].lines
    at = signature_at(lines, is_letter=is_greeted)
    if at < len(lines):
        last.asides.append(_Part("notes", "", INLINE, lines[at:]))
        last.remarks.append(LETTER)
        del lines[at:]
    if is_greeted and LETTER not in first.remarks:
        first.remarks.append(LETTER)


def _title_at_the_end(draft: _Draft) -> list[str]:
    """A line that ends the story before, alone in its paragraph, is the title of the next; it is taken away there.

    So is one that is set as that story's own title is.
    """
    lines = draft.parts[-1].lines
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    if end < 2:
        return []
    title = lines[end - 1].strip()
    is_item = _LIST_SIGN.match(title) or not _is_apart(lines[end - 2])
    if len(title) > _LONGEST_TITLE or title[-1] in ".:;,!" or title == "---":
        return []
    if is_item and _form_of(lines) != _form_of(draft.preface):
        return []
    title_on = lines[end - 1 :]
    del lines[end - 1 :]
    return title_on


def _form_of(lines: Sequence[str]) -> tuple[str, int, bool] | None:
    """How a title that ends some lines is set: its sign, its indentation, and whether a label follows at once."""
    text = next((line for line in reversed(lines) if line.strip()), "")
    sign = _LIST_SIGN.match(text.lstrip())
    is_close = bool(lines) and bool(lines[-1].strip())
    kind = ("1" if sign[0][0].isdigit() else sign[0][0]) if sign else ""
    return (kind, _indent(text), is_close) if text else None


def _is_apart(line: str) -> bool:
    return not line.strip() or line == "---"


def _story(draft: _Draft, name: str) -> LabelledStory:
    texts: dict[str, list[str]] = {}
    asides: list[str] = []
    listed: dict[str, list[str]] = {target: [] for target in _LISTED}
    listed[Column.TAGS] += draft.tags
    listed[Column.QUESTION] += [draft.heading.name] if draft.heading and draft.heading.asks else []
    floats = Section.SITUATION not in draft.targets
    for part in [*draft.parts, *draft.asides]:
        target, text = part.target, part.text
        if part is draft.parts[-1] and target in SPOKEN:
            text, beside = _before_rule(text)
            asides += [beside] if beside else []
        if floats and target == Section.TASK and is_floating(part.name):
            target = Section.SITUATION
        if target in (NOTHING, Column.STAR) or not text:
            texts.setdefault(target, []) if target in SPOKEN else None
        elif target in listed and not (target == Column.QUESTION and listed[target]):
            listed[target].append(text)
        elif target in LABELS:
            for key, said in _filed(part.name, target, text):
                known = texts.setdefault(key, [])
                known += [said] if key in _PROSE or said not in known else []
        else:
            asides.append(_named(part.name, text))
    themes, title = _themes(" ".join(texts.get("title", ())) or draft.title or name)
    title = title or name
    listed[Column.TAGS] += themes
    joined = {key: ("\n\n" if key in _PROSE else ", ").join(parts) for key, parts in texts.items()} | {"title": title}
    notes = "\n\n".join(filter(None, (joined.get("notes", ""), *asides)))
    empty = tuple(dict.fromkeys(part.name for part in draft.asides if part.name and not (part.target or part.text)))
    texts_read = joined | {"notes": notes}
    tags, supporting, statuses, questions = map(tuple, listed.values())
    status, question = (unlinked(" ".join(texts[-1:])) for texts in (statuses, questions))
    lists = (tags, supporting, draft.groups)
    remarks = [UNTITLED.format(quoted(draft.above))] if draft.above and not title else []
    remarks += draft.remarks
    return LabelledStory(texts_read, *lists, status, question, draft.number, empty, tuple(remarks))


def _filed(name: str, target: str, text: str) -> Iterator[tuple[str, str]]:
    """The fields that a text belongs to, each with what it says of it."""
    if target == "notes":
        yield target, _named("" if target_of(name) == target else name, text)
    elif target in _PROSE:
        yield target, text
    else:
        line = unlinked(" ".join(text.split()))
        is_where = target in _WHEREABOUTS
        yield from ((named_whereabouts(f"{name}: {line}") if is_where else {}) or {target: line}).items()


def _before_rule(text: str) -> tuple[str, str]:
    """The text of a story's last section, and what stands below a line across the page: it is none of it."""
    told, rule, beside = text.partition("\n---\n")
    return (told.strip(), _without_rules(beside).strip()) if rule else (text, "")


def _named(name: str, text: str) -> str:
    named = f"{name}:\n{text}" if "\n" in text else f"{name}: {text}"
    return text if plain_name(name) in ("", "notes", "note") else named


def _themes(title: str) -> tuple[list[str], str]:
    """“[Reliability + Ownership] The queue” is about two themes; numbers before a title are none of it."""
    title = without_id(unlinked(_BULLET.sub("", title).strip("*_` ")))
    title = "" if _LEFTOVER.match(title) else title
    if match := _CODE.match(title):
        title = title[match.end() :]
    themes: list[str] = []
    while match := _THEMES.match(title):
        themes += re.split(r"\s*[+,;/&]\s*", match[1])
        title = title[match.end() :]
    quote = _QUOTED.fullmatch(title)
    return themes, quote[1] if quote else title


def _read_preface(draft: _Draft) -> None:
    """What stands before the first section: a title, properties such as “Company: …”, and other text."""
    draft.title = draft.heading.name if draft.heading and draft.heading.titles == 1 else ""
    properties: list[_Part] = []
    rest: list[str] = []
    for line in lines_of("\n".join(draft.preface)):
        mark = line.mark
        if (
            mark
            and mark.rest
            and mark.level == INLINE
            and len(mark.name.split()) <= _LONGEST_KEY
            and not mark.is_letter
            and not is_time(mark.name)
        ):
            properties.append(_Part(mark.target, mark.name, INLINE, [mark.rest]))
        else:
            rest.append(line.text)
    item, rest = _item_above(rest, draft)
    draft.title = draft.title or item
    text = _without_rules(_outdented(rest))
    is_titled = "title" in draft.targets or any(part.target == "title" for part in properties)
    if not draft.title and not is_titled:
        draft.title, text = _first_line(text)
    first, _, below = text.partition("\n")
    if (draft.title or is_titled) and (found := whereabouts(first)):
        properties += [_Part(name, LABELS[name], INLINE, [said]) for name, said in found.items()]
        text = below.strip()
    if text:
        properties.append(_Part("notes", "", INLINE, [text]))
    draft.parts = properties + draft.parts


def _item_above(lines: list[str], draft: _Draft) -> tuple[str, list[str]]:
    """The item of an outline that the sections stand below, and the other lines without names that say nothing."""
    filled = [line for line in lines if line.strip()]
    if not filled or not _is_outdented(filled[-1], draft):
        return "", lines
    return _BULLET_OR_NUMBER.sub("", filled[-1]).strip(), [line for line in filled[:-1] if not is_general(line)]


def _first_line(text: str) -> tuple[str, str]:
    """A line that stands alone at the top, or above one that says where and when it was; and what comes after it."""
    first, _, rest = text.partition("\n")
    if is_greeting(first) and not is_greeting(rest.strip().partition("\n")[0]):
        title, below = _first_line(rest.strip())
        is_sentence = title.endswith((".", "!", ",", ":"))
        return ("", text) if is_sentence else (title, "\n\n".join(filter(None, (first.strip(), below))))
    next_line = rest.strip().partition("\n")[0]
    if is_general(first) and next_line and not is_general(next_line):
        title, others = _first_line(rest.strip())
        return (title, others) if title else ("", text)
    second = rest.partition("\n")[0]
    is_apart = not second.strip() or is_date_of_a_note(second) or bool(whereabouts(second))
    is_title = len(first) <= _LONGEST_TITLE and is_apart
    return (first.strip(), rest.strip()) if is_title else ("", text)


def _names(drafts: Iterable[_Draft]) -> Iterator[str]:
    for draft in drafts:
        doubtful = [part for part, _ in draft.doubtful]
        yield from filter(None, (plain_name(part.name) for part in (*draft.parts, *draft.asides, *doubtful)))


def _unknown(drafts: Iterable[_Draft]) -> Iterator[Unknown]:
    seen: set[str] = set()
    for draft in drafts:
        for part in [*draft.parts, *draft.asides]:
            name = plain_name(part.name)
            if not part.target and part.text and name not in seen:
                seen.add(name)
                yield Unknown(part.name, _beginning(part))
        for part, section in draft.doubtful:
            name = plain_name(part.name)
            if name not in seen:
                seen.add(name)
                yield Unknown(part.name, _beginning(part), section)


def _beginning(part: _Part) -> str:
    return " ".join(part.text.split()[:12])


def _outdented(lines: Sequence[str], *, begins_inline: bool = False) -> str:
    """Without the indentation that all lines have in common, except a first one that stands behind a label."""
    first, rest = (lines[:1], lines[1:]) if begins_inline else ([], lines)
    common = min((len(line) - len(line.lstrip(" \t")) for line in rest if line.strip()), default=0)
    return "\n".join([*(line.strip() for line in first), *(line[common:] for line in rest)]).strip()


def _without_rules(text: str) -> str:
    """Without the lines between stories at its edges."""
    lines = text.split("\n")
    while lines and lines[-1].strip() in ("", "---"):
        lines.pop()
    while lines and lines[0].strip() in ("", "---"):
        del lines[0]
    return "\n".join(lines)
