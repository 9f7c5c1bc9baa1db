"""After an upgrade, what older code derived from stories is derived again, once."""

import ast
import uuid
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from stories.base import editions
from stories.base.rendering import speak_story
from stories.core.choices import Status
from stories.exchange.export import story_record
from stories.library.actions import keep_both, save_story
from stories.library.bin import put_back, throw_away
from stories.library.content import StoryContent
from stories.library.derived import MADE_BY, WITH_PACKAGES, derive, edition
from stories.library.findings import fresh_findings, review_library
from stories.library.upkeep import BATCH, refresh_stories
from stories.models import EditConflict, Owner, Story, Value
from tests.factories import OwnerFactory, StoryFactory, TagFactory

pytestmark = pytest.mark.django_db


def ignore(done: int, total: int) -> None:
    """Progress that nobody watches."""


def outdated(owner: Owner, **fields: object) -> Story:
    """A story as other code left it."""
    return StoryFactory.create(
        owner=owner, **{"search_text": "", "terms": "", "words": 0, "findings": {}, "derived_by": "other"} | fields
    )


def test_what_older_code_derived_is_derived_again(alice: Owner, candor: Value) -> None:
    story = outdated(alice, action="I asked the director", notes="from the wiki")
    TagFactory.create(story=story, value=candor, evidence="told her so")
    before = story.updated

    assert refresh_stories(ignore) == 1

    story.refresh_from_db()
    assert [Story.objects.matching(text).count() for text in ("the director", "the wiki", "told her")] == [1, 1, 1]
    assert story.words == sum(len(text.split()) for text in story.texts.values())
    assert (story.read_terms().dump(), edition()) == (story.terms, story.derived_by)
    assert (story.updated, story.version) == (before, 1)


def test_typographic_signs_of_older_stories_are_found(alice: Owner) -> None:
    outdated(
        alice,
        search_text="she didn’t want a well‑known co\u00adworker",
        action="She didn’t want a well‑known co\u00adworker",
    )
    assert not Story.objects.matching("didn't")

    refresh_stories(ignore)

    for query in ("didn't", "didn’t", "well-known", "well‑known", "coworker", "“", ""):
        assert Story.objects.matching(query).exists() == (query != "“"), query


def test_findings_are_stored_for_the_review(alice: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    outdated(alice, status=Status.DRAFT, action="")
    refresh_stories(ignore)

    monkeypatch.setattr("stories.library.findings.fresh_findings", None)
    [reviewed] = review_library(alice)

    assert "STAR001" in {finding.code for finding in reviewed.findings}


def test_upkeep_with_nothing_to_do_costs_two_queries(
    alice: Owner, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    outdated(alice)
    refresh_stories(ignore)

    with django_assert_num_queries(2):
        assert refresh_stories(ignore) == 0


def test_all_stories_of_all_owners_are_refreshed_and_progress_is_told(alice: Owner) -> None:
    others = OwnerFactory.create()
    stories = [outdated(owner) for owner in (alice, others) for _ in range(BATCH // 2 + 1)]
    told: list[tuple[int, int]] = []

    refresh_stories(lambda done, total: told.append((done, total)))

    assert told == [(BATCH, BATCH + 2), (BATCH + 2, BATCH + 2)]
    assert Story.objects.filter(derived_by=edition()).count() == len(stories)


def test_a_story_saved_meanwhile_is_left_alone(alice: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    story = outdated(alice, title="Before")

    def save_first(_: Story) -> list[str]:
        Story.objects.filter(pk=story.pk).update(title="After", search_text="after", version=2)
        return []

    monkeypatch.setattr("stories.library.upkeep._adopt", save_first)
    refresh_stories(ignore)

    story.refresh_from_db()
    assert (story.title, story.search_text) == ("After", "after")


def test_what_a_file_held_under_the_name_of_a_new_field_moves_into_the_field(alice: Owner) -> None:
    text, nested = (
        outdated(alice, extra={"notes": "N", "mood": "calm"}),
        outdated(alice, extra={"follow_ups": ["A?", "B?"]}),
    )
    written = outdated(alice, notes="Mine", extra={"notes": "Theirs"})

    refresh_stories(ignore)

    for story in (text, nested, written):
        story.refresh_from_db()
    assert (text.notes, text.extra) == ("N", {"mood": "calm"})
    assert (nested.follow_ups, nested.extra) == ("- A?\n- B?", {})
    assert (written.notes, written.extra) == ("Mine", {"kept_notes": "Theirs"})
    assert story_record(written).extra == {"kept_notes": "Theirs"}


def test_saved_story_is_up_to_date(alice: Owner) -> None:
    saved = save_story(
        owner=alice, pk=uuid.uuid4(), base=0, session=uuid.uuid4(), content=StoryContent(texts={"title": "Rollback"})
    )

    assert not isinstance(saved, EditConflict)
    assert saved.story.derived_by == edition()
    assert refresh_stories(ignore) == 0


def test_another_source_is_another_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    before = edition()
    sources = editions._source_of
    assert before == editions.edition_of(MADE_BY, WITH_PACKAGES)

    monkeypatch.setattr(editions, "_source_of", lambda name: sources(name) + "# " * name.endswith("vocabulary.rare"))

    assert editions.edition_of(MADE_BY, WITH_PACKAGES) != before
    assert editions.edition_of(MADE_BY) != editions.edition_of(MADE_BY, WITH_PACKAGES)


def test_edition_rests_on_every_module_that_decides_what_is_derived() -> None:
    """A module that one of them imports may change the result as well."""
    seen = {name for module in MADE_BY for name in editions._with_submodules(module)}

    imported = {name for module in seen for name in imported_by(module)}
    missing = sorted({name for name in imported if name.startswith("stories.core.")} - seen)

    assert missing == [], f"Add {', '.join(missing)} to MADE_BY in stories/library/derived.py."


def imported_by(module: str) -> Iterator[str]:
    spec = find_spec(module)
    assert spec
    assert spec.origin
    for node in ast.walk(ast.parse(Path(spec.origin).read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("stories."):
            yield str(node.module)


def test_older_conflict_and_version_leave_a_new_field_as_it_is(client: Client, alice: Owner) -> None:
    story = StoryFactory.create(owner=alice, title="Now", notes="Mine")
    older = {"title": "Then", "action": "I waited."}
    conflict = story.conflicts.create(
        owner=alice, session=uuid.uuid4(), content={"texts": older, "tags": [], "values": []}
    )
    story.versions.create(owner=alice, number=0, session=uuid.uuid4(), saved=story.updated, texts=older, tags=[])

    page = client.get(conflict.get_absolute_url())
    assert [difference.name for difference in page.context["differences"]] == ["title", "action"]
    assert client.get(f"{story.get_absolute_url()}history/").status_code == 200
    assert client.get(f"{story.get_absolute_url()}history/0/").status_code == 200

    client.post(conflict.get_absolute_url(), {"base": story.version, "title": "mine", "action": "mine"})
    story.refresh_from_db()
    assert (story.title, story.action, story.notes) == ("Then", "I waited.", "Mine")

    Story.objects.update(title="Now again")
    client.post(f"{story.get_absolute_url()}history/0/")
    story.refresh_from_db()
    assert (story.title, story.notes) == ("Then", "Mine")


def test_what_derives_is_part_of_the_edition() -> None:
    """Not only what it calls: the module that puts a column together, too."""
    assert {derive.__module__, fresh_findings.__module__, Story.__module__, speak_story.__module__} <= set(MADE_BY)


def test_story_from_the_bin_is_brought_up_to_date(alice: Owner) -> None:
    """It slept through the upgrade."""
    binned = throw_away(thing=outdated(alice, action="I asked the director", extra={"notes": "N"}), owner=alice)
    refresh_stories(ignore)

    put_back(binned=binned)

    [story] = Story.objects.matching("the director")
    assert (story.notes, story.derived_by) == ("N", edition())


def test_older_conflict_kept_as_a_story_takes_the_new_field_along(alice: Owner) -> None:
    story = StoryFactory.create(owner=alice, notes="Mine")
    content = {"texts": {"title": "Then", "action": "I waited."}, "tags": [], "values": []}

    copy = keep_both(conflict=story.conflicts.create(owner=alice, session=uuid.uuid4(), content=content))

    assert (copy.action, copy.notes) == ("I waited.", "Mine")
