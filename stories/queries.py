"""What the pages of one noun need, read in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from stories.core.coverage import Id
from stories.core.words import Status, Strength
from stories.models import Answer, EditConflict, HiddenQuestion, Owner, Question, Story, Tag, Value
from stories.probing import probed_in
from stories.rendering import SpokenStory, speak_story
from stories.reviewing import Reviewed, review_story
from stories.standing import QuestionRow, Tagged, ValueRow, frameworks_for, standing
from stories.suggesting import AnswerableQuestion, Suggestions, asked_of, questions_of, suggestions_for


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
    values: dict[Id, Value] = {value.pk: value for value in Value.objects.shown_to(owner).filter(framework=framework)}
    probed = probed_in([question.pk], framework, values)[question.pk]
    return [(values[pk], strength) for pk, strength in probed.items()]


def sheet_answers(owner: Owner) -> Sequence[Answer]:
    """The answers that could stand on an interview sheet, in the order of the questions."""
    answers = owner.answers.exclude(story__status=Status.ARCHIVED).select_related("story", "question")
    return list(answers.order_by("question__position", "question_id", "pk"))


@dataclass(frozen=True, slots=True)
class QuestionPage:
    question: Question
    is_hidden: bool
    row: QuestionRow
    probes: Sequence[tuple[Value, Strength]]
    suggestions: Suggestions
    answers: Sequence[Answer]


def question_page(question: Question, owner: Owner) -> QuestionPage:
    """A question with what it probes, the owner's answers and the other stories that could answer it."""
    hidden = HiddenQuestion.objects.filter(owner=owner, question=question).exists()
    found = standing(owner, category=question.topic.category, hidden=hidden, terms=True)
    row = next(row for row in found.question_rows if row.question.pk == question.pk)
    probes = [(found.values[pk], strength) for pk, strength in row.probes.items()]
    answers = {answer.pk: answer for answer in question.answers.filter(owner=owner).select_related("story")}
    active = [answers[answer.pk] for answer in row.answers]
    archived = [answer for answer in answers.values() if answer not in active]
    suggestions = suggestions_for(found, asked_of(row.question, found), question=question)
    return QuestionPage(question, hidden, row, probes, suggestions, active + archived)


@dataclass(frozen=True, slots=True)
class ValuePage:
    value: Value
    row: ValueRow | None
    """None while the value is hidden."""
    tags: Sequence[Tagged]
    questions: Sequence[Question]


def value_page(value: Value, owner: Owner) -> ValuePage:
    """A value with its level, the stories that show it and the questions that probe it first."""
    found = standing(owner, framework=value.framework.slug)
    row = next((row for row in found.value_rows if row.value.pk == value.pk), None)
    tags = [tag for tag in found.tags if tag.value_id == value.pk]
    questions = [question for pk, question in found.questions.items() if value.pk in found.facts[pk].primary]
    return ValuePage(value, row, tags, questions)


def answerable_questions(story: Story, owner: Owner) -> Sequence[AnswerableQuestion]:
    """The behavioral questions that a story could answer and does not yet, unanswered ones first."""
    return questions_of(story, standing(owner, terms=True))
