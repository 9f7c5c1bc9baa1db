"""Words that several messages share."""

from stories.models import Owner, Story


def why_it_does_not_count(story: Story, owner: Owner) -> str:
    """Where a story is marked ready and doesn't count as such; empty where it does, or isn't."""
    reasons = story.why_not_counted(owner.pace)
    return f"“{story}” is marked ready, but doesn't count yet: {' '.join(reasons)}" if reasons else ""
