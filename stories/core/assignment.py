"""Stories at places so that the total gain is the greatest: solved exactly, by scipy's sparse assignment.

An assignment matches each row with a column of its own. That a story is told once a round, and that each further
telling costs more, is said by giving every story a gate in every round: a place takes a gate's column, the gate's row
then has to take one of the story's tellings, and a gate that nobody takes takes itself.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Id = Hashable
_Edge = tuple[Hashable, Hashable, int]


@dataclass(frozen=True, slots=True)
class Offer:
    """A story that may be told at a place."""

    place: int
    round: Id
    story: Id
    gain: int
    """A whole number, so that nothing is rounded up to 2**52 in total; below 0 it is never chosen."""


@dataclass(frozen=True, slots=True)
class _Gate:
    round: Id
    story: Id


@dataclass(frozen=True, slots=True)
class _Telling:
    story: Id
    number: int


def assign(offers: Sequence[Offer], costs: Mapping[Id, Sequence[int]]) -> dict[int, Id]:
    """The story told at each place that has one, no story twice in a round, with the greatest total gain.

    `costs` says of each story what its first telling, its second and so on take off, never falling; there are no more
    tellings than costs.
    """
    if not offers:
        return {}
    matched = _match(list(_edges(offers, costs)))
    gates = ((one.place, matched[one.place]) for one in offers)
    return {place: gate.story for place, gate in gates if isinstance(gate, _Gate)}


def _edges(offers: Iterable[Offer], costs: Mapping[Id, Sequence[int]]) -> Iterator[_Edge]:
    """Row, column and gain; each place and each gate may also stay by itself."""
    gates = {}
    for one in offers:
        gates[one] = _Gate(one.round, one.story)
        yield one.place, gates[one], one.gain
    for place in dict.fromkeys(one.place for one in offers):
        yield place, place, 0
    for gate in dict.fromkeys(gates.values()):
        yield gate, gate, 0
        for number, cost in enumerate(costs[gate.story]):
            yield gate, _Telling(gate.story, number), -cost


def load_solver() -> None:
    """Import the solver ahead of the first plan, which would wait about a second for it."""
    import scipy.sparse.csgraph  # noqa: F401 - imported for its effect, and only when asked to


def _match(edges: Sequence[_Edge]) -> dict[Hashable, Hashable]:
    """The column of each row, with the greatest total gain."""
    # Here and not above: importing scipy takes half as long as the whole site's start, which needn't wait for it.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    rows, columns = _numbers(row for row, _, _ in edges), _numbers(column for _, column, _ in edges)
    # A half more for every edge, since a zero is taken for no edge; as each row gets one edge, the best stays the best.
    gains = [gain + 0.5 for _, _, gain in edges]
    ends = [rows[row] for row, _, _ in edges], [columns[column] for _, column, _ in edges]
    matrix = coo_array((gains, ends), shape=(len(rows), len(columns))).tocsr()
    chosen = min_weight_full_bipartite_matching(matrix, maximize=True)
    row_at, column_at = list(rows), list(columns)
    return {row_at[row]: column_at[column] for row, column in zip(*chosen, strict=True)}


def _numbers(ends: Iterable[Hashable]) -> dict[Hashable, int]:
    return {end: number for number, end in enumerate(dict.fromkeys(ends))}
