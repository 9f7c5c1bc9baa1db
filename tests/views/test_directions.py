"""No line that a person writes turns around what stands next to it, whatever way it came in."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from stories.core.directions import straight
from stories.core.exchange import read_story, write_story
from stories.core.fields import LINES
from stories.exchange.export import story_record
from stories.library.actions import restore_story
from stories.library.upkeep import refresh_stories
from stories.models import Framework, Loop, Owner, Story, Value
from tests.core.exchanging import TURNS
from tests.factories import StoryFactory

pytestmark = pytest.mark.django_db
HEBREW = "עצרתי את ההשקה"
TURNED = f"{TURNS}abc {HEBREW}"
LEFT = f"abc {HEBREW}"


def test_native_text_and_its_marks_are_kept() -> None:
    assert straight(f"{HEBREW} C++\u200f") == f"{HEBREW} C++\u200f"
    assert straight(TURNED) == LEFT


def edit(client: Client, alice: Owner) -> None:
    story = uuid.uuid4()
    form = {"id": story, "base": 0, "session": uuid.uuid4(), **dict.fromkeys(LINES, TURNED), "save": ""}
    assert client.post("/stories/new/", form).status_code == 302


def restore(client: Client, alice: Owner) -> None:
    story = StoryFactory.create(owner=alice)
    version = story.versions.create(
        owner=alice, number=0, session=uuid.uuid4(), saved=story.updated, texts=dict.fromkeys(LINES, TURNED), tags=[]
    )
    restore_story(version=version)


def upgrade(client: Client, alice: Owner) -> None:
    StoryFactory.create(owner=alice, derived_by="other", **dict.fromkeys(LINES, TURNED))
    refresh_stories(lambda done, total: None)


@pytest.mark.parametrize("way", [edit, restore, upgrade])
def test_lines_of_a_story_turn_nothing_around(
    client: Client, alice: Owner, way: Callable[[Client, Owner], None]
) -> None:
    way(client, alice)

    story = Story.objects.get()
    assert {getattr(story, name) for name in LINES} == {LEFT}
    for page in ("/stories/", f"/stories/{story.pk}/", f"/stories/{story.pk}/edit/", "/coverage/"):
        assert not set(TURNS) & set(client.get(page).content.decode()), page
    assert not set(TURNS) & set(write_story(story_record(story)))


def test_imported_lines_turn_nothing_around() -> None:
    record = read_story(
        f"---\ntitle: {TURNED}\norganisation: {TURNED}\n---\n\n## Situation\n\nIt was \u2067{HEBREW}\u2069.\n"
    )

    assert (record.texts["title"], record.texts["organisation"]) == (LEFT, LEFT)
    assert record.texts["situation"] == f"It was \u2067{HEBREW}\u2069."


def test_other_lines_turn_nothing_around(client: Client, alice: Owner, candor: Value) -> None:
    client.post("/loops/new/", {"name": TURNED, "company": TURNED, "date": ""})
    client.post("/frameworks/new/", {"company": TURNED, "name": TURNED, "source": "", "values": f"{TURNED}: says it"})

    loop, framework = Loop.objects.get(), Framework.objects.get(owner=alice)
    assert (loop.name, loop.company, framework.company, framework.values.get().name) == (LEFT, LEFT, LEFT, LEFT)
