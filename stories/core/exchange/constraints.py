"""Rules for the fields of a record: each returns its value, or raises ValueError with a sentence."""

import re
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any
from zoneinfo import available_timezones

from stories.core.directions import straight
from stories.core.exchange.naming import readable
from stories.core.exchange.problems import quoted
from stories.core.fields import PROSE_LIMIT
from stories.core.grammar import join_words
from stories.core.likelihood import Work


def at_most(limit: int) -> Callable[[str], str]:
    """`limit` in characters."""

    def check(text: str) -> str:
        if len(text) > limit:
            raise ValueError(f"This has {len(text):,} characters; the limit is {limit:,}.")
        return text

    return check


def few(limit: int) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """At most `limit` records."""

    def check(records: tuple[Any, ...]) -> tuple[Any, ...]:
        if len(records) > limit:
            raise ValueError(f"There are {len(records):,}; the limit is {limit:,}.")
        return records

    return check


def one_of(numbers: Sequence[int]) -> Callable[[int], int]:
    def check(number: int) -> int:
        if number not in numbers:
            raise ValueError(f"{number} isn't {join_words(list(map(str, numbers)), 'or')}.")
        return number

    return check


def between(lowest: int, highest: int) -> Callable[[int], int]:
    def check(number: int) -> int:
        if not lowest <= number <= highest:
            raise ValueError(f"{number} is not between {lowest} and {highest}.")
        return number

    return check


def shaped_like(pattern: str, what: str) -> Callable[[str], str]:
    """A text that is empty or matches `pattern` from start to end; `what` names it, with an article."""
    compiled = re.compile(pattern)

    def check(text: str) -> str:
        if text and not compiled.fullmatch(text):
            raise ValueError(f"{quoted(text)} isn't {what}.")
        return text

    return check


def once(*names: str) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """Records of which no two agree in all of `names`."""

    def check(records: tuple[Any, ...]) -> tuple[Any, ...]:
        keys = Counter(tuple(str(getattr(record, name)) for name in names) for record in records)
        for key, count in keys.items():
            if count > 1:
                raise ValueError(f"{quoted(', '.join(map(readable, key)))} appears twice.")
        return records

    return check


def is_id(text: str) -> bool:
    """Whether it is a UUID, as the stories of a library have."""
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False


def in_canonical_form(text: str) -> str:
    """A UUID as the library writes it; an empty text stays empty."""
    try:
        return text and str(uuid.UUID(text))
    except ValueError:
        raise ValueError(f"{quoted(text)} isn't an id of Prepsite.") from None


def is_a_day(text: str) -> str:
    try:
        return text and date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(f"{quoted(text)} isn't a date such as 2025-03-31.") from None


def is_a_moment(text: str) -> str:
    """In UTC; without an offset it says nothing."""
    try:
        moment = datetime.fromisoformat(text) if text else None
        if moment and moment.tzinfo is None:
            raise ValueError
        return moment.astimezone(UTC).isoformat() if moment else ""
    except (ValueError, OverflowError):
        raise ValueError(f"{quoted(text)} isn't a time such as 2025-03-31T16:00:00+00:00.") from None


def is_of_these_times(text: str) -> str:
    """A day or a moment that somebody who is alive can have seen, and that can be counted on from."""
    if text and not "1970" <= text[:4] < "2200":
        raise ValueError(f"{quoted(text)} isn't between 1970 and 2199.")
    return text


def is_time_zone(text: str) -> str:
    if text and text not in available_timezones():
        raise ValueError(f"{quoted(text)} isn't a time zone such as Europe/Berlin.")
    return text


def is_work(text: str) -> str:
    if text and text not in tuple(Work):
        raise ValueError(f"{quoted(text)} isn't one of {', '.join(Work)}.")
    return text


Line100 = Annotated[str, straight, at_most(100)]
Prose = Annotated[str, at_most(PROSE_LIMIT)]
Line300 = Annotated[str, straight, at_most(300)]
Line500 = Annotated[str, straight, at_most(500)]
Id = Annotated[str, in_canonical_form]
"""A story's UUID, or empty if it has none yet."""
Day = Annotated[str, is_a_day]
Moment = Annotated[str, is_a_moment]
TimeZone = Annotated[str, at_most(64), is_time_zone]
KindOfWork = Annotated[str, is_work]
Slug = Annotated[str, shaped_like(r"[-a-zA-Z0-9_]{1,50}", "a short name such as “netflix-2024”")]
LongSlug = Annotated[str, shaped_like(r"[-a-zA-Z0-9_]{1,80}", "a short name such as “own-a-hard-choice”")]
ValueName = Annotated[
    str, shaped_like(r"[-a-zA-Z0-9_]{1,80}/[-a-zA-Z0-9_]{1,80}", "a value such as “netflix-2024/candor”")
]
"""`framework/value`, by their slugs."""
Address = Annotated[str, at_most(200), shaped_like(r"https?://\S+", "an address that begins with https://")]
Fingerprint = Annotated[str, shaped_like(r"[0-9a-f]{16}", "a fingerprint: 16 of the digits 0-9 and a-f")]
