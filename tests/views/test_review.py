"""The review next to the editor, on the story's page, for the whole library, and in the terminal."""

import io
import json
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from stories.bank.seeding import read
from stories.core.choices import Section, Status
from stories.models import Dismissal, Framework, Owner, Story, Topic, Value
from stories.models.owner import LOCAL_USERNAME
from tests.factories import AnswerFactory, OwnerFactory, QuestionFactory, StoryFactory, ValueFactory, story_post
from tests.forms import Page

VAGUE = "Everybody was very happy with it in the end and the mood was really good for all of us there."
ACTION = "I read the logs of the launch, I called the director the same day, and I wrote down what we would do next."


@pytest.fixture
def vague(alice: Owner) -> Story:
    return StoryFactory.create(owner=alice, title="Vague", result=VAGUE, action=ACTION)


def codes(client: Client, story: Story) -> list[str]:
    reviewed = client.get(story.get_absolute_url()).context["page"].reviewed
    return [finding.code for finding in reviewed.findings]


def result_finding(client: Client, story: Story) -> dict[str, str]:
    reviewed = client.get(story.get_absolute_url()).context["page"].reviewed
    finding = next(finding for finding in reviewed.findings if finding.code == "STAR101")
    return {"code": finding.code, "fingerprint": finding.fingerprint}


def test_story_page_shows_findings_with_their_rule(client: Client, vague: Story) -> None:
    response = client.get(vague.get_absolute_url())

    assert "STAR101" in codes(client, vague)
    assertContains(response, "/review/STAR101/")


def test_dismissed_finding_stays_away_until_the_text_changes(client: Client, vague: Story) -> None:
    client.post(f"/stories/{vague.pk}/dismiss/", result_finding(client, vague) | {"reason": "It was never measured."})

    assert "STAR101" not in codes(client, vague)
    assertContains(client.get(vague.get_absolute_url()), "It was never measured.")
    assertNotContains(client.get("/review/"), "/review/STAR101/#dismissed")

    vague.result = VAGUE.replace("happy", "glad")
    vague.save()
    assert "STAR101" in codes(client, vague)


def test_dismissed_finding_is_brought_back(client: Client, vague: Story) -> None:
    client.post(f"/stories/{vague.pk}/dismiss/", result_finding(client, vague) | {"reason": "Never measured."})

    client.post(f"/dismissals/{Dismissal.objects.get().pk}/restore/")

    assert "STAR101" in codes(client, vague)


def test_story_that_is_not_a_failure_is_said_once_for_all_its_edits(client: Client, alice: Owner) -> None:
    story = StoryFactory.create(owner=alice, headline="I missed the audit's date", action=ACTION, learning="")
    page = Page(client.get(story.get_absolute_url()).content.decode(), story.get_absolute_url())
    [form] = [form for form in page.forms if "Not a failure" in form.fields.get("reason", [])]
    client.post(form.action, form.filled())
    story.headline = "I lost the tender"
    story.save()

    assert "STAR105" not in codes(client, story)
    client.post(f"/dismissals/{Dismissal.objects.get().pk}/restore/")
    assert "STAR105" in codes(client, story)


def test_story_told_for_a_question_about_failure_needs_a_learning(client: Client, alice: Owner) -> None:
    story = StoryFactory.create(owner=alice, action=ACTION, learning="")

    def found() -> tuple[bool, bool]:
        """On its page, and among the findings of the library."""
        [entry] = client.get("/review/").context["page"]
        return "STAR105" in codes(client, story), "STAR105" in {finding.code for finding in entry.findings}

    assert found() == (False, False)
    question = QuestionFactory.create(owner=alice, topic=Topic.objects.get(slug="failure"))
    AnswerFactory.create(owner=alice, story=story, question=question)
    assert found() == (True, True)


@pytest.mark.parametrize(
    "bad", [{"reason": " "}, {"reason": "x" * 301}, {"code": "STAR999"}, {"fingerprint": "<script>"}]
)
def test_bad_dismissal_is_refused_with_a_sentence(client: Client, vague: Story, bad: dict[str, str]) -> None:
    good = result_finding(client, vague) | {"reason": "Never measured."}

    response = client.post(f"/stories/{vague.pk}/dismiss/", good | bad, follow=True)

    assertContains(response, "Not dismissed")
    assert not Dismissal.objects.exists()


def test_list_is_worst_first_without_archived_stories(client: Client, alice: Owner, vague: Story) -> None:
    StoryFactory.create(owner=alice, title="Empty", status=Status.DRAFT, result="")
    StoryFactory.create(owner=alice, title="Gone", status=Status.ARCHIVED, result="")

    page = client.get("/review/").context["page"]

    assert [str(entry.story) for entry in page] == ["Empty", "Vague"]


def test_findings_stand_under_what_they_are_about(client: Client, alice: Owner) -> None:
    story = StoryFactory.create(owner=alice, title="Bare", headline="", task="", action=ACTION, result=VAGUE)

    [listed] = client.get("/review/").context["page"]
    own = client.get(story.get_absolute_url()).context["page"].reviewed

    for reviewed in (listed, own):
        codes = {section: [finding.code for finding in findings] for section, findings in reviewed.by_section}
        assert codes == {Section.RESULT: ["STAR101"], Section.TASK: ["STAR001"], None: ["STAR104", "STAR108"]}
    page = client.get("/review/").text
    places = re.findall(r'<h3 class="finding-place">\s*(?:<a href="([^"]+)">)?([^<]+)', page)
    editor = f"/stories/{story.pk}/edit/"
    assert [(link, words.strip()) for link, words in places] == [
        (f"{editor}#id_result", "Result"),
        ("", "The whole story"),
        (f"{editor}#id_task", "Task"),
    ]


def test_nothing_is_found_before_a_word_is_written(client: Client, alice: Owner, candor: Value) -> None:
    empty = dict.fromkeys((section.value for section in Section), " ")
    story = StoryFactory.create(owner=alice, title="Only a title", status=Status.DRAFT, headline="", **empty)

    own, listed = client.get(story.get_absolute_url()), client.get("/review/")
    editor = client.get(f"/stories/{story.pk}/edit/")
    typed = client.post("/stories/preview/", story_post([candor], title="Only a title", action="I"))

    for response in (own, listed):
        assertContains(response, "Write the Situation first")
        assertNotContains(response, "finding-error")
    assert list(listed.context["page"]) == []
    assertContains(own, "Nothing to review yet")
    assertContains(editor, "nothing to tell yet")
    assertNotContains(editor, 'class="over"')
    assertContains(typed, 'class="over"')


def test_list_follows_each_edit(client: Client, alice: Owner, vague: Story, candor: Value) -> None:
    def listed() -> set[str]:
        return {finding.code for entry in client.get("/review/").context["page"] for finding in entry.findings}

    assert "STAR101" in listed()
    values = [candor]
    typed = {"title": "Vague", "headline": "x", "situation": "s", "task": "t", "action": ACTION}
    typed |= {"result": "Errors fell from nine a week to none.", f"tag_{candor.pk}": "primary"}
    client.post(f"/stories/{vague.pk}/edit/", story_post(values, base=1, id=str(vague.pk), **typed))
    assert "STAR101" not in listed()
    assert "STAR107" in listed()

    client.post(f"/coverage/{vague.pk}/{candor.pk}/", {"strength": ""})
    assert "STAR107" not in listed()


def test_list_follows_the_speaking_rate(client: Client, alice: Owner) -> None:
    told = read("demo", "story")[0]
    StoryFactory.create(owner=alice, **{section.value: told[section] for section in Section})

    def listed() -> set[str]:
        return {finding.code for entry in client.get("/review/").context["page"] for finding in entry.findings}

    alice.words_per_minute = 200
    alice.save()
    assert "STAR104" not in listed()
    alice.words_per_minute = 60
    alice.save()
    assert "STAR104" in listed()
    alice.words_per_minute, alice.answer_limit = 200, 60
    alice.save()
    assert "STAR104" in listed()


def test_editor_shows_findings_next_to_their_section(client: Client, candor: Value) -> None:
    typed = story_post([candor], result=VAGUE, action=ACTION)

    response = client.post("/stories/preview/", typed)

    assertContains(response, 'id="findings-result"')
    assertContains(response, "STAR101")
    assertNotContains(response, "STAR001")
    assertNotContains(response, "STAR108")


def test_editor_hides_dismissed_findings(client: Client, vague: Story, candor: Value) -> None:
    client.post(f"/stories/{vague.pk}/dismiss/", result_finding(client, vague) | {"reason": "Never measured."})

    response = client.post("/stories/preview/", story_post([candor], id=str(vague.pk), result=VAGUE, action=ACTION))

    assertNotContains(response, "STAR101")


def test_rule_has_its_page(client: Client) -> None:
    assertContains(client.get("/review/STAR102/"), "Bad")
    assert client.get("/review/STAR999/").status_code == 404


def run(*arguments: str) -> tuple[int, str]:
    """Exit code and standard output."""
    out = io.StringIO()
    try:
        call_command("review", *arguments, stdout=out)
    except SystemExit as stopped:
        return int(str(stopped.code)), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def mine(db: None) -> Owner:
    return OwnerFactory.create(username=LOCAL_USERNAME)


def test_command_reviews_the_library_as_json(mine: Owner) -> None:
    empty = StoryFactory.create(owner=mine, title="Empty", status=Status.DRAFT, result="")
    vague = StoryFactory.create(owner=mine, title="Vague", result=VAGUE, action=ACTION)

    code, out = run("--json")

    stories = json.loads(out)["stories"]
    assert (code, [story["id"] for story in stories]) == (1, [str(empty.pk), str(vague.pk)])
    assert stories[0]["findings"][0]["code"] == "STAR001"
    assert set(stories[0]["findings"][0]) == {"code", "severity", "section", "message", "hint"}
    assert run(str(vague.pk))[0] == 0


def test_command_names_findings_in_words(mine: Owner) -> None:
    story = StoryFactory.create(owner=mine, title="Vague", result=VAGUE, action=ACTION, headline="")

    _, out = run(str(story.pk).upper())

    assert out.startswith("Vague\nRule ")
    assert re.search(r"\nSTAR101 +warning +Result +\w", out)
    assert out.endswith(" in 1 story.\n")


def test_command_reviews_a_file_without_a_library(mine: Owner, tmp_path: Path, candor: Value) -> None:
    file = tmp_path / "story.md"
    file.write_text(
        "---\ntitle: From a file\ntags:\n- {value: netflix-2024/candor, strength: primary, evidence: not there}\n---\n"
        f"## Situation\nThe launch was a day away for all of us.\n## Task\nThe decision was mine.\n"
        f"## Action\n{ACTION}\n## Result\n"
    )

    code, out = run("--file", str(file), "--json")

    (story,) = json.loads(out)["stories"]
    assert (code, story["id"], story["title"]) == (1, None, "From a file")
    listed = {(finding["code"], finding["section"]) for finding in story["findings"]}
    assert {("STAR001", "result"), ("STAR107", None), ("STAR108", None)} <= listed
    assert any("Candor" in finding["message"] for finding in story["findings"])


def test_command_does_not_name_a_strangers_value(
    mine: Owner, charlie: Owner, netflix: Framework, tmp_path: Path
) -> None:
    ValueFactory.create(owner=charlie, framework=netflix, slug="own-1", name="Secret of Charlie")
    file = tmp_path / "story.md"
    file.write_text(f"---\ntags: [{{value: netflix-2024/own-1, evidence: none}}]\n---\n## Action\n{ACTION}\n")

    _, out = run("--file", str(file))

    assert "netflix-2024/own-1" in out
    assert "Secret" not in out


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b"no sections"])
def test_command_refuses_a_bad_file(mine: Owner, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "story.md"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(CommandError, match=r"story\.md: ") as raised:
        run("--file", str(file))

    assert raised.value.returncode == 2


@pytest.mark.parametrize("asked", ["nonsense", "9975f078-1c14-42d3-be25-911ad495f940"])
def test_command_refuses_an_unknown_story(mine: Owner, asked: str) -> None:
    with pytest.raises(CommandError, match="There is no story"):
        run(asked)


def test_command_does_not_show_a_strangers_story(mine: Owner, vague: Story) -> None:
    with pytest.raises(CommandError, match="There is no story"):
        run(str(vague.pk))
    assert "Vague" in run("--owner", "alice")[1]
