import sys
from collections.abc import Mapping, Sequence

import pytest

from stories.core.assignment import Id, Offer, assign, load_solver


@pytest.mark.parametrize(
    ("offers", "costs", "expected"),
    [
        ([], {}, {}),
        ([(0, "r", "a", 5)], {"a": (0,)}, {0: "a"}),
        ([(0, "r", "a", 5)], {"a": ()}, {}),
        ([(0, "r", "a", -1)], {"a": (0,)}, {}),
        ([(0, "r", "a", 2)], {"a": (1,)}, {0: "a"}),
        ([(0, "r", "a", 1)], {"a": (2,)}, {}),
        ([(0, "r", "a", 5), (1, "r", "a", 6)], {"a": (0, 0)}, {1: "a"}),
        ([(0, "r", "a", 5), (1, "s", "a", 6)], {"a": (0,)}, {1: "a"}),
        ([(0, "r", "a", 5), (1, "s", "a", 6)], {"a": (0, 4)}, {0: "a", 1: "a"}),
        ([(0, "r", "a", 5), (1, "s", "a", 6)], {"a": (0, 6)}, {1: "a"}),
        (
            [(0, "r", "a", 9), (0, "r", "b", 8), (1, "r", "a", 7), (1, "r", "b", 5)],
            {"a": (0,), "b": (0,)},
            {0: "b", 1: "a"},
        ),
        ([(0, "r", "a", 2**51), (1, "s", "a", 2**51 + 1)], {"a": (0,)}, {1: "a"}),
    ],
)
def test_assignment_gains_the_most(
    offers: Sequence[tuple[int, str, str, int]], costs: Mapping[Id, Sequence[int]], expected: Mapping[int, str]
) -> None:
    assert assign([Offer(*offer) for offer in offers], costs) == expected


def test_solver_is_loaded_ahead() -> None:
    load_solver()

    assert "scipy.sparse.csgraph" in sys.modules
