"""What an import would do to an owner's library, and doing it: everything or nothing."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db import transaction

from stories.answers.decisions import choose_story
from stories.answers.versions import PREPARED_FIELDS, recorded_answer, recorded_prepared
from stories.core.exchange import (
    AnswerRecord,
    Change,
    DeclinedRecord,
    DismissalRecord,
    Entry,
    FrameworkRecord,
    LoopRecord,
    OpinionRecord,
    PreparedRecord,
    QuestionRecord,
    RefusalRecord,
    RehearsalRecord,
    RoundRecord,
    SettingsRecord,
    StoryRecord,
    is_saved,
    renamed,
)
from stories.core.exchange.story_records import Asked
from stories.coverage.snapshot import Snapshot, snapshot_of
from stories.enums import Occasion
from stories.exchange.asked_questions import make_question
from stories.exchange.take_back import ImportedItem, keep_record
from stories.library.actions import mark_story, save_story
from stories.library.content import StoryContent, TagContent
from stories.library.derived import derive_answer
from stories.models import (
    Answer,
    Concept,
    Declined,
    Dismissal,
    EditConflict,
    Framework,
    HiddenQuestion,
    HiddenValue,
    Loop,
    Opinion,
    Owner,
    PreparedAnswer,
    Probe,
    Question,
    Round,
    RoundQuestion,
    Story,
    Topic,
    Value,
)
from stories.models.owner import SHARES
from stories.models.refusal import SeenStory
from stories.models.rehearsal import rehearsal_of


def apply(*, entries: Iterable[Entry], owner: Owner) -> int:
    """Write what is new or changed, and return how many entries that were; the others are left alone."""
    return sum(1 for _ in applying(entries=entries, owner=owner))


def applying(*, entries: Iterable[Entry], owner: Owner) -> Iterator[Entry]:
    """Apply entry by entry, yielding each once it is written; unless all are asked for, nothing is kept."""
    with transaction.atomic():
        writer, written = _Writer(owner), list[Entry]()
        for entry in entries:
            if entry.change in (Change.NEW, Change.CHANGED):
                writer.write(entry)
                written.append(entry)
                yield entry
        if written:
            keep_record(owner=owner, entries=written, items=writer.items)


@dataclass
class _Writer:
    """Writes records one after another, and keeps track of what their references mean."""

    owner: Owner
    stories: dict[str, str] = field(default_factory=dict)
    """The ids that stories got here, by their ids in the file."""
    items: list[ImportedItem] = field(default_factory=list)
    """What can be taken back."""

    def __post_init__(self) -> None:
        values = Value.objects.of(self.owner).select_related("framework")
        self.values = {f"{value.framework.slug}/{value.slug}": value.pk for value in values}
        self.questions = dict(Question.objects.of(self.owner).values_list("slug", "pk"))
        self.frameworks = {framework.slug: framework for framework in Framework.objects.of(self.owner)}
        self.topics = dict(Topic.objects.values_list("slug", "pk"))
        self.concepts = dict(Concept.objects.values_list("slug", "pk"))

    @cached_property
    def _snapshot(self) -> Snapshot:
        """Worked out once for all questions that become the owner's own: in a transaction none is kept."""
        return snapshot_of(self.owner, category="")

    def write(self, entry: Entry) -> None:
        """Save the entry's record."""
        record = renamed(entry.record, self.stories)
        for asked in entry.answers:
            self._ask(asked)
        if entry.list == "hidden_questions":
            HiddenQuestion.objects.create(owner=self.owner, question_id=self.questions[record])
        elif entry.list == "hidden_values":
            HiddenValue.objects.create(owner=self.owner, value_id=self.values[record])
        else:
            writers: dict[type, Callable[[Any], None]] = {
                QuestionRecord: self._question,
                FrameworkRecord: self._framework,
                AnswerRecord: self._answer,
                LoopRecord: self._loop,
                OpinionRecord: self._opinion,
                DismissalRecord: self._dismissal,
                DeclinedRecord: self._declined,
                RefusalRecord: self._refusal,
                PreparedRecord: self._prepared,
                RehearsalRecord: self._rehearsal,
                SettingsRecord: self._settings,
            }
            if isinstance(record, StoryRecord):
                self._story(record, entry.answers)
            else:
                writers[type(record)](record)

    def _ask(self, asked: Asked) -> None:
        if asked.slug not in self.questions:
            question = make_question(asked=asked, owner=self.owner, snapshot=self._snapshot)
            self.questions[asked.slug] = question.pk
            self.items.append(ImportedItem.of(question))

    def _story(self, record: StoryRecord, answers: Iterable[Asked]) -> None:
        pk = self._id_for(record)
        tags = (TagContent(self.values[tag.value], tag.strength, tag.evidence) for tag in record.tags)
        content = StoryContent(texts=record.texts, tags=tuple(tags), values=tuple(self.values.values()))
        before = self.owner.stories.filter(pk=pk).first()
        base = before.version if before else 0
        saved = save_story(owner=self.owner, pk=pk, base=base, session=uuid.uuid4(), content=content)
        if isinstance(saved, EditConflict):
            raise TypeError("A story that was just looked up can't have been changed since.")
        mark_story(story=saved.story, status=record.status)
        Story.objects.filter(pk=pk).update(extra=record.extra)
        made = ImportedItem.of(saved.story)
        was = {"before": base, "status": before.status, "extra": before.extra} if before else {}
        self.items.append(replace(made, **was))
        for asked in answers:
            self._choose(saved.story, asked)

    def _choose(self, story: Story, asked: Asked) -> None:
        """The story answers the question; nobody has looked at the answer yet."""
        question = Question.objects.get(pk=self.questions[asked.slug])
        if not self.owner.answers.filter(question=question, story=story).exists():
            self.items.append(ImportedItem.of(choose_story(owner=self.owner, question=question, story=story)))

    def _id_for(self, record: StoryRecord) -> uuid.UUID:
        """The story's own id, unless it has none yet or somebody else has it."""
        pk = uuid.UUID(record.id) if is_saved(record) else uuid.uuid4()
        if Story.objects.filter(pk=pk).exclude(owner=self.owner).exists():
            pk = uuid.uuid4()
        if record.id:
            self.stories[record.id] = str(pk)
        return pk

    def _framework(self, record: FrameworkRecord) -> None:
        framework = self.frameworks.get(record.slug) or self._new_framework(record)
        for value in record.values:
            row = Value.objects.create(
                owner=self.owner,
                framework=framework,
                slug=value.slug,
                name=value.name,
                concept=value.concept,
                signals=value.signals,
                position=value.position,
            )
            self.values[f"{record.slug}/{value.slug}"] = row.pk

    def _new_framework(self, record: FrameworkRecord) -> Framework:
        framework = Framework.objects.create(
            owner=self.owner,
            slug=record.slug,
            company=record.company,
            name=record.name,
            source=record.source,
        )
        self.frameworks[record.slug] = framework
        return framework

    def _question(self, record: QuestionRecord) -> None:
        question = Question.objects.create(
            owner=self.owner,
            slug=record.slug,
            text=record.text,
            topic_id=self.topics[record.topic],
            stages=list(record.stages),
            evidence=record.evidence,
            source=record.source,
            audience=record.audience,
            kind=record.kind,
            concept_id=self.concepts.get(record.concept),
            position=record.position,
        )
        self.questions[record.slug] = question.pk
        Probe.objects.bulk_create(
            Probe(owner=self.owner, question=question, value_id=self.values[probe.value], strength=probe.strength)
            for probe in record.probes
        )
        self.items.append(ImportedItem.of(question))

    def _answer(self, record: AnswerRecord) -> None:
        question, story = self.questions[record.question], record.story
        stored = self.owner.answers.filter(question=question, story_id=story).first()
        answer = copy(stored) if stored else Answer(owner=self.owner, question_id=question, story_id=story)
        with recorded_answer(stored, answer):
            self._fill(answer, record)
            answer.version += 1
            answer.edit_session = uuid.uuid4()
            derive_answer(answer)
            answer.save()
        made = ImportedItem.of(answer)
        self.items.append(replace(made, before=stored.version) if stored else made)

    @staticmethod
    def _fill(answer: Answer, record: AnswerRecord) -> None:
        for name in ("fit", "opening", "closing", "full", "short", "headline", "beats"):
            setattr(answer, name, getattr(record, name))
        answer.rewordings = {
            section.value: {"text": rewording.text, "was": rewording.was}
            for section, rewording in record.rewordings.items()
        }
        answer.was_seen = record.was_seen
        answer.tell_on = _day(record.tell_on) or answer.tell_on
        answer.follow_ups = [
            {"question": follow_up.question, "note": follow_up.note} for follow_up in record.follow_ups
        ]

    def _loop(self, record: LoopRecord) -> None:
        loop = Loop.objects.create(
            owner=self.owner,
            name=record.name,
            company=record.company,
            date=record.date or None,
            may_repeat=record.may_repeat,
        )
        for position, round_record in enumerate(record.rounds):
            self._round(loop, round_record, position)

    def _round(self, loop: Loop, record: RoundRecord, position: int) -> None:
        loop_round = Round.objects.create(
            owner=self.owner,
            loop=loop,
            name=record.name,
            stage=record.stage,
            minutes=record.minutes,
            starts=_moment(record.starts),
            time_zone=record.time_zone,
            position=position,
        )
        RoundQuestion.objects.bulk_create(
            RoundQuestion(
                owner=self.owner,
                round=loop_round,
                question_id=self.questions[asked.question],
                position=place,
                pinned_id=asked.pinned or None,
                was_asked=asked.was_asked,
                told_id=asked.told or None,
            )
            for place, asked in enumerate(record.questions)
        )

    def _opinion(self, record: OpinionRecord) -> None:
        concept = self.concepts[record.concept]
        Opinion.objects.update_or_create(owner=self.owner, concept_id=concept, defaults={"text": record.text})

    def _dismissal(self, record: DismissalRecord) -> None:
        Dismissal.objects.create(
            owner=self.owner,
            story_id=record.story,
            code=record.code,
            fingerprint=record.fingerprint,
            reason=record.reason,
        )

    def _declined(self, record: DeclinedRecord) -> None:
        Declined.objects.create(owner=self.owner, story_id=record.story, value_id=self.values[record.value])

    def _refusal(self, record: RefusalRecord) -> None:
        seen = [SeenStory(story=each.story, about=each.about) for each in record.seen if each.story]
        made = {"made": moment} if (moment := _moment(record.made)) else {}
        self.owner.refusals.update_or_create(
            question_id=self.questions[record.question], ended=_moment(record.ended), defaults={"seen": seen, **made}
        )

    def _prepared(self, record: PreparedRecord) -> None:
        question = self.questions[record.question]
        stored = self.owner.prepared_answers.filter(question=question).first()
        prepared = copy(stored) if stored else PreparedAnswer(owner=self.owner, question_id=question)
        with recorded_prepared(stored, prepared):
            for name in PREPARED_FIELDS:
                setattr(prepared, name, getattr(record, name))
            prepared.tell_on = _day(record.tell_on) or prepared.tell_on
            prepared.version += 1
            prepared.save()
        made = ImportedItem.of(prepared)
        self.items.append(replace(made, before=stored.version) if stored else made)

    def _rehearsal(self, record: RehearsalRecord) -> None:
        of: Any = self.owner.answers.filter(story_id=record.story) if record.story else self.owner.prepared_answers
        told = of.select_related("question").get(question=self.questions[record.question])
        sitting = uuid.UUID(record.sitting) if record.sitting else None
        rehearsal = rehearsal_of(told, occasion=Occasion(record.occasion), sitting=sitting)
        rehearsal.began, rehearsal.day = datetime.fromisoformat(record.began), date.fromisoformat(record.day)
        rehearsal.milliseconds = record.milliseconds
        rehearsal.marks = [[mark.section.value, mark.at] for mark in record.marks]
        rehearsal.left_out = list(record.left_out)
        rehearsal.is_told, rehearsal.rating = True, record.rating
        rehearsal.save()
        self.items.append(ImportedItem.of(rehearsal))

    def _settings(self, record: SettingsRecord) -> None:
        shares = {name: getattr(record, name) for name in SHARES.values()}
        Owner.objects.filter(pk=self.owner.pk).update(
            framework=self.frameworks.get(record.framework),
            work=record.work,
            coverage_target=record.coverage_target,
            words_per_minute=record.words_per_minute,
            answer_limit=record.answer_limit,
            answer_least=record.answer_least,
            practice_minutes=record.practice_minutes,
            names_story_first=record.names_story_first,
            **shares,
        )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
