"""How long a press in Match takes: `uv run python -m tests.benchmarks.match` prints the figures of docs/performance.md.

A press decides, works the library out anew, and draws the next card.
"""

import os
from itertools import cycle
from typing import TYPE_CHECKING

from tests.benchmarks.heard import cost
from tests.benchmarks.pages import BARE, ROUNDS, client_of, library, say

if TYPE_CHECKING:
    from stories.models import Owner

SIZES = (12, 40, 100, 1000)
IN_PART = {"HX-Request": "true", "HX-Target": "match"}


def measure(owner: "Owner") -> str:
    """Medians, and how many times as long as a page that only signs in; what was decided is undone in between."""
    from stories.answers.match_cards import open_questions
    from stories.coverage.snapshot import snapshot_of

    client = client_of(owner)
    owner.answers.all().delete()
    question = open_questions(snapshot_of(owner))[0]
    story = owner.stories.active()[0]
    presses = cycle([f"/match/{question.pk}/", "/match/undo/"])
    return cost(
        lambda: client.get(BARE), lambda: client.post(next(presses), {"choice": str(story.pk)}, headers=IN_PART)
    )


def main() -> None:
    with library(os.environ.get("DATABASE_URL", "")) as measured:
        from stories.models import Owner
        from tests.benchmarks.filling import fill_with_vectors

        say(f"{measured.kind}; median of {ROUNDS}, × of a bare page")
        for size in SIZES:
            owner = Owner.objects.create(username=f"owner-{size}")
            fill_with_vectors(owner, size)
            say(f"{size:,} stories: {measure(owner)}")


if __name__ == "__main__":
    main()
