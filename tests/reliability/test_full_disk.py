"""A full disk is reported, keeps what was typed, and loses nothing that was acknowledged (docs/reliability.md)."""

import sys

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("only Linux lets a test take disk space away from a running server", allow_module_level=True)

from tests.reliability.filling import Disk, FileLimit, SmallDisk, fill_up


@pytest.mark.parametrize("kind", [FileLimit, SmallDisk], ids=lambda kind: kind.__name__)
def test_full_disk_is_reported_and_loses_nothing(kind: type[Disk], seed: int) -> None:
    if kind is SmallDisk and not SmallDisk.is_possible():
        pytest.skip("mounting a small disk isn't allowed here; files that can't grow are tried anyway")

    report = fill_up(kind, seed=seed)

    print(report)  # noqa: T201
    assert report.broken == []
    assert int(report.figures["refused"]) > 3
