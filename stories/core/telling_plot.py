"""Where the tellings of an answer stand in a plot of their lengths over the days. Whole units of the plot's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from stories.core.memory import Rating

WIDTH, HEIGHT = 360, 150
LEFT, RIGHT, TOP, BOTTOM = 38, 350, 10, 126
"""The edges of the field in which the points stand."""
SHAPES = {
    Rating.FORGOT: "M-4-4 4 4M-4 4 4-4",
    Rating.STUMBLED: "M0-5 5 4H-5Z",
    Rating.FINE: "M-4-4H4V4H-4Z",
    Rating.WELL: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0",
}
"""The outline of a point, around its middle: a cross, a triangle, a square, a circle."""


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int
    rating: Rating

    @property
    def shape(self) -> str:
        return SHAPES[self.rating]


@dataclass(frozen=True, slots=True)
class Plot:
    points: Sequence[Point]
    """In the order of the tellings."""
    limit: int
    """The height of the line that no telling should cross."""
    first: date
    last: date


def plot(tellings: Sequence[tuple[date, int, Rating]], limit: int) -> Plot | None:
    """Of the day, the seconds and the rating of each telling; `limit` is in seconds. None without a telling."""
    if not tellings:
        return None
    days = [day for day, _, _ in tellings]
    first, last = min(days), max(days)
    most = max(limit, *(seconds for _, seconds, _ in tellings)) * 1.1
    span = (last - first).days

    def across(day: date) -> int:
        return round(LEFT + (RIGHT - LEFT) * ((day - first).days / span if span else 0.5))

    def up(seconds: int) -> int:
        return round(BOTTOM - (BOTTOM - TOP) * seconds / most)

    points = [Point(across(day), up(seconds), rating) for day, seconds, rating in tellings]
    return Plot(points, up(limit), first, last)
