"""What the pages need, read in a constant number of queries: rows to core facts to core answers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Prefetch

from stories.core.coverage import (
    AnswerFact,
    Coverage,
    Id,
    Library,
    QuestionCoverage,
    QuestionFact,
    StoryFact,
    TagFact,
    ValueCoverage,
    cover,
)
from stories.core.planning import Step, next_steps, step_for_question, step_for_value
from stories.core.words import Fit, Status, Strength
from stories.enums import Category, Evidence
from stories.models import Answer, EditConflict, Framework, HiddenQuestion, Owner, Probe, Question, Story, Tag, Value
from stories.rendering import SpokenStory, speak_story
from stories.reviewing import Reviewed, review_story


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step with the rows that its words and its link need."""

    step: Step
    value: Value | None
    question: Question | None
    story: Story | None


@dataclass(frozen=True, slots=True)
class ValueRow:
    value: Value
    coverage: ValueCoverage
    next: NextStep | None


@dataclass(frozen=True, slots=True)
class QuestionRow:
    question: Question
    coverage: QuestionCoverage
    answers: Sequence[Answer]
    next: NextStep | None


@dataclass(frozen=True)
class Standing:
    """Where an owner stands in one framework: the rows, and what the core says of them."""

    frameworks: Sequence[Framework]
    framework: Framework
    values: Mapping[Id, Value]
    questions: Mapping[Id, Question]
    stories: Mapping[Id, Story]
    tags: Sequence[Tag]
    answers: Mapping[Id, Answer]
    facts: Mapping[Id, QuestionFact]
    coverage: Coverage

    @cached_property
    def value_rows(self) -> list[ValueRow]:
        """Gaps first."""
        rows = [
            ValueRow(self.values[found.value], found, self._resolve(step_for_value(found)))
            for found in self.coverage.values
        ]
        return sorted(rows, key=lambda row: row.coverage.level.rank)

    @cached_property
    def question_rows(self) -> list[QuestionRow]:
        """Gaps first."""
        rows = [
            QuestionRow(
                self.questions[found.question],
                found,
                [self.answers[answer.id] for answer in found.answers],
                self._resolve(step_for_question(found, self.facts[found.question])),
            )
            for found in self.coverage.questions
        ]
        return sorted(rows, key=lambda row: row.coverage.level.rank)

    @cached_property
    def next_steps(self) -> list[NextStep]:
        """The three things most worth doing."""
        surest_first = {evidence: rank for rank, evidence in enumerate([Evidence.OWN, *Evidence])}
        asked = {pk: surest_first[Evidence(question.evidence)] for pk, question in self.questions.items()}
        steps = next_steps(self.coverage, self.facts, asked)
        return [found for step in steps if (found := self._resolve(step))]

    @cached_property
    def tags_of(self) -> Mapping[Id, Mapping[Id, Tag]]:
        """Story id → value id → tag."""
        tags: dict[Id, dict[Id, Tag]] = defaultdict(dict)
        for tag in self.tags:
            tags[tag.story_id][tag.value_id] = tag
        return tags

    def _resolve(self, step: Step | None) -> NextStep | None:
        if step is None:
            return None
        return NextStep(
            step, self.values.get(step.value), self.questions.get(step.question), self.stories.get(step.story)
        )


def frameworks_for(owner: Owner, slug: str = "") -> tuple[list[Framework], Framework]:
    """All frameworks, and the one meant: named by `slug`, else chosen by the owner, else the default."""
    frameworks = list(Framework.objects.all())
    named = [one for one in frameworks if one.slug == slug]
    chosen = [one for one in frameworks if one.pk == owner.framework_id]
    default = [one for one in frameworks if one.is_default]
    return frameworks, (named or chosen or default)[0]


def standing(
    owner: Owner, *, framework: str = "", category: str = Category.BEHAVIORAL, hidden: bool = False
) -> Standing:
    """Where the owner stands with the questions of one category ("" means all), or with those they hid."""
    frameworks, chosen = frameworks_for(owner, framework)
    values: dict[Id, Value] = {value.pk: value for value in Value.objects.shown_to(owner).filter(framework=chosen)}
    questions = _questions(owner, chosen, category, hidden=hidden)
    stories: dict[Id, Story] = {
        story.pk: story for story in owner.stories.only("owner", "title", "headline", "status", "words", "updated")
    }
    tags = list(owner.tags.filter(value__framework=chosen))
    answers = _answers(owner, stories, hidden=hidden)
    facts = {pk: _question_fact(question, values) for pk, question in questions.items()}
    library = Library(
        values=list(values),
        questions=list(facts.values()),
        stories=[StoryFact(pk, Status(story.status)) for pk, story in stories.items()],
        tags=[TagFact(tag.story_id, tag.value_id, Strength(tag.strength)) for tag in tags],
        answers=[AnswerFact(one.pk, one.question_id, one.story_id, Fit(one.fit)) for one in answers.values()],
    )
    coverage = cover(library, target=owner.coverage_target)
    return Standing(frameworks, chosen, values, questions, stories, tags, answers, facts, coverage)


def _answers(owner: Owner, stories: Mapping[Id, Story], *, hidden: bool) -> dict[Id, Answer]:
    """The answers to the questions that are shown, or to those that are hidden, each with its story."""
    marks = HiddenQuestion.objects.filter(owner=owner, question=OuterRef("question"))
    answers = owner.answers.only("owner", "question", "story", "fit", "created").filter(
        Exists(marks) if hidden else ~Exists(marks)
    )
    found: dict[Id, Answer] = {answer.pk: answer for answer in answers if answer.story_id in stories}
    for answer in found.values():
        answer.story = stories[answer.story_id]
    return found


def _questions(owner: Owner, framework: Framework, category: str, *, hidden: bool) -> dict[Id, Question]:
    probes = Prefetch("probes", Probe.objects.filter(value__framework=framework))
    questions = Question.objects.hidden_by(owner) if hidden else Question.objects.shown_to(owner)
    if category:
        questions = questions.filter(topic__category=category)
    return {question.pk: question for question in questions.select_related("topic").prefetch_related(probes)}


def _question_fact(question: Question, values: Mapping[Id, Value]) -> QuestionFact:
    primary = (probe.value_id for probe in question.probes.all() if probe.strength == Strength.PRIMARY)
    return QuestionFact(question.pk, frozenset(value for value in primary if value in values))


@dataclass(frozen=True)
class StoryPage:
    owner: Owner
    story: Story
    tags: Sequence[Tag]
    answers: Sequence[Answer]
    conflicts: Sequence[EditConflict]
    spoken: SpokenStory

    @cached_property
    def reviewed(self) -> Reviewed:
        """What the review says, for the pages that show it."""
        return review_story(self.story, self.spoken, self.tags, self.owner)


def story_page(story: Story, owner: Owner) -> StoryPage:
    """A story with all that hangs on it, tags in every framework included."""
    return StoryPage(
        owner,
        story,
        list(story.tags.select_related("value__framework")),
        list(story.answers.select_related("question")),
        list(story.conflicts.all()),
        speak_story(story.texts, owner.words_per_minute),
    )


def probes_of(question: Question, owner: Owner) -> Sequence[tuple[Value, Strength]]:
    """What the question probes among the values of the owner's framework, first of all what it is asked for."""
    framework = frameworks_for(owner)[1]
    probes = question.probes.filter(value__in=Value.objects.shown_to(owner).filter(framework=framework))
    return [(probe.value, Strength(probe.strength)) for probe in probes.select_related("value")]


def sheet_answers(owner: Owner) -> Sequence[Answer]:
    """The answers that could stand on an interview sheet, in the order of the questions."""
    answers = owner.answers.exclude(story__status=Status.ARCHIVED).select_related("story", "question")
    return list(answers.order_by("question__position", "question_id", "pk"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that could answer a question, with why."""

    story: Story
    tags: Sequence[Tag]
    is_answer: bool


@dataclass(frozen=True, slots=True)
class QuestionPage:
    question: Question
    is_hidden: bool
    row: QuestionRow
    probes: Sequence[tuple[Value, Strength]]
    candidates: Sequence[Candidate]
    answers: Sequence[Answer]


def question_page(question: Question, owner: Owner) -> QuestionPage:
    """A question with what it probes, the owner's answers and the stories that carry a value it probes."""
    hidden = HiddenQuestion.objects.filter(owner=owner, question=question).exists()
    found = standing(owner, category=question.topic.category, hidden=hidden)
    row = next(row for row in found.question_rows if row.question.pk == question.pk)
    probes = [
        (found.values[probe.value_id], Strength(probe.strength))
        for probe in row.question.probes.all()
        if probe.value_id in found.values
    ]
    answers = {answer.pk: answer for answer in question.answers.filter(owner=owner).select_related("story")}
    active = [answers[answer.pk] for answer in row.answers]
    archived = [answer for answer in answers.values() if answer not in active]
    return QuestionPage(question, hidden, row, probes, _candidates(found, probes, active), active + archived)


def _candidates(
    found: Standing, probes: Sequence[tuple[Value, Strength]], answers: Sequence[Answer]
) -> Sequence[Candidate]:
    """Ready ones first, then by how many of the first-probed values they carry as primary, then the latest."""
    primary = {value.pk for value, strength in probes if strength == Strength.PRIMARY}
    probed = {value.pk for value, _ in probes}
    answering = {answer.story_id for answer in answers}
    candidates = []
    for story in found.stories.values():
        tags = [tag for pk, tag in found.tags_of.get(story.pk, {}).items() if pk in probed]
        for tag in tags:
            tag.value = found.values[tag.value_id]
        if tags and story.status != Status.ARCHIVED:
            candidates.append(Candidate(story, tags, story.pk in answering))
    return sorted(candidates, key=lambda one: _candidate_rank(one, primary))


def _candidate_rank(candidate: Candidate, primary: set[int]) -> tuple[bool, int, int]:
    asked_first = [tag for tag in candidate.tags if tag.value_id in primary]
    strong = sum(tag.strength == Strength.PRIMARY for tag in asked_first)
    return (candidate.story.status != Status.READY, -len(asked_first), -strong)


@dataclass(frozen=True, slots=True)
class ValuePage:
    value: Value
    row: ValueRow | None
    """None while the value is hidden."""
    tags: Sequence[Tag]
    questions: Sequence[Question]


def value_page(value: Value, owner: Owner) -> ValuePage:
    """A value with its level, the stories that show it and the questions that probe it first."""
    found = standing(owner, framework=value.framework.slug)
    row = next((row for row in found.value_rows if row.value.pk == value.pk), None)
    tags = [tag for tag in found.tags if tag.value_id == value.pk]
    for tag in tags:
        tag.story = found.stories[tag.story_id]
    questions = [question for pk, question in found.questions.items() if value.pk in found.facts[pk].primary]
    return ValuePage(value, row, tags, questions)
