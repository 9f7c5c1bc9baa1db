"""What a trial measured, and which promises were broken."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Report:
    name: str
    figures: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """A table of the figures, then the broken promises."""
        rows = [f"  {name:<34}{figure:>10}" for name, figure in self.figures.items()]
        return "\n".join([self.name, *rows, *(f"  BROKEN: {promise}" for promise in self.broken)])


class Times:
    """How long acknowledged saves took, in seconds; many threads add to it."""

    def __init__(self) -> None:
        self.taken: list[float] = []
        self._changed = threading.Condition()
        self._is_over = False

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Counts the block unless it raises."""
        started = time.perf_counter()
        yield
        with self._changed:
            self.taken.append(time.perf_counter() - started)
            self._changed.notify_all()

    def wait_for(self, count: int, within: float) -> None:
        """Wait for `count` saves, until nobody saves any more, or for `within` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_over or len(self.taken) >= count, within)

    def end(self) -> None:
        """No more saves will come, so nobody need wait for them."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()

    def at(self, share: float) -> float:
        """The time that this share of the saves didn't exceed; 0 if there are none."""
        ordered = sorted(self.taken)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0

    @property
    def figures(self) -> dict[str, str]:
        at = {"p50": self.at(0.5), "p95": self.at(0.95), "max": self.at(1)}
        return {name: f"{seconds * 1000:.0f} ms" for name, seconds in at.items()}
