"""What was read of some files comes back from what is kept of it."""

from hypothesis import given
from hypothesis import strategies as st

from stories.core.exchange import Incoming, Notes, Opened, Problem, Table, pack, unpack
from stories.core.exchange.merged_cells import Merged
from tests.core.exchanging import LIBRARIES, STORIES, WORDS, lists_of, unhurried

MERGED = lists_of(st.builds(Merged, *[st.integers(0, 9)] * 4))
TABLES = st.builds(Table, WORDS, st.lists(st.lists(WORDS, max_size=3), max_size=3), MERGED)


@unhurried
@given(
    stories=lists_of(st.builds(Incoming, STORIES, WORDS)),
    libraries=lists_of(st.tuples(WORDS, LIBRARIES)),
    tables=lists_of(TABLES),
    problems=lists_of(st.builds(Problem, WORDS, WORDS)),
    notes=lists_of(st.builds(Notes, WORDS, WORDS, WORDS)),
)
def test_whatever_was_read_comes_back(
    stories: tuple[Incoming, ...],
    libraries: tuple[object, ...],
    tables: tuple[Table, ...],
    problems: tuple[Problem, ...],
    notes: tuple[Notes, ...],
) -> None:
    opened = Opened(stories, libraries, tables, problems, notes)  # type: ignore[arg-type]

    assert unpack(pack(opened)) == opened
