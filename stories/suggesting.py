"""Suggestions: the stories that fit a question, also one just pasted in, and the questions that a story fits."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from stories.core.coverage import Id
from stories.core.inference import Inference, infer
from stories.core.matching import Asked, Candidate, Fitness, Match, questions_for, suggest
from stories.core.search import fold
from stories.core.terms import Terms, load
from stories.core.words import Fit, Status, Strength
from stories.models import Question, Story
from stories.standing import Standing
from stories.storage import if_possible

_FITS = {Fit.STRONG: 1.0, Fit.OK: 0.85, Fit.STRETCH: 0.5}
_MATCH_SHARE = 0.8
"""What a match is worth beside an answer that somebody has thought about."""
_load = lru_cache(maxsize=2000)(load)


@dataclass(frozen=True, slots=True)
class SuggestedStory:
    story: Story
    fitness: Fitness


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The stories for a question, best first."""

    fitting: Sequence[SuggestedStory]
    weak: Sequence[SuggestedStory]
    """Those that have little to say for themselves."""


@dataclass(frozen=True, slots=True)
class AnswerableQuestion:
    question: Question
    is_answered: bool
    fitness: Fitness


def asked_of(question: Question, found: Standing) -> Asked:
    """A question as the matching wants it; what it probes is known of those of the standing."""
    return Asked(question.text, question.topic.slug, found.probes.get(question.pk, {}))


def rank_stories(found: Standing, asked: Asked, *, question: Question | None = None) -> list[SuggestedStory]:
    """The stories that have a reason to answer; what answers the `question` itself does not count as told."""
    ranked = suggest(asked, _candidates(found, question), _names(found))
    return [SuggestedStory(found.stories[one.story], one.fitness) for one in ranked]


def fits_of(found: Standing, questions: Iterable[Question]) -> dict[tuple[Id, Id], float]:
    """By question and story, 0 to 1: how well an answer of the owner fits, else what a match that is not weak says."""
    candidates, names = _candidates(found), _names(found)
    fits: dict[tuple[Id, Id], float] = {}
    for question in questions:
        for one in suggest(asked_of(question, found), candidates, names):
            if one.fitness.match != Match.WEAK:
                fits[question.pk, one.story] = _MATCH_SHARE * one.fitness.score
    return fits | {(one.question_id, one.story_id): _FITS[one.fit] for one in found.answers.values()}


def suggestions_for(found: Standing, asked: Asked, *, question: Question | None = None) -> Suggestions:
    """The stories to choose from; those that answer the `question` already are left out."""
    if question and question.pk in found.questions:
        return found.once(("suggestions", question.pk), lambda: _suggestions(found, asked, question))
    return _suggestions(found, asked, question)


def _suggestions(found: Standing, asked: Asked, question: Question | None) -> Suggestions:
    answering = {answer.story_id for answer in found.answers.values() if question and answer.question_id == question.pk}
    ranked = [one for one in rank_stories(found, asked, question=question) if one.story.pk not in answering]
    return Suggestions(
        fitting=[one for one in ranked if one.fitness.match != Match.WEAK],
        weak=[one for one in ranked if one.fitness.match == Match.WEAK],
    )


def questions_of(story: Story, found: Standing) -> list[AnswerableQuestion]:
    """The questions that the story could answer at least possibly and does not yet, unanswered ones first."""
    return found.once(("questions of", story.pk), lambda: _questions_of(story, found))


def _questions_of(story: Story, found: Standing) -> list[AnswerableQuestion]:
    questions = {pk: asked_of(question, found) for pk, question in found.questions.items()}
    answered = {answer.question_id for answer in found.answers.values()}
    told = {answer.question_id for answer in found.answers.values() if answer.story_id == story.pk}
    ranked = questions_for(story.pk, _candidates(found), questions, answered, _names(found))
    return [
        AnswerableQuestion(found.questions[one.question], one.is_answered, one.fitness)
        for one in ranked
        if one.question not in told and one.fitness.match != Match.WEAK
    ]


def infer_question(text: str, found: Standing) -> Inference:
    """The topic and values that a pasted question is likely to be about, by the questions of the standing."""
    return infer(text, [asked_of(question, found) for question in found.questions.values()], _names(found))


def same_question(text: str, found: Standing) -> Question | None:
    """The question that says the same already, but for case and signs."""
    wanted = _bare(text)
    return next((question for question in found.questions.values() if _bare(question.text) == wanted), None)


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


def _names(found: Standing) -> Mapping[Id, str]:
    return {pk: value.name for pk, value in found.values.items()}


def _candidates(found: Standing, question: Question | None = None) -> list[Candidate]:
    """All stories that count, each with how many answers to other questions tell it."""
    uses = Counter(
        answer.story_id for answer in found.answers.values() if not question or answer.question_id != question.pk
    )
    active = [story for story in found.stories.values() if story.status != Status.ARCHIVED]
    terms = _terms_of(active)
    return [
        Candidate(story.pk, Status(story.status), _strengths(found, story), terms[story.pk], uses[story.pk])
        for story in active
    ]


def _strengths(found: Standing, story: Story) -> Mapping[Id, Strength]:
    return {value: tag.strength for value, tag in found.tags_of.get(story.pk, {}).items()}


def _terms_of(stories: Iterable[Story]) -> dict[Id, Terms]:
    """What each story is about. What was stored with another vocabulary is read from the texts again, and stored."""
    stored = {story.pk: _load(story.terms) for story in stories}
    stale = [pk for pk, terms in stored.items() if terms is None]
    known: dict[Id, Terms] = {pk: terms for pk, terms in stored.items() if terms}
    return known | (_look_again(stale) if stale else {})


def _look_again(stale: Sequence[uuid.UUID]) -> dict[Id, Terms]:
    stories = list(Story.objects.filter(pk__in=stale))
    found: dict[Id, Terms] = {story.pk: story.read_terms() for story in stories}
    for story in stories:
        story.terms = found[story.pk].dump()
    with if_possible():
        Story.objects.bulk_update(stories, ["terms"], batch_size=200)
    return found
