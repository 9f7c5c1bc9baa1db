"""Many people who write at once lose nothing and see no failure (docs/reliability.md)."""

import uuid

import pytest

from tests.reliability.crowding import Accepted, Shared, crowd
from tests.reliability.libraries import Library, Stored
from tests.reliability.writing import Written

WRITERS = 20
SECONDS = 5


def test_no_update_is_lost_among_many_writers(library: Library, seed: int) -> None:
    report = crowd(library, writers=WRITERS, seconds=SECONDS, seed=seed)

    print(report)  # noqa: T201
    assert report.broken == []
    assert int(report.figures["acknowledged saves"]) >= WRITERS
    assert int(report.figures["set aside"]) > 0


ONE, TWO = uuid.uuid4(), uuid.uuid4()


def written(mark: str) -> Written:
    return Written({"title": mark}, ())


@pytest.mark.parametrize(
    ("second", "loss"),
    [
        (Accepted(2, 1, TWO, written("b")), None),
        (Accepted(2, 0, ONE, written("b")), None),
        (Accepted(2, 0, TWO, written("b")), "overwritten by someone who had only read version 0"),
        (Accepted(1, 0, TWO, written("b")), "two saves were told the same version"),
        (Accepted(2, 1, TWO, written("c")), "doesn't contain what was saved last"),
    ],
    ids=["read before", "same form", "unread", "same version", "another text"],
)
def test_lost_update_is_seen(second: Accepted, loss: str | None) -> None:
    shared = Shared(uuid.uuid4(), [Accepted(1, 0, ONE, written("a")), second])

    losses = shared.losses(Stored(written("b"), 2, ""), {})

    assert len(losses) == (1 if loss else 0)
    assert all(str(loss) in message for message in losses)


def test_text_that_is_not_set_aside_is_seen() -> None:
    shared = Shared(uuid.uuid4(), [Accepted(1, 0, ONE, written("a"))], {TWO: written("b")})

    losses = shared.losses(Stored(written("a"), 1, ""), {TWO: written("a")})

    assert losses == [f"{shared.story} doesn't keep b aside"]
