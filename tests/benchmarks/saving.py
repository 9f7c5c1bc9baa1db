"""What the model costs somebody who saves: `uv run python -m tests.benchmarks.saving` prints the ratio.

A save answers before the story's vector is made, in a thread beside it. Here a story is saved from the editor again and
again, by turns with that thread at work and with it asleep, as it is without the model.
"""

import os
import time
from collections.abc import Iterator
from statistics import median
from threading import Event
from typing import TYPE_CHECKING
from unittest.mock import patch

from tests.benchmarks.pages import client_of, library, milliseconds, say

if TYPE_CHECKING:
    from django.test import Client

    from stories.models import Owner

STORIES, ROUNDS = 100, 40
PATIENCE = 30.0
"""Seconds within which a vector must be made."""


def saves(client: "Client", owner: "Owner") -> Iterator[tuple[float, float]]:
    """Milliseconds without the model and with it, time after time."""
    from stories.library import background

    for number in range(ROUNDS):
        with patch.object(background, "_wanted", Event()):
            without = save(client, owner, f"Without {number}")
        yield without, save(client, owner, f"With {number}")
        wait_for_vectors(owner)


def save(client: "Client", owner: "Owner", title: str) -> float:
    from tests.factories import story_post

    story = owner.stories.order_by("pk")[0]
    texts = {"situation": "It was late.", "action": f"{title}: I read the logs, and called her.", "result": "It held."}
    post = story_post([], title=title, **texts) | {"base": story.version}
    took = milliseconds(lambda: client.post(f"/stories/{story.pk}/edit/", post))
    story.refresh_from_db()
    if story.title != title:
        raise SystemExit("The story wasn't saved.")
    return took


def wait_for_vectors(owner: "Owner") -> None:
    from stories.library.vectors import outdated

    until = time.monotonic() + PATIENCE
    while outdated(owner).exists():
        if time.monotonic() > until:
            raise SystemExit("No vector was made.")
        time.sleep(0.01)


def measure(owner: "Owner") -> str:
    from stories.library import background

    client = client_of(owner)
    background.serve()
    background.ask_for_vectors()
    wait_for_vectors(owner)
    pairs = list(saves(client, owner))
    without, with_model = (median(times) for times in zip(*pairs, strict=True))
    ratio = median(later / earlier for earlier, later in pairs)
    return f"a save takes {without:.0f} ms without the model and {with_model:.0f} ms with it, {ratio:.2f} ×"


def main() -> None:
    with library(os.environ.get("DATABASE_URL", "")) as measured:
        from stories.models import Owner
        from tests.benchmarks.heard import fill_with_vectors

        owner = Owner.objects.create(username="owner")
        fill_with_vectors(owner, STORIES)
        say(f"{measured.kind}, {STORIES} stories; median of {ROUNDS}: {measure(owner)}")


if __name__ == "__main__":
    main()
