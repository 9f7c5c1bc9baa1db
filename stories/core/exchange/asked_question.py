"""The question that a file says its story answers, in a column or label, or on the front of a card."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from stories.core.exchange.library_records import AnswerRecord
from stories.core.exchange.story_plan import Change, Entry
from stories.core.exchange.story_records import Asked
from stories.core.search import fold

LONGEST_QUESTION = 500
"""Characters; a longer text is no question."""
_BEGINNING = re.compile(
    r"(?:tell|describe|give|share|walk|explain|talk|name|how|what|when|why|where|which|who|have|has|did|do|are|is|can|"
    r"erzahl\w*|beschreib\w*|nenn\w*|schilder\w*|wie|wann|warum|wo|welche\w?|wer|"
    r"parlez|racontez|decrivez|donnez|comment|quand|pourquoi|quel\w*|"
    r"cuent\w+|habl[ae]\w*|describ\w+|descrev\w+|como|cuando|por que|cual|cont[ae]|fale|quando|qual)\b"
)
"""Of what interviewers ask; names are as in `fold`."""


def asks(line: str) -> bool:
    """Whether a line reads like something an interviewer asks."""
    return line.rstrip().endswith(("?", "？")) or bool(_BEGINNING.match(fold(line).lstrip("¿¡ ")))


def question_in(text: str) -> str:
    """The one question in a cell or below a label; empty if it holds several, or none."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUESTION and "\n" not in text.strip() and asks(line) else ""


def with_answers(
    entries: Iterable[Entry], asked: Iterable[Asked | None], answered: Collection[tuple[str, str]]
) -> tuple[Entry, ...]:
    """The entries of some stories, and what each answers: one question or none for each of `entries`.

    `answered` are the slugs of questions, each with the id of a stored story that answers it. A story that is in the
    library, or earlier in the import, answers the question too.
    """
    planned: list[Entry] = []
    places: dict[int, int] = {}
    for entry, question in zip(entries, asked, strict=True):
        places[id(entry.record)] = len(planned)
        if question is None:
            planned.append(entry)
        elif entry.change != Change.SAME:
            planned.append(replace(entry, answers=(question,)))
        else:
            planned.append(entry)
            _add(planned, places.get(id(entry.existing)), entry, question, answered)
    return tuple(planned)


def _add(
    planned: list[Entry], place: int | None, entry: Entry, question: Asked, answered: Collection[tuple[str, str]]
) -> None:
    """The answer from a story that isn't written, since it is the same as one in the library or at `place`."""
    if place is not None:
        answers = dict.fromkeys((*planned[place].answers, question))
        planned[place] = replace(planned[place], answers=tuple(answers))
    elif (question.slug, entry.existing.id) not in answered:
        record = AnswerRecord(question.slug, entry.existing.id, was_seen=False)
        new = Entry("answers", Change.NEW, record, origin=entry.origin, answers=(question,), called=question.text)
        if all(other.record != record for other in planned):
            planned.append(new)
