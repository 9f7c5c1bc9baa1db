"""Names as people write them, without what makes no difference in a comparison."""

import re
from collections.abc import Mapping

from stories.core.search import fold


def plain_name(text: str) -> str:
    """A name without case, accents, punctuation and anything in brackets."""
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"\([^()]*\)", " ", fold(text))))


def by_name(values: Mapping[str, str]) -> dict[str, str]:
    """Turns names by framework/value the other way round; of two alike, the first counts. Slugs are names too."""
    names: dict[str, str] = {}
    for value, name in values.items():
        for alias in (value, plain_name(name), plain_name(value.rpartition("/")[2]), plain_name(value)):
            names.setdefault(alias, value)
    return names
