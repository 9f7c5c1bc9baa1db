"""Words that several messages share."""

from stories.core.grammar import join_words


def now_empty(sections: list[str]) -> str:
    """`["Situation", "Task"]` as "Situation and Task are now empty"."""
    return f"{join_words(sections)} {'is' if len(sections) == 1 else 'are'} now empty"
