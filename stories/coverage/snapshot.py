"""Where an owner stands: from rows to core facts to core answers, in a constant number of queries."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, wraps
from threading import Condition, Lock
from typing import Any, NamedTuple, TypeVar

from cachetools import LRUCache, cached
from django.db.models import CharField
from django.db.models import Value as Constant
from django.db.models.functions import Cast
from django.utils import timezone

from stories.base.rendering import spoken_words
from stories.base.revisions import Revisions, revision_if_settled
from stories.core.choices import Fit, Status, Strength
from stories.core.coverage import (
    AnswerFact,
    Coverage,
    Id,
    Library,
    PreparedFact,
    QuestionCoverage,
    QuestionFact,
    QuestionLevel,
    Source,
    StoryFact,
    TagFact,
    ValueCoverage,
    cover,
    percent,
)
from stories.core.hold_ups import weaknesses_of_prepared, weaknesses_of_telling
from stories.core.matching import Asked, Suggestion
from stories.core.refusals import About, still_stands
from stories.core.speaking import Pace
from stories.core.steps import Step, StepKind, next_steps, step_for_question, step_for_value, step_for_waiting
from stories.coverage.bank_rows import owners_bank
from stories.coverage.carried_tags import TagElsewhere, carried_over
from stories.coverage.closest_stories import Offer, RankedStories
from stories.coverage.likely_questions import Likely, likely_for
from stories.enums import Category, Evidence
from stories.models import Framework, Owner, Question, Story, Tag, Value

T = TypeVar("T")
SHOWN = ("owner", "title", "headline", "status", "words", "faults", "updated", "terms")
"""What is read of a story: not its texts, but what they are about."""
MOST_KEPT = 100_000
"""Rows in all the snapshots that are kept, about 0.7 kB each: some 370 libraries of 30 stories."""
MOST_WORKED_OUT = 16
"""What is kept with each snapshot: plans, suggestions for a question, and the like."""


class Tagged(NamedTuple):
    """A story by a value of the framework, as small as possible: a library has thousands."""

    story: Story
    value_id: Id
    strength: Strength
    evidence: str


class Answered(NamedTuple):
    """A question by a story, just as small."""

    pk: int
    question_id: Id
    story: Story
    fit: Fit
    words: int
    was_seen: bool

    @property
    def story_id(self) -> Id:
        return self.story.pk


@dataclass(frozen=True, slots=True)
class SuggestedStory:
    """A story to choose from for a question."""

    story: Story
    suggestion: Suggestion

    @property
    def score(self) -> float:
        """What they are ordered by."""
        return self.suggestion.score

    @property
    def reasons(self) -> Sequence[str]:
        return self.suggestion.reasons

    @property
    def briefly(self) -> Sequence[str]:
        """The same, in a few words each."""
        return self.suggestion.briefly


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step with the rows that its text and its links need."""

    step: Step
    framework: Framework
    value: Value | None
    question: Question | None
    stories: Sequence[SuggestedStory]
    """Those to choose from, or those that the owner has chosen or tagged already."""

    @property
    def closest(self) -> Sequence[SuggestedStory]:
        """The stories to choose from, if choosing one is the step."""
        return self.stories if self.step.kind == StepKind.CHOOSE_STORY else ()


@dataclass(frozen=True, slots=True)
class ValueRow:
    value: Value
    coverage: ValueCoverage
    next: NextStep | None


@dataclass(frozen=True, slots=True)
class QuestionRow:
    question: Question
    is_likely: bool
    probes: Mapping[Id, Strength]
    coverage: QuestionCoverage
    answers: Sequence[Answered]
    next: NextStep | None


@dataclass(frozen=True)
class Snapshot:
    """Where an owner stands in one framework: the rows, and what the core says of them."""

    frameworks: Sequence[Framework]
    framework: Framework
    values: Mapping[Id, Value]
    questions: Mapping[Id, Question]
    probes: Mapping[Id, Mapping[Id, Strength]]
    """Question id → value id → how much it is probed."""
    stories: Mapping[Id, Story]
    tags: Sequence[Tagged]
    answers: Mapping[Id, Answered]
    facts: Mapping[Id, QuestionFact]
    facts_read: Library
    """Without what the owner has refused."""
    refusals: Mapping[Id, Mapping[Id, About]]
    """Question id → what the stories were about that the owner saw when they said that none answers it."""
    waiting: Mapping[Id, int]
    """Value id → how many tags of other frameworks carry over to it; values with none are left out."""
    target: int
    """The number of ready stories wanted for each value."""
    likely: Likely
    _kept: LRUCache[Hashable, Any] = field(default_factory=lambda: LRUCache(MOST_WORKED_OUT), repr=False, compare=False)
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` works out from this snapshot and its revision alone, kept with the snapshot."""
        with self._lock:
            if key in self._kept:
                kept: T = self._kept[key]
                return kept
        made = make()
        with self._lock:
            self._kept[key] = made
        return made

    @cached_property
    def library(self) -> Library:
        return replace(self.facts_read, refused=self._refused)

    @cached_property
    def coverage(self) -> Coverage:
        return cover(self.library, target=self.target)

    @property
    def _refused(self) -> frozenset[Id]:
        """The questions of refusals that still stand."""
        if not self.refusals:
            return frozenset()
        about, closest = self.ranked_stories.about, self._closest_to(self.refusals)
        return frozenset(
            pk for pk, seen in self.refusals.items() if still_stands(seen, [each.story for each in closest[pk]], about)
        )

    @cached_property
    def value_rows(self) -> list[ValueRow]:
        """Gaps first."""
        rows = [
            ValueRow(
                self.values[covered.value],
                covered,
                self._resolve(step_for_value(covered, self.waiting.get(covered.value, 0))),
            )
            for covered in self.coverage.values
        ]
        return sorted(rows, key=lambda row: row.coverage.level.rank)

    @cached_property
    def question_rows(self) -> list[QuestionRow]:
        """The likely ones first, and of these and of the others, gaps first."""
        rows = [
            QuestionRow(
                self.questions[covered.question],
                covered.question in self.likely.questions,
                self.probes[covered.question],
                covered,
                [self.answers[answer.id] for answer in covered.answers],
                self._resolve(step_for_question(covered, self.offered[covered.question])),
            )
            for covered in self.coverage.questions
        ]
        return sorted(rows, key=lambda row: (not row.is_likely, row.coverage.level.rank))

    @cached_property
    def covered(self) -> Mapping[Id, QuestionCoverage]:
        """Question id → its coverage."""
        return {each.question: each for each in self.coverage.questions}

    @cached_property
    def likely_covered(self) -> int:
        """The number of likely questions that are covered."""
        return sum(self.covered[pk].level == QuestionLevel.COVERED for pk in self.likely.questions)

    @property
    def likely_percent(self) -> int:
        return percent(self.likely_covered, len(self.likely.questions))

    @property
    def confirming(self) -> NextStep | None:
        """The step to confirm the tags that carry over, if they would close a gap."""
        return self._resolve(step_for_waiting(self.coverage.values, self.waiting))

    @cached_property
    def next_steps(self) -> list[NextStep]:
        """The three things most worth doing."""
        likely = self.likely.questions
        steps = next_steps(self.coverage, self.facts, self.asked_ranks, self.offered, self.waiting, likely)
        return [self.with_rows(step) for step in steps]

    @cached_property
    def asked_ranks(self) -> Mapping[Id, tuple[bool, int]]:
        """Question id → how sure it is to be asked; the lower, the surer."""
        return {
            pk: (pk not in self.likely.questions, Evidence(question.evidence).rank)
            for pk, question in self.questions.items()
        }

    @cached_property
    def tags_of(self) -> Mapping[Id, Mapping[Id, Tagged]]:
        """Story id → value id → tag."""
        tags: dict[Id, dict[Id, Tagged]] = defaultdict(dict)
        for tag in self.tags:
            tags[tag.story.pk][tag.value_id] = tag
        return tags

    @cached_property
    def counted(self) -> Mapping[Id, Status]:
        """Story id → what it counts as, whatever its owner marked it."""
        return {story.id: story.status for story in self.facts_read.stories}

    @cached_property
    def value_names(self) -> Mapping[Id, str]:
        return {pk: value.name for pk, value in self.values.items()}

    @cached_property
    def stories_answering(self) -> Mapping[Id, Collection[Id]]:
        """Question id → the stories that answer it; questions without an answer are left out."""
        answering: dict[Id, set[Id]] = defaultdict(set)
        for answer in self.answers.values():
            answering[answer.question_id].add(answer.story_id)
        return dict(answering)

    @cached_property
    def ranked_stories(self) -> RankedStories:
        tags = {
            story: {value: tag.strength for value, tag in carried.items()} for story, carried in self.tags_of.items()
        }
        told = [answer.story_id for answer in self.answers.values()]
        return RankedStories(self.stories, self.counted, tags, told, self.value_names)

    @cached_property
    def closest(self) -> Mapping[Id, Sequence[Suggestion]]:
        """Question id → the stories to choose from, best first: three at most, without those that answer it already.

        None for a question that asks for no story.
        """
        return self._closest_to(self.questions)

    def _closest_to(self, questions: Iterable[Id]) -> dict[Id, Sequence[Suggestion]]:
        offers = self.offers([self.questions[pk] for pk in questions])
        return {pk: offer.closest for pk, offer in offers.items()}

    def offers(self, questions: Sequence[Question], *, others: int | None = 0) -> dict[Id, Offer]:
        """Question id → the stories to choose from; none for a question that asks for no story."""
        asked = {question.pk: self.asked(question) for question in questions if question.takes_story}
        answering = [self.stories_answering.get(pk, ()) for pk in asked]
        offered = self.ranked_stories.offer(list(asked.values()), answering, others=others)
        offers = dict(zip(asked, offered, strict=True))
        return {question.pk: offers.get(question.pk, Offer((), ())) for question in questions}

    @cached_property
    def offered(self) -> Mapping[Id, Sequence[Id]]:
        """Question id → the ids of the stories to choose from."""
        return {pk: [suggestion.story for suggestion in closest] for pk, closest in self.closest.items()}

    def asked(self, question: Question) -> Asked:
        """A question as it is compared; what it probes is known for the questions of the snapshot."""
        return Asked(question.text, question.topic.slug, self.probes.get(question.pk, {}))

    def suggested(self, suggestion: Suggestion) -> SuggestedStory:
        return SuggestedStory(self.stories[suggestion.story], suggestion)

    def with_rows(self, step: Step) -> NextStep:
        """The step with the rows that it names; only stories that are to be chosen from have reasons."""
        closest = {each.story: each for each in self.closest.get(step.question, ())} if step.question else {}
        stories = [self.suggested(closest.get(story) or Suggestion(story, 0.0)) for story in step.stories]
        value, question = self.values.get(step.value), self.questions.get(step.question)
        return NextStep(step, self.framework, value, question, stories)

    def _resolve(self, step: Step | None) -> NextStep | None:
        return self.with_rows(step) if step else None


def kept_with_snapshot(work: Callable[[Snapshot], T]) -> Callable[[Snapshot], T]:
    """Work out once per snapshot what depends on the snapshot alone."""

    @wraps(work)
    def once(snapshot: Snapshot) -> T:
        return snapshot.once(work, lambda: work(snapshot))

    return once


def frameworks_for(owner: Owner, slug: str = "") -> tuple[list[Framework], Framework]:
    """The frameworks that the owner can use, and the one that is meant."""
    frameworks = list(Framework.objects.of(owner))
    return frameworks, _chosen(frameworks, owner, slug)


def _chosen(frameworks: Sequence[Framework], owner: Owner, slug: str) -> Framework:
    """Named by `slug`, else chosen by the owner, else the default."""
    named = [framework for framework in frameworks if framework.slug == slug]
    chosen = [framework for framework in frameworks if framework.pk == owner.framework_id]
    default = [framework for framework in frameworks if framework.is_default]
    return (named or chosen or default)[0]


def snapshot_of(
    owner: Owner, *, framework: str = "", category: str = Category.BEHAVIORAL, hidden: bool = False
) -> Snapshot:
    """Where the owner stands with the questions of one category ("" means all), or with those they hid.

    It is kept for all threads until the library changes, so nobody may change it.
    """
    return snapshot_in(revision_if_settled(owner), owner, framework=framework, category=category, hidden=hidden)


def snapshot_in(revision: Revisions | None, owner: Owner, *, framework: str, category: str, hidden: bool) -> Snapshot:
    """The same for a revision that was read already; None means that nothing may be kept."""
    asked = _Asked(framework, category, hidden, revision, timezone.localdate())
    return _kept(owner, asked) if revision else _work_out(owner, asked)


class _Asked(NamedTuple):
    framework: str
    category: str
    hidden: bool
    revision: Revisions | None
    """None within a transaction, where nothing is kept."""
    day: date


def _key(owner: Owner, asked: _Asked) -> Hashable:
    """With the owner's settings as they were read, perhaps before the revision."""
    pace = (owner.words_per_minute, owner.answer_limit, owner.answer_least)
    return owner.pk, owner.framework_id, owner.coverage_target, owner.work, pace, asked


def _size(snapshot: Snapshot) -> int:
    return len(snapshot.stories) + len(snapshot.tags) + len(snapshot.answers) + len(snapshot.questions)


@cached(LRUCache(MOST_KEPT, _size), key=_key, condition=Condition())
def _kept(owner: Owner, asked: _Asked) -> Snapshot:
    return _work_out(owner, asked)


def _work_out(owner: Owner, asked: _Asked) -> Snapshot:
    offered = owners_bank(owner, asked.revision)
    frameworks = offered.frameworks
    chosen = _chosen(frameworks, owner, asked.framework)
    values = offered.values_of(chosen)
    questions = offered.questions(asked.category, hidden=asked.hidden)
    probed = offered.probed(questions, chosen, values)
    stories: dict[Id, Story] = {story.pk: story for story in owner.stories.only(*SHOWN)}
    tags, elsewhere = _tags(owner, chosen, stories)
    answers = _answers(owner, stories, offered.hidden.questions, hidden=asked.hidden)
    pace = owner.pace
    facts = Library(
        values=list(values),
        questions=list(probed.facts.values()),
        stories=[StoryFact(pk, story.counted_as(pace)) for pk, story in stories.items()],
        tags=[TagFact(tag.story.pk, tag.value_id, tag.strength) for tag in tags],
        answers=[_fact_of(answer, pace) for answer in answers.values()],
        prepared=list(_prepared(owner, questions)),
    )
    return Snapshot(
        frameworks,
        chosen,
        values,
        questions,
        probed.probes,
        stories,
        tags,
        answers,
        probed.facts,
        facts,
        _refusals(owner, questions),
        _waiting(owner, values, tags, elsewhere),
        owner.coverage_target,
        likely_for(owner, questions, asked.day),
    )


_OF_ANSWERS = ("pk", "question", "story", "fit", "words", "was_seen")


_OF_TAGS = (
    Cast("story", CharField()),
    "value__framework",
    "value",
    "strength",
    "evidence",
    "value__concept",
    "value__name",
)
"""The story as text, because making 3,000 UUIDs takes longer than reading the rows."""
_STRENGTHS = {strength.value: strength for strength in Strength}


def _tags(owner: Owner, framework: Framework, stories: Mapping[Id, Story]) -> tuple[list[Tagged], list[TagElsewhere]]:
    """The tags of the stories that were read, in the framework and elsewhere; others may have been written since."""
    tags, elsewhere = [], []
    by_text = {story.pk.hex: story for story in stories.values()}
    for text, of, value, strength, evidence, concept, name in Tag.objects.filter(owner=owner).values_list(*_OF_TAGS):
        story = by_text.get(text.replace("-", ""))
        if story and of == framework.pk:
            tags.append(Tagged(story, value, _STRENGTHS[strength], evidence))
        elif story and story.status != Status.ARCHIVED:
            elsewhere.append(TagElsewhere(story.pk, concept, name))
    return tags, elsewhere


def _waiting(
    owner: Owner, values: Mapping[Id, Value], tags: Iterable[Tagged], elsewhere: Sequence[TagElsewhere]
) -> Counter[Id]:
    """How many of the tags elsewhere carry over to each value."""
    if not elsewhere:
        return Counter()
    settled = {(tag.story.pk, tag.value_id) for tag in tags}
    settled |= set(owner.declined.filter(value__in=values.values()).values_list("story", "value"))
    return Counter(value.pk for _, value in carried_over(values.values(), elsewhere, settled))


def _fact_of(answer: Answered, pace: Pace) -> AnswerFact:
    weaknesses = weaknesses_of_telling(answer.words, pace, is_seen=answer.was_seen)
    return AnswerFact(answer.pk, answer.question_id, answer.story_id, answer.fit, weaknesses)


def _prepared(owner: Owner, questions: Mapping[Id, Question]) -> Iterator[PreparedFact]:
    """What the owner says without a story: prepared answers, then opinions of what questions are about."""
    answers = owner.prepared_answers.values_list("question", "full", Constant(Source.PREPARED.value))
    opinions = owner.opinions.exclude(text="").values_list("concept", "text", Constant(Source.OPINION.value))
    texts = {(source, pk): text for pk, text, source in answers.union(opinions, all=True)}
    for source in Source:
        for pk, question in questions.items():
            text = texts.get((source, pk if source == Source.PREPARED else question.concept_id))
            if text is not None:
                weaknesses = weaknesses_of_prepared(spoken_words(text), owner.words_per_minute)
                yield PreparedFact(pk, source, weaknesses)


def _refusals(owner: Owner, questions: Collection[Id]) -> dict[Id, dict[Id, About]]:
    """Those of the questions that were read."""
    rows = owner.refusals.current().values_list("question", "seen")
    return {
        question: {uuid.UUID(each["story"]): frozenset(each["about"].split()) for each in seen}
        for question, seen in rows
        if question in questions
    }


def _answers(
    owner: Owner, stories: Mapping[Id, Story], hidden_questions: Collection[Id], *, hidden: bool
) -> dict[Id, Answered]:
    """The answers to the questions that are shown, or to those that are hidden."""
    return {
        pk: Answered(pk, question, stories[story], Fit(fit), words, was_seen)
        for pk, question, story, fit, words, was_seen in owner.answers.values_list(*_OF_ANSWERS)
        if story in stories and (question in hidden_questions) == hidden
    }
