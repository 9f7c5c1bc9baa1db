"""Sets of values: the bank's and the owner's own, and tags that carry over between them."""

from collections import Counter
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from stories.bank.carry_over import carried_tags, decline
from stories.core.choices import Status, Strength
from stories.coverage.snapshot import snapshot_of
from stories.models import Framework, Owner, Question, Story, Value
from tests.factories import StoryFactory, TagFactory, ValueFactory

ACME = {"company": "Acme", "name": "Principles, 2026", "source": "", "values": "Candor: says it\nOwn it"}


@pytest.fixture
def older(db: None) -> Framework:
    return Framework.objects.get(slug="netflix-2017")


@pytest.fixture
def story(alice: Owner, candor: Value, courage: Value) -> Story:
    """Tagged in the default framework: candor primary, courage supporting."""
    story = StoryFactory.create(owner=alice, title="Rollback")
    TagFactory.create(story=story, value=candor, strength=Strength.PRIMARY, evidence="told them")
    TagFactory.create(story=story, value=courage, strength=Strength.SUPPORTING, evidence="")
    return story


def carried(owner: Owner, framework: Framework) -> list[tuple[str, str, str, str]]:
    return [(str(tag.story), tag.value.name, tag.strength, tag.evidence) for tag in carried_tags(owner, framework)]


def test_framework_is_added_with_its_values(client: Client, alice: Owner, story: Story) -> None:
    response = client.post("/frameworks/new/", ACME)

    framework = Framework.objects.get(owner=alice)
    assertRedirects(response, f"/frameworks/{framework.pk}/carried/")
    assert list(framework.values.values_list("name", "signals", "concept", "owner")) == [
        ("Candor", "says it", "candor", alice.pk),
        ("Own it", "", "", alice.pk),
    ]
    assert carried(alice, framework) == [("Rollback", "Candor", "primary", "told them")]
    for url in ("/frameworks/", "/coverage/", "/values/", "/settings/"):
        assertContains(client.get(url), "Acme: Principles, 2026")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("acme.toml", 'company = "Acme"\nname = "Principles, 2026"\n[[value]]\nname = "Candor"'),
        ("acme.CSV", "name,signals\nCandor,says it\n"),
    ],
)
def test_framework_is_read_from_a_file(client: Client, alice: Owner, name: str, content: str) -> None:
    typed = {"company": "", "name": ""} if "company" in content else {"company": "Acme", "name": "Principles, 2026"}

    client.post("/frameworks/new/", ACME | typed | {"values": "", "file": SimpleUploadedFile(name, content.encode())})

    framework = Framework.objects.get(owner=alice)
    assert (framework.company, framework.name) == ("Acme", "Principles, 2026")
    assert [value.name for value in framework.values.all()] == ["Candor"]


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"values": ""}, "values", "The framework has no values."),
        ({"values": "Own it\nown it"}, "values", "Line 2: “own it” appears twice."),
        ({"company": ""}, "company", "This field is required."),
        ({"source": "javascript:alert(1)"}, "source", "Enter a valid URL."),
        ({"file": ("a.toml", b"[[value]]\nname='x'")}, "values", "Either type the values or choose a file, not both."),
        ({"values": "", "file": ("a.txt", b"x")}, "file", "Choose one that ends in .toml or .csv."),
        ({"values": "", "file": ("a.csv", b"\xff")}, "file", "The file isn't UTF-8 text."),
        ({"values": "", "file": ("a.csv", b"name\nx\nx")}, "file", "Line 3: “x” appears twice."),
        ({"values": "", "file": ("a.csv", b"name\nx\n" * 200_000)}, "file", "the limit is 1,000,000."),
        (
            {"values": "", "source": "", "file": ("a.toml", b"source='javascript:x'\n[[value]]\nname='x'")},
            "source",
            "URL",
        ),
        (
            {"values": "", "name": "", "file": ("a.toml", b"name='" + b"x" * 101 + b"'\n[[value]]\nname='x'")},
            "name",
            "100",
        ),
    ],
)
def test_bad_framework_is_refused_beside_its_field(
    client: Client, changes: dict[str, object], field: str, message: str
) -> None:
    uploads = {key: SimpleUploadedFile(*given) for key, given in changes.items() if isinstance(given, tuple)}

    response = client.post("/frameworks/new/", ACME | changes | uploads)

    assert response.status_code == 422
    assert message in " ".join(response.context["form"].errors[field])
    assert not Framework.objects.filter(owner__isnull=False).exists()


def test_own_framework_is_edited_and_deleted_with_its_tags(client: Client, alice: Owner, story: Story) -> None:
    client.post("/frameworks/new/", ACME)
    framework = Framework.objects.get(owner=alice)
    client.post(f"/frameworks/{framework.pk}/carried/", {"tag": "all"})

    client.post(f"/frameworks/{framework.pk}/edit/", {"company": "Acme", "name": "Principles, 2027", "source": ""})
    assertContains(client.get(f"/frameworks/{framework.pk}/delete/"), "and 1 tag with its evidence.")
    client.post(f"/frameworks/{framework.pk}/delete/")

    assert not Framework.objects.filter(owner=alice).exists()
    assert story.tags.count() == 2


@pytest.mark.parametrize("page", ["edit", "delete"])
def test_framework_of_the_bank_cannot_be_changed(client: Client, netflix: Framework, page: str) -> None:
    assert client.post(f"/frameworks/{netflix.pk}/{page}/", ACME).status_code == 404


def test_framework_is_chosen_and_tags_are_kept(client: Client, alice: Owner, older: Framework, story: Story) -> None:
    response = client.post(f"/frameworks/{older.pk}/choose/", follow=True)

    alice.refresh_from_db()
    assert alice.framework == older
    assertContains(response, "Rollback")
    assert story.tags.count() == 2


def test_tags_carry_over_by_concept_and_count_only_once_confirmed(
    client: Client, alice: Owner, older: Framework, story: Story
) -> None:
    url = f"/frameworks/{older.pk}/carried/"
    offered = carried(alice, older)
    assert ("Rollback", "Courage", "supporting", "") in offered
    assert all(row.coverage.level == "missing" for row in snapshot_of(alice, framework=older.slug).value_rows)

    courage = older.values.get(slug="courage")
    client.post(url, {"tag": f"{story.pk}:{courage.pk}"})
    assert [(tag.value, tag.strength) for tag in story.tags.filter(value__framework=older)] == [(courage, "supporting")]
    assert carried(alice, older) == [tag for tag in offered if tag[1] != "Courage"]

    client.post(url, {"tag": "all", "decline": "1"})
    assert carried(alice, older) == []
    assertContains(client.get(url), "Nothing to carry over")
    assert story.tags.filter(value__framework=older).count() == 1


def test_gap_to_which_tags_carry_over_says_to_confirm_them(
    client: Client, alice: Owner, older: Framework, story: Story
) -> None:
    alice.framework = older
    alice.save()
    url = f"/frameworks/{older.pk}/carried/"

    home, coverage = client.get("/"), client.get("/coverage/", {"view": "values"})

    assertContains(home, f'<a class="step today-do" href="{url}">Confirm <bdi>3 tags</bdi></a>', html=True)
    assertContains(client.get(url), "Confirm all 3")
    assert coverage.content.decode().count("Confirm 1 tag that carries over") == 2 * 3  # The other half for phones.
    assertContains(coverage, "Your stories show it in another framework.")

    client.post(url, {"tag": "all"})
    assertNotContains(client.get("/"), "Confirm <bdi>")
    assertNotContains(client.get("/coverage/", {"view": "values"}), "over</bdi>")


def test_no_story_is_proposed_for_what_the_tags_that_carry_over_would_close(
    client: Client, alice: Owner, older: Framework, story: Story
) -> None:
    alice.framework, alice.coverage_target = older, 1
    alice.save()
    waiting = set(snapshot_of(alice, framework=older.slug).waiting)
    link = f'<a class="step" href="/frameworks/{older.pk}/carried/"><bdi>Confirm 3 tags that carry over</bdi></a>'

    page = client.get("/coverage/next/")
    client.post(f"/frameworks/{older.pk}/carried/", {"decline": "all"})
    without = client.get("/coverage/next/")

    assertContains(page, link, html=True)
    assert waiting.isdisjoint(proposed_for(page))
    assertNotContains(without, "carry over")
    assert not waiting.isdisjoint(proposed_for(without))


def proposed_for(page: Any) -> set[int]:
    return {value.pk for proposed in page.context["proposals"] for value in proposed.values}


def test_gap_whose_tags_were_dropped_asks_for_a_story(
    client: Client, alice: Owner, older: Framework, story: Story
) -> None:
    client.post(f"/frameworks/{older.pk}/carried/", {"decline": "all"})

    snapshot = snapshot_of(alice, framework=older.slug)

    assert snapshot.waiting == {}
    assert {row.next.step.reason for row in snapshot.value_rows if row.next} == {"No story shows it yet."}


def test_tags_of_archived_stories_and_of_strangers_do_not_wait(alice: Owner, charlie: Owner, candor: Value) -> None:
    TagFactory.create(story=StoryFactory.create(owner=alice, status=Status.ARCHIVED), value=candor)
    TagFactory.create(story=StoryFactory.create(owner=charlie), value=candor)

    assert snapshot_of(alice, framework="netflix-2017").waiting == {}
    assert carried_tags(alice, Framework.objects.get(slug="netflix-2017")) == []


def test_what_waits_is_what_the_page_offers(alice: Owner, older: Framework, story: Story) -> None:
    decline(owner=alice, carried=carried_tags(alice, older)[:1])

    waiting = snapshot_of(alice, framework=older.slug).waiting

    assert waiting == Counter(tag.value.pk for tag in carried_tags(alice, older))
    assert sum(waiting.values()) == 2


def test_some_of_the_carried_tags_are_confirmed(client: Client, alice: Owner, older: Framework, story: Story) -> None:
    offers = carried_tags(alice, older)

    client.post(f"/frameworks/{older.pk}/carried/", {"tag": [offer.key for offer in offers[:2]]})
    client.post(f"/frameworks/{older.pk}/carried/", {"tag": [offers[2].key], "decline": "selected"})

    assert {tag.value for tag in story.tags.filter(value__framework=older)} == {offer.value for offer in offers[:2]}
    assert carried_tags(alice, older) == []


def test_list_of_stories_says_how_many_tags_are_elsewhere(
    client: Client, alice: Owner, older: Framework, story: Story
) -> None:
    StoryFactory.create(owner=alice)
    alice.framework = older
    alice.save()

    page = client.get("/stories/")

    assertContains(page, "2 tags in Netflix: Culture memo, June 2024")
    assertContains(page, "No tags yet", count=1)


def test_strongest_source_carries_and_brings_an_evidence_line(
    alice: Owner, older: Framework, netflix: Framework, candor: Value
) -> None:
    story = StoryFactory.create(owner=alice)
    sources = older.values.filter(concept="candor")
    TagFactory.create(story=story, value=sources[0], strength=Strength.SUPPORTING, evidence="the line")
    TagFactory.create(story=story, value=sources[1], strength=Strength.PRIMARY, evidence="")

    assert carried(alice, netflix) == [(story.title, "Candor", "primary", "the line")]


def test_tags_of_both_other_editions_carry_over_to_that_of_2022(
    alice: Owner, older: Framework, netflix: Framework
) -> None:
    edition = Framework.objects.get(slug="netflix-2022")
    for title, framework in (("older", older), ("newer", netflix)):
        story = StoryFactory.create(owner=alice, title=title)
        for value in framework.values.all():
            TagFactory.create(story=story, value=value)

    offered = {(title, value) for title, value, *_ in carried(alice, edition)}

    names = [*edition.values.values_list("name", flat=True)]
    assert offered == {("older", name) for name in names} | {("newer", name) for name in names if name != "Passion"}


def test_value_of_the_same_name_comes_before_others_that_mean_the_same(alice: Owner, older: Framework) -> None:
    story = StoryFactory.create(owner=alice)
    TagFactory.create(story=story, value=older.values.get(slug="integrity"))

    assert [value for _, value, *_ in carried(alice, Framework.objects.get(slug="netflix-2022"))] == ["Integrity"]


def test_coverage_works_in_the_edition_of_2022(client: Client, alice: Owner) -> None:
    communication = Value.objects.get(framework__slug="netflix-2022", slug="communication")
    TagFactory.create(story=StoryFactory.create(owner=alice, title="Rollback"), value=communication)

    snapshot = snapshot_of(alice, framework="netflix-2022")

    assert len(snapshot.values) == 9
    assert {row.value.slug for row in snapshot.value_rows if row.coverage.level == "missing"} == {
        value.slug for value in snapshot.values.values() if value != communication
    }
    disagreement = Question.objects.get(slug="nfx-seed-01")
    assert {snapshot.values[pk].slug: strength for pk, strength in snapshot.probes[disagreement.pk].items()} == {
        "communication": "primary",
        "integrity": "primary",
        "courage": "primary",
        "judgment": "supporting",
    }
    assertContains(client.get("/coverage/", {"framework": "netflix-2022"}), "Communication")


def test_strangers_tags_and_frameworks_carry_nothing(
    client: Client, stranger: Client, charlie: Owner, story: Story
) -> None:
    stranger.post("/frameworks/new/", ACME)
    theirs = Framework.objects.get(owner=charlie)

    assert carried(charlie, theirs) == []
    assertNotContains(client.get("/frameworks/"), "Acme")
    assert client.post(f"/frameworks/{theirs.pk}/choose/").status_code == 404


def test_questions_probe_by_concept_where_nobody_has_said(alice: Owner, older: Framework) -> None:
    snapshot = snapshot_of(alice, framework="amazon-lp")
    concepts = {snapshot.values[value].concept for probed in snapshot.probes.values() for value in probed}

    assert "" not in concepts
    assert "candor" in concepts
    snapshot = snapshot_of(alice, framework=older.slug)
    question = next(question for question in snapshot.questions.values() if question.slug == "nfx-seed-01")
    assert {snapshot.values[value].slug: strength for value, strength in snapshot.probes[question.pk].items()} == {
        "courage": "primary",
        "communication": "primary",
        "integrity": "supporting",
        "selflessness": "supporting",
    }


def test_value_is_added_to_the_framework_that_is_shown(client: Client, alice: Owner, older: Framework) -> None:
    client.post(f"/values/new/?framework={older.slug}", {"name": "Kindness", "signals": "", "concept": "selflessness"})

    value = Value.objects.get(owner=alice)
    assert (value.framework, value.concept) == (older, "selflessness")


def test_framework_has_only_so_many_values_of_ones_own(client: Client, alice: Owner, netflix: Framework) -> None:
    values = ValueFactory.create_batch(100, owner=alice, framework=netflix)

    refused = client.post(
        f"/values/new/?framework={netflix.slug}", {"name": "kept words", "signals": "", "concept": ""}
    )
    edited = client.post(f"/values/{values[0].pk}/edit/", {"name": "Renamed", "signals": "", "concept": ""})

    assertContains(refused, "A framework has at most 100 values of your own.", status_code=422)
    assertContains(refused, "kept words", status_code=422)
    assert edited.status_code == 302
    assert Value.objects.filter(owner=alice).count() == 100
