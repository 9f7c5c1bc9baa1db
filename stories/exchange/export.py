"""An owner's library as records, and the files that are made from them."""

import io
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

from django.db.models import Prefetch
from django.utils.text import slugify

from stories.core.choices import Fit, QuestionKind, Section, Status, Strength
from stories.core.exchange import (
    AnswerRecord,
    DeclinedRecord,
    DismissalRecord,
    FollowUpRecord,
    FrameworkRecord,
    LibraryRecord,
    LoopQuestionRecord,
    LoopRecord,
    MarkRecord,
    OpinionRecord,
    PreparedRecord,
    ProbeRecord,
    QuestionRecord,
    RefusalRecord,
    RehearsalRecord,
    RewordingRecord,
    RoundRecord,
    SeenRecord,
    SettingsRecord,
    StoryRecord,
    TagRecord,
    ValueRecord,
    stamp,
    write_document,
    write_story,
)
from stories.core.fields import EXPORTED
from stories.core.likelihood import Audience
from stories.models import (
    Answer,
    Framework,
    Loop,
    Owner,
    Question,
    Refusal,
    Rehearsal,
    Round,
    RoundQuestion,
    Story,
    Tag,
    Value,
)
from stories.models.owner import SHARES

_NUMBERED = re.compile(r"-\d+$")
"""The end of a title that could be taken for a number given to tell two files apart."""


def library_of(owner: Owner) -> LibraryRecord:
    """All that the owner has written, in a constant number of queries."""
    return LibraryRecord(
        stories=stories_of(owner),
        questions=tuple(_question(question) for question in _own_questions(owner)),
        frameworks=tuple(_frameworks(owner)),
        answers=tuple(_answer(answer) for answer in owner.answers.select_related("question")),
        loops=tuple(_loop(loop) for loop in _loops(owner)),
        opinions=tuple(
            OpinionRecord(opinion.concept.slug, opinion.text)
            for opinion in owner.opinions.select_related("concept").order_by("pk")
        ),
        settings=_settings(owner),
        dismissed=tuple(
            DismissalRecord(str(dismissal.story_id), dismissal.code, dismissal.fingerprint, dismissal.reason)
            for dismissal in owner.dismissals.order_by("pk")
        ),
        declined=tuple(
            DeclinedRecord(str(declined.story_id), _name_of(declined.value))
            for declined in owner.declined.select_related("value__framework").order_by("pk")
        ),
        refused=tuple(_refusal(refusal) for refusal in owner.refusals.select_related("question")),
        prepared=tuple(
            PreparedRecord(
                each.question.slug, each.full, each.short, each.headline, each.follow_ups, _day(each.tell_on)
            )
            for each in owner.prepared_answers.select_related("question").order_by("pk")
        ),
        rehearsals=tuple(
            _rehearsal(rehearsal)
            for rehearsal in owner.rehearsals.rated()
            .select_related("answer__question", "prepared__question")
            .order_by("began", "pk")
        ),
        hidden_questions=tuple(
            Question.objects.filter(hiddenquestion__owner=owner)
            .order_by("hiddenquestion__pk")
            .values_list("slug", flat=True)
        ),
        hidden_values=tuple(
            _name_of(value)
            for value in Value.objects.filter(hiddenvalue__owner=owner)
            .select_related("framework")
            .order_by("hiddenvalue__pk")
        ),
    )


def stories_of(owner: Owner) -> tuple[StoryRecord, ...]:
    """Oldest first, each stamped with its current fingerprint."""
    tags = Prefetch("tags", Tag.objects.select_related("value__framework"))
    return tuple(story_record(story) for story in owner.stories.order_by("created", "pk").prefetch_related(tags))


def story_record(story: Story) -> StoryRecord:
    """Stamped with its current fingerprint."""
    tags = (TagRecord(_name_of(tag.value), Strength(tag.strength), tag.evidence) for tag in story.tags.all())
    texts = {name: getattr(story, name) for name in EXPORTED}
    return stamp(
        StoryRecord(id=str(story.pk), texts=texts, status=Status(story.status), tags=tuple(tags), extra=story.extra)
    )


def _name_of(value: Value) -> str:
    return f"{value.framework.slug}/{value.slug}"


def _own_questions(owner: Owner) -> Iterable[Question]:
    return owner.questions.select_related("topic", "concept").prefetch_related("probes__value__framework")


def _question(question: Question) -> QuestionRecord:
    return QuestionRecord(
        slug=question.slug,
        text=question.text,
        topic=question.topic.slug,
        stages=tuple(question.stages),
        evidence=question.evidence,
        source=question.source,
        audience=Audience(question.audience),
        kind=QuestionKind(question.kind),
        concept=question.concept.slug if question.concept else "",
        position=question.position,
        probes=tuple(ProbeRecord(_name_of(probe.value), Strength(probe.strength)) for probe in question.probes.all()),
    )


def _frameworks(owner: Owner) -> Iterable[FrameworkRecord]:
    """The owner's own, and those of the bank that the owner has added values to."""
    values: dict[Framework, list[ValueRecord]] = defaultdict(list)
    for framework in owner.frameworks.all():
        values[framework] = []
    for value in owner.values.select_related("framework"):
        record = ValueRecord(value.slug, value.name, value.concept, value.signals, value.position)
        values[value.framework].append(record)
    for framework, records in values.items():
        own = FrameworkRecord(framework.slug, values=tuple(records))
        named = replace(own, company=framework.company, name=framework.name, source=framework.source)
        yield named if framework.owner_id else own


def _answer(answer: Answer) -> AnswerRecord:
    return AnswerRecord(
        question=answer.question.slug,
        story=str(answer.story_id),
        fit=Fit(answer.fit),
        opening=answer.opening,
        closing=answer.closing,
        rewordings={
            Section(section): RewordingRecord(rewording["text"], rewording["was"])
            for section, rewording in answer.rewordings.items()
        },
        full=answer.full,
        short=answer.short,
        headline=answer.headline,
        beats=answer.beats,
        follow_ups=tuple(FollowUpRecord(follow_up["question"], follow_up["note"]) for follow_up in answer.follow_ups),
        was_seen=answer.was_seen,
        tell_on=_day(answer.tell_on),
    )


def _rehearsal(rehearsal: Rehearsal) -> RehearsalRecord:
    return RehearsalRecord(
        question=rehearsal.told.question.slug,
        story=str(rehearsal.answer.story_id) if rehearsal.answer else "",
        occasion=rehearsal.occasion,
        began=_moment(rehearsal.began),
        day=_day(rehearsal.day),
        milliseconds=rehearsal.milliseconds,
        marks=tuple(MarkRecord(*mark) for mark in rehearsal.begun),
        left_out=tuple(rehearsal.left_out),
        rating=rehearsal.rating or 0,
        sitting=str(rehearsal.sitting or ""),
    )


def _loops(owner: Owner) -> Iterable[Loop]:
    questions = Prefetch("questions", RoundQuestion.objects.select_related("question"))
    rounds = Prefetch("rounds", Round.objects.prefetch_related(questions))
    return owner.loops.order_by("created", "pk").prefetch_related(rounds)


def _loop(loop: Loop) -> LoopRecord:
    rounds = tuple(_round(loop_round) for loop_round in loop.rounds.all())
    return LoopRecord(loop.name, loop.company, _day(loop.date), loop.may_repeat, rounds)


def _round(loop_round: Round) -> RoundRecord:
    questions = (
        LoopQuestionRecord(asked.question.slug, str(asked.pinned_id or ""), asked.was_asked, str(asked.told_id or ""))
        for asked in loop_round.questions.all()
    )
    starts = _moment(loop_round.starts)
    return RoundRecord(
        loop_round.name, loop_round.stage, loop_round.minutes, starts, loop_round.time_zone, tuple(questions)
    )


def _refusal(refusal: Refusal) -> RefusalRecord:
    seen = tuple(SeenRecord(**each) for each in refusal.seen)
    return RefusalRecord(refusal.question.slug, seen, _moment(refusal.made), _moment(refusal.ended))


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _settings(owner: Owner) -> SettingsRecord:
    return SettingsRecord(
        framework=owner.framework.slug if owner.framework else "",
        work=owner.work,
        coverage_target=owner.coverage_target,
        words_per_minute=owner.words_per_minute,
        answer_limit=owner.answer_limit,
        answer_least=owner.answer_least,
        practice_minutes=owner.practice_minutes,
        names_story_first=owner.names_story_first,
        **{name: getattr(owner, name) for name in SHARES.values()},
    )


def document_of(owner: Owner) -> str:
    """The whole library as one JSON document."""
    return write_document(library_of(owner))


def archive_of(owner: Owner) -> bytes:
    """A zip of the stories, one Markdown file each, named after their titles."""
    packed = io.BytesIO()
    taken: Counter[str] = Counter()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for record in stories_of(owner):
            archive.writestr(_file_name(record, taken), write_story(record))
    return packed.getvalue()


def _file_name(record: StoryRecord, taken: Counter[str]) -> str:
    """Made from the words of the title; numbered if another story has them too."""
    name = _NUMBERED.sub("", slugify(record.title)[:60]) or "story"
    taken[name] += 1
    return f"{name}.md" if taken[name] == 1 else f"{name}-{taken[name]}.md"
