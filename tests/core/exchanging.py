"""Any story, question, answer … for the tests of reading and writing."""

from typing import Any

from hypothesis import strategies as st

from stories.core.exchange import StoryRecord, TagRecord
from stories.core.words import Status, Strength

CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TRICKY = st.sampled_from(
    [
        *(
            "\n",
            "\r",
            " ",
            "\t",
            "\\",
            "#",
            "## Task",
            "\n## Task:\n",
            "## RESULT ",
            "---",
            "\n---\n",
            "&#10;",
            "&#13;",
        ),
        *("null", "~", "2025", "- a", "a: b", "{", "[", "'", '"', "\u2028", "\x85", "\ufeff", "\ufffe", "é", "🙂"),
    ]
)
WORDS = st.lists(TRICKY | st.text(CHARACTERS, max_size=4), max_size=6).map("".join)
KEYS = st.text(CHARACTERS, max_size=6)
SLUGS = st.from_regex(r"[-a-zA-Z0-9_]{1,8}", fullmatch=True)
VALUES = st.builds("{}/{}".format, SLUGS, SLUGS)
IDS = st.uuids().map(str)
FINGERPRINTS = st.from_regex(r"[0-9a-f]{16}", fullmatch=True)


def lists_of(strategy: st.SearchStrategy[Any], *, unique: Any = None) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=3, unique_by=unique).map(tuple)


TAGS = st.builds(TagRecord, VALUES, st.sampled_from(Strength), WORDS)
EXTRA = st.dictionaries(
    KEYS.filter(lambda key: key not in {"format", "extra", *StoryRecord.__dataclass_fields__}),
    st.recursive(
        st.none() | WORDS,
        lambda kept: st.lists(kept, max_size=2) | st.dictionaries(KEYS, kept, max_size=2),
        max_leaves=3,
    ),
    max_size=3,
)
STORIES = st.builds(
    StoryRecord,
    id=st.just("") | IDS,
    fingerprint=st.just("") | FINGERPRINTS,
    **dict.fromkeys(("title", "headline", "organisation", "role", "when"), WORDS.map(lambda text: text[:50])),
    **dict.fromkeys(("situation", "task", "action", "result", "learning"), WORDS),
    status=st.sampled_from(Status),
    tags=lists_of(TAGS, unique=lambda tag: tag.value),
    extra=EXTRA,
)
