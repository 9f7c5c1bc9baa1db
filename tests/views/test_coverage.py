import csv
import json
import re

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from stories.core.choices import Fit, Status, Strength
from stories.models import Owner, Question, Value
from tests.factories import AnswerFactory, QuestionFactory, StoryFactory, TagFactory


def cell(client: Client, story: object, value: Value, **post: str) -> str:
    response = client.post(f"/coverage/{story}/{value.pk}/", post, headers={"HX-Request": "true"})
    assert response.status_code == 200
    return response.content.decode()


def test_empty_library_has_nothing_covered_and_a_step_for_every_gap(client: Client) -> None:
    response = client.get("/coverage/")

    snapshot = response.context["snapshot"]
    assert [row.coverage.level for row in snapshot.value_rows] == ["missing"] * 8
    assert {row.coverage.level for row in snapshot.question_rows} == {"missing"}
    assertContains(response, "<b>0 of 8</b>")
    questions = client.get("/coverage/?view=questions")
    assertContains(questions, "0 of 117 in all (0%)")
    assertContains(response, "Write a story for Candor")
    assertContains(response, "No stories yet.")


def test_page_of_a_value_leads_to_what_closes_its_gap(client: Client, alice: Owner, candor: Value) -> None:
    draft = StoryFactory.create(owner=alice, status=Status.DRAFT)
    TagFactory.create(story=draft, value=candor)

    page = client.get(candor.get_absolute_url())

    assertContains(page, "No ready story shows it, only 1 that isn&#x27;t.")
    assertContains(page, f'<a class="step" href="/stories/{draft.pk}/edit/">')


def test_matrix_tells_strength_and_state_in_symbol_and_words(
    client: Client, alice: Owner, candor: Value, courage: Value
) -> None:
    ready = StoryFactory.create(owner=alice, title="told")
    draft = StoryFactory.create(owner=alice, title="begun", status=Status.DRAFT)
    StoryFactory.create(owner=alice, title="put away", status=Status.ARCHIVED)
    TagFactory.create(story=ready, value=candor, strength=Strength.PRIMARY)
    TagFactory.create(story=ready, value=courage, strength=Strength.SUPPORTING)
    TagFactory.create(story=draft, value=candor, strength=Strength.PRIMARY)

    rows = client.get("/coverage/").context["matrix"]

    cells = {
        (str(row.story), cell.value.slug): (cell.state.symbol, cell.words, cell.state.next)
        for row in rows
        for cell in row.cells
        if cell.value in (candor, courage)
    }
    assert cells == {
        ("told", "candor"): ("●", "Candor: primary", ""),
        ("told", "courage"): ("○", "Courage: supporting", "primary"),
        ("begun", "candor"): ("(●)", "Candor: primary, not ready", ""),
        ("begun", "courage"): ("·", "Courage: not tagged", "supporting"),
    }


def test_cell_goes_from_none_to_supporting_to_primary_to_none(client: Client, alice: Owner, candor: Value) -> None:
    story = StoryFactory.create(owner=alice)
    states = []

    for _ in range(3):
        [row] = client.get("/coverage/").context["matrix"]
        wanted = next(cell.state.next for cell in row.cells if cell.value == candor)
        cell(client, story.pk, candor, strength=wanted)
        states.append(list(story.tags.values_list("strength", flat=True)))

    assert states == [["supporting"], ["primary"], []]


def test_changed_cell_comes_with_new_levels(client: Client, alice: Owner, candor: Value) -> None:
    story = StoryFactory.create(owner=alice)

    html = cell(client, story.pk, candor, strength="primary")

    assert "1 ready story shows it; the target is 2." in html
    assert 'id="levels" hx-swap-oob="true"' in html
    assert "<html" not in html


def test_strength_changes_keep_the_evidence(client: Client, alice: Owner, candor: Value) -> None:
    story = StoryFactory.create(owner=alice)
    TagFactory.create(story=story, value=candor, strength=Strength.SUPPORTING, evidence="called the director")

    cell(client, story.pk, candor, strength="primary")

    assert story.tags.get().evidence == "called the director"


def test_removed_tag_can_be_brought_back_with_its_evidence(client: Client, alice: Owner, candor: Value) -> None:
    story = StoryFactory.create(owner=alice)
    TagFactory.create(story=story, value=candor, evidence="called the director")

    html = cell(client, story.pk, candor, strength="")
    assert "called the director" in html
    assert "Undo" in html
    assert not story.tags.exists()

    cell(client, story.pk, candor, strength="primary", evidence="called the director")
    assert story.tags.get().evidence == "called the director"


def test_cell_works_without_javascript(client: Client, alice: Owner, candor: Value) -> None:
    story = StoryFactory.create(owner=alice)

    response = client.post(f"/coverage/{story.pk}/{candor.pk}/", {"strength": "supporting"})

    assertRedirects(response, "/coverage/?framework=netflix-2024#matrix")
    assert story.tags.get().strength == Strength.SUPPORTING


def test_pressed_cell_comes_back_to_the_same_rows_without_javascript(
    client: Client, alice: Owner, candor: Value
) -> None:
    story = StoryFactory.create(owner=alice, title="Rollback")
    kept = {"find": "roll", "sort": str(candor.pk), "stories": "1", "value": str(candor.pk)}
    page = client.get("/coverage/", kept)

    response = client.post(f"/coverage/{story.pk}/{candor.pk}/?list", kept | {"strength": "supporting"})

    for name, text in kept.items():
        assertContains(page, f'<input type="hidden" name="{name}" value="{text}">', html=True)
    query = f"framework=netflix-2024&find=roll&sort={candor.pk}&stories=1&value={candor.pk}"
    assertRedirects(response, f"/coverage/?{query}#value-{candor.pk}")


def sorted_by(client: Client, view: str, sort: str) -> list[str]:
    rows = client.get("/coverage/", {"view": view, "sort": sort}).context["matrix"]
    named = {"values": lambda row: row.story, "questions": lambda row: row.row.question}
    return [str(named.get(view, lambda row: row.row.value)(row)) for row in rows]


def test_stories_are_sorted_by_the_head_that_was_pressed(client: Client, alice: Owner, candor: Value) -> None:
    for title, strength, status in (
        ("none", None, Status.READY),
        ("begun", Strength.PRIMARY, Status.DRAFT),
        ("supporting", Strength.SUPPORTING, Status.READY),
        ("Primary", Strength.PRIMARY, Status.READY),
    ):
        story = StoryFactory.create(owner=alice, title=title, status=status)
        if strength:
            TagFactory.create(story=story, value=candor, strength=strength)

    strongest = ["Primary", "begun", "supporting", "none"]
    assert sorted_by(client, "values", str(candor.pk)) == strongest
    assert sorted_by(client, "values", f"-{candor.pk}") == strongest[::-1]
    assert sorted_by(client, "values", "name") == ["begun", "none", "Primary", "supporting"]
    assert sorted_by(client, "values", "unknown") == sorted_by(client, "values", "")


def test_head_says_how_it_sorts_and_leads_to_the_next_order(client: Client, alice: Owner, candor: Value) -> None:
    StoryFactory.create(owner=alice)
    column = str(candor.pk)

    def head(sort: str, name: str) -> tuple[str, str]:
        page = client.get("/coverage/", {"find": "a", "stories": "1", "sort": sort}).text
        [(state, query)] = re.findall(rf'<th scope="col" class="[^"]*"([^>]*)><a href="([^"]*)" title="{name}"', page)
        return state.strip(), query

    assert head("", "Candor") == ("", f"?find=a&amp;sort={column}")
    assert head(column, "Candor") == ('aria-sort="descending"', f"?find=a&amp;sort=-{column}")
    assert head(f"-{column}", "Candor") == ('aria-sort="ascending"', "?find=a")
    assert head("name", "Story") == ('aria-sort="ascending"', "?find=a&amp;sort=-name")
    assert head("-name", "Story") == ('aria-sort="descending"', "?find=a")


def test_questions_are_sorted_by_the_head_that_was_pressed(
    client: Client, alice: Owner, disagreement: Question
) -> None:
    story = StoryFactory.create(owner=alice, title="Rollback")
    AnswerFactory.create(story=story, question=disagreement, fit=Fit.OK)
    other = Question.objects.get(slug="nfx-seed-02")
    AnswerFactory.create(story=story, question=other, fit=Fit.STRONG)

    assert sorted_by(client, "questions", str(story.pk))[:2] == [other.text, disagreement.text]
    names = sorted_by(client, "questions", "name")
    assert names == sorted(names, key=str.casefold)
    assert set(sorted_by(client, "questions", "-level")[:2]) == {other.text, disagreement.text}


def test_values_are_sorted_by_topic(client: Client, alice: Owner, disagreement: Question) -> None:
    AnswerFactory.create(story=StoryFactory.create(owner=alice), question=disagreement)

    rows = client.get("/coverage/", {"view": "topics", "sort": "conflict"}).context["matrix"]

    shares = [cell.share for row in rows for cell in row.cells if cell.topic.slug == "conflict"]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 0
    assert sorted_by(client, "topics", "name") == sorted(sorted_by(client, "topics", ""))
    assert len(sorted_by(client, "topics", "-level")) == 8


def test_strip_counts_the_primaries_of_drafts_as_such(client: Client, alice: Owner, candor: Value) -> None:
    def strip() -> str:
        page = client.get("/coverage/").text
        [words] = re.findall(rf'id="count-{candor.pk}".*?<span class="primaries">(.*?)</a>', page, re.DOTALL)
        return " ".join(re.sub("<[^>]*>", "", words).split())

    StoryFactory.create(owner=alice)
    counts = [strip()]
    for status in (Status.DRAFT, Status.DRAFT, Status.READY):
        story = StoryFactory.create(owner=alice, status=status)
        TagFactory.create(story=story, value=candor)
        counts.append(strip())

    assert counts == ["0 ready", "0 ready, 1 in a draft", "0 ready, 2 in drafts", "1 ready, 2 in drafts"]


def test_hundred_stories_are_on_one_page(client: Client, alice: Owner) -> None:
    StoryFactory.create_batch(101, owner=alice)

    context = client.get("/coverage/").context

    assert (len(context["matrix"]), context["stories"].paginator.num_pages) == (100, 2)


def test_phone_gets_a_list_a_value_with_the_strongest_first(client: Client, alice: Owner, candor: Value) -> None:
    for title, strength in (("weaker", Strength.SUPPORTING), ("stronger", Strength.PRIMARY)):
        TagFactory.create(story=StoryFactory.create(owner=alice, title=title), value=candor, strength=strength)
    StoryFactory.create(owner=alice, title="not tagged")

    def listed(**query: str) -> dict[str, list[str]]:
        lists = client.get("/coverage/", query).context["lists"]
        return {each.row.value.slug: [str(cell.story) for cell in each.cells] for each in lists}

    assert listed()["candor"] == ["stronger", "weaker"]
    assert set(listed()) == {row.slug for row in candor.framework.values.all()}
    assert listed(value=str(candor.pk)) == {"candor": ["stronger", "weaker", "not tagged"]}


def test_pressing_in_a_list_draws_the_list_and_the_cell(client: Client, alice: Owner, candor: Value) -> None:
    story = StoryFactory.create(owner=alice)
    address = f"/coverage/{story.pk}/{candor.pk}/"

    in_list = client.post(f"{address}?list", {"strength": "primary"}, headers={"HX-Request": "true"}).text
    in_table = client.post(address, {"strength": ""}, headers={"HX-Request": "true"}).text

    assert f'hx-swap-oob="innerHTML:td:has(> #cell-{story.pk}-{candor.pk})"' in in_list
    assert re.search(rf'<section class="value-list" id="value-{candor.pk}"[^>]*hx-swap-oob', in_list) is None
    assert re.search(rf'<section class="value-list" id="value-{candor.pk}"[^>]*hx-swap-oob', in_table)
    for html in (in_list, in_table):
        assert re.search(rf'id="count-{candor.pk}"[^>]*hx-swap-oob', html)


def test_removed_tag_can_be_brought_back_without_javascript(client: Client, alice: Owner, candor: Value) -> None:
    story = StoryFactory.create(owner=alice)
    TagFactory.create(story=story, value=candor, evidence="called the director")

    response = client.post(f"/coverage/{story.pk}/{candor.pk}/", {"strength": ""}, follow=True)

    assertContains(response, "The tag's evidence, “called the director”, was removed too.")
    assertContains(response, '<input type="hidden" name="evidence" value="called the director">', html=True)


def test_unknown_strength_is_refused(client: Client, alice: Owner, candor: Value) -> None:
    story = StoryFactory.create(owner=alice)

    assert client.post(f"/coverage/{story.pk}/{candor.pk}/", {"strength": "huge"}).status_code == 422
    assert not story.tags.exists()


@pytest.mark.parametrize("evidence", ["x" * 501, "a\x00b"])
def test_evidence_that_no_tag_can_hold_is_refused(client: Client, alice: Owner, candor: Value, evidence: str) -> None:
    story = StoryFactory.create(owner=alice)

    response = client.post(f"/coverage/{story.pk}/{candor.pk}/", {"strength": "primary", "evidence": evidence})

    assert response.status_code == 422
    assert not story.tags.exists()


def test_answers_to_hidden_questions_do_not_count(client: Client, alice: Owner) -> None:
    story = StoryFactory.create(owner=alice)
    questions = Question.objects.filter(owner=None)[:3]
    for question in questions:
        AnswerFactory.create(story=story, question=question)
    for question in questions[:2]:
        client.post(f"/questions/{question.pk}/hidden/", {"hidden": "1"})

    snapshot = client.get("/coverage/").context["snapshot"]

    assert [row.coverage.flags for row in snapshot.question_rows if row.answers] == [("only answer",)]


def test_topic_brings_its_category(client: Client) -> None:
    rows = (
        client.get("/coverage/", {"view": "questions", "topic": "streams"}).context["questions"].paginator.object_list
    )

    assert {row.question.slug for row in rows} == {"nfx-cod-02", "nfx-cod-05"}


def test_results_alone_carry_count_and_csv_of_the_filter(client: Client) -> None:
    response = client.get("/coverage/", {"view": "questions", "category": "coding"}, headers={"HX-Target": "results"})

    assertContains(response, "<b>0 of 7</b> likely questions covered", html=False)
    assertContains(response, "/coverage/questions.csv?view=questions&amp;category=coding")


def test_questions_are_filtered(client: Client, alice: Owner, disagreement: Question) -> None:
    AnswerFactory.create(story=StoryFactory.create(owner=alice), question=disagreement)

    def slugs(**query: str) -> set[str]:
        return {
            row.question.slug
            for row in client.get("/coverage/", {"view": "questions", **query})
            .context["questions"]
            .paginator.object_list
        }

    assert len(slugs()) == 117
    assert len(slugs(category="all")) == 140
    assert slugs(level="covered") == {"nfx-seed-01"}
    assert len(slugs(level="gap")) == 116
    assert {slug[:7] for slug in slugs(category="coding")} == {"nfx-cod"}
    assert len(slugs(topic="conflict")) == 8
    assert slugs(stage="technical-screen") == {"nfx-lea-03"}
    assert slugs(q="DISAGREED stakeholder") == {"nfx-seed-01"}


def test_question_shows_what_holds_it_up_and_why(client: Client, alice: Owner, disagreement: Question) -> None:
    story = StoryFactory.create(owner=alice, title="Rollback")
    AnswerFactory.create(story=story, question=disagreement, fit=Fit.STRETCH)

    [row] = [
        row for row in client.get("/coverage/?view=questions").context["questions"].paginator.object_list if row.answers
    ]

    assert (row.coverage.level, [str(answer.story) for answer in row.answers]) == ("draft", ["Rollback"])
    assert row.next.step.reason == "Answered only with a story that is a stretch."


def read_csv(client: Client, url: str) -> list[list[str]]:
    response = client.get(url)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(response.content.decode("utf-8-sig").splitlines()))


def test_values_csv_holds_the_whole_matrix(client: Client, alice: Owner, candor: Value) -> None:
    stories = StoryFactory.create_batch(60, owner=alice)
    TagFactory.create(story=stories[0], value=candor)

    rows = read_csv(client, "/coverage/values.csv")

    column = rows[0].index("Candor")
    assert (len(rows), [row[0] for row in rows if row[column] == "primary"]) == (63, [stories[0].title])
    (level, why) = rows[-2:]
    assert (level[0], level[column], why[0]) == ("Level", "thin", "Why")
    assert why[column].startswith("1 ready story")


def test_questions_csv_follows_the_filter(client: Client, alice: Owner, disagreement: Question) -> None:
    AnswerFactory.create(story=StoryFactory.create(owner=alice, title="Rollback"), question=disagreement)

    rows = read_csv(client, "/coverage/questions.csv?level=covered")

    assert rows[1][0] == disagreement.text
    assert rows[1][4:7] == ["covered", "not practised", "only answer, not practised"]
    assert rows[1][7:10] == ["Rollback", "strong", "1"]
    assert len(rows) == 2


def test_questions_csv_names_the_stories_to_choose_from(
    client: Client, alice: Owner, candor: Value, disagreement: Question
) -> None:
    TagFactory.create(story=StoryFactory.create(owner=alice, title="Told the director"), value=candor)
    StoryFactory.create(owner=alice, title="Half told", status="draft")

    header, *rows = read_csv(client, "/coverage/questions.csv?level=open")

    [row] = [row for row in rows if row[0] == disagreement.text]
    assert row[header.index("Closest stories")] == "“Told the director” or “Half told” (draft)"


def test_csv_holds_no_formula(client: Client, alice: Owner) -> None:
    StoryFactory.create(owner=alice, title='=HYPERLINK("http://elsewhere.example")')

    assert read_csv(client, "/coverage/values.csv")[1][0] == '\'=HYPERLINK("http://elsewhere.example")'


def test_framework_is_switched(client: Client) -> None:
    snapshot = client.get("/coverage/", {"framework": "amazon-lp"}).context["snapshot"]

    assert (snapshot.framework.slug, len(snapshot.values)) == ("amazon-lp", 16)
    assert client.get("/coverage/", {"framework": "unknown"}).context["snapshot"].framework.slug == "netflix-2024"


def test_hidden_question_and_value_do_not_count(
    client: Client, alice: Owner, disagreement: Question, candor: Value
) -> None:
    client.post(f"/questions/{disagreement.pk}/hidden/", {"hidden": "1"})
    client.post(f"/values/{candor.pk}/hidden/", {"hidden": "1"})

    snapshot = client.get("/coverage/").context["snapshot"]

    assert (len(snapshot.questions), len(snapshot.values)) == (116, 7)
    assertNotContains(client.get("/coverage/"), f'"{candor.get_absolute_url()}"')


def test_coverage_in_the_terminal(alice: Owner, disagreement: Question, capsys: pytest.CaptureFixture[str]) -> None:
    AnswerFactory.create(story=StoryFactory.create(owner=alice), question=disagreement)

    call_command("coverage", owner="alice")

    text = capsys.readouterr().out
    assert "Values covered: 0 of 8 (0%)" in text
    assert "Behavioral & culture questions covered: 1 of 117 (0%)" in text
    assert re.search("^covered +nfx-seed-01 +only answer, not practised ", text, re.MULTILINE)


def test_coverage_as_json(
    alice: Owner, candor: Value, disagreement: Question, capsys: pytest.CaptureFixture[str]
) -> None:
    story = StoryFactory.create(owner=alice)
    TagFactory.create(story=story, value=candor)
    AnswerFactory.create(story=story, question=disagreement)
    QuestionFactory.create(owner=alice, slug="own-1")

    call_command("coverage", owner="alice", json=True)

    document = json.loads(capsys.readouterr().out)
    assert {key: type(value) for key, value in document.items()} == {
        "framework": str,
        "values": list,
        "questions": list,
        "percent": dict,
        "gaps": int,
    }
    assert [value for value in document["values"] if value["slug"] == "candor"] == [
        {"slug": "candor", "level": "thin", "ready": 1, "draft": 0, "primary": 1, "flags": ["single story"]}
    ]
    assert [question for question in document["questions"] if question["level"] == "covered"] == [
        {
            "slug": "nfx-seed-01",
            "level": "covered",
            "likely": True,
            "answers": 1,
            "practice": "not practised",
            "flags": ["only answer", "not practised"],
            "next": None,
        }
    ]
    [own] = [question for question in document["questions"] if question["slug"] == "own-1"]
    assert own["next"] == {
        "kind": "choose a story",
        "stories": [{"id": str(story.pk), "title": str(story), "reasons": own["next"]["stories"][0]["reasons"]}],
        "reason": "You haven't decided which story answers it.",
    }
    assert own["next"]["stories"][0]["reasons"][-1] == "already told in 1 answer"
    assert len(document["questions"]) == 118
    assert (document["framework"], document["percent"]) == ("netflix-2024", {"values": 0, "questions": 0})


@pytest.mark.parametrize("options", [{"framework": "nope"}, {"owner": "nobody"}])
def test_coverage_of_something_unknown_is_refused(db: None, options: dict[str, str]) -> None:
    with pytest.raises(CommandError, match="There is no") as refused:
        call_command("coverage", **options)

    assert refused.value.returncode == 2


def test_questions_by_stories_tell_fit_and_state_in_symbol_and_words(
    client: Client, alice: Owner, disagreement: Question, candor: Value
) -> None:
    told = {
        "strong": (Status.READY, Fit.STRONG, ("●", "strong: answers it, strong")),
        "ok": (Status.READY, Fit.OK, ("◐", "ok: answers it, ok")),
        "stretch": (Status.READY, Fit.STRETCH, ("◌", "stretch: answers it, stretch")),
        "draft": (Status.DRAFT, Fit.STRONG, ("(●)", "draft: answers it, strong, not ready")),
    }
    for title, (status, fit, _) in told.items():
        story = StoryFactory.create(owner=alice, title=title, status=status)
        AnswerFactory.create(story=story, question=disagreement, fit=fit)
    TagFactory.create(story=StoryFactory.create(owner=alice, title="tagged"), value=candor)
    StoryFactory.create(owner=alice, title="nothing")

    response = client.get("/coverage/?view=questions&topic=conflict")

    [row] = [row for row in response.context["matrix"] if row.row.question == disagreement]
    cells = {str(cell.story): (cell.symbol, cell.words) for cell in row.cells}
    assert cells == {title: cell for title, (_, _, cell) in told.items()} | {
        "tagged": ("◇", "tagged: one of the closest"),
        "nothing": ("◇", "nothing: one of the closest"),
    }
    others = {
        cell.symbol for row in response.context["matrix"] if row.row.question != disagreement for cell in row.cells
    }
    assert others == {"◇", "·"}


def test_columns_are_the_stories_that_matter_most_for_the_rows(
    client: Client, alice: Owner, disagreement: Question
) -> None:
    for number in range(30):
        AnswerFactory.create(story=StoryFactory.create(owner=alice, title=f"s{number}"), question=disagreement)
    most = alice.stories.get(title="s7")
    AnswerFactory.create(story=most, question=Question.objects.get(slug="nfx-seed-02"))

    first = client.get("/coverage/?view=questions&level=covered").context
    second = client.get("/coverage/?view=questions&level=covered&stories=2").context

    assert (first["stories"][0], len(first["stories"]), len(second["stories"])) == (most, 20, 10)
    assert {len(row.cells) for row in second["matrix"]} == {10}


def test_values_by_topics_count_covered_questions(
    client: Client, alice: Owner, disagreement: Question, candor: Value
) -> None:
    AnswerFactory.create(story=StoryFactory.create(owner=alice), question=disagreement)

    response = client.get("/coverage/?view=topics")

    [row] = [row for row in response.context["matrix"] if row.row.value == candor]
    cells = {cell.topic.slug: (cell.symbol, cell.covered, cell.questions) for cell in row.cells}
    probing = Question.objects.filter(owner=None, topic__slug="conflict", probes__value=candor).count()
    assert cells["conflict"] == ("◐", 1, probing)
    assert {cell.symbol for row in response.context["matrix"] for cell in row.cells} == {"◐", "○", "·"}
    link = f"?view=questions&amp;value={candor.pk}&amp;topic=conflict"
    assertContains(response, link)
    questions = client.get("/coverage/", {"view": "questions", "value": str(candor.pk), "topic": "conflict"}).context[
        "questions"
    ]
    assert questions.paginator.count == probing


def test_values_are_narrowed_to_the_stories_that_are_looked_for(client: Client, alice: Owner) -> None:
    for title in ("Rollback", "Tomatoes"):
        StoryFactory.create(owner=alice, title=title, headline="")

    assert [str(row.story) for row in client.get("/coverage/?find=ROLL").context["matrix"]] == ["Rollback"]
    assertContains(client.get("/coverage/?find=xyzzy"), "No story matches.")


@pytest.mark.parametrize("headers", [{}, {"HX-Target": "basis"}])
def test_cell_opens_what_it_rests_on(client: Client, alice: Owner, candor: Value, headers: dict[str, str]) -> None:
    story, other = (StoryFactory.create(owner=alice, title=title) for title in ("Rollback", "Another"))
    TagFactory.create(story=story, value=candor, evidence="called the director")
    TagFactory.create(story=other, value=candor, strength=Strength.SUPPORTING, evidence="the other line")

    response = client.get(f"/coverage/{story.pk}/{candor.pk}/", headers=headers)

    for text in ("called the director", "2 ready stories, 1 of them primary.", "Another", "the other line"):
        assertContains(response, text)
    assert ("<html" in response.content.decode()) is not bool(headers)
    assert story.tags.get().strength == "primary"


def test_cell_without_a_tag_says_so_and_why_the_value_is_no_better(client: Client, alice: Owner, candor: Value) -> None:
    response = client.get(f"/coverage/{StoryFactory.create(owner=alice).pk}/{candor.pk}/")

    assertContains(response, "The story is not tagged with this value.")
    assertContains(response, "No story shows it yet.")


@pytest.mark.parametrize(
    ("fit", "status", "said"),
    [
        (Fit.STRONG, Status.READY, "A strong answer."),
        (Fit.STRETCH, Status.READY, "A stretch, which doesn't cover the question."),
        (Fit.OK, Status.DRAFT, "It counts once the story does."),
        (None, Status.READY, "No answer from it yet. It is one of the three closest stories."),
    ],
)
def test_cell_of_a_question_opens_what_it_rests_on(
    client: Client, alice: Owner, disagreement: Question, candor: Value, fit: Fit | None, status: Status, said: str
) -> None:
    story = StoryFactory.create(owner=alice, status=status)
    TagFactory.create(story=story, value=candor, evidence="called the director")
    if fit:
        AnswerFactory.create(story=story, question=disagreement, fit=fit)

    response = client.get(f"/coverage/questions/{disagreement.pk}/{story.pk}/")

    assertContains(response, said)
    assertContains(response, "called the director")


def test_story_that_has_nothing_to_do_with_a_question_says_so(
    client: Client, alice: Owner, disagreement: Question, candor: Value
) -> None:
    for _ in range(3):
        TagFactory.create(story=StoryFactory.create(owner=alice), value=candor)

    response = client.get(f"/coverage/questions/{disagreement.pk}/{StoryFactory.create(owner=alice).pk}/")

    assertContains(response, "The story doesn't answer the question and isn't one of the three closest to it.")


def test_topics_csv_holds_counts(client: Client, alice: Owner, disagreement: Question) -> None:
    AnswerFactory.create(story=StoryFactory.create(owner=alice), question=disagreement)

    rows = read_csv(client, "/coverage/topics.csv")

    conflict = rows[0].index("Conflict")
    assert {row[0]: row[conflict] for row in rows}["Candor"].startswith("1 of ")
    assert len(rows) == 9
