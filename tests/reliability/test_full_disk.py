"""A full disk is told, keeps what was typed, and loses nothing that was acknowledged (docs/reliability.md)."""

import sys

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("only Linux lets a test take a running server's room away", allow_module_level=True)

from tests.reliability.filling import Disk, FileLimit, SmallDisk, fill_up


@pytest.mark.parametrize("kind", [FileLimit, SmallDisk], ids=lambda kind: kind.__name__)
def test_full_disk_is_told_and_loses_nothing(kind: type[Disk], seed: int) -> None:
    if kind is SmallDisk and not SmallDisk.is_possible():
        pytest.skip("mounting a small disk is not allowed here; files that can't grow are tried all the same")

    report = fill_up(kind, seed=seed)

    print(report)  # noqa: T201
    assert report.broken == []
    assert int(report.figures["refused"]) > 3
