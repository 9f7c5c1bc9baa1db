"""Texts to save, recognisable in every part, so that a lost or mixed one shows."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stories.core.fields import FIELDS, NAMES, Kind

SHORT = {field.name for field in FIELDS if field.kind == Kind.LINE}
LINE = "we read the log of the release again and found the line that nobody had looked at"


@dataclass(frozen=True)
class Written:
    """The texts of a story by field name, and its tags: value, strength, evidence."""

    texts: Mapping[str, str]
    tags: tuple[tuple[int, str, str], ...]

    @property
    def mark(self) -> str:
        return self.texts["title"]


def write(mark: str, values: Iterable[int], rng: random.Random) -> Written:
    """A story with `mark` in every part. One in ten is long, so that a save fills many pages of the database."""
    lines = rng.randint(40, 80) if rng.random() < 0.1 else rng.randint(0, 4)
    texts = {name: mark if name in SHORT else f"{mark} {name}" + f"\n{mark} {LINE}" * lines for name in NAMES}
    tagged = sorted(rng.sample(sorted(values), k=2))
    return Written(texts, tuple((value, "primary", f"{mark} shows {value}") for value in tagged))
