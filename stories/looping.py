"""A loop with its plan: rows to core facts, the core's plan with the rows that pages show."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from stories.core.coverage import OVERUSED_AT, Id, StoryFact
from stories.core.loops import Item, Plan, Reason, ReasonKind, plan, strengths_shown
from stories.core.loops import Loop as LoopFacts
from stories.core.loops import Round as RoundFacts
from stories.core.search import fold
from stories.core.words import Status
from stories.enums import Evidence
from stories.models import Answer, Loop, Owner, Question, Round, RoundQuestion, Story, Value
from stories.standing import Standing, standing
from stories.suggesting import fits_of


@dataclass(frozen=True, slots=True)
class PlannedQuestion:
    """A question of a round with the story to tell."""

    asked: RoundQuestion
    item: Item
    story: Story | None
    backup: Story | None
    answer: Answer | None
    """What the owner has written for telling the story there."""
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class PlannedRound:
    round: Round
    questions: Sequence[PlannedQuestion]


@dataclass(frozen=True, slots=True)
class LoopPage:
    loop: Loop
    rounds: Sequence[PlannedRound]
    unanswered: Sequence[PlannedQuestion]
    not_shown: Sequence[Value]
    """The values that no story of the plan carries."""
    standing: Standing

    @property
    def questions(self) -> int:
        return sum(len(one.questions) for one in self.rounds)

    @property
    def told_questions(self) -> int:
        return self.questions - len(self.unanswered)


def loop_page(loop: Loop, owner: Owner) -> LoopPage:
    """The loop as it is planned now."""
    found = standing(owner, category="", terms=True)
    rounds = rounds_of(loop)
    made = found.once(_key(loop, rounds), lambda: plan(_facts(loop, rounds, found)))
    answers = _answers_of(owner, rounds)
    planned = [_planned_round(one, items.items, found, answers) for one, items in zip(rounds, made.rounds, strict=True)]
    return LoopPage(
        loop,
        planned,
        [question for one in planned for question in one.questions if question.story is None],
        _not_shown(made, found),
        found,
    )


def _key(loop: Loop, rounds: Iterable[Round]) -> Hashable:
    """With what was read of the loop, which may have been before or after the standing."""
    asked = [(one.pk, *((asked.question_id, asked.pinned_id) for asked in one.questions.all())) for one in rounds]
    return "plan", loop.pk, loop.company, loop.may_repeat, tuple(asked)


def rounds_of(loop: Loop) -> list[Round]:
    """The rounds of a loop with their questions."""
    questions = RoundQuestion.objects.select_related("question__topic", "told")
    return list(loop.rounds.prefetch_related(Prefetch("questions", questions)))


def _facts(loop: Loop, rounds: Sequence[Round], found: Standing) -> LoopFacts:
    asked = [(one.pk, question) for one in rounds for question in one.questions.all()]
    return LoopFacts(
        rounds=[RoundFacts(one.pk, tuple(asked.question_id for asked in one.questions.all())) for one in rounds],
        stories=[StoryFact(pk, Status(story.status)) for pk, story in found.stories.items()],
        fits=fits_of(found, {one.question_id: one.question for _, one in asked}.values()),
        pins={(pk, one.question_id): one.pinned_id for pk, one in asked if one.pinned_id in found.stories},
        avoided=told_before(loop),
        overused={pk for pk, count in found.coverage.uses.items() if count >= OVERUSED_AT},
        is_repeating=loop.may_repeat,
    )


def told_before(loop: Loop) -> set[Id]:
    """The stories that the same company has heard in another loop."""
    if not loop.company.strip():
        return set()
    told = RoundQuestion.objects.filter(owner=loop.owner_id, told__isnull=False).exclude(round__loop=loop)
    heard = told.values_list("told_id", "round__loop__company")
    return {story for story, company in heard if fold(company).strip() == fold(loop.company).strip()}


def _answers_of(owner: Owner, rounds: Iterable[Round]) -> Mapping[tuple[Id, Id], Answer]:
    """The answers to the questions of the rounds, by question and story."""
    asked = {question.question_id for one in rounds for question in one.questions.all()}
    return {(one.question_id, one.story_id): one for one in owner.answers.filter(question__in=asked)}


def _planned_round(
    one: Round, items: Iterable[Item], found: Standing, answers: Mapping[tuple[Id, Id], Answer]
) -> PlannedRound:
    asked: dict[Id, RoundQuestion] = {question.question_id: question for question in one.questions.all()}
    return PlannedRound(
        one,
        [
            PlannedQuestion(
                asked[item.question],
                item,
                found.stories.get(item.story),
                found.stories.get(item.backup),
                answers.get((item.question, item.story)),
                [_said(reason, found) for reason in item.reasons],
            )
            for item in items
        ],
    )


def _not_shown(made: Plan, found: Standing) -> list[Value]:
    shown = strengths_shown(made, found.library.tags, list(found.values))
    return [found.values[pk] for pk, strength in shown.items() if strength is None]


_SENTENCES = {
    ReasonKind.BEST: "It fits best.",
    ReasonKind.BEST_TOLD: "{story} would fit better, but is told for another question.",
    ReasonKind.BEST_AVOIDED: "{story} would fit better, but was told to this company before.",
    ReasonKind.BEST_OVERUSED: "{story} would fit better, but answers many questions already.",
    ReasonKind.AVOIDED: "This company has heard it before.",
    ReasonKind.PINNED: "You fixed it.",
    ReasonKind.PINNED_TWICE: "It is told for another question too.",
    ReasonKind.PINNED_DRAFT: "It is still a draft.",
    ReasonKind.PINNED_ARCHIVED: "It is archived.",
    ReasonKind.PINNED_MISFIT: "Nothing says that it fits.",
    ReasonKind.NOTHING_FITS: "No story of yours fits it.",
    ReasonKind.ONLY_DRAFTS: "Only drafts fit: finish {story}.",
    ReasonKind.TOLD_ELSEWHERE: "{story} fits, but is told for another question.",
    ReasonKind.PINNED_ELSEWHERE: "{story} fits, but is fixed for another question.",
    ReasonKind.COSTS_MORE: "{story} fits too little for telling it again.",
}


def _said(reason: Reason, found: Standing) -> str:
    return _SENTENCES[reason.kind].format(story=f"“{found.stories[reason.story]}”" if reason.story else "")


def likely_questions(found: Standing, stage: str, count: int, taken: Iterable[Id] = ()) -> list[Question]:
    """Behavioral questions that are likely in a stage: none taken, the surest first, of as many topics as there are."""
    without = set(taken)
    of_stage = [one for one in found.questions.values() if stage in one.stages and one.pk not in without]
    surest = sorted(of_stage, key=lambda one: (Evidence(one.evidence).rank, one.position))
    topics: Counter[int] = Counter()
    turns = []
    for question in surest:
        turns.append((topics[question.topic_id], question))
        topics[question.topic_id] += 1
    return [question for _, question in sorted(turns, key=lambda turn: turn[0])][:count]
