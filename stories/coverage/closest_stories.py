"""The stories closest to a question: the one place where an owner's stories are put in order, with reasons."""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from cachetools import LRUCache, cached

from stories.base.embedding import Unavailable
from stories.base.engine import edition, load_engine
from stories.base.storage import if_possible
from stories.core.choices import Status, Strength
from stories.core.language import is_english
from stories.core.matching import Asked, Candidate, Id, Suggestion, concept_shares
from stories.core.terms import Terms, load
from stories.models import Story, StoryVector

if TYPE_CHECKING:
    from stories.core.corpus import Column
    from stories.core.meaning.recipe import QuestionEncoder, StoryVectors
    from stories.core.meaning.transformer import Matrix

CLOSEST = 3
"""The stories that are offered for a question: one of them is the right one for about three questions in four."""
MOST_DIRECTIONS = 5_000
"""Questions whose vectors are kept in a process, 1.5 kB each."""
_load = lru_cache(maxsize=2000)(load)


class Offer(NamedTuple):
    """The stories that may be chosen for a question, best first."""

    closest: Sequence[Suggestion]
    """Those that are offered: three at most."""
    others: Sequence[Suggestion]
    """The next ones."""


class RankedStories:
    """An owner's stories as they were read, ready to be put in order for any question."""

    def __init__(
        self,
        stories: Mapping[Id, Story],
        counted: Mapping[Id, Status],
        tags: Mapping[Id, Mapping[Id, Strength]],
        told: Iterable[Id],
        names: Mapping[Id, str],
    ) -> None:
        """`counted` says what each story counts as, `tags` are by story and value, `told` has the story of each answer,
        and `names` are those of the values.
        """
        # Imported here because a process that suggests nothing shouldn't wait for numpy.
        from stories.core.ranking import Ranking

        uses = Counter(told)
        terms = _terms_of(story for story in stories.values() if story.status != Status.ARCHIVED)
        self.about = {pk: frozenset(each.stems) for pk, each in terms.items()}
        """The stems of each story."""
        self._ranking: Ranking = Ranking(
            [Candidate(pk, counted[pk], tags.get(pk, {}), about, uses[pk]) for pk, about in terms.items()],
            names,
        )
        self._vectors = _read_vectors({story.owner_id for story in stories.values()}, self._ranking.stories)

    @property
    def stories(self) -> Sequence[Id]:
        """Those that aren't archived."""
        return self._ranking.stories

    def offer(
        self, asked: Sequence[Asked], answering: Sequence[Collection[Id]], *, others: int | None = 0
    ) -> list[Offer]:
        """For each question the three to choose from, without those `answering` it, and up to so many `others` (None:
        all).
        """
        most = None if others is None else CLOSEST + others + max(map(len, answering), default=0)
        ranked = self._ranking.rank_all(asked, self._nearness(asked), most=most)
        return [_without(told, stories, others) for told, stories in zip(answering, ranked, strict=True)]

    def _nearness(self, asked: Sequence[Asked]) -> "Sequence[Column | None]":
        """Of each story to each question; None without a model or a vector, and for a text that isn't English."""
        if self._vectors is None or not asked or isinstance(engine := load_engine(), Unavailable):
            return [None] * len(asked)
        import numpy as np

        directions = np.stack([_direction(engine.encoder, each) for each in asked])
        near = self._vectors.nearness(directions)
        return [row if is_english(each.text) else None for each, row in zip(asked, near, strict=True)]


def _without(told: Collection[Id], ranked: Iterable[Suggestion], others: int | None) -> Offer:
    free = [suggestion for suggestion in ranked if suggestion.story not in told]
    return Offer(free[:CLOSEST], free[CLOSEST:][:others])


def _said(_: "QuestionEncoder", asked: Asked) -> Hashable:
    return asked.text, asked.topic


@cached(LRUCache(MOST_DIRECTIONS), key=_said, lock=Lock())
def _direction(encoder: "QuestionEncoder", asked: Asked) -> "Matrix":
    return encoder.encode(asked.text, concept_shares(asked))


def _read_vectors(owners: set[int], stories: Sequence[Id]) -> "StoryVectors | None":
    """A story whose vector isn't made yet, or was made by other code, counts as the mean of the others."""
    wanted = set(stories)
    rows = StoryVector.objects.filter(owner__in=owners, made_by=edition()).values_list("story", "numbers")
    dumped: dict[Id, bytes] = {story: bytes(numbers) for story, numbers in rows if story in wanted}
    if not dumped:
        return None
    from stories.core.meaning.recipe import StoryVectors

    return StoryVectors(stories, dumped)


def _terms_of(stories: Iterable[Story]) -> dict[Id, Terms]:
    """What each story is about. Where another vocabulary was used, it is read from the texts again, and stored."""
    stored = {story.pk: _load(story.terms) for story in stories}
    stale = [pk for pk, terms in stored.items() if terms is None]
    known: dict[Id, Terms] = {pk: terms for pk, terms in stored.items() if terms}
    return known | (_look_again(stale) if stale else {})


def _look_again(stale: Sequence[Any]) -> dict[Id, Terms]:
    stories = list(Story.objects.filter(pk__in=stale))
    terms: dict[Id, Terms] = {story.pk: story.read_terms() for story in stories}
    for story in stories:
        story.terms = terms[story.pk].dump()
    with if_possible():
        Story.objects.bulk_update(stories, ["terms"], batch_size=200)
    return terms
