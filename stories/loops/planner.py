"""A loop with its plan: rows to core facts, the core's plan with the rows that pages show."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from stories.core.choices import Status
from stories.core.coverage import OVERUSED_AT, Id, StoryFact
from stories.core.loops import Item, Plan, Reason, ReasonKind, plan, strengths_shown
from stories.core.loops import Loop as LoopFacts
from stories.core.loops import Round as RoundFacts
from stories.core.search import fold
from stories.coverage.snapshot import Snapshot, snapshot_of
from stories.coverage.suggestions import fits_of
from stories.enums import Evidence
from stories.models import Answer, Loop, Owner, Question, Round, RoundQuestion, Story, Value


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
    snapshot: Snapshot

    @property
    def questions(self) -> int:
        return sum(len(one.questions) for one in self.rounds)

    @property
    def told_questions(self) -> int:
        return self.questions - len(self.unanswered)


def loop_page(loop: Loop, owner: Owner) -> LoopPage:
    """The loop as it is planned now."""
    snapshot = snapshot_of(owner, category="")
    rounds = rounds_of(loop)
    made = snapshot.once(_key(loop, rounds), lambda: plan(_facts(loop, rounds, snapshot)))
    answers = _answers_of(owner, rounds)
    planned = [
        _planned_round(one, items.items, snapshot, answers) for one, items in zip(rounds, made.rounds, strict=True)
    ]
    return LoopPage(
        loop,
        planned,
        [question for one in planned for question in one.questions if question.story is None],
        _not_shown(made, snapshot),
        snapshot,
    )


def _key(loop: Loop, rounds: Iterable[Round]) -> Hashable:
    """With what was read of the loop, which may have been before or after the snapshot."""
    asked = [(one.pk, *((asked.question_id, asked.pinned_id) for asked in one.questions.all())) for one in rounds]
    return "plan", loop.pk, loop.company, loop.may_repeat, tuple(asked)


def rounds_of(loop: Loop) -> list[Round]:
    """The rounds of a loop with their questions."""
    questions = RoundQuestion.objects.select_related("question__topic", "told")
    return list(loop.rounds.prefetch_related(Prefetch("questions", questions)))


def _facts(loop: Loop, rounds: Sequence[Round], snapshot: Snapshot) -> LoopFacts:
    asked = [(one.pk, question) for one in rounds for question in one.questions.all()]
    return LoopFacts(
        rounds=[RoundFacts(one.pk, tuple(asked.question_id for asked in one.questions.all())) for one in rounds],
        stories=[StoryFact(pk, Status(story.status)) for pk, story in snapshot.stories.items()],
        fits=fits_of(snapshot, {one.question_id: one.question for _, one in asked}.values()),
        pins={(pk, one.question_id): one.pinned_id for pk, one in asked if one.pinned_id in snapshot.stories},
        avoided=told_before(loop),
        overused={pk for pk, count in snapshot.coverage.uses.items() if count >= OVERUSED_AT},
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
    one: Round, items: Iterable[Item], snapshot: Snapshot, answers: Mapping[tuple[Id, Id], Answer]
) -> PlannedRound:
    asked: dict[Id, RoundQuestion] = {question.question_id: question for question in one.questions.all()}
    return PlannedRound(
        one,
        [
            PlannedQuestion(
                asked[item.question],
                item,
                snapshot.stories.get(item.story),
                snapshot.stories.get(item.backup),
                answers.get((item.question, item.story)),
                [_said(reason, snapshot) for reason in item.reasons],
            )
            for item in items
        ],
    )


def _not_shown(made: Plan, snapshot: Snapshot) -> list[Value]:
    shown = strengths_shown(made, snapshot.library.tags, list(snapshot.values))
    return [snapshot.values[pk] for pk, strength in shown.items() if strength is None]


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


def _said(reason: Reason, snapshot: Snapshot) -> str:
    return _SENTENCES[reason.kind].format(story=f"“{snapshot.stories[reason.story]}”" if reason.story else "")


def likely_questions(snapshot: Snapshot, stage: str, count: int, taken: Iterable[Id] = ()) -> list[Question]:
    """Behavioral questions that are likely in a stage: none taken, the surest first, of as many topics as there are."""
    without = set(taken)
    of_stage = [one for one in snapshot.questions.values() if stage in one.stages and one.pk not in without]
    surest = sorted(of_stage, key=lambda one: (Evidence(one.evidence).rank, one.position))
    topics: Counter[int] = Counter()
    turns = []
    for question in surest:
        turns.append((topics[question.topic_id], question))
        topics[question.topic_id] += 1
    return [question for _, question in sorted(turns, key=lambda turn: turn[0])][:count]
