"""A loop with its plan: rows become facts for the core, and its plan comes back with the rows that pages show."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from stories.core.choices import Fit
from stories.core.coverage import OVERUSED_AT, Id
from stories.core.likelihood import Audience, Work, is_meant_for
from stories.core.loops import Item, Plan, Reason, ReasonKind, plan, spare_answers, values_not_shown
from stories.core.loops import Loop as LoopFacts
from stories.core.loops import Round as RoundFacts
from stories.core.search import fold
from stories.core.steps import step_for_question
from stories.coverage.snapshot import Snapshot, SuggestedStory, snapshot_of
from stories.coverage.suggestions import suggestions_for
from stories.enums import Evidence
from stories.models import Answer, Loop, Owner, Question, Round, RoundQuestion, Story, Value

PREPARED = "You have prepared an answer."
_FITS = {Fit.STRONG: 1.0, Fit.OK: 0.85, Fit.STRETCH: 0.5}


@dataclass(frozen=True, slots=True)
class PlannedQuestion:
    """A question of a round, with the story to tell."""

    asked: RoundQuestion
    item: Item
    story: Story | None
    backup: Story | None
    answer: Answer | None
    """The owner's answer to the question from this story."""
    reasons: Sequence[str]
    closest: Sequence[SuggestedStory]
    """Where no story is planned: those to choose from, with those that the loop tells elsewhere last."""
    is_prepared: bool
    """Whether no story is planned, and none is needed."""
    place: int
    """In its round, from 1."""

    @property
    def state(self) -> str:
        """What there is to say: a story, what is prepared without one, or nothing yet."""
        return "told" if self.story else "prepared" if self.is_prepared else "open"

    @property
    def is_undecided(self) -> bool:
        """Whether nothing speaks against a story but that none is chosen."""
        return [reason.kind for reason in self.item.reasons] == [ReasonKind.NOTHING_FITS]


@dataclass(frozen=True, slots=True)
class PlannedRound:
    round: Round
    questions: Sequence[PlannedQuestion]

    @property
    def answered(self) -> list[PlannedQuestion]:
        return [question for question in self.questions if question.state != "open"]

    @property
    def unanswered(self) -> list[PlannedQuestion]:
        return [question for question in self.questions if question.state == "open"]


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
        return sum(len(planned.questions) for planned in self.rounds)

    @property
    def prepared_questions(self) -> int:
        return sum(question.is_prepared for planned in self.rounds for question in planned.questions)

    @property
    def told_questions(self) -> int:
        return self.questions - self.prepared_questions - len(self.unanswered)


def loop_page(loop: Loop, owner: Owner) -> LoopPage:
    """The loop with its current plan."""
    snapshot = snapshot_of(owner, category="")
    rounds = rounds_of(loop)
    current = plan_of(loop, rounds, snapshot)
    answers = _answers_of(owner, rounds)
    offers = _Offers(current, snapshot)
    planned = [
        _planned_round(loop_round, facts.items, snapshot, answers, offers)
        for loop_round, facts in zip(rounds, current.rounds, strict=True)
    ]
    return LoopPage(
        loop,
        planned,
        [question for planned_round in planned for question in planned_round.unanswered],
        _not_shown(current, snapshot),
        snapshot,
    )


def plan_of(loop: Loop, rounds: Sequence[Round], snapshot: Snapshot) -> Plan:
    """The current plan of a loop; `rounds` are its rounds with their questions, `snapshot` is of every category."""
    current: Plan = snapshot.once(_key(loop, rounds), lambda: plan(_facts(loop, rounds, snapshot)))
    return current


def _key(loop: Loop, rounds: Iterable[Round]) -> Hashable:
    """Names a plan by the loop as it was read, which may have happened before or after the snapshot."""
    asked = [
        (loop_round.pk, *((asked.question_id, asked.pinned_id) for asked in loop_round.questions.all()))
        for loop_round in rounds
    ]
    return "plan", loop.pk, loop.company, loop.may_repeat, tuple(asked)


def rounds_of(loop: Loop) -> list[Round]:
    """The rounds of a loop with their questions."""
    questions = RoundQuestion.objects.select_related("question__topic", "told")
    return list(loop.rounds.prefetch_related(Prefetch("questions", questions)))


def _facts(loop: Loop, rounds: Sequence[Round], snapshot: Snapshot) -> LoopFacts:
    all_asked = [asked for loop_round in rounds for asked in loop_round.questions.all()]
    return LoopFacts(
        rounds=[
            RoundFacts(loop_round.pk, tuple(asked.question_id for asked in loop_round.questions.all()))
            for loop_round in rounds
        ],
        stories=snapshot.library.stories,
        fits={(answer.question, answer.story): _FITS[answer.fit] for answer in snapshot.library.answers},
        spare=spare_answers(snapshot.library.answers, snapshot.library.stories),
        pins={
            (asked.round_id, asked.question_id): asked.pinned_id
            for asked in all_asked
            if asked.pinned_id in snapshot.stories
        },
        avoided=told_before(loop),
        overused={pk for pk, count in snapshot.coverage.uses.items() if count >= OVERUSED_AT},
        is_repeating=loop.may_repeat,
    )


def told_before(loop: Loop) -> set[Id]:
    """The stories that the same company has heard in another loop."""
    if not loop.company.strip():
        return set()
    elsewhere = RoundQuestion.objects.filter(owner=loop.owner_id, told__isnull=False).exclude(round__loop=loop)
    tellings = elsewhere.values_list("told_id", "round__loop__company")
    return {story for story, company in tellings if fold(company).strip() == fold(loop.company).strip()}


def _answers_of(owner: Owner, rounds: Iterable[Round]) -> Mapping[tuple[Id, Id], Answer]:
    """The answers to the questions of the rounds, by question and story."""
    questions = {asked.question_id for loop_round in rounds for asked in loop_round.questions.all()}
    answers = owner.answers.filter(question__in=questions)
    return {(answer.question_id, answer.story_id): answer for answer in answers}


def _planned_round(
    loop_round: Round,
    items: Iterable[Item],
    snapshot: Snapshot,
    answers: Mapping[tuple[Id, Id], Answer],
    offers: "_Offers",
) -> PlannedRound:
    by_question: dict[Id, RoundQuestion] = {asked.question_id: asked for asked in loop_round.questions.all()}
    return PlannedRound(
        loop_round,
        [
            _planned(place, by_question[item.question], item, snapshot, answers, offers)
            for place, item in enumerate(items, start=1)
        ],
    )


def _planned(
    place: int,
    asked: RoundQuestion,
    item: Item,
    snapshot: Snapshot,
    answers: Mapping[tuple[Id, Id], Answer],
    offers: "_Offers",
) -> PlannedQuestion:
    is_prepared = _is_prepared(item, snapshot)
    return PlannedQuestion(
        asked,
        item,
        snapshot.stories.get(item.story),
        snapshot.stories.get(_backup(item)),
        answers.get((item.question, item.story)),
        [PREPARED] if is_prepared else _reasons(item, snapshot),
        () if item.story or is_prepared else offers.take(asked.question),
        is_prepared,
        place,
    )


def _is_prepared(item: Item, snapshot: Snapshot) -> bool:
    """Whether no story is planned for it and it is answered without one; never for a question that is hidden."""
    covered = snapshot.covered.get(item.question)
    return item.story is None and covered is not None and covered.is_prepared


def _reasons(item: Item, snapshot: Snapshot) -> list[str]:
    covered = snapshot.covered.get(item.question)
    if covered and item.story is None and not covered.kind.takes_story and not covered.answers:
        step = step_for_question(covered, ())
        return [step.reason] if step else []
    return [_sentence(reason, snapshot) for reason in item.reasons]


class _Offers:
    """The stories to choose from for the questions of a loop, in an order that avoids telling one of them twice."""

    def __init__(self, current: Plan, snapshot: Snapshot) -> None:
        self._snapshot, self._told = snapshot, current.told
        self._offered_first = Counter[Id]()

    def take(self, question: Question) -> Sequence[SuggestedStory]:
        """The closest stories of the next question without one: first those that are neither told nor offered yet."""
        closest = suggestions_for(self._snapshot, question).closest
        ordered = sorted(closest, key=lambda suggested: self._times(suggested.story.pk))
        self._offered_first.update(suggested.story.pk for suggested in ordered[:1])
        return ordered

    def _times(self, story: Id) -> tuple[int, int]:
        return self._told.get(story, 0), self._offered_first[story]


def _backup(item: Item) -> Id | None:
    """The backup, unless a reason has just said why that story isn't told here."""
    return None if any(reason.story == item.backup for reason in item.reasons) else item.backup


def _not_shown(current: Plan, snapshot: Snapshot) -> list[Value]:
    missing = values_not_shown(current, snapshot.library.tags, list(snapshot.values))
    return [snapshot.values[pk] for pk in missing]


_SENTENCES = {
    ReasonKind.BEST: "It is your best answer.",
    ReasonKind.BEST_TOLD: "{story} answers it better, but it is already used for another question.",
    ReasonKind.BEST_AVOIDED: "{story} answers it better, but this company has heard it before.",
    ReasonKind.BEST_OVERUSED: "{story} answers it better, but it already answers many questions.",
    ReasonKind.AVOIDED: "This company has heard it before.",
    ReasonKind.PINNED: "You pinned it.",
    ReasonKind.PINNED_TWICE: "It is also used for another question.",
    ReasonKind.PINNED_DRAFT: "It isn't ready yet.",
    ReasonKind.PINNED_ARCHIVED: "It is archived.",
    ReasonKind.PINNED_MISFIT: "You have no answer from it yet.",
    ReasonKind.NOTHING_FITS: "You haven't decided which story answers it.",
    ReasonKind.ONLY_DRAFTS: "Only a story that isn't ready answers it: {story}.",
    ReasonKind.TOLD_ELSEWHERE: "{story} answers it, but it is already used for another question.",
    ReasonKind.PINNED_ELSEWHERE: "{story} answers it, but it is pinned to another question.",
    ReasonKind.COSTS_MORE: "{story} doesn't answer it well enough to be told again.",
}


def _sentence(reason: Reason, snapshot: Snapshot) -> str:
    return _SENTENCES[reason.kind].format(story=f"“{snapshot.stories[reason.story]}”" if reason.story else "")


def likely_in_stage(
    snapshot: Snapshot, stage: str, count: int, *, taken: Iterable[Id] = (), work: Work | None = None
) -> list[Question]:
    """Likely behavioral questions of a stage, except those taken: the surest first, from as many topics as possible.

    Only those that somebody with this kind of work is asked.
    """
    excluded = set(taken)
    in_stage = [
        question
        for question in snapshot.questions.values()
        if stage in question.stages and question.pk not in excluded and is_meant_for(work, Audience(question.audience))
    ]
    surest_first = sorted(in_stage, key=lambda question: (Evidence(question.evidence).rank, question.position))
    earlier_on_topic: Counter[int] = Counter()
    turns = []
    for question in surest_first:
        turns.append((earlier_on_topic[question.topic_id], question))
        earlier_on_topic[question.topic_id] += 1
    return [question for _, question in sorted(turns, key=lambda turn: turn[0])][:count]
