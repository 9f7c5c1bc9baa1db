"""Which of the bank's questions a question just heard may be, in other words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stories.core.meaning.transformer import Matrix


@dataclass(frozen=True, slots=True)
class KnownQuestions:
    """The bank's questions by slug, each with the mean of its wordings' embeddings."""

    slugs: Sequence[str]
    wordings: Matrix

    def by_nearness(self, vector: Matrix) -> list[str]:
        """The slugs, nearest first, given the embedding of a text."""
        products = self.wordings @ vector / np.linalg.norm(self.wordings, axis=1)
        return [self.slugs[place] for place in np.argsort(-np.round(products, 4), kind="stable")]
