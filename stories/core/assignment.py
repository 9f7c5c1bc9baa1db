"""Stories assigned to places for the greatest total gain, solved exactly by scipy's sparse assignment.

An assignment matches each row with a column of its own. To have a story told once a round, and each further telling
cost more, every story has a gate in every round: a place takes a gate's column, and the gate's row must then take one
of the story's tellings. A gate that no place takes is matched with itself.
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
    """A whole number: totals up to 2**52 are exact. Below 0 the offer is never chosen."""


@dataclass(frozen=True, slots=True)
class _Gate:
    round: Id
    story: Id


@dataclass(frozen=True, slots=True)
class _Telling:
    story: Id
    number: int


def assign(offers: Sequence[Offer], costs: Mapping[Id, Sequence[int]]) -> dict[int, Id]:
    """The story told at each place that gets one, for the greatest total gain and no story twice in a round.

    `costs` gives for each story what its first telling, its second and so on take off, in non-decreasing order; a story
    is told no more often than it has costs.
    """
    if not offers:
        return {}
    matched = _match(list(_edges(offers, costs)))
    gates = ((offer.place, matched[offer.place]) for offer in offers)
    return {place: gate.story for place, gate in gates if isinstance(gate, _Gate)}


def _edges(offers: Iterable[Offer], costs: Mapping[Id, Sequence[int]]) -> Iterator[_Edge]:
    """Row, column and gain of each possible match; a place or a gate may also be matched with itself."""
    gates = {}
    for offer in offers:
        gates[offer] = _Gate(offer.round, offer.story)
        yield offer.place, gates[offer], offer.gain
    for place in dict.fromkeys(offer.place for offer in offers):
        yield place, place, 0
    for gate in dict.fromkeys(gates.values()):
        yield gate, gate, 0
        for number, cost in enumerate(costs[gate.story]):
            yield gate, _Telling(gate.story, number), -cost


def load_solver() -> None:
    """Import the solver now, so the first plan needn't wait about a second for it."""
    import scipy.sparse.csgraph  # noqa: F401 - imported for its effect, and only on demand


def _match(edges: Sequence[_Edge]) -> dict[Hashable, Hashable]:
    """The column of each row, with the greatest total gain."""
    # Imported here because scipy takes half as long to import as the whole site to start.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    rows, columns = _numbers(row for row, _, _ in edges), _numbers(column for _, column, _ in edges)
    # Half a point more for every edge, because zero means no edge; each row gets one, so the best stays the best.
    gains = [gain + 0.5 for _, _, gain in edges]
    ends = [rows[row] for row, _, _ in edges], [columns[column] for _, column, _ in edges]
    matrix = coo_array((gains, ends), shape=(len(rows), len(columns))).tocsr()
    chosen = min_weight_full_bipartite_matching(matrix, maximize=True)
    row_at, column_at = list(rows), list(columns)
    return {row_at[row]: column_at[column] for row, column in zip(*chosen, strict=True)}


def _numbers(ends: Iterable[Hashable]) -> dict[Hashable, int]:
    return {end: number for number, end in enumerate(dict.fromkeys(ends))}
