"""Import in the browser: what a file would do is shown first, and only what was seen is done."""

import html
import io
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connections
from django.test import Client
from openpyxl import Workbook
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from stories.core.exchange import open_files, write_document, write_story
from stories.exchange import import_plan
from stories.exchange.actions import keep_import
from stories.exchange.export import archive_of, document_of, library_of
from stories.exchange.import_plan import MOST_OPEN
from stories.models import Answer, Framework, Owner, PendingImport, Question, Story, Value
from stories.views import imports
from tests.core.exchanging import retold
from tests.factories import AnswerFactory, StoryFactory
from tests.hostile_files import COSTLY, document, packed

TABLE = "Title,What I did,Candor,Mood\nRollback,I asked.,x,calm\nSecond,I waited.,,glad\n"
NOTES = "# Rollback\n**Situation:** It was late.\n**Action:** I asked.\n**Secret:** Ask first.\n"


def send(client: Client, *files: tuple[str, str | bytes]) -> Any:
    """The page that shows what the files would do."""
    data = [SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text) for name, text in files]
    return client.post("/data/import/", {"uploads": data}, follow=True)


def apply(client: Client, page: Any, **choices: str) -> str:
    plan = page.context["plan"]
    response: Any = client.post(f"/data/import/{plan.pending.pk}/apply/", {"stamp": plan.stamp} | choices)
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode()


def named(page: Any) -> dict[str, list[str]]:
    return {title: [entry.name for entry in entries] for title, _, entries in page.context["plan"].lists}


NOWHERE = "3f0c1111-2222-4333-8444-555566667777"
INTERNAL = re.compile(r"\[\d|[0-9a-f]{8}-|[a-z]_[a-z]|own-q|-2024|bank-q")
WRONG = {
    "stories": [
        {"title": "Rollback", "tags": [{"value": "netflix-2024/no-such"}]},
        {"title": "Launch", "tags": [{"value": "netflix-2024/candor", "strength": "huge"}]},
        {"title": "Twice", "id": NOWHERE[::-1], "organisation": 7},
    ],
    "questions": [{"slug": "own-q", "text": "Why?", "topic": "no-such"}, {"slug": "own-q2", "text": "How?"}],
    "frameworks": [{"slug": "own-framework-2024"}],
    "answers": [{"question": "own-q", "story": NOWHERE}],
    "loops": [{"name": "Acme", "rounds": [{"name": "Onsite", "questions": [{"question": "own-q"}]}]}],
    "opinions": [{"concept": "no-such-concept", "text": "Yes."}],
    "dismissed": [{"story": NOWHERE, "code": "STAR104", "fingerprint": "0" * 16, "reason": "Short."}],
    "declined": [{"story": NOWHERE, "value": "netflix-2024/candor"}],
    "hidden_questions": ["own-q"],
    "hidden_values": ["netflix-2024/no-such", "netflix-2024/courage"],
    "settings": {"framework": "own-framework-2024", "coverage_target": 3},
}


def test_no_internal_name_reaches_a_person(
    client: Client, alice: Owner, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "library.json"
    file.write_bytes(document(**WRONG))

    page = send(client, (file.name, file.read_bytes()))
    with pytest.raises(SystemExit):
        call_command("import_library", file, owner="alice", dry_run=True)

    main = page.content.decode().partition("<main")[2].partition("</main")[0]
    text = " ".join(html.unescape(re.sub("<[^>]*>", " ", main)).split())
    for said in (text, capsys.readouterr().out):
        assert "Answer “Why?”: There is no “Why?” among the questions; it was left out." in said
        assert "Story 2 “Launch”, tag 1, strength: “huge” isn't primary or supporting." in said
        assert "A tag was left out: there is no value “no such (netflix 2024)”." in said
        assert INTERNAL.findall(said) == []
    assert "Courage · hidden value in library.json" in text


def test_names_of_older_values_are_read_as_those_of_one_edition(client: Client, alice: Owner) -> None:
    apply(client, send(client, ("prep.csv", 'Title,Action,Tags\nRollback,I asked.,"Communication; Impact; Passion"\n')))

    assert {tag.value.framework.slug for tag in alice.tags.all()} == {"netflix-2017"}


def test_result_says_which_tags_carry_over(client: Client, alice: Owner) -> None:
    assert "carry over" not in apply(client, send(client, ("prep.csv", TABLE)))
    older = Framework.objects.get(slug="netflix-2017")
    Owner.objects.filter(pk=alice.pk).update(framework=older)

    told = apply(client, send(client, ("more.csv", TABLE.replace("Second", "Third"))))

    link = f'<a href="/frameworks/{older.pk}/carried/">Confirm 2 tags that carry over</a>'
    assert link in " ".join(told.split())


def test_nothing_is_imported_before_it_was_seen(client: Client, alice: Owner) -> None:
    page = send(client, ("prep.csv", TABLE))

    assertContains(page, "Nothing has been imported yet.")
    assert named(page) == {"New": ["Rollback", "Second"]}
    assert not alice.stories.exists()

    told = apply(client, page)

    assert "Imported 2 items." in told
    assert sorted(alice.stories.values_list("title", flat=True)) == ["Rollback", "Second"]
    assert [tag.value.name for tag in alice.tags.all()] == ["Candor"]
    assert not PendingImport.objects.exists()


def test_page_of_an_import_that_was_applied_says_so(client: Client, alice: Owner) -> None:
    page = send(client, ("prep.csv", TABLE))
    apply(client, page)

    again = client.get(page.context["plan"].pending.get_absolute_url())

    assertContains(again, "It has already been applied or cancelled", status_code=404)


def test_column_that_is_not_recognised_is_named_until_its_owner_has_said_what_it_holds(client: Client) -> None:
    table = "Title,What I did,Mood,Empty\nRollback,I asked.,calm,\nSecond,I waited.,,\n"
    page = send(client, ("prep.csv", table))

    text = " ".join(page.content.decode().split())
    assert "The column “<bdi>Mood</bdi>” isn't recognised; its cells go to the notes." in text
    assert "<bdi>Empty</bdi>” isn't" not in text
    assert '<details class="columns-of" open>' in text

    pending = page.context["plan"].pending
    columns = {"table_0": "1", "table_0-header": "0", "table_0-column_0": "title", "table_0-column_1": "action"}
    chosen = client.post(f"/data/import/{pending.pk}/columns/", columns, follow=True)

    assertNotContains(chosen, "isn't recognised")


def test_column_without_a_name_is_named_by_its_number_and_one_of_several_tables_by_its_file(client: Client) -> None:
    page = send(client, ("a.csv", "Title,Result,\nOne,Won.,more\n"), ("b.csv", "Title,Result\nTwo,Lost.\n"))

    text = " ".join(page.content.decode().split())
    assert "The column “<bdi>Column 3</bdi>” in <bdi>a.csv</bdi> isn't recognised" in text


def test_same_file_twice_changes_nothing(client: Client, alice: Owner) -> None:
    apply(client, send(client, ("prep.csv", TABLE)))

    page = send(client, ("prep.csv", TABLE))

    assert named(page) == {"Already in the library": ["Rollback", "Second"]}
    assertContains(page, "There is nothing to import: the library already has all of it.")
    assertNotContains(page, "Import 0")


def test_workbook_zip_and_document_are_read(client: Client, alice: Owner) -> None:
    book, data = Workbook(), io.BytesIO()
    for row in (["Title", "Action"], ["From a workbook", "x"]):
        book.worksheets[0].append(row)
    book.save(data)
    StoryFactory.create(owner=alice, title="From a zip")
    packed = archive_of(alice)
    alice.stories.all().delete()
    other = StoryFactory.create(title="From a document")

    page = send(client, ("a.xlsx", data.getvalue()), ("b.zip", packed), ("c.json", document_of(other.owner)))
    apply(client, page)

    titles = sorted(alice.stories.values_list("title", flat=True))
    assert titles == ["From a document", "From a workbook", "From a zip"]


def test_files_with_the_same_name_are_told_apart(client: Client) -> None:
    page = send(client, ("a.csv", "Title\nFirst\n"), ("a.csv", "Title\nSecond\n"))

    assert [entry.origin for entry in page.context["plan"].new] == ["a.csv, row 2", "a (2).csv, row 2"]


def test_columns_are_read_as_their_owner_says(client: Client, alice: Owner) -> None:
    page = send(client, ("prep.csv", "A,B\nI asked.,Rollback\n"))
    assertContains(page, "No column has a name that is recognised")
    pending = page.context["plan"].pending
    chosen = {"table_0-header": 0, "table_0-column_0": "action", "table_0-column_1": "title", "table_0": "1"}

    page = client.post(f"/data/import/{pending.pk}/columns/", chosen, follow=True)

    assert named(page) == {"New": ["Rollback"]}
    apply(client, page)
    assert list(alice.stories.values_list("title", "action")) == [("Rollback", "I asked.")]


def test_table_without_names_is_read_from_its_first_row(client: Client) -> None:
    pending = send(client, ("prep.csv", "I asked.,Rollback\n")).context["plan"].pending
    chosen = {"table_0-header": -1, "table_0-column_1": "title", "table_0": "1"}

    assert named(client.post(f"/data/import/{pending.pk}/columns/", chosen, follow=True)) == {"New": ["Rollback"]}


def test_values_that_a_column_can_hold_are_told_apart_by_framework(client: Client) -> None:
    page = send(client, ("prep.csv", TABLE))

    [form] = page.context["forms"]
    groups = {str(label): dict(options) for label, options in form.fields["column_2"].choices if label}
    assert list(groups) == [
        "Texts",
        "Netflix: Culture memo, June 2024",
        "Netflix: Culture memo, 2017",
        "Netflix: Culture memo, May 2022",
        "Amazon: Leadership Principles (16)",
    ]
    assert groups["Netflix: Culture memo, June 2024"]["netflix-2024/courage"] == "Courage"
    assert groups["Netflix: Culture memo, 2017"]["netflix-2017/courage"] == "Courage"
    assertContains(page, '<optgroup label="Netflix: Culture memo, 2017">')


@pytest.mark.parametrize(("more", "summary"), [("Total,,,\n", "2 new, 1 problem"), ("", "2 new")])
def test_summary_counts_problems_apart_from_stories(client: Client, more: str, summary: str) -> None:
    page = send(client, ("prep.csv", TABLE.replace("What I did", "Remarks") + more))

    assert page.context["plan"].summary == summary
    assertContains(page, "· story in prep.csv, row 2")


@pytest.mark.parametrize(
    "changed", [{"table_0-header": "99"}, {"table_0-column_0": "nonsense"}, {"table_0-header": ""}]
)
def test_columns_that_were_never_offered_change_nothing(client: Client, changed: dict[str, str]) -> None:
    pending = send(client, ("prep.csv", TABLE)).context["plan"].pending

    response = client.post(f"/data/import/{pending.pk}/columns/", {"table_0-header": "0", "table_0": "1"} | changed)

    assertRedirects(response, f"/data/import/{pending.pk}/")
    pending.refresh_from_db()
    assert pending.columns == {}


@pytest.fixture
def conflict(alice: Owner) -> tuple[Story, str]:
    """A story, and a file that differs from it without saying which version it was made from."""
    story = StoryFactory.create(owner=alice, title="Rollback", action="I asked him twice.")
    [record] = library_of(alice).stories
    return story, write_story(retold(replace(record, fingerprint=""), action="I asked her twice."))


def test_conflict_shows_what_differs_and_is_left_alone_unless_decided(
    client: Client, conflict: tuple[Story, str]
) -> None:
    story, file = conflict
    page = send(client, ("a.md", file))

    assertContains(page, "I asked <del>him</del><ins>her</ins> twice.", html=False)
    assertContains(page, "<details open>\n          <summary>What differs</summary>")
    assertContains(page, "<del>Struck through</del>: only in the library. <ins>Underlined</ins>: only in the file.")
    told = apply(client, page)

    story.refresh_from_db()
    assert story.action == "I asked him twice."
    assert "Nothing was changed." in told
    assert "1 conflict was left as it is in the library." in told


def test_conflict_is_decided_for_the_file_and_the_story_stays_among_its_versions(
    client: Client, conflict: tuple[Story, str]
) -> None:
    story, file = conflict

    told = apply(client, send(client, ("a.md", file)), conflict_0="take")

    story.refresh_from_db()
    assert (story.action, Story.objects.count()) == ("I asked her twice.", 1)
    assert [version.texts["action"] for version in story.versions.all()] == [
        "I asked her twice.",
        "I asked him twice.",
    ]
    assert "Imported 1 item." in told


def test_conflict_is_decided_for_both_and_stays_decided(client: Client, conflict: tuple[Story, str]) -> None:
    _, file = conflict

    apply(client, send(client, ("a.md", file)), conflict_0="both")

    assert sorted(Story.objects.values_list("action", flat=True)) == ["I asked her twice.", "I asked him twice."]
    assert named(send(client, ("a.md", file))) == {"Already in the library": ["Rollback"]}


def test_choice_that_was_never_offered_leaves_the_conflict(client: Client, conflict: tuple[Story, str]) -> None:
    _, file = conflict

    told = apply(client, send(client, ("a.md", file)), conflict_0="erase", conflict_7="take")

    assert "1 conflict was left as it is in the library." in told


def test_answer_and_settings_are_taken_from_the_file(client: Client, alice: Owner, disagreement: Question) -> None:
    answer = AnswerFactory.create(story=StoryFactory.create(owner=alice), question=disagreement, opening="Once")
    Owner.objects.filter(pk=alice.pk).update(answer_limit=100)
    alice.refresh_from_db()
    library = library_of(alice)
    assert library.settings
    changed = replace(
        library,
        answers=(replace(library.answers[0], opening="Last year"),),
        settings=replace(library.settings, answer_limit=90),
    )

    page = send(client, ("library.json", write_document(changed)))
    assertContains(page, str(disagreement))
    fields = [conflict.field for conflict in page.context["plan"].conflicts]
    apply(client, page, **dict.fromkeys(fields, "take"))

    answer.refresh_from_db()
    alice.refresh_from_db()
    assert (answer.opening, alice.answer_limit, Answer.objects.count()) == ("Last year", 90, 1)
    assert [version.fields["opening"] for version in answer.versions.all()] == ["Last year", "Once"]


def test_library_that_changed_meanwhile_is_left_as_it_is(client: Client, conflict: tuple[Story, str]) -> None:
    story, file = conflict
    page = send(client, ("a.md", file))
    Story.objects.update(action="I shouted.")

    told = apply(client, page, conflict_0="take")

    assert "Nothing has been imported yet: the library has changed since you opened the page." in told
    story.refresh_from_db()
    assert story.action == "I shouted."


def test_columns_that_were_chosen_elsewhere_meanwhile_are_another_plan(client: Client, alice: Owner) -> None:
    page = send(client, ("prep.csv", TABLE))
    chosen = {"table_0-header": 0, "table_0-column_1": "title", "table_0": "1"}
    client.post(f"/data/import/{page.context['plan'].pending.pk}/columns/", chosen)

    assert "Nothing has been imported yet" in apply(client, page)
    assert not alice.stories.exists()


def test_value_that_went_meanwhile_is_another_plan(client: Client, alice: Owner, netflix: Framework) -> None:
    value = Value.objects.create(owner=alice, framework=netflix, slug="own-grit", name="Grit")
    page = send(client, ("prep.csv", "Title,Task,Values\nA,x,Grit\n"))

    value.delete()

    assert "Nothing has been imported yet" in apply(client, page)
    assert not alice.stories.exists()


@pytest.mark.parametrize(
    ("name", "file", "sent"),
    [
        ("columns", ("prep.csv", TABLE), {"table_0-header": 0, "table_0-column_1": "title", "table_0": "1"}),
        ("labels", ("a.md", NOTES), {"labels_0-label_0": "learning", "labels_0": "1"}),
        ("mend", ("a.md", "Only prose."), {"text_0-text": "## Task\nx", "text_0": "1"}),
        ("decide", ("prep.csv", TABLE), {"stamp": "x", "conflict_0": "take"}),
    ],
)
def test_import_that_is_cancelled_while_something_is_decided_is_over(
    client: Client, monkeypatch: pytest.MonkeyPatch, name: str, file: tuple[str, str], sent: dict[str, Any]
) -> None:
    pending = send(client, file).context["plan"].pending
    module = "stories.views.imports"

    def cancelled(*args: Any) -> Any:
        made = import_plan.import_plan(*args) if len(args) == 2 else import_plan.choices_in(*args)
        PendingImport.objects.all().delete()
        return made

    monkeypatch.setattr(f"{module}.import_plan", cancelled)
    monkeypatch.setattr(f"{module}.choices_in", cancelled)
    response = client.post(f"/data/import/{pending.pk}/{name}/", sent, follow=True)

    assertContains(response, "This import has already been applied or cancelled.")
    assert response.redirect_chain == [("/data/", 302)]


def test_plan_is_applied_once_even_if_the_import_ends_after_the_request_began(client: Client, alice: Owner) -> None:
    plan = send(client, ("prep.csv", TABLE)).context["plan"]
    address = f"/data/import/{plan.pending.pk}/apply/"
    responses: list[Any] = [client.post(address, {"stamp": plan.stamp}) for _ in range(3)]

    told = [b"".join(response.streaming_content).decode() for response in responses]

    assert ["Imported 2 items." in text for text in told] == [True, False, False]
    assert all("this import has already been applied or cancelled elsewhere" in text for text in told[1:])
    assert alice.stories.count() == 2


def test_three_requests_at_once_import_every_story_once(transactional_db: None, client: Client, alice: Owner) -> None:
    plan = send(client, ("prep.csv", TABLE)).context["plan"]
    browsers = [Client(), Client(), Client()]
    for browser in browsers:
        browser.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    together = Barrier(len(browsers))

    def told(browser: Client) -> str:
        try:
            response: Any = browser.post(f"/data/import/{plan.pending.pk}/apply/", {"stamp": plan.stamp})
            together.wait(timeout=60)
            return b"".join(response.streaming_content).decode()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(browsers)) as pool:
        answers = list(pool.map(told, browsers))

    assert sorted("Imported 2 items." in answer for answer in answers) == [False, False, True]
    assert sum("already been applied or cancelled elsewhere" in answer for answer in answers) == 2
    assert alice.stories.count() == 2


def test_uploaded_file_is_read_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = send(client, ("prep.csv", TABLE), ("a.md", "## Task\nx"))
    monkeypatch.setattr("stories.core.exchange.files.read_csv", lambda *_: pytest.fail("It was read again."))
    monkeypatch.setattr("stories.core.exchange.files.read_incoming", lambda *_: pytest.fail("It was read again."))

    again = client.get(page.context["plan"].pending.get_absolute_url())

    assert again.context["plan"].entries == page.context["plan"].entries


@pytest.fixture
def conflicts(alice: Owner) -> str:
    """A table that differs from 45 stories of the library."""
    for number in range(45):
        StoryFactory.create(owner=alice, title=f"Story {number:02}", situation="", action="old", status="draft")
    return "Title,Action\n" + "".join(f"Story {number:02},new\n" for number in range(45))


def test_conflicts_are_shown_by_pages_and_choices_are_kept_across_them(
    client: Client, alice: Owner, conflicts: str
) -> None:
    first = send(client, ("prep.csv", conflicts))
    pending, stamp = first.context["plan"].pending, first.context["plan"].stamp
    assert len(first.context["page"].object_list) == 20
    assertContains(first, "Page 1 of 3")
    names = [conflict.field for conflict in first.context["page"]]

    chosen = {"stamp": stamp, "page": "3", names[0]: "take", names[1]: "erase", "conflict_x": "take"}
    last = client.post(f"/data/import/{pending.pk}/decide/", chosen, follow=True)
    assert last.context["page"][0].name == "Story 40"
    back = client.post(f"/data/import/{pending.pk}/decide/", {"stamp": stamp, "page": "1"}, follow=True)
    assert [conflict.chosen for conflict in back.context["page"]][:2] == ["take", "leave"]
    told = apply(client, last, **{last.context["page"][0].field: "take"})

    assert "Imported 2 items." in told
    assert "43 conflicts were left as they are" in told
    assert sorted(alice.stories.filter(action="new").values_list("title", flat=True)) == ["Story 00", "Story 40"]


def test_page_of_conflicts_has_room_for_some_of_many_long_texts(client: Client, alice: Owner) -> None:
    texts = dict.fromkeys(("situation", "task", "action", "result", "learning", "notes"), "a " * 10_000)
    stories = [StoryFactory.create(owner=alice, **texts) for _ in range(6)]
    other = dict.fromkeys(texts, "b " * 10_000)
    records = [{"id": str(story.pk), "title": story.title} | other for story in stories]

    page = send(client, ("a.json", document(stories=records)))

    text = page.content.decode()
    assert text.count("<del>a a") == 24
    assert text.count("this one is left out") == 12
    assert text.count("<del>ready") == 6


def test_choices_are_forgotten_when_the_library_changes(client: Client, alice: Owner, conflicts: str) -> None:
    plan = send(client, ("prep.csv", conflicts)).context["plan"]
    client.post(f"/data/import/{plan.pending.pk}/decide/", {"stamp": plan.stamp, plan.conflicts[0].field: "take"})

    alice.stories.filter(title="Story 30").update(action="changed")
    again = client.get(plan.pending.get_absolute_url())

    assert {conflict.chosen for conflict in again.context["page"]} == {"leave"}


def test_columns_are_shown_by_pages(client: Client) -> None:
    wide = [",".join(f"{what} {number}" for number in range(70)) for what in ("Word", "Cell")]
    page = send(client, ("a.csv", "\n".join(wide)), ("b.csv", TABLE))
    pending = page.context["plan"].pending
    assertContains(page, "Page 1 of 2")
    assert [len(form.columns()) for form in page.context["forms"]] == [60]

    chosen = {"table_0-header": "0", "table_0-column_65": "title", "table_0": "1"}
    response = client.post(f"/data/import/{pending.pk}/columns/?columns=2", chosen)

    assertRedirects(response, f"/data/import/{pending.pk}/?columns=2")
    page = client.get(response["Location"])
    assert [(form.prefix, len(form.columns())) for form in page.context["forms"]] == [("table_0", 10), ("table_1", 4)]
    assert "Cell 65" in named(page)["New"]


def test_page_of_many_wide_tables_stays_small(client: Client) -> None:
    page = send(client, *COSTLY["30 tables of 300 columns"]())

    assert len(page.content) < 500_000


def test_import_that_fails_leaves_everything_as_it_was(
    client: Client, alice: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = send(client, ("prep.csv", TABLE))
    monkeypatch.setattr("stories.views.imports.STEP", 1)
    real, done = Story.save, list[Story]()

    def full(story: Story, *args: Any, **kwargs: Any) -> None:
        if len(done) > 2:
            raise DatabaseError("database or disk is full")
        done.append(story)
        real(story, *args, **kwargs)

    monkeypatch.setattr(Story, "save", full)
    told = apply(client, page)

    assert "nothing was imported" in told
    assert not alice.stories.exists()
    assert PendingImport.objects.count() == 1


def test_fault_in_the_middle_of_an_import_ends_in_a_sentence(
    client: Client, alice: Owner, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    page = send(client, ("prep.csv", TABLE))

    def fault(**_: Any) -> None:
        raise KeyError("missing")

    monkeypatch.setattr("stories.exchange.apply.mark_story", fault)

    told = apply(client, page)

    assert "Something in these files could not be imported, and so nothing was" in told
    assert told.rstrip().endswith("</html>")
    assert "KeyError" in caplog.text
    assert not alice.stories.exists()
    assert PendingImport.objects.count() == 1


def test_row_that_the_database_refuses_is_not_a_full_disk(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = send(client, ("prep.csv", TABLE))

    def refused(**_: Any) -> None:
        raise IntegrityError("UNIQUE constraint failed")

    monkeypatch.setattr("stories.exchange.apply.mark_story", refused)

    told = apply(client, page)

    assert "This is a fault in Prepsite" in told
    assert "disk" not in told


def test_long_import_tells_how_far_it_is(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stories.views.imports.STEP", 2)
    table = "Title\n" + "\n".join(f"Story {number}" for number in range(5))

    told = apply(client, send(client, ("prep.csv", table)))

    assert told.index("<p>2 of 5</p>") < told.index("<p>4 of 5</p>") < told.index("Imported 5 items.")
    assert told.rstrip().endswith("</html>")


def test_bad_row_is_named_and_the_others_wait_for_a_decision(client: Client, alice: Owner) -> None:
    page = send(client, ("prep.csv", "Title,Task\nGood,\nTotal,\n"))

    assertContains(page, "prep.csv, Row 3: This is a row of totals, not a story.")
    assert named(page) == {"New": ["Good"]}
    assert not alice.stories.exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", "{", "a.json, Line 1"),
        ("a.xlsx", "PK\x03\x04", "The archive is damaged"),
        ("a.pdf", "%PDF-1.7", "can't be read: it is damaged"),
    ],
)
def test_file_that_holds_nothing_is_refused_beside_the_field(
    client: Client, name: str, content: str, message: str
) -> None:
    page = send(client, (name, content))

    assert page.status_code == 422
    assert message in " ".join(page.context["form"].errors["uploads"])
    assert not PendingImport.objects.exists()


def test_missing_empty_and_too_large_files_are_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assertContains(client.post("/data/import/", {}), "This field is required.", status_code=422)
    assertContains(send(client, ("a.csv", "")), "The submitted file is empty.", status_code=422)
    monkeypatch.setattr("stories.forms.imports.PACKED_LIMIT", 10)
    assertContains(send(client, ("a.csv", "Title\nLong enough\n")), "the limit is 10.", status_code=422)


def test_many_problems_are_cut_short(client: Client) -> None:
    page = send(client, *((f"{number}.json", "{") for number in range(12)))

    assert page.context["form"].errors["uploads"][-1] == "… and 2 more."


def test_import_can_be_given_up(client: Client) -> None:
    pending = send(client, ("prep.csv", TABLE)).context["plan"].pending

    assertRedirects(client.post(f"/data/import/{pending.pk}/delete/"), "/data/")
    assert not Story.objects.exists()
    assert client.get(f"/data/import/{pending.pk}/").status_code == 404


def test_new_import_replaces_an_undecided_one(client: Client, charlie: Owner) -> None:
    theirs = keep_import(owner=charlie, opened=open_files([("a.csv", TABLE.encode())]))
    send(client, ("prep.csv", TABLE))

    page = send(client, ("other.csv", TABLE))

    assert set(PendingImport.objects.all()) == {theirs, page.context["plan"].pending}


def test_plan_shows_all_entries_page_by_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "ENTRIES_PER_PAGE", 1)

    page = send(client, ("prep.csv", TABLE))
    after = client.get(page.context["plan"].pending.get_absolute_url(), {"new": "2"})

    assertContains(page, "New: 2")
    assertContains(page, "<bdi>Rollback</bdi>", html=True)
    assertNotContains(page, "<bdi>Second</bdi>", html=True)
    assertContains(page, 'href="?new=2"')
    assertContains(after, "<bdi>Second</bdi>", html=True)
    assertNotContains(after, "<bdi>Rollback</bdi>", html=True)


def test_each_file_without_a_story_can_be_marked_up_by_hand(
    client: Client, alice: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "TEXTS_PER_PAGE", 1)
    pending = send(client, ("a.md", "Nothing"), ("b.md", "It was late.")).context["plan"].pending
    address = f"/data/import/{pending.pk}/"

    second = client.get(address, {"texts": "2"})
    text = {"text_1": "1", "text_1-text": "Situation: It was late.\nAction: I asked."}
    page = client.post(f"{address}mend/?texts=2", text, follow=True)

    assertContains(second, "Mark up <bdi>b.md</bdi> by hand")
    assertContains(second, f'action="{address}mend/?texts=2"')
    apply(client, page)
    assert [story.title for story in alice.stories.all()] == ["b"]


def test_story_file_that_cannot_be_read_can_be_marked_up_by_hand(client: Client, alice: Owner) -> None:
    page = send(client, ("a.md", "---\nformat: prepsite/1\ntitle: Late\n---\nI asked.\n"))
    assertContains(page, "So the file was read as notes.")

    text = {"text_0": "1", "text_0-text": "---\ntitle: Late\n---\nAction: I asked."}
    page = client.post(f"/data/import/{page.context['plan'].pending.pk}/mend/", text, follow=True)

    assert page.context["plan"].problems == ()
    apply(client, page)
    assert [(story.title, story.action) for story in alice.stories.all()] == [("Late", "I asked.")]


def test_key_that_cannot_be_read_is_named_and_leaves_what_the_library_has(client: Client, alice: Owner) -> None:
    story = StoryFactory.create(owner=alice, title="Late", status="ready")
    (record,) = (record for record in library_of(alice).stories if record.id == str(story.pk))
    text = write_story(retold(record, headline="Quite late")).replace("status: ready", "status: great")

    page = send(client, ("a.md", text))
    apply(client, page)

    assertContains(page, "Status: “great” isn't draft, ready or archived. It was left out.".replace("'", "&#x27;"))
    story.refresh_from_db()
    assert (story.headline, story.status) == ("Quite late", "ready")


def test_story_is_shown_as_it_will_be(client: Client) -> None:
    page = send(client, ("prep.md", f"{NOTES}**Tags:** candor, shoes\n"))

    text = " ".join(page.content.decode().split())
    assert "<b>Task, Result and Learning are empty</b>" in text
    assert '<dd dir="auto">It was late. <span class="meta">(3 words)</span> </dd>' in text
    assert "<dt>Tags</dt><dd>Candor (primary)</dd>" in text
    assert "No value is called “shoes”: kept in the notes." in text
    assert "netflix-2024/" not in text


def test_plan_says_which_question_a_story_answers(client: Client, alice: Owner, disagreement: Question) -> None:
    StoryFactory.create(owner=alice, title="Two", situation="S2", result="Old.")
    rows = f"Title,Situation,Result,Question\nOne,S1,R,{disagreement.text.upper()}\nTwo,S2,New.,Why was Bo late?\n"

    page = send(client, ("a.csv", rows))

    text = " ".join(page.content.decode().split())
    assert f'<dt>Answers</dt> <dd dir="auto">“{html.escape(disagreement.text)}”</dd>' in text
    assert "The file says that it answers “Why was Bo late?”." in text
    apply(client, page, conflict_1="both")
    assert {(row.story.title, row.question.text) for row in alice.answers.all()} == {
        ("One", disagreement.text),
        ("Two", "Why was Bo late?"),
    }


def test_question_that_would_be_new_is_said_to_be(client: Client, alice: Owner) -> None:
    page = send(client, ("a.csv", "Title,Situation,Question\nOne,S1,Why was Bo late?\n"))

    text = " ".join(page.content.decode().split())
    assert '“Why was Bo late?” <span class="meta">(a new question of your own)</span>' in text


def test_label_that_was_not_understood_is_kept_and_its_meaning_can_be_chosen(client: Client, alice: Owner) -> None:
    page = send(client, ("prep.md", NOTES))
    pending = page.context["plan"].pending
    assertContains(page, "Not understood in <bdi>prep.md</bdi>")

    said = {"labels_0": "1", "labels_0-label_0": "learning"}
    page = client.post(f"/data/import/{pending.pk}/labels/", said, follow=True)

    assertNotContains(page, "Not understood")
    apply(client, page)
    assert alice.stories.get().learning == "Ask first."


def test_line_below_tags_is_named_among_them(client: Client) -> None:
    page = send(client, ("prep.md", "**Situation:** a\n**Action:** b\n\nTags: candor\nMood: grim\n"))

    assertContains(page, "No value is called “Mood: grim”: kept in the notes.")


POLISH = "# {}\n\n## Sytuacja\nBaza padła.\n\n## Działanie\nNaprawiłem ją.\n\n## Wynik\nDziała.\n"


def test_headings_of_notes_without_a_known_one_have_menus(client: Client, alice: Owner) -> None:
    page = send(client, ("a.md", POLISH.format("Baza")))
    pending = page.context["plan"].pending
    assertContains(page, "Not understood in <bdi>a.md</bdi>")
    assertContains(page, "No heading or label in this file is known")
    targets = ("situation", "action", "result")
    said = {"labels_0": "1"} | {f"labels_0-label_{number}": target for number, target in enumerate(targets)}

    page = client.post(f"/data/import/{pending.pk}/labels/", said, follow=True)

    assertNotContains(page, "Not understood")
    apply(client, page)
    story = alice.stories.get()
    assert (story.title, story.situation, story.action, story.result) == (
        "Baza", "Baza padła.", "Naprawiłem ją.", "Działa."
    )  # fmt: skip
    assert len(send(client, ("b.md", POLISH.format("Kolejka"))).context["plan"].new) == 1


def test_menus_of_a_file_in_an_archive_are_open_where_a_choice_is_needed(client: Client, alice: Owner) -> None:
    """One for each kind of labels; what is chosen there counts for the others."""
    named = {f"{title}.md": POLISH.format(title) for title in ("Baza", "Kolejka")}
    page = send(client, ("notes.zip", packed({**named, "c.md": NOTES})))
    pending = page.context["plan"].pending
    assert [(form.labels.name, form.labels.is_open) for form in page.context["labels"]] == [
        ("notes.zip, Baza.md", True),
        ("notes.zip, Kolejka.md", False),
        ("notes.zip, c.md", True),
    ]
    targets = ("situation", "action", "result")
    said = {"labels_0": "1"} | {f"labels_0-label_{number}": target for number, target in enumerate(targets)}

    page = client.post(f"/data/import/{pending.pk}/labels/", said, follow=True)

    assert sorted(entry.record.title for entry in page.context["plan"].new) == ["Baza", "Kolejka", "Rollback"]


def test_menus_of_a_vault_of_other_notes_are_closed(client: Client) -> None:
    others = {f"{n}.md": f"# Page {n}\n\n## Links {'x' * n}\nMany.\n\n## Ideas\nFew.\n" for n in range(MOST_OPEN + 1)}

    page = send(client, ("vault.zip", packed({**others, "story.md": NOTES.partition("**Secret")[0]})))

    assert [form.labels.is_open for form in page.context["labels"]] == [False] * len(others)


def test_meaning_of_a_label_is_remembered_for_the_next_file(client: Client, alice: Owner) -> None:
    pending = send(client, ("prep.md", NOTES)).context["plan"].pending
    client.post(f"/data/import/{pending.pk}/labels/", {"labels_0": "1", "labels_0-label_0": "learning"})

    apply(client, send(client, ("other.md", NOTES.replace("Rollback", "Other"))))

    assert alice.stories.get().learning == "Ask first."


def test_choice_for_one_shape_does_not_count_for_another(client: Client, alice: Owner) -> None:
    pending = send(client, ("prep.md", NOTES)).context["plan"].pending
    client.post(f"/data/import/{pending.pk}/labels/", {"labels_0": "1", "labels_0-label_0": "learning"})

    page = send(client, ("other.md", f"{NOTES}**Result:** Nine.\n"))
    assertContains(page, "Not understood in <bdi>other.md</bdi>")
    apply(client, page)

    story = alice.stories.get()
    assert (story.learning, story.notes) == ("", "Secret: Ask first.")


def test_label_that_was_left_where_it_is_stays_there(client: Client, alice: Owner) -> None:
    below_headings = "# Rollback\n## Action\nI asked.\n## Result\nNine.\n\nAudience: Ana\nMood: calm\n"
    pending = send(client, ("prep.md", below_headings)).context["plan"].pending
    said = {"labels_0": "1", "labels_0-label_0": "", "labels_0-label_1": "notes"}

    page = client.post(f"/data/import/{pending.pk}/labels/", said, follow=True)

    assertNotContains(page, "Not understood")
    assertContains(page, '<option value="" selected>Stays in Result</option>', html=True)
    apply(client, page)
    story = alice.stories.get()
    assert (story.result, story.notes) == ("Nine.\n\nAudience: Ana", "Mood: calm")


def test_column_that_was_left_out_of_one_table_is_not_left_out_of_the_next(client: Client, alice: Owner) -> None:
    pending = send(client, ("prep.csv", TABLE)).context["plan"].pending
    columns = {f"table_0-column_{at}": target for at, target in enumerate(["title", "result", "", ""])}
    client.post(f"/data/import/{pending.pk}/columns/", {"table_0": "1", "table_0-header": "0"} | columns)

    apply(client, send(client, ("other.csv", f"{TABLE}Third,I left.,,sad,more\n")))

    story = alice.stories.get(title="Third")
    assert (story.result, story.notes) == ("I left.", "Mood: sad")
    assert [tag.value.name for tag in alice.stories.get(title="Rollback").tags.all()] == ["Candor"]


def test_what_is_left_out_of_one_file_is_not_left_out_of_the_next(client: Client, alice: Owner) -> None:
    pending = send(client, ("prep.md", NOTES)).context["plan"].pending
    client.post(f"/data/import/{pending.pk}/labels/", {"labels_0": "1", "labels_0-label_0": "nothing"})

    page = send(client, ("other.md", NOTES))
    assertContains(page, "Not understood in <bdi>other.md</bdi>")
    apply(client, page)

    assert "Ask first." in alice.stories.get().notes


def test_choice_for_a_label_is_shown_and_can_be_taken_back(client: Client, alice: Owner) -> None:
    pending = send(client, ("prep.md", NOTES)).context["plan"].pending
    client.post(f"/data/import/{pending.pk}/labels/", {"labels_0": "1", "labels_0-label_0": "learning"})
    page = send(client, ("other.md", NOTES))
    assertContains(page, "How the labels of <bdi>other.md</bdi> are read")
    address = f"/data/import/{page.context['plan'].pending.pk}/labels/"

    page = client.post(address, {"labels_0": "1", "labels_0-label_0": ""}, follow=True)
    apply(client, page)

    alice.refresh_from_db()
    assert (alice.stories.get().learning, alice.readings) == ("", {})
    assert "Ask first." in alice.stories.get().notes


def test_line_that_may_not_be_told_stays_until_its_place_is_chosen(client: Client, alice: Owner) -> None:
    below_headings = "# Rollback\n## Action\nI asked.\n## Result\nNine.\n\nAudience: backend teams\n"
    page = send(client, ("prep.md", below_headings))
    address = f"/data/import/{page.context['plan'].pending.pk}/labels/"
    assertContains(page, "Not understood in <bdi>prep.md</bdi>")
    assertContains(page, '<option value="" selected>Stays in Result</option>', html=True)

    page = client.post(address, {"labels_0": "1", "labels_0-label_0": "notes"}, follow=True)
    assertContains(page, '<option value="notes" selected>Kept in the notes</option>', html=True)
    apply(client, page)

    story = alice.stories.get()
    assert (story.result, story.notes) == ("Nine.", "Audience: backend teams")


def test_list_of_questions_is_shown_the_way(client: Client) -> None:
    page = send(client, ("q.txt", "1. Tell me about a failure.\n2. What did you learn?\n3. Why did you leave?\n"))

    assertContains(page, '<a href="/questions/new/list/">Add a list of questions</a>')
    assertNotContains(send(client, ("prep.md", NOTES)), "Add a list of questions")


def test_columns_are_remembered_for_the_next_table_with_the_same_names(client: Client, alice: Owner) -> None:
    pending = send(client, ("prep.csv", TABLE)).context["plan"].pending
    columns = {f"table_0-column_{at}": target for at, target in enumerate(["title", "action", "", "result"])}
    client.post(f"/data/import/{pending.pk}/columns/", {"table_0": "1", "table_0-header": "0"} | columns)

    page = send(client, ("other.csv", TABLE))

    assertNotContains(page, "isn't recognised")
    apply(client, page)
    assert sorted(alice.stories.values_list("result", flat=True)) == ["calm", "glad"]


def test_another_header_row_is_read_by_its_names(client: Client, alice: Owner) -> None:
    table = "Title,Situation,Task\nStory,Goal,Context\nRollback,Undo it.,It was late.\n"
    pending = send(client, ("prep.csv", table)).context["plan"].pending

    page = client.post(f"/data/import/{pending.pk}/columns/", {"table_0": "1", "table_0-header": "1"}, follow=True)

    apply(client, page)
    story = alice.stories.get()
    assert (story.title, story.situation, story.task) == ("Rollback", "It was late.", "Undo it.")


def test_file_without_a_story_can_be_marked_up_by_hand(client: Client, alice: Owner) -> None:
    page = send(client, ("prep.md", "It was late.\nI asked.\n"))
    pending = page.context["plan"].pending
    assertContains(page, "No section found")
    assertContains(page, "It was late.\nI asked.")
    assertContains(page, '<pre class="as-read" dir="auto">It was late.\nI asked.\n</pre>')

    text = {"text_0": "1", "text_0-text": "Situation: It was late.\r\nAction: I asked.\r\n"}
    page = client.post(f"/data/import/{pending.pk}/mend/", text, follow=True)

    apply(client, page)
    story = alice.stories.get()
    assert (story.title, story.situation, story.action) == ("prep", "It was late.", "I asked.")


def test_label_that_was_never_offered_changes_nothing(client: Client) -> None:
    pending = send(client, ("prep.md", "Nothing"), ("b.md", NOTES)).context["plan"].pending
    said = {"labels_0": "1", "labels_0-label_0": "nonsense", "labels_9": "1"}

    response = client.post(f"/data/import/{pending.pk}/labels/", said)

    assertRedirects(response, pending.get_absolute_url())
    again = PendingImport.objects.get()
    assert (bytes(again.content), again.labels) == (bytes(pending.content), {})


@pytest.mark.parametrize(("text", "message"), [("", "This field is required."), ("S: a\0b", "Null characters are not")])
def test_text_that_cannot_be_kept_comes_back_with_a_reason(client: Client, text: str, message: str) -> None:
    pending = send(client, ("prep.md", "Nothing")).context["plan"].pending

    response = client.post(f"/data/import/{pending.pk}/mend/", {"text_0": "1", "text_0-text": text})

    assertContains(response, message, status_code=422)
    assertContains(response, text.partition("\0")[0], status_code=422)
    assert bytes(PendingImport.objects.get().content) == bytes(pending.content)


def test_decision_with_an_odd_stamp_is_none(client: Client) -> None:
    pending = send(client, ("prep.csv", TABLE)).context["plan"].pending

    response = client.post(f"/data/import/{pending.pk}/decide/", {"stamp": "\0" * 20, "page": "1"})

    assert response.status_code == 302


@pytest.mark.parametrize("page", ["labels", "mend"])
def test_choices_are_only_posted(client: Client, page: str) -> None:
    pending = send(client, ("b.md", NOTES)).context["plan"].pending

    assert client.get(f"/data/import/{pending.pk}/{page}/").status_code == 405
