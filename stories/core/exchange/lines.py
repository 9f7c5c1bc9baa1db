"""Notes line by line: which lines announce something, by a heading or a label, and which are only text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stories.core.exchange.labels import LONGEST_LABEL, letter_of, target_of
from stories.core.exchange.markup import cleaned
from stories.core.fields import ASIDES, FIELDS

BOLD, INLINE = 7, 8
"""The levels of a label alone on its line and of one with text behind it; those of headings are 1 to 6."""
MOST_INLINE = 100
"""Labels in one line; a line with more is text."""

_FENCE = re.compile(r"\s*(?:>\s*)?(```|~~~)")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(\S.*)\Z")
_UNDERLINE = re.compile(r"\s{0,3}(={2,}|-{2,})\s*\Z")
_RULE = re.compile(r"\s*(?:([-*_—=])[ \t]*)(?:\1[ \t]*){2,}\Z")
_CALLOUT = re.compile(r"\s*>[ \t]*\[!([\w-]{1,40})\][+-]?[ \t]*(.*)\Z")
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?+)++")
_ROW = re.compile(r"\s*\|(.*)\|\s*\Z")
_BAR = re.compile(r"(?<!\\)\|")
_ROW_RULE = re.compile(r"[\s|:-]+\Z")
_LEAD = re.compile(
    r"(?P<indent>[ \t]*)(?P<quote>(?:>[ \t]?)*)(?P<bullet>(?:[-*+•◦▪‣●○·–—][ \t]+|\(?\d{1,2}[.)][ \t]+)?)"
    r"(?P<signs>[^\w\s*_`>|#(\[“\"'<-]{0,4}\s?)"
)
_BOLD = re.compile(r"(\*{1,3}|_{1,3}|`)([^*_`\n]{1,80}?)\1(?![*_])(.*)\Z", re.DOTALL)
_WHOLE = re.compile(r"(\*{1,3}|_{1,3})([^*_:\n]{1,60}):[ \t]+([^*_\n]{1,500})\1\s*\Z")
"""A line that is bold or in italics from its name to its end."""
_INITIAL = re.compile(r"\A(\*\*|__)(\w)\1(?=\w)")
"""**S**ituation"""
_AFTER_BOLD = re.compile(
    r"[ \t]*(?P<suffix>\([^()\n]{0,40}\))?[ \t]*(?P<sign>::?|：|[-–—=→][ \t]|\|)?[ \t]*(?P<rest>.*)\Z", re.DOTALL
)
_PLAIN = re.compile(
    r"([^:：|\n]{1,80}?)(?<![ \t])[ \t]*+(?:::?(?!//)|：|(?<=[ \t])[-–—=→]{1,2}[ \t]|[–—](?=\s|\Z))[ \t]*(.*)\Z",
    re.DOTALL,
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_INSIDE = re.compile(
    r"(?:(?<=\s)|(?<=\|))(?=[^:：–—-]{1,33}+[ \t]*+[:：–—-])"  # Most words have no sign after them.
    r"(?:[*_]{0,3})(?P<name>[^\W\d_](?:[^\W\d_]| (?=[^\W\d_])){0,24}+(?:/[A-Za-z])?)"
    r"(?P<signs>[*_]{0,3}[ \t]*(?::|：|(?<=[ \t])[-–—][ \t]))"
)
_SPOKEN = tuple(field.name for field in FIELDS if field.is_spoken)
_ENDS = tuple(".!?;|…\n")
_FEWEST_ROWS = 2
"""With a section in them, in a table of sections."""
_NEAR = 200
"""Characters before a label to look at."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a line announces."""

    name: str
    """As it is written, without its signs."""
    rest: str
    """The text after it on the line."""
    level: int
    style: str
    """How it is set: labels of one kind look alike all through a story."""
    indent: int = 0
    target: str = ""
    """What the name is known to mean; empty if it isn't."""
    is_letter: bool = False
    is_quoted: bool = False
    is_italic: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    """From 1."""
    text: str
    mark: Mark | None = None
    tags: tuple[str, ...] = ()
    aside: str = ""
    is_rule: bool = False
    is_unchecked: bool = False
    """An item whose box is empty."""
    is_emptied: bool = False
    """Nothing is left of it but its tags or what it hides."""
    is_row: bool = False
    """In a table that has a section in each row, more of the text of the row above."""
    callout: str = ""
    """Its kind; the mark's rest is then all that is in it."""


def lines_of(text: str) -> Iterator[Line]:
    """The lines of a text, with marks; nothing within a fence is one."""
    raw, at, fence, table = text.split("\n"), 0, "", range(0)
    while at < len(raw):
        number, line = at + 1, raw[at]
        table = table if at < table.stop else _rows_from(raw, at)
        if match := _FENCE.match(line):
            fence = "" if fence == match[1] else fence or match[1]
            yield Line(number, line)
        elif fence:
            yield Line(number, line)
        elif match := _CALLOUT.match(line):
            body = _quoted(raw, at + 1)
            at += len(body)
            yield _callout(number, match, body)
        elif underline := _underlined(raw, at):
            at += 1
            yield Line(number, line, Mark(line.strip(), "", underline, "#", target=_known(line)))
        elif _is_head_of_sections(raw, at):
            at += 1
        elif _is_row_rule(raw, at):
            pass
        elif _RULE.match(line):
            yield Line(number, line, is_rule=True)
        elif at in table:
            yield from _lines_of_row(number, line)
        else:
            yield from _lines_in(number, line)
        at += 1


def _known(name: str) -> str:
    return target_of(name) or letter_of(name)


def _underlined(raw: Sequence[str], at: int) -> int:
    """The level of a heading with a line of signs below it, or 0. Dashes below a sentence are a rule."""
    if at + 1 == len(raw) or not (match := _UNDERLINE.match(raw[at + 1])):
        return 0
    name, is_first = raw[at].strip(), at == 0 or not raw[at - 1].strip()
    if not name or len(name) > LONGEST_LABEL or _UNDERLINE.match(name) or name[0] in "#>|-*":
        return 0
    if _known(name) or (is_first and name[-1].isalnum()):
        return 1 if match[1][0] == "=" else 2
    return 0


def _is_head_of_sections(raw: Sequence[str], at: int) -> bool:
    """Whether the line is the head of a table that has a section in each row, with the line of dashes after it."""
    rows = [_ROW.match(line) for line in raw[at : at + 3]]
    if len(rows) < 3 or not all(rows):
        return False
    head, rule, first = (row[1] for row in rows if row)
    return bool(_ROW_RULE.match(rule)) and _row(head) is None and _row(first) is not None


def _rows_from(raw: Sequence[str], at: int) -> range:
    """The lines of the table that begins here, if it has two columns and a section in some of its rows.

    The range ends where the table ends, whatever it holds.
    """
    end, sections = at, 0
    while end < len(raw) and (row := _ROW.match(raw[end])):
        mark = _row(row[1])
        sections += bool(mark and mark.target in _SPOKEN)
        end += 1
    return range(at if sections >= _FEWEST_ROWS else end, end)


def _lines_of_row(number: int, raw: str) -> Iterator[Line]:
    """A row of such a table, whether its name is known or not."""
    text = cleaned(raw).text
    row = _ROW.match(text)
    cells = _cells(row[1]) if row else []
    if len(cells) == 2 and all(cells) and mark_in(text) is None:
        yield Line(number, text, Mark(cells[0].strip("*_` "), _unescaped(cells[1]), INLINE, "|"))
    elif len(cells) == 2 and any(cells) and not all(cells):
        yield Line(number, _unescaped(cells[1] or cells[0]), is_row=not cells[0])
    else:
        yield from _lines_in(number, raw)


def _is_row_rule(raw: Sequence[str], at: int) -> bool:
    """Whether the line is only the dashes below a row that holds a section."""
    before, row = _ROW.match(raw[at - 1]) if at else None, _ROW.match(raw[at])
    return bool(before and row and _ROW_RULE.match(row[1]) and _row(before[1]))


def _quoted(raw: Sequence[str], at: int) -> list[str]:
    body = []
    while at < len(raw) and (match := _QUOTE.match(raw[at])) and not _CALLOUT.match(raw[at]):
        body.append(raw[at][match.end() :])
        at += 1
    return body


def _callout(number: int, match: re.Match[str], body: Sequence[str]) -> Line:
    parts = [cleaned(line) for line in body]
    text = "\n".join(part.text for part in parts).strip()
    kind, name = match[1].lower(), cleaned(match[2]).text.strip() or match[1].capitalize()
    mark = Mark(name, text, INLINE, ">", target=_known(name) or _known(kind))
    aside = ", ".join(filter(None, (part.aside for part in parts)))
    return Line(number, "", mark, tuple(tag for part in parts for tag in part.tags), aside, callout=kind)


def _lines_in(number: int, raw: str) -> Iterator[Line]:
    """The line, or several if it tells a whole story: “S: … T: … A: … R: …”."""
    clean = cleaned(raw)
    if match := _HEADING.match(clean.text):
        name = match[2].rstrip().rstrip("#").rstrip() or match[2]
        yield Line(number, clean.text, _heading(name, len(match[1])), clean.tags, clean.aside)
        return
    if raw.strip() and not clean.text.strip():
        yield Line(number, "", None, clean.tags, clean.aside, is_emptied=True)
        return
    mark = mark_in(clean.text)
    pieces = _pieces(clean.text, mark) if mark else []
    for piece in pieces[:-1]:
        yield Line(number, piece, mark_in(piece))
    if pieces:
        yield Line(number, pieces[-1], mark_in(pieces[-1]), clean.tags, clean.aside)
    else:
        yield Line(number, clean.text, mark, clean.tags, clean.aside, is_unchecked=clean.is_unchecked)


def _heading(name: str, level: int) -> Mark:
    bare = _INITIAL.sub(r"\2", name).strip("*_` ")
    target, is_letter = _target(bare)
    match = None if target else _PLAIN.match(bare)
    if match and match[2] and (known := _known(match[1])):
        return Mark(match[1], match[2], level, "#", target=known)
    return Mark(bare, "", level, "#", target=target, is_letter=is_letter)


def mark_in(line: str) -> Mark | None:
    """The label at the beginning of a line, known or not; None if the line is only text."""
    if match := _ROW.match(line):
        return _row(match[1])
    lead = _LEAD.match(line)
    body = line[lead.end() :] if lead else ""
    if lead is None or not body.strip():
        return None
    mark = _bold(body) or _plain(body)
    if mark is None:
        return None
    bullet = lead["bullet"].strip()[:1]
    style = f"{'1' if bullet.isdigit() or bullet == '(' else bullet and '-'}{mark.style}"
    indent = len(lead["indent"].replace("\t", "    "))
    return replace(mark, style=style, indent=indent, is_quoted=bool(lead["quote"]))


def _row(inside: str) -> Mark | None:
    """A row of two cells, the first of which is a known name."""
    cells = _cells(inside)
    if len(cells) != 2 or _ROW_RULE.match(inside):
        return None
    name = cells[0].strip("*_` ")
    known = _known(name)
    return Mark(name, _unescaped(cells[1]), INLINE, "|", target=known) if known else None


def _cells(inside: str) -> list[str]:
    return [cell.strip() for cell in _BAR.split(inside)]


def _unescaped(cell: str) -> str:
    return _BREAK.sub("\n", cell).replace("\\|", "|")


def _bold(body: str) -> Mark | None:
    whole = _WHOLE.match(body)
    if whole and (target := target_of(whole[2])):
        return Mark(whole[2].strip(), whole[3].strip(), INLINE, "*", target=target)
    match = _BOLD.match(body)
    if not match:
        return None
    name, after = match[2].strip(), match[3]
    if len(name) == 1 and after[:1].isalpha():  # **S**ituation
        plain = _plain(name + after)
        return replace(plain, style="*") if plain else None
    tail = next(_AFTER_BOLD.finditer(after))
    bare = name.rstrip(":：.–—- ")
    is_label = bool(tail["sign"]) or name[-1:] in ":：" or not tail["rest"]
    target, is_letter = _target(bare)
    if not (is_label or target) or not bare:
        return None
    level = INLINE if tail["rest"] or tail["sign"] or name[-1:] in ":：" else BOLD
    mark = Mark(bare, tail["rest"], level, "*", target=target, is_letter=is_letter, is_italic=len(match[1]) == 1)
    return _without_repetition(mark)


def _plain(body: str) -> Mark | None:
    match = _PLAIN.match(body)
    if match and not (match[1].isdecimal() and match[2][:1].isdecimal()):  # A time of day.
        name = match[1].strip("*_` ")
        target, is_letter = _target(name)
        return _without_repetition(Mark(name, match[2], INLINE, "", target=target, is_letter=is_letter))
    name = body.strip().strip("¿?")
    if name and len(name) <= LONGEST_LABEL and name[0].isupper() and (name[-1].isalnum() or name[-1] == ")"):
        target = target_of(name)
        if target in (*_SPOKEN, *ASIDES) or name.isupper():
            return Mark(name, "", BOLD, "", target=target) if target else None
    return None


def _target(name: str) -> tuple[str, bool]:
    letter = letter_of(name)
    return (letter, True) if letter else (target_of(name), False)


def _without_repetition(mark: Mark) -> Mark:
    """“S — Situation: It was late.” has two labels for one section."""
    again = _PLAIN.match(mark.rest) if mark.is_letter else None
    if again and target_of(again[1]) == mark.target:
        return replace(mark, rest=again[2])
    if mark.is_letter and mark.rest and target_of(mark.rest) == mark.target:
        return replace(mark, rest="")
    return mark


def _pieces(line: str, first: Mark) -> list[str]:
    """The line cut before each label inside it; empty if there is none. Only a section's line has others inside."""
    if first.style == "|" or first.target not in _SPOKEN or not first.rest:
        return []
    cuts, last, end = [0], _SPOKEN.index(first.target), len(line) - len(first.rest)
    for match in _INSIDE.finditer(line, max(end, 1)):
        cut, target = _label_inside(match)
        if target in _SPOKEN and _divides(line, cut, end, step=_SPOKEN.index(target) - last):
            cuts.append(cut)
            last, end = _SPOKEN.index(target), match.end()
        if len(cuts) > MOST_INLINE:
            return []
    ends = [*cuts[1:], None]
    return [line[cut:end].rstrip(" \t|") for cut, end in zip(cuts, ends, strict=True)] if len(cuts) > 1 else []


def _label_inside(match: re.Match[str]) -> tuple[int, str]:
    """Where a label begins, and what it announces: in “and then Result:”, only the last word is one."""
    name, start = match["name"], match.start()
    if target := _known(name):
        return start, target
    word = name.rpartition(" ")[2]
    return start + len(name) - len(word), _known(word)


def _divides(line: str, cut: int, end: int, *, step: int) -> bool:
    """Whether a label inside a line begins a section: after a sentence, or as the one that is told next.

    `end` is where the label before it ends, and `step` how many sections further this one is.
    """
    before = line[max(end, cut - _NEAR) : cut].rstrip(" \t*_")
    if not before or (step == 1 and line[cut].isupper()):
        return True
    return step >= 0 and before.endswith(_ENDS)
