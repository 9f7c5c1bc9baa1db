"""Suggestions: the stories to choose from for a question, even one just pasted in, and the questions of a story."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from stories.base.embedding import Unavailable
from stories.base.engine import load_engine
from stories.core.choices import Status
from stories.core.coverage import Id
from stories.core.grammar import join_words
from stories.core.inference import Inference, infer, inference_from
from stories.core.language import is_english
from stories.core.matching import Asked, grouped_by_reason, in_common
from stories.core.search import bare
from stories.coverage.closest_stories import Offer
from stories.coverage.snapshot import Snapshot, SuggestedStory
from stories.models import Question, Story

_OTHERS = 8
"""The stories beside the closest whose reasons somebody may read on the page of a question."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The stories for a question, best first."""

    closest: Sequence[SuggestedStory]
    """Those to look at: three at most."""
    others: Sequence[SuggestedStory]
    """The next ones, eight at most."""
    remaining: int
    """The number of stories beside the closest, those that aren't among the others included."""


@dataclass(frozen=True, slots=True)
class AnswerableQuestion:
    question: Question
    is_answered: bool
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class ReasonGroup:
    """Questions that a story is offered for, for the same reason."""

    reason: str
    """Empty where each has only reasons of its own."""
    questions: Sequence[AnswerableQuestion]
    """With their other reasons."""


def suggestions_for(snapshot: Snapshot, question: Question) -> Suggestions:
    """The stories to choose from, if it asks for one; those that answer it already are left out."""
    if question.pk in snapshot.questions:
        return snapshot.once(("suggestions", question.pk), lambda: _suggestions_for(snapshot, question))
    return _suggestions_for(snapshot, question)


def _suggestions_for(snapshot: Snapshot, question: Question) -> Suggestions:
    offer = snapshot.offers([question], others=_OTHERS)[question.pk]
    answering = snapshot.stories_answering.get(question.pk, ()) if question.takes_story else snapshot.stories
    return _suggestions(snapshot, offer, answering)


def suggestions_heard(snapshot: Snapshot, asked: Asked) -> Suggestions:
    """The stories to choose from for a question that isn't in the bank."""
    [offer] = snapshot.ranked_stories.offer([asked], [()], others=_OTHERS)
    return _suggestions(snapshot, offer, ())


def _suggestions(snapshot: Snapshot, offer: Offer, left_out: Collection[Id]) -> Suggestions:
    closest, others = ([snapshot.suggested(each) for each in part] for part in offer)
    count = sum(story not in left_out for story in snapshot.ranked_stories.stories)
    return Suggestions(closest, others, count - len(closest))


def stories_answering(question: Question, snapshot: Snapshot) -> list[Story]:
    """Those that answer it already, so that they aren't among those to choose from."""
    answering = snapshot.stories_answering.get(question.pk, ())
    return [story for pk, story in snapshot.stories.items() if pk in answering]


def questions_of(story: Story, snapshot: Snapshot) -> list[AnswerableQuestion]:
    """The questions that have the story among their closest: unanswered ones first, then those where it comes first."""
    return snapshot.once(("questions of", story.pk), lambda: _questions_of(story, snapshot))


def _questions_of(story: Story, snapshot: Snapshot) -> list[AnswerableQuestion]:
    placed = [
        ((pk in snapshot.stories_answering, place, -suggestion.score), pk, suggestion.reasons)
        for pk, closest in snapshot.closest.items()
        for place, suggestion in enumerate(closest)
        if suggestion.story == story.pk
    ]
    return [
        AnswerableQuestion(snapshot.questions[pk], is_answered, reasons)
        for (is_answered, *_), pk, reasons in sorted(placed, key=lambda each: each[0])
    ]


def common_reasons(questions: Sequence[AnswerableQuestion]) -> list[str]:
    """Why a story is offered for all of several questions."""
    return in_common([each.reasons for each in questions])


def by_reason(questions: Sequence[AnswerableQuestion], said: Collection[str]) -> list[ReasonGroup]:
    """The questions in groups with a reason in common, without the reasons that are `said` of all."""
    groups = grouped_by_reason([[reason for reason in each.reasons if reason not in said] for each in questions])
    return [
        ReasonGroup(shared, [_without(questions[place], {shared, *said}) for place in places])
        for shared, places in groups
    ]


def _without(question: AnswerableQuestion, said: Collection[str]) -> AnswerableQuestion:
    return replace(question, reasons=[reason for reason in question.reasons if reason not in said])


def titles_of(suggested: Iterable[SuggestedStory]) -> str:
    """The stories to choose from in a line of plain text: `“A”, “B” (draft) or “C”`."""
    return join_words([_titled(each.story) for each in suggested], "or")


def _titled(story: Story) -> str:
    return f"“{story}”" + (" (draft)" if story.status == Status.DRAFT else "")


def infer_question(text: str, snapshot: Snapshot) -> Inference:
    """The topic and values that a pasted question is likely to be about.

    By meaning for a text in English and the default framework, in whose values questions were labelled, if there is a
    model; else by the words of the questions in the snapshot.
    """
    engine = load_engine()
    names = snapshot.value_names
    if isinstance(engine, Unavailable) or not snapshot.framework.is_default or not is_english(text):
        questions = [snapshot.asked(question) for question in snapshot.questions.values()]
        return infer(text, questions, names)
    shares = engine.values.classify(text)
    values = {pk: shares[value.slug] for pk, value in snapshot.values.items() if value.slug in shares}
    return inference_from(text, engine.topics.classify(text), values, names)


def same_question(text: str, snapshot: Snapshot) -> Question | None:
    """The question that already says the same, apart from case and punctuation."""
    return same_among(text, snapshot.questions.values())


def same_among(text: str, questions: Iterable[Question]) -> Question | None:
    wanted = bare(text)
    return next((question for question in questions if bare(question.text) == wanted), None)
