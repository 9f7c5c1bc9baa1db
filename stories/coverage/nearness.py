"""How near an owner's stories are to a question in meaning."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from stories.base.embedding import Unavailable
from stories.base.engine import edition, load_engine
from stories.core.coverage import Id
from stories.core.language import is_english
from stories.core.matching import Asked, concept_shares
from stories.coverage.snapshot import Snapshot
from stories.models import StoryVector

if TYPE_CHECKING:
    from stories.core.meaning.recipe import StoryVectors


def nearness_to(asked: Asked, snapshot: Snapshot) -> Mapping[Id, float] | None:
    """Of each story to the question, -1 to 1; None without a model, without a vector, and for a text not in English.

    A story whose vector isn't made yet, or was made by other code, counts as the mean of the others.
    """
    if not is_english(asked.text):
        return None
    vectors = snapshot.once("vectors", lambda: _read_vectors(snapshot))
    if vectors is None or isinstance(engine := load_engine(), Unavailable):
        return None
    return vectors.nearness(engine.encoder.encode(asked.text, concept_shares(asked)))


def _read_vectors(snapshot: Snapshot) -> "StoryVectors | None":
    owners = {story.owner_id for story in snapshot.stories.values()}
    rows = StoryVector.objects.filter(owner__in=owners, made_by=edition()).values_list("story", "numbers")
    dumped: dict[Id, bytes] = {story: bytes(numbers) for story, numbers in rows if story in snapshot.stories}
    if not dumped:
        return None
    # Imported here because a process that compares no stories shouldn't wait for numpy.
    from stories.core.meaning.recipe import StoryVectors

    return StoryVectors(list(snapshot.stories), dumped)
