"""The demo library: `seeds/demo.toml`, written by the same actions as a user's stories."""

import uuid
from datetime import datetime, time, timedelta
from itertools import accumulate

from django.db import transaction
from django.utils import timezone

from stories.bank.seeding import Row, read
from stories.core.choices import Status
from stories.core.fields import NAMES
from stories.coverage.snapshot import snapshot_of
from stories.library.actions import change_status, save_story
from stories.library.content import StoryContent, TagContent
from stories.library.derived import derive_answers
from stories.loops.actions import create_loop
from stories.models import Answer, EditConflict, Loop, Owner, Question, Rehearsal, Story, Value
from stories.practice.actions import sections_told

DAYS_TO_THE_LOOP = timedelta(days=9)


@transaction.atomic
def fill(owner: Owner) -> None:
    """Write the demo's stories, answers and tellings, and a loop that begins soon, unless the owner has any story."""
    if owner.stories.exists():
        return
    values = dict(Value.objects.filter(owner=None, framework__is_default=True).values_list("slug", "pk"))
    questions = dict(Question.objects.filter(owner=None).values_list("slug", "pk"))
    for entry in reversed(read("demo", "story")):
        story = _write(owner, entry, values)
        Answer.objects.bulk_create(
            Answer(
                owner=owner,
                story=story,
                question_id=questions[answer["question"]],
                fit=answer["fit"],
                opening=answer["opening"],
                closing=answer["closing"],
            )
            for answer in entry.get("answers", [])
        )
        derive_answers(story)
    Rehearsal.objects.bulk_create(_telling(owner, entry) for entry in read("demo", "telling"))
    loop = Loop(owner=owner, name="Streaming company, ranking team", date=timezone.localdate() + DAYS_TO_THE_LOOP)
    create_loop(loop=loop, snapshot=snapshot_of(owner))


def _telling(owner: Owner, entry: Row) -> Rehearsal:
    """In the evening, as many days ago as it says; its seconds are those of the sections in their order."""
    answer = owner.answers.select_related("story").get(question__slug=entry["question"])
    ends = [1000 * end for end in accumulate(entry["seconds"])]
    day = timezone.localdate() - timedelta(days=entry["days_ago"])
    return Rehearsal(
        owner=owner,
        answer=answer,
        began=timezone.make_aware(datetime.combine(day, time(19, 30 + entry["position"] % 30))),
        day=day,
        milliseconds=ends[-1],
        marks=[[section.value, start] for section, start in zip(sections_told(answer), [0, *ends], strict=False)],
        is_told=True,
        left_out=entry.get("left_out", []),
        rating=entry["rating"],
    )


def _write(owner: Owner, entry: Row, values: dict[str, int]) -> Story:
    tags = tuple(TagContent(values[tag["value"]], tag["strength"], tag["evidence"]) for tag in entry["tags"])
    content = StoryContent(
        texts={name: entry.get(name, "").strip() for name in NAMES}, tags=tags, values=tuple(values.values())
    )
    saved = save_story(owner=owner, pk=uuid.uuid4(), base=0, session=uuid.uuid4(), content=content)
    if isinstance(saved, EditConflict):
        raise TypeError("A new story can't be in conflict with anything.")
    change_status(story=saved.story, status=Status(entry["status"]))
    return saved.story
