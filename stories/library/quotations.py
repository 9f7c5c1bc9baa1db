"""Whether a story still says the lines that are evidence for its values."""

from collections.abc import Collection, Mapping, Sequence

from stories.core.review import TagLine, stray_tags, unquoted_tags
from stories.core.review.tokens import tokens

GONE = "These words aren’t in the story."
CHANGED = "The story says it in other words now."


def remarks_on(tags: Collection[TagLine], told: Sequence[str]) -> Mapping[TagLine, str]:
    """What is wrong with the evidence for each, as it stands in what is `told`; those that are right are left out."""
    remarks = dict.fromkeys(unquoted_tags(tags, told), CHANGED)
    return remarks | dict.fromkeys(stray_tags(tags, map(tokens, told)), GONE)
