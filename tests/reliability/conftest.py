"""The trials of docs/reliability.md in short form, one after another, because they load the machine."""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reliability.libraries import Library, new_library


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("reliability"))


@pytest.fixture
def server_url() -> str:
    """The URL of the PostgreSQL server that the suite runs on; empty on SQLite."""
    return os.environ.get("DATABASE_URL", "")


@pytest.fixture
def library(server_url: str) -> Iterator[Library]:
    with new_library(server_url) as library:
        yield library


@pytest.fixture
def seed() -> int:
    """From pytest-randomly, which prints its own seed, so a run can be repeated."""
    return random.randrange(10**6)  # noqa: S311
