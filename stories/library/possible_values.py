"""The values that a story might show besides those it is tagged with: asked about, never set."""

import uuid
from collections.abc import Hashable, Sequence

from stories.base.embedding import Unavailable
from stories.base.engine import edition, load_engine
from stories.core.choices import Status
from stories.models import Owner, Story, Value


def possible_values(story: Story, owner: Owner) -> Sequence[Value]:
    """Values of the default framework, in which questions are labelled; none where its owner uses another."""
    slugs = _shown_by(story.pk, owner)
    if not slugs:
        return []
    values = Value.objects.shown_to(owner).filter(framework__is_default=True, slug__in=slugs)
    free = values.exclude(pk__in=story.tags.values("value"))
    return [value for value in free if owner.framework_id in (None, value.framework_id)]


def _shown_by(story: uuid.UUID, owner: Owner) -> Sequence[str]:
    vectors = owner.vectors.filter(made_by=edition()).exclude(story__status=Status.ARCHIVED)
    dumped: dict[Hashable, bytes] = {pk: bytes(numbers) for pk, numbers in vectors.values_list("story", "numbers")}
    if story not in dumped or isinstance(engine := load_engine(), Unavailable):
        return []
    return engine.directions.shown_by(story, dumped)
