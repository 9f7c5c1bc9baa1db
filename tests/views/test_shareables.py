"""Stories and answers as text to copy, and as a Word document."""

import io
from typing import cast

import pytest
from django.http import HttpResponse
from django.test import Client
from docx import Document
from pytest_django.asserts import assertContains, assertNotContains

from stories.core.exchange import read_files, read_labelled
from stories.models import Answer, Owner, Story, Value
from tests.factories import AnswerFactory, QuestionFactory, StoryFactory, TagFactory

NEVER = "never say this"


@pytest.fixture
def story(alice: Owner, candor: Value) -> Story:
    story = StoryFactory.create(
        owner=alice,
        title="The release",
        headline="I held it back.",
        organisation="Acme",
        situation="It was *late*.",
        task="To decide.",
        action="What I did:\n\n- I **counted**\n- I asked <b>",
        result="We shipped.\x0b",
        learning="",
        notes=NEVER,
        follow_ups=NEVER,
    )
    TagFactory.create(story=story, value=candor, evidence="I asked")
    return story


@pytest.fixture
def answer(story: Story) -> Answer:
    question = QuestionFactory.create(text="When were you late?")
    return AnswerFactory.create(
        owner=story.owner, story=story, question=question, opening="It *was* me.", short="## Action\nI **counted**."
    )


def raw(client: Client, address: str) -> str:
    response = cast(HttpResponse, client.get(f"{address}&raw"))
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    return response.content.decode()


def test_story_as_markdown_reads_back_as_the_same_story(client: Client, story: Story) -> None:
    text = raw(client, f"{story.get_absolute_url()}text/?as=markdown")

    assert text.startswith("# The release\n\nI held it back.\n\nAcme\n\n## Situation\nIt was *late*.\n\n## Task\n")
    assert NEVER not in text
    (read,) = read_labelled(text).stories
    assert read.texts["title"] == "The release"
    assert read.texts["action"] == "What I did:\n\n- I **counted**\n- I asked <b>"


def test_story_as_plain_text_has_no_marks(client: Client, story: Story) -> None:
    text = raw(client, f"{story.get_absolute_url()}text/?as=plain")

    assert text.startswith(
        "The release\n\nI held it back.\nAcme\n\nSituation\nIt was late.\n\nTask\nTo decide.\n\nAction"
    )
    assert "- I counted\n- I asked <b>" in text
    assert NEVER not in text


def test_page_shows_the_text_to_copy_without_javascript(client: Client, story: Story) -> None:
    response = client.get(f"{story.get_absolute_url()}text/?as=nonsense")

    assertContains(response, "It was late.")
    assertContains(response, 'href="?as=markdown"')
    assertNotContains(response, NEVER)


def test_answer_is_copied_at_each_length(client: Client, answer: Answer) -> None:
    full = raw(client, f"/answers/{answer.pk}/text/?as=markdown")
    short = raw(client, f"/answers/{answer.pk}/text/?as=plain&length=short")
    headline = raw(client, f"/answers/{answer.pk}/text/?as=plain&length=headline")

    assert full.startswith("# When were you late?\n\n## Opening\nIt *was* me.\n\n## Situation\nIt was *late*.")
    assert short == "When were you late?\n\nAction\nI counted.\n"
    assert headline == "When were you late?\n\nIt was me. We shipped.\n"


def test_pages_of_a_story_and_an_answer_lead_to_their_texts(client: Client, answer: Answer) -> None:
    assertContains(client.get(answer.story.get_absolute_url()), f"/stories/{answer.story_id}/text/?as=plain")
    page = client.get(f"/answers/{answer.pk}/?length=short")
    assertContains(page, f"/answers/{answer.pk}/text/?length=short&amp;as=markdown")


def test_word_document_has_real_headings_lists_and_tables(client: Client, story: Story) -> None:
    response = client.get("/data/stories.docx")

    assert response.headers["Content-Disposition"].endswith('.docx"')
    document = Document(io.BytesIO(response.content))
    styled = [(each.style.name, each.text) for each in document.paragraphs if each.style]
    assert [each for each in styled if str(each[0]).startswith("Heading")] == [
        ("Heading 1", "The release"),
        *(("Heading 2", label) for label in ("Situation", "Task", "Action", "Result", "What shows it")),
    ]
    assert [text for style, text in styled if style == "List Bullet"] == [
        "I counted",
        "I asked <b>",
    ]
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["The release", "Candor", "0:56"]
    assert [cell.text for cell in document.tables[2].rows[1].cells] == ["Candor", "primary", "I asked"]
    assert not any(NEVER in each.text for each in document.paragraphs)


def test_word_document_says_what_the_story_says(client: Client, alice: Owner) -> None:
    text = "1. one\n2. two\n\n```\n# keep\n__init__ *x*\n```\n\n1986. A year."
    StoryFactory.create(owner=alice, title="Steps", situation="1. first", task="", action=text, result="")

    document = Document(io.BytesIO(client.get("/data/stories.docx").content))

    said = [each.text for each in document.paragraphs]
    assert said[said.index("Situation") :][:8] == [
        *("Situation", "1. first", "Action", "1. one", "2. two", "# keep", "__init__ *x*", "1986. A year."),
    ]


def test_word_document_holds_the_stories_that_the_list_shows(client: Client, alice: Owner, story: Story) -> None:
    StoryFactory.create(owner=alice, title="Another", search_text="another")

    response = client.get("/data/stories.docx?q=another")

    assert [cell.text for cell in Document(io.BytesIO(response.content)).tables[0].columns[0].cells] == [
        "Story",
        "Another",
    ]
    assertContains(client.get("/stories/?q=another"), "/data/stories.docx?q=another")


def test_word_document_can_be_imported_again(client: Client, story: Story) -> None:
    courage = Value.objects.get(framework=story.tags.get().value.framework, slug="courage")
    TagFactory.create(story=story, value=courage, strength="supporting", evidence="")
    content = client.get("/data/stories.docx").content

    read = read_files([("stories.docx", content)], {"netflix-2024/candor": "Candor", "netflix-2024/courage": "Courage"})

    (incoming,) = read.stories
    texts = {name: text for name, text in incoming.record.texts.items() if text}
    assert "I counted" in texts.pop("action")
    assert texts == {
        "title": "The release",
        "headline": "I held it back.",
        "organisation": "Acme",
        "situation": "It was late.",
        "task": "To decide.",
        "result": story.result.strip(),
    }
    assert [(tag.value, tag.strength, tag.evidence) for tag in incoming.record.tags] == [
        ("netflix-2024/candor", "primary", "I asked"),
        ("netflix-2024/courage", "supporting", ""),
    ]
