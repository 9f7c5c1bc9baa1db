"""When progress is told."""

import pytest

from stories.core.progress import paced


@pytest.mark.parametrize(
    ("seconds_each", "total", "told"),
    [
        (0.1, 19, []),
        (0.1, 20, [20]),
        (0.1, 50, [20, 40, 50]),
        (3.0, 3, [1, 2, 3]),
        (0.1, 0, []),
    ],
)
def test_work_tells_every_two_seconds_and_at_its_end(seconds_each: float, total: int, told: list[int]) -> None:
    seen: list[tuple[int, int]] = []
    times = iter(round(seconds_each * piece, 3) for piece in range(total + 1))
    progress = paced(lambda *known: seen.append(known), lambda: next(times))

    for done in range(1, total + 1):
        progress(done, total)

    assert seen == [(done, total) for done in told]
