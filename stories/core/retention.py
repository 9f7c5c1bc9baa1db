"""Which of many daily backups are worth their disk space."""

from collections.abc import Iterable
from datetime import date

DAYS = 7
WEEKS = 4


def to_keep(days: Iterable[date]) -> set[date]:
    """The last seven days that have a backup, and the last day of each of the last four weeks that have one."""
    ordered = sorted(set(days))
    by_week = {day.isocalendar()[:2]: day for day in ordered}
    return {*ordered[-DAYS:], *list(by_week.values())[-WEEKS:]}
