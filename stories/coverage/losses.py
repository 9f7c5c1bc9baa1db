"""What counts no longer since stories and answers must be able to be told: for the one notice after the upgrade."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stories.core.choices import Status
from stories.core.coverage import QuestionLevel, ValueLevel, cover
from stories.coverage.snapshot import QuestionRow, Snapshot, kept_with_snapshot
from stories.models import Owner, Story, Value


@dataclass(frozen=True, slots=True)
class Fallen:
    values: Sequence[Value]
    """That were covered by what their owner marked ready."""
    questions: Sequence[QuestionRow]
    """That were covered, the likely ones first."""
    stories: Sequence[Story]
    """That are marked ready and don't count."""

    def __bool__(self) -> bool:
        return bool(self.values or self.questions or self.stories)


def fallen_for(owner: Owner, snapshot: Snapshot) -> Fallen | None:
    """None if the owner has read the notice, or nothing fell."""
    return (fallen_in(snapshot) or None) if owner.hears_what_fell else None


@kept_with_snapshot
def fallen_in(snapshot: Snapshot) -> Fallen:
    marked = [replace(fact, status=Status(snapshot.stories[fact.id].status)) for fact in snapshot.library.stories]
    answers = [replace(answer, weaknesses=()) for answer in snapshot.library.answers]
    now = snapshot.coverage
    target = now.values[0].target if now.values else 1
    before = cover(replace(snapshot.library, stories=marked, answers=answers), target=target)
    values = zip(before.values, now.values, strict=True)
    covered = {old.question for old in before.questions if old.level == QuestionLevel.COVERED}
    return Fallen(
        [snapshot.values[old.value] for old, new in values if old.level == ValueLevel.COVERED != new.level],
        [row for row in snapshot.question_rows if row.question.pk in covered and row.next],
        [snapshot.stories[fact.id] for fact in marked if fact.status != snapshot.counted[fact.id]],
    )
