"""How far long work is: told often enough to be believed, and not at all where it is over at once."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with how many of how many are done."""
SECONDS = 2.0
"""From one telling to the next."""


def paced(tell: Progress, clock: Callable[[], float]) -> Progress:
    """Call it after each piece of the work: it tells every two seconds and, if the work takes longer, at its end."""
    begun = last = clock()

    def progress(done: int, total: int) -> None:
        nonlocal last
        now = clock()
        if now - last >= SECONDS or (done == total and now - begun >= SECONDS):
            last = now
            tell(done, total)

    return progress
