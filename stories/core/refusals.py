"""Whether it still stands that none of an owner's stories answers a question."""

from collections.abc import Hashable, Mapping, Sequence

Id = Hashable
About = frozenset[str]
"""The stems of a story that say something."""


def still_stands(seen: Mapping[Id, About], closest: Sequence[Id], about: Mapping[Id, About]) -> bool:
    """Whether the closest stories were all seen when the owner said so, and still tell the same.

    `seen` has what each story was about then, `about` what it is about now.
    """
    return all(story in seen and not is_rewritten(seen[story], about[story]) for story in closest)


def is_rewritten(before: About, now: About) -> bool:
    """Whether more than half of what it is about now is new."""
    return 2 * len(now - before) > len(now)
