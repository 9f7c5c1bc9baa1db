"""Today: what could be done about the likely questions, as lines with an address, and which of it is worth most."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.urls import reverse

from stories.core.coverage import Id, ValueLevel
from stories.core.grammar import count_of
from stories.core.practice import Item
from stories.core.readiness import Reason, Task, TaskKind, today
from stories.core.speaking import clock, seconds
from stories.core.steps import StepKind
from stories.coverage.next_steps import proposed_stories
from stories.coverage.snapshot import Snapshot
from stories.models import Owner, Question, Story
from stories.practice.freshness import Freshness, freshness_of
from stories.practice.queries import ANSWER, minutes_for
from stories.readiness.standings import WITHOUT_STORY, QuestionStanding, Readiness

MATCHED = frozenset({Reason.UNSEEN, Reason.UNPRACTISED})
WRITTEN = frozenset({Reason.UNSEEN, Reason.UNPRACTISED, Reason.NO_OPENING})
VALUE = 0.5
"""What a value that rises is worth, in weights of a question."""
MOST_TOLD = 5
"""Answers that one evening's telling proposes."""
A_LOOK, A_LINE, A_LENGTH, A_CHOICE, A_SHORT_ANSWER, A_DRAFT, A_STORY = 1, 2, 8, 3, 6, 12, 25
"""Minutes that each takes."""
MATCHES, TAGS = 3, 10
"""That are done in a minute."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something to do, as the page says it."""

    task: Task
    do: str
    about: str
    why: str
    address: str


@dataclass(frozen=True, slots=True)
class Todo:
    """A line that is worth doing, and how many questions it moves."""

    line: Line
    moved: int


def todo_of(owner: Owner, snapshot: Snapshot, readiness: Readiness, day: date) -> Sequence[Todo]:
    """At most five things, most for their minutes first; kept with the snapshot."""
    return snapshot.once(("today", day), lambda: _work_out(owner, snapshot, readiness, day))


def _work_out(owner: Owner, snapshot: Snapshot, readiness: Readiness, day: date) -> list[Todo]:
    lines = _Lines(owner, snapshot, readiness, freshness_of(owner, snapshot), day)
    by_task = {(line.task.kind, line.task.about): line for line in lines}
    proposals = today(readiness.standings, [line.task for line in by_task.values()])
    return [Todo(by_task[each.task.kind, each.task.about], len(each.moved)) for each in proposals]


@dataclass(frozen=True, slots=True)
class _Lines:
    """All that could be done."""

    owner: Owner
    snapshot: Snapshot
    readiness: Readiness
    freshness: Freshness
    day: date

    def __iter__(self) -> Iterator[Line]:
        return chain(
            self._match(),
            self._look(),
            self._tell(),
            self._open(),
            self._mark(),
            self._lengths(),
            self._drafts(),
            self._choices(),
            self._short_answers(),
            self._confirm(),
            self._stories(),
        )

    def _lacking(self, *reasons: Reason) -> list[QuestionStanding]:
        return [each for each in self.readiness.questions if each.standing.reasons & frozenset(reasons)]

    def _match(self) -> Iterator[Line]:
        if lacking := self._lacking(Reason.UNDECIDED):
            minutes = -(-len(lacking) // MATCHES)
            task = _task(TaskKind.MATCH, "all", minutes, lacking, Reason.UNDECIDED, leaves=MATCHED)
            about = count_of(len(lacking), "open question")
            yield Line(task, "Match", about, "Choose one of three stories for each.", reverse("stories:match"))

    def _look(self) -> Iterator[Line]:
        if lacking := self._lacking(Reason.UNSEEN):
            task = _task(TaskKind.LOOK, "all", A_LOOK * len(lacking), lacking, Reason.UNSEEN)
            about = count_of(len(lacking), "answer")
            yield Line(
                task, "Look at", about, "You chose a story, but haven’t seen it as an answer.", _address(lacking[0])
            )

    def _tell(self) -> Iterator[Line]:
        lacking = [each for each in self._lacking(Reason.UNPRACTISED, Reason.FADING) if self._is_due(each)]
        able = [each for each in lacking if not each.standing.reasons & (WITHOUT_STORY | {Reason.DRAFT, Reason.UNSEEN})]
        if told := able[:MOST_TOLD]:
            minutes = sum(self._minutes(each) for each in told)
            task = _task(TaskKind.PRACTISE, "all", minutes, told, Reason.UNPRACTISED, Reason.FADING)
            about = _quoted(told[0].question) if len(told) == 1 else count_of(len(told), "answer")
            yield Line(task, "Practise", about, _why_told(told), reverse("stories:practice"))

    def _is_due(self, each: QuestionStanding) -> bool:
        """As the plan of practice has it, whatever else is told on the day."""
        memory = self.freshness.memories.get((ANSWER, each.answer.pk)) if each.answer else None
        interview = self.freshness.schedule.day_of(each.question.pk)
        days = (interview,) if interview > self.day else ()
        return Item(each.question.pk, 1, memory, days).due(self.day) <= self.day

    def _minutes(self, each: QuestionStanding) -> int:
        return minutes_for(seconds(each.answer.words, self.owner.words_per_minute) if each.answer else 60)

    def _open(self) -> Iterator[Line]:
        for each in self._lacking(Reason.NO_OPENING):
            task = _task(TaskKind.OPEN, each.question.pk, A_LINE, [each], Reason.NO_OPENING)
            yield Line(
                task,
                "Write the first line",
                _quoted(each.question),
                "It names the story in one breath.",
                _address(each),
            )

    def _mark(self) -> Iterator[Line]:
        by_story = _by_story(self._lacking(Reason.NO_EVIDENCE))
        for story, lacking in by_story.items():
            task = _task(TaskKind.MARK, story, A_LINE, lacking, Reason.NO_EVIDENCE)
            why = "No line of it is marked as evidence for what is asked."
            yield Line(task, "Mark the line", _quoted(self.snapshot.stories[story]), why, _edit(story, "tags"))

    def _lengths(self) -> Iterator[Line]:
        for each in self._lacking(Reason.TOO_LONG, Reason.TOO_SHORT):
            task = _task(TaskKind.CHANGE_LENGTH, each.question.pk, A_LENGTH, [each], Reason.TOO_LONG, Reason.TOO_SHORT)
            do = "Shorten" if Reason.TOO_LONG in each.standing.reasons else "Lengthen"
            yield Line(task, do, _quoted(each.question), self._length(each), _address(each))

    def _length(self, each: QuestionStanding) -> str:
        if each.answer is None:
            return "Your short answer isn’t at a length that can be told."
        length = seconds(each.answer.words, self.owner.words_per_minute)
        return f"It takes {clock(length)}: {self.owner.pace.verdict_on(length)}."

    def _drafts(self) -> Iterator[Line]:
        for story, lacking in _by_story(self._lacking(Reason.DRAFT)).items():
            task = _task(TaskKind.FINISH_DRAFT, story, A_DRAFT, lacking, Reason.DRAFT)
            held = " ".join(self.snapshot.stories[story].why_not_counted(self.owner.pace))
            waiting = f"{count_of(len(lacking), 'likely question')} {'wait' if lacking[1:] else 'waits'} for it."
            yield Line(task, "Finish", _quoted(self.snapshot.stories[story]), f"{held} {waiting}".strip(), _edit(story))

    def _choices(self) -> Iterator[Line]:
        for each in self._lacking(Reason.STRETCH):
            task = _task(TaskKind.CHOOSE_STORY, each.question.pk, A_CHOICE, [each], Reason.STRETCH, leaves=MATCHED)
            yield Line(
                task, "Choose a better story", _quoted(each.question), "Only a stretch answers it.", _address(each)
            )

    def _short_answers(self) -> Iterator[Line]:
        for each in self._lacking(Reason.NO_STORY):
            if each.question.takes_prepared:
                task = _task(
                    TaskKind.PREPARE, each.question.pk, A_SHORT_ANSWER, [each], Reason.NO_STORY, leaves=MATCHED
                )
                why = "It asks for a short answer, not for a story."
                yield Line(task, "Prepare", _quoted(each.question), why, _address(each))

    def _confirm(self) -> Iterator[Line]:
        rising = [row for row in self.snapshot.value_rows if row.next and row.next.step.kind == StepKind.CONFIRM]
        tags = sum(row.next.step.tags for row in rising if row.next)
        if tags:
            task = Task(TaskKind.CONFIRM, "all", -(-tags // TAGS), besides=VALUE * len(rising))
            address = reverse("stories:framework-carried", args=[self.snapshot.framework.pk])
            yield Line(
                task, "Confirm", count_of(tags, "tag"), "Your stories show these values in another framework.", address
            )

    def _stories(self) -> Iterator[Line]:
        lacking = {each.question.pk for each in self._lacking(Reason.NO_STORY, Reason.STRETCH)}
        for place, proposed in enumerate(proposed_stories(self.snapshot)[:1]):
            questions = tuple(question.pk for question in proposed.questions if question.pk in lacking)
            lifts = sum(lift.change.after in (ValueLevel.COVERED, ValueLevel.THIN) for lift in proposed.lifts)
            removes = frozenset({Reason.NO_STORY, Reason.STRETCH})
            task = Task(TaskKind.WRITE_STORY, place, A_STORY, questions, removes, WRITTEN, VALUE * lifts)
            values = " and ".join(map(str, proposed.values))
            about = f"a story about {proposed.topic}" if proposed.topic else "a story"
            why = f"It would close more gaps than any other{f', with {values}' if values else ''}."
            yield Line(task, "Write", about, why, reverse("stories:coverage-next"))


def _task(
    kind: TaskKind,
    about: Id,
    minutes: int,
    lacking: Iterable[QuestionStanding],
    *removes: Reason,
    leaves: frozenset[Reason] = frozenset(),
) -> Task:
    return Task(kind, about, minutes, tuple(each.question.pk for each in lacking), frozenset(removes), leaves)


def _why_told(told: Sequence[QuestionStanding]) -> str:
    never = sum(Reason.UNPRACTISED in each.standing.reasons for each in told)
    if not never:
        return "Told before, but fading by the day."
    return "Never told aloud." if never == len(told) else f"{never} of them never told aloud, the rest fading."


def _by_story(lacking: Iterable[QuestionStanding]) -> dict[Id, list[QuestionStanding]]:
    by_story: dict[Id, list[QuestionStanding]] = defaultdict(list)
    for each in lacking:
        if each.answer:
            by_story[each.answer.story_id].append(each)
    return by_story


def _quoted(title: Question | Story) -> str:
    return f"“{title}”"


def _address(each: QuestionStanding) -> str:
    """Of its answer, or else of the question."""
    if each.answer:
        return reverse("stories:answer-update", args=[each.answer.pk])
    if each.question.takes_prepared and not each.question.takes_story:
        return reverse("stories:question-prepared", args=[each.question.pk])
    return str(each.question.get_absolute_url())


def _edit(story: Id, fragment: str | None = None) -> str:
    return reverse("stories:story-update", args=[story], fragment=fragment)
