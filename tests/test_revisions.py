"""What is kept of a library is never older than the library."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import update_last_login
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from stories.bank import seeding
from stories.bank.actions import hide_question, hide_value, save_question
from stories.base import revisions
from stories.base.revisions import revision_of, watched
from stories.core.choices import Status, Strength
from stories.coverage.bank_rows import bank_in
from stories.coverage.snapshot import snapshot_of
from stories.enums import Category
from stories.library.actions import set_tag
from stories.models import Framework, Owner, Question, Story, Topic, Value
from tests.factories import QuestionFactory, StoryFactory, TagFactory, ValueFactory
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


def test_bank_is_read_once_for_all_owners(
    alice: Owner, charlie: Owner, disagreement: Question, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    of_alice = snapshot_of(alice)

    with django_assert_num_queries(12):
        of_charlie = snapshot_of(charlie)

    assert of_charlie.questions[disagreement.pk] is of_alice.questions[disagreement.pk]
    assert of_charlie.probes[disagreement.pk] is of_alice.probes[disagreement.pk]


def test_kept_rows_of_the_bank_ask_the_database_nothing_more(
    alice: Owner, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    snapshot = snapshot_of(alice)

    with django_assert_num_queries(0):
        assert {question.topic.category for question in snapshot.questions.values()} == {Category.BEHAVIORAL}
        assert {value.framework for value in snapshot.values.values()} == {snapshot.framework}
        assert {question.owner for question in snapshot.questions.values()} == {None}


def test_change_of_the_bank_is_seen_at_once(
    alice: Owner, candor: Value, disagreement: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot_of(alice)
    upgraded = [
        row | {"text": "Asked in other words?", "probes": {"netflix-2024": {"primary": ["courage"], "secondary": []}}}
        if row["slug"] == disagreement.slug
        else row
        for row in seeding.read("questions", "question")
    ]
    read = seeding.read

    with monkeypatch.context() as patch:
        patch.setattr(seeding, "read", lambda name, noun: upgraded if noun == "question" else read(name, noun))
        seeding.seed()

    after = snapshot_of(alice)
    assert before.questions[disagreement.pk].text != "Asked in other words?"
    assert after.questions[disagreement.pk].text == "Asked in other words?"
    assert candor.pk in before.facts[disagreement.pk].primary
    assert candor.pk not in after.facts[disagreement.pk].primary


def test_owners_own_rows_and_what_they_hide_are_seen_at_once(
    alice: Owner, netflix: Framework, candor: Value, courage: Value, disagreement: Question
) -> None:
    assert {disagreement.pk} < snapshot_of(alice).questions.keys()

    own = QuestionFactory.create(owner=alice)
    save_question(question=own, offered=[candor], primary=[candor], secondary=[])
    assert snapshot_of(alice).probes[own.pk] == {candor.pk: Strength.PRIMARY}
    save_question(question=own, offered=[candor], primary=[], secondary=[candor])
    assert snapshot_of(alice).probes[own.pk] == {candor.pk: Strength.SUPPORTING}
    own_value = ValueFactory.create(owner=alice, framework=netflix)
    assert own_value in snapshot_of(alice).values.values()

    hide_question(owner=alice, question=disagreement, hidden=True)
    assert disagreement.pk not in snapshot_of(alice).questions
    assert snapshot_of(alice, hidden=True).questions.keys() == {disagreement.pk}
    hide_question(owner=alice, question=disagreement, hidden=False)
    assert {candor.pk, courage.pk} <= snapshot_of(alice).facts[disagreement.pk].primary
    hide_value(owner=alice, value=candor, hidden=True)
    assert candor.pk not in snapshot_of(alice).facts[disagreement.pk].primary
    assert candor.pk not in snapshot_of(alice).values
    own.delete()
    assert own.pk not in snapshot_of(alice).questions


def test_owners_never_see_each_others_rows_through_the_kept_bank(
    alice: Owner, charlie: Owner, netflix: Framework, candor: Value, disagreement: Question
) -> None:
    for owner in (alice, charlie):
        framework = Framework.objects.create(owner=owner, slug=f"own-{owner}", company="Acme", name=f"Of {owner}")
        for of_framework in (netflix, framework):
            value = ValueFactory.create(owner=owner, framework=of_framework, concept=candor.concept)
            own = QuestionFactory.create(owner=owner)
            save_question(question=own, offered=[value], primary=[value], secondary=[])
    hide_question(owner=alice, question=disagreement, hidden=True)
    hide_value(owner=alice, value=candor, hidden=True)

    for _ in range(2):
        for owner, other in ((alice, charlie), (charlie, alice)):
            for slug in ("netflix-2024", f"own-{owner}"):
                snapshot = snapshot_of(owner, framework=slug)
                rows: list[Any] = [*snapshot.frameworks, *snapshot.values.values(), *snapshot.questions.values()]
                probed = {value for probes in snapshot.probes.values() for value in probes}
                assert snapshot.framework.slug == slug
                assert {row.owner_id for row in rows} == {None, owner.pk}
                assert not probed & set(other.values.values_list("pk", flat=True))
                assert (disagreement.pk in snapshot.questions) == (owner == charlie)
    assert candor.pk in snapshot_of(charlie).facts[disagreement.pk].primary
    bank = bank_in(revision_of(alice).bank)
    rows = [*bank.rows.frameworks, *bank.rows.values, *bank.rows.questions]
    assert {row.owner_id for row in rows} == {None}
    assert bank.rows.probings.keys() <= {question.pk for question in bank.rows.questions}


def test_bank_read_within_a_transaction_is_not_kept(alice: Owner, disagreement: Question) -> None:
    text = snapshot_of(alice).questions[disagreement.pk].text

    with transaction.atomic():
        Question.objects.filter(pk=disagreement.pk).update(text="Only here")
        inside = snapshot_of(alice).questions[disagreement.pk].text
        transaction.set_rollback(True)

    assert inside == "Only here"
    assert snapshot_of(alice).questions[disagreement.pk].text == text


FIRST_AFTER_A_SAVE = {
    "/": 17,
    "/coverage/": 15,
    "/coverage/?view=questions": 17,
    "/questions/": 16,
    "/questions/{question}/": 21,
    "/loops/{loop}/": 21,
}
"""Queries of the first visit after a save, when the bank alone is kept."""


def test_first_visit_after_a_save_reads_the_bank_from_memory(
    client: Client, alice: Owner, candor: Value, disagreement: Question
) -> None:
    ids = fill(alice, 3, candor, disagreement)
    client.get("/")

    counts = {}
    for path in FIRST_AFTER_A_SAVE:
        alice.stories.all()[0].save()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path.format(**ids)).status_code == 200
        counts[path] = len(queries.captured_queries)
    assert counts == FIRST_AFTER_A_SAVE


KEPT = {
    "/": 4,
    "/stories/": 8,
    "/stories/{story}/": 9,
    "/stories/{story}/edit/": 9,
    "/coverage/": 4,
    "/coverage/?view=questions": 4,
    "/coverage/?view=topics": 4,
    "/coverage/next/": 4,
    "/coverage/risk/": 4,
    "/questions/": 4,
    "/questions/{question}/": 8,
    "/answers/{answer}/edit/": 9,
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

    again = client.get(path, headers={"If-None-Match": known})
    assert again.status_code == 200
    assert again["ETag"] != known


def test_message_is_shown_once_whatever_the_browser_knows(client: Client, alice: Owner) -> None:
    story = StoryFactory.create(owner=alice)
    known = client.get("/stories/")["ETag"]
    client.post(f"/stories/{story.pk}/delete/")

    told = client.get("/stories/", headers={"If-None-Match": known})
    after = client.get("/stories/")

    assert "was deleted." in told.content.decode()
    assert "ETag" not in told
    assert "was deleted." not in after.content.decode()
