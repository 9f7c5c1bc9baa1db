"""What is kept of a library is never older than the library."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import update_last_login
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from stories.bank import seeding
from stories.base import revisions
from stories.base.revisions import revision_of, watched
from stories.core.choices import Status, Strength
from stories.coverage.snapshot import snapshot_of
from stories.library.actions import set_tag
from stories.models import Owner, Question, Story, Topic, Value
from tests.factories import StoryFactory, TagFactory
from tests.views.test_query_counts import fill

pytestmark = pytest.mark.usefixtures("transactional_db")


def level_of(owner: Owner, value: Value) -> str:
    return next(row.coverage.level for row in snapshot_of(owner).value_rows if row.value.pk == value.pk)


WRITES: dict[str, Callable[[Story], object]] = {
    "a save": lambda story: story.save(),
    "an update past the models": lambda story: Story.objects.filter(pk=story.pk).update(title="Another"),
    "rows in bulk": lambda story: Story.objects.bulk_create([StoryFactory.build(owner=story.owner)]),
    "a tag": lambda story: TagFactory.create(story=story, value=Value.objects.all()[0]),
    "a deletion": lambda story: story.delete(),
    "a setting": lambda story: Owner.objects.filter(pk=story.owner_id).update(words_per_minute=100),
}


@pytest.mark.parametrize("write", WRITES)
def test_each_write_gives_its_owner_another_revision_and_nobody_else(alice: Owner, charlie: Owner, write: str) -> None:
    story = StoryFactory.create(owner=alice)
    before, others = revision_of(alice), revision_of(charlie)

    WRITES[write](story)

    assert revision_of(alice) != before
    assert revision_of(charlie) == others


def test_every_table_of_a_library_is_watched(alice: Owner) -> None:
    with connection.cursor() as cursor:
        cursor.execute(revisions.TRIGGER_NAMES[connection.vendor])
        names = {name for (name,) in cursor.fetchall() if name.startswith(revisions.PREFIX)}

    tables = {model._meta.db_table for model in watched()}
    assert names == set(revisions.triggers(connection.vendor, {*tables, "stories_revision"}))
    assert len(names) == len(revisions.ROWS) * len(tables)


def test_every_row_of_a_filled_library_counts(alice: Owner, candor: Value, disagreement: Question) -> None:
    """Touching any row of any table that has an owner is noticed."""
    fill(alice, 1, candor, disagreement)
    missed = []
    for model in watched():
        if not any(field.name == "owner" for field in model._meta.fields):
            continue
        rows = model._default_manager.filter(owner=alice)
        before = revision_of(alice)
        column = model._meta.pk.attname
        if (row := rows.first()) and rows.filter(pk=row.pk).update(**{column: row.pk}) and revision_of(alice) == before:
            missed.append(model.__name__)

    assert missed == []


def test_what_is_taken_back_changes_nothing(alice: Owner) -> None:
    story = StoryFactory.create(owner=alice)
    before = revision_of(alice)

    with pytest.raises(RuntimeError), transaction.atomic():
        story.delete()
        raise RuntimeError

    assert revision_of(alice) == before


def test_signing_in_is_no_change(alice: Owner) -> None:
    before = revision_of(alice)

    update_last_login(Owner, alice)

    assert revision_of(alice) == before


def test_bank_has_a_revision_that_seeding_changes_only_with_the_bank(alice: Owner) -> None:
    before = revision_of(alice)
    seeding.seed()
    assert revision_of(alice) == before

    Topic.objects.filter(slug="conflict").update(why="Because.")
    seeding.seed()

    assert revision_of(alice) != before
    assert revision_of(alice)[1:] == before[1:]


def test_table_that_lost_its_triggers_gets_them_again(alice: Owner) -> None:
    story = StoryFactory.create(owner=alice)
    names = revisions.triggers(connection.vendor, {"stories_story", "stories_revision"})
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(revisions.DROP[connection.vendor].format(name=name))
        cursor.execute(
            revisions.CREATE[connection.vendor].format(
                name=f"{revisions.PREFIX}of_another_version", event="delete", table="stories_story", library="0"
            )
        )
    before = revision_of(alice)
    story.save()
    assert revision_of(alice) == before

    call_command("migrate", verbosity=0)

    assert revision_of(alice) != before
    before = revision_of(alice)
    story.save()
    assert revision_of(alice) != before
    with connection.cursor() as cursor:
        cursor.execute(revisions.TRIGGER_NAMES[connection.vendor])
        assert f"{revisions.PREFIX}of_another_version" not in {name for (name,) in cursor.fetchall()}


def test_standing_is_kept_until_something_is_written(
    alice: Owner, candor: Value, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    story = StoryFactory.create(owner=alice)
    snapshot = snapshot_of(alice)
    with django_assert_num_queries(1):
        assert snapshot_of(alice) is snapshot

    set_tag(story=story, value=candor, strength=Strength.PRIMARY)
    assert level_of(alice, candor) == "thin"
    Story.objects.filter(pk=story.pk).update(status=Status.DRAFT)
    assert level_of(alice, candor) == "draft"
    alice.coverage_target = 1
    alice.save()
    Story.objects.filter(pk=story.pk).update(status=Status.READY)
    assert level_of(alice, candor) == "covered"


def test_standing_within_a_transaction_sees_its_writes(alice: Owner, candor: Value) -> None:
    story = StoryFactory.create(owner=alice)
    assert level_of(alice, candor) == "missing"

    with transaction.atomic():
        TagFactory.create(story=story, value=candor)
        inside = level_of(alice, candor)
        transaction.set_rollback(True)

    assert inside == "thin"
    assert level_of(alice, candor) == "missing"


def test_each_owner_has_a_standing_of_their_own(alice: Owner, charlie: Owner, candor: Value) -> None:
    TagFactory.create(story=StoryFactory.create(owner=alice), value=candor)

    assert [level_of(one, candor) for one in (alice, charlie)] == ["thin", "missing"]


KEPT = {
    "/": 4,
    "/stories/": 8,
    "/stories/{story}/": 8,
    "/stories/{story}/edit/": 8,
    "/coverage/": 5,
    "/coverage/?view=questions": 5,
    "/coverage/?view=topics": 5,
    "/coverage/next/": 4,
    "/coverage/risk/": 4,
    "/questions/": 5,
    "/questions/{question}/": 7,
    "/answers/{answer}/edit/": 6,
    "/loops/{loop}/": 8,
    "/values/": 5,
}
"""Queries of the second visit, when what the first one worked out is kept."""


def test_second_visit_takes_few_queries(client: Client, alice: Owner, candor: Value, disagreement: Question) -> None:
    ids = fill(alice, 3, candor, disagreement)
    for path in KEPT:
        client.get(path.format(**ids))

    counts = {}
    for path in KEPT:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path.format(**ids)).status_code == 200
            counts[path] = len(queries)
    assert counts == KEPT


@pytest.mark.parametrize("path", ["/", "/coverage/", "/coverage/?view=questions", "/stories/", "/loops/{loop}/"])
def test_known_page_is_not_sent_again_until_the_library_changes(
    client: Client, alice: Owner, candor: Value, disagreement: Question, path: str
) -> None:
    ids = fill(alice, 1, candor, disagreement)
    client.get("/settings/")  # It sets the cookie of the forms' token, which a page depends on.
    path = path.format(**ids)
    known = client.get(path)["ETag"]

    assert client.get(path, headers={"If-None-Match": known}).status_code == 304
    client.cookies["prepsite_theme"] = "dark"
    assert client.get(path, headers={"If-None-Match": known}).status_code == 200
    known = client.get(path)["ETag"]
    StoryFactory.create(owner=alice)

    unchanged = client.get(path, headers={"If-None-Match": client.get(path)["ETag"]})
    assert {"HX-Target", "Cookie"} <= set(unchanged["Vary"].split(", "))
    again = client.get(path, headers={"If-None-Match": known})
    assert again.status_code == 200
    assert again["ETag"] != known
    assert again["Cache-Control"] == "private, no-cache"


def test_message_is_shown_once_whatever_the_browser_knows(client: Client, alice: Owner) -> None:
    story = StoryFactory.create(owner=alice)
    known = client.get("/stories/")["ETag"]
    client.post(f"/stories/{story.pk}/delete/")

    told = client.get("/stories/", headers={"If-None-Match": known})
    after = client.get("/stories/")

    assert "was deleted." in told.content.decode()
    assert "ETag" not in told
    assert "was deleted." not in after.content.decode()
