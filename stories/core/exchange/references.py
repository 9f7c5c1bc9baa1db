"""What records refer to by name, so nothing is imported that points nowhere."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from stories.core.exchange.library_records import (
    AnswerRecord,
    DeclinedRecord,
    DismissalRecord,
    FrameworkRecord,
    LibraryRecord,
    LoopRecord,
    OpinionRecord,
    PreparedRecord,
    QuestionRecord,
    RefusalRecord,
    RehearsalRecord,
    RoundRecord,
    SettingsRecord,
)
from stories.core.exchange.naming import readable
from stories.core.exchange.problems import quoted

Reference = tuple[str, str]
"""A field of Known, and a name that should be in it."""


@dataclass(frozen=True, slots=True)
class Known:
    """The names that may be referred to: what comes with Prepsite, and what the library holds."""

    stories: frozenset[str] = frozenset()
    questions: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()
    """As framework/value."""
    frameworks: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    concepts: frozenset[str] = frozenset()
    evidence: frozenset[str] = frozenset()
    """Why a question may be in the bank."""
    occasions: frozenset[str] = frozenset()
    """Why an answer may have been told."""
    answers: frozenset[str] = frozenset()
    """As question/story; a prepared answer without the story."""
    names: Mapping[Reference, str] = field(default_factory=dict)
    """What people call these."""

    def holds(self, reference: Reference) -> bool:
        names: frozenset[str] = getattr(self, reference[0])
        return reference[1] in names

    def called(self, kind: str, name: str) -> str:
        """What a person calls it, whether it is known or not; an id says nothing to anybody."""
        return self.names.get((kind, name)) or ("" if kind == "stories" else readable(name))

    def without_questions(self, slugs: Iterable[str]) -> "Known":
        return replace(self, questions=self.questions.difference(slugs))

    def calling(self, library: LibraryRecord) -> "Known":
        """The same, which calls what is in the library by its names there."""
        return replace(self, names={**dict(_names_in(library)), **self.names})

    def with_those_of(self, library: LibraryRecord) -> "Known":
        own = {f"{framework.slug}/{value.slug}" for framework in library.frameworks for value in framework.values}
        return replace(
            self.calling(library),
            stories=self.stories | {story.id for story in library.stories},
            questions=self.questions | {question.slug for question in library.questions},
            values=self.values | own,
            frameworks=self.frameworks | {framework.slug for framework in library.frameworks},
            answers=self.answers.union(
                (_answer(answer.question, answer.story) for answer in library.answers),
                (_answer(prepared.question) for prepared in library.prepared),
            ),
        )


def _answer(question: str, story: str = "") -> str:
    return f"{question}/{story}"


def _names_in(library: LibraryRecord) -> Iterator[tuple[Reference, str]]:
    for story in library.stories:
        yield ("stories", story.id), story.title
    for question in library.questions:
        yield ("questions", question.slug), question.text
    for framework in library.frameworks:
        yield ("frameworks", framework.slug), framework.name
        for value in framework.values:
            yield ("values", f"{framework.slug}/{value.slug}"), value.name


def missing(name: str, record: Any, known: Known) -> str:
    """A sentence about the first reference that leads nowhere, in a record of the list called `name`."""
    if (
        isinstance(record, FrameworkRecord)
        and record.slug not in known.frameworks
        and not (record.company and record.name)
    ):
        return "A new framework needs a company and a name; it was left out."
    lost = [reference for reference in _references(name, record) if not known.holds(reference)]
    if not lost:
        return ""
    kind, called = lost[0]
    if kind == "stories":
        return "A story that it needs is neither in the library nor in the file; it was left out."
    if kind == "answers":
        return "The answer that was told is neither in the library nor in the file; it was left out."
    return f"There is no {quoted(known.called(kind, called))} among the {_CALLED.get(kind, kind)}; it was left out."


def name_of(record: Any, known: Known) -> str:
    """What a person calls a record of a library; empty if its own texts say so."""
    match record:
        case AnswerRecord() | PreparedRecord():
            return known.called("questions", record.question)
        case RefusalRecord():
            until = f"until {record.ended[:10]}" if record.ended else ""
            return ", ".join(filter(None, (known.called("questions", record.question), until)))
        case RehearsalRecord():
            return f"{known.called('questions', record.question)}, {record.day}"
        case OpinionRecord():
            return known.called("concepts", record.concept)
        case FrameworkRecord():
            return record.name or known.called("frameworks", record.slug)
        case DismissalRecord():
            return _of_story(record.code, record.story, known)
        case DeclinedRecord():
            return _of_story(known.called("values", record.value), record.story, known)
        case str():
            return known.called("values" if "/" in record else "questions", record)
    return ""


def _of_story(name: str, story: str, known: Known) -> str:
    return ", ".join(filter(None, (name, known.called("stories", story))))


_CALLED = {"evidence": "kinds of evidence"}
"""Fields of Known, where people call them something else."""


def renamed(record: Any, stories: Mapping[str, str]) -> Any:
    """The record with its references to stories renamed; `stories` maps old ids to new ones."""
    if isinstance(record, AnswerRecord | DismissalRecord | DeclinedRecord | RehearsalRecord):
        return replace(record, story=stories.get(record.story, record.story))
    if isinstance(record, RefusalRecord):
        seen = (replace(each, story=stories.get(each.story, each.story)) for each in record.seen)
        return replace(record, seen=tuple(seen))
    if isinstance(record, LoopRecord):
        return replace(record, rounds=tuple(_renamed_in_round(loop_round, stories) for loop_round in record.rounds))
    return record


def _renamed_in_round(loop_round: RoundRecord, stories: Mapping[str, str]) -> RoundRecord:
    questions = (
        replace(asked, pinned=stories.get(asked.pinned, asked.pinned), told=stories.get(asked.told, asked.told))
        for asked in loop_round.questions
    )
    return replace(loop_round, questions=tuple(questions))


def _references(name: str, record: Any) -> Iterator[Reference]:
    match record:
        case QuestionRecord():
            yield from _references_of_question(record)
        case AnswerRecord():
            yield from (("questions", record.question), ("stories", record.story))
        case LoopRecord():
            yield from _references_of_loop(record)
        case PreparedRecord() | RefusalRecord():
            yield "questions", record.question
        case RehearsalRecord():
            yield from (("occasions", record.occasion), ("answers", _answer(record.question, record.story)))
        case OpinionRecord():
            yield "concepts", record.concept
        case DismissalRecord() | DeclinedRecord():
            yield "stories", record.story
            yield from _given("values", record.value if isinstance(record, DeclinedRecord) else "")
        case SettingsRecord():
            yield from _given("frameworks", record.framework)
        case str():
            yield name.removeprefix("hidden_"), record


def _references_of_question(question: QuestionRecord) -> Iterator[Reference]:
    yield from (("topics", question.topic), ("evidence", question.evidence))
    yield from (("stages", stage) for stage in question.stages)
    yield from (("values", probe.value) for probe in question.probes)
    yield from _given("concepts", question.concept)


def _references_of_loop(loop: LoopRecord) -> Iterator[Reference]:
    for loop_round in loop.rounds:
        yield from _given("stages", loop_round.stage)
        for asked in loop_round.questions:
            yield "questions", asked.question
            yield from _given("stories", asked.pinned)
            yield from _given("stories", asked.told)


def _given(kind: str, name: str) -> Iterator[Reference]:
    """What need not be given."""
    return iter([(kind, name)] if name else [])
