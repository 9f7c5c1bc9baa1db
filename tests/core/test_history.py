from datetime import timedelta

import pytest

from stories.core.sittings import LONGEST_PAUSE, goes_on

SOON = timedelta(seconds=2)
LONG = " ".join(f"word{number}" for number in range(200))
HALF = " ".join(LONG.split()[:100])


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"action": "I asked"}, {"action": "I asked him"}, True),
        ({"action": "I asked him"}, {"action": ""}, True),
        ({"action": LONG}, {"action": HALF}, True),
        ({"action": LONG}, {"action": HALF.removesuffix(" word99")}, False),
        ({"action": LONG}, {"action": ""}, False),
        ({"action": LONG}, {"action": LONG.upper()}, False),
        ({"action": LONG, "result": ""}, {"action": "", "result": LONG}, True),
        ({}, {"action": LONG}, True),
    ],
)
def test_save_continues_the_sitting_unless_it_removes_much(
    before: dict[str, str], after: dict[str, str], *, expected: bool
) -> None:
    assert goes_on(before, after, SOON) is expected


def test_sitting_ends_after_a_long_pause() -> None:
    assert goes_on({"action": "a"}, {"action": "b"}, LONGEST_PAUSE)
    assert not goes_on({"action": "a"}, {"action": "b"}, LONGEST_PAUSE + timedelta(seconds=1))
