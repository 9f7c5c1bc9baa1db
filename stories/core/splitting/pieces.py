"""Notes cut into pieces that can be moved one by one: sentences, as they were written. Together they are the notes."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from stories.core.lengths import cut

MOST_PIECES = 300
"""A text of more sentences is cut into longer pieces."""
_FENCE = re.compile(r"\s*(?:```|~~~)")
_MARKS = re.compile(r"^\s*(?:[-*+•>]\s+|\d+[.)]\s+|#+\s+)*|[*_`]+")
_TITLE = re.compile(r"\s*(?:#{1,6}[ \t]+(\S.{0,149})\n|([^\s#>|`•+-].{0,99})\n[ \t]*\n)\s*(?=\S)")
"""A heading, or a line with a blank one after it."""
_LONG = 50
"""Words of a sentence that was probably dictated, without full stops."""
_SHORT = 10
"""Words that a part of such a sentence has at least."""
_TURN = re.compile(r"(?<!\s)\s+(?=(?:and|because|but|so|then)\s)", re.IGNORECASE)


def pieces_of(notes: str) -> list[str]:
    """The sentences of the notes, each with what follows up to the next; a block of code is one piece."""
    groups: list[list[str]] = []
    has_words = False
    for piece in _sentences(notes):
        is_blank = not piece.strip()
        if groups and (is_blank or not has_words):
            groups[-1].append(piece)
            has_words = has_words or not is_blank
        else:
            groups.append([piece])
            has_words = not is_blank
    pieces = ["".join(group) for group in groups]
    size = -(-len(pieces) // MOST_PIECES) or 1
    return ["".join(pieces[start : start + size]) for start in range(0, len(pieces), size)]


def _sentences(notes: str) -> Iterator[str]:
    for block in _blocks(notes.splitlines(keepends=True)):
        if _FENCE.match(block):
            yield block
        else:
            for sentence in cut(block):
                yield from _parts(sentence)


def _blocks(lines: Iterable[str]) -> Iterator[str]:
    """The lines, those of a block of code together."""
    block = ""
    for line in lines:
        is_fence = bool(_FENCE.match(line))
        if block or is_fence:
            block += line
            if is_fence and block != line:
                yield block
                block = ""
        else:
            yield line
    if block:
        yield block


def _parts(sentence: str) -> Iterator[str]:
    """A sentence, or the parts of one too long to have been written."""
    words = len(sentence.split())
    if words <= _LONG:
        yield sentence
        return
    start, left = 0, words
    for turn in _TURN.finditer(sentence):
        length = len(sentence[start : turn.end()].split())
        if length >= _SHORT and left - length >= _SHORT:
            yield sentence[start : turn.end()]
            start, left = turn.end(), left - length
    yield sentence[start:]


def said_in(piece: str) -> str:
    """What a piece says, without the marks of lists, headings and emphasis."""
    return " ".join(_MARKS.sub("", piece).split())


def gathered(pieces: Sequence[str], places: Sequence[str]) -> Mapping[str, str]:
    """The text of each place, of the pieces put there in the order of the notes; none is lost."""
    return {
        place: "".join(piece for piece, there in zip(pieces, places, strict=True) if there == place)
        .rstrip()
        .lstrip("\n")
        for place in dict.fromkeys(places)
    }


def title_in(notes: str) -> tuple[str, str]:
    """The heading or the short line by itself that the notes begin with, and the rest; "" if they begin with prose."""
    match = _TITLE.match(notes)
    title = (match[1] or match[2]).strip("*_ \t") if match else ""
    if not match or not title or title[-1] in ".!?…:;,":
        return "", notes
    return title, notes[match.end() :]
