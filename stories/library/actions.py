"""Writes to stories that follow a rule or touch several models, one transaction each. All arguments are keywords."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace

from django.db import transaction
from django.utils import timezone

from stories.core.choices import Status, Strength
from stories.core.grammar import join_words
from stories.library.content import StoryContent
from stories.library.derived import DERIVED, derive, derive_answers, faults_of, search_text_of
from stories.library.history import content_of, recorded
from stories.models import (
    Dismissal,
    EditConflict,
    Owner,
    Story,
    StoryVersion,
    Tag,
    Value,
)


class NotReadyError(Exception):
    """A story can't be marked ready; the text says which sections are still empty."""

    def __init__(self, unwritten: list[str]) -> None:
        super().__init__(f"To mark it ready, write {join_words(unwritten)} first.")


@dataclass(frozen=True, slots=True)
class Saved:
    story: Story


@transaction.atomic
def save_story(
    *, owner: Owner, pk: uuid.UUID, base: int, session: uuid.UUID, content: StoryContent
) -> Saved | EditConflict:
    """Save what a form holds, if the story is still as the form knew it (`base`: its version, 0 for a new one).

    The form that saved last may always save again. If something else changed the story in between, the content is
    set aside, unmerged, and returned as a conflict. Raises Story.DoesNotExist if the story is a stranger's.
    """
    story, _ = Story.objects.select_for_update().get_or_create(pk=pk, defaults={"owner": owner, "version": 0})
    if story.owner_id != owner.pk:
        raise Story.DoesNotExist
    if story.version and _says_the_same(story, content):
        return Saved(story)
    if story.version and base != story.version and story.edit_session != session:
        return _keep_aside(story, session, content)
    return _write(story, session, content)


def _says_the_same(story: Story, content: StoryContent) -> bool:
    stored = StoryContent.of(story, content.values)
    return stored == content.completed_from(stored)


def _write(story: Story, session: uuid.UUID, content: StoryContent) -> Saved:
    with recorded(story):
        return _write_over(story, session, content)


def _write_over(story: Story, session: uuid.UUID, content: StoryContent) -> Saved:
    for name, text in content.texts.items():
        setattr(story, name, text)
    story.edit_session = session
    story.version += 1
    story.save()
    _write_tags(story, content)
    derive(story)
    story.save(update_fields=DERIVED)
    derive_answers(story)
    return Saved(story)


def _write_tags(story: Story, content: StoryContent) -> None:
    kept = {tag.value for tag in content.tags}
    story.tags.filter(value__in=content.values).exclude(value__in=kept).delete()
    Tag.objects.bulk_create(
        [
            Tag(owner_id=story.owner_id, story=story, value_id=tag.value, strength=tag.strength, evidence=tag.evidence)
            for tag in content.tags
        ],
        update_conflicts=True,
        unique_fields=["story", "value"],
        update_fields=["strength", "evidence"],
    )


def _keep_aside(story: Story, session: uuid.UUID, content: StoryContent) -> EditConflict:
    conflict, _ = EditConflict.objects.update_or_create(
        session=session, story=story, defaults={"owner_id": story.owner_id, "content": asdict(content)}
    )
    return conflict


@transaction.atomic
def resolve_conflict(*, conflict: EditConflict, base: int, content: StoryContent) -> Saved | EditConflict:
    """Save what the person chose and drop the conflict; if the story is no longer at `base`, return it untouched."""
    story = Story.objects.select_for_update().get(pk=conflict.story_id)
    if story.version != base:
        return conflict
    saved = _write(story, uuid.uuid4(), content)
    conflict.delete()
    return saved


@transaction.atomic
def keep_both(*, conflict: EditConflict) -> Story:
    """Make the conflict a draft of its own, next to the story. Raises DoesNotExist if another request just did so."""
    conflict = EditConflict.objects.select_for_update().get(pk=conflict.pk)
    content = StoryContent.kept_in(conflict).completed_from(StoryContent.of(conflict.story, ()))
    conflict.delete()
    return _write_copy(conflict.owner, content, "other version")


@transaction.atomic
def duplicate_story(*, story: Story) -> Story:
    """A draft with the same texts and tags; answers stay with the original."""
    values = tuple(story.tags.values_list("value_id", flat=True))
    return _write_copy(story.owner, StoryContent.of(story, values), "copy")


def _write_copy(owner: Owner, content: StoryContent, mark: str) -> Story:
    title = f"{content.texts['title'][:130]} ({mark})".strip()
    copy = replace(content, texts={**content.texts, "title": title})
    return _write(Story(owner=owner, version=0), uuid.uuid4(), copy).story


@transaction.atomic
def change_status(*, story: Story, status: Status) -> None:
    """Raises NotReadyError if the story is to be marked ready with a section still empty."""
    stored = Story.objects.select_for_update().get(pk=story.pk)
    if status == Status.READY and stored.unwritten:
        raise NotReadyError(stored.unwritten)
    mark_story(story=story, status=status)


@transaction.atomic
def change_statuses(*, stories: Iterable[Story], status: Status) -> Mapping[Story, NotReadyError]:
    """Of many stories at once; those that can't be marked so are left as they are and returned with the reason."""
    refused = {}
    for story in stories:
        try:
            change_status(story=story, status=status)
        except NotReadyError as reason:
            refused[story] = reason
    return refused


@transaction.atomic
def set_tags(*, stories: Iterable[Story], value: Value, strength: Strength) -> None:
    """The same tag on many stories; a line of evidence that is there stays."""
    for story in stories:
        set_tag(story=story, value=value, strength=strength)


def mark_story(*, story: Story, status: Status) -> None:
    """As a file or an earlier version says, whatever is written."""
    Story.objects.filter(pk=story.pk).update(status=status, updated=timezone.now())
    story.status = status


@transaction.atomic
def set_tag(*, story: Story, value: Value, strength: Strength | None, evidence: str | None = None) -> None:
    """Tag the story, change the tag, or (None) remove it. Evidence is kept unless given."""
    story = Story.objects.select_for_update().get(pk=story.pk)
    with recorded(story):
        _write_tag(story, value, strength, evidence)
        story.search_text = search_text_of(story)
        story.version += 1
        story.edit_session = uuid.uuid4()
        story.save(update_fields=["version", "edit_session", "updated", "search_text"])


def _write_tag(story: Story, value: Value, strength: Strength | None, evidence: str | None) -> None:
    if strength is None:
        story.tags.filter(value=value).delete()
        return
    changes = {"strength": strength} if evidence is None else {"strength": strength, "evidence": evidence}
    story.tags.update_or_create(value=value, defaults={"owner_id": story.owner_id, **changes})


@transaction.atomic
def restore_story(*, version: StoryVersion) -> Saved:
    """Make the story what it was. What it says now stays among its versions."""
    story = Story.objects.select_for_update().get(pk=version.story_id)
    return _write(story, uuid.uuid4(), content_of(version, story.owner))


@transaction.atomic
def dismiss(*, story: Story, code: str, fingerprint: str, reason: str) -> None:
    """Set a finding aside until the text that it is about changes."""
    values = {"owner_id": story.owner_id, "reason": reason}
    Dismissal.objects.update_or_create(story=story, code=code, fingerprint=fingerprint, defaults=values)
    _weigh_again(story)


@transaction.atomic
def restore_finding(*, dismissal: Dismissal) -> None:
    dismissal.delete()
    _weigh_again(dismissal.story)


def _weigh_again(story: Story) -> None:
    """An error that was dismissed no longer keeps the story from counting as ready."""
    Story.objects.filter(pk=story.pk, version=story.version).update(faults=faults_of(story))
