"""Names as people write them, compared without what makes no difference."""

import re
from collections.abc import Mapping

from stories.core.search import fold


def plain_name(text: str) -> str:
    """A name without case, accents, punctuation and what stands in brackets."""
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"\([^()]*\)", " ", fold(text))))


def by_name(values: Mapping[str, str]) -> dict[str, str]:
    """Of names by framework/value the other way round; of two alike the first. Slugs are names too."""
    names: dict[str, str] = {}
    for value, name in values.items():
        for one in (value, plain_name(name), plain_name(value.rpartition("/")[2]), plain_name(value)):
            names.setdefault(one, value)
    return names
