"""The demo library: `seeds/demo.toml`, written by the same actions as a user's stories."""

import uuid

from django.db import transaction

from stories.bank.seeding import Row, read
from stories.core.choices import Status
from stories.core.fields import NAMES
from stories.coverage.snapshot import snapshot_of
from stories.library.actions import change_status, save_story
from stories.library.content import StoryContent, TagContent
from stories.library.derived import derive_answers
from stories.loops.actions import create_loop
from stories.models import Answer, EditConflict, Loop, Owner, Question, Story, Value


@transaction.atomic
def fill(owner: Owner) -> None:
    """Write the demo's stories and answers and a loop; an owner who has any story is left alone."""
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
    create_loop(loop=Loop(owner=owner, name="Streaming company, ranking team"), snapshot=snapshot_of(owner))


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
