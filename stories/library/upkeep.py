"""After an upgrade, brings what older code derived from stories up to date, whoever owns them."""

from collections.abc import Iterator

from django.db.models import Prefetch, Q, QuerySet

from stories.core.directions import straight
from stories.core.exchange.front_matter import as_text
from stories.core.fields import FIELDS, LINES
from stories.core.progress import Progress
from stories.library.derived import DERIVED, derive, derive_answers, edition
from stories.library.findings import fresh_findings
from stories.models import Story, Tag

BATCH = 100
"""Stories that are read at a time."""


def refresh_stories(progress: Progress) -> int:
    """Derive again what other code derived, and return how many stories that were.

    A story that is saved meanwhile is left alone; it is already up to date.
    """
    total, done = _stale().count(), 0
    for story in _in_batches():
        refresh(story)
        done += 1
        if done % BATCH == 0 or done == total:
            progress(done, total)
    return done


def refresh(story: Story) -> None:
    """Derive again what other code derived, unless the story was saved since it was read."""
    if story.derived_by == edition():
        return
    written = {*_adopt(story), *_straighten(story), *DERIVED, "findings", "extra"}
    derive(story)
    story.findings = fresh_findings(story, story.owner)
    as_read = Story.objects.filter(pk=story.pk, version=story.version)
    if as_read.update(**{name: getattr(story, name) for name in written}):
        derive_answers(story)


def _stale() -> QuerySet[Story]:
    """Two comparisons rather than one inequality, because an index helps with these."""
    return Story.objects.filter(Q(derived_by__lt=edition()) | Q(derived_by__gt=edition()))


def _in_batches() -> Iterator[Story]:
    tags = Prefetch("tags", Tag.objects.select_related("value"))
    stories = _stale().order_by("pk").select_related("owner").prefetch_related(tags)
    batch = list(stories[:BATCH])
    while batch:
        yield from batch
        batch = list(stories.filter(pk__gt=batch[-1].pk)[:BATCH])


def _adopt(story: Story) -> list[str]:
    """Move what a file held under a name that became a field later into that field; return the fields' names.

    What has no room there keeps a name of its own, or exports would leave it out.
    """
    adopted = []
    for field in FIELDS:
        held = story.extra.pop(field.name, None)
        text = as_text(held)
        if text and (len(text) > field.limit or getattr(story, field.name)):
            story.extra[f"kept_{field.name}"] = held
        elif text:
            setattr(story, field.name, text)
            adopted.append(field.name)
    return adopted


def _straighten(story: Story) -> list[str]:
    """Take the controls of direction out of its lines, as every save does; return the names of those that had some."""
    turned = [name for name in LINES if straight(getattr(story, name)) != getattr(story, name)]
    for name in turned:
        setattr(story, name, straight(getattr(story, name)))
    return turned
