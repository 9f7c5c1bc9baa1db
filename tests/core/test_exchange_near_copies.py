from dataclasses import replace

import pytest

from stories.core.exchange import Change, Incoming, StoryRecord, plan_stories
from stories.core.exchange.near_copies import ALIKE, MOST_COMPARED, NearCopies, Nearness
from stories.core.exchange.story_plan import NEARLY_THE_SAME

BLANK = StoryRecord()
STORY = replace(
    BLANK,
    id="1",
    texts={
        **BLANK.texts,
        "title": "The database",
        "situation": "I deleted a tset database. It was Friday.",
        "action": "I told everybody.",
        "result": "Restored at 8:40.",
    },
)


def near(_story: StoryRecord, _other: StoryRecord) -> float:
    return ALIKE


def far(_story: StoryRecord, _other: StoryRecord) -> float:
    return ALIKE - 0.01


def changed(**texts: str) -> StoryRecord:
    return replace(STORY, id="", texts={**STORY.texts, **texts})


MENDED = changed(situation="I deleted a test database. It was Friday.")

EACH_MENDED = changed(
    title="Deleted",
    situation="I deleted the test database. It was a Friday.",
    action="I told everybody at once.",
    result="It was restored at 8:40.",
)
"""Every sentence, and the title."""


@pytest.mark.parametrize(
    ("story", "nearness", "found"),
    [
        (MENDED, far, STORY),
        (changed(title="The DATABASE ", situation=MENDED.texts["situation"]), far, STORY),
        (changed(title="", situation=MENDED.texts["situation"]), near, STORY),
        (changed(title="", situation=MENDED.texts["situation"]), far, None),
        (changed(situation="Quite another day.", action="We sang.", result="Nobody slept well."), near, None),
        (EACH_MENDED, near, STORY),
        (EACH_MENDED, far, None),
        (changed(title="Other", situation="Other.", action="We sang.", result="All slept."), near, None),
        (BLANK, near, None),
    ],
)
def test_nearly_the_same_story_is_found(story: StoryRecord, nearness: Nearness, found: StoryRecord | None) -> None:
    copies = NearCopies((STORY, BLANK), nearness)

    assert copies.of(story) == found


def test_meaning_of_few_stories_is_compared() -> None:
    copies = NearCopies((STORY,), far)
    for _ in range(MOST_COMPARED):
        assert copies.of(changed(title="")) is None
    copies.nearness = near

    assert copies.of(changed(title="")) is None


def test_mended_story_is_offered_as_a_change_and_no_twin() -> None:
    (entry,) = plan_stories([Incoming(MENDED, "b.csv")], [STORY], (), NearCopies((STORY,), far))

    assert (entry.change, entry.existing, entry.reason) == (Change.CONFLICT, STORY, NEARLY_THE_SAME)
    assert entry.differing == ("situation",)
