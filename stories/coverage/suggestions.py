"""Suggestions: the stories that fit a question, even one just pasted in, and the questions that a story fits."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from stories.base.embedding import Unavailable
from stories.base.engine import load_engine
from stories.base.storage import if_possible
from stories.core.choices import Fit, Status, Strength
from stories.core.coverage import Id
from stories.core.inference import Inference, infer, inference_from
from stories.core.language import is_english
from stories.core.matching import Asked, Candidate, Fitness, Match, questions_for, suggest
from stories.core.search import fold
from stories.core.terms import Terms, load
from stories.coverage.nearness import nearness_to
from stories.coverage.snapshot import Snapshot
from stories.models import Question, Story

CLOSEST = 3
"""The stories that are offered for a question: one of them is the right one for about three questions in four."""
_FITS = {Fit.STRONG: 1.0, Fit.OK: 0.85, Fit.STRETCH: 0.5}
_MATCH_SHARE = 0.8
"""What a match is worth next to an answer that somebody has thought about."""
_load = lru_cache(maxsize=2000)(load)


@dataclass(frozen=True, slots=True)
class SuggestedStory:
    story: Story
    fitness: Fitness
    score: float
    """What they are ordered by."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The stories for a question, best first."""

    closest: Sequence[SuggestedStory]
    """Those to look at: three at most."""
    others: Sequence[SuggestedStory]


@dataclass(frozen=True, slots=True)
class AnswerableQuestion:
    question: Question
    is_answered: bool
    fitness: Fitness


def asked_of(question: Question, snapshot: Snapshot) -> Asked:
    """A question as the matching takes it; what it probes is known for the questions of the snapshot."""
    return Asked(question.text, question.topic.slug, snapshot.probes.get(question.pk, {}))


def rank_stories(snapshot: Snapshot, asked: Asked, *, question: Question | None = None) -> list[SuggestedStory]:
    """The stories with a reason to answer; an answer to the `question` itself doesn't count as told already."""
    ranked = suggest(asked, _candidates(snapshot, question), _names(snapshot), nearness_to(asked, snapshot))
    return [
        SuggestedStory(snapshot.stories[suggestion.story], suggestion.fitness, suggestion.score)
        for suggestion in ranked
    ]


def fits_of(snapshot: Snapshot, questions: Iterable[Question]) -> dict[tuple[Id, Id], float]:
    """By question and story, 0 to 1: how well the owner's answer fits, else the score of a match that isn't weak."""
    candidates, names = _candidates(snapshot), _names(snapshot)
    fits: dict[tuple[Id, Id], float] = {}
    for question in questions:
        asked = asked_of(question, snapshot)
        for suggestion in suggest(asked, candidates, names, nearness_to(asked, snapshot)):
            if suggestion.fitness.match != Match.WEAK:
                fits[question.pk, suggestion.story] = _MATCH_SHARE * suggestion.fitness.score
    return fits | {(answer.question_id, answer.story_id): _FITS[answer.fit] for answer in snapshot.answers.values()}


def suggestions_for(snapshot: Snapshot, asked: Asked, *, question: Question | None = None) -> Suggestions:
    """The stories to choose from; those that answer the `question` already are left out."""
    if question and question.pk in snapshot.questions:
        return snapshot.once(("suggestions", question.pk), lambda: _suggestions(snapshot, asked, question))
    return _suggestions(snapshot, asked, question)


def _suggestions(snapshot: Snapshot, asked: Asked, question: Question | None) -> Suggestions:
    answering = {
        answer.story_id for answer in snapshot.answers.values() if question and answer.question_id == question.pk
    }
    ranked = rank_stories(snapshot, asked, question=question)
    offered = [suggested for suggested in ranked if suggested.story.pk not in answering]
    return Suggestions(offered[:CLOSEST], offered[CLOSEST:])


def questions_of(story: Story, snapshot: Snapshot) -> list[AnswerableQuestion]:
    """The questions that the story could answer, at least possibly, but doesn't yet; unanswered ones first."""
    return snapshot.once(("questions of", story.pk), lambda: _questions_of(story, snapshot))


def _questions_of(story: Story, snapshot: Snapshot) -> list[AnswerableQuestion]:
    questions = {pk: asked_of(question, snapshot) for pk, question in snapshot.questions.items()}
    answered = {answer.question_id for answer in snapshot.answers.values()}
    told = {answer.question_id for answer in snapshot.answers.values() if answer.story_id == story.pk}
    ranked = questions_for(story.pk, _candidates(snapshot), questions, answered, _names(snapshot))
    return [
        AnswerableQuestion(snapshot.questions[fitting.question], fitting.is_answered, fitting.fitness)
        for fitting in ranked
        if fitting.question not in told and fitting.fitness.match != Match.WEAK
    ]


def infer_question(text: str, snapshot: Snapshot) -> Inference:
    """The topic and values that a pasted question is likely to be about.

    By meaning for a text in English and the default framework, in whose values questions were labelled, if there is a
    model; else by the words of the questions in the snapshot.
    """
    engine = load_engine()
    if isinstance(engine, Unavailable) or not snapshot.framework.is_default or not is_english(text):
        questions = [asked_of(question, snapshot) for question in snapshot.questions.values()]
        return infer(text, questions, _names(snapshot))
    shares = engine.values.classify(text)
    values = {pk: shares[value.slug] for pk, value in snapshot.values.items() if value.slug in shares}
    return inference_from(text, engine.topics.classify(text), values, _names(snapshot))


def same_question(text: str, snapshot: Snapshot) -> Question | None:
    """The question that already says the same, apart from case and punctuation."""
    wanted = _bare(text)
    return next((question for question in snapshot.questions.values() if _bare(question.text) == wanted), None)


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


def _names(snapshot: Snapshot) -> Mapping[Id, str]:
    return {pk: value.name for pk, value in snapshot.values.items()}


def _candidates(snapshot: Snapshot, question: Question | None = None) -> list[Candidate]:
    """All stories that count, each with the number of answers to other questions that tell it."""
    uses = Counter(
        answer.story_id for answer in snapshot.answers.values() if not question or answer.question_id != question.pk
    )
    active = [story for story in snapshot.stories.values() if story.status != Status.ARCHIVED]
    terms = _terms_of(active)
    return [
        Candidate(story.pk, Status(story.status), _strengths(snapshot, story), terms[story.pk], uses[story.pk])
        for story in active
    ]


def _strengths(snapshot: Snapshot, story: Story) -> Mapping[Id, Strength]:
    return {value: tag.strength for value, tag in snapshot.tags_of.get(story.pk, {}).items()}


def _terms_of(stories: Iterable[Story]) -> dict[Id, Terms]:
    """What each story is about. Where another vocabulary was used, it is read from the texts again, and stored."""
    stored = {story.pk: _load(story.terms) for story in stories}
    stale = [pk for pk, terms in stored.items() if terms is None]
    known: dict[Id, Terms] = {pk: terms for pk, terms in stored.items() if terms}
    return known | (_look_again(stale) if stale else {})


def _look_again(stale: Sequence[uuid.UUID]) -> dict[Id, Terms]:
    stories = list(Story.objects.filter(pk__in=stale))
    terms: dict[Id, Terms] = {story.pk: story.read_terms() for story in stories}
    for story in stories:
        story.terms = terms[story.pk].dump()
    with if_possible():
        Story.objects.bulk_update(stories, ["terms"], batch_size=200)
    return terms
