"""The values that a story might show besides those it is tagged with: asked about, never set."""

from collections.abc import Hashable, Mapping, Sequence
from threading import Condition

from cachetools import LRUCache, cached

from stories.base.embedding import Unavailable
from stories.base.engine import edition, load_engine
from stories.base.revisions import Revisions, revision_if_settled
from stories.core.choices import Status
from stories.models import Owner, Story, Value

MOST_KEPT = 100_000
"""Stories that are likely to show a value, in all the libraries that are kept, about 0.2 kB each."""
Shown = Mapping[Hashable, Sequence[str]]
"""Story → the slugs of the values that it is likely to show, the likeliest first; only stories that show one."""


def possible_values(story: Story, owner: Owner) -> Sequence[Value]:
    """Values of the default framework, in which questions are labelled; none where its owner uses another."""
    revision = revision_if_settled(owner)
    shown = _kept(owner, revision) if revision else _shown(owner)
    if story.pk not in shown:
        return []
    values = Value.objects.shown_to(owner).filter(framework__is_default=True, slug__in=shown[story.pk])
    free = values.exclude(pk__in=story.tags.values("value"))
    return [value for value in free if owner.framework_id in (None, value.framework_id)]


def _key(owner: Owner, revision: Revisions) -> Hashable:
    return owner.pk, revision


def _size(shown: Shown) -> int:
    return 1 + len(shown)


@cached(LRUCache(MOST_KEPT, _size), key=_key, condition=Condition())
def _kept(owner: Owner, _: Revisions) -> Shown:
    return _shown(owner)


def _shown(owner: Owner) -> Shown:
    """In all stories of a library that aren't archived."""
    vectors = owner.vectors.filter(made_by=edition()).exclude(story__status=Status.ARCHIVED)
    dumped: dict[Hashable, bytes] = {pk: bytes(numbers) for pk, numbers in vectors.values_list("story", "numbers")}
    if not dumped or isinstance(engine := load_engine(), Unavailable):
        return {}
    return engine.directions.shown_by(dumped)
