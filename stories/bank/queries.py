"""What the pages of a question and of a value need, read in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from stories.core.choices import Strength
from stories.core.coverage import Id, QuestionLevel, Source
from stories.core.language import is_english
from stories.coverage.heard_questions import NOT_ENGLISH
from stories.coverage.probes import probed_by
from stories.coverage.snapshot import QuestionRow, Snapshot, Tagged, ValueRow, frameworks_for, snapshot_of
from stories.coverage.suggestions import Suggestions, suggestions_for
from stories.models import Answer, HiddenQuestion, Opinion, Owner, PreparedAnswer, Question, Refusal, Value


def probes_of(question: Question, owner: Owner) -> Sequence[tuple[Value, Strength]]:
    """What the question probes among the values of the owner's framework, primary ones first."""
    framework = frameworks_for(owner)[1]
    values: dict[Id, Value] = {value.pk: value for value in Value.objects.shown_to(owner).filter(framework=framework)}
    return [(values[pk], strength) for pk, strength in probed_by(question, framework, values).items()]


@dataclass(frozen=True, slots=True)
class QuestionPage:
    question: Question
    is_hidden: bool
    row: QuestionRow
    probes: Sequence[tuple[Value, Strength]]
    suggestions: Suggestions
    answers: Sequence[Answer]
    refusals: Sequence[Refusal]
    """The latest last."""
    prepared: PreparedAnswer | None
    opinion: Opinion | None
    """Of what the question is about, where that answers it."""
    snapshot: Snapshot

    @property
    def limits(self) -> str:
        """A sentence if its meaning can't be compared."""
        return "" if is_english(self.question.text) else NOT_ENGLISH


def question_page(question: Question, owner: Owner) -> QuestionPage:
    """A question with what it probes, the owner's answers and the other stories that could answer it."""
    hidden = HiddenQuestion.objects.filter(owner=owner, question=question).exists()
    snapshot = snapshot_of(owner, category=question.topic.category, hidden=hidden)
    row = next(row for row in snapshot.question_rows if row.question.pk == question.pk)
    probes = [(snapshot.values[pk], strength) for pk, strength in row.probes.items()]
    answers = {answer.pk: answer for answer in question.answers.filter(owner=owner).select_related("story")}
    active = [answers[answer.pk] for answer in row.answers]
    archived = [answer for answer in answers.values() if answer not in active]
    suggestions = suggestions_for(snapshot, question)
    refusals = list(owner.refusals.filter(question=question))
    said = {each.source for each in snapshot.library.prepared if each.question == question.pk}
    return QuestionPage(
        question,
        hidden,
        row,
        probes,
        suggestions,
        active + archived,
        refusals,
        _prepared(question, owner) if Source.PREPARED in said else None,
        _opinion(question, owner) if Source.OPINION in said and question.takes_prepared else None,
        snapshot,
    )


def _prepared(question: Question, owner: Owner) -> PreparedAnswer | None:
    return owner.prepared_answers.filter(question=question).first()


def _opinion(question: Question, owner: Owner) -> Opinion | None:
    return owner.opinions.filter(concept=question.concept_id).exclude(text="").select_related("concept").first()


@dataclass(frozen=True, slots=True)
class ValuePage:
    value: Value
    row: ValueRow | None
    """None while the value is hidden."""
    tags: Sequence[Tagged]
    questions: Sequence[tuple[Question, QuestionLevel]]
    """Those that probe it as primary: the likely ones first, and gaps before the rest."""

    @property
    def covered(self) -> int:
        """How many of the questions are covered."""
        return sum(level == QuestionLevel.COVERED for _, level in self.questions)


def value_page(value: Value, owner: Owner) -> ValuePage:
    """A value with its level, the stories that show it and the questions that probe it first."""
    snapshot = snapshot_of(owner, framework=value.framework.slug)
    row = next((row for row in snapshot.value_rows if row.value.pk == value.pk), None)
    tags = [tag for tag in snapshot.tags if tag.value_id == value.pk]
    probing = [pk for pk in snapshot.questions if value.pk in snapshot.facts[pk].primary]
    probing.sort(key=lambda pk: (pk not in snapshot.likely.questions, snapshot.covered[pk].level.rank))
    questions = [(snapshot.questions[pk], snapshot.covered[pk].level) for pk in probing]
    return ValuePage(value, row, tags, questions)
