import pytest

from stories.core.choices import Status
from stories.models import Owner
from stories.views.wording import why_it_does_not_count
from tests.factories import StoryFactory


@pytest.mark.parametrize(
    ("faults", "words", "reason"),
    [
        ("", 200, ""),
        ("Action is empty.\nResult has only 3 words.", 200, "Action is empty. Result has only 3 words."),
        ("", 100, "It takes 0:40 to tell; less than 0:45 shows too little."),
        ("Action is empty.", 100, "Action is empty."),
    ],
)
def test_story_says_why_it_does_not_count(alice: Owner, faults: str, words: int, reason: str) -> None:
    story = StoryFactory.create(owner=alice, title="Rollback", faults=faults, words=words)

    said = why_it_does_not_count(story, alice)

    assert said == (f"“Rollback” is marked ready, but doesn't count yet: {reason}" if reason else "")


def test_draft_needs_no_reason(alice: Owner) -> None:
    assert why_it_does_not_count(StoryFactory.create(owner=alice, status=Status.DRAFT, words=1), alice) == ""
